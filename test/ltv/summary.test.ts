import { describe, expect, it } from 'vitest';
import {
  historicLtv,
  ltvAfterCost,
  ltvByChurn,
  ltvByMargin,
  ltvByRevenue,
  summarizePurchases,
} from '../../runtime/index.ts';
import { parseDay } from '../../schema/index.ts';

const day = (text: string): number => parseDay(text) ?? expect.fail(text);

// If one fails, the models see another member than the one who bought.
describe('a member in the numbers of the models', () => {
  const purchases = [
    { day: day('2026-01-29'), amount: 900n },
    { day: day('2026-01-01'), amount: 5_000n },
    { day: day('2026-01-15'), amount: 1_000n },
    { day: day('2026-01-15'), amount: 500n },
    { day: day('2026-03-01'), amount: 7_777n },
  ];
  const options = { until: day('2026-02-05'), unit: 'week', scale: 0 } as const;

  it('counts days after the first, in weeks, and leaves the future alone', () => {
    // Days 01-01, 01-15, 01-29: two repeats; 28 days = 4 weeks; 35 days = 5 weeks; (1,500 + 900) ÷ 2; 7,400 in all.
    expect(summarizePurchases(purchases, options)).toEqual({
      frequency: 2,
      recency: 4,
      age: 5,
      spend: 1_200,
      total: 7_400,
    });
  });

  it('states times in days or months, and amounts at their scale', () => {
    expect(summarizePurchases(purchases, { ...options, unit: 'day', scale: 2 })).toEqual({
      frequency: 2,
      recency: 28,
      age: 35,
      spend: 12,
      total: 74,
    });
    // 35 days of 365.25 ÷ 12 = 30.4375.
    expect(summarizePurchases(purchases, { ...options, unit: 'month' })?.age).toBeCloseTo(1.1499, 5);
  });

  it('has no repeat spend of who came once, and nothing of who has not come yet', () => {
    const early = { ...options, until: day('2026-01-01') };
    expect(summarizePurchases(purchases, early)).toEqual({
      frequency: 0,
      recency: 0,
      age: 0,
      spend: undefined,
      total: 5_000,
    });
    expect(summarizePurchases(purchases, { ...options, until: day('2025-12-31') })).toBeUndefined();
    expect(summarizePurchases([], options)).toBeUndefined();
  });
});

describe('historic LTV and the simple formulas', () => {
  it('come to what one works out by hand', () => {
    // 74,000 × 0.3 − 5,000
    expect(historicLtv({ spent: 74_000, margin: 0.3, cost: 5_000 })).toEqual({
      kind: 'value',
      value: 17_200,
    });
    // (a) 4,000 × 6 × 5   (b) × 0.25   (d) − 3,000 − 2,000
    const inputs = { price: 4_000, perYear: 6, years: 5 };
    expect(ltvByRevenue(inputs)).toEqual({ kind: 'value', value: 120_000 });
    expect(ltvByMargin({ ...inputs, margin: 0.25 })).toEqual({ kind: 'value', value: 30_000 });
    expect(ltvAfterCost({ ...inputs, margin: 0.25, acquisition: 3_000, retention: 2_000 })).toEqual({
      kind: 'value',
      value: 25_000,
    });
    // (c) 1,000 × 0.5 ÷ 0.05
    const { value } = { value: 0, ...ltvByChurn({ monthlyRevenue: 1_000, margin: 0.5, monthlyChurn: 0.05 }) };
    expect(value).toBeCloseTo(10_000, 9);
  });

  it('are refused where they have no answer', () => {
    expect(ltvByChurn({ monthlyRevenue: 1_000, margin: 0.5, monthlyChurn: 0 })).toEqual({
      kind: 'refused',
      reason: { kind: 'no-churn' },
    });
    const bad = (option: string, value: number) => ({
      kind: 'refused',
      reason: { kind: 'bad-option', option, value },
    });
    expect(ltvByChurn({ monthlyRevenue: 1, margin: 0.5, monthlyChurn: 1.2 })).toEqual(
      bad('monthlyChurn', 1.2),
    );
    expect(ltvByMargin({ price: 1, perYear: 1, years: 1, margin: 30 })).toEqual(bad('margin', 30));
    expect(ltvByRevenue({ price: Number.NaN, perYear: 1, years: 1 })).toEqual(bad('price', Number.NaN));
    expect(historicLtv({ spent: Number.POSITIVE_INFINITY, margin: 1, cost: 0 })).toEqual(
      bad('spent', Number.POSITIVE_INFINITY),
    );
    // A loss is an answer.
    expect(historicLtv({ spent: -500, margin: 1, cost: 0 })).toEqual({ kind: 'value', value: -500 });
  });
});
