import { describe, expect, it } from 'vitest';
import { asNumber } from '../../runtime/index.ts';

describe('an exact figure as an ordinary number', () => {
  // Ordinary numbers end at 1.8e308: the cost of many members is a sum of shares with longer denominators.
  const huge = 10n ** 400n;
  it.each([
    [{ n: 3n * huge, d: 2n * huge }, 1.5],
    [{ n: -7n * huge, d: 4n * huge }, -1.75],
    [{ n: 1n, d: 4n }, 0.25],
    [{ n: 1n, d: 4n * huge }, 0],
    [{ n: 0n, d: huge }, 0],
    [{ n: 5n * huge, d: huge * 10n }, 0.5],
  ])('%# is %d', (fraction, value) => {
    expect(asNumber(fraction)).toBeCloseTo(value, 12);
  });
});
