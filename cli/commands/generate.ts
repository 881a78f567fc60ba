import { customerModel, Generator, type RowFormat } from '../../runtime/index.ts';
import { addDays, addMonths, type Day, formatDay, type Localized, parseDay } from '../../schema/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { programPath, sameFile } from '../files.ts';
import { MOST_MEMBERS, type RowsWritten, writeRows } from '../generating/index.ts';
import { type Loaded, loadProgram } from '../loading.ts';
import { programName, showGrouped } from '../show.ts';
import { notWritable, openSink } from '../sink.ts';
import { say, type Terminal } from '../terminal/index.ts';
import { misuse } from '../trouble.ts';

interface GenerateOptions {
  readonly output: string;
  readonly members?: string;
  readonly events?: string;
  readonly seed: string;
  readonly from?: string;
  readonly until?: string;
  readonly repeat?: string;
  readonly spend?: string;
  readonly redemptions: 'affordable' | 'attempted';
  readonly format?: RowFormat;
}

const MOST_EVENTS = 1_000_000_000;
const MOST_PER_YEAR = 1000;
const MOST_SPEND = 1_000_000_000;
/** Days on which events may happen, as far as the reader goes. */
const FIRST = parseDay('1900-01-01') ?? 0;
const LAST = parseDay('2199-12-31') ?? 0;
/** Two whole years; fixed, so that the same command gives the same file on any day. */
const USUAL_FROM = parseDay('2024-01-01') ?? 0;
const MONTHS = 24;

interface Asked {
  readonly count: { readonly kind: 'members' | 'events'; readonly number: number };
  readonly seed: number;
  readonly from: Day;
  readonly until: Day;
  readonly repeat: number | undefined;
  readonly spend: number | undefined;
}

function wrong(terminal: Terminal, what: Localized, help?: Localized): { readonly exit: ExitCode } {
  return { exit: misuse(terminal, what, help) };
}

/** A whole number between two, written with or without `,` and `_` between its digits. */
function wholeOf(
  terminal: Terminal,
  name: string,
  written: string,
  least: number,
  most: number,
): Loaded<number> {
  const plain = written.replace(/[_,]/g, '');
  const value = Number(plain);
  if (/^\d{1,16}$/.test(plain) && value >= least && value <= most) return { value };
  const [low, high] = [showGrouped(BigInt(least), 0), showGrouped(BigInt(most), 0)];
  return wrong(terminal, {
    en: `\`${name}\` takes a whole number from ${low} to ${high}, not \`${written}\``,
    ja: `\`${name}\` には ${low} から ${high} までの整数を指定してください（\`${written}\` は使えません）`,
  });
}

/** A number above 0, or nothing where nothing was said. */
function amountOf(
  terminal: Terminal,
  name: string,
  written: string | undefined,
  most: number,
): Loaded<number | undefined> {
  if (written === undefined) return { value: undefined };
  const plain = written.replace(/[_,]/g, '');
  const value = Number(plain);
  if (/^\d{1,12}(\.\d{1,9})?$/.test(plain) && value > 0 && value <= most) return { value };
  const high = showGrouped(BigInt(most), 0);
  return wrong(terminal, {
    en: `\`${name}\` takes a number above 0, at most ${high}, not \`${written}\``,
    ja: `\`${name}\` には 0 より大きく ${high} 以下の数を指定してください（\`${written}\` は使えません）`,
  });
}

function dayFrom(terminal: Terminal, name: string, written: string | undefined): Loaded<Day | undefined> {
  if (written === undefined) return { value: undefined };
  const day = parseDay(written);
  if (day === undefined) {
    return wrong(
      terminal,
      { en: `\`${written}\` is not a date`, ja: `\`${written}\` は日付ではありません` },
      { en: `write \`${name} 2025-04-01\``, ja: `\`${name} 2025-04-01\` のように書いてください` },
    );
  }
  if (day >= FIRST && day <= LAST) return { value: day };
  return wrong(terminal, {
    en: `\`${name} ${written}\`: a history lies between ${formatDay(FIRST)} and ${formatDay(LAST)}`,
    ja: `\`${name} ${written}\`: 履歴は ${formatDay(FIRST)} から ${formatDay(LAST)} までです`,
  });
}

