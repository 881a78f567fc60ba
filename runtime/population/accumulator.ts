import type {
  Day,
  LedgerRow,
  Loyalty,
  MemberError,
  MemberHistory,
  MemberOutcome,
  Plan,
} from '../../schema/index.ts';
import { type KpiLeaf, leavesOf, localTime, type PlacedLeaf } from '../../schema/index.ts';
import {
  addFractions,
  type MemberRun,
  type Observation,
  OverflowSignal,
  runMember,
} from '../engine/index.ts';
import { flowSums, observedSums, windowAt } from './contribution.ts';
import { addFlows, type DatedRow, datedRows, flowOf, NO_FLOW } from './flows.ts';
import { addSums, NO_SUMS, type Sums } from './leaves.ts';
import { type MonthTotals, mergeMonth, monthEnd, newMonth, observationDays } from './month.ts';

/** Everything that a run sums over members. Filled by {@link addMember} and {@link mergeAccumulators}, in any order. */
export interface Accumulator {
  readonly plan: Plan;
  readonly until: Day;
  readonly leaves: readonly PlacedLeaf[];
  readonly months: Map<Day, MonthTotals>;
  /** Members of the run, stopped ones included. */
  members: bigint;
  readonly errors: MemberError[];
}

export function newAccumulator(plan: Plan, until: Day): Accumulator {
  return { plan, until, leaves: leavesOf(plan), months: new Map(), members: 0n, errors: [] };
}

function monthOf(accumulator: Accumulator, day: Day): MonthTotals {
  const known = accumulator.months.get(day);
  if (known !== undefined) return known;
  const month = newMonth(accumulator.plan, accumulator.leaves, day);
  accumulator.months.set(day, month);
  return month;
}

/** Adds `from` to `into`; both are of the same plan and run's end. */
export function mergeAccumulators(into: Accumulator, from: Accumulator): void {
  for (const [day, month] of from.months) mergeMonth(monthOf(into, day), month);
  into.members += from.members;
  into.errors.push(...from.errors);
}

export interface MemberResult {
  readonly rows: readonly LedgerRow[];
  readonly outcome: MemberOutcome;
}

/** Runs one member and adds what it brings. Undefined when the member enrolled after the run's end. */
export function addMember(accumulator: Accumulator, history: MemberHistory): MemberResult | undefined {
  const { plan, until } = accumulator;
  if (history.enrolled > until) return undefined;
  const observer = new MemberObserver(accumulator, history);
  const run = runMember(plan, history, {
    until,
    observe: (observation) => observer.see(observation),
    observeDays: observer.days,
  });
  if (run === undefined) return undefined;
  const rows = datedRows(plan, run.rows);
  accumulator.members += 1n;
  addLedger(accumulator, run, rows);
  const { error } = run.outcome;
  if (error !== undefined) accumulator.errors.push(error);
  else observer.contribute(run, rows);
  return { rows: run.rows, outcome: run.outcome };
}

/** What was seen of one member, kept apart until it is known that no error stopped it (ruling K2). */
interface Seen {
  readonly day: Day;
  /** Undefined where the function overflowed: this member is not in it. */
  readonly sums: readonly (Sums | undefined)[];
  readonly tiers: readonly number[];
  readonly outstanding: readonly bigint[];
  readonly debts: readonly bigint[];
}

class MemberObserver {
  readonly days: readonly Day[];
  readonly #accumulator: Accumulator;
  readonly #history: MemberHistory;
  readonly #observed: ReadonlySet<Day>;
  /** Days on which a function has to know who was active then. */
  readonly #earlier: ReadonlyMap<number, ReadonlySet<Day>>;
  readonly #active = new Map<string, boolean>();
  readonly #seen: Seen[] = [];
  readonly #errors: MemberError[] = [];

