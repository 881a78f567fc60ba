import type { Day } from '../../schema/index.ts';
import type { PurchaseTerms } from './terms.ts';

/** A purchase of a member, and what reversals left of it. */
export interface Bought {
  readonly day: Day;
  /** The field as it was bought. */
  readonly whole: bigint;
  /** The field as aggregates read it now. */
  amount: bigint;
  /** Nothing is left: it counts no more. */
  gone: boolean;
  /** The field by which it is taken back: what it was, and what is left. */
  by: { readonly name: string | undefined; readonly original: bigint; left: bigint } | undefined;
}

export function bought(day: Day, whole: bigint): Bought {
  return { day, whole, amount: whole, gone: false, by: undefined };
}

/** The field as aggregates read it (ruling R2). */
function leftOf(terms: PurchaseTerms, purchase: Bought): bigint {
  const { by, whole } = purchase;
  if (purchase.gone) return 0n;
  if (by === undefined) return whole;
  if (by.name === terms.field) return by.left;
  if (!terms.isMoney) return whole;
  if (by.original === 0n) return 0n;
  const part = whole * by.left;
  const down = part / by.original;
  return part < 0n && down * by.original !== part ? down - 1n : down;
}

/**
 * Takes a purchase back as the engine does; `original` is its field `by` in full, `asked` how much of it (undefined: all that
 * is left), at the same decimals. What went of the amount.
 */
export function takeBack(
  terms: PurchaseTerms,
  purchase: Bought,
  by: string | undefined,
  original: bigint,
  asked: bigint | undefined,
): bigint {
  const before = purchase.amount;
  purchase.by ??= { name: by, original, left: original };
  const { left } = purchase.by;
  const taken = by === undefined || asked === undefined || asked > left ? left : asked;
  purchase.by.left = left - taken;
  if (purchase.by.left <= 0n || by === undefined) purchase.gone = true;
  purchase.amount = leftOf(terms, purchase);
  return before - purchase.amount;
}
