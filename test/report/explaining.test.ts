import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { type Considered, type Life, lifeOf, type Why, whyOf } from '../../report/index.ts';
import { readHistory } from '../../runtime/index.ts';
import { formatDay, type MemberHistory, type Plan, parseDay } from '../../schema/index.ts';

const text = readFileSync('programs/tea-house/program.yaml', 'utf8');
const source = { name: 'program.yaml', text };
const tea = (amount: number) => ({
  amount,
  channel: 'store',
  items: [{ category: 'tea', amount, quantity: 1 }],
});

/** A guest of the tea house from January to July 2026, one thing after another. */
const ROWS = [
  { type: 'enroll', at: '2026-01-10', fields: { plan: 'free', birthday: '1990-06-15' } },
  { type: 'purchase', id: 'e1', at: '2026-04-10T10:00', fields: tea(30_000) },
  { type: 'redeem', id: 'x1', at: '2026-04-10T12:00', fields: { reward: 'free_cup' } },
  { type: 'redeem', id: 'x2', at: '2026-04-11T12:00', fields: { reward: 'free_cup' } },
  { type: 'review', id: 'v1', at: '2026-04-12T12:00', fields: { product: 'sencha', stars: 5 } },
  { type: 'review', id: 'v2', at: '2026-04-12T13:00', fields: { product: 'hojicha', stars: 5 } },
  { type: 'refund', id: 'r1', at: '2026-04-13T10:00', of: 'e1', fields: { amount: 15_000 } },
];

async function memberOf(plan: Plan, rows: readonly object[]): Promise<MemberHistory> {
  const lines = rows.map((row) => `${JSON.stringify({ member: 'm1', ...row })}\n`).join('');
  const read = await readHistory(plan, [{ name: 'rows', chunks: [new TextEncoder().encode(lines)] }]);
  const [member] = read.members;
  if (member === undefined || read.rejected.length > 0) throw new Error('the rows fit');
  return member;
}

function planOf(program: string): Plan {
  const { value } = compile(program);
  if (value === undefined) throw new Error('the program compiles');
  return value;
}

const day = (written: string) => parseDay(written) ?? 0;

let plan: Plan;
let history: MemberHistory;
let life: Life;

beforeAll(async () => {
  plan = planOf(text);
  history = await memberOf(plan, ROWS);
  const lived = lifeOf(plan, history, { until: day('2026-07-31') });
  if (lived === undefined) throw new Error('the member is enrolled');
  // What goes from a worker to the page.
  life = structuredClone(lived);
});

function why(id: string): Why {
  const found = whyOf(plan, source, history, id);
  if (found === undefined) throw new Error(`there is ${id}`);
  return structuredClone(found);
}

