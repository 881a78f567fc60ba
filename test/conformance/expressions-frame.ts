/**
 * The program and the member that the rows of `expressions.csv` are asked of. Stars are given for purchases (1 per
 * 100 JPY, 5 more in the app) and live six months; miles are given for visits and can be used a month later.
 */
export const PROGRAM = `
kizuna: 1
program: expressions
version: "1"
currency: JPY
timezone: Asia/Tokyo

parameters:
  threshold: 1_000 JPY
  yen_per_star: { 2024-04-01: 54 JPY, 2026-04-01: 60 JPY }
  rate_by_date: { 2025-01-01: 1%, 2026-05-01: 2.5%, 2026-06-01: 10% }
  tier_rate: { by: tier(status), regular: 0%, silver: 25%, gold: 50% }
  channel_rate: { by: channel, store: 1%, app: 2%, online: 1.5% }
  fare:
    by: [channel, member.plan]
    store: { free: 10, paid: 20 }
    app: { free: 30, otherwise: 40 }
    otherwise: 5
  band:
    by: amount
    0..999: 1 star
    1_000..9_999: 5 stars
    10_000..: 9 stars
    otherwise: 0 stars
  visit_band: { by: count(visit), ..0: 1, 1..3: 2, 4..: 3 }
  dated_table:
    2024-04-01: { by: channel, store: 1, app: 2, online: 3 }
    2026-05-01: { by: channel, store: 10, app: 20, online: 30 }
  launch: 2025-10-01
  moved: { 2024-01-01: 2025-01-01, 2025-01-01: 2024-06-01 }
  nothing: 0%
  minus_step: { 2024-04-01: 10 JPY, 2026-04-01: 0 JPY }
  倍率: 2
  ポイント: 3

periods:
  fiscal_year: { every: 1 year, from: 04-01 }
  membership_year: { every: 1 year, from: member.enrolled }
  month_end: { every: 1 month, from: 2026-01-31 }
  fortnight: { every: 2 weeks, from: 2026-01-05 }
  half: { every: 6 months, from: 02-01 }
  status_year: { every: 1 year, from: since(status) }

members:
  birthday?: date
  plan: [free, paid]
  age?: integer
  home?: text

events:
  purchase:
    amount: JPY
    channel: [store, app, online]
    memo?: text
    weight: number
    count: integer
    gift?: boolean
    items: { each: { category: [tea, food, gift_card], amount: JPY, quantity: integer, note?: text, best?: date } }
    due?: date
    at_shop?: datetime
    rank?: status
    fine: { type: number, decimals: 9 }
    extra?: JPY
    shop: text
    size: { type: integer, min: 1, max: 100 }
    net: { is: sum(items.amount where category != gift_card) }
  refund: { reverses: purchase by amount, amount?: JPY }
  visit: { shop: text, floor: integer, plan: [free, trial], wrong?: text }
  survey: { recommend: integer }
  数: { 点: integer }

points:
  star: { expires: earned + 6 months }
  mile: { decimals: 1, available: earned + 1 month }
  tally: {}
  coin: { decimals: 1, rounding: half_up }
  gem: { rounding: half_even }
  chip: { rounding: up }

measures:
  yearly_spend: sum(purchase.amount during this fiscal_year)
  spend_per_visit: sum(purchase.amount) / count(visit)
  last_visit: last(visit)

tiers:
  status:
    base: regular
    levels:
      silver: { reach: yearly_spend >= 30_000 JPY, until: "end_of(fiscal_year, reached)" }
      gold: { reach: yearly_spend >= 100_000 JPY, until: "end_of(fiscal_year, reached)" }
  club:
    base: guest
    levels:
      vip: { reach: count(visit) >= 3, until: forever }

rules:
  base_star: { on: purchase, give: 1 star per 100 JPY of amount }
  app_star: { on: purchase, when: channel = app, give: 5 stars }
  visit_mile: { on: visit, give: 2.5 miles }
  two_kinds: { on: survey, give: [0 stars, 0 miles] }
  no_points: { on: survey, hold: { status: silver, until: today - 1 day } }

rewards:
  cup: { price: 100 stars, worth: 700 JPY }
  bag: { price: 500 stars, worth: 3_000 JPY }

segments:
  loyal: yearly_spend >= 50_000 JPY
  dormant: (days since last(purchase) otherwise 9_999) > 180
`;

const PURCHASE = { fine: '0', shop: 'Ginza', size: 1 };

/** Everything that happened to the member before the moment of a row (2026-05-01, unless it says otherwise). */
export const ENROLMENT = {
  type: 'enroll',
  at: '2024-02-29',
  birthday: '1996-02-29',
  plan: 'free',
  age: 30,
  home: 'Kyoto',
};

const line = (category: string, amount: number, quantity: number) => ({ category, amount, quantity });

