import type { Observation } from '../../runtime/index.ts';
import {
  addDays,
  civilOf,
  type Day,
  dayOf,
  daysInMonth,
  type Localized,
  type Loyalty,
  type MemberError,
  type MemberHistory,
  type Plan,
  type PointsOutcome,
  type TierOutcome,
} from '../../schema/index.ts';
import { type WrittenField, writtenFields } from './fields.ts';
import { isOccasion, type Occasion, occasionOf } from './occasion.ts';
import { type BalanceSeries, DailyStates, type TierBands } from './series.ts';
import { eachStep } from './steps.ts';

/** Scores of one loyalty, 0 to 100, at month ends and at the last day; undefined: none could be worked out. */
export interface LoyaltyScores {
  readonly loyalty: Loyalty;
  readonly scores: readonly { readonly day: Day; readonly score: number | undefined }[];
}

/** A lot of which something is left at the end; quantities at the decimals of its points type. */
export interface LotLeft {
  /** As in the ledger: L1 = 1. */
  readonly lot: number;
  readonly points: string;
  readonly rest: bigint;
  /** The rule or reward that gave it. */
  readonly by: string;
  readonly earned: Day;
  /** The day from which it can be used. */
  readonly available: Day;
  /** Its last day as things stand; undefined = none. */
  readonly expires: Day | undefined;
}

/** A member's whole life under a program, as plain data that can be handed from thread to thread. */
export interface Life {
  readonly member: string;
  readonly enrolled: Day;
  readonly until: Day;
  readonly attributes: readonly WrittenField[];
  /** In the order of time. */
  readonly occasions: readonly Occasion[];
  readonly balances: readonly BalanceSeries[];
  readonly tiers: readonly TierBands[];
  readonly loyalty: readonly LoyaltyScores[];
  /** None of a member whom an error stopped. */
  readonly lots: readonly LotLeft[];
  /** At the end of the last day. */
  readonly totals: readonly PointsOutcome[];
  readonly held: readonly TierOutcome[];
  readonly segments: readonly { readonly name: string; readonly title: Localized }[];
  readonly error: MemberError | undefined;
}

/** Ends of months from a day to another, and the last day itself. */
function monthEnds(from: Day, until: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day <= until; ) {
    const { year, month } = civilOf(day);
    const end = dayOf(year, month, daysInMonth(year, month));
    days.push(Math.min(end, until));
    day = addDays(end, 1);
  }
  return days;
}

/** A score as a number to draw: it was exact until here. */
function drawnScore(
  plan: Plan,
  loyalty: Loyalty,
  value: ReturnType<Observation['value']>,
): number | undefined {
  if (typeof value === 'object') return Number((value.n * 1_000_000n) / value.d) / 1_000_000;
  const type = plan.loyalty.scores.find((each) => each.loyalty === loyalty)?.expr.type;
  return typeof value === 'bigint' && type?.kind === 'quantity'
    ? Number(value) / 10 ** type.scale
    : undefined;
}

/** Lives a member's life until the end of a day; undefined for one who enrols later. What was considered: `whyOf`. */
export function lifeOf(
  plan: Plan,
  history: MemberHistory,
  { until }: { readonly until: Day },
): Life | undefined {
  const occasions: Occasion[] = [];
  const states = new DailyStates(plan);
  const events = new Map(history.events.map((event) => [event.id, event]));
  const seen: { readonly day: Day; readonly scores: ReturnType<Observation['scores']> }[] = [];
  let lots: ReturnType<Observation['openLots']> = [];
  const observeDays = plan.loyalty.scores.length > 0 ? monthEnds(history.enrolled, until) : [until];
  const observe = (observation: Observation): void => {
    seen.push({ day: observation.day, scores: observation.scores() });
    if (observation.day === until) lots = observation.openLots();
  };
  const run = eachStep(plan, history, { until, observeDays, observe }, (step) => {
    const event = step.event === undefined ? undefined : events.get(step.event);
    if (isOccasion(step)) occasions.push(occasionOf(plan, step, event));
    states.add(step.day, step.state);
  });
  if (run === undefined) return undefined;
  const { outcome } = run;
  return {
    member: history.member,
    enrolled: history.enrolled,
    until,
    attributes: writtenFields(plan, plan.attributes, history.attributes),
    occasions,
    balances: states.balances(),
    tiers: states.tiers(until),
    loyalty: plan.loyalty.scores.map(({ loyalty }) => ({
      loyalty,
      scores: seen.map(({ day, scores }) => ({ day, score: drawnScore(plan, loyalty, scores[loyalty]) })),
    })),
    lots: lots.map(({ number, points, rest, by, earned, available, expires }) => ({
      lot: number,
      points: plan.points[points]?.name ?? '',
      rest,
      by,
      earned,
      available,
      expires,
    })),
    totals: outcome.points,
    held: outcome.tiers,
    segments: outcome.segments.map((name) => ({
      name,
      title: plan.named.find((each) => each.name === name)?.title ?? { en: name, ja: name },
    })),
    error: outcome.error,
  };
}
