import type {
  Day,
  Fraction,
  LedgerRow,
  MemberError,
  MemberHistory,
  MemberOutcome,
  Plan,
} from '../../schema/index.ts';
import { type Accumulator, newAccumulator } from './accumulator.ts';
import { addMember } from './add-member.ts';
import { judge, kpiValue, NO_SUMS } from './leaves.ts';
import type { MonthTotals } from './month.ts';
import type { RunTotals } from './run-totals.ts';

/** A KPI at one observation. `target`: none where none is stated, or where the value is missing. */
export interface KpiResult {
  readonly name: string;
  readonly value: Fraction | undefined;
  readonly target: 'met' | 'missed' | 'none';
}

/** KPIs at the end of a month, or of the run. */
export interface KpiObservation {
  readonly day: Day;
  readonly kpis: readonly KpiResult[];
}

export interface PopulationResult {
  /** Members of the run, stopped ones included. */
  readonly members: bigint;
  /** Ascending; the last is the run's end. */
  readonly kpis: readonly KpiObservation[];
  /** Totals per month, ascending, each known by its observation day. */
  readonly months: readonly MonthTotals[];
  /** Totals of the whole run. */
  readonly run: RunTotals;
  /** In order of member id; none where the run does not keep them. */
  readonly outcomes: readonly MemberOutcome[];
  /** Of stopped members, and of KPIs that overflowed for a member; in order of member id. */
  readonly errors: readonly MemberError[];
}

export interface PopulationOptions {
  readonly until: Day;
  readonly onRow?: (row: LedgerRow) => void;
  readonly onOutcome?: (outcome: MemberOutcome) => void;
  /** False: the result has no outcomes, so that it does not grow with the members. */
  readonly keepOutcomes?: boolean;
}

function byMember(a: { readonly member: string }, b: { readonly member: string }): number {
  return a.member < b.member ? -1 : a.member > b.member ? 1 : 0;
}

function monthsOf(accumulator: Accumulator): readonly MonthTotals[] {
  return [...accumulator.months.values()].sort((a, b) => a.day - b.day);
}

/** The KPIs of every observation month, ascending. */
export function kpiValues(plan: Plan, accumulator: Accumulator): readonly KpiObservation[] {
  return monthsOf(accumulator).map((month) => ({
    day: month.day,
    kpis: plan.kpis.map((kpi) => {
      const value = kpiValue(kpi.measure, (leaf) => {
        const index = accumulator.leaves.findIndex((placed) => placed.leaf === leaf);
        return month.sums[index] ?? NO_SUMS;
      });
      return { name: kpi.name, value, target: judge(value, kpi.target) };
    }),
  }));
}

/** A run over members who come one by one, each once and in any order. */
export class PopulationRun {
  readonly #options: PopulationOptions;
  readonly #accumulator: Accumulator;
  readonly #outcomes: MemberOutcome[] = [];

  constructor(plan: Plan, options: PopulationOptions) {
    this.#options = options;
    this.#accumulator = newAccumulator(plan, options.until);
  }

  add(history: MemberHistory): void {
    const { onRow, onOutcome, keepOutcomes } = this.#options;
    const result = addMember(this.#accumulator, history);
    if (result === undefined) return;
    if (onRow !== undefined) result.rows.forEach(onRow);
    onOutcome?.(result.outcome);
    if (keepOutcomes !== false) this.#outcomes.push(result.outcome);
  }

  /** What has come of the members so far. */
  result(): PopulationResult {
    return populationResult(this.#accumulator, this.#outcomes);
  }
}

/** What the totals of a run come to. */
export function populationResult(
  accumulator: Accumulator,
  outcomes: readonly MemberOutcome[] = [],
): PopulationResult {
  return {
    members: accumulator.members,
    kpis: kpiValues(accumulator.plan, accumulator),
    months: monthsOf(accumulator),
    run: accumulator.run,
    outcomes: outcomes.toSorted(byMember),
    errors: accumulator.errors.toSorted((a, b) => byMember(a, b) || a.at - b.at),
  };
}

/** Replays every member once; the result does not depend on their order. */
export function runPopulation(
  plan: Plan,
  members: Iterable<MemberHistory>,
  options: PopulationOptions,
): PopulationResult {
  const run = new PopulationRun(plan, options);
  for (const history of members) run.add(history);
  return run.result();
}
