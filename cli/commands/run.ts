import {
  type HistorySummary,
  type PopulationResult,
  PopulationRun,
  rejectsCsv,
} from '../../runtime/index.ts';
import { type Day, formatTime, type LedgerRow, type Localized, type Plan } from '../../schema/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { programPath } from '../files.ts';
import { outcomeLine } from '../ledger-file.ts';
import { ledgerTable } from '../ledger-table.ts';
import { type LoadedProgram, loadProgram, type OpenHistory, openHistory } from '../loading.ts';
import { type Outputs, openOutputs, outputsClash } from '../outputs.ts';
import { progress } from '../progress.ts';
import { openSink } from '../sink.ts';
import { figuresOf, jsonSummary, membersTable, prettySummary, Tally } from '../summary/index.ts';
import { positionOf, say, sourceText, type Terminal } from '../terminal/index.ts';
import { misuse } from '../trouble.ts';
import { lastDay, writtenDay } from '../until.ts';

/** Enough to see what balances look like. */
const MEMBERS_SHOWN = '5';

interface RunOptions {
  readonly history: string[];
  readonly mapping?: string;
  readonly ledger?: string;
  readonly outcomes?: string;
  readonly rejects?: string;
  readonly until?: string;
  readonly strict?: boolean;
  readonly rows?: string;
  readonly members?: string;
  readonly sortOnDisk?: boolean;
  readonly format: 'pretty' | 'json';
}

/** One row per reason, the first such row as the example; `file` is where all of them are. */
function tellRejected(terminal: Terminal, { rejected }: HistorySummary, file: string | undefined): void {
  const { err, language } = terminal;
  const reasons = new Set(rejected.map((row) => row.reason));
  for (const reason of reasons) {
    const rows = rejected.filter((row) => row.reason === reason);
    const [first] = rows;
    if (first === undefined) continue;
    const head = err.paint.bold(err.paint.red(`error[${reason}]`));
    err.write(`${head} ${first.file}:${first.line}: ${first.message[language]}\n`);
    const only = rows.length === 1;
    const place = file === '-' ? say(terminal, { en: 'on stdout', ja: '標準出力' }) : `${file}`;
    const where =
      file === undefined
        ? say(terminal, {
            en: only ? '`--rejects FILE` writes it' : '`--rejects FILE` writes them all',
            ja: only ? '`--rejects ファイル` で書き出せます' : '`--rejects ファイル` ですべて書き出せます',
          })
        : say(terminal, {
            en: `${only ? 'it is' : 'all are'} ${file === '-' ? '' : 'in '}${place}`,
            ja: `${only ? '' : 'すべて '}${place} にあります`,
          });
    const count = say(terminal, {
      en: only ? 'the only such row' : `1 of ${rows.length} such rows`,
      ja: `同じ理由の行は ${rows.length} 件`,
    });
    err.write(`   ${err.paint.blue('=')} ${count}${say(terminal, { en: '; ', ja: '。' })}${where}\n`);
  }
}

function tellWarnings(terminal: Terminal, { warnings }: HistorySummary): void {
  const { err, language } = terminal;
  for (const { code, message, help } of warnings) {
    err.write(`${err.paint.bold(err.paint.yellow(`warning[${code}]`))}: ${message[language]}\n`);
    if (help !== undefined) {
      err.write(
        `   ${err.paint.blue('=')} ${say(terminal, { en: 'help', ja: '対処' })}: ${help[language]}\n`,
      );
    }
  }
}

function tellErrors(terminal: Terminal, { path, text }: LoadedProgram, { errors }: PopulationResult): void {
  const { err } = terminal;
  const source = sourceText(text);
  for (const error of errors) {
    const place = `${path}:${positionOf(source, error.span.start).line}`;
    const expression = text.slice(error.span.start, error.span.end).replace(/\s+/g, ' ');
    const event = error.event ?? '-';
    const what = say(terminal, {
      en: `member \`${error.member}\` stopped at event \`${event}\` (${formatTime(error.at)}), in \`${error.in}\`: \`${expression}\` is too large to keep`,
      ja: `会員 \`${error.member}\` はイベント \`${event}\`（${formatTime(error.at)}）の \`${error.in}\` で停止しました。\`${expression}\` が扱える数の範囲を超えています`,
    });
    err.write(`${err.paint.bold(err.paint.red(`error[${error.code}]`))} ${place}: ${what}\n`);
  }
}

