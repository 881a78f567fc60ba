import { type Manifest, type MemberOutcome, type Plan, POINTS_TOTALS } from '../../schema/index.ts';
import type { Weight, Yardstick } from './yardstick.ts';

/** Where a member stands at the end of a run under one version. */
export interface Standing {
  /** What the member got and did not lose again, used or still held, by the yardstick. */
  readonly worth: bigint;
  /** The same per points type of the plan, at its decimals. */
  readonly points: readonly bigint[];
  /** Level per ladder of the plan. */
  readonly tiers: readonly number[];
  /** Per segment of the plan, in document order. */
  readonly segments: readonly boolean[];
  readonly stopped: boolean;
}

function worthOf(points: readonly bigint[], weights: readonly Weight[]): bigint {
  return weights.reduce((sum, each) => sum + (points[each.points] ?? 0n) * each.factor, 0n);
}

/** What a member has under either version, by the yardstick; the same where there is none. `ladders`: those that both versions have. */
export function worthsOf(
  { kind }: Yardstick,
  ladders: readonly (readonly [number, number])[],
  base: Standing,
  candidate: Standing,
): readonly [bigint, bigint] {
  switch (kind) {
    case 'money':
    case 'points':
      return [base.worth, candidate.worth];
    case 'levels': {
      const levels = (tiers: readonly number[], side: 0 | 1): bigint =>
        ladders.reduce((sum, pair) => sum + BigInt(tiers[pair[side]] ?? 0), 0n);
      return [levels(base.tiers, 0), levels(candidate.tiers, 1)];
    }
    case 'none':
      return [base.worth, base.worth];
  }
}

/** What a member came to, as far as it is compared. */
type Outcome = Pick<MemberOutcome, 'points' | 'tiers' | 'segments' | 'error'>;

/** The standing in an outcome of the reference engine. */
export function standingOf(plan: Plan, outcome: Outcome, weights: readonly Weight[]): Standing {
  const points = plan.points.map(({ name }) => {
    const own = outcome.points.find((each) => each.points === name);
    return own === undefined ? 0n : own.used + own.available + own.pending - own.debt;
  });
  const segments = plan.named.filter(({ kind }) => kind === 'segment');
  return {
    worth: worthOf(points, weights),
    points,
    tiers: plan.ladders.map(({ name, levels }) => {
      const tier = outcome.tiers.find(({ ladder }) => ladder === name);
      return Math.max(
        0,
        levels.findIndex((level) => level.name === tier?.level),
      );
    }),
    segments: segments.map(({ name }) => outcome.segments.includes(name)),
    stopped: outcome.error !== undefined,
  };
}

/** The standing in the outcome that a module wrote at an offset. */
export function standingAt(
  view: DataView,
  offset: number,
  { points: types, ladders, segments, outcome }: Manifest,
  weights: readonly Weight[],
  stopped: boolean,
): Standing {
  const points = types.map((_, i) => {
    const at = offset + outcome.points + i * POINTS_TOTALS.bytes;
    const total = (field: 'used' | 'available' | 'pending' | 'debt'): bigint =>
      view.getBigInt64(at + POINTS_TOTALS[field], true);
    return total('used') + total('available') + total('pending') - total('debt');
  });
  return {
    worth: worthOf(points, weights),
    points,
    tiers: ladders.map((_, i) => view.getInt32(offset + outcome.ladders + 12 * i, true)),
    segments: segments.map(
      (_, i) => !stopped && view.getInt32(offset + outcome.segments + 4 * i, true) !== 0,
    ),
    stopped,
  };
}