/** What the arguments ask for, when all of them can be used. */
function readAsked(terminal: Terminal, options: GenerateOptions): Loaded<Asked> {
  if (options.members !== undefined && options.events !== undefined) {
    return wrong(terminal, {
      en: '`--members` and `--events` are two ways to say how much: name one of them',
      ja: '`--members` と `--events` は、どちらか一方だけを指定してください',
    });
  }
  const kind = options.events === undefined ? 'members' : 'events';
  const number =
    options.events === undefined
      ? wholeOf(terminal, '--members', options.members ?? '1000', 1, MOST_MEMBERS)
      : wholeOf(terminal, '--events', options.events, 1, MOST_EVENTS);
  if ('exit' in number) return number;
  const seed = wholeOf(terminal, '--seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
  if ('exit' in seed) return seed;
  const first = dayFrom(terminal, '--from', options.from);
  if ('exit' in first) return first;
  const last = dayFrom(terminal, '--until', options.until);
  if ('exit' in last) return last;
  const repeat = amountOf(terminal, '--repeat', options.repeat, MOST_PER_YEAR);
  if ('exit' in repeat) return repeat;
  const spend = amountOf(terminal, '--spend', options.spend, MOST_SPEND);
  if ('exit' in spend) return spend;
  const from =
    first.value ??
    (last.value === undefined ? USUAL_FROM : Math.max(FIRST, addMonths(addDays(last.value, 1), -MONTHS)));
  const until = last.value ?? Math.min(LAST, addDays(addMonths(from, MONTHS), -1));
  if (until < from) {
    return wrong(terminal, {
      en: `\`--until ${formatDay(until)}\` lies before \`--from ${formatDay(from)}\``,
      ja: `\`--until ${formatDay(until)}\` は \`--from ${formatDay(from)}\` より前です`,
    });
  }
  return {
    value: {
      count: { kind, number: number.value },
      seed: seed.value,
      from,
      until,
      repeat: repeat.value,
      spend: spend.value,
    },
  };
}

async function generate(terminal: Terminal, written: string, options: GenerateOptions): Promise<ExitCode> {
  const asked = readAsked(terminal, options);
  if ('exit' in asked) return asked.exit;
  const { count, seed, from, until, repeat, spend } = asked.value;
  const { output, redemptions } = options;
  if (output !== '-' && sameFile(programPath(written), output)) {
    return misuse(terminal, {
      en: `\`--output ${output}\` would write over a file that is read`,
      ja: `\`--output ${output}\` は、読み込むファイルを上書きしてしまいます`,
    });
  }
  const program = loadProgram(terminal, written);
  if ('exit' in program) return program.exit;
  const { plan, path } = program.value;
  const model = customerModel(plan.currency, { repeat, spend });
  const generator = Generator.of(plan, { seed, from, until, model });
  if (generator === undefined) {
    return misuse(
      terminal,
      {
        en: `${path}: the program has no event that could happen, so there is no history to make`,
        ja: `${path}: 起こりうるイベントがプログラムにないため、履歴を作れません`,
      },
      {
        en: 'declare what members do under `events:`',
        ja: '会員の行動を `events:` に宣言してください',
      },
    );
  }
  const { main, pays } = generator.roles;
  if (!pays) {
    const note = say(terminal, {
      en: `no event of this program holds money: what members come for is taken to be \`${main.name}\``,
      ja: `金額を持つイベントがないため、会員は \`${main.name}\` を目的に訪れるものとします`,
    });
    terminal.err.write(`kizuna: ${note}\n`);
  }
  const sink = openSink(terminal, output);
  if ('exit' in sink) return sink.exit;
  const format = options.format ?? (/\.csv$/i.test(output) ? 'csv' : 'jsonl');
  let made: RowsWritten;
  try {
    made = await writeRows(terminal, generator, { count, redemptions, until, format }, sink);
  } catch (error) {
    // A disk that fills up is told as a file that cannot be opened; anything else is a fault of ours.
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return notWritable(terminal, output, error);
  }
  const [members, rows] = [showGrouped(BigInt(made.members), 0), showGrouped(BigInt(made.rows), 0)];
  const one = made.members === 1;
  const [first, last] = [formatDay(from), formatDay(until)];
  const told = say(terminal, {
    en: `${output}: ${rows} rows of ${members} ${one ? 'member' : 'members'} for ${programName(plan)}, ${first} to ${last}, seed ${seed}`,
    ja: `${output}: ${programName(plan)} の会員 ${members} 人、${rows} 行（${first} から ${last}、シード ${seed}）`,
  });
  (output === '-' ? terminal.err : terminal.out).write(`${told}\n`);
  return EXIT.clean;
}

export const generateCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'generate',
    does: { en: 'write a made-up history for a program', ja: 'プログラムを試すための履歴を生成する' },
    more: {
      en: 'Customers come, spend, return things, answer surveys and redeem as a seeded model of customers says; docs/generate.md describes it and what it assumes. Rows are in order of members, and of time within a member. The same command gives the same bytes.',
      ja: '来店、購入、返品、アンケート、特典の利用を、シードで決まる顧客モデルから作ります。モデルとその仮定は docs/generate.ja.md にあります。行は会員順、会員の中では時刻順です。同じコマンドからは同じバイト列ができます。',
    },
    example: 'kizuna generate programs/tea-house -o history.jsonl --events 10_000 --seed 7',
  })
    .addArgument(
      argument(terminal, '<program>', {
        en: 'the program file, or its folder',
        ja: 'プログラムのファイル、またはそのフォルダー',
      }),
    )
    .addOption(
      option(terminal, '-o, --output <file>', {
        en: 'the history to write; - is stdout',
        ja: '書き出す履歴。- は標準出力',
      }).makeOptionMandatory(),
    )
    .addOption(
      option(terminal, '--members <number>', {
        en: 'how many members (default: 1000)',
        ja: '会員の数（既定: 1000）',
      }),
    )
    .addOption(
      option(terminal, '--events <number>', {
        en: 'how many rows, enrolments included, in place of --members',
        ja: '行の数（入会の行を含む）。--members の代わりに指定',
      }),
    )
    .addOption(
      option(terminal, '--seed <number>', {
        en: 'another seed gives another history',
        ja: 'シードが違えば別の履歴になる',
      }).default('1'),
    )
    .addOption(
      option(terminal, '--from <date>', {
        en: 'first day (default: 24 months before the end of --until; without it 2024-01-01)',
        ja: '最初の日（既定: --until までの 24 か月。それもなければ 2024-01-01）',
      }),
    )
    .addOption(
      option(terminal, '--until <date>', {
        en: 'last day (default: 24 months from the first)',
        ja: '最後の日（既定: 最初の日から 24 か月）',
      }),
    )
    .addOption(
      option(terminal, '--repeat <number>', {
        en: 'mean purchases a year of a member who stays (default: 10)',
        ja: '離脱していない会員の年間購入回数の平均（既定: 10）',
      }),
    )
    .addOption(
      option(terminal, '--spend <amount>', {
        en: 'mean of a purchase (default: 3000, or 30 in a currency with decimals)',
        ja: '購入一回の金額の平均（既定: 3000、小数のある通貨では 30）',
      }),
    )
    .addOption(
      option(terminal, '--redemptions <which>', {
        en: 'those that the balance allows, or all that are asked for (faster)',
        ja: '残高で交換できるものだけか、申し込みすべてか（後者が速い）',
      })
        .choices(['affordable', 'attempted'])
        .default('affordable'),
    )
    .addOption(
      option(terminal, '--format <format>', {
        en: 'of the rows (default: by the name of the file, else jsonl)',
        ja: '行の形式（既定: ファイル名による。ほかは jsonl）',
      }).choices(['jsonl', 'csv']),
    )
    .action(async (path: string, options: GenerateOptions) =>
      finish(await generate(terminal, path, options)),
    );
