import {
  type Done,
  type Groups,
  type Job,
  type ScenarioTask,
  ScenarioWork,
  type Work,
} from '../../runtime/index.ts';
import { chunkIn, type GivenChunk } from '../reading/index.ts';

/** What each thread is told once. */
export interface ScenarioSetup {
  readonly kind: 'scenario';
  readonly task: ScenarioTask;
}

/** Some runs over one chunk of a history. */
export interface ScenarioPart {
  readonly given: GivenChunk;
  /** Whose columns they are. */
  readonly side: 'base' | 'candidate';
  readonly jobs: readonly Job[];
  /** Numbers of the jobs among those asked for. */
  readonly numbers: readonly number[];
  readonly groups: Groups;
  /** Which chunk it is, and the first of its members there. */
  readonly chunk: number;
  readonly member: number;
}

/** Gets a thread ready; it then does the runs over one chunk after the other. */
export function prepareScenario({ task }: ScenarioSetup): Work<ScenarioPart, readonly Done[]> {
  const work = new ScenarioWork(task);
  return ({ given, side, jobs, groups }) => {
    const chunk = chunkIn(work.layoutOf(side), given);
    return { result: work.run(chunk, jobs, groups), transfer: [] };
  };
}
