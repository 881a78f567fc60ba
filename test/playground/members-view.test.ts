import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCondition } from '../../compiler/index.ts';
import type { MemberColumn, MembersQuery } from '../../playground/contract/index.ts';
import type { EngineClient } from '../../playground/engine/index.ts';
import { EVERYBODY } from '../../playground/state/index.ts';
import { barWords, cellWords, usualColumns } from '../../playground/views/members/cells.ts';
import { exportMembers } from '../../playground/views/members/export-members.ts';
import {
  both,
  filterExamples,
  fittingQuery,
  nextSort,
  queryOfBar,
} from '../../playground/views/members/member-query.ts';
import {
  indexOfMember,
  MemberRows,
  type MembersShown,
  memberOf,
  rowOf,
  WINDOW,
} from '../../playground/views/members/member-rows.ts';
import { offsetFor, ROW, restOf, stepOf, topOf } from '../../playground/views/members/tall.ts';
import { numbersOf } from '../../report/index.ts';
import { dayOf } from '../../schema/index.ts';
import { engineInPlace } from './in-place.ts';
import { planOf } from './reference.ts';

const PROGRAM = readFileSync('programs/tea-house/program.yaml', 'utf8');
const PLAN = planOf(PROGRAM);
const WRITING = { language: 'en', numbers: numbersOf('en', PLAN.currency), plan: PLAN } as const;

/** 250 members who each bought once; member i has spent 54 × i JPY, which is i stars at 54 JPY each. */
const MEMBERS = 250;
const idOf = (i: number) => (i === 7 ? '=1+1' : `m${String(i).padStart(3, '0')}`);
const PURCHASES = Array.from({ length: MEMBERS }, (_, i) => {
  const member = idOf(i);
  const amount = 54 * i;
  const items = [{ category: 'tea', amount, quantity: 1 }];
  const enroll = { member, at: '2025-01-10', type: 'enroll', plan: 'free' };
  const purchase = {
    member,
    id: `${i}-1`,
    at: '2025-02-01T10:00:00',
    type: 'purchase',
    amount,
    channel: 'store',
    items,
  };
  return `${JSON.stringify(enroll)}\n${JSON.stringify(purchase)}\n`;
}).join('');
/** Stars can be used from the day after: somebody looks in, so that there is such a day. */
const LATER = { member: 'm000', id: 'later', at: '2025-02-03T10:00:00', type: 'visit' };

let client: EngineClient;
beforeAll(async () => {
  client = engineInPlace();
  const files = [new File([PURCHASES, `${JSON.stringify(LATER)}\n`], 'history.jsonl')];
  await client.ask('open', { source: { kind: 'files', files, mapping: undefined }, program: PROGRAM })
    .outcome;
  const candidate = { label: 'candidate', text: PROGRAM };
  await client.ask('replay', { candidate, base: undefined, added: [] }).outcome;
});
afterAll(() => client.end());

const ALONE = { base: undefined };
const STARS = 'points:star:available';

const column = (part: Partial<MemberColumn>): MemberColumn => ({
  key: STARS,
  title: { en: 'star', ja: 'スター' },
  kind: 'quantity',
  scale: 0,
  unit: 'star',
  levels: [],
  ...part,
});

/** What is shown once it is as wanted. */
function until(rows: MemberRows, holds: (shown: MembersShown) => boolean): Promise<MembersShown> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds(rows.shown())) return;
      leave();
      resolve(rows.shown());
    };
    const leave = rows.subscribe(look);
    look();
  });
}

const starsAt = (shown: MembersShown, index: number) =>
  rowOf(shown, index)?.[shown.columns.findIndex(({ key }) => key === STARS)];

