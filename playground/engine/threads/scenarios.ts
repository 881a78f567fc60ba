import {
  addTallies,
  type Done,
  type Groups,
  type Job,
  type RunTally,
  ScenarioWork,
} from '../../../runtime/index.ts';
import type { Chunk } from '../../../schema/index.ts';
import type { JobSum, ScenarioAsked } from './contract.ts';
import type { Holdings } from './holdings.ts';
import { partsOf } from './parts.ts';

/** Runs of one chunk between two looks at what else is wanted have about so many rows. */
const ROWS_AT_ONCE = 1 << 19;

const NO_GROUPS: Groups = { count: 0, flags: new Uint8Array(0) };

/** A scenario, and who responds to what in each chunk of the history. */
interface Known {
  readonly key: number;
  readonly work: ScenarioWork;
  /** By the chunk and the first member of a part of it. */
  readonly groups: Map<string, Groups>;
}

/** What came of one job so far. */
interface Sum {
  readonly job: Job;
  tally: RunTally | undefined;
  readonly touched: number[];
  readonly groups: number[];
}

/** Runs the jobs of scenarios over the chunks of a thread. */
export class Scenarios {
  readonly #holdings: Holdings;
  #known: Known | undefined;

  constructor(holdings: Holdings) {
    this.#holdings = holdings;
  }

  /** `next` is waited for between two runs, and throws where they are no longer wanted. */
  async run(
    { key, task, readings, instead, jobs }: ScenarioAsked,
    next: (events: number) => Promise<void>,
  ): Promise<readonly JobSum[]> {
    if (task !== undefined) this.#known = { key, work: new ScenarioWork(task), groups: new Map() };
    const known = this.#known;
    if (known?.key !== key) throw new RangeError(`no scenario ${key}`);
    const sums = jobs.map((job): Sum => ({ job, tally: undefined, touched: [], groups: [] }));
    for (const side of ['base', 'candidate'] as const) {
      const own = sums.filter(({ job }) => sideOf(job) === side);
      const { layout, chunks } = this.#holdings.reading(readings[side]);
      const replaced = instead.filter(({ reading }) => reading === readings[side]);
      for (const held of chunks)
        for (const { chunk, first } of partsOf(held, layout, replaced))
          await runChunk(known, `${held.number} ${first}`, chunk, own, next);
    }
    return sums.map(({ tally, touched, groups }) => ({ tally, touched, groups }));
  }
}

function sideOf(job: Job): 'base' | 'candidate' {
  return job.kind === 'plain' && job.role === 'base' ? 'base' : 'candidate';
}

async function runChunk(
  { work, groups }: Known,
  name: string,
  chunk: Chunk,
  sums: readonly Sum[],
  next: (events: number) => Promise<void>,
): Promise<void> {
  const size = Math.max(1, Math.floor(ROWS_AT_ONCE / Math.max(1, chunk.rows)));
  for (let at = 0; at < sums.length; at += size) {
    const some = sums.slice(at, at + size);
    const jobs = some.map(({ job }) => job);
    work.run(chunk, jobs, groups.get(name) ?? NO_GROUPS).forEach((done, index) => {
      const sum = some[index];
      if (sum === undefined) return;
      add(sum, done);
      if (done.groups !== undefined) groups.set(name, done.groups);
    });
    await next(chunk.rows * some.length);
  }
}

function add(sum: Sum, { tally, touched, groups }: Done): void {
  sum.tally = addTallies(sum.tally, tally);
  touched.forEach((events, index) => {
    sum.touched[index] = (sum.touched[index] ?? 0) + events;
  });
  if (groups === undefined) return;
  const { count, flags } = groups;
  flags.forEach((flag, at) => {
    if (flag === 1) sum.groups[at % count] = (sum.groups[at % count] ?? 0) + 1;
  });
}
