import { comparisonMarkdown, comparisonSections, writingOf } from '../../report/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { compareHistory, explainMember, jsonComparison, prettyComparison } from '../comparing/index.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { programPath } from '../files.ts';
import { loadProgram } from '../loading.ts';
import { outputsClash } from '../outputs.ts';
import {
  type ReplayOptions,
  readReplayOptions,
  takesEngine,
  takesHistoryFiles,
  takesReading,
} from '../replay-options.ts';
import type { Terminal } from '../terminal/index.ts';
import { misuse } from '../trouble.ts';

interface CompareOptions extends ReplayOptions {
  readonly format: 'pretty' | 'json' | 'markdown';
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly explain?: string;
}

/** The one form that was asked for; says what does not go together. */
function formatOf(
  terminal: Terminal,
  { format, markdown, json, explain }: CompareOptions,
): CompareOptions['format'] | undefined {
  const asked = new Set<CompareOptions['format']>([
    ...(markdown === true ? (['markdown'] as const) : []),
    ...(json === true ? (['json'] as const) : []),
    ...(format === 'pretty' ? [] : [format]),
  ]);
  const [form = 'pretty', ...more] = asked;
  if (more.length > 0) {
    misuse(terminal, {
      en: '`--markdown`, `--json` and `--format` ask for different forms: choose one',
      ja: '`--markdown`、`--json`、`--format` の指定が食い違っています。どれか一つにしてください',
    });
    return undefined;
  }
  if (explain !== undefined && form !== 'pretty') {
    misuse(terminal, {
      en: `\`--explain\` is for people: leave out \`--${form}\``,
      ja: `\`--explain\` は人が読むためのものです。\`--${form}\` と一緒には使えません`,
    });
    return undefined;
  }
  return form;
}

async function compare(
  terminal: Terminal,
  basePath: string,
  candidatePath: string,
  options: CompareOptions,
): Promise<ExitCode> {
  const asked = readReplayOptions(terminal, options);
  if ('exit' in asked) return asked.exit;
  const { mapping, rejects, history } = options;
  const format = formatOf(terminal, options);
  if (format === undefined) return EXIT.usage;
  const inputs = [
    programPath(basePath),
    programPath(candidatePath),
    ...history,
    ...(mapping === undefined ? [] : [mapping]),
  ];
  const clash = outputsClash(terminal, inputs, rejects === undefined ? {} : { rejects });
  if (clash !== undefined) return clash;
  const base = loadProgram(terminal, basePath);
  const candidate = loadProgram(terminal, candidatePath);
  if ('exit' in base) return base.exit;
  if ('exit' in candidate) return candidate.exit;
  const compared = await compareHistory(terminal, [base.value, candidate.value], options, asked.value);
  if ('exit' in compared) return compared.exit;
  const { figures, exit } = compared.value;
  // Whoever takes the rejected rows from stdout wants nothing else there.
  const output = rejects === '-' ? terminal.err : terminal.out;
  if (format === 'json') {
    output.write(`${JSON.stringify(jsonComparison(figures), undefined, 2)}\n`);
    return exit;
  }
  const writing = writingOf(terminal.language, figures.candidate.plan, figures.yardstick);
  const sections = comparisonSections(figures, writing, '--explain');
  output.write(
    format === 'markdown'
      ? comparisonMarkdown(figures, sections, writing)
      : prettyComparison(output, figures, sections, writing),
  );
  if (options.explain === undefined) return exit;
  output.write('\n');
  const told = await explainMember(
    terminal,
    [base.value, candidate.value],
    options,
    options.explain,
    figures.until,
  );
  return told === EXIT.clean ? exit : told;
}

export const compareCommand: CommandMaker = (terminal, finish) => {
  const command = subcommand(terminal, {
    name: 'compare',
    does: {
      en: 'show what a change of a program does: KPIs, winners and losers, cost, tiers, guardrails',
      ja: 'プログラムの変更が何をもたらすかを示す（KPI、損得、費用、会員ランク、ガードレール）',
    },
    more: {
      en: 'Replays two versions of a program over one history and shows them side by side. Exit code 1 when a guardrail does not pass.',
      ja: 'プログラムの二つの版を同じ履歴に適用し、並べて示します。ガードレールに合格しなければ終了コードは 1 です。',
    },
    example:
      'kizuna compare programs/tea-house programs/tea-house/scenarios/sixty-yen.yaml --history programs/tea-house/history.jsonl',
  });
  const version = {
    en: 'a program file or its folder, a scenario, or `git:REVISION:PATH`',
    ja: 'プログラムのファイルかフォルダー、シナリオ、または `git:リビジョン:パス`',
  };
  command
    .addArgument(
      argument(terminal, '<base>', {
        en: `the version that is in force: ${version.en}`,
        ja: `現行の版: ${version.ja}`,
      }),
    )
    .addArgument(argument(terminal, '<candidate>', { en: 'the version that is to be', ja: '変更案' }));
  takesReading(takesHistoryFiles(command, terminal), terminal);
  takesEngine(command, terminal, ['pretty', 'json', 'markdown'])
    .addOption(
      option(terminal, '--markdown', {
        en: 'the same as `--format markdown`: for a pull request',
        ja: '`--format markdown` と同じ。プルリクエスト用',
      }),
    )
    .addOption(
      option(terminal, '--json', { en: 'the same as `--format json`', ja: '`--format json` と同じ' }),
    );
  command.addOption(
    option(terminal, '--explain <member>', {
      en: 'besides, where the versions part for this member, and why',
      ja: 'この会員について、二つの版が分かれるところとその理由も示す',
    }),
  );
  return command.action(async (base: string, candidate: string, options: CompareOptions) =>
    finish(await compare(terminal, base, candidate, options)),
  );
};
