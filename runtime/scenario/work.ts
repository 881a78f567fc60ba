import type { Chunk, Day, Layout, Plan, ResponseModel } from '../../schema/index.ts';
import { CompiledProgram } from '../compiled/index.ts';
import type { Counted } from '../population/index.ts';
import { HistoryAlterer } from './alter.ts';
import type { Groups } from './decisions.ts';
import { addTallies, type RunTally, tallyOf } from './run-totals.ts';
import { selectMembers } from './select.ts';

/** A program that takes part in a scenario, and the module made of it. */
export interface Participant {
  readonly plan: Plan;
  readonly module: WebAssembly.Module;
}

/** The programs of a scenario: before the change, after it, and the latter with the conditions of who responds. */
export interface Participants {
  readonly base: Participant;
  readonly candidate: Participant;
  /** The same as the candidate where no condition is needed. */
  readonly conditions: Participant;
}

export type Role = keyof Participants;

/** One run over a chunk: of the history as it is, or as it is in one draw of a response. */
export type Job =
  | { readonly kind: 'plain'; readonly role: Role; readonly until: Day }
  /** Also tells which members respond to what. */
  | { readonly kind: 'groups'; readonly until: Day }
  /** `shares`: how large each assumption's change is. */
  | { readonly kind: 'response'; readonly draw: number; readonly shares: readonly number[] };

/** What came of a job: its tally; and of groups, flags per member; of a response, the events that each assumption touched. */
export interface Done {
  readonly tally: RunTally;
  readonly groups: Groups | undefined;
  readonly touched: readonly number[];
}

/** What there is to know for runs of a scenario; `response` undefined: none is stated. */
export interface ScenarioTask {
  readonly participants: Participants;
  readonly until: Day;
  readonly response:
    | { readonly model: ResponseModel; readonly firstCondition: number; readonly conditions: number }
    | undefined;
}

/** Does the runs of a scenario over chunks of a history, one after the other. What comes of them depends on nothing but the job and the members. */
export class ScenarioWork {
  readonly #task: ScenarioTask;
  readonly #programs = new Map<WebAssembly.Module, CompiledProgram>();
  #alterer: HistoryAlterer | undefined;

  constructor(task: ScenarioTask) {
    this.#task = task;
  }

  /** The columns that a role's program reads. */
  layoutOf(role: Role): Layout {
    return this.#programOf(role).manifest.layout;
  }

  /** Runs jobs over a chunk; `groups` as an earlier job over the same chunk told them. */
  run(chunk: Chunk, jobs: readonly Job[], groups: Groups): readonly Done[] {
    if (!jobs.some(({ kind }) => kind === 'response'))
      return jobs.map((job) => this.#run(chunk, job, groups));
    const { responding, others } = this.#parted(chunk, groups);
    if (others.length === 0) return jobs.map((job) => this.#run(chunk, job, groups));
    // Who responds to nothing comes to the same in every draw.
    const rest = this.#tally('candidate', selectMembers(chunk, others), this.#task.until);
    const part = selectMembers(chunk, responding);
    const own: Groups = { count: groups.count, flags: flagsOf(groups, responding) };
    return jobs.map((job) => {
      if (job.kind !== 'response') return this.#run(chunk, job, groups);
      const done = this.#run(part, job, own);
      return { ...done, tally: addTallies(done.tally, rest) };
    });
  }

  /** Members who may respond to something, and those who do not. */
  #parted(
    { members }: Chunk,
    { count, flags }: Groups,
  ): { readonly responding: readonly number[]; readonly others: readonly number[] } {
    const assumptions = this.#task.response?.model.assumptions ?? [];
    const everybody = assumptions.some(({ segment }) => segment === undefined);
    const responding: number[] = [];
    const others: number[] = [];
    for (let member = 0; member < members; member += 1) {
      const responds = everybody || flags.subarray(member * count, (member + 1) * count).includes(1);
      (responds ? responding : others).push(member);
    }
    return { responding, others };
  }

  #run(chunk: Chunk, job: Job, groups: Groups): Done {
    const { until } = this.#task;
    switch (job.kind) {
      case 'plain':
        return { tally: this.#tally(job.role, chunk, job.until), groups: undefined, touched: [] };
      case 'groups': {
        const flags = new Uint8Array(chunk.members * this.#conditions);
        const tally = this.#tally('conditions', chunk, job.until, flags);
        return { tally, groups: { count: this.#conditions, flags }, touched: [] };
      }
      case 'response': {
        const altered = this.#altererOf().alter(chunk, groups, job.shares, job.draw);
        return {
          tally: this.#tally('candidate', altered.chunk, until),
          groups: undefined,
          touched: altered.touched,
        };
      }
    }
  }

  get #conditions(): number {
    return this.#task.response?.conditions ?? 0;
  }

  #altererOf(): HistoryAlterer {
    const { participants, response, until } = this.#task;
    if (response === undefined) throw new Error('no response is stated');
    this.#alterer ??= new HistoryAlterer(
      participants.candidate.plan,
      this.layoutOf('candidate'),
      response.model,
      until,
    );
    return this.#alterer;
  }

  #programOf(role: Role): CompiledProgram {
    const { module } = this.#task.participants[role];
    const known = this.#programs.get(module);
    if (known !== undefined) return known;
    const program = new CompiledProgram(module);
    this.#programs.set(module, program);
    return program;
  }

  /** Replays a chunk; `flags` takes the conditions that each member meets in the end. */
  #tally(role: Role, chunk: Chunk, until: Day, flags?: Uint8Array): RunTally {
    const program = this.#programOf(role);
    const { outcome } = program.manifest;
    const count = this.#conditions;
    const first = this.#task.response?.firstCondition ?? 0;
    for (const { outcomes, outcomeCount, errors } of program.replay(chunk, until, {
      totals: true,
      ledger: false,
    })) {
      if (flags === undefined) continue;
      for (let at = 0; at < outcomeCount; at += 1) {
        const offset = at * outcome.bytes;
        const member = outcomes.getInt32(offset, true);
        if (errors.has(member)) continue;
        for (let each = 0; each < count; each += 1)
          flags[member * count + each] = outcomes.getInt32(
            offset + outcome.segments + 4 * (first + each),
            true,
          );
      }
    }
    return tallyOf(this.#task.participants[role].plan, until, program.counted);
  }

  /** Where a role's module counts what. */
  placesOf(role: Role): Counted['places'] {
    return this.#programOf(role).manifest.totals;
  }
}

function flagsOf({ count, flags }: Groups, members: readonly number[]): Uint8Array {
  const own = new Uint8Array(members.length * count);
  members.forEach((member, at) => {
    own.set(flags.subarray(member * count, (member + 1) * count), at * count);
  });
  return own;
}
