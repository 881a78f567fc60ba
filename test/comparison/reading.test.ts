import { describe, expect, it } from 'vitest';
import { readAlike } from '../../runtime/index.ts';
import { planOf, SHOP, shopWith } from './shops.ts';

const shop = planOf(SHOP);

/** A shop whose refunds go by a derived field, worked out by the reader with the parameters of the day. */
const derived = (share: string, bonus = '2') =>
  planOf(
    SHOP.replace('{ amount: JPY, shop: text }', '{ amount: JPY, shop: text, net: { is: 50% of amount } }')
      .replace(
        '{ reverses: purchase by amount, amount?: JPY }',
        '{ reverses: purchase by net, amount: JPY, net: { is: kept of amount } }',
      )
      .replace('points:', `parameters: { kept: ${share}, bonus: ${bonus} }\npoints:`)
      .replace('give: 1.5 miles', 'give: bonus * 0.1 miles'),
  );

describe('two versions read a history alike', () => {
  it.each([
    ['the same', []],
    ['another title', [['{ en: Shop, ja: 店 }', '{ en: Store, ja: 店舗 }']]],
    ['another number in a rule', [['1 star per 100 JPY', '1 star per 120 JPY']]],
    ['another threshold of a tier', [['>= 1_000 JPY', '>= 900 JPY']]],
    ['another KPI', [['count(purchase) >= 2', 'count(purchase) >= 3']]],
    ['another line above', [['kizuna: 1', '# A comment that moves every place.\nkizuna: 1']]],
    ['another expense', [['expense: 2 JPY', 'expense: 3 JPY']]],
  ] as const)('%s', (_, changes) => {
    expect(readAlike(shop, shopWith(...changes))).toBe(true);
  });

  it.each([
    ['another event', [['  refund:', '  visit: {}\n  refund:']]],
    ['another field', [['shop: text }', 'shop: text, tax: JPY }']]],
    [
      'an optional field',
      [
        ['shop: text }', 'shop?: text }'],
        ['when: shop =', 'when: has shop and shop ='],
      ],
    ],
    ['another word of a field', [['[free, paid]', '[free, paid, gold_plan]']]],
    ['another word in a text literal', [['"Ginza"', '"Kyoto"']]],
    ['another time zone', [['Asia/Tokyo', 'Europe/Paris']]],
    ['a bound of a field', [['amount: JPY, shop', 'amount: { type: JPY, max: 500 }, shop']]],
    [
      'another way to reverse',
      [['{ reverses: purchase by amount, amount?: JPY }', '{ reverses: purchase }']],
    ],
    [
      'another reward',
      [
        [
          'segments:',
          'rewards: { cup: { price: 5 stars, worth: 9 JPY, expense: 3 JPY, builds: economic } }\nsegments:',
        ],
      ],
    ],
    ['another level', [['      gold:', '      platinum:']]],
  ] as const)('not with %s', (_, changes) => {
    expect(readAlike(shop, shopWith(...changes))).toBe(false);
  });

  it('not where a share goes by a derived field and the parameters differ (ruling R8)', () => {
    expect(readAlike(derived('50%'), derived('50%'))).toBe(true);
    expect(readAlike(derived('50%'), derived('40%'))).toBe(false);
  });

  it('not in another currency', () => {
    expect(readAlike(shop, planOf(SHOP.replaceAll('JPY', 'USD')))).toBe(false);
  });
});
