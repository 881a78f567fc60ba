import {
  addFractions,
  asNumber,
  buyersIn,
  lifetimeValue,
  type MonthTotals,
  type PurchaseFacts,
  purchaseTerms,
  ZERO,
} from '../../runtime/index.ts';
import { addMonths, type Day, type Fraction, type Plan } from '../../schema/index.ts';
import type { Lifetime } from './figures.ts';

/** What is assumed of a lifetime; shares from 0 to 1, amounts in whole units of the currency. */
export interface LifetimeAsked {
  /** How far ahead the forecast looks, at least 1. */
  readonly months: number;
  readonly margin: Fraction | undefined;
  readonly acquisition: Fraction | undefined;
  /** Of a year; left out: none. */
  readonly discount: Fraction | undefined;
}

/** Works out lifetime value from what members bought and what the program cost, month by month. */
export function lifetimeOf(
  plan: Plan,
  until: Day,
  facts: PurchaseFacts | undefined,
  months: readonly MonthTotals[],
  asked: LifetimeAsked,
): Lifetime {
  const terms = purchaseTerms(plan);
  if (terms === undefined || facts === undefined) return { kind: 'none', why: 'no-purchase' };
  if (!terms.isMoney) return { kind: 'none', why: 'no-money' };
  if (!terms.isTold) return { kind: 'none', why: 'derived' };
  const one = 10 ** terms.scale;
  const money = (amount: bigint): number => Number(amount) / one;
  const yearBegan = addMonths(until, -12);
  const yearCost = months
    .filter(({ day }) => day > yearBegan)
    .flatMap(({ rules, rewards, benefits }) => [...rules, ...rewards, ...benefits])
    .reduce<Fraction>((sum, { cost }) => addFractions(sum, cost), ZERO);
  const sample = Array.from(buyersIn(facts.sample), ({ hash, frequency, recency, age, repeated }) => ({
    member: String(hash),
    frequency,
    recency,
    age,
    spend: frequency === 0 ? undefined : repeated / one / frequency,
  }));
  const { buyers, purchases, year } = facts;
  const yearBefore = addMonths(until, -24);
  const seen = facts.first === undefined ? 0 : yearBegan - Math.max(yearBefore, facts.first - 1);
  const before = { ...facts.before, days: Math.max(0, seen) };
  const value = lifetimeValue(
    {
      buyers,
      purchases,
      spend: money(facts.spend),
      year: { ...year, spend: money(year.spend) },
      before,
      yearCost: asNumber(yearCost),
      sample,
    },
    {
      margin: asked.margin && asNumber(asked.margin),
      acquisition: asked.acquisition && asNumber(asked.acquisition),
      months: asked.months,
      annualDiscount: asked.discount === undefined ? 0 : asNumber(asked.discount),
    },
  );
  return { kind: 'value', value };
}
