import { compileScenario } from '../../compiler/index.ts';
import { changedPlan, figureRows, readyScenario } from '../../report/index.ts';
import {
  addTallies,
  figuresOf,
  type JobResult,
  type JobRunner,
  type Job as Run,
  type RunTally,
  type ScenarioTask,
  ScenarioWork,
  simulateScenario,
} from '../../runtime/index.ts';
import type { AddedEvent, Progress, ScenarioAnswer } from '../contract/index.ts';
import type { Compiler } from './compiling.ts';
import type { HeldHistory } from './history/held-history.ts';
import type { Reading } from './history/reading.ts';
import { Refused } from './history/refused.ts';
import type { Job } from './job.ts';
import { type Added, addedTo } from './members/added.ts';
import type { AskedThread, Wanted } from './threads/asking.ts';
import type { JobSum } from './threads/contract.ts';

/** The history as each program reads it. */
interface Readings {
  readonly base: Reading;
  readonly candidate: Reading;
}

/** Simulates a scenario over a history; what else is shown of the history keeps its readings. */
export async function simulate(
  history: HeldHistory,
  compiler: Compiler,
  asked: { readonly program: string; readonly scenario: string; readonly draws: number | undefined },
  shown: readonly Reading[],
  /** By hand, to what is shown: they count here as they do there. */
  tried: readonly AddedEvent[],
  tell: (progress: Progress) => void,
  job: Job,
): Promise<ScenarioAnswer> {
  const { plan: base } = compiler.compile(asked.program, 'candidate');
  const compiled = compileScenario(asked.scenario, () => ({ text: asked.program }));
  const { value: candidate } = compiled;
  if (candidate === undefined) return { kind: 'broken' };
  const isQuick = asked.draws !== undefined;
  const response = compiled.response && {
    ...compiled.response,
    model: {
      ...compiled.response.model,
      draws: Math.min(compiled.response.model.draws, asked.draws ?? Number.POSITIVE_INFINITY),
    },
  };
  const [own, other] = await history.readingsFor([base, changedPlan(candidate, response)], tell, job, shown);
  job.check();
  const days = [own, other].flatMap((reading) => reading?.summary.lastDay ?? []);
  if (own === undefined || other === undefined || own.members === 0 || other.members === 0)
    throw new Refused({
      why: 'unreadable',
      reason: {
        en: 'the program, or what the scenario makes of it, can use no row of this history',
        ja: 'プログラム（またはシナリオによる変更後のプログラム）で使える行が、この履歴にありません',
      },
      help: undefined,
    });
  const added = await addedTo([own, other], tried);
  job.check();
  const until = Math.max(...days, ...(added.lastDay === undefined ? [] : [added.lastDay]));
  if (response !== undefined && response.model.from > until)
    return { kind: 'late', from: response.model.from, until };
  const { task, counting } = readyScenario(base, candidate, response, until);
  const run = runner(history.threads, task, { base: own, candidate: other }, added, job.number, tell, job);
  const model = response?.model;
  const figures = await simulateScenario({ ...counting, model, until, isWithoutBreakEven: isQuick }, run);
  const rows = figureRows(base, candidate, figures, model?.margin?.mode);
  return { kind: 'simulated', base, candidate, model, figures, rows, until, members: own.members };
}

/** Runs jobs on all threads; `key` tells them which scenario they are of. */
function runner(
  threads: readonly AskedThread[],
  task: ScenarioTask,
  readings: Readings,
  { of }: Added,
  key: number,
  tell: (progress: Progress) => void,
  wanted: Wanted,
): JobRunner {
  const places = new ScenarioWork(task);
  let isKnown = false;
  let [done, total] = [0, 0];
  const onProgress = (events: number): void => {
    done += events;
    tell({ stage: 'simulating', done, total });
  };
  return async (jobs) => {
    total += jobs.length * readings.candidate.events;
    const asked = {
      key,
      task: isKnown ? undefined : task,
      readings: { base: readings.base.number, candidate: readings.candidate.number },
      jobs,
    };
    isKnown = true;
    const answers = await Promise.all(
      threads.map((thread) =>
        thread.ask('scenario', { ...asked, instead: of.get(thread) ?? [] }, { onProgress, wanted }),
      ),
    );
    return jobs.map((job, index) =>
      resultOf(
        task,
        places,
        job,
        answers.flatMap((sums) => sums[index] ?? []),
      ),
    );
  };
}

function resultOf(
  { participants, until }: ScenarioTask,
  places: ScenarioWork,
  job: Run,
  sums: readonly JobSum[],
): JobResult {
  const tally = sums.reduce<RunTally | undefined>(
    (all, own) => (own.tally === undefined ? all : addTallies(all, own.tally)),
    undefined,
  );
  if (tally === undefined) throw new Error('the history has no members');
  const role = job.kind === 'plain' ? job.role : job.kind === 'groups' ? 'conditions' : 'candidate';
  const last = job.kind === 'response' ? until : job.until;
  return {
    figures: figuresOf(participants[role].plan, last, tally, places.placesOf(role)),
    groups: addedUp(sums.map(({ groups }) => groups)),
    touched: addedUp(sums.map(({ touched }) => touched)),
    errors: tally.errors,
  };
}

function addedUp(lists: readonly (readonly number[])[]): readonly number[] {
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, index) => lists.reduce((sum, list) => sum + (list[index] ?? 0), 0));
}