// If it fails, somebody scrolls through a list in which members are missing, twice there, or of another question.
describe('the list of members', () => {
  it('asks for what is looked at, in windows, sorted as asked', async () => {
    const rows = new MemberRows(client);
    rows.renew({ ...EVERYBODY, sort: { column: STARS, descending: true } }, ALONE);
    const first = await until(rows, ({ isOld }) => !isOld);
    expect(first.total).toBe(MEMBERS);
    expect([...first.windows.keys()]).toEqual([0]);
    // The one who spent most stands first: 249 stars.
    expect(starsAt(first, 0)).toBe(249n);
    rows.want(210, 230);
    const later = await until(rows, ({ windows }) => windows.has(2));
    expect(starsAt(later, 230)).toBe(19n);
    // What nobody looked at was not asked for.
    expect(later.windows.has(1)).toBe(false);
    expect(memberOf(later, rowOf(later, 0))).toBe('m249');
    expect(indexOfMember(later, 'm019')).toBe(230);
    expect(indexOfMember(later, 'm100')).toBeUndefined();
  });

  it('stays as it was while the condition is not understood, and says what is wrong where', async () => {
    const rows = new MemberRows(client);
    rows.renew({ ...EVERYBODY, filter: 'balance(star) >= 200 star' }, ALONE);
    const found = await until(rows, ({ isOld }) => !isOld);
    // 200 to 249.
    expect(found.total).toBe(50);
    rows.renew({ ...EVERYBODY, filter: 'balance(stra) >= 200 star' }, ALONE);
    const broken = await until(rows, (shown) => shown.broken.length > 0);
    expect(broken.total).toBe(50);
    expect(broken.windows).toBe(found.windows);
    const span = broken.broken[0]?.span;
    expect('balance(stra) >= 200 star'.slice(span?.start, span?.end)).toBe('stra');
    rows.renew({ ...EVERYBODY, filter: 'balance(star) < 10 star' }, ALONE);
    const mended = await until(rows, ({ isOld, broken: wrong }) => !isOld && wrong.length === 0);
    expect(mended.total).toBe(10);
  });

  it('drops the answers to a question that was replaced', async () => {
    const rows = new MemberRows(client);
    const totals = new Set<number | undefined>();
    rows.subscribe(() => totals.add(rows.shown().total));
    for (const least of [10, 50, 100, 240])
      rows.renew({ ...EVERYBODY, filter: `balance(star) >= ${least} star` }, ALONE);
    const last = await until(rows, ({ isOld }) => !isOld);
    expect(last.total).toBe(10);
    expect(totals).toEqual(new Set([undefined, 10]));
  });

  it('leaves out of a question what a version has no column for', () => {
    const columns = [column({ key: 'member' }), column({ key: 'tier:status' })];
    const query: MembersQuery = {
      ...EVERYBODY,
      side: 'base',
      changeClass: 3,
      sort: { column: 'tier:gone', descending: true },
      within: { column: 'tier:status', low: 1, high: 1, closed: true },
    };
    expect(fittingQuery(query, columns, false)).toEqual({
      ...EVERYBODY,
      within: query.within,
    });
  });
});

// If it fails, the file that somebody hands on lacks members, has other figures than the page, or runs a formula.
describe('the list as a file', () => {
  it('holds everybody once, with plain figures, and no member is a formula', async () => {
    const query = { ...EVERYBODY, sort: { column: 'member', descending: false } };
    const exported = await exportMembers(
      client,
      query,
      ['member', 'enrolled', 'tier:status', STARS],
      WRITING,
      (key) => key,
      () => 1,
      () => undefined,
    );
    if (exported.kind !== 'done') throw new Error(exported.kind);
    const lines = exported.parts.join('').trimEnd().split('\r\n');
    expect(lines[0]).toBe(`member,enrolled,tier:status,${STARS}`);
    expect(lines).toHaveLength(MEMBERS + 1);
    expect(new Set(lines).size).toBe(MEMBERS + 1);
    expect(lines).toContain('m249,2025-01-10,regular,249');
    expect(lines.some((line) => line.startsWith("'=1+1,"))).toBe(true);
  });

  it('is begun again where another result came while it was made', async () => {
    let result = 0;
    let looks = 0;
    // Another result comes with the first rows.
    const state = () => {
      looks += 1;
      if (looks === 2) result += 1;
      return result;
    };
    const exported = await exportMembers(
      client,
      EVERYBODY,
      ['member'],
      WRITING,
      (key) => key,
      state,
      () => undefined,
    );
    if (exported.kind !== 'done') throw new Error(exported.kind);
    expect(exported.parts.join('').trimEnd().split('\r\n')).toHaveLength(MEMBERS + 1);
    expect(looks).toBe(4);
  });

  it('is none where the condition is broken: a file of headings would look like a list of nobody', async () => {
    const exported = await exportMembers(
      client,
      { ...EVERYBODY, filter: 'spent_ever >' },
      ['member'],
      WRITING,
      (key) => key,
      () => 1,
      () => undefined,
    );
    expect(exported).toMatchObject({ kind: 'broken', diagnostics: [{ severity: 'error' }] });
  });
});

