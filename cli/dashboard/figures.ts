import {
  addFractions,
  divideFractions,
  type MonthTotals,
  negateFraction,
  power10,
  type RunTotals,
  reduced,
  type SourceTotals,
  ZERO,
} from '../../runtime/index.ts';
import type { Fraction, Loyalty, Plan, PlanPoints } from '../../schema/index.ts';
import type { Replayed } from '../replay-history.ts';
import { type Figures, figuresOf, type PointsFigures } from '../summary/index.ts';
import {
  type AgeFigures,
  agesOf,
  type MoveFigures,
  type PointsMonth,
  pointsMonths,
  type SegmentFigures,
  segmentFigures,
  segmentMoves,
  tierMoves,
} from './population-figures.ts';

const LOYALTIES: readonly Loyalty[] = ['economic', 'behavioral', 'psychological'];
const SCALE_OF_MIX = 9;

/** `unknown`: a target is stated, but the value is missing, because its denominator is 0. */
export type Verdict = 'met' | 'missed' | 'unknown' | 'none';

/** A KPI at the end, and at the end of each month of the run. */
export interface KpiFigures {
  readonly name: string;
  readonly value: Fraction | undefined;
  readonly verdict: Verdict;
  readonly months: readonly (Fraction | undefined)[];
}

/** What a rule, reward or benefit did and cost. */
export interface SourceFigures {
  readonly kind: 'rule' | 'reward' | 'benefit';
  readonly name: string;
  readonly builds: Loyalty | undefined;
  readonly times: bigint;
  /** Reached over the run: for whom it fired, who redeemed it, who used it. */
  readonly members: bigint;
  readonly cost: Fraction;
  /** Of the program's cost; missing where it costs nothing. */
  readonly share: Fraction | undefined;
  /** Cost of each month. */
  readonly months: readonly Fraction[];
}

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

export interface LoyaltyFigures {
  readonly loyalty: Loyalty;
  readonly spend: Fraction;
  /** Of what builds any loyalty; missing where nothing was spent. */
  readonly share: Fraction | undefined;
  /** Of `loyalty.mix`; missing where the program states none. */
  readonly target: Fraction | undefined;
  readonly difference: Fraction | undefined;
  /** Whom something reached over the run that builds it. */
  readonly members: bigint;
}

/** All that a dashboard shows: a run's figures, and what became of program, points and members month by month. */
export interface Dashboard extends Figures {
  readonly events: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly trends: readonly KpiFigures[];
  readonly cost: Fraction;
  readonly sources: readonly SourceFigures[];
  readonly books: readonly BooksFigures[];
  /** Of all points that can be redeemed and state an `expense`; missing where there are none. */
  readonly liability: Fraction | undefined;
  readonly ladders: readonly LadderFigures[];
  readonly segments: readonly SegmentFigures[];
  /** Rows: new to the observation, in no segment, then the segments; columns, and the whole run, without the first. */
  readonly segmentMoves: MoveFigures;
  readonly mix: readonly LoyaltyFigures[];
  /** Ascending; the last is the run's end. */
  readonly months: readonly MonthTotals[];
}

const total = (list: readonly Fraction[]): Fraction => reduced(list.reduce(addFractions, ZERO));

const share = (part: Fraction, whole: Fraction): Fraction | undefined => {
  const value = divideFractions(part, whole);
  return value && reduced(value);
};

/** What the program paid in a month. */
export function costOf({ rules, rewards, benefits }: MonthTotals): Fraction {
  return total([...rules, ...rewards, ...benefits].map(({ cost }) => cost));
}

/** What points may still cost, in the currency. */
export function liabilityOf(points: PlanPoints, outstanding: bigint): Fraction | undefined {
  const { expense, redeemable, decimals } = points;
  if (expense === undefined || !redeemable) return undefined;
  return reduced({ n: outstanding * expense.amount, d: power10(decimals + expense.scale) });
}

/** The sum of those that are there; missing where none is. */
export function totalOf(list: readonly (Fraction | undefined)[]): Fraction | undefined {
  const known = list.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : total(known);
}

