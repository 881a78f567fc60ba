import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  lifetimeValue,
  type Membership,
  type Purchase,
  summarizePurchases,
  warningText,
} from '../../runtime/index.ts';
import { parseDay } from '../../schema/index.ts';
import { realData } from '../real/real-run.ts';

const NOBODY = { buyers: 0, purchases: 0, spend: 0 };
const CLUB: Membership = {
  buyers: 100,
  purchases: 500,
  spend: 1_000_000,
  year: { buyers: 40, purchases: 160, spend: 384_000 },
  before: { buyers: 50, kept: 40, days: 365 },
  yearCost: 8_000,
  sample: [],
};
const OPTIONS = { margin: 0.25, acquisition: 500, months: 12, annualDiscount: 0 };

// If one fails, a simple formula is not what its page says.
describe('lifetime value by the simple formulas', () => {
  it('takes price, frequency and churn from the last two years', () => {
    const { historic, formulas } = lifetimeValue(CLUB, OPTIONS);
    expect(historic).toEqual({ spend: 10_000, kept: 2_500 });
    // 384,000 ÷ 160; 160 ÷ 40; 10 of 50 lost a year: 5 years.
    expect([formulas.price, formulas.perYear, formulas.monthlyRevenue, formulas.yearCost]).toEqual([
      2_400, 4, 800, 200,
    ]);
    expect(formulas.years).toBeCloseTo(5, 9);
    const value = (each: typeof formulas.byRevenue) =>
      each.kind === 'value' ? each.value : expect.fail(each.kind);
    expect(value(formulas.byRevenue)).toBeCloseTo(48_000, 6);
    expect(value(formulas.byMargin)).toBeCloseTo(12_000, 6);
    // 12,000 − 500 − 200 × 5
    expect(value(formulas.afterCost)).toBeCloseTo(10_500, 6);
    // Losing 1.842 % a month leaves 0.8 after twelve.
    expect((1 - (formulas.monthlyChurn ?? 0)) ** 12).toBeCloseTo(0.8, 12);
    expect(value(formulas.byChurn)).toBeCloseTo((800 * 0.25) / (1 - 0.8 ** (1 / 12)), 6);
  });

  it('says what it lacks', () => {
    const without = lifetimeValue(CLUB, { ...OPTIONS, margin: undefined, acquisition: undefined }).formulas;
    expect(without.byRevenue.kind).toBe('value');
    expect(without.byMargin).toEqual({ kind: 'lacking', lacking: ['margin'] });
    expect(without.afterCost).toEqual({ kind: 'lacking', lacking: ['margin', 'acquisition'] });
    const young = lifetimeValue({ ...CLUB, before: { buyers: 0, kept: 0, days: 0 } }, OPTIONS).formulas;
    expect(young.byChurn).toEqual({ kind: 'lacking', lacking: ['year-before'] });
    const asleep = lifetimeValue({ ...CLUB, year: NOBODY }, OPTIONS).formulas;
    expect(asleep.byRevenue).toEqual({ kind: 'lacking', lacking: ['purchases-this-year'] });
    const loyal = lifetimeValue({ ...CLUB, before: { buyers: 50, kept: 50, days: 365 } }, OPTIONS).formulas;
    expect(loyal.byRevenue).toEqual({ kind: 'refused', reason: { kind: 'no-churn' } });
  });

  it('has no number of anything where nobody bought', () => {
    const none = lifetimeValue(
      { ...CLUB, ...NOBODY, year: NOBODY, before: { buyers: 0, kept: 0, days: 0 } },
      OPTIONS,
    );
    expect(none.historic).toEqual({ spend: undefined, kept: undefined });
    expect(none.forecast).toEqual({
      kind: 'refused',
      model: 'visits',
      reason: { kind: 'too-few-members', members: 0, needed: 50 },
      visits: undefined,
    });
  });

  it('puts warnings into words, in months', () => {
    const { en, ja } = warningText(
      { kind: 'beyond-observation', horizon: 104.357, longestAge: 26.089 },
      'week',
    );
    expect(en).toBe('nobody has been observed for longer than 6 months, and the forecast looks 24 ahead');
    expect(ja).toContain('6 か月');
  });
});

const purchases = realData('cdnow/CDNOW_sample.txt');

describe.skipIf(!existsSync(purchases))('the forecast of a sample, on CDNOW (needs ../shared/data)', () => {
  it('holds what all customers come to, and is wider', () => {
    const byMember = new Map<string, Purchase[]>();
    for (const line of readFileSync(purchases, 'latin1').trim().split('\n')) {
      const [, member = '', date = '', , dollars = ''] = line.trim().split(/ +/);
      const day = parseDay(date.replace(/^(....)(..)/, '$1-$2-')) ?? expect.fail(date);
      byMember.set(member, [
        ...(byMember.get(member) ?? []),
        { day, amount: BigInt(dollars.replace('.', '')) },
      ]);
    }
    const until = parseDay('1997-09-30') ?? 0;
    const members = [...byMember].map(([member, own]) => ({
      member,
      ...(summarizePurchases(own, { until, unit: 'day', scale: 2 }) ?? expect.fail(member)),
    }));
    const of = (sample: Membership['sample']) => {
      const { forecast } = lifetimeValue(
        { ...CLUB, buyers: members.length, sample },
        { ...OPTIONS, annualDiscount: 0.1 },
      );
      return forecast.kind === 'forecast' ? forecast : expect.fail(forecast.reason.kind);
    };
    const all = of(members);
    const third = of(members.filter((_, index) => index % 3 === 0));
    expect(third.interval.low).toBeLessThan(all.value);
    expect(third.interval.high).toBeGreaterThan(all.value);
    expect(third.interval.high / third.interval.low).toBeGreaterThan(all.interval.high / all.interval.low);
    expect(Math.abs(third.purchases / all.purchases - 1)).toBeLessThan(0.1);
  });
});
