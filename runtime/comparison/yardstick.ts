import type { Plan, PlanPoints } from '../../schema/index.ts';
import { power10 } from '../engine/index.ts';

/** Points of one type that count, each times `factor`, at the yardstick's scale. */
export interface Weight {
  readonly points: number;
  readonly factor: bigint;
}

/**
 * By what it is decided who wins and who loses: what a member's points come to, in the currency where any type states an
 * `expense`, else in points of one type that both versions have. Quantities are at `scale`.
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
  /** Neither version has points that could be compared. */
  | { readonly kind: 'none' };

const expenseScale = ({ decimals, expense }: PlanPoints): number => decimals + (expense?.scale ?? 0);

function valued(plan: Plan): readonly PlanPoints[] {
  return plan.points.filter(({ redeemable, expense }) => redeemable && expense !== undefined);
}

function moneyWeights(plan: Plan, scale: number): readonly Weight[] {
  return plan.points.flatMap((type, points) => {
    if (!type.redeemable || type.expense === undefined) return [];
    return [{ points, factor: type.expense.amount * power10(scale - expenseScale(type)) }];
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
  const types = [...valued(base), ...valued(candidate)];
  const isMoney = types.length > 0 && base.currency.code === candidate.currency.code;
  if (isMoney) {
    const scale = Math.max(...types.map(expenseScale));
    const weights = (plan: Plan) => moneyWeights(plan, scale);
    return { kind: 'money', name: undefined, scale, base: weights(base), candidate: weights(candidate) };
  }
  const type = commonType(base, candidate);
  if (type === undefined) return { kind: 'none' };
  const { name } = type;
  const other = candidate.points.find((each) => each.name === name);
  const scale = Math.max(type.decimals, other?.decimals ?? 0);
  const weights = (plan: Plan): readonly Weight[] =>
    plan.points.flatMap((each, points) =>
      each.name === name ? [{ points, factor: power10(scale - each.decimals) }] : [],
    );
  return { kind: 'points', name, scale, base: weights(base), candidate: weights(candidate) };
}