function trendsOf(plan: Plan, { result }: Replayed['replay']): readonly KpiFigures[] {
  return plan.kpis.map(({ name, target }, index) => {
    const observed = result.kpis.map(({ kpis }) => kpis[index]);
    const last = observed.at(-1);
    const missing: Verdict = target === undefined ? 'none' : 'unknown';
    return {
      name,
      value: last?.value && reduced(last.value),
      verdict: last === undefined || last.target === 'none' ? missing : last.target,
      months: observed.map((each) => each?.value && reduced(each.value)),
    };
  });
}

function sourcesOf(
  plan: Plan,
  months: readonly MonthTotals[],
  run: RunTotals,
  cost: Fraction,
): readonly SourceFigures[] {
  const of = (
    kind: SourceFigures['kind'],
    terms: readonly { readonly name: string; readonly builds: Loyalty | undefined }[],
    own: (month: MonthTotals) => readonly SourceTotals[],
    members: readonly bigint[],
  ): readonly SourceFigures[] =>
    terms.map(({ name, builds }, index) => {
      const totals = months.map((month) => own(month)[index]);
      const costs = totals.map((each) => reduced(each?.cost ?? ZERO));
      const all = total(costs);
      return {
        kind,
        name,
        builds,
        times: totals.reduce((sum, each) => sum + (each?.times ?? 0n), 0n),
        members: members[index] ?? 0n,
        cost: all,
        share: share(all, cost),
        months: costs,
      };
    });
  return [
    ...of('rule', plan.rules, ({ rules }) => rules, run.rules),
    ...of('reward', plan.rewards, ({ rewards }) => rewards, run.rewards),
    ...of('benefit', plan.benefits, ({ benefits }) => benefits, run.benefits),
  ];
}

function booksOf(
  plan: Plan,
  points: readonly PointsFigures[],
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

function mixOf(plan: Plan, months: readonly MonthTotals[], run: RunTotals): readonly LoyaltyFigures[] {
  const spends = LOYALTIES.map((loyalty) => total(months.map(({ builds }) => builds[loyalty].spend)));
  const all = total(spends);
  return LOYALTIES.map((loyalty, index) => {
    const spend = spends[index] ?? ZERO;
    const own = share(spend, all);
    const stated = plan.loyalty.mix.find((each) => each.loyalty === loyalty)?.share;
    // A loyalty that a mix leaves out is meant to get nothing of it.
    const isStated = plan.loyalty.mix.length > 0;
    const n = typeof stated === 'bigint' ? stated : 0n;
    const target = isStated ? reduced({ n, d: power10(SCALE_OF_MIX) }) : undefined;
    const difference = own && target && reduced(addFractions(own, negateFraction(target)));
    return { loyalty, spend, share: own, target, difference, members: run.builds[loyalty] };
  });
}

/** Adds up a replay. */
export function dashboardOf(plan: Plan, { read, until, replay }: Replayed): Dashboard {
  const figures = figuresOf(plan, until, read, replay);
  const { months, run } = replay.result;
  const trends = trendsOf(plan, replay);
  const verdicts = { met: 0, missed: 0, unknown: 0, none: 0 };
  for (const { verdict } of trends) verdicts[verdict] += 1;
  const cost = total(months.map(costOf));
  const books = booksOf(plan, figures.points, months);
  const ladders = plan.ladders.map(({ name, levels }, ladder) => ({
    name,
    levels: levels.map((level, at) => {
      const sum = (field: 'reached' | 'lapsed'): bigint =>
        months.reduce((all, { tiers }) => all + (tiers[ladder]?.[at]?.[field] ?? 0n), 0n);
      return {
        name: level.name,
        members: figures.tiers[ladder]?.[at] ?? 0,
        reached: sum('reached'),
        lapsed: sum('lapsed'),
      };
    }),
    moves: tierMoves(months, run, ladder),
  }));
  return {
    ...figures,
    events: replay.events,
    verdicts,
    trends,
    cost,
    sources: sourcesOf(plan, months, run, cost),
    books,
    liability: totalOf(books.map(({ liability }) => liability)),
    ladders,
    segments: segmentFigures(figures, months),
    segmentMoves: segmentMoves(months, run),
    mix: mixOf(plan, months, run),
    months,
  };
}
