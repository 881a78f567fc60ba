import type { Day, PlanAmount, PlanExpr, PlanLimit, PlanRule, Value } from '../../schema/index.ts';
import { evaluate, isTrue } from './evaluate.ts';
import { roundTo, smaller } from './exact.ts';
import type { Frame } from './frame.ts';
import { type AppliedLimit, givenInPeriod, roomOf } from './limits.ts';
import type { MemberState } from './member-state.ts';
import { readerOf } from './moment.ts';
import { fits, OverflowSignal } from './overflow.ts';
import type { AmountTrace, LimitTrace, Verdict } from './tracer.ts';

/** A quantity that a candidate would post, at its points type's decimals; above 0. */
export interface Quantity {
  readonly points: number;
  readonly quantity: bigint;
  readonly expr: PlanExpr;
}

/** What a rule would do now, after rounding and limits, before its group and cover. */
export interface Candidate {
  readonly rule: number;
  readonly take: readonly Quantity[];
  readonly forfeit: readonly Quantity[];
  readonly give: readonly Quantity[];
  readonly hold: { readonly ladder: number; readonly level: number; readonly until: Day } | undefined;
  readonly frame: Frame;
  readonly amounts: readonly AmountTrace[];
}

export interface Refusal {
  readonly verdict: Verdict;
  readonly amounts: readonly AmountTrace[];
}

export type Decision =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

function refused(verdict: Verdict, amounts: readonly AmountTrace[] = []): Decision {
  return { kind: 'refused', refusal: { verdict, amounts } };
}

export function isDuring(during: PlanRule['during'], day: Day): boolean {
  return (
    (during.from === undefined || day >= during.from) && (during.until === undefined || day <= during.until)
  );
}

/** Evaluates amounts and rounds each once, as its points type says; those of zero or less stay in the trace only. */
export function roundAmounts(
  amounts: readonly PlanAmount[],
  kind: AmountTrace['kind'],
  frame: Frame,
  times = 1n,
): AmountTrace[] {
  return amounts.map(({ points, amount }) => {
    const exact: Value = evaluate(amount, frame);
    const terms = frame.plan.points[points];
    const one = roundTo(exact, amount.type, terms?.decimals ?? 0, terms?.rounding ?? 'down') ?? 0n;
    const rounded = one * times;
    if (!fits(rounded)) throw new OverflowSignal(amount.span);
    return { kind, points, expr: amount, exact, rounded, final: rounded, cutBy: undefined };
  });
}

export function positive(amounts: readonly AmountTrace[]): Quantity[] {
  return amounts
    .filter((each) => each.final > 0n)
    .map((each) => ({ points: each.points, quantity: each.final, expr: each.expr }));
}

/** The limits of a rule, and of its group, which counts all of the group's rules together. */
function limitsOf(member: MemberState, index: number, rule: PlanRule): readonly AppliedLimit[] {
  const group = rule.group === undefined ? undefined : member.plan.groups[rule.group];
  const apply =
    (rules: readonly number[]) =>
    (limit: PlanLimit): AppliedLimit => ({ limit, counting: { kind: 'rules', rules } });
  return [...rule.limits.map(apply([index])), ...(group?.limits.map(apply(group.rules)) ?? [])];
}

/** `when` → amounts → rounding → room of its limits (language §9). */
export function decide(member: MemberState, index: number, rule: PlanRule, frame: Frame): Decision {
  member.working = rule.name;
  if (!isDuring(rule.during, frame.today)) return refused({ kind: 'outside-during' });
  if (rule.when !== undefined && !isTrue(rule.when, frame)) return refused({ kind: 'when-false' });

  const take = roundAmounts(rule.take, 'take', frame);
  const forfeit = roundAmounts(rule.forfeit, 'forfeit', frame);
  let give = [...roundAmounts(rule.give, 'give', frame), ...settle(member, index, rule, frame)];
  const hold = holdOf(rule, frame);
  const all = (): AmountTrace[] => [...take, ...forfeit, ...give];
  const works = (): boolean => hold !== undefined || all().some((each) => each.final > 0n);
  if (!works()) return refused({ kind: 'gives-nothing' }, all());

  const takes = take.some((each) => each.final > 0n);
  for (const applied of limitsOf(member, index, rule)) {
    const room = roomOf(applied, frame, member, readerOf(member));
    const trace: LimitTrace = { text: applied.limit.text, room };
    if (applied.limit.points === undefined) {
      if (room < 1n) return refused({ kind: 'limit-full', limit: trace }, all());
      continue;
    }
    const before = give.some((each) => each.final > 0n && each.points === applied.limit.points);
    const cut = cutTo(before || !takes ? give : take, applied.limit.points, trace);
    // A rule that takes is never cut: over a limit it does nothing (ruling P4).
    if (takes && cut.some((each) => each.cutBy === trace)) {
      return refused({ kind: 'limit-full', limit: trace }, all());
    }
    if (before) give = cut;
    if (before && !works()) return refused({ kind: 'limit-full', limit: trace }, all());
  }
  return {
    kind: 'candidate',
    candidate: {
      rule: index,
      take: positive(take),
      forfeit: positive(forfeit),
      give: positive(give),
      hold,
      frame,
      amounts: all(),
    },
  };
}

/** What is due for the period less what the rule gave in it; never a take (ruling P12). */
function settle(member: MemberState, index: number, rule: PlanRule, frame: Frame): AmountTrace[] {
  const { settle: terms } = rule;
  if (terms === undefined) return [];
  const { points } = terms.due;
  const given = givenInPeriod(member, index, points, terms.period, frame, readerOf(member));
  return roundAmounts([terms.due], 'settle', frame).map((each) => {
    const due = each.rounded - given;
    return { ...each, final: due > 0n ? due : 0n };
  });
}

/** A hold to a date that has passed does nothing (ruling T2). */
function holdOf(rule: PlanRule, frame: Frame): Candidate['hold'] {
  if (rule.hold === undefined) return undefined;
  const until = evaluate(rule.hold.until, frame);
  if (typeof until !== 'number' || until < frame.today) return undefined;
  return { ladder: rule.hold.ladder, level: rule.hold.level, until };
}

/** Cuts amounts of one points type, in list order, to the room that is left. */
export function cutTo(amounts: readonly AmountTrace[], points: number, limit: LimitTrace): AmountTrace[] {
  let { room } = limit;
  return amounts.map((each) => {
    if (each.points !== points || each.final <= 0n) return each;
    const final = smaller(each.final, room);
    room -= final;
    return final === each.final ? each : { ...each, final, cutBy: limit };
  });
}
