import type { Day, PlanLimit } from '../../schema/index.ts';
import { evaluate } from './evaluate.ts';
import { roundTo } from './exact.ts';
import type { Frame } from './frame.ts';
import { counted, type Firing, type MemberState, total } from './member-state.ts';
import { type Anchors, periodIndex, periodStart } from './periods.ts';
import { isGone } from './recorded.ts';

/** Whose firings a limit counts: one rule, all rules of a group, or one reward. */
export type Counting =
  | { readonly kind: 'rules'; readonly rules: readonly number[] }
  | { readonly kind: 'reward'; readonly reward: number };

/** A limit as it applies to one candidate. */
export interface AppliedLimit {
  readonly limit: PlanLimit;
  readonly counting: Counting;
}

/** What a limit counts: firings of its period, by posting day. */
function firingsOf(member: MemberState, counting: Counting, from: Day | undefined): readonly Firing[] {
  return counting.kind === 'reward'
    ? firingsSince(member.firings.reward[counting.reward] ?? [], from)
    : counting.rules.flatMap((rule) => firingsSince(member.firings.rule[rule] ?? [], from));
}

/** Firings of a rule or reward from a day on; they stand in the order of their days, so looking ends early. */
function firingsSince(firings: readonly Firing[], from: Day | undefined): readonly Firing[] {
  if (from === undefined) return firings;
  let start = firings.length;
  while (start > 0 && (firings[start - 1]?.day ?? from) >= from) start -= 1;
  return firings.slice(start);
}

/** First day of the present one of a program's periods. */
function presentStart(member: MemberState, period: number, today: Day, anchors: Anchors): Day | undefined {
  const terms = member.plan.periods[period];
  return terms && periodStart(terms, periodIndex(terms, today, anchors), anchors);
}

/**
 * A time comes back when nothing given by its firing is still counted; a firing that gave nothing keeps it (ruling R4). A
 * redemption gives it back too when it is wholly reversed.
 */
function timesOf(firing: Firing, counting: Counting, member: MemberState): bigint {
  if (counting.kind === 'reward' && firing.cause && isGone(firing.cause, member.tick)) return 0n;
  if (firing.awards.length === 0) return firing.times;
  return firing.awards.some((award) => counted(award) > 0n) ? firing.times : 0n;
}

function quantityOf(firing: Firing, points: number): bigint {
  const awards = firing.awards.filter((award) => award.points === points);
  if (awards.length > 0) return awards.reduce((sum, award) => sum + counted(award), 0n);
  return firing.uses
    .filter((use) => use.points === points)
    .reduce((sum, use) => sum + use.quantity - total(use.returned), 0n);
}

/** What is left of a limit now; times, or the quantity of its points type. Never negative. */
export function roomOf(applied: AppliedLimit, frame: Frame, member: MemberState, anchors: Anchors): bigint {
  const { limit, counting } = applied;
  const { field } = limit;
  const from =
    limit.period === undefined ? undefined : presentStart(member, limit.period, frame.today, anchors);
  const firings = firingsOf(member, counting, from).filter(
    (firing) => field === undefined || firing.cause?.fields[field] === frame.fields?.[field],
  );
  const value = evaluate(limit.amount, frame);
  const { points } = limit;
  const decimals = points === undefined ? 0 : (member.plan.points[points]?.decimals ?? 0);
  const allowed = roundTo(value, limit.amount.type, decimals, 'floor') ?? 0n;
  const taken = firings.reduce(
    (sum, firing) =>
      sum + (points === undefined ? timesOf(firing, counting, member) : quantityOf(firing, points)),
    0n,
  );
  return allowed > taken ? allowed - taken : 0n;
}

/** What a rule gave of a points type in a period so far, by posting day, less what was recovered (ruling P12). */
export function givenInPeriod(
  member: MemberState,
  rule: number,
  points: number,
  period: number,
  frame: Frame,
  anchors: Anchors,
): bigint {
  const from = presentStart(member, period, frame.today, anchors);
  return firingsSince(member.firings.rule[rule] ?? [], from)
    .flatMap((firing) => firing.awards)
    .filter((award) => award.points === points)
    .reduce((sum, award) => sum + counted(award), 0n);
}
