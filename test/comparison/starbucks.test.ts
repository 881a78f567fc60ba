import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHistory, runPopulation } from '../../runtime/index.ts';
import { dayOf, type MemberOutcome } from '../../schema/index.ts';
import { folder, kizuna, type Ran, root } from '../cli/command.ts';
import { planOf } from './shops.ts';

const SLUG = 'starbucks-rewards-jp';
const EVENTS = 1_000_000;
const DATED = 'yen_per_star: { 2017-09-20: 54 JPY, 2025-03-04: 60 JPY }';
/** Members of the smaller history. */
const FEW = 1500;

/** The program with one price of a star from beginning to end. */
function priced(yen: number): string {
  const text = readFileSync(join(root, 'programs', SLUG, 'program.yaml'), 'utf8');
  if (!text.includes(DATED)) throw new Error('the program has another price of a star');
  return text.replace(DATED, `yen_per_star: ${yen} JPY`);
}

/**
 * Stars from the raw rows alone, in tenths. A purchase gives card_amount / yen, cut off to tenths; 1 CUP 5 STARS five for each
 * listed cup in thirteen days to whoever was invited by then; taking part in a session ten, once. Of what was given for a purchase,
 * ⌊award × left / whole⌋ is kept after its refunds; one that names no amount takes all that is left.
 */
const FIGURES = `
  WITH raw AS (SELECT *, row_number() OVER () AS place FROM read_csv($file, header = true, all_varchar = true)),
  rows AS (
    SELECT * EXCLUDE (invited_to),
      last_value(invited_to IGNORE NULLS) OVER (PARTITION BY member ORDER BY place) AS invited_to
    FROM raw),
  refunds AS (
    SELECT of AS id, member, sum(card_amount::BIGINT) AS part, bool_or(card_amount IS NULL) AS rest
    FROM rows WHERE type = 'refund' GROUP BY ALL),
  bought AS (
    SELECT p.card_amount::BIGINT AS amount,
      CASE WHEN r.rest THEN 0 ELSE p.card_amount::BIGINT - coalesce(r.part, 0) END AS kept,
      p.card_amount::BIGINT * 10 // $yen AS stars,
      CASE WHEN p.invited_to = 'one_cup' AND p.card_amount::BIGINT > 0
          AND p.at::TIMESTAMP::DATE BETWEEN DATE '2024-10-08' AND DATE '2024-10-20'
        THEN coalesce(p.listed_cups::BIGINT, 0) * 50 ELSE 0 END AS cups
    FROM rows p LEFT JOIN refunds r USING (id, member) WHERE p.type = 'purchase'),
  sessions AS (SELECT DISTINCT member, session FROM rows WHERE type = 'store_event')
  SELECT (SELECT count(DISTINCT member) FROM rows) AS members,
    (SELECT count(*) FROM rows WHERE type <> 'enroll') AS events,
    (SELECT count(*) FROM sessions) AS sessions,
    sum(stars) AS stars, count(*) FILTER (stars > 0) AS times,
    sum(cups) AS cups, count(*) FILTER (cups > 0) AS cup_times,
    sum(CASE WHEN amount = 0 THEN 0
      ELSE (stars - stars * kept // amount) + (cups - cups * kept // amount) END) AS reversed
  FROM bought`;

type Figures = Readonly<Record<string, bigint>>;

async function figuresOf(file: string, yen: number): Promise<Figures> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const found = await connection.runAndReadAll(
    FIGURES.replace('$file', `'${file}'`).replaceAll('$yen', String(yen)),
  );
  const [row = {}] = found.getRowObjects();
  connection.closeSync();
  instance.closeSync();
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, BigInt(String(value))]));
}

/** Tenths as a decimal. */
const tenths = (value = 0n): string => `${value / 10n}${value % 10n === 0n ? '' : `.${value % 10n}`}`;

const place = folder({ 's54.yaml': priced(54), 's60.yaml': priced(60) });
const at = (name: string) => join(place.path, name);
const compare = (history: string, ...args: string[]): Ran =>
  kizuna(['compare', at('s54.yaml'), at('s60.yaml'), '--history', at(history), '--json', ...args]);
afterAll(() => place.remove());