export const EVENTS = [
  {
    ...PURCHASE,
    type: 'purchase',
    id: 'e1',
    at: '2025-04-10T10:00',
    amount: 12000,
    channel: 'store',
    weight: '1.5',
    count: 1,
    memo: 'first',
    items: [line('tea', 2000, 2), line('gift_card', 10000, 1)],
  },
  { type: 'visit', id: 'v1', at: '2025-05-05T12:00', shop: 'Ginza', floor: 1, plan: 'free' },
  {
    ...PURCHASE,
    type: 'purchase',
    id: 'e2',
    at: '2025-06-15T11:00',
    amount: 20000,
    channel: 'app',
    weight: '3.25',
    count: 5,
    extra: 1001,
    items: [line('tea', 20000, 4)],
  },
  { type: 'refund', id: 'r1', of: 'e2', at: '2025-07-01T15:00', amount: 5000 },
  { type: 'redeem', id: 'x1', at: '2025-08-20T18:00', reward: 'cup', quantity: 1 },
  { type: 'visit', id: 'v2', at: '2025-11-03T09:30', shop: 'Ginza', floor: 3, plan: 'trial' },
  {
    ...PURCHASE,
    type: 'purchase',
    id: 'e3',
    at: '2025-12-01T20:00',
    amount: 8000,
    channel: 'online',
    weight: '0.25',
    count: 3,
    gift: true,
    due: '2025-12-24',
    items: [line('food', 8000, 4)],
  },
  { type: 'survey', id: 's1', at: '2026-01-10T08:00', recommend: 9 },
  { type: 'visit', id: 'v3', at: '2026-02-14T12:00', shop: 'Shibuya', floor: 1, plan: 'free' },
  { type: 'survey', id: 's2', at: '2026-03-05T21:00', recommend: 6 },
  {
    ...PURCHASE,
    type: 'purchase',
    id: 'e4',
    at: '2026-03-20T13:15',
    amount: 3000,
    channel: 'store',
    weight: '2',
    count: 1,
    memo: 'first',
    items: [line('tea', 3000, 1)],
  },
  {
    ...PURCHASE,
    type: 'purchase',
    id: 'e5',
    at: '2026-04-02T10:30',
    amount: 1500,
    channel: 'app',
    weight: '0.5',
    count: 2,
    gift: false,
    shop: 'Shibuya',
    items: [line('tea', 500, 1), line('food', 1000, 2)],
  },
  { type: 'profile', id: 'p1', at: '2026-04-05T07:00', plan: 'paid' },
  { type: 'visit', id: 'v4', at: '2026-04-20T19:45', shop: 'Ginza', floor: 2, plan: 'free' },
];

/**
 * The ledger of the member until 2026-04-30, by hand.
 *
 * - e1: 12_000 / 100 = 120 stars. v1: 2.5 miles, usable from 06-05.
 * - e2: 20_000 / 100 = 200 stars and 5 for the app; 12_000 + 20_000 ≥ 30_000: silver to the fiscal year's end.
 * - r1: 15_000 of 20_000 stay: floor(200 × 3/4) = 150 and floor(5 × 3/4) = 3, so 50 and 2 go back.
 * - x1: 100 stars from the lot that ends first (10-10), 20 of it left to expire on 10-11.
 * - 12-16: 150 and 3 stars of e2, usable until 12-15, expire.
 * - e3: 80. v3: the third visit, vip. e4: 30.
 * - 2026-04-01: the new fiscal year is empty, so silver lapses. e5: 15 and 5.
 *
 * Stars: 120 + 200 + 5 − 50 − 2 − 100 − 20 − 150 − 3 + 80 + 30 + 15 + 5 = 130; miles: 3 × 2.5 = 7.5, and 2.5 pending.
 */
export const LEDGER = `
2025-04-10 10:00 | earn | star | +120 | base_star | e1 | L1 | 2025-10-10 | 120/0
2025-05-05 12:00 | earn | mile | +2.5 | visit_mile | v1 | L2 | - | 0/2.5
2025-06-15 11:00 | earn | star | +200 | base_star | e2 | L3 | 2025-12-15 | 320/0
2025-06-15 11:00 | earn | star | +5 | app_star | e2 | L4 | 2025-12-15 | 325/0
2025-06-15 11:00 | reach | status.silver | - | - | e2 | - | 2026-03-31 | -
2025-07-01 15:00 | reverse | star | -50 | base_star | r1 | L3 | - | 275/0
2025-07-01 15:00 | reverse | star | -2 | app_star | r1 | L4 | - | 273/0
2025-08-20 18:00 | use | star | -100 | cup | x1 | L1 | - | 173/0
2025-10-11 00:00 | expire | star | -20 | base_star | - | L1 | - | 153/0
2025-11-03 09:30 | earn | mile | +2.5 | visit_mile | v2 | L5 | - | 2.5/2.5
2025-12-01 20:00 | earn | star | +80 | base_star | e3 | L6 | 2026-06-01 | 233/0
2025-12-16 00:00 | expire | star | -150 | base_star | - | L3 | - | 83/0
2025-12-16 00:00 | expire | star | -3 | app_star | - | L4 | - | 80/0
2026-02-14 12:00 | earn | mile | +2.5 | visit_mile | v3 | L7 | - | 5/2.5
2026-02-14 12:00 | reach | club.vip | - | - | v3 | - | forever | -
2026-03-20 13:15 | earn | star | +30 | base_star | e4 | L8 | 2026-09-20 | 110/0
2026-04-01 00:00 | lapse | status.silver | - | - | - | - | - | -
2026-04-02 10:30 | earn | star | +15 | base_star | e5 | L9 | 2026-10-02 | 125/0
2026-04-02 10:30 | earn | star | +5 | app_star | e5 | L10 | 2026-10-02 | 130/0
2026-04-20 19:45 | earn | mile | +2.5 | visit_mile | v4 | L11 | - | 7.5/2.5
`.trim();
