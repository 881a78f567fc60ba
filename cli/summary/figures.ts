import type { HistoryRead, KpiResult, PopulationResult } from '../../runtime/index.ts';
import { countByReason } from '../../runtime/index.ts';
import type { Day, Plan } from '../../schema/index.ts';

/** Totals of a points type over the run, and what is left at its end. */
export interface PointsFigures {
  readonly issued: bigint;
  readonly used: bigint;
  readonly expired: bigint;
  readonly forfeited: bigint;
  readonly reversed: bigint;
  readonly available: bigint;
  readonly pending: bigint;
  readonly debt: bigint;
}

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
  readonly ledgerRows: number;
  /** Per points type. */
  readonly points: readonly PointsFigures[];
  /** Members per ladder and level at the end. */
  readonly tiers: readonly (readonly number[])[];
  readonly segments: readonly { readonly name: string; readonly members: number }[];
  readonly rules: readonly RuleFigures[];
  readonly kpis: readonly KpiResult[];
}

const NO_POINTS: PointsFigures = {
  issued: 0n,
  used: 0n,
  expired: 0n,
  forfeited: 0n,
  reversed: 0n,
  available: 0n,
  pending: 0n,
  debt: 0n,
};

function pointsFigures(plan: Plan, { outcomes }: PopulationResult): readonly PointsFigures[] {
  return plan.points.map(({ name }) =>
    outcomes
      .flatMap((outcome) => outcome.points.filter((each) => each.points === name))
      .reduce<PointsFigures>(
        (sum, each) => ({
          issued: sum.issued + each.issued,
          used: sum.used + each.used,
          expired: sum.expired + each.expired,
          forfeited: sum.forfeited + each.forfeited,
          reversed: sum.reversed + each.reversed,
          available: sum.available + each.available,
          pending: sum.pending + each.pending,
          debt: sum.debt + each.debt,
        }),
        NO_POINTS,
      ),
  );
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

/** Adds up a run. */
export function figuresOf(
  plan: Plan,
  until: Day,
  history: HistoryRead,
  run: PopulationResult,
  ledgerRows: number,
): Figures {
  const { outcomes } = run;
  const atLevel = (ladder: string, level: string) =>
    outcomes.filter((outcome) =>
      outcome.tiers.some((tier) => tier.ladder === ladder && tier.level === level),
    );
  return {
    until,
    history: {
      first: history.firstDay,
      rows: history.rows,
      accepted: history.accepted,
      ignored: [...history.ignored].map(([reason, count]) => ({ reason, count })),
      rejected: countByReason(history.rejected),
    },
    members: outcomes.length,
    stopped: outcomes.filter((outcome) => outcome.error !== undefined).length,
    ledgerRows,
    points: pointsFigures(plan, run),
    tiers: plan.ladders.map((ladder) =>
      ladder.levels.map((level) => atLevel(ladder.name, level.name).length),
    ),
    segments: plan.named
      .filter((named) => named.kind === 'segment')
      .map(({ name }) => ({
        name,
        members: outcomes.filter((outcome) => outcome.segments.includes(name)).length,
      })),
    rules: ruleFigures(plan, run),
    kpis: run.kpis.at(-1)?.kpis ?? [],
  };
}
