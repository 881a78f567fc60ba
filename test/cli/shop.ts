/** A star (2 JPY) per 100 JPY and five on a big day, to be used by the end of the next month; silver and gold for ever. */
export const SHOP = `kizuna: 1
program: shop
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY }
  refund: { reverses: purchase by amount, amount?: JPY }
points:
  star: { expires: "end_of(month, earned + 1 month)", expense: 2 JPY }
parameters:
  yen_per_star: 100 JPY
tiers:
  status:
    base: regular
    levels:
      silver: { reach: sum(purchase.amount during this month) >= 3_000 JPY, until: forever }
      gold: { reach: sum(purchase.amount) >= 8_000 JPY, until: forever }
rules:
  base: { on: purchase, give: 1 star per yen_per_star of amount, builds: economic }
  big_day: { on: purchase, when: amount >= 2_000 JPY, give: 5 stars, builds: economic }
rewards:
  cup: { price: 10 stars, worth: 100 JPY, expense: 50 JPY, builds: economic }
segments:
  buyers: count(purchase) >= 2
kpis:
  revenue: { measure: total(sum(purchase.amount)) }
  silver_share: { measure: share(tier(status) >= silver), target: at least 40% }
  cost: { measure: program_cost() }
  owed: { measure: liability() }
  fans: { measure: share(tier(status) = gold among count(purchase) >= 9) }
guardrails:
  fair: losers at most 50%
  silver_stays: change(silver_share) >= 0%
`;

/** Stars cost more, a big day gives more, silver is further away. */
export const DEAR = SHOP.replace('yen_per_star: 100', 'yen_per_star: 120')
  .replace('give: 5 stars', 'give: 12 stars')
  .replace('>= 3_000 JPY', '>= 3_500 JPY');

/** Reads another event, and gives for it. */
export const WITH_VISITS = DEAR.replace('  refund:', '  visit: {}\n  refund:').replace(
  'rules:\n',
  'rules:\n  hello: { on: visit, give: 3 stars, builds: behavioral }\n',
);

export const rows = (list: readonly Readonly<Record<string, unknown>>[]): string =>
  list.map((row) => `${JSON.stringify(row)}\n`).join('');

/*
 * Under the base:
 *   m1  4000 → 40 + 5, silver; 1500 → 15; a cup takes 10; the other 50 expire. Worth 10 × 2 = 20 JPY.
 *   m2  900 → 9; 2500 → 25 + 5, silver by 3400 in February; 1000 of 2500 come back, 60% are kept: ⌊25 × 0.6⌋ = 15 and
 *       ⌊5 × 0.6⌋ = 3. 9 + 15 + 3 = 27 until 31 March, which is the last day: 54 JPY.
 *   m3  3000 → 30 + 5, silver; all expire: 0.   m4  90 → nothing.
 *   m5  2000 → 20 + 5: 50 JPY.   m6  1900 → 19: 38 JPY.
 *   Issued 60 + 39 + 35 + 25 + 19 = 178, used 10, expired 50 + 35, reversed 10 + 2, outstanding 27 + 25 + 19 = 71.
 * Under the candidate:
 *   m1  ⌊4000 / 120⌋ = 33 + 12, silver; 12; used 10, 47 expire: 20 JPY, as before.
 *   m2  7; 20 + 12, 3400 are no silver; kept ⌊20 × 0.6⌋ = 12 and ⌊12 × 0.6⌋ = 7: 26, 52 JPY: loses 2 of 54 = 3.7%.
 *   m3  25 + 12 expire, no silver: 0.   m4  0.
 *   m5  16 + 12: 56 JPY: wins 6 of 50 = 12%.   m6  15: 30 JPY: loses 8 of 38 = 21%.
 *   Issued 57 + 39 + 37 + 28 + 15 = 176, used 10, expired 47 + 37, reversed 8 + 5, outstanding 26 + 28 + 15 = 69.
 */
export const HISTORY = rows([
  { member: 'm1', at: '2026-01-10T10:00', type: 'purchase', id: 'a1', amount: 4000 },
  { member: 'm1', at: '2026-01-20T10:00', type: 'purchase', id: 'a2', amount: 1500 },
  { member: 'm1', at: '2026-02-05T10:00', type: 'redeem', id: 'a3', reward: 'cup' },
  { member: 'm2', at: '2026-02-10T10:00', type: 'purchase', id: 'b1', amount: 900 },
  { member: 'm2', at: '2026-02-12T10:00', type: 'purchase', id: 'b2', amount: 2500 },
  { member: 'm2', at: '2026-02-15T10:00', type: 'refund', id: 'b3', of: 'b2', amount: 1000 },
  { member: 'm3', at: '2026-01-05T10:00', type: 'purchase', id: 'c1', amount: 3000 },
  { member: 'm4', at: '2026-03-10T10:00', type: 'purchase', id: 'd1', amount: 90 },
  { member: 'm5', at: '2026-03-20T10:00', type: 'purchase', id: 'e1', amount: 2000 },
  { member: 'm6', at: '2026-03-25T10:00', type: 'purchase', id: 'f1', amount: 1900 },
]);
export const VISITS = rows([
  { member: 'm6', at: '2026-03-26T10:00', type: 'visit', id: 'f2' },
  { member: 'v1', at: '2026-03-27T10:00', type: 'visit', id: 'g1' },
]);

export const SCENARIO = `kizuna: 1
scenario: dear
program: shop.yaml
title: { en: Dearer stars, ja: スターの値上げ }
changes:
  parameters: { yen_per_star: 120 JPY }
  rules: { big_day: { give: 12 stars } }
  tiers: { status: { levels: { silver: { reach: sum(purchase.amount during this month) >= 3_500 JPY } } } }
`;
