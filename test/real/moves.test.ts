import { existsSync, readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HistoryRead, PopulationResult } from '../../runtime/index.ts';
import { civilOf, type Day, dayOfTime, type LedgerRow, type Plan } from '../../schema/index.ts';
import { planOf, readReal, realData, replayAll } from './real-run.ts';

// Moves and ages of a run are counted while it goes; here they are found again by walking its ledger, or by SQL over raw rows.

interface Walked {
  readonly plan: Plan;
  readonly read: HistoryRead;
  readonly result: PopulationResult;
  readonly byMember: ReadonlyMap<string, readonly LedgerRow[]>;
  readonly days: readonly Day[];
}

async function walk(slug: string, file: string): Promise<Walked> {
  const plan = planOf(slug);
  const read = await readReal(plan, slug, file, readFileSync(realData(file)));
  const byMember = new Map<string, LedgerRow[]>(read.members.map(({ member }) => [member, []]));
  const result = replayAll(plan, read, (row) => byMember.get(row.member)?.push(row));
  return { plan, read, result, byMember, days: result.months.map(({ day }) => day) };
}

/** Whole months between two days, by the numbers on their dates: the 31st of January is a month old on the 28th of February. */
function monthsApart(from: Day, to: Day): number {
  const [a, b] = [civilOf(from), civilOf(to)];
  const last = new Date(Date.UTC(b.year, b.month, 0)).getUTCDate();
  const isFull = b.day >= a.day || b.day === last;
  return (b.year - a.year) * 12 + b.month - a.month - (isFull ? 0 : 1);
}

const ageOf = (from: Day, to: Day): number => {
  const months = monthsApart(from, to);
  return months < 3 ? 0 : months < 6 ? 1 : months < 12 ? 2 : months < 24 ? 3 : 4;
};

const five = (): bigint[] => [0n, 0n, 0n, 0n, 0n];

/** Levels of a ladder at each observation from the enrolment on, by the reaches and lapses until then. */
function levelsOf({ plan, days }: Walked, rows: readonly LedgerRow[], enrolled: Day): readonly number[] {
  const [ladder] = plan.ladders;
  const moves = rows.filter(({ kind }) => kind === 'reach' || kind === 'lapse');
  return days
    .filter((day) => day >= enrolled)
    .map((day) => {
      const last = moves.filter(({ at }) => dayOfTime(at) <= day).at(-1);
      const level = ladder?.levels.findIndex(({ name }) => `${ladder.name}.${name}` === last?.what) ?? -1;
      if (last === undefined) return 0;
      return last.kind === 'reach' ? level : level - 1;
    });
}

/** What a query finds over the purchases of CDNOW: one for each raw line, cut at its spaces. */
async function ask(query: string) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const found = await connection.runAndReadAll(`
    WITH words AS (
      SELECT string_split_regex(trim(line), ' +') AS w
      FROM read_csv('${realData('cdnow/CDNOW_master.txt')}', columns = {'line': 'VARCHAR'}, delim = '\\x01', header = false, auto_detect = false)
      WHERE regexp_matches(trim(line), '^[0-9]+ +[0-9]{8} +[0-9]+ +[0-9.]+$')
    ), buys AS (
      SELECT w[1] AS who, strptime(w[2], '%Y%m%d')::DATE AS day, round(w[4]::DECIMAL(12, 2) * 100)::BIGINT AS cents
      FROM words
    ) ${query}`);
  connection.closeSync();
  instance.closeSync();
  return found.getRowObjects();
}

const HISTORIES = [
  { slug: 'cdnow-club', file: 'cdnow/CDNOW_master.txt' },
  { slug: 'online-retail-club', file: 'online-retail/invoices.csv' },
];

