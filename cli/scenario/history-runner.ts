import {
  addTallies,
  type Done,
  figuresOf,
  type Groups,
  type Job,
  type JobResult,
  type JobRunner,
  membersApart,
  type RunTally,
  type ScenarioTask,
  ScenarioWork,
  textAt,
} from '../../runtime/index.ts';
import type { OpenChunks } from '../open-history.ts';
import { chunkIn, givenChunk } from '../reading/index.ts';
import { type FailedMember, timeFor } from '../replaying/index.ts';
import { poolOf } from '../threads/index.ts';
import { prepareScenario, type ScenarioPart, type ScenarioSetup } from './work.ts';

/** Runs of one chunk that are dealt out together have about so many rows. */
const ROWS_AT_ONCE = 1 << 19;

/** A history as each program reads it; one and the same where both read alike. */
export interface ScenarioHistories {
  readonly base: OpenChunks;
  readonly candidate: OpenChunks;
}

type ScenarioPool = ReturnType<typeof poolOf<ScenarioSetup, ScenarioPart, readonly Done[]>>;

/** What came of one job so far. */
interface Sum {
  tally: RunTally | undefined;
  readonly touched: number[];
}

/** Runs jobs over histories on threads of their own. */
export class HistoryRunner {
  readonly #histories: ScenarioHistories;
  readonly #setup: ScenarioSetup;
  readonly #work: ScenarioWork;
  readonly #limit: number;
  readonly #onWork: (done: number, total: number) => void;
  /** Of each chunk of the candidate's history. */
  readonly #groups: Groups[] = [];
  readonly failed: FailedMember[] = [];
  #pool: ScenarioPool | undefined;
  /** The call at hand. */
  #now: { readonly sums: readonly Sum[]; readonly total: number; done: number } = {
    sums: [],
    total: 0,
    done: 0,
  };

  constructor(
    histories: ScenarioHistories,
    task: ScenarioTask,
    limit: number,
    onWork: (done: number, total: number) => void,
  ) {
    this.#histories = histories;
    this.#setup = { kind: 'scenario', task };
    this.#work = new ScenarioWork(task);
    this.#limit = limit;
    this.#onWork = onWork;
  }

  readonly run: JobRunner = async (jobs) => {
    const { task } = this.#setup;
    const sums = jobs.map((): Sum => ({ tally: undefined, touched: [] }));
    this.#now = { sums, total: this.#histories.candidate.members * jobs.length, done: 0 };
    const pool = this.#started();
    for (const side of ['base', 'candidate'] as const)
      await this.#submit(side, jobs, (part) => pool.submit(part));
    await pool.settled();
    return sums.map(({ tally, touched }, index): JobResult => {
      const job = jobs[index];
      if (tally === undefined || job === undefined) throw new Error('the history has no members');
      const role = job.kind === 'plain' ? job.role : job.kind === 'groups' ? 'conditions' : 'candidate';
      const until = job.kind === 'response' ? task.until : job.until;
      const { plan } = task.participants[role];
      return {
        figures: figuresOf(plan, until, tally, this.#work.placesOf(role)),
        groups: job.kind === 'groups' ? this.#sizes() : [],
        touched,
        errors: tally.errors,
      };
    });
  };

  /** Ends the threads. */
  close(): void {
    this.#pool?.close();
  }

  /** Threads that stay from one call to the next. */
  #started(): ScenarioPool {
    this.#pool ??= poolOf<ScenarioSetup, ScenarioPart, readonly Done[]>(this.#histories.base.workers, {
      setup: this.#setup,
      prepare: prepareScenario,
      take: (results, part) => {
        const now = this.#now;
        for (const [index, result] of results.entries())
          this.#add(now.sums[part.numbers[index] ?? 0], result, part);
        now.done += part.given.members * part.jobs.length;
        this.#onWork(now.done, now.total);
      },
      failed: ({ given, side }, failure) => {
        const member = textAt(chunkIn(this.#work.layoutOf(side), given).memberIds, 0);
        if (!this.failed.some((each) => each.member === member)) this.failed.push({ ...failure, member });
      },
      apart: (part) => this.#apart(part),
      limit: ({ given, jobs }) => timeFor(given, this.#limit * jobs.length),
    });
    return this.#pool;
  }

  /** Deals out the jobs of one side of the history; a history that both read alike is gone through once. */
  async #submit(
    side: 'base' | 'candidate',
    jobs: readonly Job[],
    submit: (part: ScenarioPart) => Promise<void>,
  ): Promise<void> {
    const { base, candidate } = this.#histories;
    if (base === candidate && side === 'base') return;
    const own = jobs.flatMap((job, number) => {
      const isBase = job.kind === 'plain' && job.role === 'base';
      return base === candidate || isBase === (side === 'base') ? [{ job, number }] : [];
    });
    if (own.length === 0) return;
    let chunk = 0;
    const history = side === 'base' ? base : candidate;
    await history.each(async (given) => {
      const groups = this.#groups[chunk] ?? NO_GROUPS;
      const size = Math.max(1, Math.floor(ROWS_AT_ONCE / Math.max(1, given.rows)));
      for (let at = 0; at < own.length; at += size) {
        const some = own.slice(at, at + size);
        await submit({
          given,
          side,
          jobs: some.map(({ job }) => job),
          numbers: some.map(({ number }) => number),
          groups,
          chunk,
          member: 0,
        });
      }
      chunk += 1;
    });
  }

  #add(sum: Sum | undefined, { tally, groups, touched }: Done, { chunk, member, given }: ScenarioPart): void {
    if (sum === undefined) return;
    sum.tally = addTallies(sum.tally, tally);
    touched.forEach((events, index) => {
      sum.touched[index] = (sum.touched[index] ?? 0) + events;
    });
    if (groups === undefined) return;
    const known = this.#groups[chunk];
    if (known === undefined && member === 0) this.#groups[chunk] = groups;
    else this.#groups[chunk] = joined(known, groups, member, given.members);
  }

  /** The members of a chunk, each as one. */
  #apart(part: ScenarioPart): readonly ScenarioPart[] | undefined {
    const { given, side, groups, member } = part;
    if (given.members === 1) return undefined;
    const { count, flags } = groups;
    return Array.from(membersApart(chunkIn(this.#work.layoutOf(side), given)), (chunk, index) => ({
      ...part,
      given: givenChunk(chunk),
      member: member + index,
      groups: { count, flags: flags.slice(index * count, (index + 1) * count) },
    }));
  }

  /** Members of each group. */
  #sizes(): readonly number[] {
    const sizes: number[] = [];
    for (const { count, flags } of this.#groups)
      flags.forEach((flag, at) => {
        if (flag === 1) sizes[at % count] = (sizes[at % count] ?? 0) + 1;
      });
    return sizes;
  }
}

const NO_GROUPS: Groups = { count: 0, flags: new Uint8Array(0) };

/** The flags of a chunk with those of some of its members. */
function joined(
  known: Groups | undefined,
  { count, flags }: Groups,
  member: number,
  members: number,
): Groups {
  const end = (member + members) * count;
  const all = new Uint8Array(Math.max(known?.flags.length ?? 0, end));
  if (known !== undefined) all.set(known.flags);
  all.set(flags, member * count);
  return { count, flags: all };
}
