import type { PlanLadder } from '../../schema/index.ts';
import { type FlowBetween, ramp, type SankeyChart } from '../charts/index.ts';
import { type DrawingSetting, perMonth } from './setting.ts';
import type { Drawn } from './timeline.ts';

/** Members who were at one place and came to another. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly members: bigint;
}

export type MoveMatrix = readonly (readonly bigint[])[];

/** The last rows are the columns; those before them are of members who were nowhere yet. */
export const isStay = (
  rows: readonly unknown[],
  columns: readonly unknown[],
  i: number,
  j: number,
): boolean => i - (rows.length - columns.length) === j;

/** What moved, from the names of rows to those of columns, without those who stayed. */
export function movesIn(
  matrix: MoveMatrix,
  rows: readonly string[],
  columns: readonly string[],
): readonly Move[] {
  return matrix.flatMap((row, i) =>
    row.flatMap((members, j) => {
      const [from = '', to = ''] = [rows[i], columns[j]];
      return members === 0n || isStay(rows, columns, i, j) ? [] : [{ from, to, members }];
    }),
  );
}

/** Members by level of a ladder at month ends, the base at the bottom. */
export function levelsDrawing(setting: DrawingSetting, ladder: PlanLadder, index: number): Drawn {
  const { words, numbers } = setting;
  const shades = ramp(ladder.levels.length);
  return {
    id: `tiers-${index}`,
    title: words({ en: 'Members by level at the end of each month', ja: '月末の段階別会員数' }),
    series: ladder.levels.map((level, at) => ({
      name: words(level.title),
      tone: 'accent',
      shade: shades[at] ?? 1,
      values: perMonth(setting, ({ tiers }) => Number(tiers[index]?.[at]?.members ?? 0n)),
    })),
    format: numbers.shortCount,
    formatFull: numbers.count,
  };
}

/** Moves as flows between two sides, the highest place on top as in a stacked chart; `shades` say how strong each is. */
export function movesDrawing(
  { words, numbers }: Pick<DrawingSetting, 'words' | 'numbers'>,
  id: string,
  title: string,
  matrix: MoveMatrix,
  names: readonly string[],
  shades: readonly number[],
): SankeyChart {
  const sides = names.map((name, at) => ({ name, tone: 'accent' as const, shade: shades[at] ?? 1 }));
  const fromTop = (at: number): number => names.length - 1 - at;
  const flows = matrix.flatMap((row, from) =>
    row.flatMap((members, to): readonly FlowBetween[] => {
      if (members === 0n || from === to) return [];
      const text = `${names[from]} → ${names[to]}: ${numbers.count(members)}`;
      // Upwards in the accent, downwards in grey; the sides say it without colour.
      const tone = to > from ? 'accent' : 'muted';
      return [{ from: fromTop(from), to: fromTop(to), value: Number(members), text, tone }];
    }),
  );
  const description = words({
    en: 'Each band is a move from a level on the left to one on the right, as thick as there were moves. The table has the figures.',
    ja: '左の段階から右の段階への移動を、回数に応じた太さの帯で示します。数値は表にあります。',
  });
  const heads: [string, string] = [words({ en: 'from', ja: '移動元' }), words({ en: 'to', ja: '移動先' })];
  const side = sides.toReversed();
  return { id, title, description, left: side, right: side, flows, heads };
}
