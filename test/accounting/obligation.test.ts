import { describe, expect, it } from 'vitest';
import { allocate, catchUp, recognized } from '../../runtime/index.ts';
import type { Fraction } from '../../schema/index.ts';

const whole = (n: number): Fraction => ({ n: BigInt(n), d: 1n });
const share = (n: number, d: number): Fraction => ({ n: BigInt(n), d: BigInt(d) });
/** To the nearest whole, as the published figures are. */
const rounded = ({ n, d }: Fraction): number => Number((2n * n + d) / (2n * d));
const same = (a: Fraction, b: Fraction): boolean => a.n * b.d === b.n * a.d;

// If one fails, a consultant would show an auditor books that do not follow the standard's own example.
describe('points as a separate performance obligation', () => {
  it('allocates the published sale: 100,000 with 10,000 points, 9,500 of them expected to be used', () => {
    const points = [{ quantity: whole(10_000), price: whole(1), expectedUse: share(95, 100) }];
    const { goods, points: parts } = allocate(whole(100_000), whole(100_000), points);
    const [liability = whole(0)] = parts;
    // 100,000 × 100,000 ÷ 109,500 = 91,324.2…; 100,000 × 9,500 ÷ 109,500 = 8,675.8…
    expect([rounded(goods), rounded(liability)]).toEqual([91_324, 8_676]);
    expect(same(goods, share(100_000 * 100_000, 109_500))).toBe(true);
    expect(same(liability, share(100_000 * 9_500, 109_500))).toBe(true);
  });

  it('recognizes the published 4,175, then 3,552 or 4,140 with the revised estimate', () => {
    const liability = whole(9_000);
    const first = { used: whole(4_500), expected: whole(9_700) };
    // 9,000 × 4,500 ÷ 9,700 = 4,175.26
    expect(rounded(catchUp(liability, undefined, first))).toBe(4_175);
    // 9,000 × 8,500 ÷ 9,900 = 7,727.27, less 4,175.26 = 3,552.02
    expect(rounded(catchUp(liability, first, { used: whole(8_500), expected: whole(9_900) }))).toBe(3_552);
    // 9,000 × 8,500 ÷ 9,200 = 8,315.22, less 4,175.26 = 4,139.96
    expect(rounded(catchUp(liability, first, { used: whole(8_500), expected: whole(9_200) }))).toBe(4_140);
  });

  it('loses nothing: goods and points are what was paid, for several kinds of points too', () => {
    const promised = [
      { quantity: share(1_234, 10), price: share(7, 3), expectedUse: share(91, 100) },
      { quantity: whole(17), price: whole(2), expectedUse: share(1, 3) },
    ];
    const { goods, points } = allocate(whole(777), whole(777), promised);
    const sum = [goods, ...points].reduce((a, b) => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d }), whole(0));
    expect(same(sum, whole(777))).toBe(true);
  });

  it('defers nothing where nobody is expected to use a point, and recognizes all when nothing is left to be used', () => {
    const none = [{ quantity: whole(10), price: whole(1), expectedUse: whole(0) }];
    expect(same(allocate(whole(100), whole(100), none).goods, whole(100))).toBe(true);
    expect(same(recognized(whole(50), whole(0), whole(0)), whole(50))).toBe(true);
    expect(same(recognized(whole(50), whole(7), whole(7)), whole(50))).toBe(true);
    // A gift: nothing was paid and nothing has a price.
    const gift = allocate(whole(0), whole(0), none);
    expect([same(gift.goods, whole(0)), same(gift.points[0] ?? whole(1), whole(0))]).toEqual([true, true]);
  });
});
