import { emitPlan } from '../../compiler/index.ts';
import {
  type Accumulator,
  accumulatorOf,
  addCounted,
  type Counted,
  membersApart,
  mergeAccumulators,
  newAccumulator,
  populationResult,
  textAt,
} from '../../runtime/index.ts';
import type { Day, Layout, LedgerRow, Plan } from '../../schema/index.ts';
import type { OpenChunks } from '../open-history.ts';
import { chunkIn, type GivenChunk, givenChunk } from '../reading/index.ts';
import { Tally } from '../summary/index.ts';
import { poolOf } from '../threads/index.ts';
import { prepareReplay, type ReplayedChunk, type ReplaySetup, rowsOf } from './chunk-work.ts';
import type { FailedMember, Replay, ReplayTask } from './replay.ts';

/** Rows of a chunk that the time limit is for. */
const ROWS_PER_LIMIT = 1 << 15;

/**
 * Replays a history by the program's module, chunk by chunk, on threads of their own; `limit`: so many milliseconds a chunk of
 * {@link ROWS_PER_LIMIT} rows may take, longer ones as much more.
 */
export async function replayCompiled(
  history: OpenChunks,
  { plan, until, outputs, shown, withLedger, onMembers }: ReplayTask,
  limit: number,
): Promise<Replay> {
  const { bytes, manifest } = emitPlan(plan, { source: '', compiler: '' });
  const module = new WebAssembly.Module(bytes);
  const tally = new Tally(plan, shown.members);
  const firstRows: LedgerRow[] = [];
  const failed: FailedMember[] = [];
  const counts = new Counts(plan, until);
  let events = 0;
  let ledgerRows = 0;
  let done = 0;
  const setup: ReplaySetup = {
    kind: 'replay',
    module,
    plan,
    until,
    ledger: outputs.ledger?.format,
    outcomes: outputs.outcomes !== undefined,
    shown,
    withLedger,
  };
  const { layout } = manifest;
  const take = (part: ReplayedChunk, given: GivenChunk): void => {
    events += part.events;
    ledgerRows += part.rows;
    tally.addTotals(part.totals);
    counts.add(part.counted);
    for (const outcome of part.firstMembers) tally.show(outcome);
    for (const row of part.firstRows) if (firstRows.length < shown.rows) firstRows.push(row);
    const { ledger } = outputs;
    if (ledger?.format === 'parquet')
      for (const row of rowsOf(chunkIn(layout, given), manifest, part.batches)) ledger.row(row);
    else for (const lines of part.ledger) ledger?.lines(lines);
    for (const lines of part.outcomes) outputs.outcomes?.writeBytes(lines);
    done += given.members;
    onMembers(done, history.members);
  };
  const pool = poolOf<ReplaySetup, GivenChunk, ReplayedChunk>(history.workers, {
    setup,
    prepare: prepareReplay,
    take,
    failed: (given, failure) =>
      failed.push({ ...failure, member: textAt(chunkIn(layout, given).memberIds, 0) }),
    apart: (given) => apart(layout, given),
    limit: ({ rows }) => limit * Math.max(1, rows / ROWS_PER_LIMIT),
  });
  try {
    await history.each((chunk) => pool.submit(chunk));
    await pool.finish();
  } finally {
    pool.close();
  }
  return { result: populationResult(counts.accumulator), tally, events, ledgerRows, firstRows, failed };
}

/** The members of a chunk, each as one; undefined: there is only one. */
function apart(layout: Layout, given: GivenChunk): readonly GivenChunk[] | undefined {
  if (given.members === 1) return undefined;
  return Array.from(membersApart(chunkIn(layout, given)), givenChunk);
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
