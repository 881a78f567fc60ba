import { describe, expect, it } from 'vitest';
import {
  type BgNbdFit,
  drawOutcomes,
  fitBgNbd,
  fitGammaGamma,
  forecastLtv,
  type GammaGammaFit,
  type LtvModel,
  type Random,
  type Refusal,
  type RefusalReason,
  randomFrom,
  refusalText,
} from '../../runtime/index.ts';

const times = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));

const why = (found: { readonly kind: string } | Refusal): RefusalReason =>
  'reason' in found ? found.reason : expect.fail(`not refused, but ${found.kind}`);

/** A membership of which a model can be made. */
function members(random: Random) {
  return times(600, (i) => {
    const age = 10 + (i % 30);
    const speed = random.gamma(1.1, 7);
    const leaves = random.beta(0.9, 2.2);
    const nu = random.gamma(3, 40);
    const moments: number[] = [];
    for (let time = random.exponential(speed); time <= age; time += random.exponential(speed)) {
      moments.push(time);
      if (random.uniform() < leaves) break;
    }
    const sum = moments.reduce((total) => total + random.gamma(2.5, nu), 0);
    const frequency = moments.length;
    const spend = frequency === 0 ? undefined : sum / frequency;
    return { member: `m${i}`, frequency, recency: moments.at(-1) ?? 0, age, spend };
  });
}

function fits(): { readonly visits: BgNbdFit; readonly spend: GammaGammaFit } {
  const known = members(randomFrom(3));
  const visits = fitBgNbd(known, { unit: 'week' });
  const spend = fitGammaGamma(known);
  if (visits.kind === 'refused' || spend.kind === 'refused') return expect.fail('no fit');
  return { visits, spend };
}

// If one fails, somebody plans with a number that the data never held.
describe('BG/NBD is refused', () => {
  const once = { frequency: 0, recency: 0, age: 20 };

  it('for no members, one member, and forty-nine', () => {
    for (const count of [0, 1, 49])
      expect(
        why(
          fitBgNbd(
            times(count, () => once),
            { unit: 'week' },
          ),
        ),
      ).toEqual({
        kind: 'too-few-members',
        members: count,
        needed: 50,
      });
  });

  it('when nobody or hardly anybody bought again', () => {
    const few = [...times(200, () => once), ...times(9, () => ({ frequency: 1, recency: 4, age: 20 }))];
    expect(why(fitBgNbd(few, { unit: 'week' }))).toEqual({
      kind: 'too-few-repeaters',
      repeaters: 9,
      needed: 10,
    });
  });

  it('when everybody came on the last day', () => {
    const today = times(500, () => ({ frequency: 0, recency: 0, age: 0 }));
    expect(why(fitBgNbd(today, { unit: 'day' }))).toEqual({ kind: 'no-time' });
  });

  it.each([
    { frequency: 1, recency: 21, age: 20 },
    { frequency: 1, recency: 0, age: 20 },
    { frequency: 0, recency: 1, age: 20 },
    { frequency: -1, recency: 0, age: 20 },
    { frequency: 1.5, recency: 3, age: 20 },
    { frequency: 1, recency: Number.NaN, age: 20 },
    { frequency: 0, recency: 0, age: Number.POSITIVE_INFINITY },
  ])('for a summary that cannot be, which it names (%o)', (wrong) => {
    const reason = why(fitBgNbd([...times(60, () => once), wrong], { unit: 'week' }));
    expect(reason).toEqual({ kind: 'impossible-summary', index: 60 });
  });

  it('when nobody ever leaves, so that a and b could be anything', () => {
    const random = randomFrom(8);
    const faithful = times(400, () => {
      const speed = random.gamma(2, 4);
      const age = 30;
      let [frequency, recency] = [0, 0];
      for (let time = random.exponential(speed); time <= age; time += random.exponential(speed)) {
        frequency += 1;
        recency = time;
      }
      return { frequency, recency, age };
    });
    const reason = why(fitBgNbd(faithful, { unit: 'week' }));
    expect(reason.kind).toBe('degenerate');
    expect(reason.kind === 'degenerate' && ['a', 'b'].includes(reason.parameter)).toBe(true);
  });

  it('in words whose numbers can be read', () => {
    const text = (value: number) => refusalText({ kind: 'degenerate', parameter: 'b', value }).en;
    // To three digits: 5,847,213 is 5,850,000, 1,234.5 is 1,230; a part and a tiny number stay as they are.
    expect(text(5_847_213)).toContain('beside 5,850,000, values');
    expect(text(1234.5)).toContain('beside 1,230, values');
    expect(text(0.012345)).toContain('beside 0.0123, values');
    expect(text(2e24)).toContain('beside 2e+24, values');
  });

  it('when all members are one and the same', () => {
    const same = times(300, () => ({ frequency: 3, recency: 12, age: 20 }));
    expect(['degenerate', 'no-convergence']).toContain(why(fitBgNbd(same, { unit: 'week' })).kind);
  });
});

