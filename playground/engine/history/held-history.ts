import { countByReason, type HistorySummary as ReadSummary, readAlike } from '../../../runtime/index.ts';
import type { Plan } from '../../../schema/index.ts';
import type { HistorySpec, HistorySummary, Progress } from '../../contract/index.ts';
import type { AskedThread, Wanted } from '../threads/asking.ts';
import { readFiles } from './files.ts';
import { generateHistory, readGenerated } from './generated.ts';
import type { Reading } from './reading.ts';
import { Refused } from './refused.ts';

/** What a history is made or read for, compiled. */
export interface OpenedFor {
  readonly plan: Plan;
  readonly module: WebAssembly.Module;
}

/** Readings that stay, so that an edit and its undoing need not read the history again. */
const KEPT = 3;
const MOST_SHOWN = 100;

/** A history, dealt out to threads, as one or two programs read it. */
export class HeldHistory {
  readonly threads: readonly AskedThread[];
  readonly #spec: HistorySpec;
  #readings: readonly Reading[];
  /** What requests have found so far that still wait for another reading: it stays until they have all. */
  readonly #found = new Set<readonly Reading[]>();
  #next = 1;

  private constructor(threads: readonly AskedThread[], spec: HistorySpec, first: Reading) {
    this.threads = threads;
    this.#spec = spec;
    this.#readings = [first];
  }

  static async open(
    threads: readonly AskedThread[],
    spec: HistorySpec,
    { plan, module }: OpenedFor,
    onProgress: (progress: Progress) => void,
    wanted: Wanted,
  ): Promise<HeldHistory> {
    if (spec.kind === 'files') {
      const onRows = (done: number) => onProgress({ stage: 'reading', done, total: undefined });
      return new HeldHistory(threads, spec, await readFiles(threads, 0, plan, spec, onRows, wanted));
    }
    const { events, seed } = spec;
    const asked = { plan, module: plan.rewards.length === 0 ? undefined : module, events, seed };
    const onRows = (done: number) => onProgress({ stage: 'generating', done, total: events });
    const made = await generateHistory(threads, asked, onRows, wanted);
    if (made !== undefined) return new HeldHistory(threads, spec, made);
    throw new Refused({
      why: 'unreadable',
      reason: {
        en: 'the program has no event that could happen, so there is no history to make',
        ja: '起こりうるイベントがプログラムにないため、履歴を作れません',
      },
      help: {
        en: 'declare what members do under `events:`',
        ja: '会員の行動を `events:` に宣言してください',
      },
    });
  }

  /** The last reading; there always is one. */
  get reading(): Reading {
    const [last] = this.#readings;
    if (last === undefined) throw new Error('a history without a reading');
    return last;
  }

  /** How each of these programs reads the history, read once more where nobody did yet. */
  async readingsFor(
    plans: readonly Plan[],
    onProgress: (progress: Progress) => void,
    wanted: Wanted,
    /** These stay as well. */
    others: readonly Reading[] = [],
  ): Promise<readonly Reading[]> {
    const readings: Reading[] = [];
    this.#found.add(readings);
    try {
      for (const plan of plans) {
        const known = [...readings, ...this.#readings].find((reading) => readAlike(reading.plan, plan));
        readings.push(known ?? (await this.#read(plan, onProgress, wanted)));
      }
    } finally {
      this.#found.delete(readings);
    }
    const needed = new Set([...readings, ...others, ...[...this.#found].flat()]);
    const all = [...new Set([...needed, ...this.#readings])];
    const kept = Math.max(KEPT, needed.size);
    this.#readings = all.slice(0, kept);
    await this.#drop(all.slice(kept).map(({ number }) => number));
    return readings;
  }

  /** By their numbers: others may be read at this moment, of which nobody here knows yet. */
  async #drop(readings: readonly number[]): Promise<void> {
    if (readings.length === 0) return;
    await Promise.all(this.threads.map((thread) => thread.ask('drop', { readings })));
  }

  async #read(plan: Plan, onProgress: (progress: Progress) => void, wanted: Wanted): Promise<Reading> {
    const number = this.#next;
    this.#next += 1;
    const { rows: total } = this.reading.summary;
    const onRows = (done: number) => onProgress({ stage: 'reading', done, total });
    const { threads } = this;
    const spec = this.#spec;
    const reading =
      spec.kind === 'files'
        ? readFiles(threads, number, plan, spec, onRows, wanted)
        : readGenerated(threads, number, plan, onRows, wanted);
    const read = await reading.catch(async (error: unknown) => {
      // What was read by then is of no use.
      await this.#drop([number]);
      throw error;
    });
    this.#readings = [read, ...this.#readings];
    return read;
  }
}

/** What the page shows of a reading. */
export function shownSummary({ members, events, summary }: Reading, millis: number): HistorySummary {
  const { rows, accepted, rejected, ignored, warnings, firstDay, lastDay } = summary;
  return {
    members,
    events,
    rows,
    accepted,
    rejected: rejected.length,
    reasons: reasonsOf(rejected),
    firstRejected: rejected.slice(0, MOST_SHOWN),
    ignored: [...ignored].map(([type, count]) => ({ type, count })),
    warnings: warnings.map(({ message }) => message),
    firstDay,
    lastDay,
    millis,
  };
}

function reasonsOf(rejected: ReadSummary['rejected']): HistorySummary['reasons'] {
  return countByReason(rejected).flatMap(({ reason: code, count }) => {
    const first = rejected.find(({ reason }) => reason === code);
    return first === undefined ? [] : { code, reason: first.message, count };
  });
}
