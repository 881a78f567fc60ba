import type { HistorySummary, KpiResult, PopulationResult } from '../../runtime/index.ts';
import { countByReason } from '../../runtime/index.ts';
import type { Day, Plan } from '../../schema/index.ts';
import type { PointsFigures, Tally } from './tally.ts';

export interface RuleFigures {
  readonly kind: 'rule' | 'reward';
  readonly name: string;
  readonly times: bigint;
  readonly declined: bigint;
  /** Per points type of the plan. */
  readonly issued: readonly bigint[];
}

/** What a run comes to, ready to be shown or written. */
export interface Figures {
  readonly until: Day;
  readonly history: {
    readonly first: Day | undefined;
    readonly rows: number;
    readonly accepted: number;
    readonly ignored: readonly { readonly reason: string; readonly count: number }[];
    readonly rejected: readonly { readonly reason: string; readonly count: number }[];
  };
  readonly members: number;
  readonly stopped: number;
  /** Members left out, besides. */
  readonly failed: number;
  readonly ledgerRows: number;
  /** Per points type. */
  readonly points: readonly PointsFigures[];
  /** Members per ladder and level at the end. */
  readonly tiers: readonly (readonly number[])[];
  readonly segments: readonly { readonly name: string; readonly members: number }[];
  readonly rules: readonly RuleFigures[];
  readonly kpis: readonly KpiResult[];
}

function ruleFigures(plan: Plan, { months }: PopulationResult): readonly RuleFigures[] {
  const of = (kind: 'rule' | 'reward', name: string, index: number): RuleFigures => {
    const totals = months.flatMap((month) => (kind === 'rule' ? month.rules : month.rewards)[index] ?? []);
    return {
      kind,
      name,
      times: totals.reduce((sum, each) => sum + each.times, 0n),
      declined: totals.reduce((sum, each) => sum + each.declined, 0n),
      issued: plan.points.map((_, points) =>
        totals.reduce((sum, each) => sum + (each.issued[points] ?? 0n), 0n),
      ),
    };
  };
  return [
    ...plan.rules.map((rule, index) => of('rule', rule.name, index)),
    ...plan.rewards.map((reward, index) => of('reward', reward.name, index)),
  ];
}

/** What a replay came to. */
interface Run {
  readonly result: PopulationResult;
  readonly tally: Tally;
  readonly ledgerRows: number;
  readonly failed: readonly unknown[];
}

/** Adds up a run. */
export function figuresOf(
  plan: Plan,
  until: Day,
  history: HistorySummary,
  { result: run, tally, ledgerRows, failed }: Run,
): Figures {
  return {
    until,
    history: {
      first: history.firstDay,
      rows: history.rows,
      accepted: history.accepted,
      ignored: [...history.ignored].map(([reason, count]) => ({ reason, count })),
      rejected: countByReason(history.rejected),
    },
    members: tally.members,
    stopped: tally.stopped,
    failed: failed.length,
    ledgerRows,
    points: tally.points,
    tiers: tally.tiers,
    segments: [...tally.segments].map(([name, members]) => ({ name, members })),
    rules: ruleFigures(plan, run),
    kpis: run.kpis.at(-1)?.kpis ?? [],
  };
}
