import type { Fraction, RoundingMode, Value, ValueType } from '../../schema/index.ts';

/** 10^n, n ≥ 0. */
export function power10(n: number): bigint {
  return 10n ** BigInt(n);
}

/** The smaller of two integers. */
export function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

export function floorDivide(n: bigint, d: bigint): bigint {
  const q = n / d;
  return n % d !== 0n && n < 0n !== d < 0n ? q - 1n : q;
}

/** n/d to an integer; d > 0. `down` and `up` are toward and away from zero. */
export function roundDivide(n: bigint, d: bigint, mode: RoundingMode): bigint {
  const floor = floorDivide(n, d);
  const rest = n - floor * d;
  if (rest === 0n) return floor;
  switch (mode) {
    case 'floor':
      return floor;
    case 'ceil':
      return floor + 1n;
    case 'down':
      return n < 0n ? floor + 1n : floor;
    case 'up':
      return n < 0n ? floor : floor + 1n;
    case 'half_up':
    case 'half_even': {
      const twice = rest * 2n;
      if (twice !== d) return twice > d ? floor + 1n : floor;
      if (mode === 'half_even') return floor % 2n === 0n ? floor : floor + 1n;
      return n < 0n ? floor : floor + 1n;
    }
  }
}

export function isFraction(value: Value): value is Fraction {
  return typeof value === 'object';
}

/** A fraction with a positive denominator. `d` must not be 0. */
export function fraction(n: bigint, d: bigint): Fraction {
  return d < 0n ? { n: -n, d: -d } : { n, d };
}

/** A number of `type` as a fraction of whole units; missing for anything that is not a number. */
export function toFraction(value: Value, type: ValueType): Fraction | undefined {
  if (isFraction(value)) return value;
  if (typeof value !== 'bigint') return undefined;
  return { n: value, d: type.kind === 'quantity' ? power10(type.scale) : 1n };
}

/** Rounds a number of `type` to `decimals`; the result counts 10^-decimals. */
export function roundTo(
  value: Value,
  type: ValueType,
  decimals: number,
  mode: RoundingMode,
): bigint | undefined {
  const exact = toFraction(value, type);
  return exact && roundDivide(exact.n * power10(decimals), exact.d, mode);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The same fraction in lowest terms. */
export function reduced({ n, d }: Fraction): Fraction {
  const g = greatestCommonDivisor(n, d);
  return g > 1n ? { n: n / g, d: d / g } : { n, d };
}

export const ZERO: Fraction = { n: 0n, d: 1n };

/** a + b in lowest terms (if `a` is), so that totals over many members stay small and equal sums look equal. */
export function addFractions(a: Fraction, b: Fraction): Fraction {
  if (b.n === 0n) return a;
  if (a.d === 1n && b.d === 1n) return { n: a.n + b.n, d: 1n };
  const n = a.n * b.d + b.n * a.d;
  const d = a.d * b.d;
  const g = greatestCommonDivisor(n, d);
  return g > 1n ? { n: n / g, d: d / g } : { n, d };
}

export function multiplyFractions(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** a ÷ b; missing where b is 0. */
export function divideFractions(a: Fraction, b: Fraction): Fraction | undefined {
  return b.n === 0n ? undefined : fraction(a.n * b.d, a.d * b.n);
}

export function negateFraction(a: Fraction): Fraction {
  return { n: -a.n, d: a.d };
}

/** Negative, 0 or positive, as a − b. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The same number as a value of `to`: scales only grow, a quantity may become a fraction. Other values pass. */
export function convert(value: Value, from: ValueType, to: ValueType): Value {
  if (typeof value !== 'bigint' || from.kind !== 'quantity') return value;
  if (to.kind === 'fraction') return toFraction(value, from);
  if (to.kind !== 'quantity' || to.scale <= from.scale) return value;
  return value * power10(to.scale - from.scale);
}

/** Order of two values: numbers of any scale by value, the others of one kind by their order. */
export function compareValues(
  a: Exclude<Value, undefined>,
  aType: ValueType,
  b: Exclude<Value, undefined>,
  bType: ValueType,
): number {
  const left = toFraction(a, aType);
  const right = toFraction(b, bType);
  if (left !== undefined && right !== undefined) return compareFractions(left, right);
  return a === b ? 0 : a < b ? -1 : 1;
}
