import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  bgNbdLogLikelihood,
  drawOutcomes,
  expectedPurchases,
  fitBgNbd,
  fitGammaGamma,
  forecastLtv,
  type Purchase,
  type PurchaseSummary,
  type RepeatSummary,
  summarizePurchases,
} from '../../runtime/index.ts';
import { parseDay } from '../../schema/index.ts';

const data = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/data/cdnow/${name}`, import.meta.url));
const SUMMARY = data('cdnow_customers_summary.csv');
const SAMPLE = data('CDNOW_sample.txt');

/** The estimates of Fader, Hardie and Lee (2005), table 2. */
const PUBLISHED = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

function publishedSummaries(): readonly RepeatSummary[] {
  return readFileSync(SUMMARY, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, frequency = 0, recency = 0, age = 0] = line.split(',').map(Number);
      return { frequency, recency, age };
    });
}

const dayOf = (digits: string): number =>
  parseDay(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`) ?? expect.fail(digits);

/** The purchases of the sample up to the end of September 1997 (39 weeks), summarized by us; in order of the sample's ids. */
function ownSummaries(): readonly (PurchaseSummary & { readonly member: string })[] {
  const byMember = new Map<string, Purchase[]>();
  for (const line of readFileSync(SAMPLE, 'latin1').trim().split('\n')) {
    const [, member = '', date = '', , dollars = ''] = line.trim().split(/ +/);
    const purchase = { day: dayOf(date), amount: BigInt(dollars.replace('.', '')) };
    byMember.set(member, [...(byMember.get(member) ?? []), purchase]);
  }
  const options = { until: dayOf('19970930'), unit: 'week', scale: 2 } as const;
  return [...byMember].map(([member, purchases]) => {
    return { member, ...(summarizePurchases(purchases, options) ?? expect.fail(member)) };
  });
}

// If one fails, a forecast that anybody can check against the literature is wrong, and so is every other.
describe.skipIf(!existsSync(SUMMARY))('BG/NBD on cdnow_customers_summary.csv (needs ../shared/data)', () => {
  it('reaches the published estimates and likelihood', () => {
    const fit = fitBgNbd(publishedSummaries(), { unit: 'week' });
    if (fit.kind === 'refused') return expect.fail(fit.reason.kind);
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(fit.parameters[name].toFixed(3)).toBe(PUBLISHED[name].toFixed(3));
      expect(fit.estimates[name].interval.low).toBeLessThan(PUBLISHED[name]);
      expect(fit.estimates[name].interval.high).toBeGreaterThan(PUBLISHED[name]);
    }
    // Table 2 of the paper has −9582.4.
    expect(fit.logLikelihood.toFixed(1)).toBe('-9582.4');
    expect([fit.members, fit.repeaters]).toEqual([2357, 946]);
    expect(fit.convergence.slope).toBeLessThan(1e-6);
  });

  it('stands on a maximum: a step of one percent in any direction is lower', () => {
    const summaries = publishedSummaries();
    const fit = fitBgNbd(summaries, { unit: 'week' });
    if (fit.kind === 'refused') return expect.fail(fit.reason.kind);
    expect(bgNbdLogLikelihood(fit.parameters, summaries)).toBeCloseTo(fit.logLikelihood, 6);
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      for (const factor of [0.99, 1.01]) {
        const beside = { ...fit.parameters, [name]: fit.parameters[name] * factor };
        expect(bgNbdLogLikelihood(beside, summaries)).toBeLessThan(fit.logLikelihood);
      }
  });

  it('is the same fit in days: only alpha, which is a time, is seven times as long', () => {
    const inDays = publishedSummaries().map(({ frequency, recency, age }) => {
      return { frequency, recency: recency * 7, age: age * 7 };
    });
    const fit = fitBgNbd(inDays, { unit: 'day' });
    if (fit.kind === 'refused') return expect.fail(fit.reason.kind);
    expect(fit.parameters.r.toFixed(3)).toBe('0.243');
    expect((fit.parameters.alpha / 7).toFixed(3)).toBe('4.414');
    expect(fit.parameters.b.toFixed(3)).toBe('2.426');
  });

  it('expects the published 1.226 purchases in 39 weeks of customer 1', () => {
    // Fader, Hardie and Lee's spreadsheet note: x = 2, tx = 30.43, T = 38.86, t = 39.
    const expected = expectedPurchases(PUBLISHED, { frequency: 2, recency: 30.43, age: 38.86 }, 39);
    expect(expected?.toFixed(3)).toBe('1.226');
  });
});

describe.skipIf(!existsSync(SAMPLE) || !existsSync(SUMMARY))(
  'LTV on CDNOW_sample.txt (needs ../shared/data)',
  () => {
    it('summarizes the raw purchases into the published (x, tx, T)', () => {
      const rounded = ownSummaries().map(({ frequency, recency, age }) => [
        frequency,
        recency.toFixed(2),
        age.toFixed(2),
      ]);
      const published = publishedSummaries().map(({ frequency, recency, age }) => [
        frequency,
        recency.toFixed(2),
        age.toFixed(2),
      ]);
      expect(rounded).toEqual(published);
    });

    it('reaches the published Gamma-Gamma and its likelihood', () => {
      const fit = fitGammaGamma(ownSummaries());
      if (fit.kind === 'refused') return expect.fail(fit.reason.kind);
      // Fader and Hardie (2013): p = 6.25, q = 3.74, gamma = 15.44 over 946 customers; the tests of CLVTools have LL = −4055.9177.
      const { p, q, gamma } = fit.parameters;
      expect([p.toFixed(2), q.toFixed(2), gamma.toFixed(2)]).toEqual(['6.25', '3.74', '15.44']);
      expect(fit.logLikelihood.toFixed(4)).toBe('-4055.9177');
      expect([fit.members, fit.leftOut]).toEqual([946, 0]);
      // Fader, Hardie and Lee (2005b) report a correlation of 0.11.
      expect(fit.independence.correlation.toFixed(2)).toBe('0.11');
      expect(fit.independence.verdict).toBe('weak');
    });

    it('forecasts a total within the drawn outcomes, whose mean it is', () => {
      const members = ownSummaries();
      const visits = fitBgNbd(members, { unit: 'week' });
      const spend = fitGammaGamma(members);
      if (visits.kind === 'refused' || spend.kind === 'refused') return expect.fail('no fit');
      const options = { horizon: 39, annualDiscount: 0.1, margin: 0.3 } as const;
      const forecast = forecastLtv({ visits, spend }, members, options);
      const outcomes = drawOutcomes({ visits, spend }, members, { ...options, seed: 7, draws: 400 });
      if (forecast.kind === 'refused' || outcomes.kind === 'refused') return expect.fail('no forecast');
      const { value } = outcomes.total;
      expect(Math.abs(value.mean / forecast.total.value - 1)).toBeLessThan(0.01);
      expect(value.interval.low).toBeLessThan(forecast.total.interval.low);
      expect(value.interval.high).toBeGreaterThan(forecast.total.interval.high);
      // By discounting at its year's end at worst, a total loses 1 − 1.1^(−39/52.18) = 6.9 %, by not discounting nothing.
      const plain = forecastLtv({ visits, spend }, members, { ...options, annualDiscount: 0 });
      if (plain.kind === 'refused') return expect.fail('no forecast');
      expect(forecast.total.value).toBeLessThan(plain.total.value);
      expect(forecast.total.value).toBeGreaterThan(plain.total.value * 1.1 ** (-39 / 52.1786));
      expect(plain.total.purchases).toBeCloseTo(forecast.total.purchases, 6);
    });
  },
);
