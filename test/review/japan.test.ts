import { describe, expect, it } from 'vitest';
import { only, reviewOf, sentences } from './review-of.ts';

const japanese = (program: string) => reviewOf(program).filter((found) => found.startsWith('jp-'));
const BASE = '  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }\n';

describe('rules of Japanese law', () => {
  it('only where the program is Japanese', () => {
    const program = (currency: string, zone: string) => `currency: ${currency}
timezone: ${zone}
events:
  purchase: { amount: ${currency} }
rules:
  base: { on: purchase, give: 1 star per 100 ${currency} of amount, builds: economic }
`;
    expect(japanese(program('USD', 'America/New_York'))).toEqual([]);
    expect(japanese(program('JPY', 'America/New_York'))).toEqual(['jp-revenue-recognition at star']);
    expect(japanese(program('USD', 'Asia/Tokyo'))).toEqual(['jp-revenue-recognition at star']);
  });

  it('every one of them names a law or its source, and says what it is not', () => {
    const program = `members: { birthday?: date }
events:
  purchase: { amount: JPY, channel: [store, app] }
  charge: { amount: JPY }
  lottery_won: {}
  page_view: {}
  visit: {}
  partner_purchase: { amount: JPY }
rules:
${BASE}  bought: { on: charge, give: 1 star per 1 JPY of amount, builds: economic }
  shared: { on: partner_purchase, give: 1 star per 200 JPY of amount, builds: economic }
benefits:
  towel: { expense: 400 JPY, per: visit, builds: psychological }
  hamper: { when: count(purchase) >= 9, expense: 400 JPY, per: visit, builds: psychological }
`;
    const codes = japanese(program).map((found) => found.split(' ')[0]);
    expect(codes).toEqual([
      'jp-gift-cap',
      'jp-past-purchases',
      'jp-prepaid',
      'jp-revenue-recognition',
      'jp-lottery',
      'jp-common-points',
      'jp-personal-data',
      'jp-external-transmission',
    ]);
  });

  it('nothing is said of points that are given without a sale', () => {
    expect(
      japanese('rules:\n  hello: { on: visit, give: 1 star, limit: 1 per day, builds: behavioral }\n'),
    ).toEqual([]);
  });
});

describe('gifts', () => {
  const benefits = (text: string) => `benefits:\n${text}`;
  const gift = (name: string, text: string) => `  ${name}: { ${text}, builds: psychological }\n`;
  const caps = (text: string) => only(benefits(text), 'jp-gift-cap');

  it('up to 200 yen there is nothing to ask', () => {
    expect(caps(gift('towel', 'expense: 200 JPY, per: visit'))).toEqual([]);
    expect(caps(gift('towel', 'expense: 201 JPY, per: visit'))).toEqual(['jp-gift-cap at towel']);
  });

  it('what it is worth counts, where it is stated', () => {
    expect(caps(gift('towel', 'worth: 1_000 JPY, expense: 90 JPY, per: visit'))).toEqual([
      'jp-gift-cap at towel',
    ]);
    expect(caps(gift('towel', 'worth: 150 JPY, expense: 900 JPY, per: visit'))).toEqual([]);
  });

  it('discounts and services are no gifts', () => {
    expect(caps(gift('free_delivery', 'expense: 500 JPY, per: purchase'))).toEqual([]);
    expect(caps(gift('priority_support', 'expense: 500 JPY, per: visit'))).toEqual([]);
  });

  it('between businesses something else is said, once', () => {
    const text = `members: { company: text }\n${benefits(gift('towel', 'expense: 900 JPY, per: visit') + gift('bag', 'expense: 900 JPY, per: visit'))}`;
    expect(only(text, 'jp-gift-cap', 'jp-b2b')).toEqual(['jp-b2b at company']);
  });

  it('a reward against what its points cost to collect', () => {
    // 1 star per 100 JPY: 50 stars take 5,000 JPY, so 1,000 JPY are 20%, which is the cap.
    const program = (worth: string) =>
      `rules:\n${BASE}rewards:\n  teapot: { price: 50 stars, worth: ${worth} JPY, builds: economic }\n`;
    expect(only(program('1_000'), 'jp-reward-share')).toEqual([]);
    expect(sentences(program('1_500'), 'jp-reward-share').join()).toContain('worth 30% of');
  });
});

describe('paid points', () => {
  const paid = (expires: string) =>
    only(
      `events:\n  charge: { amount: JPY }\npoints:\n  star: ${expires}\nrules:\n  bought: { on: charge, give: 1 star per 1 JPY of amount, builds: economic }\n`,
      'jp-prepaid',
    );
  it('outside the act within six months, and only then', () => {
    expect(paid('{}')).toEqual(['jp-prepaid at bought']);
    expect(paid('{ expires: earned + 6 months }')).toEqual(['jp-prepaid at bought']);
    // The day of issue counts: 1 January to 30 June.
    expect(paid('{ expires: earned + 6 months - 1 day }')).toEqual([]);
    expect(paid('{ expires: earned + 5 months }')).toEqual([]);
    expect(paid('{ expires: earned + 180 days }')).toEqual([]);
    expect(paid('{ expires: "(last(charge) otherwise earned) + 3 months" }')).toEqual([
      'jp-prepaid at bought',
    ]);
  });
});
