import { setImmediate as pause } from 'node:timers/promises';
import {
  ComparisonTally,
  eventsOf,
  MemberTally,
  PopulationRun,
  type Standing,
  standingOf,
  textAt,
  type Weight,
} from '../../runtime/index.ts';
import type { Day, Plan } from '../../schema/index.ts';
import type { OpenChunks, OpenMembers } from '../open-history.ts';
import { chunkIn } from '../reading/index.ts';
import { Gathering, prepareReplay, type Replay } from '../replaying/index.ts';
import { type ComparedRuns, type ComparingTask, sent } from './compare-chunks.ts';
import { replaySetup, standingsIn } from './pair-work.ts';

/** Where each member stands after a run, by id. */
type Standings = Map<string, Standing>;

/** A version over its own reading of a history. */
export type OwnRun = (
  plan: Plan,
  until: Day,
  weights: readonly Weight[],
  take: (member: string, standing: Standing) => void,
) => Promise<Replay>;

/** A run by a version's module, chunk by chunk. */
export function runOfChunks({ each }: OpenChunks, onMembers: ComparingTask['onMembers']): OwnRun {
  return async (plan, until, weights, take) => {
    const version = sent(plan);
    const { layout } = version.manifest;
    const gathering = new Gathering(plan, until, { rows: 0, members: 0 });
    const replay = prepareReplay(replaySetup(version, until), (batch) =>
      standingsIn(batch, weights, (member, standing) =>
        take(textAt(batch.chunk.memberIds, member), standing),
      ),
    );
    let done = 0;
    await each(async (given) => {
      gathering.add(
        replay({ kind: 'here', chunk: chunkIn(layout, given), rows: given.rows, members: given.members })
          .result,
      );
      done += given.members;
      onMembers(done);
      await pause();
    });
    return gathering.replay([]);
  };
}

/** A run by the engine that defines what programs mean, member by member. */
export function runOfMembers({ each }: OpenMembers, onMembers: ComparingTask['onMembers']): OwnRun {
  return async (plan, until, weights, take) => {
    const tally = new MemberTally(plan);
    const run = new PopulationRun(plan, {
      until,
      keepOutcomes: false,
      onOutcome(outcome) {
        tally.add(outcome);
        take(outcome.member, standingOf(plan, outcome, weights));
      },
    });
    let events = 0;
    let done = 0;
    await each((member) => {
      run.add(member);
      events += eventsOf(member, until);
      done += 1;
      onMembers(done);
    });
    return {
      result: run.result(),
      members: tally.totals,
      events,
      ledgerRows: 0,
      studied: undefined,
      firstRows: [],
      firstMembers: [],
      failed: [],
    };
  };
}

/** One version after the other, each over its own reading: what members of the base come to is kept until the candidate's come by. */
export async function compareApart(
  runBase: OwnRun,
  runCandidate: OwnRun,
  { base, candidate, until, yardstick }: Omit<ComparingTask, 'onMembers'>,
): Promise<ComparedRuns> {
  const weights = yardstick.kind === 'none' ? { base: [], candidate: [] } : yardstick;
  const waiting: Standings = new Map();
  const before = await runBase(base, until, weights.base, (member, standing) =>
    waiting.set(member, standing),
  );
  const tally = new ComparisonTally(base, candidate, yardstick);
  const after = await runCandidate(candidate, until, weights.candidate, (member, standing) => {
    tally.add(() => member, waiting.get(member), standing);
    waiting.delete(member);
  });
  for (const [member, standing] of waiting) tally.add(() => member, standing, undefined);
  return { base: before, candidate: after, members: tally.result };
}
