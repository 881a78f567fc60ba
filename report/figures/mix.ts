import {
  addFractions,
  type MonthTotals,
  negateFraction,
  power10,
  type RunTotals,
  reduced,
  ZERO,
} from '../../runtime/index.ts';
import type { Fraction, Loyalty, Plan } from '../../schema/index.ts';
import { shareOf, total } from './sums.ts';

export const LOYALTIES: readonly Loyalty[] = ['economic', 'behavioral', 'psychological'];
const SCALE_OF_MIX = 9;

export interface LoyaltyFigures {
  readonly loyalty: Loyalty;
  readonly spend: Fraction;
  /** Of what builds any loyalty; missing where nothing was spent. */
  readonly share: Fraction | undefined;
  /** Of `loyalty.mix`; missing where the program states none. */
  readonly target: Fraction | undefined;
  readonly difference: Fraction | undefined;
  /** Whom something reached over the run that builds it. */
  readonly members: bigint;
}

export function mixOf(plan: Plan, months: readonly MonthTotals[], run: RunTotals): readonly LoyaltyFigures[] {
  const spends = LOYALTIES.map((loyalty) => total(months.map(({ builds }) => builds[loyalty].spend)));
  const all = total(spends);
  return LOYALTIES.map((loyalty, index) => {
    const spend = spends[index] ?? ZERO;
    const own = shareOf(spend, all);
    const stated = plan.loyalty.mix.find((each) => each.loyalty === loyalty)?.share;
    // A loyalty that a mix leaves out is meant to get nothing of it.
    const isStated = plan.loyalty.mix.length > 0;
    const n = typeof stated === 'bigint' ? stated : 0n;
    const target = isStated ? reduced({ n, d: power10(SCALE_OF_MIX) }) : undefined;
    const difference = own && target && reduced(addFractions(own, negateFraction(target)));
    return { loyalty, spend, share: own, target, difference, members: run.builds[loyalty] };
  });
}
