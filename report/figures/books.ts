import { type MonthTotals, type PointsTotals, power10, reduced } from '../../runtime/index.ts';
import type { Fraction, Plan, PlanPoints } from '../../schema/index.ts';
import { type AgeFigures, agesOf, type PointsMonth, pointsMonths } from './population.ts';

/** What is left of a points type at the end, and how its points ended. */
export interface BooksFigures {
  readonly name: string;
  /** Available or pending, of every member. */
  readonly outstanding: bigint;
  /** Outstanding × `expense`; missing where none is stated, or where the type cannot be redeemed. */
  readonly liability: Fraction | undefined;
  /** Of the points that ended, those that ended unused; missing where none ended. */
  readonly breakage: Fraction | undefined;
  readonly months: readonly PointsMonth[];
  /** By age of lots, the youngest first. */
  readonly ages: readonly AgeFigures[];
}

/** What points may still cost, in the currency. */
export function liabilityOf(points: PlanPoints, outstanding: bigint): Fraction | undefined {
  const { expense, redeemable, decimals } = points;
  if (expense === undefined || !redeemable) return undefined;
  return reduced({ n: outstanding * expense.amount, d: power10(decimals + expense.scale) });
}

export function booksOf(
  plan: Plan,
  points: readonly PointsTotals[],
  months: readonly MonthTotals[],
): readonly BooksFigures[] {
  return plan.points.flatMap((type, index) => {
    const own = points[index];
    if (own === undefined) return [];
    const outstanding = own.available + own.pending;
    const unused = own.expired + own.forfeited;
    const ended = own.used + unused;
    return {
      name: type.name,
      outstanding,
      liability: liabilityOf(type, outstanding),
      breakage: ended === 0n ? undefined : reduced({ n: unused, d: ended }),
      months: pointsMonths(months, index),
      ages: agesOf(months, index, (left) => liabilityOf(type, left)),
    };
  });
}
