import type { Random } from './random.ts';

/** Exponential with mean 1. */
export function drawExponential(random: Random): number {
  return -Math.log(1 - random.next());
}

/** Standard normal, by the polar method of Marsaglia. */
function drawNormal(random: Random): number {
  for (;;) {
    const x = 2 * random.next() - 1;
    const y = 2 * random.next() - 1;
    const s = x * x + y * y;
    if (s > 0 && s < 1) return x * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/** Gamma with this shape and scale 1 (mean = shape), by the method of Marsaglia and Tsang (2000). */
export function drawGamma(random: Random, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Beta with mean a / (a + b). */
export function drawBeta(random: Random, a: number, b: number): number {
  const x = drawGamma(random, a);
  const y = drawGamma(random, b);
  return x + y === 0 ? a / (a + b) : x / (x + y);
}

/** How many of `trials` succeed. */
export function drawBinomial(random: Random, trials: number, share: number): number {
  let successes = 0;
  for (let trial = 0; trial < trials; trial += 1) if (random.chance(share)) successes += 1;
  return successes;
}

/** How many successes come before the first failure, at most `most`. */
export function drawRun(random: Random, share: number, most: number): number {
  let run = 0;
  while (run < most && random.chance(share)) run += 1;
  return run;
}

/** One of `count` choices in order; the k-th has a weight of 1/k. */
export function drawRank(random: Random, count: number): number {
  let total = 0;
  for (let k = 1; k <= count; k += 1) total += 1 / k;
  let left = random.next() * total;
  for (let k = 1; k < count; k += 1) {
    left -= 1 / k;
    if (left < 0) return k - 1;
  }
  return Math.max(0, count - 1);
}
