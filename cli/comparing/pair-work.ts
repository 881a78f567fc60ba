import {
  type Answer,
  type Batch,
  ComparisonTally,
  type MemberComparison,
  type Standing,
  standingAt,
  textAt,
  type Weight,
  type Yardstick,
} from '../../runtime/index.ts';
import type { Day, Manifest, Plan } from '../../schema/index.ts';
import { chunkIn, type GivenChunk, givenChunk } from '../reading/index.ts';
import { prepareReplay, type ReplayedChunk, type ReplaySetup } from '../replaying/index.ts';

/** A version of a program, ready for threads. */
export interface SentVersion {
  readonly plan: Plan;
  readonly module: WebAssembly.Module;
  readonly manifest: Manifest;
}

/** What each thread that compares is told once. Both versions read columns of one layout. */
export interface ComparingSetup {
  readonly kind: 'comparing';
  readonly base: SentVersion;
  readonly candidate: SentVersion;
  readonly until: Day;
  readonly yardstick: Yardstick;
}

/** What came of one chunk under both versions. */
export interface ComparedChunk {
  readonly base: ReplayedChunk;
  readonly candidate: ReplayedChunk;
  readonly members: MemberComparison;
}

export function replaySetup({ plan, module }: SentVersion, until: Day): ReplaySetup {
  return {
    kind: 'replay',
    module,
    plan,
    until,
    ledger: undefined,
    outcomes: false,
    shown: { rows: 0, members: 0 },
    withLedger: false,
  };
}

/** The standings in a batch, by number of the member in its chunk. */
export function standingsIn(
  batch: Batch,
  weights: readonly Weight[],
  take: (member: number, standing: Standing) => void,
): void {
  const { manifest, outcomes, outcomeCount, errors } = batch;
  for (let i = 0; i < outcomeCount; i += 1) {
    const offset = i * manifest.outcome.bytes;
    const member = outcomes.getInt32(offset, true);
    take(member, standingAt(outcomes, offset, manifest, weights, errors.has(member)));
  }
}

/** Gets a thread ready; it then replays both versions over one chunk after the other. */
export function prepareComparing({
  base,
  candidate,
  until,
  yardstick,
}: ComparingSetup): (given: GivenChunk) => Answer<ComparedChunk> {
  const weights = yardstick.kind === 'none' ? { base: [], candidate: [] } : yardstick;
  let before: (Standing | undefined)[] = [];
  let after: (Standing | undefined)[] = [];
  const replayBase = prepareReplay(replaySetup(base, until), (batch) =>
    standingsIn(batch, weights.base, (member, standing) => {
      before[member] = standing;
    }),
  );
  const replayCandidate = prepareReplay(replaySetup(candidate, until), (batch) =>
    standingsIn(batch, weights.candidate, (member, standing) => {
      after[member] = standing;
    }),
  );
  return (given) => {
    before = [];
    after = [];
    const chunk = chunkIn(base.manifest.layout, given);
    const here = givenChunk(chunk);
    const one = replayBase(here);
    const other = replayCandidate(here);
    const tally = new ComparisonTally(base.plan, candidate.plan, yardstick);
    for (let member = 0; member < chunk.members; member += 1)
      tally.add(() => textAt(chunk.memberIds, member), before[member], after[member]);
    return {
      result: { base: one.result, candidate: other.result, members: tally.result },
      transfer: [],
    };
  };
}
