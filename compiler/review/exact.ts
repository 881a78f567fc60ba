import type { Fraction } from '../../schema/index.ts';

export const NOTHING: Fraction = { n: 0n, d: 1n };

export function scaled(value: bigint, scale: number): Fraction {
  return { n: value, d: 10n ** BigInt(scale) };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** a / b, b above 0. */
export function over(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d, d: a.d * b.n };
}

export function isAbove(a: Fraction, b: Fraction): boolean {
  return a.n * b.d > b.n * a.d;
}

export function greater(a: Fraction, b: Fraction): Fraction {
  return isAbove(b, a) ? b : a;
}

/** At most two decimals, for a sentence; rounded half up. */
export function shown({ n, d }: Fraction, places = 2): string {
  const scale = 10n ** BigInt(places);
  const sign = n < 0n ? '-' : '';
  const rounded = (2n * (n < 0n ? -n : n) * scale + d) / (2n * d);
  const whole = (rounded / scale).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  const part = (rounded % scale).toString().padStart(places, '0').replace(/0+$/, '');
  return sign + whole + (part === '' ? '' : `.${part}`);
}

/** As a percentage, to a tenth. */
export function percent({ n, d }: Fraction): string {
  return `${shown({ n: 100n * n, d }, 1)}%`;
}