for (const { slug, file } of HISTORIES)
  describe.skipIf(!existsSync(realData(file)))(`${slug} over ${file} (needs ../shared/data)`, () => {
    let walked: Walked;
    beforeAll(async () => {
      walked = await walk(slug, file);
    }, 300_000);

    it('has the moves between levels that reaches and lapses of its ledger make', () => {
      const { plan, read, result, byMember, days } = walked;
      const size = plan.ladders[0]?.levels.length ?? 0;
      const zeros = (rows: number) => Array.from({ length: rows }, () => Array<bigint>(size).fill(0n));
      const months = days.map(() => zeros(size + 1));
      const run = zeros(size);
      const add = (moves: bigint[][] | undefined, from: number, to: number) => {
        const row = moves?.[from];
        if (row !== undefined) row[to] = (row[to] ?? 0n) + 1n;
      };
      for (const { member, enrolled } of read.members) {
        const levels = levelsOf(walked, byMember.get(member) ?? [], enrolled);
        const first = days.length - levels.length;
        levels.forEach((level, i) => {
          add(months[first + i], i === 0 ? 0 : 1 + (levels[i - 1] ?? 0), level);
        });
        add(run, levels[0] ?? 0, levels.at(-1) ?? 0);
      }
      expect(result.months.map(({ moves }) => moves[0])).toEqual(months);
      expect(result.run.moves[0]).toEqual(run);
      expect(run.flat().reduce((sum, each) => sum + each, 0n)).toBe(BigInt(read.members.length));
    });

    it('has what left its lots, by the days of their rows', () => {
      const { result, byMember, days } = walked;
      const left = days.map(() => ({ use: five(), expire: five(), forfeit: five() }));
      for (const rows of byMember.values()) {
        const posted = new Map<number, Day>();
        for (const { kind, lot, at, quantity } of rows) {
          if (lot === undefined) continue;
          const day = dayOfTime(at);
          const from = posted.get(lot) ?? day;
          posted.set(lot, from);
          const month = left[days.findIndex((end) => day <= end)];
          if (month === undefined || (kind !== 'use' && kind !== 'expire' && kind !== 'forfeit')) continue;
          const age = ageOf(from, day);
          month[kind][age] = (month[kind][age] ?? 0n) - (quantity ?? 0n);
        }
      }
      expect(
        result.months.map(({ ages: [own] }) => ({
          use: own?.used,
          expire: own?.expired,
          forfeit: own?.forfeited,
        })),
      ).toEqual(left);
    });

    it('adds up: ages to what is outstanding, moves to members of levels and to those of the month before', () => {
      const { result } = walked;
      const sum = (list: readonly bigint[] = []) => list.reduce((all, each) => all + each, 0n);
      result.months.forEach(({ ages, outstanding, moves, tiers, members, segments }, i) => {
        expect(sum(ages[0]?.outstanding)).toBe(outstanding[0]);
        const [own = []] = moves;
        const columns = own[0]?.map((_, to) => sum(own.map((row) => row[to] ?? 0n)));
        expect(columns).toEqual(tiers[0]?.map((level) => level.members));
        const before = result.months[i - 1];
        const was = before?.tiers[0]?.map((level) => level.members) ?? own.slice(1).map(() => 0n);
        expect(own.slice(1).map(sum)).toEqual(was);
        expect(sum(own[0])).toBe(members - (before?.members ?? 0n));
        segments.forEach((segment, at) => {
          const earlier = before?.segments[at]?.members ?? 0n;
          expect(segment.members).toBe(earlier + segment.joined - segment.left);
        });
      });
    });

    if (slug !== 'cdnow-club') return;

    it('reaches by its rules whom SQL over raw lines finds', async () => {
      const { plan, result } = walked;
      const [row] = await ask(`SELECT count(DISTINCT who) FILTER (cents >= 100) AS base,
        count(DISTINCT who) FILTER (cents > 0) AS welcome FROM buys`);
      const reached = (name: string) => result.run.rules[plan.rules.findIndex((rule) => rule.name === name)];
      expect(reached('base')).toBe(row?.base);
      expect(reached('welcome')).toBe(row?.welcome);
      // A point of `base` is all that builds economic loyalty here, but for those who redeem.
      expect(result.run.builds.economic).toBe(row?.base);
    });

    it('moves segments as SQL over raw lines does', async () => {
      const { plan, result } = walked;
      const rows = await ask(`SELECT count(*) FILTER (one) AS members,
        count(*) FILTER (one AND was_one IS NOT TRUE) AS joined, count(*) FILTER (was_one AND NOT one) AS gone,
        count(*) FILTER (was_one AND loyal) AS up, count(*) FILTER (was_loyal AND loyal) AS kept,
        count(*) FILTER (was_one IS NULL AND one) AS first
        FROM (SELECT *, lag(one) OVER w AS was_one, lag(loyal) OVER w AS was_loyal FROM (
          SELECT until, who, count(*) = 1 AS one, count(*) FILTER (day > until - INTERVAL 12 MONTH) >= 5 AS loyal
          FROM (SELECT DISTINCT last_day(day) AS until FROM buys) JOIN buys ON day <= until GROUP BY ALL
        ) WINDOW w AS (PARTITION BY who ORDER BY until)) GROUP BY until ORDER BY until`);
      const names = plan.named.filter(({ kind }) => kind === 'segment').map(({ name }) => name);
      const [one, loyal] = [names.indexOf('one_timer'), names.indexOf('loyal')];
      const got = result.months.map(({ segments, segmentMoves }) => ({
        members: segments[one]?.members,
        joined: segments[one]?.joined,
        gone: segments[one]?.left,
        up: segmentMoves[2 + one]?.[1 + loyal],
        kept: segmentMoves[2 + loyal]?.[1 + loyal],
        first: segmentMoves[0]?.[1 + one],
      }));
      expect(got.length).toBe(18);
      expect(got).toEqual(rows);
    });
  });
