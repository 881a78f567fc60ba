/** A stream of random numbers that its seed determines. */
export interface Random {
  /** Uniform in (0, 1). */
  uniform(): number;
  normal(): number;
  /** Mean shape / rate. */
  gamma(shape: number, rate: number): number;
  beta(a: number, b: number): number;
  /** Mean 1 / rate. */
  exponential(rate: number): number;
}

/** Spreads a seed over the state (splitmix32), so that neighbouring seeds have nothing in common. */
function spread(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let x = state ^ (state >>> 16);
    x = Math.imul(x, 0x21f0aaad);
    x ^= x >>> 15;
    x = Math.imul(x, 0x735a2d97);
    return (x ^ (x >>> 15)) >>> 0;
  };
}

/** xoshiro128** (Blackman and Vigna 2018) from a 32-bit seed; gammas by Marsaglia and Tsang (2000). */
export function randomFrom(seed: number): Random {
  const next = spread(seed);
  let [a, b, c, d] = [next(), next(), next(), next()];
  const bits = (): number => {
    const turned = Math.imul(b, 5);
    const result = Math.imul((turned << 7) | (turned >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const uniform = (): number => ((bits() >>> 6) * 2 ** 26 + (bits() >>> 6) + 0.5) / 2 ** 52;
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  /** ln of a Gamma(shape, 1): the logarithm stays finite where the number itself would be 0. */
  const logGammaDraw = (shape: number): number => {
    if (shape < 1) return logGammaDraw(shape + 1) + Math.log(uniform()) / shape;
    const third = shape - 1 / 3;
    const width = 1 / Math.sqrt(9 * third);
    for (;;) {
      const x = normal();
      const v = (1 + width * x) ** 3;
      if (v > 0 && Math.log(uniform()) < x * x * 0.5 + third * (1 - v + Math.log(v)))
        return Math.log(third) + Math.log(v);
    }
  };
  return {
    uniform,
    normal,
    gamma: (shape, rate) => Math.exp(logGammaDraw(shape)) / rate,
    beta: (shapeA, shapeB) => 1 / (1 + Math.exp(logGammaDraw(shapeB) - logGammaDraw(shapeA))),
    exponential: (rate) => -Math.log(uniform()) / rate,
  };
}
