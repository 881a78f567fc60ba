import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberCell, MembersPage, MembersQuery } from '../../playground/contract/index.ts';
import type { EngineClient } from '../../playground/engine/index.ts';
import { type DensityCell, densityCell, lifeOf, whyOf } from '../../report/index.ts';
import { changeClass, type HistoryRead } from '../../runtime/index.ts';
import type { Fraction, Plan, Value } from '../../schema/index.ts';
import { answered, DEARER, EVERYBODY, given, HISTORY, PROGRAM, replay } from './desk.ts';
import { engineInPlace } from './in-place.ts';
import { planOf, type ReferenceRun, readText, runByReference } from './reference.ts';

let client: EngineClient;
let plan: Plan;
let read: HistoryRead;
let before: ReferenceRun;
let after: ReferenceRun;

beforeAll(async () => {
  client = engineInPlace(2);
  await answered(client, 'open', { source: given(HISTORY), program: PROGRAM });
  await replay(client, DEARER, PROGRAM);
  plan = planOf(DEARER);
  read = await readText(plan, 'history.jsonl', HISTORY);
  [before, after] = [runByReference(planOf(PROGRAM), read), runByReference(plan, read)];
});
afterAll(() => client.end());

async function pageOf(query: Partial<MembersQuery>, from = 0, to = 1_000_000): Promise<MembersPage> {
  const page = await answered(client, 'members', { query: { ...EVERYBODY, ...query }, from, to });
  if (page.kind === 'broken') throw new Error(page.diagnostics.map(({ message }) => message.en).join());
  return page;
}

function cellsOf(page: MembersPage, key: string): readonly MemberCell[] {
  const place = page.columns.findIndex((column) => column.key === key);
  return page.rows.map((row) => row[place]);
}

/** Stars got and not lost again; one costs 1 JPY. */
const worth = ({ outcomes }: ReferenceRun): ReadonlyMap<string, bigint> =>
  new Map(
    outcomes.map(({ member, points: [star] }) => [
      member,
      star === undefined ? 0n : star.used + star.available + star.pending - star.debt,
    ]),
  );

