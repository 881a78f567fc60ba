import type { MonthTotals } from '../../runtime/index.ts';
import type { Fraction, Plan } from '../../schema/index.ts';
import { type BooksFigures, booksOf } from './books.ts';
import { type LadderFigures, laddersOf } from './ladders.ts';
import { type LoyaltyFigures, mixOf } from './mix.ts';
import { type MoveFigures, type SegmentFigures, segmentFigures, segmentMoves } from './population.ts';
import { type ReplayOutcome, type RunFigures, runFigures } from './run.ts';
import { type SourceFigures, sourcesOf } from './sources.ts';
import { costOf, total, totalOf } from './sums.ts';
import { type KpiFigures, trendsOf, type Verdict } from './trends.ts';

/** All that a report or a dashboard shows: a run's figures, and what became of program, points and members month by month. */
export interface ReportFigures extends RunFigures {
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

/** Adds up a replay. */
export function reportFigures(plan: Plan, replayed: ReplayOutcome): ReportFigures {
  const figures = runFigures(plan, replayed);
  const { months, run } = replayed.result;
  const trends = trendsOf(plan, replayed.result);
  const verdicts = { met: 0, missed: 0, unknown: 0, none: 0 };
  for (const { verdict } of trends) verdicts[verdict] += 1;
  const cost = total(months.map(costOf));
  const books = booksOf(plan, figures.points, months);
  return {
    ...figures,
    verdicts,
    trends,
    cost,
    sources: sourcesOf(plan, months, run, cost),
    books,
    liability: totalOf(books.map(({ liability }) => liability)),
    ladders: laddersOf(plan, figures, months, run),
    segments: segmentFigures(figures, months),
    segmentMoves: segmentMoves(months, run),
    mix: mixOf(plan, months, run),
    months,
  };
}