describe('Gamma-Gamma is refused', () => {
  it('when hardly anybody bought again, or all that did spent nothing', () => {
    const spenders = times(29, (i) => ({ frequency: 1 + (i % 3), spend: 10 + i }));
    const free = times(40, () => ({ frequency: 2, spend: 0 }));
    expect(why(fitGammaGamma([...spenders, ...free]))).toEqual({
      kind: 'too-few-repeaters',
      repeaters: 29,
      needed: 30,
    });
  });

  it('when those who come often spend more each time', () => {
    // Frequency 1 … 10 and spend ten times that: correlation 1.
    const reason = why(
      fitGammaGamma(times(100, (i) => ({ frequency: 1 + (i % 10), spend: 10 * (1 + (i % 10)) }))),
    );
    expect(reason.kind).toBe('spend-not-independent');
    expect(reason.kind === 'spend-not-independent' && reason.correlation).toBeCloseTo(1, 9);
  });

  it('when everybody spends the same to the cent', () => {
    const reason = why(fitGammaGamma(times(100, (i) => ({ frequency: 1 + (i % 4), spend: 25 }))));
    expect(['degenerate', 'no-convergence']).toContain(reason.kind);
  });

  it('when the spread among members is too wide for a mean', () => {
    const random = randomFrom(2);
    const wild = times(3_000, (i) => {
      const frequency = 1 + (i % 5);
      const nu = random.gamma(0.6, 3);
      const sum = times(frequency, () => random.gamma(4, nu)).reduce((a, b) => a + b, 0);
      return { frequency, spend: sum / frequency };
    });
    const reason = why(fitGammaGamma(wild));
    expect(reason.kind).toBe('spend-without-mean');
    expect(reason.kind === 'spend-without-mean' && Math.abs(reason.q - 0.6)).toBeLessThan(0.1);
  });

  it('not for a medium correlation, which is reported and warned of', () => {
    const random = randomFrom(4);
    const known = times(800, () => {
      const frequency = 1 + Math.floor(random.exponential(0.4));
      return { frequency, spend: random.gamma(3, 0.1) * (1 + 0.14 * frequency) };
    });
    const spend = fitGammaGamma(known);
    if (spend.kind === 'refused') return expect.fail(spend.reason.kind);
    expect(spend.independence.verdict).toBe('strong');
    const model: LtvModel = { visits: fits().visits, spend };
    const forecast = forecastLtv(model, [], { horizon: 10, annualDiscount: 0, margin: 1 });
    if (forecast.kind === 'refused') return expect.fail(forecast.reason.kind);
    expect(forecast.warnings.map(({ kind }) => kind)).toEqual(['spend-depends-on-frequency']);
    expect(forecast.total).toEqual({ purchases: 0, value: 0, interval: { low: 0, high: 0 } });
  });
});

