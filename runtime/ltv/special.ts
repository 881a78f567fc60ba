const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
const HALF_LOG_TWO_PI = 0.9189385332046727;

/** ln Γ(x) for x > 0 (Lanczos below 15, Stirling's series above); relative error about 1e-14. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  if (x >= 15) {
    const y = 1 / (x * x);
    const series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / x;
    return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + series;
  }
  const shifted = x - 1;
  const t = shifted + LANCZOS_G + 0.5;
  let sum: number = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i += 1) sum += (LANCZOS[i] ?? 0) / (shifted + i);
  return HALF_LOG_TWO_PI + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** ψ(x) = d ln Γ(x) / dx for x > 0: recurrence up to 10, then the asymptotic series. */
export function digamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 10; at += 1) shift -= 1 / at;
  const y = 1 / (at * at);
  const series = y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y / 132))));
  return shift + Math.log(at) - 0.5 / at - series;
}

const TERMS = 200_000;
const LARGE = 1e200;

/** ln of Gauss's series ₂F₁(a, b; c; w) where 0 ≤ w < 1 and the sum is positive; undefined when the series does not settle. */
function logSeries(a: number, b: number, c: number, w: number): number | undefined {
  let term = 1;
  let sum = 1;
  let log = 0;
  for (let n = 0; n < TERMS; n += 1) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * w;
    term *= ratio;
    sum += term;
    if (Math.abs(ratio) < 1 && Math.abs(term) <= 1e-15 * Math.abs(sum) * (1 - Math.abs(ratio)))
      return log + Math.log(sum);
    if (Math.abs(sum) > LARGE) {
      log += Math.log(LARGE);
      sum /= LARGE;
      term /= LARGE;
    }
  }
  return undefined;
}

/**
 * E[(1 + pz)^−s] for p ~ Beta(a, b), which is ₂F₁(s, a; a + b; −z), for s, a, b > 0 and z ≥ 0. Brought to 0 ≤ w < 1 by the
 * transformation of Pfaff that sums without cancellation. Undefined when the series does not settle.
 */
export function betaMean(s: number, a: number, b: number, z: number): number | undefined {
  if (z === 0) return 1;
  const w = z / (1 + z);
  const c = a + b;
  // One form has only positive terms, the other the smaller parameters; the exponent of 1 − w says which of them settles.
  const positive = a >= s || c - s < -5;
  const log = positive ? logSeries(s, b, c, w) : logSeries(c - s, a, c, w);
  return log === undefined ? undefined : Math.exp(log - (positive ? s : a) * Math.log1p(z));
}