// If it fails, the table says of a member what is not so, or names the wrong ones.
describe('the table of members', () => {
  it('holds everybody, in the order of their ids, as the reference engine leaves them', async () => {
    const page = await pageOf({});
    expect(page.total).toBe(after.outcomes.length);
    expect(cellsOf(page, 'member')).toEqual(after.outcomes.map(({ member }) => member));
    expect(cellsOf(page, 'enrolled')).toEqual(after.outcomes.map(({ enrolled }) => enrolled));
    expect(cellsOf(page, 'events')).toEqual(
      read.members.map(({ events }) => BigInt(events.length)).map(Number),
    );
    for (const field of ['available', 'pending', 'issued', 'used', 'expired', 'reversed'] as const)
      expect(cellsOf(page, `points:star:${field}`)).toEqual(
        after.outcomes.map(({ points }) => points[0]?.[field]),
      );
    const levels = plan.ladders[0]?.levels.map(({ name }) => name) ?? [];
    expect(cellsOf(page, 'tier:status')).toEqual(
      after.outcomes.map(({ tiers }) => levels.indexOf(tiers[0]?.level ?? '')),
    );
    expect(cellsOf(page, 'segment:loyal')).toEqual(
      after.outcomes.map(({ segments }) => (segments.includes('loyal') ? 1 : 0)),
    );
    const [had, has] = [worth(before), worth(after)];
    expect(cellsOf(page, 'change')).toEqual(
      after.outcomes.map(({ member }) => (has.get(member) ?? 0n) - (had.get(member) ?? 0n)),
    );
  });

  it('is sorted by any column, and gives any window', async () => {
    const all = await pageOf({ sort: { column: 'points:star:issued', descending: true } });
    const issued = cellsOf(all, 'points:star:issued').map((cell) => BigInt(cell ?? 0));
    expect(issued).toEqual(issued.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
    const some = await pageOf({ sort: { column: 'points:star:issued', descending: true } }, 3, 9);
    expect(some).toMatchObject({ from: 3, total: all.total });
    expect(some.rows).toEqual(all.rows.slice(3, 9));
    expect((await pageOf({}, 10_000, 10_050)).rows).toEqual([]);
  });

  it('is narrowed down by a condition in the language of the program', async () => {
    const condition = 'balance(star) >= 100 stars and loyal';
    const expected = after.outcomes.filter(({ points: [star], segments }) => {
      const balance = star === undefined ? 0n : star.available - star.debt;
      return balance >= 100n && segments.includes('loyal');
    });
    expect(expected.length).toBeGreaterThan(0);
    expect(cellsOf(await pageOf({ filter: condition }), 'member')).toEqual(
      expected.map(({ member }) => member),
    );
  });

  it('says where a condition is wrong, and stays as it was', async () => {
    const ask = { query: { ...EVERYBODY, filter: 'balance(star) >= 5 JPY' }, from: 0, to: 1 };
    const answer = await answered(client, 'members', ask);
    if (answer.kind !== 'broken') throw new Error('a wrong condition was taken');
    const [first] = answer.diagnostics;
    expect(first?.severity).toBe('error');
    expect(first?.span.start).toBeGreaterThanOrEqual(0);
    expect(first?.span.end).toBeLessThanOrEqual(ask.query.filter.length);
  });

  it('finds those whose change is of a class, and those whom a rule reached', async () => {
    const [had, has] = [worth(before), worth(after)];
    const classOf = (member: string) => changeClass(had.get(member) ?? 0n, has.get(member) ?? 0n);
    const wanted = classOf(
      after.outcomes.find(({ member }) => has.get(member) !== had.get(member))?.member ?? '',
    );
    const page = await pageOf({ changeClass: wanted });
    expect(cellsOf(page, 'member')).toEqual(
      after.outcomes.flatMap(({ member }) => (classOf(member) === wanted ? [member] : [])),
    );
    for (const { name, kind, members } of after.figures.sources)
      if (kind !== 'benefit') expect((await pageOf({ reachedBy: name })).total, name).toBe(Number(members));
  });

  it('is drawn as bars, which hold everybody and select whom they hold', async () => {
    for (const { key, kind } of (await pageOf({}, 0, 0)).columns) {
      if (kind === 'text') continue;
      const drawn = await answered(client, 'histogram', { query: EVERYBODY, column: key });
      if (drawn.kind === 'broken') throw new Error(key);
      const counts = drawn.bars.map(({ count }) => count);
      expect(
        counts.reduce((sum, count) => sum + count, drawn.missing),
        key,
      ).toBe(after.outcomes.length);
      const most = drawn.bars.find(({ count }) => count === Math.max(...counts));
      if (most === undefined) throw new Error(key);
      const { low, high, closed } = most;
      expect((await pageOf({ within: { column: key, low, high, closed } }, 0, 0)).total, key).toBe(
        most.count,
      );
    }
  });
});

/** A score of the tea house: a quotient, or a whole number. */
function scoreOf(value: Value): Fraction {
  if (typeof value === 'bigint') return { n: value, d: 1n };
  if (typeof value === 'object') return value;
  throw new TypeError('a member of the tea house lacks a score');
}

// If it fails, the triangle of the loyalties shows members where they do not stand, or not all of them.
describe('where members stand between the loyalties', () => {
  it('is counted from the scores that the reference engine gives them, under either version', async () => {
    for (const [side, run] of [
      ['base', before],
      ['candidate', after],
    ] as const) {
      const expected = new Map<string, number>();
      for (const { loyalty, error } of run.outcomes) {
        const [e, b, p] = [loyalty.economic, loyalty.behavioral, loyalty.psychological].map((value) =>
          error === undefined ? scoreOf(value) : { n: 0n, d: 1n },
        );
        if (e === undefined || b === undefined || p === undefined) throw new Error('three scores');
        const cell: DensityCell | undefined = densityCell([
          e.n * b.d * p.d,
          b.n * e.d * p.d,
          p.n * e.d * b.d,
        ]);
        const key = cell?.join() ?? 'apart';
        expected.set(key, (expected.get(key) ?? 0) + 1);
      }
      expect(expected.size).toBeGreaterThan(3);
      const density = await answered(client, 'density', { side });
      if (density === undefined) throw new Error('the tea house scores loyalties');
      const found = density.cells.map(({ at, members }): [string, number] => [at.join(), members]);
      if (density.apart > 0) found.push(['apart', density.apart]);
      expect(new Map(found)).toEqual(expected);
    }
  });
});

// If it fails, the page explains another life than the member had.
describe('one member', () => {
  it('has the life and the reasons that the reference engine tells, also with an event tried by hand', async () => {
    const history = read.members.find(({ events }) => events.length > 3);
    const [event] = history?.events ?? [];
    if (history === undefined || event === undefined) throw new Error('nobody did anything');
    const until = read.lastDay ?? 0;
    const { member } = history;
    const wanted = { member, side: 'candidate', added: [] } as const;
    const life = await answered(client, 'life', { wanted });
    expect(life).toEqual(lifeOf(plan, history, { until }));
    const occasion = `event ${event.id}`;
    expect(await answered(client, 'why', { wanted, occasion })).toEqual(
      whyOf(plan, { name: 'candidate', text: DEARER }, history, occasion),
    );
    const more = { ...event, id: 'tried', of: undefined };
    const tried = await answered(client, 'life', { wanted: { ...wanted, added: [more] } });
    expect(tried?.occasions.length).toBeGreaterThan(life?.occasions.length ?? 0);
    expect(await answered(client, 'life', { wanted: { ...wanted, member: 'nobody' } })).toBeUndefined();
  });
});
