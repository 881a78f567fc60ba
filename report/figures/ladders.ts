import type { MemberTotals, MonthTotals, RunTotals } from '../../runtime/index.ts';
import type { Plan } from '../../schema/index.ts';
import { type MoveFigures, tierMoves } from './population.ts';

export interface LevelFigures {
  readonly name: string;
  readonly members: number;
  readonly reached: bigint;
  readonly lapsed: bigint;
}

export interface LadderFigures {
  readonly name: string;
  readonly levels: readonly LevelFigures[];
  /** Rows: new to the observation, then the levels, the base first; over the whole run the levels only. */
  readonly moves: MoveFigures;
}

export function laddersOf(
  plan: Plan,
  { tiers }: Pick<MemberTotals, 'tiers'>,
  months: readonly MonthTotals[],
  run: RunTotals,
): readonly LadderFigures[] {
  return plan.ladders.map(({ name, levels }, ladder) => ({
    name,
    levels: levels.map((level, at) => {
      const sum = (field: 'reached' | 'lapsed'): bigint =>
        months.reduce((all, month) => all + (month.tiers[ladder]?.[at]?.[field] ?? 0n), 0n);
      return {
        name: level.name,
        members: tiers[ladder]?.[at] ?? 0,
        reached: sum('reached'),
        lapsed: sum('lapsed'),
      };
    }),
    moves: tierMoves(months, run, ladder),
  }));
}
