import type { MemberOutcome, Plan } from '../../schema/index.ts';

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

/** What a run comes to for its members, added up one by one; of the members themselves only the first are kept. */
export class Tally {
  readonly first: MemberOutcome[] = [];
  members = 0;
  stopped = 0;
  /** Per points type of the plan. */
  readonly points: PointsFigures[];
  /** Members per ladder and level at the end. */
  readonly tiers: number[][];
  readonly segments: Map<string, number>;
  readonly #plan: Plan;
  readonly #keep: number;

  constructor(plan: Plan, keep: number) {
    this.#plan = plan;
    this.#keep = keep;
    this.points = plan.points.map(() => NO_POINTS);
    this.tiers = plan.ladders.map((ladder) => ladder.levels.map(() => 0));
    const segments = plan.named.filter((named) => named.kind === 'segment');
    this.segments = new Map(segments.map(({ name }) => [name, 0]));
  }

  add(outcome: MemberOutcome): void {
    this.members += 1;
    if (outcome.error !== undefined) this.stopped += 1;
    if (this.first.length < this.#keep) this.first.push(outcome);
    for (const [index, { name }] of this.#plan.points.entries())
      for (const each of outcome.points)
        if (each.points === name) this.points[index] = sum(this.points[index] ?? NO_POINTS, each);
    for (const [index, ladder] of this.#plan.ladders.entries()) {
      const level = outcome.tiers.find((tier) => tier.ladder === ladder.name)?.level;
      const place = ladder.levels.findIndex(({ name }) => name === level);
      const counts = this.tiers[index];
      if (counts !== undefined && place >= 0) counts[place] = (counts[place] ?? 0) + 1;
    }
    for (const name of outcome.segments) {
      const count = this.segments.get(name);
      if (count !== undefined) this.segments.set(name, count + 1);
    }
  }
}

function sum(a: PointsFigures, b: PointsFigures): PointsFigures {
  return {
    issued: a.issued + b.issued,
    used: a.used + b.used,
    expired: a.expired + b.expired,
    forfeited: a.forfeited + b.forfeited,
    reversed: a.reversed + b.reversed,
    available: a.available + b.available,
    pending: a.pending + b.pending,
    debt: a.debt + b.debt,
  };
}
