import { differences } from '../../compiler/index.ts';
import { type ComparisonFigures, comparisonFigures } from '../../report/index.ts';
import {
  askGuardrails,
  type HistorySummary,
  kpiChanges,
  readAlike,
  rejectsCsv,
  yardstickOf,
} from '../../runtime/index.ts';
import type { Plan } from '../../schema/index.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { watchInterrupts } from '../interrupts.ts';
import type { Loaded, LoadedProgram } from '../loading.ts';
import { openChunks, openMembers } from '../open-history.ts';
import { progress } from '../progress.ts';
import type { ReplayAsked, ReplayOptions } from '../replay-options.ts';
import { tellErrors, tellFailed, tellRejected, tellWarnings } from '../run-trouble.ts';
import { openSink } from '../sink.ts';
import { say, type Terminal } from '../terminal/index.ts';
import { daysOf, lastDay } from '../until.ts';
import { compareApart, type OwnRun, runOfChunks, runOfMembers } from './compare-apart.ts';
import { type ComparedRuns, compareChunks } from './compare-chunks.ts';

/** Two versions over one history, after all trouble was told. */
export interface Compared {
  readonly figures: ComparisonFigures;
  /** Findings where a member stopped or was left out, or a guardrail did not pass. */
  readonly exit: ExitCode;
}

/** A history as a version reads it. */
interface Reading {
  readonly summary: HistorySummary;
  readonly close: () => void;
}

/** How a history is gone through, when it is known how each version reads it. */
interface Opened {
  readonly base: Reading;
  /** The same where both read alike. */
  readonly candidate: Reading;
  readonly compare: (task: Parameters<typeof compareApart>[2]) => Promise<ComparedRuns>;
}

async function open(
  terminal: Terminal,
  [base, candidate]: readonly [Plan, Plan],
  options: ReplayOptions,
  asked: ReplayAsked,
  onMembers: (done: number, total?: number) => void,
): Promise<Loaded<Opened>> {
  const onDisk = options.sortOnDisk === true;
  const alike = readAlike(base, candidate);
  if (alike && options.engine === 'compiled') {
    const history = await openChunks(terminal, base, options, onDisk, asked.workers);
    if ('exit' in history) return history;
    const { value } = history;
    return {
      value: {
        base: value,
        candidate: value,
        compare: (task) => compareChunks(value, { ...task, onMembers }, asked.limit),
      },
    };
  }
  const reading = async (plan: Plan): Promise<Loaded<Reading & { readonly run: OwnRun }>> => {
    if (options.engine === 'reference') {
      const history = await openMembers(terminal, plan, options, onDisk);
      if ('exit' in history) return history;
      return { value: { ...history.value, run: runOfMembers(history.value, onMembers) } };
    }
    const history = await openChunks(terminal, plan, options, onDisk, asked.workers);
    if ('exit' in history) return history;
    return { value: { ...history.value, run: runOfChunks(history.value, onMembers) } };
  };
  const before = await reading(base);
  if ('exit' in before) return before;
  const after = alike ? before : await reading(candidate);
  if ('exit' in after) {
    before.value.close();
    return after;
  }
  return {
    value: {
      base: before.value,
      candidate: after.value,
      compare: (task) => compareApart(before.value.run, after.value.run, task),
    },
  };
}

/** Rows that either version could not use, each once. */
function allRejected({ base, candidate }: Opened): HistorySummary['rejected'] {
  if (base === candidate || base.summary === candidate.summary) return base.summary.rejected;
  const keyOf = ({ file, line, reason }: HistorySummary['rejected'][number]) => `${file} ${line} ${reason}`;
  const known = new Set(base.summary.rejected.map(keyOf));
  return [...base.summary.rejected, ...candidate.summary.rejected.filter((row) => !known.has(keyOf(row)))];
}

