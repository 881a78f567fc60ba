import type { Plan, PlanPoints } from '../../schema/index.ts';
import { power10 } from '../engine/index.ts';

/** Points of one type that count, each times `factor`, at the yardstick's scale. */
export interface Weight {
  readonly points: number;
  readonly factor: bigint;
}

/**
 * By what it is decided who wins and who loses: what a member's points come to, in the currency where any type states an
 * `expense`, else in points of one type that both versions have. Quantities are at `scale`. A type that has an `expense` in one
 * version only is worth that much in both: nobody gets anything by a price that is written down.
 */
export type Yardstick =
  | {
      readonly kind: 'money' | 'points';
      /** Points type, where it is not money. */
      readonly name: string | undefined;
      readonly scale: number;
      readonly base: readonly Weight[];
      readonly candidate: readonly Weight[];
    }
  /** Neither version has any points: members are compared by how many levels they hold, over the ladders that both have. */
  | {
      readonly kind: 'levels';
      readonly name: undefined;
      readonly scale: 0;
      readonly base: readonly Weight[];
      readonly candidate: readonly Weight[];
    }
  /** The versions have no points in common, or nothing at all that could be compared. */
  | { readonly kind: 'none' };

/** A type by what it costs: in its own version, or else in the other. */
interface Valued {
  readonly points: number;
  readonly amount: bigint;
  readonly scale: number;
}

function valued(plan: Plan, other: Plan): readonly Valued[] {
  return plan.points.flatMap(({ name, redeemable, decimals, expense: own }, points) => {
    const expense = own ?? other.points.find((each) => each.name === name && each.redeemable)?.expense;
    if (!redeemable || expense === undefined) return [];
    return [{ points, amount: expense.amount, scale: decimals + expense.scale }];
  });
}

/** The first type of points that both have: one that can be redeemed, or else a counter. */
function commonType(base: Plan, candidate: Plan): PlanPoints | undefined {
  const isShared = ({ name }: PlanPoints): boolean => candidate.points.some((other) => other.name === name);
  const shared = base.points.filter(isShared);
  return shared.find(({ redeemable }) => redeemable) ?? shared[0];
}

/** What members of two versions are compared by. */
export function yardstickOf(base: Plan, candidate: Plan): Yardstick {
  const [before, after] = [valued(base, candidate), valued(candidate, base)];
  const all = [...before, ...after];
  if (all.length > 0 && base.currency.code === candidate.currency.code) {
    const scale = Math.max(...all.map((each) => each.scale));
    const weights = (types: readonly Valued[]): readonly Weight[] =>
      types.map(({ points, amount, scale: own }) => ({ points, factor: amount * power10(scale - own) }));
    return { kind: 'money', name: undefined, scale, base: weights(before), candidate: weights(after) };
  }
  const type = commonType(base, candidate);
  if (type === undefined) {
    const isWithoutPoints = base.points.length + candidate.points.length === 0;
    const isLadder = base.ladders.some(({ name }) => candidate.ladders.some((each) => each.name === name));
    return isWithoutPoints && isLadder
      ? { kind: 'levels', name: undefined, scale: 0, base: [], candidate: [] }
      : { kind: 'none' };
  }
  const { name } = type;
  const other = candidate.points.find((each) => each.name === name);
  const scale = Math.max(type.decimals, other?.decimals ?? 0);
  const weights = (plan: Plan): readonly Weight[] =>
    plan.points.flatMap((each, points) =>
      each.name === name ? [{ points, factor: power10(scale - each.decimals) }] : [],
    );
  return { kind: 'points', name, scale, base: weights(base), candidate: weights(candidate) };
}
