import { expect, it } from 'vitest';
import { replay } from './replay.ts';

const VISIT = '{"id":"v","type":"visit","at":"2026-02-01"}';
const PURCHASE = '{"id":"p","type":"purchase","at":"2026-02-02","amount":900,"channel":"app"}';

function redeem(id: string, at: string, reward: string, quantity = 1): string {
  return `{"id":"${id}","type":"redeem","at":"${at}","reward":"${reward}","quantity":${quantity}}`;
}

/** `kind what quantity by` of the rows, which is what the fine print speaks of. */
async function rowsOf(program: string, events: readonly string[], until = '2026-12-31') {
  const { rows } = await replay(program, events, until);
  return rows.map((row) => {
    const [, kind, what, quantity, by] = row.split(' | ');
    return [kind, what, quantity, by].filter((cell) => cell !== '-').join(' ');
  });
}

// The fine print of docs/language.md: what no other section decides. If one fails, the page is wrong or a ledger has changed.

it('a take of several kinds posts one decline row for each kind that is short, with all that was asked of it', async () => {
  const program = `
points: { star: {}, mile: {} }
rules:
  gift: { on: visit, give: [120 stars, 5 miles] }
  swap: { on: purchase, take: [100 stars, 3 miles, 50 stars] }
`;
  // 100 + 50 = 150 > 120; 3 ≤ 5.
  expect(await rowsOf(program, [VISIT, PURCHASE])).toEqual([
    'earn star +120 gift',
    'earn mile +5 gift',
    'decline star 150 swap',
  ]);
});

it('a redemption outside its days or its condition has a row for each amount; one refused by a limit has none', async () => {
  const program = `
points: { star: {}, mile: {} }
events:
  visit: {}
  cancel: { reverses: redeem }
rules:
  gift: { on: visit, give: [120 stars, 5 miles] }
rewards:
  never: { price: [10 stars, 1 mile], when: count(visit) >= 9 }
  later: { price: [20 stars, 2 miles], during: { from: 2027-01-01 } }
  monthly: { price: 10 stars, limit: 2 per month }
`;
  const events = [
    VISIT,
    redeem('r1', '2026-02-02', 'never'),
    redeem('r2', '2026-02-02', 'later'),
    redeem('r3', '2026-02-02', 'monthly', 3),
    redeem('r4', '2026-02-02', 'monthly', 2),
    redeem('r5', '2026-02-02', 'monthly'),
    '{"id":"k","type":"cancel","at":"2026-02-03","of":"r1"}',
  ];
  const { rows, bad } = await replay(program, events, '2026-12-31');
  expect(bad).toEqual([]);
  expect(rows.slice(2)).toEqual([
    '2026-02-02 00:00 | decline | star | 10 | never | r1 | - | - | 120/0',
    '2026-02-02 00:00 | decline | mile | 1 | never | r1 | - | - | 5/0',
    '2026-02-02 00:00 | decline | star | 20 | later | r2 | - | - | 120/0',
    '2026-02-02 00:00 | decline | mile | 2 | later | r2 | - | - | 5/0',
    // r3 asks for three of two times; r4 uses both, so r5 finds none. The cancellation of r1 takes nothing.
    '2026-02-02 00:00 | use | star | -20 | monthly | r4 | L1 | - | 100/0',
  ]);
});

it('what gives nothing does not compete in `first`', async () => {
  const program = `
groups: { one: { pick: first } }
rules:
  a: { on: purchase, group: one, give: 1 star per 1_000 JPY of amount }
  b: { on: purchase, group: one, give: 5 stars }
`;
  expect(await rowsOf(program, [PURCHASE])).toEqual(['earn star +5 b']); // ⌊900/1000⌋ = 0
});

it('a winner that is declined is not replaced', async () => {
  const program = `
points: { star: {}, mile: {} }
groups: { one: { pick: first } }
rules:
  a: { on: purchase, group: one, take: 5 stars, give: 1 mile }
  b: { on: purchase, group: one, give: 5 stars }
`;
  expect(await rowsOf(program, [PURCHASE])).toEqual(['decline star 5 a']);
});

