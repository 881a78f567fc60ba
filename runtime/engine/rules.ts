import type { Fraction, Plan, PlanExpr, PlanPoints, PlanRule, Value } from '../../schema/index.ts';
import { type Candidate, decide, type Quantity } from './candidate.ts';
import { fraction, power10 } from './exact.ts';
import type { Frame } from './frame.ts';
import { balanceOf, postAward, postForfeit, postRow, postUse } from './lots.ts';
import type { Cost, MemberState, Source, Use } from './member-state.ts';
import type { Moment } from './moment.ts';
import { int64 } from './overflow.ts';
import type { AmountTrace, Tracer, Verdict } from './tracer.ts';

/** A rule whose trigger came, with the frame that it is decided in. */
export interface Triggered {
  readonly index: number;
  readonly frame: Frame;
}

/** True when anything but a decline was posted or held. */
export type Posted = boolean;

/** What rules gave at this event so far: rule → points type → quantity. */
type GivenHere = Map<number, Map<number, bigint>>;

/**
 * Rules of one occasion, in document order, on one snapshot: `when` → amounts → rounding → room → group → cover →
 * posting. Only `award(…)` sees what earlier ones gave.
 */
export function runRules(
  member: MemberState,
  triggered: readonly Triggered[],
  moment: Moment,
  tracer: Tracer | undefined,
): Posted {
  const given: GivenHere = new Map();
  let posted = false;
  for (let i = 0; i < triggered.length; ) {
    const first = triggered[i];
    if (first === undefined) break;
    const group = groupOf(member.plan, first.index);
    // The rules of a group stand next to each other.
    const size =
      group === undefined
        ? 1
        : triggered.slice(i).findIndex((each) => member.plan.rules[each.index]?.group !== group);
    const together = triggered.slice(i, size < 0 ? undefined : i + size);
    const pick = group === undefined ? 'all' : (member.plan.groups[group]?.pick ?? 'all');
    if (pick === 'all') {
      for (const each of together) {
        const decided = consider(member, each, moment, given, tracer);
        if (decided !== undefined && post(member, decided, moment, given)) posted = true;
      }
    } else {
      const decided = together
        .map((each) => consider(member, each, moment, given, tracer))
        .filter((each) => each !== undefined);
      const winner = pickOne(decided, pick);
      for (const each of decided) {
        if (each !== winner) each.tell({ kind: 'lost', to: winner?.rule.name ?? '' });
      }
      if (winner !== undefined && post(member, winner, moment, given)) posted = true;
    }
    i += together.length;
  }
  return posted;
}

/** The group that picks among its rules; a group that takes all only bounds them. */
function groupOf(plan: Plan, rule: number): number | undefined {
  return plan.rules[rule]?.group;
}

interface Decided {
  readonly rule: PlanRule;
  readonly candidate: Candidate;
  readonly tell: (verdict: Verdict) => void;
}

function consider(
  member: MemberState,
  { index, frame }: Triggered,
  moment: Moment,
  given: GivenHere,
  tracer: Tracer | undefined,
): Decided | undefined {
  const rule = member.plan.rules[index];
  if (rule === undefined) return undefined;
  const values = tracer && new Map<PlanExpr, Value>();
  const decision = decide(member, index, rule, { ...frame, awards: given, trace: values });
  const tell = (verdict: Verdict, amounts: readonly AmountTrace[]): void =>
    tracer?.considered({
      subject: { kind: 'rule', rule: index, name: rule.name },
      at: moment.at,
      day: moment.day,
      event: moment.cause?.id,
      values: values ?? new Map(),
      amounts,
      verdict,
    });
  if (decision.kind === 'refused') {
    tell(decision.refusal.verdict, decision.refusal.amounts);
    return undefined;
  }
  const { candidate } = decision;
  return { rule, candidate, tell: (verdict) => tell(verdict, candidate.amounts) };
}

/** `first`: document order. `highest`: the largest award; ties in document order (ruling P7). */
function pickOne(decided: readonly Decided[], pick: 'first' | 'highest'): Decided | undefined {
  const size = (each: Decided): bigint => each.candidate.give.reduce((sum, one) => sum + one.quantity, 0n);
  return decided.reduce<Decided | undefined>(
    (best, each) => (best === undefined || (pick === 'highest' && size(each) > size(best)) ? each : best),
    undefined,
  );
}

