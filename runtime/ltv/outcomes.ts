import type { Interval, Level } from './estimate.ts';
import {
  badOption,
  type ForecastMember,
  type ForecastOptions,
  type LtvModel,
  ratePerUnit,
} from './forecast.ts';
import { probabilityAlive } from './future.ts';
import { heldBy } from './gamma-gamma.ts';
import { at, cholesky, type Matrix } from './matrix.ts';
import { type Random, randomFrom } from './random.ts';
import { type Refusal, refused } from './refusal.ts';

/** How a quantity came out over all draws. */
export interface Spread {
  readonly mean: number;
  readonly interval: Interval;
}

/** What may happen, drawn: parameters from what the data leave open of them, members from what their histories leave open. */
export interface Outcomes {
  readonly kind: 'outcomes';
  /** Per member, in the order given: margin of the discounted purchases until the horizon, in whole units of the currency. */
  readonly members: readonly {
    readonly member: string;
    readonly value: Spread;
    readonly purchases: Spread;
  }[];
  readonly total: { readonly value: Spread; readonly purchases: Spread };
  readonly draws: number;
}

export interface OutcomeOptions extends ForecastOptions {
  /** Equal seeds give equal outcomes. A 32-bit integer. */
  readonly seed: number;
  /** 100 to 100,000. */
  readonly draws: number;
}

/** Most purchases of a member in one draw: more than one a day over a hundred years. */
const MOST = 50_000;

/** Parameters as one draw has them. */
interface Drawn {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

function logsAround(random: Random, values: readonly number[], lower: Matrix): readonly number[] {
  const normals = values.map(() => random.normal());
  return values.map((value, i) => {
    const off = normals.reduce((sum, z, j) => (j <= i ? sum + z * at(lower, i, j) : sum), 0);
    return value * Math.exp(off);
  });
}

function drawParameters(model: LtvModel, random: Random, visits: Matrix, spend: Matrix): Drawn {
  const { r: r0, alpha: alpha0, a: a0, b: b0 } = model.visits.parameters;
  const { p: p0, q: q0, gamma: gamma0 } = model.spend.parameters;
  const [r = r0, alpha = alpha0, a = a0, b = b0] = logsAround(random, [r0, alpha0, a0, b0], visits);
  const [p = p0, q = q0, gamma = gamma0] = logsAround(random, [p0, q0, gamma0], spend);
  return { r, alpha, a, b, p, q, gamma };
}

interface Future {
  readonly value: number;
  readonly purchases: number;
}

/** One possible future of a member: alive or not, their rates from their posterior, then purchase by purchase. */
function future(random: Random, of: Drawn, member: ForecastMember, horizon: number, rate: number): Future {
  const { frequency: x, age } = member;
  if (random.uniform() >= probabilityAlive(of, member)) return { value: 0, purchases: 0 };
  const speed = random.gamma(of.r + x, of.alpha + age);
  const leaves = random.beta(of.a, of.b + x);
  const held = heldBy(member);
  const nu = random.gamma(of.q + of.p * held.x, of.gamma + held.total);
  let [value, purchases] = [0, 0];
  for (let time = random.exponential(speed); time <= horizon; time += random.exponential(speed)) {
    value += random.gamma(of.p, nu) * Math.exp(-rate * time);
    purchases += 1;
    if (random.uniform() < leaves || purchases === MOST) break;
  }
  return { value, purchases };
}

function spreadOf(draws: Float64Array, level: Level): Spread {
  const sorted = draws.slice().sort();
  const quantile = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
  return {
    mean: draws.reduce((sum, x) => sum + x, 0) / draws.length,
    interval: { low: quantile((1 - level) / 2), high: quantile((1 + level) / 2) },
  };
}

/**
 * What members may bring until the horizon: prediction intervals, which hold chance and the spread of members besides what is open
 * about the parameters. Deterministic for a seed. Takes time and draws × 8 bytes per member one after the other.
 */
export function drawOutcomes(
  model: LtvModel,
  members: readonly ForecastMember[],
  options: OutcomeOptions,
): Outcomes | Refusal {
  const bad = badOption(model, options);
  if (bad !== undefined) return bad;
  const { draws, seed, horizon, margin } = options;
  if (!(Number.isInteger(draws) && draws >= 100 && draws <= 100_000))
    return refused({ kind: 'bad-option', option: 'draws', value: draws });
  if (!Number.isInteger(seed)) return refused({ kind: 'bad-option', option: 'seed', value: seed });
  const visits = cholesky(model.visits.covariance);
  const spend = cholesky(model.spend.covariance);
  // A fit has covariances that are positive definite; one put together by hand may not.
  if (visits === undefined) return refused({ kind: 'degenerate', parameter: 'r, alpha, a, b', value: 0 });
  if (spend === undefined) return refused({ kind: 'degenerate', parameter: 'p, q, gamma', value: 0 });
  const level = options.level ?? 0.95;
  const rate = ratePerUnit(model, options.annualDiscount);
  const random = randomFrom(seed);
  const drawn = Array.from({ length: draws }, () => drawParameters(model, random, visits, spend));
  const [values, purchases] = [new Float64Array(draws), new Float64Array(draws)];
  const [allValues, allPurchases] = [new Float64Array(draws), new Float64Array(draws)];
  const each = members.map((member) => {
    drawn.forEach((of, i) => {
      const found = future(random, of, member, horizon, rate);
      values[i] = margin * found.value;
      purchases[i] = found.purchases;
      allValues[i] = (allValues[i] ?? 0) + margin * found.value;
      allPurchases[i] = (allPurchases[i] ?? 0) + found.purchases;
    });
    return { member: member.member, value: spreadOf(values, level), purchases: spreadOf(purchases, level) };
  });
  return {
    kind: 'outcomes',
    members: each,
    total: { value: spreadOf(allValues, level), purchases: spreadOf(allPurchases, level) },
    draws,
  };
}
