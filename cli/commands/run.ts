import { type HistorySummary, rejectsCsv } from '../../runtime/index.ts';
import type { Day, Localized } from '../../schema/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { programPath } from '../files.ts';
import { type Interrupts, watchInterrupts } from '../interrupts.ts';
import { ledgerTable } from '../ledger-table.ts';
import { type Loaded, type LoadedProgram, loadProgram } from '../loading.ts';
import { openChunks, openMembers } from '../open-history.ts';
import { openOutputs, outputsClash } from '../outputs.ts';
import { progress } from '../progress.ts';
import {
  type Replay,
  type ReplayTask,
  replayByReference,
  replayCompiled,
  type Shown,
} from '../replaying/index.ts';
import { tellErrors, tellFailed, tellRejected, tellWarnings } from '../run-trouble.ts';
import { openSink } from '../sink.ts';
import { figuresOf, jsonSummary, membersTable, prettySummary } from '../summary/index.ts';
import { say, type Terminal } from '../terminal/index.ts';
import { misuse } from '../trouble.ts';
import { lastDay, writtenDay } from '../until.ts';

/** Enough to see what balances look like. */
const MEMBERS_SHOWN = '5';
/** More threads than any machine has a use for. */
const MOST_WORKERS = 64;

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
  readonly engine: 'compiled' | 'reference';
  readonly workers?: string;
  readonly timeLimit: string;
}

/** A whole number of rows to show, or undefined after saying that it is none. */
function countOf(terminal: Terminal, option: string, written: string, most = 999_999): number | undefined {
  if (/^\d{1,6}$/.test(written) && Number(written) <= most) return Number(written);
  if (/^\d+$/.test(written)) {
    misuse(terminal, {
      en: `\`${option}\` takes at most ${most}, not \`${written}\``,
      ja: `\`${option}\` は ${most} までです（\`${written}\` は使えません）`,
    });
    return undefined;
  }
  misuse(terminal, {
    en: `\`${option}\` takes a whole number, not \`${written}\``,
    ja: `\`${option}\` には整数を指定してください（\`${written}\` は使えません）`,
  });
  return undefined;
}

/** What the arguments say, when all of them can be used. */
interface Asked {
  readonly shown: Shown;
  readonly until: Day | undefined;
  /** Undefined: not said. */
  readonly workers: number | undefined;
  readonly limit: number;
}

function readAsked(terminal: Terminal, options: RunOptions): Loaded<Asked> {
  const rows = countOf(terminal, '--rows', options.rows ?? '0');
  const members = countOf(terminal, '--members', options.members ?? MEMBERS_SHOWN);
  const workers =
    options.workers === undefined ? undefined : countOf(terminal, '--workers', options.workers, MOST_WORKERS);
  const limit = countOf(terminal, '--time-limit', options.timeLimit);
  const wrong = options.workers !== undefined && workers === undefined;
  if (rows === undefined || members === undefined || limit === undefined || wrong)
    return { exit: EXIT.usage };
  const until = writtenDay(terminal, options.until);
  if ('exit' in until) return until;
  return {
    value: { shown: { rows, members }, until: until.value, workers, limit: 1000 * Math.max(1, limit) },
  };
}

async function run(terminal: Terminal, path: string, options: RunOptions): Promise<ExitCode> {
  const asked = readAsked(terminal, options);
  if ('exit' in asked) return asked.exit;
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
  const { workers, limit } = asked.value;
  const interrupts = watchInterrupts(terminal);
  const onDisk = options.sortOnDisk === true;
  try {
    if (options.engine === 'reference') {
      const history = await openMembers(terminal, plan, options, onDisk);
      if ('exit' in history) return history.exit;
      const engine = (task: ReplayTask) => replayByReference(history.value, task);
      return await runOver(terminal, program.value, history.value, options, asked.value, engine, interrupts);
    }
    const history = await openChunks(terminal, plan, options, onDisk, workers);
    if ('exit' in history) return history.exit;
    const engine = (task: ReplayTask) => replayCompiled(history.value, task, limit);
    return await runOver(terminal, program.value, history.value, options, asked.value, engine, interrupts);
  } finally {
    interrupts.end();
  }
}

interface OpenedHistory {
  readonly summary: HistorySummary;
  readonly close: () => void;
}

async function runOver(
  terminal: Terminal,
  program: LoadedProgram,
  history: OpenedHistory,
  options: RunOptions,
  asked: Asked,
  engine: (task: ReplayTask) => Promise<Replay>,
  interrupts: Interrupts,
): Promise<ExitCode> {
  try {
    return await replayAndTell(terminal, program, history.summary, options, asked, engine, interrupts);
  } finally {
    history.close();
  }
}

async function replayAndTell(
  terminal: Terminal,
  program: LoadedProgram,
  read: HistorySummary,
  options: RunOptions,
  asked: Asked,
  engine: (task: ReplayTask) => Promise<Replay>,
  interrupts: Interrupts,
): Promise<ExitCode> {
  const { plan } = program;
  if (options.rejects !== undefined) {
    const sink = openSink(terminal, options.rejects);
    if ('exit' in sink) return sink.exit;
    sink.write(rejectsCsv(read.rejected, terminal.language));
    sink.close();
    interrupts.wrote(options.rejects);
  }
  tellWarnings(terminal, read);
  tellRejected(terminal, read, options.rejects);
  if (options.strict && read.rejected.length > 0) return EXIT.findings;
  const last = lastDay(terminal, asked.until, read);
  if ('exit' in last) return last.exit;
  const until = last.value;
  const outputs = openOutputs(terminal, plan, options);
  if ('exit' in outputs) return outputs.exit;
  const telling = progress(terminal, { en: 'replaying members', ja: '会員ごとに適用中' });
  const made = await engine({
    plan,
    until,
    outputs,
    shown: asked.shown,
    onMembers(done, total) {
      telling.tick(done, total);
      interrupts.replayed(done);
    },
  });
  telling.done();
  outputs.ledger?.close();
  outputs.outcomes?.close();
  const { result, tally, firstRows, failed } = made;
  tellErrors(terminal, program, result);
  tellFailed(terminal, failed);
  const figures = figuresOf(plan, until, read, made);
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
  return result.errors.length + failed.length > 0 ? EXIT.findings : EXIT.clean;
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
    .addOption(
      option(terminal, '--engine <engine>', {
        en: 'the fast one, or the one that defines what programs mean',
        ja: '速いエンジンか、プログラムの意味を定める参照エンジンか',
      })
        .choices(['compiled', 'reference'])
        .default('compiled'),
    )
    .addOption(
      option(terminal, '--workers <number>', {
        en: 'threads that read the parts of a large history, and replay; 0 = none of their own (default: cores, at most 4; none for a small history)',
        ja: '大きな履歴の分割を読み、適用するスレッドの数。0 は専用スレッドなし（既定: コア数、最大 4。小さな履歴ではなし）',
      }),
    )
    .addOption(
      option(terminal, '--time-limit <seconds>', {
        en: 'longest time for 32,768 rows; a member who takes longer is left out and named',
        ja: '32,768 行にかけてよい秒数。超えた会員は除外し、名前を示す',
      }).default('60'),
    )
    .action(async (path: string, options: RunOptions) => finish(await run(terminal, path, options)));