/** Reads a history, replays two versions of a program over it, and compares them; tells what went wrong on the way. */
export async function compareHistory(
  terminal: Terminal,
  versions: readonly [LoadedProgram, LoadedProgram],
  options: ReplayOptions,
  asked: ReplayAsked,
): Promise<Loaded<Compared>> {
  const [base, candidate] = versions;
  const interrupts = watchInterrupts(terminal);
  const telling = progress(terminal, { en: 'comparing members', ja: '会員ごとに比較中' });
  const onMembers = (done: number, total?: number): void => {
    telling.tick(done, total);
    interrupts.replayed(done);
  };
  try {
    const opened = await open(terminal, [base.plan, candidate.plan], options, asked, onMembers);
    if ('exit' in opened) return opened;
    const history = opened.value;
    try {
      const isOne = history.base === history.candidate;
      for (const [reading, version] of [
        [history.base, base],
        [history.candidate, candidate],
      ] as const) {
        if (isOne && version === candidate) continue;
        tellWarnings(terminal, reading.summary);
        if (!isOne && reading.summary.rejected.length > 0) sayWhose(terminal, version);
        tellRejected(terminal, reading.summary, options.rejects);
      }
      const rejected = allRejected(history);
      if (options.rejects !== undefined) {
        const sink = openSink(terminal, options.rejects);
        if ('exit' in sink) return sink;
        sink.write(rejectsCsv(rejected, terminal.language));
        sink.close();
        interrupts.wrote(options.rejects);
      }
      if (options.strict && rejected.length > 0) return { exit: EXIT.findings };
      const last = lastDay(terminal, asked.until, daysOf([history.base.summary, history.candidate.summary]));
      if ('exit' in last) return last;
      const until = last.value;
      const yardstick = yardstickOf(base.plan, candidate.plan);
      const runs = await history.compare({ base: base.plan, candidate: candidate.plan, until, yardstick });
      telling.done();
      tellErrors(terminal, base, runs.base.result);
      tellErrors(terminal, candidate, runs.candidate.result);
      tellFailed(terminal, runs.base.failed);
      const [before, after] = [
        { label: base.path, plan: base.plan, result: runs.base.result },
        { label: candidate.path, plan: candidate.plan, result: runs.candidate.result },
      ];
      const kpis = kpiChanges(
        { plan: base.plan, kpis: runs.base.result.kpis.at(-1)?.kpis ?? [] },
        { plan: candidate.plan, kpis: runs.candidate.result.kpis.at(-1)?.kpis ?? [] },
      );
      const guardrails = askGuardrails(base.plan, candidate.plan, runs.members, kpis);
      const figures = comparisonFigures({
        base: before,
        candidate: after,
        edits: editsOf(base, candidate),
        first: daysOf([history.base.summary, history.candidate.summary]).firstDay,
        until,
        events: { base: runs.base.events, candidate: runs.candidate.events },
        rejected: {
          base: history.base.summary.rejected.length,
          candidate: history.candidate.summary.rejected.length,
        },
        yardstick,
        members: runs.members,
        kpis,
        guardrails,
      });
      const trouble = [runs.base.result.errors, runs.candidate.result.errors, runs.base.failed];
      const passes = guardrails.every(({ verdict }) => verdict === 'passed');
      const isClean = passes && trouble.every(({ length }) => length === 0);
      return { value: { figures, exit: isClean ? EXIT.clean : EXIT.findings } };
    } finally {
      history.base.close();
      if (history.candidate !== history.base) history.candidate.close();
    }
  } finally {
    interrupts.end();
  }
}

/** What the two documents say differently. */
function editsOf(base: LoadedProgram, candidate: LoadedProgram): ComparisonFigures['edits'] {
  const [before, after] = [base.root(), candidate.root()];
  return before && after && differences(before, after);
}

function sayWhose(terminal: Terminal, { path }: LoadedProgram): void {
  const { err } = terminal;
  const text = say(terminal, {
    en: `as ${path} reads the history:`,
    ja: `${path} による履歴の読み込み:`,
  });
  err.write(`${err.paint.bold(text)}\n`);
}
