import type { Command } from 'commander';
import type { Day } from '../schema/index.ts';
import { argument, option } from './arguments.ts';
import { EXIT } from './exit.ts';
import type { Loaded } from './loading.ts';
import type { Terminal } from './terminal/index.ts';
import { misuse } from './trouble.ts';
import { writtenDay } from './until.ts';

/** More threads than any machine has a use for. */
const MOST_WORKERS = 64;

/** Options of every command that replays a history. */
export interface ReplayOptions {
  readonly history: string[];
  readonly mapping?: string;
  readonly rejects?: string;
  readonly until?: string;
  readonly strict?: boolean;
  readonly sortOnDisk?: boolean;
  readonly engine: 'compiled' | 'reference';
  readonly workers?: string;
  readonly timeLimit: string;
}

/** What they say, when all of them can be used. */
export interface ReplayAsked {
  readonly until: Day | undefined;
  /** Undefined: not said. */
  readonly workers: number | undefined;
  /** In milliseconds. */
  readonly limit: number;
}

/** A whole number, or undefined after saying that it is none. */
export function countOf(
  terminal: Terminal,
  option: string,
  written: string,
  most = 999_999,
): number | undefined {
  if (/^\d{1,6}$/.test(written) && Number(written) <= most) return Number(written);
  if (/^\d+$/.test(written)) {
    misuse(terminal, {
      en: `\`${option}\` takes at most ${most}, not \`${written}\``,
      ja: `\`${option}\` は ${most} までです（\`${written}\` は使えません）`,
    });
    return undefined;
  }
  const least = written.startsWith('-') ? ' that is 0 or more' : '';
  misuse(terminal, {
    en: `\`${option}\` takes a whole number${least}, not \`${written}\``,
    ja: `\`${option}\` には 0 以上の整数を指定してください（\`${written}\` は使えません）`,
  });
  return undefined;
}

/** Reads the options that all replays share; says what is wrong with them. */
export function readReplayOptions(terminal: Terminal, options: ReplayOptions): Loaded<ReplayAsked> {
  const workers =
    options.workers === undefined ? undefined : countOf(terminal, '--workers', options.workers, MOST_WORKERS);
  const limit = countOf(terminal, '--time-limit', options.timeLimit);
  const wrong = options.workers !== undefined && workers === undefined;
  if (limit === undefined || wrong) return { exit: EXIT.usage };
  const until = writtenDay(terminal, options.until);
  if ('exit' in until) return until;
  return { value: { until: until.value, workers, limit: 1000 * Math.max(1, limit) } };
}

/** The program and its history, as arguments of a command that replays. */
export function takesHistory(command: Command, terminal: Terminal): Command {
  return takesHistoryFiles(
    command.addArgument(
      argument(terminal, '<program>', {
        en: 'the program file, or its folder',
        ja: 'プログラムのファイル、またはそのフォルダー',
      }),
    ),
    terminal,
  );
}

/** The history alone. */
export function takesHistoryFiles(command: Command, terminal: Terminal): Command {
  return command
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
    );
}

/** How a history is read. */
export function takesReading(command: Command, terminal: Terminal): Command {
  return command
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
    );
}

/** How it is shown, and by what it is replayed. */
export function takesEngine(
  command: Command,
  terminal: Terminal,
  formats: readonly string[] = ['pretty', 'json'],
): Command {
  command
    .addOption(
      option(terminal, '--format <format>', {
        en: 'summary for people or programs',
        ja: '要約を人とプログラムのどちらに向けるか',
      })
        .choices([...formats])
        .default('pretty'),
    )
    .addOption(
      option(terminal, '--engine <engine>', {
        en: 'the fast one, or the one that defines what programs mean',
        ja: '速いエンジンか、プログラムの意味を定める参照エンジンか',
      })
        .choices(['compiled', 'reference'])
        .default('compiled'),
    );
  return takesThreads(command, terminal);
}

/** How the work is dealt out. */
export function takesThreads(command: Command, terminal: Terminal): Command {
  return command
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
    );
}
