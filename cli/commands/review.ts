import type { Allowed } from '../../compiler/index.ts';
import { reportFigures, reviewProgram } from '../../report/index.ts';
import type { Diagnostic, Plan } from '../../schema/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode, worse } from '../exit.ts';
import { programPath } from '../files.ts';
import { printFindings } from '../findings.ts';
import { type Loaded, type LoadedProgram, loadProgram } from '../loading.ts';
import { githubLine, jsonFindings } from '../machine-findings.ts';
import { outputsClash } from '../outputs.ts';
import { outcomeOf, type Replayed, replayHistory } from '../replay-history.ts';
import { type ReplayOptions, readReplayOptions, takesReading } from '../replay-options.ts';
import { say, sourceText, type Terminal } from '../terminal/index.ts';
import { misuse } from '../trouble.ts';

type ReviewOptions = Omit<ReplayOptions, 'history' | 'timeLimit' | 'workers'> & {
  readonly history?: string[];
  readonly format: 'pretty' | 'json' | 'github';
};

interface Reviewed {
  readonly path: string;
  readonly text: string;
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
  readonly allowed: readonly Allowed[];
  /** Members that were replayed; undefined without a history. */
  readonly members: number | undefined;
}

function examine({ path, text, plan }: LoadedProgram, replayed: Replayed | undefined): Reviewed {
  const figures = replayed && reportFigures(plan, outcomeOf(replayed));
  return { path, text, plan, ...reviewProgram(text, plan, figures), members: figures?.members };
}

function isFinding({ severity }: Diagnostic): boolean {
  return severity !== 'hint';
}

function printPretty(terminal: Terminal, { path, text, plan, diagnostics, allowed }: Reviewed): void {
  const { out, language } = terminal;
  printFindings(out, language, path, text, diagnostics);
  const findings = diagnostics.filter(isFinding).length;
  const hints = diagnostics.length - findings;
  const s = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  const parts = [
    findings === 0
      ? out.paint.green(say(terminal, { en: 'no findings', ja: '指摘なし' }))
      : out.paint.yellow(say(terminal, { en: s(findings, 'finding'), ja: `指摘 ${findings} 件` })),
    ...(hints === 0 ? [] : [say(terminal, { en: s(hints, 'hint'), ja: `ヒント ${hints} 件` })]),
    ...(allowed.length === 0
      ? []
      : [say(terminal, { en: `${allowed.length} allowed`, ja: `許可 ${allowed.length} 件` })]),
  ];
  out.write(`${plan.program}: ${parts.join(say(terminal, { en: ', ', ja: '、' }))}\n`);
}

function jsonReview({ path, text, plan, diagnostics, allowed, members }: Reviewed): unknown {
  const source = sourceText(text);
  const [first = [], second = []] = [diagnostics, allowed.map(({ diagnostic }) => diagnostic)].map((list) =>
    jsonFindings(source, list),
  );
  return {
    file: path,
    document: 'program',
    name: plan.program,
    members: members ?? null,
    findings: first,
    allowed: second.map((finding, index) => ({ ...finding, reason: allowed[index]?.reason ?? '' })),
  };
}

function print(terminal: Terminal, reviewed: Reviewed, format: ReviewOptions['format']): void {
  const { out, language } = terminal;
  switch (format) {
    case 'pretty':
      printPretty(terminal, reviewed);
      break;
    case 'json':
      out.write(`${JSON.stringify({ files: [jsonReview(reviewed)] }, undefined, 2)}\n`);
      break;
    case 'github': {
      const source = sourceText(reviewed.text);
      for (const diagnostic of reviewed.diagnostics)
        out.write(`${githubLine(reviewed.path, source, diagnostic, language)}\n`);
      break;
    }
  }
}

