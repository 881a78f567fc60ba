import type { Fraction } from '../../schema/index.ts';
import { addFractions, negateFraction, reduced, ZERO } from '../engine/index.ts';
import type { RunFigures } from './run-totals.ts';

/** What a run comes to in the time since members may know of a change. Money in the currency, points at their decimals. */
export interface PeriodFigures {
  readonly members: bigint;
  /** At the end, in document order; missing where a denominator is 0. */
  readonly kpis: readonly (Fraction | undefined)[];
  /** Of members on the purchases of `standard:`, net of what came back; missing where the program has none. */
  readonly spend: Fraction | undefined;
  readonly cost: Fraction;
  /** At the end, and by how much it grew; missing where no points state an expense. */
  readonly liability: Fraction | undefined;
  readonly growth: Fraction | undefined;
  readonly points: readonly { readonly name: string; readonly issued: bigint; readonly used: bigint }[];
}

const minus = (a: Fraction, b: Fraction | undefined): Fraction =>
  b === undefined ? reduced(a) : reduced(addFractions(a, negateFraction(b)));

/** The figures of a run from a day on; `before` is the same run up to the day before it. `spend`: number of the KPI that counts it. */
export function periodFigures(
  end: RunFigures,
  before: RunFigures | undefined,
  spend: number | undefined,
): PeriodFigures {
  const spendIn = ({ kpis }: RunFigures): Fraction | undefined =>
    spend === undefined ? undefined : (kpis[spend] ?? ZERO);
  const total = spendIn(end);
  return {
    members: end.members,
    kpis: end.kpis.filter((_, index) => index !== spend),
    spend: total && minus(total, before && spendIn(before)),
    cost: minus(end.cost, before?.cost),
    liability: end.liability,
    growth: end.liability && minus(end.liability, before?.liability),
    points: end.points.map(({ name, issued, used }, index) => ({
      name,
      issued: issued - (before?.points[index]?.issued ?? 0n),
      used: used - (before?.points[index]?.used ?? 0n),
    })),
  };
}

/** An exact figure as an ordinary number, for statistics. */
export function asNumber({ n, d }: Fraction): number {
  const near = Number(n) / Number(d);
  if (Number.isFinite(near) && near !== 0) return near;
  // A sum of many shares has a denominator beyond every ordinary number; what it comes to is not.
  return Number((n * FINE) / d) / Number(FINE);
}

/** Steps of a unit that an ordinary number still tells apart. */
const FINE = 2n ** 64n;

/** What is left of the margin of sales when the program is paid: what it cost, and what it owes more than before. */
export function netOf({ spend, cost, growth }: PeriodFigures, margin: number): number | undefined {
  if (spend === undefined) return undefined;
  return margin * asNumber(spend) - asNumber(cost) - (growth === undefined ? 0 : asNumber(growth));
}
