import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodEnd, periodIndex, periodStart, roundDivide } from '../../runtime/engine/index.ts';
import { FIRST_DAY, LAST_DAY, type PlanPeriod, type RoundingMode } from '../../schema/index.ts';
import { day } from './build.ts';

describe('rounding', () => {
  // 2.5, 3.5, 2.4, 2.6 and their negatives; the tie is where a cent is won or lost.
  const table: readonly (readonly [RoundingMode, readonly number[]])[] = [
    ['down', [2, 3, 2, 2, -2, -3, -2, -2]],
    ['up', [3, 4, 3, 3, -3, -4, -3, -3]],
    ['floor', [2, 3, 2, 2, -3, -4, -3, -3]],
    ['ceil', [3, 4, 3, 3, -2, -3, -2, -2]],
    ['half_up', [3, 4, 2, 3, -3, -4, -2, -3]],
    ['half_even', [2, 4, 2, 3, -2, -4, -2, -3]],
  ];
  it.each(table)('%s', (mode, expected) => {
    const tenths = [25n, 35n, 24n, 26n, -25n, -35n, -24n, -26n];
    expect(tenths.map((n) => Number(roundDivide(n, 10n, mode)))).toEqual(expected);
  });

  it('never moves a whole number, and never moves further than one', () => {
    const modes: RoundingMode[] = ['down', 'up', 'floor', 'ceil', 'half_up', 'half_even'];
    fc.assert(
      fc.property(
        fc.bigInt(),
        fc.bigInt({ min: 1n, max: 2n ** 70n }),
        fc.constantFrom(...modes),
        (n, d, mode) => {
          const off = roundDivide(n, d, mode) * d - n;
          return roundDivide(n * d, d, mode) === n && off < d && off > -d;
        },
      ),
    );
  });
});

describe('periods', () => {
  const anchors = { enrolled: day('2024-01-31'), since: () => day('2024-01-31') };
  const monthly: PlanPeriod = {
    name: 'm',
    length: { unit: 'months', count: 1 },
    anchor: { kind: 'enrolled' },
  };

  it('start on anchor + k months, each from the anchor (ruling C1)', () => {
    expect([0, 1, 2, 3, 4, -2].map((k) => periodStart(monthly, k, anchors))).toEqual(
      ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31', '2023-11-30'].map(day),
    );
  });

  it('cover every day once', () => {
    const period = fc.record({
      unit: fc.constantFrom('months' as const, 'days' as const),
      count: fc.integer({ min: 1, max: 30 }),
      anchor: fc.integer({ min: day('1990-01-01'), max: day('2040-12-31') }),
    });
    const any = fc.integer({ min: FIRST_DAY + 1000, max: LAST_DAY - 1000 });
    fc.assert(
      fc.property(period, any, ({ unit, count, anchor }, on) => {
        const terms: PlanPeriod = {
          name: 'p',
          length: { unit, count },
          anchor: { kind: 'day', day: anchor },
        };
        const k = periodIndex(terms, on, anchors);
        return periodStart(terms, k, anchors) <= on && on <= periodEnd(terms, k, anchors);
      }),
    );
  });
});
