import type { AgeTotals, Matrix, MonthTotals, RunTotals } from '../../runtime/index.ts';
import { AGE_EDGES, AGES, type Fraction } from '../../schema/index.ts';
import type { RunFigures } from './run.ts';

/** What happened to a points type in a month, and what was left at its end. */
export interface PointsMonth {
  readonly issued: bigint;
  /** Less what came back by cancellations. */
  readonly used: bigint;
  readonly expired: bigint;
  readonly forfeited: bigint;
  readonly reversed: bigint;
  readonly outstanding: bigint;
}

/** Points of one age, counted in completed months since their lots were posted. */
export interface AgeFigures {
  readonly from: number;
  /** Not included; missing for the oldest. */
  readonly until: number | undefined;
  /** Over the run, at this age; points that a cancellation brought back had been used all the same. */
  readonly used: bigint;
  readonly expired: bigint;
  readonly forfeited: bigint;
  /** At the run's end, of members who were not stopped; month by month. */
  readonly outstanding: bigint;
  readonly months: readonly bigint[];
  /** Outstanding × `expense`; missing where none is stated, or where the type cannot be redeemed. */
  readonly liability: Fraction | undefined;
}

/** Members by where they were (rows) and where they came to (columns). */
export interface MoveFigures {
  /** From one observation to the next, all months of the run added up. Without rows where nobody kept them. */
  readonly monthly: Matrix;
  /** From a member's first observation to the run's end. */
  readonly overall: Matrix;
}

export interface SegmentFigures {
  readonly name: string;
  readonly members: number;
  /** Over the run: who was not in it at the observation before, and who was in it and left. */
  readonly joined: bigint;
  readonly left: bigint;
  /** Members at the end of each month. */
  readonly months: readonly bigint[];
}

export function pointsMonths(months: readonly MonthTotals[], points: number): readonly PointsMonth[] {
  return months.map(({ flows, outstanding }) => {
    const flow = flows[points];
    return {
      issued: flow?.issued ?? 0n,
      used: (flow?.used ?? 0n) - (flow?.returned ?? 0n),
      expired: flow?.expired ?? 0n,
      forfeited: flow?.forfeited ?? 0n,
      reversed: flow?.reversed ?? 0n,
      outstanding: outstanding[points] ?? 0n,
    };
  });
}

/** From the youngest on. */
export function agesOf(
  months: readonly MonthTotals[],
  points: number,
  liability: (outstanding: bigint) => Fraction | undefined,
): readonly AgeFigures[] {
  return Array.from({ length: AGES }, (_, age) => {
    const each = (kind: keyof AgeTotals) => months.map(({ ages }) => ages[points]?.[kind][age] ?? 0n);
    const all = (kind: keyof AgeTotals) => each(kind).reduce((sum, quantity) => sum + quantity, 0n);
    const outstanding = each('outstanding');
    const left = outstanding.at(-1) ?? 0n;
    return {
      from: AGE_EDGES[age - 1] ?? 0,
      until: AGE_EDGES[age],
      used: all('used'),
      expired: all('expired'),
      forfeited: all('forfeited'),
      outstanding: left,
      months: outstanding,
      liability: liability(left),
    };
  });
}

function added(list: readonly (Matrix | undefined)[]): Matrix {
  const [first = []] = list;
  return first.map((row, i) =>
    row.map((_, j) => list.reduce((sum, each) => sum + (each?.[i]?.[j] ?? 0n), 0n)),
  );
}

/** Rows: new to the observation, then the levels, the base first; without the first one over the whole run. */
export function tierMoves(months: readonly MonthTotals[], run: RunTotals, ladder: number): MoveFigures {
  return { monthly: added(months.map(({ moves }) => moves[ladder])), overall: run.moves[ladder] ?? [] };
}

/** Rows: new to the observation, in no segment, then the segments; columns, and the whole run, without the first one. */
export function segmentMoves(months: readonly MonthTotals[], run: RunTotals): MoveFigures {
  return { monthly: added(months.map((month) => month.segmentMoves)), overall: run.segmentMoves };
}

export function segmentFigures(
  { segments }: RunFigures,
  months: readonly MonthTotals[],
): readonly SegmentFigures[] {
  return segments.map(({ name, members }, index) => {
    const each = months.map((month) => month.segments[index]);
    const sum = (field: 'joined' | 'left'): bigint =>
      each.reduce((all, totals) => all + (totals?.[field] ?? 0n), 0n);
    return {
      name,
      members,
      joined: sum('joined'),
      left: sum('left'),
      months: each.map((totals) => totals?.members ?? 0n),
    };
  });
}
