import type { RoundingMode } from '../../../schema/index.ts';
import { c32, type I32, i32, select } from '../wasm/code.ts';

/**
 * What rounding adds to the magnitude of a quotient whose remainder is not 0: 0 or 1. `half` is the order of twice the
 * remainder against the divisor, each asked only where the mode needs it.
 */
export function roundsAway(
  mode: RoundingMode,
  quotient: {
    readonly isNegative: I32;
    readonly isOdd: I32;
    readonly aboveHalf: I32;
    readonly atLeastHalf: I32;
  },
): I32 {
  switch (mode) {
    case 'down':
      return c32(0);
    case 'up':
      return c32(1);
    case 'floor':
      return quotient.isNegative;
    case 'ceil':
      return i32.eqz(quotient.isNegative);
    case 'half_up':
      return quotient.atLeastHalf;
    case 'half_even':
      return select(quotient.isOdd, quotient.atLeastHalf, quotient.aboveHalf);
  }
}

/** One function per rounding mode, made when it is first asked for. */
export function perMode<F>(make: (mode: RoundingMode) => F): (mode: RoundingMode) => F {
  const made = new Map<RoundingMode, F>();
  return (mode) => {
    const known = made.get(mode);
    if (known !== undefined) return known;
    const fresh = make(mode);
    made.set(mode, fresh);
    return fresh;
  };
}