/** The replay that figures come from, where a history was given. */
async function replay(
  terminal: Terminal,
  program: LoadedProgram,
  options: ReviewOptions,
): Promise<Loaded<Replayed | undefined>> {
  const { history, mapping, rejects } = options;
  if (history === undefined) {
    const needy = { mapping, rejects, until: options.until, strict: options.strict };
    const alone = Object.entries(needy).find(([, value]) => value !== undefined);
    if (alone === undefined) return { value: undefined };
    const exit = misuse(terminal, {
      en: `\`--${alone[0]}\` says something about a history, and there is no \`--history\``,
      ja: `\`--${alone[0]}\` は履歴についての指定ですが、\`--history\` がありません`,
    });
    return { exit };
  }
  const replayOptions: ReplayOptions = { ...options, history, timeLimit: '60' };
  const asked = readReplayOptions(terminal, replayOptions);
  if ('exit' in asked) return asked;
  const inputs = [program.path, ...history, ...(mapping === undefined ? [] : [mapping])];
  const clash = outputsClash(terminal, inputs, rejects === undefined ? {} : { rejects });
  if (clash !== undefined) return { exit: clash };
  return replayHistory(terminal, program, replayOptions, asked.value, {
    shown: { rows: 0, members: 0 },
    withLedger: false,
    outputs: () => ({ ledger: undefined, outcomes: undefined }),
  });
}

async function run(terminal: Terminal, written: string, options: ReviewOptions): Promise<ExitCode> {
  const program = loadProgram(terminal, written);
  if ('exit' in program) return program.exit;
  if (program.value.files.length > 0) {
    const path = programPath(written);
    return misuse(terminal, {
      en: `${path}: this is a scenario; a program is needed here`,
      ja: `${path}: これはシナリオです。ここではプログラムを指定してください`,
    });
  }
  const replayed = await replay(terminal, program.value, options);
  if ('exit' in replayed) return replayed.exit;
  const reviewed = examine(program.value, replayed.value);
  print(options.rejects === '-' ? { ...terminal, out: terminal.err } : terminal, reviewed, options.format);
  const own = reviewed.diagnostics.some(isFinding) ? EXIT.findings : EXIT.clean;
  return worse(own, replayed.value?.exit ?? EXIT.clean);
}

export const reviewCommand: CommandMaker = (terminal, finish) => {
  const command = subcommand(terminal, {
    name: 'review',
    does: {
      en: 'review the design of a program: purpose, loyalties, members, terms, Japanese rules',
      ja: 'プログラムの設計を点検する: 目的、ロイヤルティ、会員層、規約、日本の規制',
    },
    more: {
      en: 'With a history it also looks at figures: targets, value mix, rules that never fired, rewards out of reach. A line can allow a finding: `# kizuna: allow CODE (reason)`. Exit code 1 when there are warnings; hints, such as those on law, are none and no legal advice.',
      ja: '履歴を渡すと、目標、価値の配分、動かないルール、手の届かない特典など数値も点検します。行ごとに `# kizuna: allow コード (理由)` で許可できます。警告があれば終了コードは 1 です。法令などのヒントは警告ではなく、法的助言でもありません。',
    },
    example: 'kizuna review programs/tea-house --history programs/tea-house/history.jsonl',
  })
    .addArgument(
      argument(terminal, '<program>', {
        en: 'the program file, or its folder',
        ja: 'プログラムのファイル、またはそのフォルダー',
      }),
    )
    .addOption(
      option(terminal, '--history <files...>', {
        en: 'the files of a history to take figures from (JSON Lines, CSV, Parquet)',
        ja: '数値を取る履歴のファイル（JSON Lines、CSV、Parquet）',
      }),
    )
    .addOption(
      option(terminal, '--mapping <file>', {
        en: 'how their columns become events',
        ja: '列をイベントに変えるマッピング',
      }),
    );
  return takesReading(command, terminal)
    .addOption(
      option(terminal, '--engine <engine>', {
        en: 'the fast one, or the one that defines what programs mean',
        ja: '速いエンジンか、プログラムの意味を定める参照エンジンか',
      })
        .choices(['compiled', 'reference'])
        .default('compiled'),
    )
    .addOption(
      option(terminal, '--format <format>', {
        en: 'for people, programs or GitHub',
        ja: '人、プログラム、GitHub のどれに向けた形か',
      })
        .choices(['pretty', 'json', 'github'])
        .default('pretty'),
    )
    .action(async (written: string, options: ReviewOptions) => finish(await run(terminal, written, options)));
};
