import { stripVTControlCharacters } from 'node:util';
import type { ReportFigures } from '../../report/index.ts';
import { showRounded } from '../../report/index.ts';
import type { Fraction, Localized } from '../../schema/index.ts';
import { showGrouped } from '../show.ts';
import type { Setting } from '../summary/index.ts';
import { type Cell, type Column, widthOf } from '../terminal/index.ts';
import { sparkline } from './sparkline.ts';

/** Months that a dashboard shows one by one. */
const MONTHS_SHOWN = 12;
/** Wider tables are taken apart. */
const WIDEST = 80;

export const count = (value: bigint | number): string => showGrouped(BigInt(value), 0);
export const latest = <T>(list: readonly T[]): readonly T[] => list.slice(-MONTHS_SHOWN);
export const whole = (n: bigint): Fraction => ({ n, d: 1n });

/** Money of the program, at the decimals of its currency. */
export function money({ plan }: Setting, value: Fraction | undefined): string {
  if (value === undefined) return '-';
  const { decimals } = plan.currency;
  const [units = '', part = ''] = showRounded(value, decimals).split('.');
  return decimals === 0 ? units : `${units}.${part.padEnd(decimals, '0')}`;
}

/** A share as a percentage, to a tenth. */
function tenths({ n, d }: Fraction): string {
  const [units = '', part = '0'] = showRounded({ n: n * 100n, d }, 1).split('.');
  return `${units}.${part}`;
}

export const percent = (value: Fraction | undefined): string =>
  value === undefined ? '-' : `${tenths(value)}%`;

export function months({ words }: Setting, { months: all }: ReportFigures): Column {
  const shown = Math.min(MONTHS_SHOWN, all.length);
  return { title: words({ en: shown === 1 ? 'month' : `last ${shown} months`, ja: `直近${shown}か月` }) };
}

/** The last months as bars; a shorter run ends where a longer one does. */
export function line(
  { output }: Setting,
  values: readonly (Fraction | undefined)[],
  floor: 'zero' | 'least',
): Cell {
  return { text: sparkline(latest(values), floor), paint: output.paint.cyan };
}

export function note({ output, words }: Setting, text: Localized): string {
  return `  ${output.paint.dim(words(text))}`;
}

/** A difference of two shares. */
export function points({ language }: Setting, value: Fraction | undefined): string {
  if (value === undefined) return '-';
  const text = tenths(value);
  const sign = value.n > 0n && text !== '0.0' ? '+' : '';
  return `${sign}${text.replace('-', '−')}${language === 'ja' ? '%ポイント' : ' pp'}`;
}

/** Whether a block is no wider than a terminal. */
export function fits(block: string): boolean {
  return block.split('\n').every((each) => widthOf(stripVTControlCharacters(each)) <= WIDEST);
}
