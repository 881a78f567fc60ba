import { changedPlan, readyScenario } from '../../report/index.ts';
import { readAlike, rejectsCsv, type ScenarioFigures, simulateScenario } from '../../runtime/index.ts';
import { type Day, formatDay, type Localized, type Plan, type ResponseModel } from '../../schema/index.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { watchInterrupts } from '../interrupts.ts';
import type { Loaded, LoadedProgram } from '../loading.ts';
import { type OpenChunks, openChunks } from '../open-history.ts';
import { progress } from '../progress.ts';
import type { ReplayAsked, ReplayOptions } from '../replay-options.ts';
import { tellErrors, tellFailed, tellRejected, tellWarnings } from '../run-trouble.ts';
import { openSink } from '../sink.ts';
import type { Terminal } from '../terminal/index.ts';
import { complain, misuse } from '../trouble.ts';
import { daysOf, lastDay } from '../until.ts';
import { HistoryRunner, type ScenarioHistories } from './history-runner.ts';

/** A scenario with its programs, ready to run. */
export interface LoadedScenario {
  readonly base: LoadedProgram;
  /** The program as the scenario changes it. */
  readonly candidate: LoadedProgram;
  /** What the scenario is called, where it says so. */
  readonly title: Localized | undefined;
  readonly response:
    | { readonly model: ResponseModel; readonly plan: Plan; readonly firstCondition: number }
    | undefined;
}

/** What a scenario came to, after all trouble was told. */
export interface ScenarioOutcome {
  readonly figures: ScenarioFigures;
  readonly first: Day | undefined;
  readonly until: Day;
  readonly members: number;
  readonly events: number;
  readonly exit: ExitCode;
}

async function openBoth(
  terminal: Terminal,
  base: Plan,
  candidate: Plan,
  options: ReplayOptions,
  asked: ReplayAsked,
): Promise<Loaded<ScenarioHistories>> {
  const onDisk = options.sortOnDisk === true;
  const own = await openChunks(terminal, base, options, onDisk, asked.workers);
  if ('exit' in own) return own;
  if (readAlike(base, candidate)) return { value: { base: own.value, candidate: own.value } };
  const other = await openChunks(terminal, candidate, options, onDisk, asked.workers);
  if ('exit' in other) {
    own.value.close();
    return other;
  }
  return { value: { base: own.value, candidate: other.value } };
}

/** Runs a scenario over a history: the program as it is, as it is changed, and as members are assumed to respond. */
export async function runScenario(
  terminal: Terminal,
  scenario: LoadedScenario,
  options: ReplayOptions,
  asked: ReplayAsked,
): Promise<Loaded<ScenarioOutcome>> {
  const { base, candidate, response } = scenario;
  const changed = changedPlan(candidate.plan, response);
  const opened = await openBoth(terminal, base.plan, changed, options, asked);
  if ('exit' in opened) return opened;
  const histories = opened.value;
  const interrupts = watchInterrupts(terminal);
  try {
    const refused = tellReading(terminal, histories, options, scenario);
    if (refused !== undefined) return { exit: refused };
    const days = daysOf([histories.base.summary, histories.candidate.summary]);
    const last = lastDay(terminal, asked.until, days);
    if ('exit' in last) return last;
    const until = last.value;
    const late = response && beginsTooLate(terminal, response.model, until);
    if (late !== undefined) return { exit: late };
    const telling = progress(terminal, { en: 'replaying members', ja: '会員ごとに適用中' });
    const { task, counting } = readyScenario(base.plan, candidate.plan, response, until);
    const runner = new HistoryRunner(histories, task, asked.limit, (done, total) =>
      telling.tick(done, total),
    );
    const figures = await simulateScenario(
      { ...counting, model: response?.model, until },
      runner.run,
    ).finally(() => runner.close());
    telling.done();
    const { errors } = figures;
    tellErrors(terminal, base, { errors: errors.base });
    tellErrors(terminal, candidate, { errors: errors.unchanged });
    if (runner.failed.length > 0) {
      tellFailed(terminal, runner.failed, {
        en: '`--time-limit` sets another limit',
        ja: '`--time-limit` で制限を変えられます',
      });
      // Somebody who is in one draw and not in another would make them differ by more than the response.
      complain(terminal, {
        en: 'there are no figures: every draw needs the same members',
        ja: '結果を示せません。どの試行にも同じ会員が必要です',
      });
      return { exit: EXIT.findings };
    }
    const trouble = errors.base.length + errors.unchanged.length;
    const { summary, members } = histories.base;
    const exit = trouble > 0 ? EXIT.findings : EXIT.clean;
    return { value: { figures, first: days.firstDay, until, members, events: summary.accepted, exit } };
  } finally {
    interrupts.end();
    histories.base.close();
    if (histories.candidate !== histories.base) histories.candidate.close();
  }
}

/** Tells of rows that either program cannot use; the exit code where there is no going on. */
function tellReading(
  terminal: Terminal,
  { base, candidate }: ScenarioHistories,
  options: ReplayOptions,
  scenario: LoadedScenario,
): ExitCode | undefined {
  const readings: readonly OpenChunks[] = base === candidate ? [base] : [base, candidate];
  for (const { summary } of readings) {
    tellWarnings(terminal, summary);
    tellRejected(terminal, summary, options.rejects);
  }
  const rejected = readings.flatMap(({ summary }) => summary.rejected);
  if (options.rejects !== undefined) {
    const sink = openSink(terminal, options.rejects);
    if ('exit' in sink) return sink.exit;
    sink.write(rejectsCsv(rejected, terminal.language));
    sink.close();
  }
  if (options.strict && rejected.length > 0) return EXIT.findings;
  if (candidate.members > 0 || base.members === 0) return undefined;
  const { path } = scenario.candidate;
  return misuse(terminal, {
    en: `${path}: the changed program can use no row of this history`,
    ja: `${path}: 変更後のプログラムで使える行が、この履歴にありません`,
  });
}

/** A response that nobody lives to see is a mistake, not a result. */
function beginsTooLate(terminal: Terminal, { from }: ResponseModel, until: Day): ExitCode | undefined {
  if (from <= until) return undefined;
  return misuse(
    terminal,
    {
      en: `the response begins on ${formatDay(from)}, after the last day of the run, ${formatDay(until)}`,
      ja: `反応の始まる ${formatDay(from)} が、最終日 ${formatDay(until)} より後です`,
    },
    {
      en: '`response.from` names a day of the history: what members did from then on is what the response changes',
      ja: '`response.from` には履歴の中の日付を書いてください。その日以降の行動が変わります',
    },
  );
}