interface Replay {
  readonly result: PopulationResult;
  readonly tally: Tally;
  readonly ledgerRows: number;
  readonly firstRows: readonly LedgerRow[];
}

/** How much of what a run makes is kept to be shown. */
interface Shown {
  readonly rows: number;
  readonly members: number;
}

async function replay(
  terminal: Terminal,
  plan: Plan,
  history: OpenHistory,
  until: Day,
  outputs: Outputs,
  shown: Shown,
): Promise<Replay> {
  const telling = progress(terminal, { en: 'replaying members', ja: '会員ごとに適用中' });
  const firstRows: LedgerRow[] = [];
  const tally = new Tally(plan, shown.members);
  let ledgerRows = 0;
  const run = new PopulationRun(plan, {
    until,
    keepOutcomes: false,
    onRow(row) {
      ledgerRows += 1;
      if (firstRows.length < shown.rows) firstRows.push(row);
      outputs.ledger?.row(row);
    },
    onOutcome(outcome) {
      tally.add(outcome);
      outputs.outcomes?.write(outcomeLine(plan, outcome));
    },
  });
  let done = 0;
  await history.each((member) => {
    run.add(member);
    done += 1;
    telling.tick(done);
  });
  telling.done();
  outputs.ledger?.close();
  outputs.outcomes?.close();
  return { result: run.result(), tally, ledgerRows, firstRows };
}

/** A whole number of rows to show, or undefined after saying that it is none. */
function countOf(terminal: Terminal, option: string, written: string): number | undefined {
  if (/^\d{1,6}$/.test(written)) return Number(written);
  misuse(terminal, {
    en: `\`${option}\` takes a whole number, not \`${written}\``,
    ja: `\`${option}\` には整数を指定してください（\`${written}\` は使えません）`,
  });
  return undefined;
}

async function run(terminal: Terminal, path: string, options: RunOptions): Promise<ExitCode> {
  const keep = countOf(terminal, '--rows', options.rows ?? '0');
  const membersShown = countOf(terminal, '--members', options.members ?? MEMBERS_SHOWN);
  if (keep === undefined || membersShown === undefined) return EXIT.usage;
  const written = writtenDay(terminal, options.until);
  if ('exit' in written) return written.exit;
  const inputs = [
    programPath(path),
    ...options.history,
    ...(options.mapping === undefined ? [] : [options.mapping]),
  ];
  const clash = outputsClash(terminal, inputs, options);
  if (clash !== undefined) return clash;
  const program = loadProgram(terminal, path);
  if ('exit' in program) return program.exit;
  const { plan } = program.value;
  const loaded = await openHistory(terminal, plan, options, options.sortOnDisk === true);
  if ('exit' in loaded) return loaded.exit;
  const history = loaded.value;
  try {
    const shown = { rows: keep, members: membersShown };
    return await runOver(terminal, program.value, history, options, written.value, shown);
  } finally {
    history.close();
  }
}

