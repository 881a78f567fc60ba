import { PopulationRun } from '../../runtime/index.ts';
import { dayOfTime, type LedgerRow } from '../../schema/index.ts';
import { outcomeLine } from '../ledger-file.ts';
import type { OpenMembers } from '../open-history.ts';
import { Tally } from '../summary/index.ts';
import type { Replay, ReplayTask } from './replay.ts';
import { Study } from './study.ts';

/** Replays a history by the engine that defines what programs mean, member by member. */
export async function replayByReference(
  history: OpenMembers,
  { plan, until, outputs, shown, withLedger, studies, onMembers }: ReplayTask,
): Promise<Replay> {
  const firstRows: LedgerRow[] = [];
  const tally = new Tally(plan, shown.members);
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
    if (member.enrolled <= until) for (const { at } of member.events) if (dayOfTime(at) <= until) events += 1;
    done += 1;
    onMembers(done);
  });
  return { result: run.result(), tally, events, ledgerRows, firstRows, studied: study?.studied, failed: [] };
}
