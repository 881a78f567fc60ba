import { basename } from 'node:path';
import { accountingOf, lifetimeOf, reportFigures, reportPage } from '../../report/index.ts';
import type { Localized } from '../../schema/index.ts';
import { type CommandMaker, option, subcommand } from '../arguments.ts';
import { jsonDashboard, prettyDashboard } from '../dashboard/index.ts';
import type { ExitCode } from '../exit.ts';
import { programPath } from '../files.ts';
import {
  type InsightOptions,
  jsonAccounting,
  jsonLifetime,
  prettyInsight,
  readInsightOptions,
  takesInsight,
} from '../insight/index.ts';
import { loadProgram } from '../loading.ts';
import { outputsClash } from '../outputs.ts';
import { outcomeOf, replayHistory } from '../replay-history.ts';
import {
  type ReplayOptions,
  readReplayOptions,
  takesEngine,
  takesHistory,
  takesReading,
} from '../replay-options.ts';
import { openSink, type Sink } from '../sink.ts';
import { say, type Terminal } from '../terminal/index.ts';
import { VERSION } from '../version.ts';

interface SimulateOptions extends ReplayOptions, InsightOptions {
  readonly format: 'pretty' | 'json';
  readonly json?: boolean;
  readonly html?: string;
}

async function simulate(terminal: Terminal, path: string, options: SimulateOptions): Promise<ExitCode> {
  const asked = readReplayOptions(terminal, options);
  if ('exit' in asked) return asked.exit;
  const insight = readInsightOptions(terminal, options);
  if ('exit' in insight) return insight.exit;
  const { accounting: isAccounting } = insight.value;
  const { mapping, rejects, html } = options;
  const inputs = [programPath(path), ...options.history, ...(mapping === undefined ? [] : [mapping])];
  const clash = outputsClash(terminal, inputs, {
    ...(rejects === undefined ? {} : { rejects }),
    ...(html === undefined ? {} : { html }),
  });
  if (clash !== undefined) return clash;
  const program = loadProgram(terminal, path);
  if ('exit' in program) return program.exit;
  const { path: file, plan, text } = program.value;
  let page: Sink | undefined;
  const replayed = await replayHistory(terminal, program.value, options, asked.value, {
    shown: { rows: 0, members: 0 },
    withLedger: isAccounting,
    studies: { purchases: true, flows: isAccounting },
    outputs() {
      const sink = html === undefined ? undefined : openSink(terminal, html);
      if (sink !== undefined && 'exit' in sink) return sink;
      page = sink;
      return { ledger: undefined, outcomes: undefined };
    },
  });
  if ('exit' in replayed) return replayed.exit;
  const dashboard = reportFigures(plan, outcomeOf(replayed.value));
  const { until, replay } = replayed.value;
  const lifetime = lifetimeOf(plan, until, replay.studied?.purchases, replay.result.months, insight.value);
  const accounting = isAccounting ? accountingOf(plan, replay.studied, insight.value) : undefined;
  if (page !== undefined) {
    const { language } = terminal;
    const histories = options.history.map((each) => basename(each));
    const source = { name: basename(file), text };
    const shown = { plan, figures: dashboard, lifetime, accounting };
    page.write(reportPage({ ...shown, language, histories, source, version: VERSION }));
    page.close();
  }
  // Whoever takes the rejected rows or the page from stdout wants nothing else there.
  const output = rejects === '-' || html === '-' ? terminal.err : terminal.out;
  const words = (text: Localized) => say(terminal, text);
  const { language } = terminal;
  if (options.json === true || options.format === 'json') {
    const own = {
      lifetime: jsonLifetime(lifetime, language),
      ...(accounting === undefined ? {} : { accounting: jsonAccounting(plan, accounting) }),
    };
    output.write(`${JSON.stringify(Object.assign({}, jsonDashboard(plan, dashboard), own), undefined, 2)}\n`);
  } else {
    const setting = { plan, output, language, words };
    const insights = prettyInsight(setting, lifetime, accounting);
    output.write(`${prettyDashboard(setting, dashboard)}\n${insights}\n`);
  }
  return replayed.value.exit;
}

export const simulateCommand: CommandMaker = (terminal, finish) => {
  const command = subcommand(terminal, {
    name: 'simulate',
    does: {
      en: 'show what a program does to KPIs, cost, points, tiers and value mix',
      ja: 'KPI、費用、ポイント、会員ランク、価値の配分への影響を示す',
    },
    more: {
      en: 'Replays the program over a history, without a ledger, and shows a dashboard: KPIs against their targets, what the program cost and still owes, and how members moved, month by month.',
      ja: '台帳を作らずにプログラムを履歴に適用し、ダッシュボードを表示します。KPI と目標、費用とポイント負債、会員の動きを月ごとに示します。',
    },
    example: 'kizuna simulate programs/tea-house --history programs/tea-house/history.jsonl',
  });
  takesReading(takesHistory(command, terminal), terminal);
  command.addOption(
    option(terminal, '--html <file>', {
      en: 'write the dashboard as one page with charts, for a browser or for paper',
      ja: 'ダッシュボードをグラフ付きの1ページ（ブラウザー・印刷用）として書き出す',
    }),
  );
  takesInsight(command, terminal);
  command.addOption(
    option(terminal, '--json', { en: 'the same as `--format json`', ja: '`--format json` と同じ' }),
  );
  return takesEngine(command, terminal).action(async (path: string, options: SimulateOptions) =>
    finish(await simulate(terminal, path, options)),
  );
};
