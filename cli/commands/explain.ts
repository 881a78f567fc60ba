import { stepsOf } from '../../report/index.ts';
import type { Localized } from '../../schema/index.ts';
import { argument, type CommandMaker, option, subcommand } from '../arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { pageOf, tellStep } from '../explaining/index.ts';
import { loadHistory, loadProgram } from '../loading.ts';
import { say, type Terminal } from '../terminal/index.ts';
import { misuse } from '../trouble.ts';
import { lastDay, writtenDay } from '../until.ts';

interface ExplainOptions {
  readonly history: string[];
  readonly mapping?: string;
  readonly member: string;
  readonly event?: string;
  readonly until?: string;
}

/** The first of the names that there are, for somebody who typed another. */
function someOf(names: readonly string[]): Localized | undefined {
  if (names.length === 0) return undefined;
  const list = names.slice(0, 5).map((name) => `\`${name}\``);
  const more = names.length > list.length;
  return {
    en: `there are ${list.join(', ')}${more ? `, and ${names.length - list.length} more` : ''}`,
    ja: `あるのは ${list.join('、')}${more ? `、ほか ${names.length - list.length} 件` : ''}`,
  };
}

async function explain(terminal: Terminal, path: string, options: ExplainOptions): Promise<ExitCode> {
  const written = writtenDay(terminal, options.until);
  if ('exit' in written) return written.exit;
  const program = loadProgram(terminal, path);
  if ('exit' in program) return program.exit;
  const { plan } = program.value;
  const loaded = await loadHistory(terminal, plan, options);
  if ('exit' in loaded) return loaded.exit;
  const read = loaded.value;
  const { member, event } = options;
  const history = read.members.find((each) => each.member === member);
  const bad = read.rejected.find(
    (row) => row.event === event && row.member === member && event !== undefined,
  );
  if (bad !== undefined) {
    const place = `${bad.file}:${bad.line}: `;
    return misuse(terminal, { en: place + bad.message.en, ja: place + bad.message.ja });
  }
  if (history === undefined) {
    return misuse(
      terminal,
      {
        en: `there is no member \`${member}\` in this history`,
        ja: `この履歴に会員 \`${member}\` はいません`,
      },
      someOf(read.members.map((each) => each.member)),
    );
  }
  if (event !== undefined && !history.events.some((each) => each.id === event)) {
    return misuse(
      terminal,
      {
        en: `member \`${member}\` has no event \`${event}\``,
        ja: `会員 \`${member}\` にイベント \`${event}\` はありません`,
      },
      someOf(history.events.map((each) => each.id)),
    );
  }
  const last = lastDay(terminal, written.value, read);
  if ('exit' in last) return last.exit;
  const until = last.value;
  const page = pageOf(terminal, program.value);
  const steps = stepsOf(plan, history, until);
  const chosen = steps.filter((step) =>
    event === undefined
      ? step.rows.length > 0 || step.considered.some((each) => each.verdict.kind === 'declined')
      : step.event === event,
  );
  for (const step of chosen) tellStep(terminal, page, history, step, event !== undefined);
  if (chosen.length === 0) {
    const nothing = { en: 'nothing was decided in this run', ja: 'この期間には何も起きていません' };
    terminal.out.write(`${say(terminal, nothing)}\n`);
  }
  return EXIT.clean;
}

export const explainCommand: CommandMaker = (terminal, finish) =>
  subcommand(terminal, {
    name: 'explain',
    does: { en: 'say why a member got what they got', ja: '会員の付与や失効の理由を説明する' },
    more: {
      en: 'Each rule with every value behind it, and, for one event, what was not given and why.',
      ja: '各ルールの計算に使われた値を示します。イベントを指定すると、付与されなかった理由も示します。',
    },
    example:
      'kizuna explain programs/tea-house/program.yaml --history programs/tea-house/history.jsonl --member m06',
  })
    .addArgument(
      argument(terminal, '<program>', {
        en: 'the program file, or its folder',
        ja: 'プログラムのファイル、またはそのフォルダー',
      }),
    )
    .addOption(
      option(terminal, '--history <files...>', {
        en: 'the files of the history',
        ja: '履歴のファイル',
      }).makeOptionMandatory(),
    )
    .addOption(
      option(terminal, '--mapping <file>', {
        en: 'how their columns become events',
        ja: '列をイベントに変えるマッピング',
      }),
    )
    .addOption(option(terminal, '--member <id>', { en: 'the member', ja: '会員' }).makeOptionMandatory())
    .addOption(
      option(terminal, '--event <id>', { en: 'one event of theirs', ja: 'その会員のイベントを一つだけ' }),
    )
    .addOption(option(terminal, '--until <date>', { en: 'last day of the run', ja: '最終日' }))
    .action(async (path: string, options: ExplainOptions) => finish(await explain(terminal, path, options)));
