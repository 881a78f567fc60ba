import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, test } from 'vitest';
import { ParquetLedger } from '../../cli/ledger-parquet.ts';
import { compile } from '../../compiler/index.ts';
import type { LedgerRow } from '../../schema/index.ts';
import { CLUB, HISTORY, kizuna } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'kizuna-ledger-'));
const path = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What another program reads, as it writes it. */
async function sql(query: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(query);
  const rows = reader.getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const plan = compile(`kizuna: 1
program: two
version: "1"
currency: JPY
timezone: Asia/Tokyo
events: { visit: {} }
points: { star: {}, mile: { decimals: 2 } }
rules:
  base: { on: visit, give: 1 star, builds: behavioral }
  far: { on: visit, give: 1 mile, builds: behavioral }
`).value;

const ROW: LedgerRow = {
  member: 'm1',
  at: 20574 * 86400 + 36000,
  kind: 'earn',
  what: 'mile',
  quantity: 1n,
  by: 'far',
  cause: '渋谷',
  lot: 7,
  expires: 20574,
  balance: -1n,
  pending: 0n,
};

function written(name: string, rows: Iterable<LedgerRow>): string {
  if (plan === undefined) throw new Error('the program does not compile');
  const ledger = new ParquetLedger(plan, path(name));
  for (const row of rows) ledger.row(row);
  ledger.close();
  return path(name);
}

describe('a ledger as Parquet', () => {
  test('says its types, so that nobody has to guess them', async () => {
    const file = written('types.parquet', [ROW]);
    expect(await sql(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '${file}')`)).toEqual([
      ['member', 'VARCHAR'],
      ['at', 'TIMESTAMP'],
      ['kind', 'VARCHAR'],
      ['what', 'VARCHAR'],
      ['quantity', 'DECIMAL(28,2)'],
      ['by', 'VARCHAR'],
      ['cause', 'VARCHAR'],
      ['lot', 'INTEGER'],
      ['expires', 'DATE'],
      ['balance', 'DECIMAL(28,2)'],
      ['pending', 'DECIMAL(28,2)'],
    ]);
  });

  test('keeps every digit of the largest and the least amount, whatever the decimals of their points', async () => {
    const most = 2n ** 63n - 1n;
    const amounts: LedgerRow[] = [
      ROW,
      { ...ROW, quantity: most, balance: -most - 1n },
      { ...ROW, what: 'star', quantity: most, balance: -most - 1n },
      {
        ...ROW,
        what: 'status.gold',
        kind: 'reach',
        quantity: undefined,
        by: undefined,
        cause: undefined,
        lot: undefined,
        expires: undefined,
        balance: undefined,
        pending: undefined,
      },
    ];
    const file = written('amounts.parquet', amounts);
    expect(
      await sql(
        `SELECT "at"::VARCHAR, what, quantity::VARCHAR, balance::VARCHAR, "by", cause, lot, expires::VARCHAR FROM '${file}'`,
      ),
    ).toEqual([
      ['2026-05-01 10:00:00', 'mile', '0.01', '-0.01', 'far', '渋谷', 7, '2026-05-01'],
      [
        '2026-05-01 10:00:00',
        'mile',
        '92233720368547758.07',
        '-92233720368547758.08',
        'far',
        '渋谷',
        7,
        '2026-05-01',
      ],
      [
        '2026-05-01 10:00:00',
        'star',
        '9223372036854775807.00',
        '-9223372036854775808.00',
        'far',
        '渋谷',
        7,
        '2026-05-01',
      ],
      ['2026-05-01 10:00:00', 'status.gold', null, null, null, null, null, null],
    ]);
  });

  test('is written in groups: what stands in memory does not grow with the ledger', async () => {
    function* many(): Iterable<LedgerRow> {
      for (let i = 0; i < 150_000; i += 1) yield { ...ROW, member: `m${i}`, quantity: BigInt(i) };
    }
    const file = written('many.parquet', many());
    // 0.01 × (0 + … + 149 999) = 149 999 × 150 000 / 200; groups of 65 536 rows: 65 536 + 65 536 + 18 928.
    expect(
      await sql(`SELECT count(*)::INT, sum(quantity)::VARCHAR, count(DISTINCT member)::INT FROM '${file}'`),
    ).toEqual([[150_000, '112499250.00', 150_000]]);
    expect(
      await sql(`SELECT DISTINCT row_group_num_rows::INT AS n FROM parquet_metadata('${file}') ORDER BY n`),
    ).toEqual([[18_928], [65_536]]);
  });

  test('without a row is still a table', async () => {
    expect(await sql(`SELECT count(*)::INT FROM '${written('none.parquet', [])}'`)).toEqual([[0]]);
  });
});

describe('kizuna run', () => {
  const program = path('program.yaml');
  const history = path('history.jsonl');
  writeFileSync(program, CLUB);
  writeFileSync(history, HISTORY);

  test('writes one and the same ledger as Parquet and as CSV', async () => {
    for (const name of ['ledger.parquet', 'ledger.csv'])
      expect(kizuna(['run', program, '--history', history, '--ledger', path(name)]).exit).toBe(0);
    const columns =
      'member, "at"::TIMESTAMP, kind, what, quantity::DECIMAL(28,0), "by", cause, lot::INT, expires::DATE, balance::DECIMAL(28,0), pending::DECIMAL(28,0)';
    const parquet = await sql(`SELECT ${columns} FROM '${path('ledger.parquet')}'`);
    const csv = await sql(`SELECT ${columns} FROM read_csv('${path('ledger.csv')}', all_varchar = true)`);
    expect(parquet.length).toBeGreaterThan(3);
    expect(parquet).toEqual(csv);
  });

  test('reads a Parquet history as it reads the same rows as JSON Lines', async () => {
    const parquet = path('history.parquet');
    await sql(
      `COPY (SELECT * FROM read_json('${history}', columns = {member: 'VARCHAR', "at": 'TIMESTAMP', type: 'VARCHAR', id: 'VARCHAR', "of": 'VARCHAR', amount: 'BIGINT', reward: 'VARCHAR'})) TO '${parquet}' (FORMAT parquet)`,
    );
    const ledgers = [history, parquet].map((file) =>
      kizuna(['run', program, '--history', file, '--ledger', '-']),
    );
    expect(ledgers[1]?.out).toBe(ledgers[0]?.out);
    expect(ledgers[1]?.err).toContain('history.parquet:4');
  });

  test('in parts on disk gives the same ledger, outcomes, rejects and summary, and leaves nothing behind', () => {
    const temporary = path('temporary');
    mkdirSync(temporary);
    const [whole, parts] = [[], ['--sort-on-disk']].map((more, index) => {
      const files = ['ledger.jsonl', 'outcomes.jsonl', 'rejects.csv'].map((name) => path(`${index}-${name}`));
      const [ledger = '', outcomes = '', rejects = ''] = files;
      const written = ['--ledger', ledger, '--outcomes', outcomes, '--rejects', rejects, '--format', 'json'];
      const ran = kizuna(['run', program, '--history', history, ...written, ...more], { TMPDIR: temporary });
      expect(ran.exit).toBe(0);
      return { out: ran.out, files: files.map((file) => readFileSync(file, 'utf8')) };
    });
    expect(parts).toEqual(whole);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('says that there is no room for temporary files, and where it looked for it', () => {
    const ran = kizuna(['run', program, '--history', history, '--sort-on-disk'], { TMPDIR: path('nowhere') });
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain('the history cannot be put into temporary files (ENOENT)');
    expect(ran.err).toContain('`TMPDIR` names the folder for them');
  });

  test('says of a file that is no Parquet what is wrong with it, and replays nothing', () => {
    writeFileSync(path('broken.parquet'), HISTORY);
    const ran = kizuna(['run', program, '--history', path('broken.parquet'), '--ledger', path('never.csv')]);
    expect(ran.exit).toBe(1);
    expect(ran.err).toContain('cannot be read as Parquet: it does not begin and end as a Parquet file does');
    const japanese = kizuna(['run', program, '--history', path('broken.parquet'), '--lang', 'ja']);
    expect(japanese.err).toContain('Parquet として読めません');
  });

  test('does not take a Parquet file for a program', () => {
    expect(kizuna(['check', path('broken.parquet')]).err).toContain('this is a history, not a document');
  });
});
