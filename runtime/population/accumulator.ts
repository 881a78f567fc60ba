import { type Day, leavesOf, type MemberError, type PlacedLeaf, type Plan } from '../../schema/index.ts';
import { type MonthTotals, mergeMonth, newMonth } from './month.ts';
import { mergeRun, newRun, type RunTotals } from './run-totals.ts';

/** Everything that a run sums over members. Filled member by member, and by {@link mergeAccumulators}, in any order. */
export interface Accumulator {
  readonly plan: Plan;
  readonly until: Day;
  readonly leaves: readonly PlacedLeaf[];
  readonly months: Map<Day, MonthTotals>;
  readonly run: RunTotals;
  /** Members of the run, stopped ones included. */
  members: bigint;
  readonly errors: MemberError[];
}

export function newAccumulator(plan: Plan, until: Day): Accumulator {
  return {
    plan,
    until,
    leaves: leavesOf(plan),
    months: new Map(),
    run: newRun(plan),
    members: 0n,
    errors: [],
  };
}

/** The month that is known by its observation day. */
export function monthOf(accumulator: Accumulator, day: Day): MonthTotals {
  const known = accumulator.months.get(day);
  if (known !== undefined) return known;
  const month = newMonth(accumulator.plan, accumulator.leaves, day);
  accumulator.months.set(day, month);
  return month;
}

/** Adds `from` to `into`; both are of the same plan and run's end. */
export function mergeAccumulators(into: Accumulator, from: Accumulator): void {
  for (const [day, month] of from.months) mergeMonth(monthOf(into, day), month);
  mergeRun(into.run, from.run);
  into.members += from.members;
  into.errors.push(...from.errors);
}