it('reach rules come in document order on one snapshot, and do not see awards of the event', async () => {
  const program = `
tiers:
  status:
    base: regular
    levels:
      silver: { reach: count(purchase) >= 1, until: forever }
      gold: { reach: sum(purchase.amount) >= 900 JPY, until: forever }
rules:
  base: { on: purchase, give: 7 stars }
  for_gold: { on: reach status.gold, give: 2 stars }
  for_silver: { on: reach status.silver, give: 1 star }
  of_base: { on: reach status.silver, give: 100% of award(base) }
  of_gold: { on: reach status.silver, give: 100% of award(for_gold) }
`;
  expect(await rowsOf(program, [PURCHASE])).toEqual([
    'earn star +7 base',
    'reach status.silver',
    'reach status.gold',
    'earn star +2 for_gold',
    'earn star +1 for_silver',
    'earn star +2 of_gold',
  ]);
});

it('`where` of expiries asks the event that had given the points', async () => {
  const program = `
points: { star: { expires: earned + 1 month } }
rules:
  base: { on: purchase, give: 7 stars }
  all: { on: visit, give: 1 * expired(star) }
  app: { on: visit, give: 2 * expired(star where channel = app) }
  store: { on: visit, give: 1 * expired(star where channel = store) }
`;
  const visit = '{"id":"w","type":"visit","at":"2026-04-02"}';
  // The 7 that expired were given by a purchase in the app.
  expect(await rowsOf(program, [PURCHASE, visit], '2026-04-30')).toEqual([
    'earn star +7 base',
    'expire star -7 base',
    'earn star +7 all',
    'earn star +14 app',
  ]);
});

it('`where` of point history counts only awards whose event has the fields', async () => {
  const program = `
rules:
  base: { on: purchase, give: 7 stars }
  hello: { on: visit, give: 3 stars }
  monthly: { every: month, give: 1 star }
  all: { on: refund, give: 1 * earned(star) }
  app: { on: refund, give: 1 * earned(star where channel = app) }
`;
  const refund = '{"id":"f","type":"refund","at":"2026-02-03","of":"p","amount":0}';
  // On 02-01 monthly 1, then v 3; p 7: 11 in all, 7 of them with a channel.
  expect((await rowsOf(program, [VISIT, PURCHASE, refund], '2026-02-28')).slice(3)).toEqual([
    'earn star +11 all',
    'earn star +7 app',
  ]);
});

it('what comes back of a take leaves its kept share under the rounding of its points', async () => {
  const program = `
points: { star: { rounding: up } }
rules:
  gift: { on: visit, give: 100 stars }
  fee: { on: purchase, take: 10 stars }
`;
  const purchase = PURCHASE.replace('900', '1000');
  const refund = '{"id":"f","type":"refund","at":"2026-02-03","of":"p","amount":333}';
  // 10·667/1000 = 6.67, up: 7 stay.
  expect((await rowsOf(program, [VISIT, purchase, refund])).slice(1)).toEqual([
    'use star -10 fee',
    'reverse star +3 fee',
  ]);
});

it('points whose day has passed do not come back, and stay used', async () => {
  const program = `
points: { star: { expires: earned + 1 month } }
rules:
  gift: { on: visit, give: 10 stars }
  fee: { on: purchase, take: 10 stars }
`;
  const refund = '{"id":"f","type":"refund","at":"2026-04-03","of":"p"}';
  const { run } = await replay(program, [VISIT, PURCHASE, refund], '2026-04-30');
  expect(run.outcome.points.map(({ available, used }) => [available, used])).toEqual([[0n, 10n]]);
});

it('a lot posted after its last day, fixed or sliding, cannot be used and expires the next morning', async () => {
  const program = `
points:
  star: { expires: earned - 1 day }
  mile:
    expires: (last(visit) otherwise earned) + 1 month
rules:
  both: { on: purchase, give: [10 stars, 10 miles] }
rewards: { cup: { price: 1 star }, pot: { price: 1 mile } }
`;
  const purchase = PURCHASE.replace('02-02', '06-02');
  const events = [VISIT, purchase, redeem('r1', '2026-06-02', 'cup'), redeem('r2', '2026-06-02', 'pot')];
  expect(await rowsOf(program, events, '2026-06-30')).toEqual([
    'earn star +10 both',
    'earn mile +10 both',
    'decline star 1 cup',
    'decline mile 1 pot',
    // The mile's day is 03-01, the star's 06-01: earliest first.
    'expire mile -10 both',
    'expire star -10 both',
  ]);
});

