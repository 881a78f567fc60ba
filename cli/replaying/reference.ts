import { eventsOf, MemberTally, PopulationRun, Study } from '../../runtime/index.ts';
import type { LedgerRow, MemberOutcome } from '../../schema/index.ts';
import { outcomeLine } from '../ledger-file.ts';
import type { OpenMembers } from '../open-history.ts';
import type { Replay, ReplayTask } from './replay.ts';

/** Replays a history by the engine that defines what programs mean, member by member. */
export async function replayByReference(
  history: OpenMembers,
  { plan, until, outputs, shown, withLedger, studies, onMembers }: ReplayTask,
): Promise<Replay> {
  const firstRows: LedgerRow[] = [];
  const firstMembers: MemberOutcome[] = [];
  const tally = new MemberTally(plan);
  let ledgerRows = 0;
  const study = studies && new Study(plan, until, studies);
  let own: LedgerRow[] = [];
  let stopped = false;
  const run = new PopulationRun(plan, {
    until,
    keepOutcomes: false,
    onRow(row) {
      if (study !== undefined) own.push(row);
      if (!withLedger) return;
      ledgerRows += 1;
      if (firstRows.length < shown.rows) firstRows.push(row);
      outputs.ledger?.row(row);
    },
    onOutcome(outcome) {
      stopped = outcome.error !== undefined;
      tally.add(outcome);
      if (firstMembers.length < shown.members) firstMembers.push(outcome);
      outputs.outcomes?.write(outcomeLine(plan, outcome));
    },
  });
  let done = 0;
  let events = 0;
  await history.each((member) => {
    run.add(member);
    if (!stopped) study?.member(member, own);
    own = [];
    stopped = false;
    events += eventsOf(member, until);
    done += 1;
    onMembers(done);
  });
  return {
    result: run.result(),
    members: tally.totals,
    events,
    ledgerRows,
    studied: study?.studied,
    firstRows,
    firstMembers,
    failed: [],
  };
}
