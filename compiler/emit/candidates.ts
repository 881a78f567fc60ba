import type { Plan, PlanAmount, PlanLimit, PlanRule } from '../../schema/index.ts';
import { type Engine, type Slot, ZERO64 } from './engine.ts';
import { type I64, i64, select } from './wasm/code.ts';

/** An amount of a candidate, in memory between deciding and posting. */
export interface Amount {
  readonly points: number;
  readonly slot: Slot<'i64'>;
  readonly plan: PlanAmount;
}

/** A rule, between being decided and being posted. */
export interface Candidate {
  readonly take: readonly Amount[];
  readonly forfeit: readonly Amount[];
  readonly give: readonly Amount[];
  readonly hold: Slot<'i32'>;
  /** Counter of each limit (own, then the group's), found while deciding; the last is that of `settle`. */
  readonly counters: readonly Slot<'i32'>[];
}

/** Lays out what the rules of a program leave between deciding and posting. */
export function newCandidates({ plan, state }: Engine): readonly Candidate[] {
  const slots = (amounts: readonly PlanAmount[]): Amount[] =>
    amounts.map((each) => ({ points: each.points, slot: state.i64(), plan: each }));
  return plan.rules.map((rule) => ({
    take: slots(rule.take),
    forfeit: slots(rule.forfeit),
    give: slots([...rule.give, ...(rule.settle ? [rule.settle.due] : [])]),
    hold: state.i32(),
    counters: [...limitsOf(plan, rule), ...(rule.settle ? [rule.settle] : [])].map(() => state.i32()),
  }));
}

/** Limits of a rule: its own, then its group's. */
export function limitsOf(plan: Plan, rule: PlanRule): readonly PlanLimit[] {
  const group = rule.group === undefined ? undefined : plan.groups[rule.group];
  return [...rule.limits, ...(group?.limits ?? [])];
}

/** A quantity, or 0 where it is below. */
export function above(quantity: I64): I64 {
  return select(i64.gt(quantity, ZERO64), quantity, ZERO64);
}
