import { addFractions, compareFractions, negateFraction, ZERO } from '../../runtime/index.ts';
import type { Fraction } from '../../schema/index.ts';

const BARS = '▁▂▃▄▅▆▇█';
const MIDDLE = '▄';
const MISSING = '·';

/**
 * Values as bars of eight heights, a dot for a missing one. `zero`: the lowest bar is 0, so that heights compare as amounts
 * do; `least`: it is the least of the values, so that small changes show.
 */
export function sparkline(values: readonly (Fraction | undefined)[], floor: 'zero' | 'least'): string {
  const known = values.filter((value) => value !== undefined);
  const from = floor === 'zero' ? [ZERO, ...known] : known;
  const least = extreme(from, -1);
  const most = extreme(from, 1);
  if (least === undefined || most === undefined) return MISSING.repeat(values.length);
  const range = addFractions(most, negateFraction(least));
  return values
    .map((value) => {
      if (value === undefined) return MISSING;
      if (range.n === 0n) return floor === 'zero' ? BARS.charAt(0) : MIDDLE;
      const above = addFractions(value, negateFraction(least));
      // The nearest of the heights 0 to 7.
      const height = (2n * 7n * above.n * range.d + above.d * range.n) / (2n * above.d * range.n);
      return BARS.charAt(Number(height));
    })
    .join('');
}

function extreme(values: readonly Fraction[], sign: -1 | 1): Fraction | undefined {
  return values.reduce<Fraction | undefined>(
    (best, value) => (best === undefined || sign * compareFractions(value, best) > 0 ? value : best),
    undefined,
  );
}
