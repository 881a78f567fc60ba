import { describe, expect, it } from 'vitest';
import { only, sentences } from './review-of.ts';

const rates = (program: string) =>
  [...sentences(program, 'return-rate-high'), ...sentences(program, 'pays-more-than-spent')].map(
    (text) => /back (\S+) of/.exec(text)?.[1],
  );

describe('what an event gives back at best', () => {
  const points = 'points:\n  star: { expense: 2 JPY }\n';
  it('all rules together, tables and dated parameters at their best, bonuses on awards too', () => {
    // 1 star per 20 JPY at its best = 2 / 20 = 10%; the bonus adds 150% of it: 25%.
    const program = `${points}parameters:
  step: { 2026-01-01: 40 JPY, 2026-07-01: 20 JPY }
  rate: { by: channel, store: 50%, app: 150% }
rules:
  base: { on: purchase, give: 1 star per step of amount, builds: economic }
  more: { on: purchase, give: rate of award(base), builds: economic }
`;
    expect(rates(program)).toEqual(['25%']);
  });

  it('of a group that picks, the best rule only', () => {
    // Each 2 / 10 = 20%: together 40%, picked 20%, which is not above a fifth.
    const rules = `rules:
  a: { on: purchase, GROUP give: 1 star per 10 JPY of amount, builds: economic }
  b: { on: purchase, GROUP give: 1 star per 10 JPY of amount, builds: economic }
`;
    expect(rates(points + rules.replaceAll('GROUP ', ''))).toEqual(['40%']);
    const picked = `${points}groups:\n  day: { pick: highest }\n${rules.replaceAll('GROUP', 'group: day,')}`;
    expect(rates(picked)).toEqual([]);
  });

  it('of rules that never fire together, only those of one word', () => {
    // Each 2 / 20 = 10%: one of them and the one for everybody come to 20%, which is not above a fifth.
    const program = (where: string, step: number) => `${points}rules:
  one: { on: purchase, when: channel = app, give: 1 star per 20 JPY of amount, builds: economic }
  other: { on: purchase, when: ${where}, give: 1 star per ${step} JPY of amount, builds: economic }
  always: { on: purchase, give: 1 star per 20 JPY of amount, builds: economic }
`;
    expect(rates(program('channel = store', 20))).toEqual([]);
    // 2 / 10 = 20% in the store, and 10% everywhere.
    expect(rates(program('channel = store', 10))).toEqual(['30%']);
    // Who buys with the app gets all three.
    expect(rates(program('"channel in (store, app)"', 20))).toEqual(['30%']);
    expect(rates(program('channel != app or amount > 1 JPY', 20))).toEqual(['30%']);
  });

  it('points count as the best reward pays for them', () => {
    // 1 star per 100 JPY; 50 stars buy 3,000 JPY, 60 JPY each: 60%. As 40 per cent off 1,000 JPY for 10 stars: 100%.
    const program = (rewards: string) => `${points}rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }
rewards:
  pot: { price: 50 stars, worth: 3_000 JPY, builds: economic }
${rewards}`;
    expect(rates(program(''))).toEqual(['60%']);
    expect(rates(program('  off: { price: 10 stars, worth: 1_000 JPY, builds: economic }\n'))).toEqual([
      '100%',
    ]);
  });

  it('a fixed gift, or an amount that nobody can bound, is not reckoned with', () => {
    expect(
      rates(
        `${points}rules:\n  gift: { on: purchase, give: 500 stars, limit: 1 per day, builds: economic }\n`,
      ),
    ).toEqual([]);
    expect(
      rates(
        `${points}rules:\n  odd: { on: purchase, give: 1 star per 1 JPY of (sum(purchase.amount) - amount), builds: economic }\n`,
      ),
    ).toEqual([]);
  });
});

describe('limits that never bite', () => {
  const limit = (text: string, trigger = 'on: visit') =>
    only(
      `rules:\n  r: { ${trigger}, give: 1 star, limit: ${text}, builds: behavioral }\n`,
      'limit-never-bites',
    );
  it.each([
    // A month has at most 31 days, a year 366; a month touches at most 6 weeks.
    ['[1 per day, 31 per month]', ['limit-never-bites at 31 per month']],
    ['[1 per day, 30 per month]', []],
    ['[2 per week, 12 per month]', ['limit-never-bites at 12 per month']],
    ['[2 per week, 11 per month]', []],
    ['[1 per month, 3 per quarter, 11 per year]', ['limit-never-bites at 3 per quarter']],
    ['[5 per day, 1 per day]', ['limit-never-bites at 5 per day']],
    ['[1 per day, 1 per day]', ['limit-never-bites at 1 per day']],
    ['3 per month', []],
  ])('%s', (text, found) => {
    expect(limit(text)).toEqual(found);
  });

  it('a schedule fires as often as its periods begin', () => {
    expect(limit('12 per year', 'every: month')).toEqual(['limit-never-bites at 12 per year']);
    expect(limit('11 per year', 'every: month')).toEqual([]);
    expect(limit('1 per month', 'every: year')).toEqual(['limit-never-bites at 1 per month']);
    expect(limit('1 per member', 'on: enroll')).toEqual(['limit-never-bites at 1 per member']);
    expect(limit('1 per year', 'every: anniversary')).toEqual(['limit-never-bites at 1 per year']);
  });

  it('a birthday can be changed, so its limit is of use', () => {
    const program =
      'members: { birthday?: date }\nrules:\n  r: { every: birthday, give: 1 star, limit: 1 per year, builds: psychological }\n';
    expect(only(program, 'limit-never-bites')).toEqual([]);
  });
});

