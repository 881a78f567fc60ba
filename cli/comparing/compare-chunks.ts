import { emitPlan } from '../../compiler/index.ts';
import { ComparisonTally, type MemberComparison, textAt, type Yardstick } from '../../runtime/index.ts';
import type { Day, Plan } from '../../schema/index.ts';
import type { OpenChunks } from '../open-history.ts';
import { chunkIn, type GivenChunk } from '../reading/index.ts';
import { apart, type FailedMember, Gathering, type Replay, timeFor } from '../replaying/index.ts';
import { poolOf } from '../threads/index.ts';
import { type ComparedChunk, type ComparingSetup, prepareComparing, type SentVersion } from './pair-work.ts';

/** What two versions come to over one history. */
export interface ComparedRuns {
  readonly base: Replay;
  readonly candidate: Replay;
  readonly members: MemberComparison;
}

/** What is to be compared. */
export interface ComparingTask {
  readonly base: Plan;
  readonly candidate: Plan;
  readonly until: Day;
  readonly yardstick: Yardstick;
  readonly onMembers: (done: number, total?: number) => void;
}

const NOTHING_SHOWN = { rows: 0, members: 0 };

/** A version as threads take it. */
export function sent(plan: Plan): SentVersion {
  const { bytes, manifest } = emitPlan(plan, { source: '', compiler: '' });
  return { plan, module: new WebAssembly.Module(bytes), manifest };
}

/** Replays both versions over a history that they read alike, chunk by chunk, so that no member need be kept. */
export async function compareChunks(
  history: Pick<OpenChunks, 'members' | 'workers' | 'each'>,
  { base, candidate, until, yardstick, onMembers }: ComparingTask,
  limit: number,
): Promise<ComparedRuns> {
  const setup: ComparingSetup = {
    kind: 'comparing',
    base: sent(base),
    candidate: sent(candidate),
    until,
    yardstick,
  };
  const { layout } = setup.base.manifest;
  const tally = new ComparisonTally(base, candidate, yardstick);
  const before = new Gathering(base, until, NOTHING_SHOWN);
  const after = new Gathering(candidate, until, NOTHING_SHOWN);
  const failed: FailedMember[] = [];
  let done = 0;
  const pool = poolOf<ComparingSetup, GivenChunk, ComparedChunk>(history.workers, {
    setup,
    prepare: prepareComparing,
    take(part, given) {
      before.add(part.base);
      after.add(part.candidate);
      tally.merge(part.members);
      done += given.members;
      onMembers(done, history.members);
    },
    failed: (given, failure) =>
      failed.push({ ...failure, member: textAt(chunkIn(layout, given).memberIds, 0) }),
    apart: (given) => apart(layout, given),
    // Twice the work of a replay.
    limit: (given) => timeFor(given, 2 * limit),
  });
  try {
    await history.each((chunk) => pool.submit(chunk));
    await pool.finish();
  } finally {
    pool.close();
  }
  return { base: before.replay(failed), candidate: after.replay(failed), members: tally.result };
}
