import { runFigures } from '../../report/index.ts';
import type { Localized } from '../../schema/index.ts';
import { type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { programPath } from '../files.ts';
import { ledgerTable } from '../ledger-table.ts';
import { loadProgram } from '../loading.ts';
import { openOutputs, outputsClash } from '../outputs.ts';
import { outcomeOf, replayHistory } from '../replay-history.ts';
import {
  countOf,
  type ReplayOptions,
  readReplayOptions,
  takesEngine,
  takesHistory,
  takesReading,
} from '../replay-options.ts';
import { jsonSummary, membersTable, prettySummary } from '../summary/index.ts';
import { say, type Terminal } from '../terminal/index.ts';

/** Enough to see what balances look like. */
const MEMBERS_SHOWN = '5';

interface RunOptions extends ReplayOptions {
  readonly ledger?: string;
  readonly outcomes?: string;
  readonly rows?: string;
  readonly members?: string;
  readonly format: 'pretty' | 'json';
}

async function run(terminal: Terminal, path: string, options: RunOptions): Promise<ExitCode> {
  const rows = countOf(terminal, '--rows', options.rows ?? '0');
  const members = countOf(terminal, '--members', options.members ?? MEMBERS_SHOWN);
  const asked = readReplayOptions(terminal, options);
  if ('exit' in asked) return asked.exit;
  if (rows === undefined || members === undefined) return EXIT.usage;
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
  const replayed = await replayHistory(terminal, program.value, options, asked.value, {
    shown: { rows, members },
    withLedger: true,
    outputs: () => openOutputs(terminal, plan, options),
  });
  if ('exit' in replayed) return replayed.exit;
  const { replay, exit } = replayed.value;
  const { firstMembers, firstRows, ledgerRows } = replay;
  const figures = runFigures(plan, outcomeOf(replayed.value));
  // Whoever takes the ledger from stdout wants nothing else there.
  const taken = [options.ledger, options.outcomes, options.rejects].includes('-');
  const output = taken ? terminal.err : terminal.out;
  if (options.format === 'json') {
    output.write(`${JSON.stringify(jsonSummary(plan, figures, ledgerRows), undefined, 2)}\n`);
  } else {
    const setting = {
      plan,
      output,
      language: terminal.language,
      words: (text: Localized) => say(terminal, text),
    };
    output.write(prettySummary(setting, figures, ledgerRows));
    const shown = membersTable(setting, firstMembers, figures.members);
    if (shown !== undefined) output.write(`\n${shown}\n`);
    if (firstRows.length > 0)
      output.write(`\n${ledgerTable({ ...terminal, out: output }, plan, firstRows, true)}\n`);
  }
  return exit;
}

export const runCommand: CommandMaker = (terminal, finish) => {
  const command = subcommand(terminal, {
    name: 'run',
    does: { en: 'replay a program over a history', ja: 'プログラムを履歴に適用する' },
    more: {
      en: 'Rows that cannot be used are reported, counted and left out; with --strict they end the run. A ledger named .csv or .parquet is written so, others as JSON Lines; - is stdout.',
      ja: '使えない行は報告し、数え、除外します。--strict を付けると、そこで終了します。台帳は、名前が .csv なら CSV、.parquet なら Parquet、ほかは JSON Lines で書きます。- は標準出力です。',
    },
    example:
      'kizuna run programs/tea-house/program.yaml --history programs/tea-house/history.jsonl --ledger ledger.csv',
  });
  takesHistory(command, terminal)
    .addOption(option(terminal, '--ledger <file>', { en: 'write the ledger', ja: '台帳を書き出す' }))
    .addOption(
      option(terminal, '--outcomes <file>', {
        en: "write each member's state at the end",
        ja: '会員ごとの最終状態を書き出す',
      }),
    );
  takesReading(command, terminal)
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
    );
  return takesEngine(command, terminal).action(async (path: string, options: RunOptions) =>
    finish(await run(terminal, path, options)),
  );
};