function considered(id: string, name: string): Considered {
  const found = why(id).considered.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} was considered at ${id}`);
  return found;
}

const at = (span: { readonly start: number; readonly end: number } | undefined) =>
  span === undefined ? undefined : text.slice(span.start, span.end);

describe('the life of a member as data', () => {
  it('holds events and quiet days on which something happened, in the order of time', () => {
    // The birthday gift is given on 06-15 and ends on 07-15: it expires on the morning of 07-16.
    expect(life.occasions.map(({ id }) => id)).toEqual([
      'enrolment',
      'event e1',
      'event x1',
      'event x2',
      'event v1',
      'event v2',
      'event r1',
      'day 2026-06-15',
      'day 2026-07-16',
    ]);
    const night = life.occasions.at(-1);
    expect(night?.told).toEqual([
      { en: '100 stars expired: the last day has passed', ja: '有効期限を過ぎたため、100 star が失効' },
    ]);
    expect(night?.rows.map(({ kind, quantity }) => [kind, quantity])).toEqual([['expire', -100n]]);
  });

  it('writes the fields of an event with their units, lines included, and what a reversal takes back', () => {
    const [, bought] = life.occasions;
    expect(bought?.fields.map(({ name, value }) => [name, value.en])).toEqual([
      ['amount', '30,000 JPY'],
      ['channel', 'store'],
      ['items', '1 line'],
    ]);
    expect(bought?.fields[2]?.lines[0]?.map(({ name, value }) => [name, value.ja])).toEqual([
      ['category', 'tea'],
      ['amount', '30,000 JPY'],
      ['quantity', '1'],
    ]);
    const refund = life.occasions.find(({ id }) => id === 'event r1');
    expect(refund?.of).toBe('e1');
    expect(refund?.told).toEqual([
      { en: 'takes back 15,000 JPY of purchase e1', ja: 'purchase e1 のうち 15,000 JPY を取消' },
    ]);
  });

  it('says what the member had after each occasion', () => {
    // 30 000 / 60 = 500, pending for a day; a cup takes 150; half of 500 goes back: 500 − 250 are kept of the lot.
    const had = (id: string) => life.occasions.find((each) => each.id === id)?.after;
    expect(had('event e1')).toEqual({
      points: [{ points: 'star', available: 0n, pending: 500n, debt: 0n }],
      tiers: [{ ladder: 'status', level: 'silver' }],
    });
    expect(had('event x2')?.points[0]?.available).toBe(350n);
    // 350 and the 10 of the review, less 250.
    expect(had('event r1')?.points[0]).toMatchObject({ available: 110n, pending: 0n });
  });

  it('draws balances at the end of days, tiers without gaps, and what is left', () => {
    const [stars] = life.balances;
    expect(stars?.samples.map((each) => [formatDay(each.day), each.available, each.pending])).toEqual([
      ['2026-01-10', 0n, 0n],
      ['2026-04-10', 0n, 500n],
      ['2026-04-11', 350n, 0n],
      ['2026-04-12', 350n, 10n],
      ['2026-04-13', 110n, 0n],
      ['2026-06-15', 110n, 100n],
      ['2026-06-16', 210n, 0n],
      ['2026-07-16', 110n, 0n],
    ]);
    const bands = life.tiers[0]?.bands.map(({ level, from, to }) => [level, formatDay(from), formatDay(to)]);
    expect(bands).toEqual([
      ['regular', '2026-01-10', '2026-04-09'],
      ['silver', '2026-04-10', '2026-07-31'],
    ]);
    // Both end with the twelfth month: the purchase of 04-10 and the review of 04-12.
    expect(life.lots.map(({ lot, rest, by, expires }) => [lot, rest, by, formatDay(expires ?? 0)])).toEqual([
      [1, 100n, 'purchase_star', '2027-04-30'],
      [2, 10n, 'review_star', '2027-04-30'],
    ]);
    expect(life.totals[0]).toMatchObject({ issued: 610n, used: 150n, expired: 100n, reversed: 250n });
  });

  it('follows the three loyalties month by month', () => {
    // Spend of the year / 1 000: 0 until March, 15 from April on (30 000 less 15 000).
    const economic = life.loyalty.find(({ loyalty }) => loyalty === 'economic')?.scores;
    expect(economic?.map(({ day: on, score }) => [formatDay(on), score])).toEqual([
      ['2026-01-31', 0],
      ['2026-02-28', 0],
      ['2026-03-31', 0],
      ['2026-04-30', 15],
      ['2026-05-31', 15],
      ['2026-06-30', 15],
      ['2026-07-31', 15],
    ]);
    // 10 for each review of the year: the second one is a review too, though it gave nothing.
    const behavioral = life.loyalty.find(({ loyalty }) => loyalty === 'behavioral')?.scores;
    expect(behavioral?.at(-1)?.score).toBe(20);
  });

  it('owes what was used before it was taken back', async () => {
    const rows = [...ROWS.slice(0, 4), { type: 'refund', id: 'r1', at: '2026-04-13T10:00', of: 'e1' }];
    const owing = lifeOf(plan, await memberOf(plan, rows), { until: day('2026-04-30') });
    // 500 are to come back, 350 are there: 150 are owed.
    expect(owing?.balances[0]?.samples.at(-1)).toMatchObject({ available: 0n, pending: 0n, debt: 150n });
  });

  it('is nothing for whoever enrols later', () => {
    expect(lifeOf(plan, history, { until: day('2026-01-09') })).toBeUndefined();
  });
});

describe('why', () => {
  it('reads like a sentence with values in it', () => {
    const gave = considered('event e1', 'purchase_star');
    expect(gave.sentence).toEqual({
      en: 'gave 500 stars: 1 star per 60 JPY of 30,000 JPY',
      ja: '500 star を付与: 1 star per 60 JPY of 30,000 JPY',
    });
    expect(at(gave.span)).toBe('purchase_star');
    expect(at(gave.amounts[0]?.span)).toBe('1 star per yen_per_star of eligible');
    const names = gave.amounts[0]?.tree?.children.map(({ words, value }) => [words, value.en]);
    expect(names).toEqual([
      ['yen_per_star', '60 JPY'],
      ['eligible', '30,000 JPY'],
    ]);
  });

  it('says what was missing where a rule did not fire', () => {
    const win = considered('event e1', 'win_back');
    expect(win.verdict).toBe('when-false');
    expect(win.sentence).toEqual({
      en: 'gave none: days since last(purchase before this) otherwise 0 was 0, asks for more than 180',
      ja: '付与なし: days since last(purchase before this) otherwise 0 は 0（条件は 180 を超えること）',
    });
    const gold = considered('event e1', 'status.gold');
    expect(gold.sentence.en).toBe(
      'not reached: yearly_spend was 30,000 JPY, asks for at least 100,000 JPY, and months since member.enrolled was 3, asks for at least 120',
    );
    expect(gold.reasons.map(({ span }) => at(span))).toEqual([
      'yearly_spend >= 100_000 JPY',
      'months since member.enrolled >= 120',
    ]);
  });

  it('tells a redemption that lacks stars from one that lacks the tier', async () => {
    expect(considered('event x1', 'free_cup').sentence).toEqual({
      en: 'declined: 150 stars asked, 0 stars available',
      ja: '不成立: 必要 150 star、利用可能 0 star',
    });
    // 9 000 / 60 = 150 stars are enough, but 9 000 JPY are not for silver.
    const rows = [
      ROWS[0] ?? {},
      { type: 'purchase', id: 'f1', at: '2026-04-10T10:00', fields: tea(9_000) },
      { type: 'redeem', id: 'y1', at: '2026-04-11T10:00', fields: { reward: 'free_cup' } },
    ];
    const told = whyOf(plan, source, await memberOf(plan, rows), 'event y1')?.considered[0];
    expect(told?.sentence).toEqual({
      en: 'declined: tier was regular, asks for silver or higher',
      ja: '不成立: ランク は regular（条件は silver 以上）',
    });
  });

  it('names the limit that left no room, and the one that cut', async () => {
    const second = considered('event v2', 'review_star');
    expect(second.limits.map(({ verdict, span }) => [verdict, at(span)])).toEqual([['full', '1 per day']]);
    // 10 stars a review, at most 25 a month: the third gets 5.
    const capped = planOf(text.replace('30 stars per month', '25 stars per month'));
    const rows = [
      ROWS[0] ?? {},
      ...[1, 2, 3].map((n) => ({
        type: 'review',
        id: `v${n}`,
        at: `2026-04-0${n}T12:00`,
        fields: { product: `p${n}`, stars: 5 },
      })),
    ];
    const third = whyOf(capped, source, await memberOf(capped, rows), 'event v3')?.considered[0];
    expect(third?.sentence).toEqual({
      en: 'gave 5 stars; limit `25 stars per month` cut 10 stars to 5 stars (room 5 stars)',
      ja: '5 star を付与。上限 `25 stars per month` により 10 star を 5 star に減らしました（残り枠 5 star）',
    });
    expect(third?.limits.map(({ verdict }) => verdict)).toEqual(['passed', 'passed', 'cut']);
  });

  it('says of every other rule what it waits for, and shows the dates of one outside them', async () => {
    expect(why('day 2026-06-15').notAsked.map(({ name, sentence }) => [name, sentence.en])).toEqual([
      ['purchase_star', 'not asked: it waits for purchase'],
      ['tier_bonus', 'not asked: it waits for purchase'],
      ['review_star', 'not asked: it waits for review'],
      ['win_back', 'not asked: it waits for purchase'],
    ]);
    const rows = [ROWS[0] ?? {}, { type: 'purchase', id: 'e0', at: '2026-03-31T10:00', fields: tea(600) }];
    const early = whyOf(plan, source, await memberOf(plan, rows), 'event e0');
    const win = early?.considered.find(({ name }) => name === 'win_back');
    expect(win?.sentence).toEqual({
      en: 'gave none: it begins on 2026-04-01, and this was 2026-03-31',
      ja: '付与なし: 開始は 2026-04-01（この日は 2026-03-31）',
    });
    expect(win?.during && text.slice(win.during.start).startsWith('from: 2026-04-01')).toBe(true);
  });

  it('keeps a level that was held, and knows no occasion that never was', () => {
    expect(considered('event r1', 'status.silver').sentence.en).toBe(
      'not reached again, held until 2027-12-31 all the same: yearly_spend was 15,000 JPY, asks for at least 30,000 JPY',
    );
    expect(whyOf(plan, source, history, 'event nothing')).toBeUndefined();
    expect(whyOf(plan, source, history, 'day 2026-05-05')).toBeUndefined();
  });
});
