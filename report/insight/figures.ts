import type { AccountingMonth, LifetimeValue, ObligationTerms } from '../../runtime/index.ts';

/** Lifetime value of a run, or why there is none. */
export type Lifetime =
  | { readonly kind: 'value'; readonly value: LifetimeValue }
  /** `derived`: the amount of a purchase depends on more than the purchase. */
  | { readonly kind: 'none'; readonly why: 'no-purchase' | 'no-money' | 'derived' };

/** Where an assumption came from. `nothing`: the history says nothing, so that every point is expected to be used. */
export type UseBasis = 'option' | 'history' | 'nothing';

/** One kind of points, and what was assumed of it. */
export interface AccountedPoints extends ObligationTerms {
  readonly name: string;
  readonly priceFrom: 'option' | 'expense';
  readonly useFrom: UseBasis;
}

/** The accounting view of a run, or why there is none. */
export type Accounting =
  | {
      readonly kind: 'view';
      readonly points: readonly AccountedPoints[];
      /** Redeemable points without a price: they are not in it. */
      readonly unpriced: readonly string[];
      /** Every month from the first to the last, ascending. */
      readonly months: readonly AccountingMonth[];
      /** Whether points were issued without a sale. */
      readonly hasOthers: boolean;
    }
  | {
      readonly kind: 'none';
      readonly why: 'no-purchase' | 'no-money' | 'derived' | 'no-points' | 'no-price';
      readonly unpriced: readonly string[];
    };

/** Whether a figure of it says what is still to come: by a formula or by a model. */
export function looksAhead(lifetime: Lifetime): boolean {
  if (lifetime.kind === 'none' || lifetime.value.membership.buyers === 0) return false;
  const { forecast, formulas } = lifetime.value;
  const { byRevenue, byMargin, byChurn, afterCost } = formulas;
  return (
    forecast.kind === 'forecast' ||
    forecast.visits !== undefined ||
    [byRevenue, byMargin, byChurn, afterCost].some(({ kind }) => kind === 'value')
  );
}
