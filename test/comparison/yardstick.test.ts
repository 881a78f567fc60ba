import { describe, expect, it } from 'vitest';
import { yardstickOf } from '../../runtime/index.ts';
import { planOf, SHOP, shopWith } from './shops.ts';

const shop = planOf(SHOP);
const STARS = 'star: { expense: 2 JPY }';
const withStars = (star: string) => shopWith([STARS, `star: ${star}`]);

describe('the yardstick', () => {
  it('is money where points state what they cost; others do not count', () => {
    // A star is 2 JPY at no decimals; miles state nothing.
    const weights = [{ points: 0, factor: 2n }];
    expect(yardstickOf(shop, shop)).toEqual({
      kind: 'money',
      name: undefined,
      scale: 0,
      base: weights,
      candidate: weights,
    });
  });

  it('brings different decimals and expenses to one scale', () => {
    // 1 unit = 1 star = 2 JPY; 1 unit = 0.1 star of 1.5 JPY = 0.15 JPY: at 2 decimals 200 and 15.
    expect(yardstickOf(shop, withStars('{ decimals: 1, expense: 1.5 JPY }'))).toMatchObject({
      kind: 'money',
      scale: 2,
      base: [{ points: 0, factor: 200n }],
      candidate: [{ points: 0, factor: 15n }],
    });
  });

  it('takes the expense that one version states for both: a price written down gives nobody anything', () => {
    const none = withStars('{}');
    // 2 JPY a star on either side.
    const both = { kind: 'money', base: [{ points: 0, factor: 2n }], candidate: [{ points: 0, factor: 2n }] };
    expect(yardstickOf(none, shop)).toMatchObject(both);
    expect(yardstickOf(shop, none)).toMatchObject(both);
    // 0.1 star of 2 JPY = 0.2 JPY, beside 1 star = 2.0 JPY.
    expect(yardstickOf(withStars('{ decimals: 1 }'), shop)).toMatchObject({
      scale: 1,
      base: [{ points: 0, factor: 2n }],
      candidate: [{ points: 0, factor: 20n }],
    });
  });

  it('counts a type of one version only as nothing in the other', () => {
    const coins = shopWith([STARS, `${STARS}\n  coin: { expense: 5 JPY }`]);
    expect(yardstickOf(shop, coins)).toMatchObject({
      base: [{ points: 0, factor: 2n }],
      candidate: [
        { points: 0, factor: 2n },
        { points: 1, factor: 5n },
      ],
    });
  });

  it('is levels where neither version has points, and nothing without a common ladder', () => {
    const club = (ladder: string) =>
      planOf(
        `kizuna: 1\nprogram: bare\ncurrency: JPY\ntimezone: Asia/Tokyo\nevents: { visit: {} }\ntiers:\n  ${ladder}:\n    base: guest\n    levels:\n      fan: { reach: count(visit) >= 2 }\n`,
      );
    expect(yardstickOf(club('status'), club('status'))).toMatchObject({ kind: 'levels', scale: 0 });
    expect(yardstickOf(club('status'), club('circle'))).toEqual({ kind: 'none' });
  });

  it('leaves out counters, which nobody can use', () => {
    const counter = withStars('{ redeemable: no }');
    expect(yardstickOf(counter, counter)).toMatchObject({
      kind: 'points',
      name: 'mile',
      base: [{ points: 1, factor: 1n }],
    });
  });

  it('is points of the first common type where none states an expense, counters last', () => {
    const none = withStars('{}');
    expect(yardstickOf(none, none)).toMatchObject({ kind: 'points', name: 'star', scale: 0 });
    // Miles stand first in the candidate, stars are the base's first.
    const finer = shopWith([STARS, 'star: {}'], ['mile: { decimals: 1 }', 'mile: { decimals: 3 }']);
    expect(yardstickOf(none, finer)).toMatchObject({ kind: 'points', name: 'star' });
    const counters = shopWith(
      [STARS, 'star: { redeemable: no }'],
      ['mile: { decimals: 1 }', 'mile: { decimals: 1, redeemable: no }'],
    );
    expect(yardstickOf(counters, counters)).toMatchObject({ kind: 'points', name: 'star' });
    // star only in the base: miles, 0.1 beside 0.001 at 3 decimals.
    const miles = shopWith(
      [`  ${STARS}\n`, ''],
      ['mile: { decimals: 1 }', 'mile: { decimals: 3 }'],
      ['1 star per', '1 mile per'],
    );
    expect(yardstickOf(none, miles)).toEqual({
      kind: 'points',
      name: 'mile',
      scale: 3,
      base: [{ points: 1, factor: 100n }],
      candidate: [{ points: 0, factor: 1n }],
    });
  });

  it('is points where the currencies differ, and nothing where no points are common', () => {
    const dollars = planOf(SHOP.replaceAll('JPY', 'USD'));
    expect(yardstickOf(shop, dollars)).toMatchObject({ kind: 'points', name: 'star', scale: 0 });
    const coins = planOf(
      SHOP.replace(`  ${STARS}\n  mile: { decimals: 1 }`, '  coin: {}')
        .replace('1 star per', '1 coin per')
        .replace('1.5 miles', '2 coins'),
    );
    expect(yardstickOf(withStars('{}'), coins)).toEqual({ kind: 'none' });
  });
});