describe('a forecast is refused', () => {
  const good = { horizon: 26, annualDiscount: 0.1, margin: 0.3, seed: 1, draws: 100 };

  it.each([
    { horizon: 0 },
    { horizon: Number.NaN },
    { horizon: 6_000 },
    { annualDiscount: -0.1 },
    { annualDiscount: 11 },
    { margin: 0 },
    { margin: 1.01 },
    { margin: Number.NaN },
  ])('for options that cannot be (%o)', (wrong) => {
    const model = fits();
    const [option, value] = Object.entries(wrong)[0] ?? expect.fail('no option');
    const reason = { kind: 'bad-option', option, value };
    expect(why(forecastLtv(model, [], { ...good, ...wrong }))).toEqual(reason);
    expect(why(drawOutcomes(model, [], { ...good, ...wrong }))).toEqual(reason);
  });

  it.each([{ seed: 0.5 }, { draws: 99 }, { draws: 1e9 }])('drawn with %o', (wrong) => {
    expect(why(drawOutcomes(fits(), [], { ...good, ...wrong })).kind).toBe('bad-option');
  });

  it('never with a number that is none: extremes give finite values inside their intervals', () => {
    const model = fits();
    const extremes = [
      { member: 'new', frequency: 0, recency: 0, age: 0, spend: undefined },
      { member: 'daily', frequency: 5_000, recency: 714, age: 714.2, spend: 0.01 },
      { member: 'gone', frequency: 300, recency: 40, age: 1_000, spend: 1e9 },
      { member: 'returned', frequency: 2, recency: 3, age: 30, spend: -50 },
    ];
    const forecast = forecastLtv(model, extremes, { ...good, horizon: 520 });
    if (forecast.kind === 'refused') return expect.fail(forecast.reason.kind);
    for (const { value, interval, alive, purchases, spend } of forecast.members) {
      for (const number of [value, alive, purchases, spend, interval.low, interval.high])
        expect(Number.isFinite(number)).toBe(true);
      expect(interval.low).toBeLessThanOrEqual(value);
      expect(interval.high).toBeGreaterThanOrEqual(value);
    }
    // 300 purchases in 40 weeks, then 960 weeks of silence.
    expect(forecast.members[2]?.alive).toBeLessThan(1e-12);
    expect(forecast.warnings.map(({ kind }) => kind)).toEqual(['beyond-observation']);
  });
});

describe('drawn outcomes', () => {
  it('are the same for a seed, and others for another', () => {
    const model = fits();
    const known = members(randomFrom(3)).slice(0, 20);
    const options = { horizon: 26, annualDiscount: 0, margin: 1, draws: 200 };
    const [one, same, other] = [1, 1, 2].map((seed) => drawOutcomes(model, known, { ...options, seed }));
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });
});

describe('a refusal in words', () => {
  const reasons: readonly RefusalReason[] = [
    { kind: 'too-few-members', members: 3, needed: 50 },
    { kind: 'too-few-repeaters', repeaters: 3, needed: 10 },
    { kind: 'no-time' },
    { kind: 'impossible-summary', index: 0 },
    { kind: 'no-convergence', iterations: 500, slope: 0.012345 },
    { kind: 'degenerate', parameter: 'a', value: 1.23456e-7 },
    { kind: 'spend-not-independent', correlation: 0.61234, limit: 0.5 },
    { kind: 'spend-without-mean', q: 0.61234 },
    { kind: 'bad-option', option: 'margin', value: 2 },
    { kind: 'no-churn' },
    { kind: 'not-computable', member: 'm1' },
  ];

  it.each(reasons)('says $kind in both languages, with its numbers', (reason) => {
    const { en, ja } = refusalText(reason);
    expect(en).toMatch(/^[a-z`\d]/);
    expect(ja).toMatch(/[ぁ-ん]/);
    for (const [key, value] of Object.entries(reason).filter(([name]) => !['kind', 'index'].includes(name))) {
      const shown = typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value);
      expect(en, key).toContain(shown);
      expect(ja, key).toContain(shown);
    }
  });
});
