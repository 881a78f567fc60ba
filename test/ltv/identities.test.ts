import { describe, expect, it } from 'vitest';
import {
  type BgNbdParameters,
  bgNbdLogLikelihood,
  discountedPurchases,
  expectedOfNewMember,
  expectedPurchases,
  expectedSpend,
  fitBgNbd,
  fitGammaGamma,
  gammaGammaLogLikelihood,
  probabilityAlive,
  type Random,
  randomFrom,
} from '../../runtime/index.ts';

const SHOPS: readonly BgNbdParameters[] = [
  { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  { r: 1.7, alpha: 9, a: 1, b: 1 },
  { r: 0.6, alpha: 2, a: 3.2, b: 0.7 },
];

/** ∫ f over [from, to], by Simpson's rule: nothing of what is tested is in it. */
function simpson(f: (x: number) => number, from: number, to: number, halves = 2_000): number {
  const h = (to - from) / (2 * halves);
  let sum = f(from) + f(to);
  for (let i = 1; i < 2 * halves; i += 1) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * h);
  return (sum * h) / 3;
}

/** P(X(t) = x): the likelihood over all moments of the last purchase, times the room of the moments before it. */
function probability(shop: BgNbdParameters, x: number, age: number): number {
  if (x === 0) return Math.exp(bgNbdLogLikelihood(shop, [{ frequency: 0, recency: 0, age }]));
  let factorial = 1;
  for (let i = 2; i < x; i += 1) factorial *= i;
  const density = (recency: number): number =>
    (Math.exp(bgNbdLogLikelihood(shop, [{ frequency: x, recency, age }])) * recency ** (x - 1)) / factorial;
  return simpson(density, 0, age, 100);
}

/** A member of a shop: moments of purchase until `age`, the first being 0 and not counted. */
function visitsOf(random: Random, shop: BgNbdParameters, age: number): readonly number[] {
  const speed = random.gamma(shop.r, shop.alpha);
  const leaves = random.beta(shop.a, shop.b);
  const moments: number[] = [];
  for (let time = random.exponential(speed); time <= age; time += random.exponential(speed)) {
    moments.push(time);
    if (random.uniform() < leaves) break;
  }
  return moments;
}

/** Gauss's series, as it is written. */
function hypergeometric(a: number, b: number, c: number, z: number): number {
  let [term, sum] = [1, 1];
  for (let n = 0; n < 5_000; n += 1) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
  }
  return sum;
}

// If one fails, the forecast is not that of the model it names.
describe('BG/NBD', () => {
  it.each(SHOPS)(
    'counts of purchases have probabilities that sum to one, and E[X(t)] as mean (%o)',
    (shop) => {
      let [sum, mean] = [0, 0];
      for (let x = 0; x <= 60; x += 1) {
        const share = probability(shop, x, 3);
        sum += share;
        mean += x * share;
      }
      expect(sum).toBeCloseTo(1, 6);
      expect(expectedOfNewMember(shop, 3)).toBeCloseTo(mean, 5);
    },
  );

  it('expects what equations (9) and (10) of the paper say, where they have no pole', () => {
    for (const { r, alpha, a, b } of SHOPS.filter((shop) => shop.a !== 1)) {
      const shop = { r, alpha, a, b };
      const t = 30;
      const fresh =
        ((a + b - 1) / (a - 1)) *
        (1 - (alpha / (alpha + t)) ** r * hypergeometric(r, b, a + b - 1, t / (alpha + t)));
      expect(expectedOfNewMember(shop, t)).toBeCloseTo(fresh, 9);
      for (const [x, recency, age] of [
        [0, 0, 20],
        [1, 5, 20],
        [7, 19, 20],
        [40, 10, 20],
      ] as const) {
        const left = (a / (b + x - 1)) * ((alpha + age) / (alpha + recency)) ** (r + x);
        const z = t / (alpha + age + t);
        const ahead =
          (((a + b + x - 1) / (a - 1)) *
            (1 -
              ((alpha + age) / (alpha + age + t)) ** (r + x) *
                hypergeometric(r + x, b + x, a + b + x - 1, z))) /
          (1 + (x > 0 ? left : 0));
        const member = { frequency: x, recency, age };
        expect(expectedPurchases(shop, member, t)).toBeCloseTo(ahead, 9);
        expect(probabilityAlive(shop, member)).toBeCloseTo(x === 0 ? 1 : 1 / (1 + left), 12);
      }
    }
  });

  it('counts on through a = 1 and up to very long horizons', () => {
    const member = { frequency: 3, recency: 10, age: 20 };
    const of = (a: number): number =>
      expectedPurchases({ r: 1, alpha: 5, a, b: 2 }, member, 40) ?? expect.fail('beyond numbers');
    expect(of(1)).toBeCloseTo((of(0.999) + of(1.001)) / 2, 5);
    // Who leaves with probability p at each purchase buys 1/p times more if given for ever: E[1/p] = (a + b + x − 1)/(a − 1).
    const shop = { r: 2, alpha: 5, a: 3, b: 2 };
    const forever = probabilityAlive(shop, member) * ((3 + 2 + 3 - 1) / 2);
    expect((expectedPurchases(shop, member, 10_000) ?? 0) / forever).toBeCloseTo(1, 4);
  });

  it('discounts each purchase from its day: the same as summing small steps', () => {
    const shop = SHOPS[0] ?? expect.fail('no shop');
    const member = { frequency: 4, recency: 30, age: 35 };
    const steps = 4_000;
    let sum = 0;
    let before = 0;
    for (let i = 1; i <= steps; i += 1) {
      const after = expectedPurchases(shop, member, (52 * i) / steps) ?? 0;
      sum += (after - before) * Math.exp((-0.01 * 52 * (i - 0.5)) / steps);
      before = after;
    }
    expect(discountedPurchases(shop, member, 52, 0.01)).toBeCloseTo(sum, 6);
  });

  it('agrees with members that are drawn, before and after they are known', () => {
    const random = randomFrom(20_261_122);
    const shop = { r: 0.9, alpha: 6, a: 0.8, b: 2.5 };
    const [age, ahead, members] = [10, 10, 200_000];
    let [early, late, lateSquares, known, alive] = [0, 0, 0, 0, 0];
    let squares = 0;
    for (let i = 0; i < members; i += 1) {
      const visits = visitsOf(random, shop, age + ahead);
      const x = visits.filter((time) => time <= age).length;
      early += x;
      squares += x * x;
      // Everybody with two purchases by then, the last of them in [7, 8): what do they buy afterwards?
      const recency = visits[1] ?? 0;
      if (x !== 2 || recency < 7 || recency >= 8) continue;
      const more = visits.length - x;
      known += 1;
      late += more;
      lateSquares += more * more;
      alive += simpson((tx) => probabilityAlive(shop, { frequency: 2, recency: tx, age }), 7, 8, 1);
    }
    const error = Math.sqrt((squares / members - (early / members) ** 2) / members);
    expect(Math.abs(early / members - (expectedOfNewMember(shop, age) ?? 0))).toBeLessThan(4 * error);
    const lateError = Math.sqrt((lateSquares / known - (late / known) ** 2) / known);
    const middle = expectedPurchases(shop, { frequency: 2, recency: 7.5, age }, ahead) ?? 0;
    expect(known).toBeGreaterThan(2_000);
    expect(Math.abs(late / known - middle)).toBeLessThan(4 * lateError);
    expect(alive / known).toBeCloseTo(probabilityAlive(shop, { frequency: 2, recency: 7.5, age }), 2);
  });

  it('finds the parameters of a shop that was drawn from them', () => {
    const random = randomFrom(5);
    const shop = { r: 1.2, alpha: 8, a: 1.1, b: 3 };
    const summaries = Array.from({ length: 6_000 }, (_, i) => {
      const age = 20 + (i % 20);
      const visits = visitsOf(random, shop, age);
      return { frequency: visits.length, recency: visits.at(-1) ?? 0, age };
    });
    const fit = fitBgNbd(summaries, { unit: 'week', level: 0.99 });
    if (fit.kind === 'refused') return expect.fail(fit.reason.kind);
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(fit.estimates[name].interval.low).toBeLessThan(shop[name]);
      expect(fit.estimates[name].interval.high).toBeGreaterThan(shop[name]);
    }
  });
});

