import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { contentOf } from '../../cli/history-content.ts';
import { folderStore, sampleOf } from '../../cli/reading/index.ts';
import { compile } from '../../compiler/index.ts';
import { HistoryParts, readColumns } from '../../runtime/index.ts';
import type { Plan } from '../../schema/index.ts';
import { writePurchases } from './purchases.ts';
import { megabytes, millions, type Report, say, times } from './report.ts';
import { inTurn, of } from './series.ts';

const CHUNK = { rows: 1 << 15 };
/** Bytes of a part, as the command has them. */
const PART = 4 << 20;
/** Files of Parquet with more rows would take minutes. */
const PARQUET_ROWS = 1_000_000;
const AIM = '≥ 2 M rows/s';

/** What the columns of the file are; DuckDB need not guess. */
const COLUMNS = `{'member': 'VARCHAR', 'id': 'VARCHAR', 'at': 'TIMESTAMP', 'type': 'VARCHAR', 'amount': 'DECIMAL(18,2)', 'cds': 'BIGINT'}`;

function planOf(path: string): Plan {
  const { value } = compile(readFileSync(path, 'utf8'));
  if (value === undefined) throw new Error(`${path} does not compile`);
  return value;
}

/** Makes all columns of a file of so many events. */
async function readWhole(plan: Plan, path: string, wanted: number): Promise<void> {
  const read = await readColumns(plan, [{ name: path, chunks: contentOf(path) }]);
  let rows = 0;
  for (const chunk of read.chunks(CHUNK)) rows += chunk.rows;
  if (rows !== wanted) throw new Error(`${rows} of ${wanted} rows of ${path}`);
}

/** A file of any length, part by part; resident bytes after each tenth of the parts. */
async function readInParts(plan: Plan, path: string): Promise<{ rows: number; resident: readonly number[] }> {
  const store = folderStore();
  const parts = Math.ceil(statSync(path).size / PART);
  const resident: number[] = [];
  let [rows, most, part] = [0, 0, 0];
  try {
    const history = await HistoryParts.of(plan, [{ name: path, chunks: contentOf(path) }], {
      store,
      parts,
      sample: () => sampleOf(path),
    });
    resident.push(process.memoryUsage.rss());
    await history.readColumns((columns) => {
      for (const chunk of columns.chunks(CHUNK)) rows += chunk.rows;
      most = Math.max(most, process.memoryUsage.rss());
      part += 1;
      if (part % Math.ceil(parts / 10) === 0) resident.push(most);
    });
  } finally {
    store.remove();
  }
  return { rows, resident };
}

/** CSV and Parquet → columns, beside DuckDB that makes a table of the same file; and a large file part by part. */
export async function benchReading(report: Report): Promise<void> {
  const plan = planOf(join('programs', 'cdnow-club', 'program.yaml'));
  const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
  try {
    for (const rows of [1_000_000, 5_000_000]) {
      const csv = join(folder, `${rows}.csv`);
      writePurchases(csv, rows);
      // First, so that what is resident is not what other readers left behind.
      await readingInParts(report, plan, csv, rows);
      await readingWhole(report, plan, csv, rows);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readingInParts(report: Report, plan: Plan, csv: string, rows: number): Promise<void> {
  globalThis.gc?.();
  const started = performance.now();
  const read = await readInParts(plan, csv);
  const took = performance.now() - started;
  if (read.rows !== rows) throw new Error(`${read.rows} of ${rows} rows came through parts`);
  const label = `${rows.toLocaleString('en')} rows`;
  say(
    `  ${label} in parts: MB resident once dealt out, then after each tenth: ${read.resident.map(megabytes).join(' ')}`,
  );
  report.add({
    what: `CSV in parts → columns, ${label}`,
    figure: `${millions(rows, took)}, ${megabytes(Math.max(...read.resident))} MB resident`,
  });
}

async function readingWhole(report: Report, plan: Plan, csv: string, rows: number): Promise<void> {
  const parquet = csv.replace(/csv$/, 'parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const table = (threads: number, source: string) => async () => {
      await connection.run(
        `SET threads = ${threads}; CREATE OR REPLACE TEMP TABLE history AS FROM ${source}`,
      );
    };
    const csvTable = `read_csv('${csv}', header = true, columns = ${COLUMNS})`;
    if (!existsSync(parquet))
      await connection.run(`COPY (FROM ${csvTable}) TO '${parquet}' (FORMAT parquet)`);
    report.title(
      `reading ${rows.toLocaleString('en')} rows (${megabytes(statSync(csv).size)} MB of CSV, ${megabytes(statSync(parquet).size)} MB of Parquet)`,
    );
    const forms = [
      { form: 'CSV', path: csv, source: csvTable, most: Number.POSITIVE_INFINITY },
      { form: 'Parquet', path: parquet, source: `read_parquet('${parquet}')`, most: PARQUET_ROWS },
    ];
    for (const { form, path, source, most } of forms) {
      if (rows > most) continue;
      const timings = await inTurn(2, [
        { name: 'ours', run: () => readWhole(plan, path, rows) },
        { name: 'one', run: table(1, source) },
        { name: 'two', run: table(2, source) },
      ]);
      const ours = of(timings, 'ours').median;
      report.add({
        what: `${form} → columns, ${rows.toLocaleString('en')} rows`,
        figure: millions(rows, ours),
        ratio: `${times(of(timings, 'one').median / ours)} DuckDB, one thread`,
        aim: `${AIM}, ≥ 1×`,
      });
      for (const [name, threads] of [
        ['one', 'one thread'],
        ['two', 'two threads'],
      ] as const)
        report.add({
          what: `${form} → table of DuckDB, ${threads}`,
          figure: millions(rows, of(timings, name).median),
        });
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
