import type { Day, MemberError, MemberHistory } from '../../schema/index.ts';
import { ageOn, type KpiLeaf, localTime, segmentsOf } from '../../schema/index.ts';
import { type MemberRun, type Observation, OverflowSignal } from '../engine/index.ts';
import { type Accumulator, monthOf } from './accumulator.ts';
import { flowSums, observedSums, windowAt } from './contribution.ts';
import type { DatedRow } from './flows.ts';
import { addSums, NO_SUMS, type Sums } from './leaves.ts';
import { type MonthTotals, observationDays } from './month.ts';
import { addMove, cellsOf, type Held } from './moves.ts';
import type { RunTotals } from './run-totals.ts';

/** What was seen of one member, kept apart until it is known that no error stopped it (ruling K2). */
interface Seen {
  readonly day: Day;
  /** Undefined where the function overflowed: this member is not in it. */
  readonly sums: readonly (Sums | undefined)[];
  readonly tiers: readonly number[];
  readonly outstanding: readonly bigint[];
  readonly debts: readonly bigint[];
  readonly lots: Observation['lots'];
  /** Numbers of the segments that hold the member; one that overflowed does not. */
  readonly segments: Held;
}

/** Looks at one member at month ends and at the run's end, and adds what was seen once no error can stop it. */
export class MemberObserver {
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
    const segments = segmentsOf(this.#accumulator.plan).flatMap(({ name, expr }, index) =>
      this.#guard(name, day, () => observation.value(expr)) === true ? [index] : [],
    );
    const sums = leaves.map(({ kpi, leaf }, index) =>
      this.#guard(kpi, day, () => {
        const activeBefore = isKept(leaf)
          ? this.#active.get(`${index}:${this.#dayBefore(leaf, day)}`)
          : undefined;
        const { plan } = this.#accumulator;
        return observedSums(leaf, observation, this.#history.enrolled, activeBefore, plan);
      }),
    );
    const { tiers, outstanding, debts, lots } = observation;
    this.#seen.push({ day, sums, tiers, outstanding, debts, lots, segments });
  }

  /** An overflow in a KPI or segment leaves the ledger alone: the member is reported, and is not in that observation of it. */
  #guard<T>(name: string, day: Day, act: () => T): T | undefined {
    try {
      return act();
    } catch (signal) {
      if (!(signal instanceof OverflowSignal)) throw signal;
      const { member } = this.#history;
      const at = localTime(day, 0);
      this.#errors.push({ member, event: undefined, at, in: name, code: 'overflow', span: signal.span });
      return undefined;
    }
  }

  contribute(run: MemberRun, rows: readonly DatedRow[]): void {
    const { plan, leaves, errors } = this.#accumulator;
    const material = { plan, history: this.#history, rows, costs: run.costs };
    errors.push(...this.#errors);
    let before: Seen | undefined;
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
      for (const { points, posted, rest } of seen.lots) {
        const ages = month.ages[points]?.outstanding;
        const age = ageOn(seen.day, posted);
        if (ages !== undefined) ages[age] = (ages[age] ?? 0n) + rest;
      }
      addMoves(month, before, seen);
      before = seen;
    }
    const [first] = this.#seen;
    if (first !== undefined && before !== undefined) addRunMoves(this.#accumulator.run, first, before);
  }
}

/** How a member came from one observation to the next; to its first one it comes as a new member. */
function addMoves(month: MonthTotals, before: Seen | undefined, now: Seen): void {
  now.tiers.forEach((tier, ladder) => {
    const from = before?.tiers[ladder];
    addMove(month.moves[ladder], from === undefined ? 0 : 1 + from, tier);
  });
  month.segments.forEach((segment, i) => {
    const [was, is] = [before?.segments.includes(i) === true, now.segments.includes(i)];
    if (is) segment.members += 1n;
    if (is && !was) segment.joined += 1n;
    if (was && !is) segment.left += 1n;
  });
  for (const from of before === undefined ? [0] : cellsOf(before.segments, 1))
    for (const to of cellsOf(now.segments, 0)) addMove(month.segmentMoves, from, to);
}

function addRunMoves(run: RunTotals, first: Seen, last: Seen): void {
  last.tiers.forEach((tier, ladder) => {
    addMove(run.moves[ladder], first.tiers[ladder] ?? 0, tier);
  });
  for (const from of cellsOf(first.segments, 0))
    for (const to of cellsOf(last.segments, 0)) addMove(run.segmentMoves, from, to);
}

/** Functions that compare `active` with what it was before. */
function isKept(leaf: KpiLeaf): leaf is Extract<KpiLeaf, { kind: 'standard' }> {
  return leaf.kind === 'standard' && (leaf.name === 'retention_rate' || leaf.name === 'churn_rate');
}
