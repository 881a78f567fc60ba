/** The frame that a conformance case is laid over: a top-level key of the case takes the place of the one here. */
export const frame = `kizuna: 1
program: case
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY }
  refund: { reverses: purchase by amount, amount?: JPY }
  visit: {}
points:
  star: {}
`;

/** The programs of the conformance cases, one for each that shows a construct of the language. */
export const fragments: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'case 1',
    text: `parameters:
  yen_per_star: { 2024-04-01: 54 JPY, 2026-04-01: 60 JPY }
  star_rate: { by: tier(status), regular: 0%, silver: 25% }
measures:
  yearly_spend: sum(purchase.amount during this year)
tiers:
  status:
    base: regular
    levels:
      silver:
        reach: yearly_spend >= 30_000 JPY
        until: end_of(year, reached + 1 year)
rules:
  base:  { on: purchase, give: 1 star per yen_per_star of amount }
  bonus: { on: purchase, give: star_rate of award(base) }
`,
  },
  {
    name: 'case 2',
    text: `rules:
  base:  { on: purchase, give: 1 star per 54 JPY of amount }
  bonus: { on: purchase, give: 25% of award(base) }
`,
  },
  {
    name: 'case 3',
    text: `rules:
  base:  { on: purchase, give: 1 star per 100 JPY of amount, limit: 30 stars per month }
`,
  },
  {
    name: 'case 3, program 2',
    text: `rules:
  bonus: { on: purchase, when: amount >= 1_000 JPY, give: 50 stars, limit: 1 per day }
`,
  },
  {
    name: 'case 5',
    text: `points:
  star: { available: earned + 1 day }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount }
rewards:
  cup: { price: 100 stars, worth: 500 JPY }
`,
  },
  {
    name: 'case 7',
    text: `points:
  star: { expires: earned + 1 month }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount }
rewards:
  cup: { price: 30 stars, worth: 200 JPY }
`,
  },
  {
    name: 'case 9',
    text: `events:
  purchase: { amount: JPY }
  convert: {}
points: { star: {}, voucher: {} }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount }
  a: { on: convert, when: balance(star) >= 150 stars, take: 150 stars, give: 1 voucher }
  b: { on: convert, when: balance(star) >= 150 stars, take: 150 stars, give: 2 vouchers }
  c: { on: convert, give: 1 star per 1 voucher of award(b) }
`,
  },
  {
    name: 'case 10',
    text: `points:
  star: {}
  mile: { decimals: 1, rounding: half_even }
rules:
  duo:
    on: purchase
    give: [1 star per 100 JPY of amount, 5 stars, amount * 0.25 miles / 100 JPY]
    limit: 28 stars per month
  over: { on: purchase, give: 1 star per 100 JPY of (amount - 1_050 JPY) }
`,
  },
  {
    name: 'case 11',
    text: `measures: { yearly_spend: sum(purchase.amount during this year) }
tiers:
  status:
    base: regular
    levels:
      silver:
        reach: yearly_spend >= 30_000 JPY
        until: end_of(year, reached + 1 year)
      gold:
        reach: yearly_spend >= 100_000 JPY
        until: end_of(year, reached + 1 year)
rules:
  base:      { on: purchase, give: 1 star per 100 JPY of amount }
  hi_silver: { on: reach status.silver, give: 50 stars }
  hi_gold:   { on: reach status.gold, give: 500 stars }
`,
  },
  {
    name: 'case 13',
    text: `tiers:
  status:
    review: every year
    base: regular
    levels:
      gold:
        reach: sum(purchase.amount during previous year) >= 100_000 JPY
        until: end_of(year, reached)
rules:
  gift: { on: reach status.gold, give: 500 stars }
  bye:  { on: lapse status.gold, give: 1 star }
  new_year: { every: year, when: tier(status) >= gold, give: 100 stars }
`,
  },
  {
    name: 'case 14',
    text: `tiers:
  status:
    base: regular
    levels:
      silver: { reach: sum(purchase.amount during last 6 months) >= 30_000 JPY, until: reached + 3 months }
  tenure:
    base: fresh
    levels:
      old: { reach: months since member.enrolled >= 12, until: forever }
rules: {}
`,
  },
  {
    name: 'case 15',
    text: `measures: { yearly_spend: sum(purchase.amount during this year) }
tiers:
  status:
    drop: one level
    base: regular
    levels:
      bronze:
        reach: yearly_spend >= 10_000 JPY
        until: end_of(year, reached)
      silver:
        reach: yearly_spend >= 30_000 JPY
        until: end_of(year, reached)
      gold:
        reach: yearly_spend >= 100_000 JPY
        until: end_of(year, reached + 1 year)
rules:
  tick: { every: year, when: tier(status) >= silver, give: 10 stars }
`,
  },
  {
    name: 'case 17',
    text: `members: { birthday?: date }
periods:
  membership_year:  { every: 1 year, from: member.enrolled }
  membership_month: { every: 1 month, from: member.enrolled }
rules:
  bday:  { every: birthday, give: 100 stars }
  anniv: { every: anniversary, give: 10 stars }
  mm:    { on: visit, give: 1 star, limit: 1 per membership_month }
  my:    { every: membership_year, give: 7 stars }
`,
  },
  {
    name: 'case 18',
    text: `events:
  purchase: { amount: { type: JPY, max: 10_000_000_000 } }
  visit: {}
rules:
  one: { on: purchase, give: 1 star }
  big: { on: purchase, give: 1 star per 1 JPY of (1.000000000 * amount) }
`,
  },
  {
    name: 'case 18, program 2',
    text: `events: { purchase: { amount: JPY }, visit: {} }
rules:
  third: { on: purchase, when: amount / 3 > 333.333333333 JPY, give: 1 star }
  ratio: { on: purchase, when: (sum(purchase.amount) / count(visit) otherwise 0 JPY) >= 500 JPY, give: 2 stars }
  half:  { on: purchase, give: 1 star per 1 JPY of (2.5% of 50% of amount) }
`,
  },
  {
    name: 'case 20',
    text: `segments:
  dormant: (days since last(purchase before this) otherwise 0) > 180
rules:
  first:    { on: purchase, when: count(purchase before this) = 0, give: 10 stars }
  win_back: { on: purchase, when: dormant, give: 50 stars, limit: 1 per year }
  seen:     { on: visit, when: dormant, give: 1 star }
`,
  },
  {
    name: 'case 22',
    text: `events:
  purchase: { amount: JPY, channel: [store, app, online] }
  refund: { reverses: purchase by amount, amount?: JPY }
  visit: {}
points: { cnt: {}, tot: {}, top: {}, low: {}, fst: {}, lst: {}, chn: {} }
rules:
  probe:
    on: visit
    give:
      - count(purchase) * 1 cnt
      - 1 tot per 1 JPY of sum(purchase.amount)
      - 1 top per 1 JPY of (highest(purchase.amount) otherwise 0 JPY)
      - 1 low per 1 JPY of (lowest(purchase.amount) otherwise 0 JPY)
      - 1 fst per 1 JPY of (first(purchase.amount) otherwise 0 JPY)
      - 1 lst per 1 JPY of (last(purchase.amount) otherwise 0 JPY)
      - distinct(purchase.channel) * 1 chn
`,
  },
  {
    name: 'case 25',
    text: `currency: USD
timezone: America/New_York
rules:
  daily: { on: visit, give: 1 star, limit: 1 per day }
  promo: { on: visit, give: 10 stars, during: { from: 2025-11-02, until: 2025-11-02 } }
  base:  { on: purchase, give: 1 star per 3 USD of amount }
`,
  },
  {
    name: 'case 26',
    text: `rules:
  club:
    on: purchase
    settle: 1 star per 1_000 JPY of sum(purchase.amount during this month) per month
`,
  },
  {
    name: 'case 26, program 2',
    text: `rules:
  steps:
    on: purchase
    settle: (if sum(purchase.amount during this month) >= 10_000 JPY then 300 stars else if sum(purchase.amount during this month) >= 5_000 JPY then 100 stars else 0 stars) per month
`,
  },
  {
    name: 'case 27',
    text: `events:
  purchase: { amount: JPY, shop: text }
  refund: { reverses: purchase by amount, amount?: JPY }
rules:
  stamp:      { on: purchase, give: 10 stars, limit: [1 per shop per month, 2 per day] }
  first_time: { on: purchase, give: 100 stars, limit: 1 per shop }
`,
  },
  {
    name: 'case 28',
    text: `events:
  purchase:
    items: { each: { category: [tea, food, gift_card], amount: JPY } }
    amount: { is: sum(items.amount) }
    eligible: { is: sum(items.amount where category != gift_card) }
    newcomer: { is: count(purchase) = 0 }
  refund:
    reverses: purchase by eligible
    items: { each: { category: [tea, food, gift_card], amount: JPY } }
    eligible: { is: sum(items.amount where category != gift_card) }
  visit: {}
points: { star: {}, tot: {}, elig: {}, cnt: {} }
rules:
  base:  { on: purchase, give: 1 star per 60 JPY of eligible }
  hello: { on: purchase, when: newcomer, give: 10 stars }
  probe: { on: visit, give: [1 tot per 1 JPY of sum(purchase.amount), 1 elig per 1 JPY of sum(purchase.eligible), count(purchase) * 1 cnt] }
`,
  },
  {
    name: 'case 31',
    text: `members:
  plan: [free, paid]
parameters:
  rate: { by: member.plan, free: 1%, paid: 3% }
events:
  purchase: { amount: JPY, plan_then: { is: member.plan } }
  refund: { reverses: purchase by amount, amount?: JPY }
  visit: {}
rules:
  base:    { on: purchase, give: 1 star per 1 JPY of (rate of amount) }
  welcome: { on: profile, when: member.plan = paid, give: 20 stars, limit: 1 per member }
  monthly: { every: month, when: member.plan = paid, give: 5 stars }
  probe:   { on: visit, give: 1 star per 100 JPY of sum(purchase.amount where plan_then = paid) }
`,
  },
  {
    name: 'case 32',
    text: `rules:
  opening:  { on: 2026-02-01, give: 1 star per 100 JPY of sum(purchase.amount during last 30 days) }
  cashback: { every: month, after: 2 days, give: 1 star per 100 JPY of sum(purchase.amount during previous month) }
  recent:   { every: month, after: 2 days, give: 1 star per 1_000 JPY of sum(purchase.amount during last 7 days) }
`,
  },
  {
    name: 'case 33',
    text: `events:
  purchase: { amount: JPY }
  challenge: {}
tiers:
  status:
    base: regular
    levels:
      silver:
        reach: sum(purchase.amount during this year) >= 30_000 JPY
        until: end_of(year, reached)
      gold: { reach: no }
rules:
  try_gold:  { on: challenge, hold: { status: gold, until: today + 3 months }, limit: 1 per year }
  hi_silver: { on: reach status.silver, give: 10 stars }
  hi_gold:   { on: reach status.gold, give: 100 stars }
  bye:       { on: lapse status.gold, give: 1 star }
`,
  },
  {
    name: 'case 34',
    text: `members: { birthday?: date }
rules:
  bday:        { every: birthday, give: 100 stars, expires: earned + 1 month, limit: 1 per year }
  bday_month:  { on: purchase, when: has member.birthday and month(member.birthday) = month(today), give: 5 stars }
`,
  },
  {
    name: 'case 36',
    text: `events:
  purchase: { amount: JPY }
  refund: { reverses: purchase by amount, amount?: JPY }
  leave: {}
  misuse: {}
points:
  star: { available: earned + 1 day }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount }
  gone: { on: leave, forfeit: balance(star) }
  fine: { on: misuse, forfeit: 20 stars }
`,
  },
  {
    name: 'case 38',
    text: `title: { en: Stamp card, ja: スタンプカード }
events:
  購入: { 金額: JPY, 店舗: text, 支払: [現金, カード] }
  返品: { reverses: 購入 by 金額, 金額?: JPY }
points:
  スター: { expires: earned + 1 year }
parameters:
  上乗せ率: { by: tier(会員ランク), 一般: 0%, ゴールド: 50% }
measures:
  年間購入額: sum(購入.金額 during this year)
tiers:
  会員ランク:
    base: 一般
    levels:
      ゴールド:
        reach: 年間購入額 >= 10_000 JPY
        until: end_of(year, reached + 1 year)
rules:
  購入付与: { on: 購入, give: 1 スター per 100 JPY of 金額 }
  ランク上乗せ: { on: 購入, give: 上乗せ率 of award(購入付与) }
  現金感謝: { on: 購入, when: 支払 = 現金, give: 3 スター, limit: 1 per 店舗 per month }
`,
  },
  {
    name: 'case 39',
    text: `tiers:
  club:
    base: guest
    levels:
      bronze: { reach: balance(star) >= 100 stars }
  status:
    review: every year
    base: regular
    levels:
      gold:
        reach: sum(purchase.amount during previous year) >= 50_000 JPY
        until: end_of(year, reached)
rules:
  base:    { on: purchase, give: 1 star per 1_000 JPY of amount }
  gift:    { on: reach status.gold, give: 10 stars }
  monthly: { every: month, when: tier(status) = gold, give: 25 stars }
  second:  { every: month, when: balance(star) >= 100 stars, give: 1 star }
  hi:      { on: reach club.bronze, give: 5 stars }
`,
  },
  {
    name: 'case 41',
    text: `events:
  purchase: { amount: JPY }
  cancel: { reverses: redeem }
points:
  star:
    expires: end_of(month, earned + 2 months)
  ticket: {}
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount }
rewards:
  cup_ticket: { price: 100 stars, give: 1 ticket }
`,
  },
];

/** A case's own entries over the frame's. */
export function laidOver(text: string): string {
  const own = new Set([...text.matchAll(/^([^\s:#]+):/gm)].map((match) => match[1]));
  const kept = frame.split(/^(?=\S)/m).filter((part) => !own.has(part.slice(0, part.indexOf(':'))));
  return kept.join('') + text;
}
