import type { Life } from '../../../report/index.ts';
import {
  type Standing,
  sharedLadders,
  standingOf,
  worthsOf,
  type Yardstick,
  yardstickOf,
} from '../../../runtime/index.ts';
import type { Plan, PointsOutcome } from '../../../schema/index.ts';

/** A life, and the version that it was lived under. */
export interface Lived {
  readonly plan: Plan;
  readonly life: Life;
}

/** What a member has under two versions, by the yardstick of their comparison; undefined where it cannot be said. */
export interface WorthChange {
  readonly yardstick: Exclude<Yardstick, { readonly kind: 'none' }>;
  readonly base: bigint;
  readonly candidate: bigint;
}

export function worthChangeOf(base: Lived, candidate: Lived): WorthChange | undefined {
  const yardstick = yardstickOf(base.plan, candidate.plan);
  if (yardstick.kind === 'none' || base.life.error !== undefined || candidate.life.error !== undefined)
    return undefined;
  const standing = ({ plan, life }: Lived, side: 'base' | 'candidate'): Standing =>
    standingOf(
      plan,
      {
        points: life.totals,
        tiers: life.held,
        segments: life.segments.map(({ name }) => name),
        error: life.error,
      },
      yardstick[side],
    );
  const [before, after] = worthsOf(
    yardstick,
    sharedLadders(base.plan, candidate.plan),
    standing(base, 'base'),
    standing(candidate, 'candidate'),
  );
  return { yardstick, base: before, candidate: after };
}

/** Ways in which points go that were issued; each is what is gone, above zero. */
export const LOSSES = ['used', 'expired', 'forfeited', 'reversed'] as const;

/** What is left of a points type: what was issued, less all {@link LOSSES}; below zero where the member owes some. */
export function leftOf({ available, pending, debt }: PointsOutcome): bigint {
  return available + pending - debt;
}
