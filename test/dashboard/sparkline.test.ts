import { describe, expect, it } from 'vitest';
import { sparkline } from '../../cli/dashboard/sparkline.ts';

const of = (...values: readonly (number | undefined)[]) =>
  values.map((value) => (value === undefined ? undefined : { n: BigInt(value), d: 10n }));

// If it fails, a bar tells another story than the figures beside it.
describe('sparkline', () => {
  it('puts the least at the bottom and the most at the top', () => {
    // Heights 0 to 7 of a range of 7; 3.5 of 7 is rounded up.
    expect(sparkline(of(10, 11, 12, 13, 14, 15, 16, 17), 'least')).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline(of(0, 35, 70), 'least')).toBe('▁▅█');
  });

  it('compares amounts from zero', () => {
    // 6 of 7 is height 6, not 0.
    expect(sparkline(of(6, 7), 'zero')).toBe('▇█');
    expect(sparkline(of(6, 7), 'least')).toBe('▁█');
    // Below zero: −7 is the bottom, 0 half way: 7 · 7/14 = 3.5, rounded up.
    expect(sparkline(of(-7, 0, 7), 'zero')).toBe('▁▅█');
  });

  it('leaves a dot where there is no value', () => {
    expect(sparkline(of(undefined, 1, undefined, 2), 'least')).toBe('·▁·█');
    expect(sparkline(of(undefined, undefined), 'zero')).toBe('··');
    expect(sparkline([], 'zero')).toBe('');
  });

  it('is flat where nothing changes', () => {
    expect(sparkline(of(5, 5), 'least')).toBe('▄▄');
    expect(sparkline(of(5, 5), 'zero')).toBe('██');
    expect(sparkline(of(0, 0), 'zero')).toBe('▁▁');
  });

  it('is exact for amounts that a float cannot hold', () => {
    const large = 10n ** 400n;
    const values = [large, large + 1n, large + 7n].map((n) => ({ n, d: 1n }));
    expect(sparkline(values, 'least')).toBe('▁▂█');
  });
});