describe('rewards that nobody can reach', () => {
  const program = (price: number, rules: string, points = '{ expires: earned + 30 days }') =>
    `points:\n  star: ${points}\nrules:\n${rules}rewards:\n  cup: { price: ${price} stars, builds: economic }\n`;
  // 31 days with the day of earning: they touch at most 3 months of 28 days or more, so 3 × 2 × 5 stars.
  const limited = '  a: { on: visit, give: 5 stars, limit: 2 per month, builds: behavioral }\n';
  const reach = (text: string) => only(text, 'reward-unreachable');

  it('the limits of all rules bound what can be had', () => {
    expect(reach(program(31, limited))).toEqual(['reward-unreachable at cup']);
    expect(reach(program(30, limited))).toEqual([]);
    const welcome = '  b: { on: enroll, give: 10 stars, builds: psychological }\n';
    expect(reach(program(40, limited + welcome))).toEqual([]);
    expect(reach(program(41, limited + welcome))).toEqual(['reward-unreachable at cup']);
  });

  it.each([
    ['one rule without a limit', program(99, '  a: { on: visit, give: 5 stars, builds: behavioral }\n')],
    ['points that never end', program(99, limited, '{}')],
    [
      'an amount by money',
      program(
        99,
        '  a: { on: purchase, give: 1 star per 100 JPY of amount, limit: 2 per month, builds: economic }\n',
      ),
    ],
    [
      'a limit for each store',
      program(99, '  a: { on: purchase, give: 5 stars, limit: 1 per channel, builds: economic }\n'),
    ],
    ['rounding up', program(99, limited, '{ expires: earned + 30 days, rounding: up }')],
  ])('nothing is said with %s', (_what, text) => {
    expect(reach(text)).toEqual([]);
  });
});

describe('exchanges that make points', () => {
  const pump = (rewards: string) =>
    sentences(`points: { star: {}, mile: {}, cup: {} }\nrewards:\n${rewards}`, 'money-pump');
  it('three on end, whatever their order', () => {
    // 100 stars → 50 miles → 20 cups → 120 stars: 0.5 × 0.4 × 6 = 1.2.
    const way = `  c: { price: 1 cup, give: 6 stars, builds: economic }
  a: { price: 100 stars, give: 50 miles, builds: economic }
  b: { price: 50 miles, give: 20 cups, builds: economic }
`;
    expect(pump(way)).toEqual(['exchanging `star` along these ways turns 1 into 1.2, as often as one likes']);
    expect(pump(way.replace('6 stars', '5 stars'))).toEqual([]);
    expect(pump(way.replace('give: 6 stars,', 'give: 6 stars, limit: 1 per year,'))).toEqual([]);
  });

  it('is as often as one likes: not once a year, nor under a limit of its group', () => {
    const swap = (rule: string) =>
      sentences(
        `points: { star: {} }\ngroups:\n  few: { pick: all, limit: 1 per year }\n  free: { pick: all }\nrules:\n  swap: { ${rule}, take: 10 stars, give: 12 stars, builds: economic }\n`,
        'money-pump',
      ).length;
    expect([swap('on: visit'), swap('on: visit, group: free')]).toEqual([1, 1]);
    expect([swap('on: visit, group: few'), swap('every: year'), swap('on: enroll')]).toEqual([0, 0, 0]);
  });
});

describe('free actions', () => {
  const free = (rule: string) =>
    only(
      `events:\n  purchase: { amount: JPY, channel: [store, app] }\n  review: { stars: integer }\nrules:\n  r: { ${rule}, builds: behavioral }\n`,
      'free-repeatable',
    );
  it('a condition on the event alone is no limit', () => {
    expect(free('on: review, when: stars >= 4, give: 5 stars')).toEqual(['free-repeatable at 5 stars']);
    expect(free('on: review, when: stars >= 4, give: 5 stars, limit: 1 per day')).toEqual([]);
    expect(
      free('on: review, when: stars >= 4 and count(review during this month) <= 3, give: 5 stars'),
    ).toEqual([]);
    expect(free('on: purchase, when: channel = app, give: 5 stars')).toEqual([]);
  });
});

describe('returns', () => {
  it('points that are forgiven are safe while they wait', () => {
    const program = (points: string) =>
      `points:\n  star: ${points}\nrules:\n  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }\n`;
    expect(only(program('{ shortfall: forgive }'), 'refund-forgiven')).toEqual([
      'refund-forgiven at shortfall',
    ]);
    expect(only(program('{ shortfall: owe }'), 'refund-forgiven')).toEqual([]);
    expect(only(program('{ shortfall: forgive, redeemable: no }'), 'refund-forgiven')).toEqual([]);
    expect(only(program('{ shortfall: forgive, available: earned + 14 days }'), 'refund-forgiven')).toEqual(
      [],
    );
  });
});

describe('chains', () => {
  it('of awards and of segments that are read twice each do not double the work', () => {
    const steps = Array.from({ length: 60 }, (_, index) => index + 1);
    const program = `segments:
  s0: count(purchase) >= 1
${steps.map((n) => `  s${n}: s${n - 1} or s${n - 1}`).join('\n')}
rules:
  r0: { on: purchase, when: s60, give: 1 star per 100 JPY of amount, builds: economic }
${steps.map((n) => `  r${n}: { on: purchase, give: award(r${n - 1}) + award(r${n - 1}), builds: economic }`).join('\n')}
`;
    expect(only(program, 'all-monetary')).toEqual(['all-monetary at rules']);
  });
});
