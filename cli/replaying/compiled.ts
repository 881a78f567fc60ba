import { emitPlan } from '../../compiler/index.ts';
import { membersApart, textAt } from '../../runtime/index.ts';
import type { Layout } from '../../schema/index.ts';
import type { OpenChunks } from '../open-history.ts';
import { chunkIn, type GivenChunk, givenChunk } from '../reading/index.ts';
import { poolOf } from '../threads/index.ts';
import { prepareReplay, type ReplayedChunk, type ReplaySetup, rowsOf } from './chunk-work.ts';
import { Gathering } from './gathering.ts';
import type { FailedMember, Replay, ReplayTask } from './replay.ts';

/** Rows of a chunk that the time limit is for. */
const ROWS_PER_LIMIT = 1 << 15;

/** So many milliseconds a chunk may take: `limit` for {@link ROWS_PER_LIMIT} rows, as much more for more. */
export function timeFor({ rows }: GivenChunk, limit: number): number {
  return limit * Math.max(1, rows / ROWS_PER_LIMIT);
}

/**
 * Replays a history by the program's module, chunk by chunk, on threads of their own; `limit`: so many milliseconds a chunk of
 * {@link ROWS_PER_LIMIT} rows may take, longer ones as much more.
 */
export async function replayCompiled(
  history: OpenChunks,
  { plan, until, outputs, shown, withLedger, studies, onMembers }: ReplayTask,
  limit: number,
): Promise<Replay> {
  const { bytes, manifest } = emitPlan(plan, { source: '', compiler: '' });
  const module = new WebAssembly.Module(bytes);
  const gathering = new Gathering(plan, until, shown, studies);
  const failed: FailedMember[] = [];
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
    studies,
  };
  const { layout } = manifest;
  const take = (part: ReplayedChunk, given: GivenChunk): void => {
    gathering.add(part);
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
    limit: (given) => timeFor(given, limit),
  });
  try {
    await history.each((chunk) => pool.submit(chunk));
    await pool.finish();
  } finally {
    pool.close();
  }
  return gathering.replay(failed);
}

/** The members of a chunk, each as one; undefined: there is only one. */
export function apart(layout: Layout, given: GivenChunk): readonly GivenChunk[] | undefined {
  if (given.members === 1) return undefined;
  return Array.from(membersApart(chunkIn(layout, given)), givenChunk);
}