// If it fails, somebody who tries an example, sorts or clicks a bar gets an error or other members than promised.
describe('questions', () => {
  it.each(readdirSync('programs'))('the examples for %s are conditions of that program', (name) => {
    const text = readFileSync(`programs/${name}/program.yaml`, 'utf8');
    const examples = filterExamples(planOf(text));
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples)
      expect([example, compileCondition(text, example).diagnostics]).toEqual([example, []]);
  });

  it('a head asks for the largest or the first, then the other way, then for none', () => {
    const stars = column({});
    const member = column({ key: 'member', kind: 'text' });
    const first = nextSort(stars, undefined);
    expect(first).toEqual({ column: STARS, descending: true });
    const second = nextSort(stars, first);
    expect(second).toEqual({ column: STARS, descending: false });
    expect(nextSort(stars, second)).toBeUndefined();
    expect(nextSort(member, second)).toEqual({ column: 'member', descending: false });
  });

  it('the bar of a level is said in the condition, another as a stretch of values', () => {
    const status = column({ key: 'tier:status', kind: 'level', levels: ['regular', 'gold'] });
    const stars = column({});
    const level = { label: 'gold', low: 1, high: 1, closed: true, count: 3 };
    expect(queryOfBar({ ...EVERYBODY, filter: 'new or loyal' }, status, level).filter).toBe(
      '(new or loyal) and tier(status) = gold',
    );
    const stretch = { label: undefined, low: 0, high: 500, closed: false, count: 3 };
    expect(queryOfBar(EVERYBODY, stars, stretch).within).toEqual({
      column: STARS,
      low: 0,
      high: 500,
      closed: false,
    });
    expect(both('tier(status) = gold', 'tier(status) = gold')).toBe('tier(status) = gold');
  });
});

// If it fails, a cell says something else than the engine's value.
describe('cells', () => {
  it('are words for levels and flags, figures at their scale, and changes with their sign', () => {
    expect(cellWords(column({}), 12345n, WRITING)).toBe('12,345');
    expect(cellWords(column({ scale: 1 }), 505n, WRITING)).toBe('50.5');
    expect(cellWords(column({ key: 'change' }), -1200n, WRITING)).toBe('▼ −1,200');
    expect(cellWords(column({ key: 'change' }), 30n, WRITING)).toBe('▲ +30');
    expect(cellWords(column({ key: 'change' }), 0n, WRITING)).toBe('=');
    const status = column({ key: 'tier:status', kind: 'level', levels: ['regular', 'silver', 'gold'] });
    expect(cellWords(status, 2, { ...WRITING, language: 'ja' })).toBe('ゴールド');
    expect(cellWords(column({ kind: 'flag' }), 1, { ...WRITING, language: 'ja' })).toBe('はい');
    expect(cellWords(column({ kind: 'day' }), dayOf(2025, 3, 9), WRITING)).toBe('2025-03-09');
    expect(cellWords(column({}), undefined, WRITING)).toBe('–');
  });

  it('bars say the values that are in them, their last one too', () => {
    // 0 up to, but not with, 500: the last whole star in it is 499.
    expect(barWords(column({}), { low: 0, high: 500, closed: false }, WRITING)).toBe('0 to 499 stars');
    expect(barWords(column({}), { low: 7, high: 8, closed: false }, WRITING)).toBe('7 stars');
    const day = column({ kind: 'day' });
    const [january, february, next] = [dayOf(2025, 1, 1), dayOf(2025, 2, 1), dayOf(2026, 1, 1)];
    expect(barWords(day, { low: january, high: february, closed: false }, WRITING)).toBe('Jan 2025');
    expect(barWords(day, { low: january, high: next, closed: false }, { ...WRITING, language: 'ja' })).toBe(
      '2025年',
    );
  });

  it('the table opens with who they are, their tier, what they have and what the change does to them', () => {
    const keys = ['member', 'enrolled', 'events', 'base', 'change', 'tier:status', STARS, 'points:star:used'];
    expect(usualColumns(keys.map((key) => column({ key })))).toEqual([
      'member',
      'enrolled',
      'change',
      'tier:status',
      STARS,
    ]);
  });
});

// If it fails, the last of a million members cannot be scrolled to, or rows lie over each other.
describe('a list that is too tall for a browser', () => {
  it.each([50, 250_000, 3_000_000])('shows each of %i rows a row apart, the last at the foot', (total) => {
    const view = 640;
    const step = stepOf(total);
    const paper = total * step + restOf(step, view);
    expect(paper).toBeLessThanOrEqual(8_000_000 + view);
    expect(topOf(4, step, 0) - topOf(3, step, 0)).toBeCloseTo(ROW);
    const most = Math.max(0, paper - view);
    const foot = topOf(total - 1, step, most) - most + ROW;
    expect(foot).toBeCloseTo(Math.min(view, total * ROW), 3);
    // A row that is brought into view stands whole in it.
    const offset = offsetFor(total - 1, step, 0, view);
    expect(topOf(total - 1, step, offset) - offset).toBeCloseTo(view - ROW, 3);
    expect(offsetFor(0, step, offset, view)).toBe(0);
    expect(offsetFor(2, step, 0, view)).toBe(0);
  });

  it('moves by whole rows where there is room for all', () => {
    expect(stepOf(WINDOW)).toBe(ROW);
    expect(restOf(ROW, 500)).toBe(0);
  });
});