  constructor(accumulator: Accumulator, history: MemberHistory) {
    this.#accumulator = accumulator;
    this.#history = history;
    const own = observationDays(history.enrolled, accumulator.until);
    this.#observed = new Set(own);
    this.#earlier = new Map(
      accumulator.leaves.flatMap(({ leaf }, index) =>
        isKept(leaf) ? [[index, new Set(own.map((day) => this.#dayBefore(leaf, day)))] as const] : [],
      ),
    );
    const before = [...this.#earlier.values()].flatMap((days) => [...days]);
    this.days = [...new Set([...own, ...before.filter((day) => day >= history.enrolled)])].sort(
      (a, b) => a - b,
    );
  }

  /** The day before the function's window begins. */
  #dayBefore(leaf: Extract<KpiLeaf, { kind: 'standard' }>, day: Day): Day {
    const { plan } = this.#accumulator;
    return windowAt(plan, leaf.window, day, this.#history.enrolled).from - 1;
  }

  see(observation: Observation): void {
    const { leaves } = this.#accumulator;
    const { day } = observation;
    leaves.forEach(({ kpi, leaf }, index) => {
      const active = isKept(leaf) ? leaf.parts.active : undefined;
      if (active === undefined || this.#earlier.get(index)?.has(day) !== true) return;
      this.#guard(kpi, day, () => this.#active.set(`${index}:${day}`, observation.value(active) === true));
    });
    if (!this.#observed.has(day)) return;
    const sums = leaves.map(({ kpi, leaf }, index) =>
      this.#guard(kpi, day, () => {
        const activeBefore = isKept(leaf)
          ? this.#active.get(`${index}:${this.#dayBefore(leaf, day)}`)
          : undefined;
        const { plan } = this.#accumulator;
        return observedSums(leaf, observation, this.#history.enrolled, activeBefore, plan);
      }),
    );
    const { tiers, outstanding, debts } = observation;
    this.#seen.push({ day, sums, tiers, outstanding, debts });
  }

  /** An overflow in a KPI leaves the ledger alone: the member is reported, and is not in that observation of the KPI. */
  #guard<T>(kpi: string, day: Day, act: () => T): T | undefined {
    try {
      return act();
    } catch (signal) {
      if (!(signal instanceof OverflowSignal)) throw signal;
      const { member } = this.#history;
      const at = localTime(day, 0);
      this.#errors.push({ member, event: undefined, at, in: kpi, code: 'overflow', span: signal.span });
      return undefined;
    }
  }

  contribute(run: MemberRun, rows: readonly DatedRow[]): void {
    const { plan, leaves, errors } = this.#accumulator;
    const material = { plan, history: this.#history, rows, costs: run.costs };
    errors.push(...this.#errors);
    for (const seen of this.#seen) {
      const month = monthOf(this.#accumulator, seen.day);
      month.members += 1n;
      seen.sums.forEach((sums, i) => {
        const placed = leaves[i];
        if (sums === undefined || placed === undefined) return;
        const both = addSums(sums, flowSums(placed.leaf, material, seen.day));
        month.sums[i] = addSums(month.sums[i] ?? NO_SUMS, both);
      });
      seen.tiers.forEach((tier, ladder) => {
        const level = month.tiers[ladder]?.[tier];
        if (level !== undefined) level.members += 1n;
      });
      seen.outstanding.forEach((quantity, i) => {
        month.outstanding[i] = (month.outstanding[i] ?? 0n) + quantity;
      });
      seen.debts.forEach((quantity, i) => {
        month.debts[i] = (month.debts[i] ?? 0n) + quantity;
      });
    }
  }
}

/** Functions that compare `active` with what it was before. */
function isKept(leaf: KpiLeaf): leaf is Extract<KpiLeaf, { kind: 'standard' }> {
  return leaf.kind === 'standard' && (leaf.name === 'retention_rate' || leaf.name === 'churn_rate');
}

/** Totals of rows, firings and costs, by the month of posting; of stopped members too, whose earlier rows stand. */
function addLedger(accumulator: Accumulator, run: MemberRun, rows: readonly DatedRow[]): void {
  const { plan, until } = accumulator;
  const at = (day: Day): MonthTotals => monthOf(accumulator, Math.min(monthEnd(day), until));
  const touched = new Map<MonthTotals, Set<Loyalty>>();
  const touch = (month: MonthTotals, loyalty: Loyalty | undefined): void => {
    if (loyalty === undefined) return;
    const known = touched.get(month) ?? new Set();
    touched.set(month, known.add(loyalty));
  };
  for (const { row, day, points } of rows) {
    const month = at(day);
    if (row.kind === 'reach' || row.kind === 'lapse') {
      addMove(plan, month, row.what, row.kind);
      continue;
    }
    month.flows[points] = addFlows(month.flows[points] ?? NO_FLOW, flowOf(row));
    const rule = plan.rules.findIndex((each) => each.name === row.by);
    const reward = plan.rewards.findIndex((each) => each.name === row.by);
    const totals = month.rules[rule] ?? month.rewards[reward];
    if (totals === undefined) continue;
    if (row.kind === 'earn') totals.issued[points] = (totals.issued[points] ?? 0n) + (row.quantity ?? 0n);
    if (row.kind === 'decline') totals.declined += 1n;
  }
  for (const { kind, index, day, times } of run.firings) {
    const month = at(day);
    const totals = (kind === 'rule' ? month.rules : month.rewards)[index];
    if (totals !== undefined) totals.times += times;
    touch(month, (kind === 'rule' ? plan.rules : plan.rewards)[index]?.builds);
  }
  for (const { day, owner, amount, builds } of run.costs) {
    const month = at(day);
    const list = { rule: month.rules, reward: month.rewards, benefit: month.benefits }[owner.kind];
    const totals = list[owner.index];
    if (totals !== undefined) {
      totals.cost = addFractions(totals.cost, amount);
      if (owner.kind === 'benefit' && amount.n > 0n) totals.times += 1n;
    }
    if (builds !== undefined) {
      month.builds[builds].spend = addFractions(month.builds[builds].spend, amount);
      if (owner.kind === 'benefit') touch(month, builds);
    }
  }
  for (const [month, loyalties] of touched) {
    for (const loyalty of loyalties) month.builds[loyalty].members += 1n;
  }
}

function addMove(plan: Plan, month: MonthTotals, what: string, kind: 'reach' | 'lapse'): void {
  plan.ladders.forEach((ladder, i) => {
    const level = ladder.levels.findIndex((each) => `${ladder.name}.${each.name}` === what);
    const totals = month.tiers[i]?.[level];
    if (totals === undefined) return;
    if (kind === 'reach') totals.reached += 1n;
    else totals.lapsed += 1n;
  });
}