it('a rule whose award is cut to nothing still holds', async () => {
  const program = `
tiers: { status: { base: regular, levels: { gold: { reach: no, until: forever } } } }
rules:
  challenge: { on: visit, give: 5 stars, limit: 0 stars per month, hold: { status: gold, until: today + 1 month } }
`;
  expect(await rowsOf(program, [VISIT], '2026-02-28')).toEqual(['reach status.gold']);
});

it('a literal finer than the currency is exact', async () => {
  const program = `
rules:
  fine: { on: purchase, when: amount > 899.5 JPY, give: 1 star per 0.5 JPY of amount }
`;
  expect(await rowsOf(program, [PURCHASE])).toEqual(['earn star +1800 fine']); // 900/0.5
});

it('scores may be quotients and are clamped', async () => {
  const program = `
loyalty: { economic: sum(purchase.amount) / 7 JPY, behavioral: 0 - 5, psychological: sum(purchase.amount) / 100 JPY }
`;
  const { run } = await replay(program, [PURCHASE], '2026-02-28');
  // 900/7 > 100; −5 < 0; 900/100 = 9.
  const { economic, behavioral, psychological } = run.outcome.loyalty;
  expect([economic, behavioral]).toEqual([{ n: 100n, d: 1n }, 0n]);
  if (psychological === undefined || typeof psychological !== 'object') expect.fail('no quotient');
  expect(psychological.n).toBe(9n * psychological.d);
});

it('an event before enrolment is a bad row', async () => {
  const early = '{"id":"e","type":"visit","at":"2025-12-31"}';
  const { bad } = await replay(
    'rules: { hello: { on: visit, give: 1 star } }\n',
    [early, VISIT],
    '2026-02-28',
  );
  expect(bad).toEqual(['e: before-enrolment']);
});

it('a lot posted after its sliding last day can be used from the next day on when the date moves the same day', async () => {
  const program = `
points: { star: { expires: (last(visit) otherwise earned) + 1 month } }
rules:
  base: { on: purchase, give: 10 stars }
rewards: { cup: { price: 1 star } }
`;
  const events = [
    VISIT,
    PURCHASE.replace('02-02', '06-02'),
    '{"id":"w","type":"visit","at":"2026-06-02"}',
    redeem('r1', '2026-06-02', 'cup'),
    redeem('r2', '2026-06-03', 'cup'),
  ];
  expect(await rowsOf(program, events, '2026-06-30')).toEqual([
    'earn star +10 base',
    'decline star 1 cup',
    'use star -1 cup',
  ]);
});

it('`otherwise` in a table answers what no other row does, wherever it is written', async () => {
  const program = `
parameters:
  rate:
    by: [channel, weekday(today)]
    otherwise: 1
    app: { otherwise: 40, 1: 30 }
rules:
  base: { on: purchase, give: rate * 1 star }
`;
  // 2026-02-02 is a Monday.
  expect(await rowsOf(program, [PURCHASE])).toEqual(['earn star +30 base']);
});

it('a level or a hold that would end before today does nothing', async () => {
  const program = `
tiers: { status: { base: regular, levels: { silver: { reach: count(visit) >= 1, until: reached - 1 day } } } }
rules:
  challenge: { on: visit, hold: { status: silver, until: today - 1 day } }
`;
  expect(await rowsOf(program, [VISIT])).toEqual([]);
});

it('points that came back expire by the rule or reward that had used them', async () => {
  const program = `
points: { star: { expires: earned + 1 month } }
events: { visit: {}, cancel: { reverses: redeem } }
rules: { gift: { on: visit, give: 10 stars } }
rewards: { cup: { price: 10 stars } }
`;
  const cancel = '{"id":"k","type":"cancel","at":"2026-02-03","of":"r"}';
  expect(await rowsOf(program, [VISIT, redeem('r', '2026-02-02', 'cup'), cancel], '2026-03-31')).toEqual([
    'earn star +10 gift',
    'use star -10 cup',
    'reverse star +10 cup',
    'expire star -10 cup',
  ]);
});