async function runOver(
  terminal: Terminal,
  program: LoadedProgram,
  history: OpenHistory,
  options: RunOptions,
  written: Day | undefined,
  shown: Shown,
): Promise<ExitCode> {
  const { plan } = program;
  const read = history.summary;
  if (options.rejects !== undefined) {
    const sink = openSink(terminal, options.rejects);
    if ('exit' in sink) return sink.exit;
    sink.write(rejectsCsv(read.rejected, terminal.language));
    sink.close();
  }
  tellWarnings(terminal, read);
  tellRejected(terminal, read, options.rejects);
  if (options.strict && read.rejected.length > 0) return EXIT.findings;
  const last = lastDay(terminal, written, read);
  if ('exit' in last) return last.exit;
  const until = last.value;
  const outputs = openOutputs(terminal, plan, options);
  if ('exit' in outputs) return outputs.exit;
  const made = await replay(terminal, plan, history, until, outputs, shown);
  const { result, tally, ledgerRows, firstRows } = made;
  tellErrors(terminal, program, result);
  const figures = figuresOf(plan, until, read, result, tally, ledgerRows);
  // Whoever takes the ledger from stdout wants nothing else there.
  const taken = [options.ledger, options.outcomes, options.rejects].includes('-');
  const output = taken ? terminal.err : terminal.out;
  if (options.format === 'json') {
    output.write(`${JSON.stringify(jsonSummary(plan, figures), undefined, 2)}\n`);
  } else {
    const setting = {
      plan,
      output,
      language: terminal.language,
      words: (text: Localized) => say(terminal, text),
    };
    output.write(prettySummary(setting, figures));
    const members = membersTable(setting, tally.first, tally.members);
    if (members !== undefined) output.write(`\n${members}\n`);
    if (firstRows.length > 0)
      output.write(`\n${ledgerTable({ ...terminal, out: output }, plan, firstRows, true)}\n`);
  }
  return result.errors.length > 0 ? EXIT.findings : EXIT.clean;
}

export const runCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'run',
    does: { en: 'replay a program over a history', ja: 'プログラムを履歴に適用する' },
    more: {
      en: 'Rows that cannot be used are reported, counted and left out; with --strict they end the run. A ledger named .csv or .parquet is written so, others as JSON Lines; - is stdout.',
      ja: '使えない行は報告し、数え、除外します。--strict を付けると、そこで終了します。台帳は、名前が .csv なら CSV、.parquet なら Parquet、ほかは JSON Lines で書きます。- は標準出力です。',
    },
    example:
      'kizuna run programs/tea-house/program.yaml --history programs/tea-house/history.jsonl --ledger ledger.csv',
  })
    .addArgument(
      argument(terminal, '<program>', {
        en: 'the program file, or its folder',
        ja: 'プログラムのファイル、またはそのフォルダー',
      }),
    )
    .addOption(
      option(terminal, '--history <files...>', {
        en: 'the files of the history (JSON Lines, CSV, Parquet)',
        ja: '履歴のファイル（JSON Lines、CSV、Parquet）',
      }).makeOptionMandatory(),
    )
    .addOption(
      option(terminal, '--mapping <file>', {
        en: 'how their columns become events',
        ja: '列をイベントに変えるマッピング',
      }),
    )
    .addOption(option(terminal, '--ledger <file>', { en: 'write the ledger', ja: '台帳を書き出す' }))
    .addOption(
      option(terminal, '--outcomes <file>', {
        en: "write each member's state at the end",
        ja: '会員ごとの最終状態を書き出す',
      }),
    )
    .addOption(
      option(terminal, '--rejects <file>', {
        en: 'write the rejected rows (CSV)',
        ja: '除外した行を書き出す（CSV）',
      }),
    )
    .addOption(
      option(terminal, '--until <date>', {
        en: 'last day of the run (default: of the history)',
        ja: '最終日（既定: 履歴の最終日）',
      }),
    )
    .addOption(
      option(terminal, '--sort-on-disk', {
        en: 'put the rows of members together in temporary files (default: from 64 MB)',
        ja: '会員ごとの行を一時ファイルにまとめる（既定: 64 MB 以上のとき）',
      }),
    )
    .addOption(
      option(terminal, '--strict', {
        en: 'stop when a row cannot be used',
        ja: '使えない行があれば終了する',
      }),
    )
    .addOption(
      option(terminal, '--rows <number>', {
        en: 'show the first rows of the ledger',
        ja: '台帳の最初の行を表示する',
      }),
    )
    .addOption(
      option(terminal, '--members <number>', {
        en: 'how many members to show (default: 5)',
        ja: '表示する会員の数（既定: 5）',
      }),
    )
    .addOption(
      option(terminal, '--format <format>', {
        en: 'summary for people or programs',
        ja: '要約を人とプログラムのどちらに向けるか',
      })
        .choices(['pretty', 'json'])
        .default('pretty'),
    )
    .action(async (path: string, options: RunOptions) => finish(await run(terminal, path, options)));
