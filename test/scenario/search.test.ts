import { describe, expect, it } from 'vitest';
import { type BreakEven, findBreakEven, type Trial } from '../../runtime/scenario/break-even.ts';
import { drawn, quantileOf } from '../../runtime/scenario/draws.ts';
import { quantilesOf } from '../../runtime/scenario/quantiles.ts';
import type { Estimate } from '../../schema/index.ts';

const estimate = (kind: Estimate['kind'], low: number, mode: number, high: number): Estimate => ({
  kind,
  low,
  mode,
  high,
  text: { value: undefined, range: undefined },
  source: { en: 'test', ja: 'テスト' },
});

describe('the break-even', () => {
  /** Searches the signs of functions of the factor; each function is asked for one factor at a time. */
  async function search(...gains: readonly ((factor: number) => number)[]) {
    const asked: Trial[] = [];
    const unchanged = gains[0]?.(0) ?? 0;
    const found = await findBreakEven(gains.length, unchanged, async (trials) => {
      asked.push(...trials);
      return trials.map(({ search: number, factor }) => gains[number]?.(factor) ?? 0);
    });
    return { found, asked };
  }
  const near = (result: BreakEven | undefined, factor: number): void => {
    expect(result).toHaveProperty('factor');
    if (result !== undefined && 'factor' in result) {
      expect(result.factor).toBeGreaterThanOrEqual(factor);
      expect(result.factor).toBeLessThanOrEqual(factor + 0.01);
    }
  };

  it('is where the gain of each search turns, to a hundredth', async () => {
    // −300 + 200 k is 0 at 1.5; −300 + 40 k at 7.5; −300 + 20 k at 15, beyond ten times.
    const { found, asked } = await search(
      (k) => -300 + 200 * k,
      (k) => -300 + 40 * k,
      (k) => -300 + 20 * k,
    );
    expect(found.map(({ kind }) => kind)).toEqual(['from', 'from', 'never']);
    near(found[0], 1.5);
    near(found[1], 7.5);
    // Four first steps each; then widths 1 and 5 halved to 0.01: 7 and 9 times.
    expect(asked).toHaveLength(12 + 7 + 9);
  });

  it('is not looked for where nothing has to be paid for', async () => {
    const { found } = await search((k) => 100 + k);
    expect(found).toEqual([{ kind: 'always' }]);
    expect((await search(() => 0)).found).toEqual([{ kind: 'always' }]);
  });

  it('tells how strong a harmful response may be', async () => {
    // 100 − 40 k is 0 at 2.5, and below from there on.
    const { found } = await search((k) => 100 - 40 * k);
    expect(found[0]?.kind).toBe('until');
    near(found[0], 2.5);
  });

  it('finds a gain that comes and goes', async () => {
    // −(k − 1)(k − 3): above 0 between 1 and 3.
    const { found } = await search((k) => -(k - 1) * (k - 3) - 0.001);
    expect(found[0]?.kind).toBe('from');
    near(found[0], 1.0005);
  });
});

describe('what is drawn from a range', () => {
  it('a triangular range has its quantiles where its area says', () => {
    // From 0 to 1 with the mode at 0.25: a quarter of the area lies below the mode; F(x) = x² / 0.25, so F(0.1) = 0.04;
    // above it 1 − F(x) = (1 − x)² / 0.75, so F(0.5) = 1 − 0.25 / 0.75 = 2/3.
    const range = estimate('triangular', 0, 0.25, 1);
    expect(quantileOf(range, 0.25)).toBeCloseTo(0.25, 12);
    expect(quantileOf(range, 0.04)).toBeCloseTo(0.1, 12);
    expect(quantileOf(range, 2 / 3)).toBeCloseTo(0.5, 12);
    expect(quantileOf(range, 0)).toBe(0);
  });

  it('a mode at the end of its range is one too', () => {
    expect(quantileOf(estimate('triangular', 0, 0, 1), 0.75)).toBeCloseTo(0.5, 12);
    expect(quantileOf(estimate('triangular', 0, 1, 1), 0.25)).toBeCloseTo(0.5, 12);
  });

  it.each([
    // Means (a + b) / 2 and (a + m + b) / 3; variances (b − a)² / 12 and (a² + m² + b² − am − ab − mb) / 18.
    ['uniform', estimate('uniform', -0.1, 0, 0.3), 0.1, 0.16 / 12],
    ['triangular', estimate('triangular', 0, 0.05, 0.1), 0.05, (0.0025 + 0.01 - 0.005) / 18],
    ['fixed', estimate('fixed', 0.07, 0.07, 0.07), 0.07, 0],
  ] as const)('%s: 10,000 draws have the mean of the range', (_name, range, mean, variance) => {
    const draws = Array.from({ length: 10_000 }, (_, draw) => drawn(range, 5, draw, 'name'));
    const average = draws.reduce((sum, each) => sum + each, 0) / draws.length;
    expect(Math.abs(average - mean)).toBeLessThanOrEqual(4 * Math.sqrt(variance / 10_000) + 1e-12);
  });

  it('is decided by seed, draw and name', () => {
    const range = estimate('uniform', 0, 0.5, 1);
    const first = drawn(range, 1, 1, 'a');
    expect(drawn(range, 1, 1, 'a')).toBe(first);
    expect(
      new Set([first, drawn(range, 2, 1, 'a'), drawn(range, 1, 2, 'a'), drawn(range, 1, 1, 'b')]).size,
    ).toBe(4);
  });
});

describe('median and interval', () => {
  it('lie between sorted values by their distance', () => {
    // 21 values 0, 5, … 100: 5 % of the way along them is the second, 50 % the 11th, 95 % the 20th.
    const values = Array.from({ length: 21 }, (_, index) => 5 * ((index * 8) % 21));
    expect(quantilesOf(values)).toEqual({ low: 5, median: 50, high: 95 });
    // Of 10 and 20: 0.5, 5 and 9.5 of the 10 between them.
    expect(quantilesOf([20, 10])).toEqual({ low: 10.5, median: 15, high: 19.5 });
    expect(quantilesOf([7])).toEqual({ low: 7, median: 7, high: 7 });
    expect(quantilesOf([])).toBeUndefined();
  });
});
