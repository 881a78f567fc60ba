import { Worker } from 'node:worker_threads';
import { emitPlan } from '../../compiler/index.ts';
import {
  type Accumulator,
  accumulatorOf,
  addCounted,
  type Counted,
  type FailedMember,
  inPlace,
  mergeAccumulators,
  newAccumulator,
  Pool,
  populationResult,
  type Thread,
  type ThreadEvents,
} from '../../runtime/index.ts';
import type { Chunk, Day, LedgerRow, Plan } from '../../schema/index.ts';
import type { OpenChunks } from '../open-history.ts';
import { Tally } from '../summary/index.ts';
import { prepareReplay, type ReplayedChunk, type ReplaySetup, rowsOf } from './chunk-work.ts';
import { nodeThread } from './node-thread.ts';
import type { Replay, ReplayTask } from './replay.ts';

/** How a compiled program is replayed. */
export interface Threads {
  /** 0 = none besides the one that reads. */
  readonly workers: number;
  /** So many milliseconds a chunk of {@link ROWS_PER_LIMIT} rows may take; longer ones as much more. */
  readonly limit: number;
}

const ROWS_PER_LIMIT = 1 << 15;

/** Replays a history by the program's module, chunk by chunk, on threads of their own. */
export async function replayCompiled(
  history: OpenChunks,
  { plan, until, outputs, shown, onMembers }: ReplayTask,
  { workers, limit }: Threads,
): Promise<Replay> {
  const { bytes, manifest } = emitPlan(plan, { source: '', compiler: '' });
  const module = new WebAssembly.Module(bytes);
  const tally = new Tally(plan, shown.members);
  const firstRows: LedgerRow[] = [];
  const failed: FailedMember[] = [];
  const counts = new Counts(plan, until);
  let ledgerRows = 0;
  let done = 0;
  const setup: ReplaySetup = {
    module,
    plan,
    until,
    ledger: outputs.ledger?.format,
    outcomes: outputs.outcomes !== undefined,
    shown,
  };
  const take = (part: ReplayedChunk, chunk: Chunk): void => {
    ledgerRows += part.rows;
    tally.addTotals(part.totals);
    counts.add(part.counted);
    for (const outcome of part.firstMembers) tally.show(outcome);
    for (const row of part.firstRows) if (firstRows.length < shown.rows) firstRows.push(row);
    const { ledger } = outputs;
    if (ledger?.format === 'parquet')
      for (const row of rowsOf(chunk, manifest, part.batches)) ledger.row(row);
    else for (const lines of part.ledger) ledger?.lines(lines);
    for (const lines of part.outcomes) outputs.outcomes?.writeBytes(lines);
    done += chunk.members;
    onMembers(done, history.members);
  };
  const start = (events: ThreadEvents<ReplayedChunk>): Thread<ReplaySetup> =>
    workers === 0
      ? inPlace(prepareReplay, events, setImmediate)
      : nodeThread(new Worker(new URL(import.meta.url)), events);
  const pool = new Pool<ReplaySetup, ReplayedChunk>({
    threads: Math.max(1, workers),
    start,
    setup,
    take,
    failed: (member) => failed.push(member),
    limit: ({ rows }) => limit * Math.max(1, rows / ROWS_PER_LIMIT),
    alarm(milliseconds, ring) {
      const timer = setTimeout(ring, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  try {
    await history.each((chunk) => pool.submit(chunk));
    await pool.finish();
  } finally {
    pool.close();
  }
  return { result: populationResult(counts.accumulator), tally, ledgerRows, firstRows, failed };
}

/** Adds up what modules count. Costs that reversals took back go to their months at once: kept, they would be as many as those. */
class Counts {
  readonly #plan: Plan;
  readonly #until: Day;
  readonly #returned: Accumulator;
  #counted: Counted | undefined;

  constructor(plan: Plan, until: Day) {
    this.#plan = plan;
    this.#until = until;
    this.#returned = newAccumulator(plan, until);
  }

  add(counted: Counted): void {
    this.#counted = addCounted(this.#counted, { ...counted, returned: [] });
    if (counted.returned.length === 0) return;
    const only: Counted = { ...counted, months: [], members: 0n, errors: [] };
    mergeAccumulators(this.#returned, accumulatorOf(this.#plan, this.#until, only));
  }

  get accumulator(): Accumulator {
    const all = newAccumulator(this.#plan, this.#until);
    if (this.#counted !== undefined)
      mergeAccumulators(all, accumulatorOf(this.#plan, this.#until, this.#counted));
    mergeAccumulators(all, this.#returned);
    return all;
  }
}
