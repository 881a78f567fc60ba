import { type MemberOutcome, type Plan, POINTS_TOTALS } from '../../schema/index.ts';
import type { Batch } from '../compiled/index.ts';

/** Totals of a points type over the run, and what is left at its end. */
export interface PointsTotals {
  readonly issued: bigint;
  readonly used: bigint;
  readonly expired: bigint;
  readonly forfeited: bigint;
  readonly reversed: bigint;
  readonly available: bigint;
  readonly pending: bigint;
  readonly debt: bigint;
}

const NO_POINTS: PointsTotals = {
  issued: 0n,
  used: 0n,
  expired: 0n,
  forfeited: 0n,
  reversed: 0n,
  available: 0n,
  pending: 0n,
  debt: 0n,
};

/** What members come to; plain data, to be sent and added up. */
export interface MemberTotals {
  readonly members: number;
  readonly stopped: number;
  /** Per points type of the plan. */
  readonly points: readonly PointsTotals[];
  /** Members per ladder and level at the end. */
  readonly tiers: readonly (readonly number[])[];
  readonly segments: ReadonlyMap<string, number>;
}

/** What a run comes to for its members, added up one by one; nothing is kept of the members themselves. */
export class MemberTally {
  members = 0;
  stopped = 0;
  /** Per points type of the plan. */
  readonly points: PointsTotals[];
  /** Members per ladder and level at the end. */
  readonly tiers: number[][];
  readonly segments: Map<string, number>;
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.points = plan.points.map(() => NO_POINTS);
    this.tiers = plan.ladders.map((ladder) => ladder.levels.map(() => 0));
    const segments = plan.named.filter((named) => named.kind === 'segment');
    this.segments = new Map(segments.map(({ name }) => [name, 0]));
  }

  add(outcome: MemberOutcome): void {
    this.members += 1;
    if (outcome.error !== undefined) this.stopped += 1;
    for (const [index, { name }] of this.#plan.points.entries())
      for (const each of outcome.points)
        if (each.points === name) this.points[index] = sum(this.points[index] ?? NO_POINTS, each);
    for (const [index, ladder] of this.#plan.ladders.entries()) {
      const level = outcome.tiers.find((tier) => tier.ladder === ladder.name)?.level;
      const place = ladder.levels.findIndex(({ name }) => name === level);
      const counts = this.tiers[index];
      if (counts !== undefined && place >= 0) counts[place] = (counts[place] ?? 0) + 1;
    }
    for (const name of outcome.segments) this.#addSegment(name, 1);
  }

  /** As {@link add} for all members of a batch. */
  addBatch({ manifest, outcomes, outcomeCount, errors }: Batch): void {
    const { outcome, ladders, segments } = manifest;
    this.members += outcomeCount;
    this.stopped += errors.size;
    for (const [index, before] of this.points.entries()) {
      const start = outcome.points + index * POINTS_TOTALS.bytes;
      const total = (field: Exclude<keyof typeof POINTS_TOTALS, 'bytes'>): bigint =>
        sumOf(outcomes, start + POINTS_TOTALS[field], outcome.bytes, outcomeCount);
      const own: PointsTotals = {
        issued: total('issued'),
        used: total('used'),
        expired: total('expired'),
        forfeited: total('forfeited'),
        reversed: total('reversed'),
        available: total('available'),
        pending: total('pending'),
        debt: total('debt'),
      };
      this.points[index] = sum(before, own);
    }
    for (let i = 0; i < outcomeCount; i += 1) {
      const start = i * outcome.bytes;
      for (let ladder = 0; ladder < ladders.length; ladder += 1) {
        const level = outcomes.getInt32(start + outcome.ladders + 12 * ladder, true);
        const counts = this.tiers[ladder];
        if (counts !== undefined) counts[level] = (counts[level] ?? 0) + 1;
      }
      if (errors.size > 0 && errors.has(outcomes.getInt32(start, true))) continue;
      for (const [index, name] of segments.entries())
        if (outcomes.getInt32(start + outcome.segments + 4 * index, true) !== 0) this.#addSegment(name, 1);
    }
  }

  /** Adds what others added up. */
  addTotals({ members, stopped, points, tiers, segments }: MemberTotals): void {
    this.members += members;
    this.stopped += stopped;
    for (const [index, own] of points.entries())
      this.points[index] = sum(this.points[index] ?? NO_POINTS, own);
    for (const [ladder, levels] of tiers.entries())
      for (const [level, count] of levels.entries()) {
        const counts = this.tiers[ladder];
        if (counts !== undefined) counts[level] = (counts[level] ?? 0) + count;
      }
    for (const [name, count] of segments) this.#addSegment(name, count);
  }

  get totals(): MemberTotals {
    const { members, stopped, points, tiers, segments } = this;
    return { members, stopped, points, tiers, segments };
  }

  #addSegment(name: string, count: number): void {
    const before = this.segments.get(name);
    if (before !== undefined) this.segments.set(name, before + count);
  }
}

/** So many halves of 32 bits add up to a number that is exact. */
const HALVES = 1 << 20;

/** The sum of numbers of 64 bits that stand a stride apart: their halves are added as plain numbers, which is many times faster. */
function sumOf(view: DataView, first: number, stride: number, count: number): bigint {
  let all = 0n;
  for (let from = 0; from < count; from += HALVES) {
    const end = Math.min(count, from + HALVES);
    let [low, high] = [0, 0];
    for (let i = from; i < end; i += 1) {
      const at = first + i * stride;
      low += view.getUint32(at, true);
      high += view.getInt32(at + 4, true);
    }
    all += (BigInt(high) << 32n) + BigInt(low);
  }
  return all;
}

function sum(a: PointsTotals, b: PointsTotals): PointsTotals {
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
