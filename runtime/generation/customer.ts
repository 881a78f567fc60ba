import { drawBeta, drawExponential, drawGamma } from './draws.ts';
import type { CustomerModel, SpendModel, VisitModel } from './model.ts';
import type { Random } from './random.ts';

/** When one customer buys, in weeks after the first purchase (0), and when they are gone. */
export interface Visits {
  readonly purchases: readonly number[];
  /** Purchases per week while they stay. */
  readonly rate: number;
  /** The last moment at which they are a customer, at most the horizon. */
  readonly end: number;
}

/** One customer of the BG/NBD model over `horizon` weeks. The first purchase is not part of the model: it starts it. */
export function drawVisits(random: Random, { r, alpha, a, b }: VisitModel, horizon: number): Visits {
  const rate = drawGamma(random, r) / alpha;
  const leaves = drawBeta(random, a, b);
  const purchases = [0];
  let time = 0;
  for (;;) {
    time += drawExponential(random) / rate;
    if (!(time < horizon)) return { purchases, rate, end: horizon };
    purchases.push(time);
    if (random.chance(leaves)) return { purchases, rate, end: time };
  }
}

/** Moments of a Poisson process with so many per week, below `end`. */
export function drawMoments(random: Random, rate: number, end: number): readonly number[] {
  const moments: number[] = [];
  if (rate <= 0) return moments;
  for (let time = drawExponential(random) / rate; time < end; time += drawExponential(random) / rate)
    moments.push(time);
  return moments;
}

/** ν of one customer in the Gamma-Gamma model: purchases have a mean of p / ν. */
export function drawThrift(random: Random, { q, gamma }: SpendModel): number {
  return drawGamma(random, q) / gamma;
}

/** What one purchase of a customer costs, in whole units of the currency. */
export function drawSpend(random: Random, { p }: SpendModel, thrift: number): number {
  return drawGamma(random, p) / thrift;
}

/** What stays with a customer. */
export interface Customer {
  readonly thrift: number;
  /** The chance of each step up a scale of answers. */
  readonly attitude: number;
}

export function drawCustomer(random: Random, model: CustomerModel): Customer {
  return {
    thrift: drawThrift(random, model.spend),
    attitude: drawBeta(random, model.attitude.a, model.attitude.b),
  };
}
