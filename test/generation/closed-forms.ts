/** The Gauss hypergeometric series 2F1(a, b; c; z) for 0 ≤ z < 1. */
function hypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 0; k < 100_000 && Math.abs(term) > 1e-15 * Math.abs(sum); k += 1) {
    term *= (((a + k) * (b + k)) / ((c + k) * (k + 1))) * z;
    sum += term;
  }
  return sum;
}

export interface BgNbd {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** Repeat purchases expected of a customer in `t` weeks: Fader, Hardie and Lee (2005), equation (9). */
export function expectedRepeats({ r, alpha, a, b }: BgNbd, t: number): number {
  const stays = (alpha / (alpha + t)) ** r * hypergeometric(r, b, a + b - 1, t / (alpha + t));
  return ((a + b - 1) / (a - 1)) * (1 - stays);
}

/**
 * More than the variance of that number: nobody buys more than who never leaves, whose purchases are negative binomial
 * with mean rt/α and variance rt/α + rt²/α²; and a variance is at most the mean of the square.
 */
export function varianceBound({ r, alpha }: BgNbd, t: number): number {
  const mean = (r * t) / alpha;
  return mean + (r * t * t) / alpha ** 2 + mean ** 2;
}

/** Five standard errors of a mean: a sound sample lies outside once in 1.7 million. */
export function fiveErrors(variance: number, count: number): number {
  return 5 * Math.sqrt(variance / count);
}

/** The middle-point sum of f over [0, width], over its width. */
export function meanOver(f: (x: number) => number, width: number, steps = 2000): number {
  let sum = 0;
  for (let step = 0; step < steps; step += 1) sum += f(((step + 0.5) / steps) * width);
  return sum / steps;
}