describe('Gamma-Gamma', () => {
  const MONEY = { p: 6.25, q: 3.74, gamma: 15.44 };

  it.each([1, 2, 9])(
    'mean spend over %i purchases has a density that sums to one, around pγ/(q − 1)',
    (x) => {
      // In u = ln z, so that the long tail is reached.
      const density = (u: number): number =>
        Math.exp(gammaGammaLogLikelihood(MONEY, [{ frequency: x, spend: Math.exp(u) }]) + u);
      expect(simpson(density, -12, 16)).toBeCloseTo(1, 8);
      const mean = simpson((u) => density(u) * Math.exp(u), -12, 16);
      expect(mean).toBeCloseTo((6.25 * 15.44) / 2.74, 5);
      expect(expectedSpend(MONEY, { frequency: 0, spend: undefined })).toBeCloseTo(mean, 5);
    },
  );

  it('weighs a member by their own purchases, the more the more there are', () => {
    // p(γ + xz)/(px + q − 1) with x = 2, z = 20: 6.25 × 55.44 ÷ 15.24 = 22.736…
    expect(expectedSpend(MONEY, { frequency: 2, spend: 20 })).toBeCloseTo(346.5 / 15.24, 10);
    expect(expectedSpend(MONEY, { frequency: 1e9, spend: 20 })).toBeCloseTo(20, 6);
    // A mean of nothing or less says nothing that the model could hold.
    const everybody = expectedSpend(MONEY, { frequency: 0, spend: undefined });
    expect(expectedSpend(MONEY, { frequency: 3, spend: 0 })).toBe(everybody);
    expect(expectedSpend(MONEY, { frequency: 3, spend: -4 })).toBe(everybody);
  });

  it('finds the parameters of purchases that were drawn from them, in any currency', () => {
    for (const rate of [1, 150]) {
      const random = randomFrom(11);
      const summaries = Array.from({ length: 4_000 }, (_, i) => {
        const frequency = 1 + (i % 8);
        const nu = random.gamma(MONEY.q, MONEY.gamma * rate);
        let sum = 0;
        for (let k = 0; k < frequency; k += 1) sum += random.gamma(MONEY.p, nu);
        return { frequency, spend: sum / frequency };
      });
      const fit = fitGammaGamma(summaries, { level: 0.99 });
      if (fit.kind === 'refused') return expect.fail(fit.reason.kind);
      const truth = { ...MONEY, gamma: MONEY.gamma * rate };
      for (const name of ['p', 'q', 'gamma'] as const) {
        expect(fit.estimates[name].interval.low).toBeLessThan(truth[name]);
        expect(fit.estimates[name].interval.high).toBeGreaterThan(truth[name]);
      }
    }
  });
});
