import type { BgNbdParameters } from './bg-nbd.ts';
import { betaMean } from './special.ts';
import type { RepeatSummary } from './summary.ts';

/**
 * Probability that the member will still buy, 0 to 1. Fader and Hardie (2008); without a repeat it is 1, since BG/NBD lets
 * members leave after a repeat purchase only.
 */
export function probabilityAlive({ r, alpha, a, b }: BgNbdParameters, member: RepeatSummary): number {
  const { frequency: x, recency, age } = member;
  if (x === 0) return 1;
  const log = Math.log(a) - Math.log(b + x - 1) + (r + x) * Math.log((alpha + age) / (alpha + recency));
  return 1 / (1 + Math.exp(log));
}

/** Positive nodes and weights of the Gauss–Legendre rule of 12 points on [−1, 1]. */
const LEGENDRE = [
  [0.1252334085114689, 0.2491470458134028],
  [0.3678314989981802, 0.2334925365383548],
  [0.5873179542866175, 0.2031674267230659],
  [0.7699026741943047, 0.1600783285433462],
  [0.9041172563704749, 0.1069393259953184],
  [0.9815606342467192, 0.0471753363865118],
] as const;

/** ∫ f over [0, end] by panels of at most `width`. */
function integral(f: (u: number) => number, end: number, width: number): number {
  const panels = Math.ceil(end / width);
  const half = end / panels / 2;
  let sum = 0;
  for (let panel = 0; panel < panels; panel += 1) {
    const middle = (2 * panel + 1) * half;
    for (const [node, weight] of LEGENDRE)
      sum += weight * (f(middle - half * node) + f(middle + half * node));
  }
  return sum * half;
}

/**
 * Expected purchases of the member in the `horizon` after the observation, each worth e^(−rate · s) when it comes after s. Times
 * in the unit of alpha, `rate` per that unit; 0 counts purchases. Undefined when beyond the range of numbers.
 *
 * An active member buys at λ and has survived s with E[e^(−λps)], so that the expected rate is
 * (r + x)/A · ₂F₁(r + x + 1, a; a + b + x; −s/A) with A = alpha + T. Its integral is equation (10) of Fader, Hardie and Lee
 * (2005), without the pole that their form has at a = 1.
 */
export function discountedPurchases(
  parameters: BgNbdParameters,
  member: RepeatSummary,
  horizon: number,
  rate: number,
): number | undefined {
  if (horizon === 0) return 0;
  const { r, alpha, a, b } = parameters;
  const shape = r + member.frequency;
  const scale = alpha + member.age;
  // In u = ln(1 + s/A) the rate is smooth however far the horizon is.
  const end = Math.log1p(horizon / scale);
  const steepest =
    1 + Math.abs(rate) * (scale + horizon) * 0.1 + shape * (a / (a + b + member.frequency)) * 0.1;
  const expected = integral(
    (u) => {
      const z = Math.expm1(u);
      const survives = betaMean(shape + 1, a, b + member.frequency, z) ?? Number.NaN;
      return shape * survives * Math.exp(u - rate * scale * z);
    },
    end,
    1 / steepest,
  );
  const value = probabilityAlive(parameters, member) * expected;
  return Number.isFinite(value) ? value : undefined;
}

/** Expected purchases of the member in the `horizon` after the observation, in the unit of alpha. */
export function expectedPurchases(
  parameters: BgNbdParameters,
  member: RepeatSummary,
  horizon: number,
): number | undefined {
  return discountedPurchases(parameters, member, horizon, 0);
}

/** E[X(t)]: expected repeat purchases of a new member within `time` of the first purchase. */
export function expectedOfNewMember(parameters: BgNbdParameters, time: number): number | undefined {
  return expectedPurchases(parameters, { frequency: 0, recency: 0, age: 0 }, time);
}
