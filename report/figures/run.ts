import {
  countByReason,
  type HistorySummary,
  type KpiResult,
  type PointsTotals,
  type PopulationResult,
  type ReplayTotals,
} from '../../runtime/index.ts';
import type { Day, Plan } from '../../schema/index.ts';

export interface RuleFigures {
  readonly kind: 'rule' | 'reward';
  readonly name: string;
  readonly times: bigint;
  readonly declined: bigint;
  /** Per points type of the plan. */
  readonly issued: readonly bigint[];
}

/** What a run comes to, ready to be shown or written. */
export interface RunFigures {
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
  /** Of the members in the run, up to its end. */
  readonly events: number;
  /** Per points type. */
  readonly points: readonly PointsTotals[];
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

/** What a replay came to, and the history that it went over; plain data. */
export interface ReplayOutcome extends Pick<ReplayTotals, 'result' | 'members' | 'events'> {
  readonly until: Day;
  readonly summary: Pick<HistorySummary, 'firstDay' | 'rows' | 'accepted' | 'ignored' | 'rejected'>;
  /** Members left out. */
  readonly failed: number;
}

/** Adds up a run. */
export function runFigures(
  plan: Plan,
  { until, summary, result, members, events, failed }: ReplayOutcome,
): RunFigures {
  return {
    until,
    history: {
      first: summary.firstDay,
      rows: summary.rows,
      accepted: summary.accepted,
      ignored: [...summary.ignored].map(([reason, count]) => ({ reason, count })),
      rejected: countByReason(summary.rejected),
    },
    members: members.members,
    stopped: members.stopped,
    failed,
    events,
    points: members.points,
    tiers: members.tiers,
    segments: [...members.segments].map(([name, count]) => ({ name, members: count })),
    rules: ruleFigures(plan, result),
    kpis: result.kpis.at(-1)?.kpis ?? [],
  };
}
