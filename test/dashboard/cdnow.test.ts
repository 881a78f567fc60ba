import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { kizuna, root } from '../cli/command.ts';
import { lowest, realData } from '../real/real-run.ts';

const file = realData('cdnow/CDNOW_master.txt');

interface Exact {
  readonly numerator: string;
  readonly denominator: string;
}

interface Month {
  readonly until: string;
  readonly members: number;
  readonly kpis: Readonly<Record<string, Exact | null>>;
  readonly sources: readonly {
    readonly name: string;
    readonly times: number;
    readonly issued: { point: string };
  }[];
  readonly points: { readonly point: { readonly issued: string; readonly outstanding: string } };
  readonly mix: { readonly economic: { readonly reached: number } };
}

const text = (value: Exact | null | undefined): string =>
  value ? lowest(BigInt(value.numerator), BigInt(value.denominator)) : 'missing';

/** One row for each line of the file, cut at its spaces; month by month what the lines so far come to. */
const BY_MONTH = `
WITH words AS (
  SELECT string_split_regex(trim(line), ' +') AS w
  FROM read_csv('${file}', columns = {'line': 'VARCHAR'}, delim = '\\x01', header = false, auto_detect = false)
  WHERE regexp_matches(trim(line), '^[0-9]+ +[0-9]{8} +[0-9]+ +[0-9.]+$')
), buys AS (
  SELECT w[1] AS who, strptime(w[2], '%Y%m%d')::DATE AS day, round(w[4]::DECIMAL(12, 2) * 100)::BIGINT AS cents
  FROM words
), ends AS (
  SELECT DISTINCT last_day(day) AS until FROM buys
), each AS (
  SELECT until, who,
    count(*) AS ever,
    count(*) FILTER (day > until - INTERVAL 12 MONTH) AS year,
    sum(cents) AS cents
  FROM ends JOIN buys ON day <= until
  GROUP BY ALL
), own AS (
  SELECT last_day(day) AS until, count(*) AS purchases, sum(cents // 100) AS points,
    count(DISTINCT who) FILTER (cents >= 100) AS earners
  FROM buys GROUP BY ALL
)
SELECT strftime(until, '%Y-%m-%d') AS until, count(*) AS members, sum(cents)::VARCHAR AS cents,
  count(*) FILTER (ever >= 2) AS again, count(*) FILTER (year >= 2) AS repeated, count(*) FILTER (year >= 1) AS active,
  any_value(purchases) AS purchases, any_value(points)::VARCHAR AS points, any_value(earners) AS earners
FROM each JOIN own USING (until) GROUP BY until ORDER BY until`;

// If it fails, the dashboard of real customers says something else than a query over their purchases.
describe.skipIf(!existsSync(file))('simulate over CDNOW_master.txt (needs ../shared/data)', () => {
  let expected: readonly Readonly<Record<string, unknown>>[];
  let got: { readonly months: readonly Month[]; readonly members: number; readonly events: number };

  beforeAll(async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    expected = (await connection.runAndReadAll(BY_MONTH)).getRowObjects();
    connection.closeSync();
    instance.closeSync();
    const program = join(root, 'programs', 'cdnow-club');
    const mapping = join(program, 'mapping.yaml');
    const ran = kizuna(['simulate', program, '--history', file, '--mapping', mapping, '--format', 'json']);
    expect(ran.exit).toBe(0);
    got = JSON.parse(ran.out);
  }, 120_000);

  const each = (show: (month: Month) => unknown) => got.months.map((month) => [month.until, show(month)]);
  const sql = (show: (row: (name: string) => bigint) => unknown) =>
    expected.map((row) => [row.until, show((name) => BigInt(String(row[name])))]);

  it('counts the members and purchases of eighteen months', () => {
    expect(expected.length).toBe(18);
    expect(each(({ members }) => members)).toEqual(sql((row) => Number(row('members'))));
    expect(got.members).toBe(23_570);
    expect(got.events).toBe(expected.reduce((sum, row) => sum + Number(row.purchases), 0));
    const bought = (month: Month) => month.sources.find(({ name }) => name === 'base')?.issued.point;
    expect(each(bought)).toEqual(sql((row) => String(row('points'))));
  });

  it('adds up sales to the cent', () => {
    expect(each(({ kpis }) => text(kpis.revenue))).toEqual(sql((row) => lowest(row('cents'), 100n)));
  });

  it('finds who bought again, ever and within a year', () => {
    const again = sql((row) => lowest(row('again'), row('members')));
    expect(each(({ kpis }) => text(kpis.second_purchase))).toEqual(again);
    const repeated = sql((row) => lowest(row('repeated'), row('active')));
    expect(each(({ kpis }) => text(kpis.repeat_rate))).toEqual(repeated);
  });

  it('counts members reached by what builds economic loyalty: those whose purchase brought a point', () => {
    expect(each(({ mix }) => mix.economic.reached)).toEqual(sql((row) => Number(row('earners'))));
  });
});
