import type { Localized } from '../../schema/index.ts';
import { showGrouped } from '../show.ts';
import type { Setting } from '../summary/index.ts';
import { wrapWide } from '../terminal/index.ts';

/** Widest line of a paragraph. */
const WIDTH = 78;

/** A sentence below a table, broken where it is too wide. */
export function paragraph({ output, words }: Setting, text: Localized): string {
  return wrapWide(words(text), WIDTH)
    .split('\n')
    .map((line) => `  ${output.paint.dim(line)}`)
    .join('\n');
}

/** An amount of the program's currency, in its smallest unit. */
export function books({ plan }: Setting, value: bigint): string {
  const { decimals } = plan.currency;
  const [whole = '', part = ''] = showGrouped(value, decimals).split('.');
  return decimals === 0 ? whole : `${whole}.${part.padEnd(decimals, '0')}`;
}

/** An estimate, to the smallest unit of the currency. */
export function estimate(setting: Setting, value: number): string {
  const scaled = Math.round(value * 10 ** setting.plan.currency.decimals);
  return Number.isSafeInteger(scaled) ? books(setting, BigInt(scaled)) : value.toExponential(3);
}

/** A share of an estimate as a percentage, to a tenth. */
export const percentage = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** A month by its number: `2026-05`. */
export function monthName(number: number): string {
  const year = Math.floor(number / 12);
  return `${String(year).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}
