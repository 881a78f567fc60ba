import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { megabytes, millions, type Report, say, times } from './report.ts';
import { type TeaForm, writeTeaHouse } from './tea-house-file.ts';

const SEED = 2;
/** Memory is told so many times on the way. */
const TOLD = 10;
const AIM = '< 700 MB';
const COMMAND = join('dist', 'kizuna.js');
const PEAK = pathToFileURL(join('test', 'bench', 'peak.mjs')).href;

/** What a run of the command took. */
interface Ran {
  readonly milliseconds: number;
  /** Of all threads. */
  readonly cpu: number;
  /** Bytes in memory at most, and every quarter of a second. */
  readonly peak: number;
  readonly resident: readonly number[];
  readonly out: string;
}

/** What `kizuna run` says at the end. */
interface Summary {
  readonly rows: { readonly accepted: number };
  readonly ledger_rows: number;
}

/** One run of the command: how it is called, and what it is asked. */
interface Call {
  readonly what: string;
  readonly workers: string;
  /** A name for the ledger, where one is to be written. */
  readonly ledger?: string;
}

const TWO: Call = { what: 'two workers', workers: '2' };
const CSV: Call = { what: 'two workers, ledger as CSV', workers: '2', ledger: 'ledger.csv' };
const CALLS: readonly Call[] = [
  { what: 'one worker', workers: '1' },
  TWO,
  CSV,
  { what: 'two workers, ledger as JSON Lines', workers: '2', ledger: 'ledger.jsonl' },
  { what: 'two workers, ledger as Parquet', workers: '2', ledger: 'ledger.parquet' },
];
/** Where one run takes minutes. */
export const LONG_CALLS: readonly Call[] = [TWO, CSV];

/** `kizuna run` over files of so many events, from the text to the summary, in a process of its own. */
export async function benchCommand(
  report: Report,
  events: number,
  forms: readonly (TeaForm | 'parquet')[],
  calls: readonly Call[] = CALLS,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
  try {
    for (const form of forms) {
      const path = join(folder, `tea-house.${form}`);
      const rows = await write(path, form, events, folder);
      report.title(
        `kizuna run over ${rows.toLocaleString('en')} rows of ${form} (${megabytes(statSync(path).size)} MB)`,
      );
      await benchCalls(report, path, rows, folder, calls);
      rmSync(path);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchCalls(
  report: Report,
  path: string,
  rows: number,
  folder: string,
  calls: readonly Call[],
): Promise<void> {
  let [least, one] = [Number.POSITIVE_INFINITY, 0];
  for (const { what, workers, ledger } of calls) {
    const written = ledger === undefined ? undefined : join(folder, ledger);
    const ran = await runCommand(
      [
        ...['run', join('programs', 'tea-house'), '--history', path, '--format', 'json'],
        ...['--workers', workers, ...(written === undefined ? [] : ['--ledger', written])],
      ],
      folder,
    );
    const summary: Summary = JSON.parse(ran.out);
    if (summary.rows.accepted !== rows) throw new Error(`${summary.rows.accepted} of ${rows} rows`);
    least = Math.min(least, summary.ledger_rows);
    if (summary.ledger_rows !== least) throw new Error('the ledger is another one');
    if (workers === '1') one = ran.milliseconds;
    const tenth = Math.max(1, Math.floor(ran.resident.length / TOLD));
    const told = ran.resident.filter((_, index) => index % tenth === tenth - 1).map(megabytes);
    say(`  ${what}: MB resident on the way: ${told.join(' ')}`);
    report.add({
      what: `kizuna run, ${path.split('.').at(-1)}, ${(rows / 1e6).toFixed(1)} M rows, ${what}`,
      figure: `${(ran.milliseconds / 1000).toFixed(1)} s, ${millions(rows, ran.milliseconds)}, ${megabytes(ran.peak)} MB resident`,
      ratio: [
        ...(one > 0 ? [`${times(one / ran.milliseconds)} one worker`] : []),
        `${times(ran.cpu / ran.milliseconds)} the work of one core`,
      ].join(', '),
      aim: AIM,
    });
    if (written !== undefined) rmSync(written);
  }
}

async function write(
  path: string,
  form: TeaForm | 'parquet',
  events: number,
  folder: string,
): Promise<number> {
  if (form !== 'parquet') return writeTeaHouse(path, form, SEED, events, join(folder, 'days'));
  const text = `${path}.jsonl`;
  const rows = writeTeaHouse(text, 'jsonl', SEED, events, join(folder, 'days'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(
      `COPY (FROM read_json('${text}', format = 'newline_delimited', columns = ${TYPES})) TO '${path}' (FORMAT parquet)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(text);
  }
  return rows;
}

const TYPES = `{'member': 'VARCHAR', 'id': 'VARCHAR', 'at': 'VARCHAR', 'type': 'VARCHAR', 'of': 'VARCHAR', 'amount': 'BIGINT',
  'channel': 'VARCHAR', 'items': 'STRUCT(category VARCHAR, amount BIGINT, quantity BIGINT)[]', 'product': 'VARCHAR', 'stars': 'BIGINT',
  'recommend': 'BIGINT', 'reward': 'VARCHAR', 'quantity': 'BIGINT', 'plan': 'VARCHAR', 'birthday': 'VARCHAR'}`;

/** The command as a process of its own, and what it took; `exits`: codes that are no failure. */
export async function runCommand(
  args: readonly string[],
  folder: string,
  exits: readonly number[] = [0],
): Promise<Ran> {
  const peak = join(folder, 'peak.json');
  const temporary = mkdtempSync(join(folder, 'temporary-'));
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', PEAK, COMMAND, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, KIZUNA_BENCH_PEAK: peak, TMPDIR: temporary },
  });
  let out = '';
  child.stdout.on('data', (text) => {
    out += String(text);
  });
  const exit = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  const milliseconds = performance.now() - started;
  if (exit === null || !exits.includes(exit)) throw new Error(`kizuna ${args.join(' ')} ends with ${exit}`);
  if (readdirSync(temporary).length > 0) throw new Error('temporary files are left');
  rmSync(temporary, { recursive: true });
  return { ...JSON.parse(readFileSync(peak, 'utf8')), milliseconds, out };
}
