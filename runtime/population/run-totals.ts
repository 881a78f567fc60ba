import type { Loyalty, Plan } from '../../schema/index.ts';
import { type Matrix, mergeMatrix, noSegmentMoves, noTierMoves } from './moves.ts';

/** What cannot be added up from months: members counted once over the whole run, and moves from its beginning to its end. */
export interface RunTotals {
  /** Members whom each rule, reward and benefit reached. */
  readonly rules: bigint[];
  readonly rewards: bigint[];
  readonly benefits: bigint[];
  /** Members whom something reached that builds the loyalty. */
  readonly builds: Record<Loyalty, bigint>;
  /** Per ladder, from the level at a member's first observation to that at the run's end. */
  readonly moves: Matrix[];
  /** From segment (or none) to segment (or none), likewise. */
  readonly segmentMoves: Matrix;
}

export function newRun(plan: Plan): RunTotals {
  const zero = (): bigint => 0n;
  return {
    rules: plan.rules.map(zero),
    rewards: plan.rewards.map(zero),
    benefits: plan.benefits.map(zero),
    builds: { economic: 0n, behavioral: 0n, psychological: 0n },
    moves: noTierMoves(plan, { withNew: false }),
    segmentMoves: noSegmentMoves(plan, { withNew: false }),
  };
}

/** Adds one run's totals to another's, of other members. */
export function mergeRun(into: RunTotals, from: RunTotals): void {
  for (const kind of ['rules', 'rewards', 'benefits'] as const)
    from[kind].forEach((members, i) => {
      into[kind][i] = (into[kind][i] ?? 0n) + members;
    });
  for (const loyalty of ['economic', 'behavioral', 'psychological'] as const)
    into.builds[loyalty] += from.builds[loyalty];
  into.moves.forEach((moves, ladder) => {
    mergeMatrix(moves, from.moves[ladder]);
  });
  mergeMatrix(into.segmentMoves, from.segmentMoves);
}