describe('a star for 54 JPY against a star for 60 JPY over a million generated rows', () => {
  let found: Ran;
  let figures: readonly [Figures, Figures];

  beforeAll(async () => {
    const args = ['--events', String(EVENTS), '--seed', '1', '--redemptions', 'attempted'];
    const made = kizuna(['generate', join('programs', SLUG), '-o', at('history.csv'), ...args]);
    if (made.exit !== 0) throw new Error(made.err);
    found = compare('history.csv');
    figures = [await figuresOf(at('history.csv'), 54), await figuresOf(at('history.csv'), 60)];
    const lines = readFileSync(at('history.csv'), 'utf8').split('\n');
    const [head = '', ...rows] = lines;
    // Rows are in order of members.
    const end = rows.findIndex((row) => row.slice(0, row.indexOf(',')) > `m${String(FEW).padStart(8, '0')}`);
    writeFileSync(at('few.csv'), `${[head, ...rows.slice(0, end)].join('\n')}\n`);
  }, 300_000);

  it('fails the guardrail: nearly everybody loses', () => {
    expect(found.exit).toBe(1);
    const { guardrails, edits } = JSON.parse(found.out);
    expect(guardrails).toMatchObject([
      { name: 'fair', asks: 'losers at most 5%', verdict: 'failed' },
      { name: 'affordable', verdict: 'passed' },
    ]);
    expect(edits).toEqual([{ path: 'parameters.yen_per_star', base: '54 JPY', candidate: '60 JPY' }]);
  });

  it('replays every row, over every member', () => {
    const { members, events } = JSON.parse(found.out);
    const [{ members: all, events: rows }] = figures;
    expect(members.compared).toBe(Number(all));
    expect(events).toEqual({ base: Number(rows), candidate: Number(rows) });
    expect(Number(rows) + Number(all)).toBe(EVENTS);
  });

  it('gives and takes back what SQL over the raw rows says, to a tenth of a star', () => {
    const { sources, points } = JSON.parse(found.out);
    const [base, candidate] = figures;
    expect(points.star.reversed).toEqual({
      base: tenths(base.reversed),
      candidate: tenths(candidate.reversed),
    });
    const issued = ({ stars = 0n, cups = 0n, sessions = 0n }: Figures) =>
      tenths(stars + cups + 100n * sessions);
    expect(points.star.issued).toEqual({ base: issued(base), candidate: issued(candidate) });
    // A star is worth 2 JPY; rules that do the same in both are left out.
    const [first, ...others] = sources;
    expect(first).toMatchObject({
      name: 'purchase_star',
      times: { base: Number(base.times), candidate: Number(candidate.times) },
      given: { base: tenths(2n * (base.stars ?? 0n)), candidate: tenths(2n * (candidate.stars ?? 0n)) },
      share: { numerator: '1', denominator: '1' },
    });
    expect(others.map((each: { name: string }) => each.name)).not.toContain('event_star');
    expect(base.cup_times).toBe(candidate.cup_times);
    expect(others.map((each: { name: string }) => each.name)).not.toContain('one_cup_5_stars');
  });

  it('keeps every star: issued = used + expired + taken back + outstanding − owed', () => {
    const { points, liability, members } = JSON.parse(found.out);
    const tenthsOf = (text: string) => BigInt(Math.round(Number(text) * 10));
    const [before, after] = (['base', 'candidate'] as const).map((side) => {
      const of = (flow: string) => tenthsOf(points.star[flow][side]);
      const owed =
        of('used') + of('expired') + of('forfeited') + of('reversed') + of('outstanding') - of('issued');
      // What the company owes is 2 JPY a star, 0.2 JPY a tenth.
      expect(BigInt(liability[side].numerator) * 5n).toBe(
        of('outstanding') * BigInt(liability[side].denominator),
      );
      expect(owed).toBeGreaterThanOrEqual(0n);
      return of('used') + of('outstanding') - owed;
    });
    // What members have is what was not lost: winners and losers come to the whole difference, at 0.2 JPY a tenth.
    const change = ((after ?? 0n) - (before ?? 0n)) * 2n;
    expect(tenthsOf(members.all.gained) + tenthsOf(members.all.lost)).toBe(change);
  });

  it('finds winners and losers member by member as the reference engine does', async () => {
    const compiled = compare('few.csv', '--until', '2025-12-31').out;
    expect(compare('few.csv', '--until', '2025-12-31', '--engine', 'reference').out).toBe(compiled);
    const [base, candidate] = await Promise.all(
      [54, 60].map(async (yen) => {
        const plan = planOf(priced(yen));
        const bytes = new Uint8Array(readFileSync(at('few.csv')));
        const read = await readHistory(plan, [{ name: 'few.csv', chunks: [bytes], mapping: undefined }]);
        expect(read.rejected).toEqual([]);
        const outcomes: MemberOutcome[] = [];
        runPopulation(plan, read.members, {
          until: dayOf(2025, 12, 31),
          onOutcome: (outcome) => outcomes.push(outcome),
        });
        return outcomes;
      }),
    );
    const stars = (outcome: MemberOutcome | undefined): bigint => {
      const own = outcome?.points.find(({ points }) => points === 'star');
      return own === undefined ? 0n : own.issued - own.expired - own.forfeited - own.reversed;
    };
    const changes = (base ?? []).map((outcome, index) => {
      expect(candidate?.[index]?.member).toBe(outcome.member);
      return stars(candidate?.[index]) - stars(outcome);
    });
    const { members } = JSON.parse(compiled);
    const sum = (list: readonly bigint[]) => list.reduce((all, each) => all + each, 0n);
    const [won, lost] = [changes.filter((each) => each > 0n), changes.filter((each) => each < 0n)];
    expect(changes).toHaveLength(FEW);
    expect(members.all).toEqual({
      members: FEW,
      winners: won.length,
      losers: lost.length,
      gained: tenths(2n * sum(won)),
      lost: `-${tenths(-2n * sum(lost))}`,
    });
  });
});
