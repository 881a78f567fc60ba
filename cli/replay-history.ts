import type { ReplayOutcome } from '../report/index.ts';
import { type HistorySummary, rejectsCsv, type Studies } from '../runtime/index.ts';
import type { Day } from '../schema/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Interrupts, watchInterrupts } from './interrupts.ts';
import type { Loaded, LoadedProgram } from './loading.ts';
import { openChunks, openMembers } from './open-history.ts';
import type { Outputs } from './outputs.ts';
import { progress } from './progress.ts';
import type { ReplayAsked, ReplayOptions } from './replay-options.ts';
import {
  type Replay,
  type ReplayTask,
  replayByReference,
  replayCompiled,
  type Shown,
} from './replaying/index.ts';
import { tellErrors, tellFailed, tellRejected, tellWarnings } from './run-trouble.ts';
import { openSink } from './sink.ts';
import type { Terminal } from './terminal/index.ts';
import { lastDay } from './until.ts';

/** What a command wants of a replay. */
export interface ReplayWish {
  readonly shown: Shown;
  readonly withLedger: boolean;
  readonly studies?: Studies;
  /** Opens what is to be written, when it is known that there will be a run. */
  readonly outputs: () => Outputs | { readonly exit: ExitCode };
}

/** A history that was replayed, after all trouble was told. */
export interface Replayed {
  readonly read: HistorySummary;
  readonly until: Day;
  readonly replay: Replay;
  /** Findings where a member stopped or was left out. */
  readonly exit: ExitCode;
}

/** What figures are made of. */
export function outcomeOf({ read, until, replay }: Replayed): ReplayOutcome {
  return { ...replay, until, summary: read, failed: replay.failed.length };
}

/** Reads a history and replays a program over it, by the engine that was asked for; tells what went wrong on the way. */
export async function replayHistory(
  terminal: Terminal,
  program: LoadedProgram,
  options: ReplayOptions,
  asked: ReplayAsked,
  wish: ReplayWish,
): Promise<Loaded<Replayed>> {
  const { plan } = program;
  const interrupts = watchInterrupts(terminal);
  const onDisk = options.sortOnDisk === true;
  const over = (history: OpenedHistory, engine: Engine) =>
    replayOpened(terminal, program, history, options, asked, wish, engine, interrupts);
  try {
    if (options.engine === 'reference') {
      const history = await openMembers(terminal, plan, options, onDisk);
      if ('exit' in history) return history;
      return await over(history.value, (task) => replayByReference(history.value, task));
    }
    const history = await openChunks(terminal, plan, options, onDisk, asked.workers);
    if ('exit' in history) return history;
    return await over(history.value, (task) => replayCompiled(history.value, task, asked.limit));
  } finally {
    interrupts.end();
  }
}

type Engine = (task: ReplayTask) => Promise<Replay>;

interface OpenedHistory {
  readonly summary: HistorySummary;
  readonly close: () => void;
}

async function replayOpened(
  terminal: Terminal,
  program: LoadedProgram,
  history: OpenedHistory,
  options: ReplayOptions,
  asked: ReplayAsked,
  wish: ReplayWish,
  engine: Engine,
  interrupts: Interrupts,
): Promise<Loaded<Replayed>> {
  try {
    return await replayAndTell(terminal, program, history.summary, options, asked, wish, engine, interrupts);
  } finally {
    history.close();
  }
}

async function replayAndTell(
  terminal: Terminal,
  program: LoadedProgram,
  read: HistorySummary,
  options: ReplayOptions,
  asked: ReplayAsked,
  wish: ReplayWish,
  engine: Engine,
  interrupts: Interrupts,
): Promise<Loaded<Replayed>> {
  const { plan } = program;
  if (options.rejects !== undefined) {
    const sink = openSink(terminal, options.rejects);
    if ('exit' in sink) return sink;
    sink.write(rejectsCsv(read.rejected, terminal.language));
    sink.close();
    interrupts.wrote(options.rejects);
  }
  tellWarnings(terminal, read);
  tellRejected(terminal, read, options.rejects);
  if (options.strict && read.rejected.length > 0) return { exit: EXIT.findings };
  const last = lastDay(terminal, asked.until, read);
  if ('exit' in last) return last;
  const until = last.value;
  const outputs = wish.outputs();
  if ('exit' in outputs) return outputs;
  const telling = progress(terminal, { en: 'replaying members', ja: '会員ごとに適用中' });
  const replay = await engine({
    plan,
    until,
    outputs,
    shown: wish.shown,
    withLedger: wish.withLedger,
    studies: wish.studies,
    onMembers(done, total) {
      telling.tick(done, total);
      interrupts.replayed(done);
    },
  });
  telling.done();
  outputs.ledger?.close();
  outputs.outcomes?.close();
  tellErrors(terminal, program, replay.result);
  tellFailed(terminal, replay.failed);
  const exit = replay.result.errors.length + replay.failed.length > 0 ? EXIT.findings : EXIT.clean;
  return { value: { read, until, replay, exit } };
}