/** Points types whose running balance does not cover what is asked of them in all; that, too, has 64 bits. */
export function uncovered(member: MemberState, take: readonly Quantity[]): readonly Quantity[] {
  const asked = new Map<number, Quantity>();
  for (const each of take) {
    const before = asked.get(each.points);
    const quantity = int64(each.quantity + (before?.quantity ?? 0n), each.expr.span);
    asked.set(each.points, { ...each, quantity });
  }
  return [...asked.values()].filter((each) => balanceOf(member, each.points) < each.quantity);
}

/** Decline rows: what was asked, positive; nothing else changes (ruling P5). */
export function postDecline(
  member: MemberState,
  moment: Moment,
  asked: readonly Quantity[],
  by: string,
): void {
  for (const each of asked) {
    postRow(member, moment, each.points, { kind: 'decline', quantity: each.quantity, by, lot: undefined });
  }
}

function post(member: MemberState, decided: Decided, moment: Moment, given: GivenHere): Posted {
  const { rule, candidate } = decided;
  member.working = rule.name;
  const short = uncovered(member, candidate.take);
  const missing = short[0];
  if (missing !== undefined) {
    postDecline(member, moment, short, rule.name);
    decided.tell({
      kind: 'declined',
      points: missing.points,
      asked: missing.quantity,
      balance: balanceOf(member, missing.points),
    });
    return false;
  }
  const source: Source = { kind: 'rule', index: candidate.rule, name: rule.name };
  const { frame } = candidate;
  const converts = candidate.give.length > 0;
  const uses = candidate.take.map(({ points, quantity }) =>
    postUseWithCost(member, moment, frame, { points, quantity, source, free: converts }),
  );
  const forfeited = candidate.forfeit.map(({ points, quantity }) =>
    postForfeit(member, moment, frame, points, quantity, source),
  );
  const awards = candidate.give.map(({ points, quantity, expr }) =>
    postAward(member, moment, frame, { points, quantity, source, dates: rule.dates, expr }),
  );
  if (candidate.hold !== undefined) member.holds.push(candidate.hold);
  const works =
    uses.length > 0 ||
    awards.length > 0 ||
    candidate.hold !== undefined ||
    forfeited.some((each) => each > 0n);
  if (!works) {
    decided.tell({ kind: 'gives-nothing' });
    return false;
  }
  member.firings.rule[candidate.rule]?.push({
    day: moment.day,
    times: 1n,
    cause: moment.cause,
    awards,
    uses,
  });
  const here = given.get(candidate.rule) ?? new Map<number, bigint>();
  for (const award of awards) {
    here.set(award.points, (here.get(award.points) ?? 0n) + award.quantity);
  }
  given.set(candidate.rule, here);
  decided.tell({ kind: 'fired' });
  return true;
}

/** Cost of one unit (10^-decimals of a point) when used, in the currency. */
function unitCostOf(points: PlanPoints | undefined): Fraction | undefined {
  if (points?.expense === undefined) return undefined;
  return fraction(points.expense.amount, power10(points.expense.scale + points.decimals));
}

/**
 * Uses points and notes what they cost. `free`: the use itself costs nothing, because a reward states its own expense,
 * or because it turns into other points, which cost when they are used.
 */
export function postUseWithCost(
  member: MemberState,
  moment: Moment,
  frame: Frame,
  use: {
    readonly points: number;
    readonly quantity: bigint;
    readonly source: Source;
    readonly free: boolean;
  },
): Use {
  const { points, quantity, source } = use;
  const unitCost = use.free ? undefined : unitCostOf(member.plan.points[points]);
  const posted = postUse(member, moment, frame, { points, quantity, source, unitCost });
  if (unitCost !== undefined) {
    for (const piece of posted.pieces) {
      member.costs.push(pointsCost(member.plan, moment.day, piece.lot.source, unitCost, piece.quantity));
    }
  }
  return posted;
}

/** The cost of used points is that of the rule (or reward) that gave them. */
export function pointsCost(
  plan: Plan,
  day: number,
  owner: Source,
  unitCost: Fraction,
  quantity: bigint,
): Cost {
  const terms = owner.kind === 'rule' ? plan.rules[owner.index] : plan.rewards[owner.index];
  return { day, owner, amount: { n: unitCost.n * quantity, d: unitCost.d }, builds: terms?.builds };
}
