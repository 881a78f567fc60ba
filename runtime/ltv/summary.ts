import type { Day } from '../../schema/index.ts';

/** The unit in which times of a model are stated. A month is a twelfth of 365.25 days. */
export type TimeUnit = 'day' | 'week' | 'month';

/** Length of a unit in days. */
export function daysOf(unit: TimeUnit): number {
  switch (unit) {
    case 'day':
      return 1;
    case 'week':
      return 7;
    case 'month':
      return 365.25 / 12;
  }
}

/** A purchase: its local day, and its amount net of refunds, at the scale that the caller states. */
export interface Purchase {
  readonly day: Day;
  readonly amount: bigint;
}

/** What BG/NBD knows of a member: (x, tx, T) of the papers, times in one unit for all members. */
export interface RepeatSummary {
  /** x: days with a purchase after the first such day. */
  readonly frequency: number;
  /** tx: from the first to the last day with a purchase; 0 without a repeat. */
  readonly recency: number;
  /** T: from the first day with a purchase to the end of the observation. */
  readonly age: number;
}

/** What Gamma-Gamma knows of a member. */
export interface SpendSummary {
  /** x, as above. */
  readonly frequency: number;
  /** Mean amount of the repeat days, in whole units of the currency; missing without a repeat. The first day does not count. */
  readonly spend: number | undefined;
}

/** A member's purchases in the numbers of the models. */
export interface PurchaseSummary extends RepeatSummary, SpendSummary {
  /** Amount of all purchases up to the end of the observation, the first day's included, in whole units of the currency. */
  readonly total: number;
}

/**
 * RFM summary of one member's purchases up to `until` (later ones are not looked at), in any order. All purchases of a day are
 * one; `scale` is the number of decimals of the amounts. Missing when nothing was bought by then.
 */
export function summarizePurchases(
  purchases: Iterable<Purchase>,
  options: { readonly until: Day; readonly unit: TimeUnit; readonly scale: number },
): PurchaseSummary | undefined {
  const byDay = new Map<Day, bigint>();
  for (const { day, amount } of purchases)
    if (day <= options.until) byDay.set(day, (byDay.get(day) ?? 0n) + amount);
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let total = 0n;
  for (const [day, amount] of byDay) {
    first = Math.min(first, day);
    last = Math.max(last, day);
    total += amount;
  }
  if (byDay.size === 0) return undefined;
  const length = daysOf(options.unit);
  const one = 10 ** options.scale;
  const frequency = byDay.size - 1;
  const repeated = Number(total - (byDay.get(first) ?? 0n)) / one;
  return {
    frequency,
    recency: (last - first) / length,
    age: (options.until - first) / length,
    spend: frequency === 0 ? undefined : repeated / frequency,
    total: Number(total) / one,
  };
}
