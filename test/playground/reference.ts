import { compile } from '../../compiler/index.ts';
import { type ReportFigures, reportFigures } from '../../report/index.ts';
import {
  ComparisonTally,
  eventsOf,
  type HistoryRead,
  type MemberComparison,
  MemberTally,
  PopulationRun,
  readHistory,
  type Standing,
  standingOf,
  yardstickOf,
} from '../../runtime/index.ts';
import type { MemberOutcome, Plan } from '../../schema/index.ts';

export function planOf(text: string): Plan {
  const { value } = compile(text);
  if (value === undefined) throw new Error('the program does not compile');
  return value;
}

/** A history as the reader of rows has it, which makes an object of each. */
export async function readText(plan: Plan, name: string, text: string): Promise<HistoryRead> {
  return readHistory(plan, [{ name, chunks: [new TextEncoder().encode(text)] }]);
}

/** A run by the engine that defines what programs mean, member by member. */
export interface ReferenceRun {
  readonly figures: ReportFigures;
  readonly outcomes: readonly MemberOutcome[];
}

export function runByReference(plan: Plan, read: HistoryRead): ReferenceRun {
  const until = read.lastDay ?? 0;
  const tally = new MemberTally(plan);
  const outcomes: MemberOutcome[] = [];
  const run = new PopulationRun(plan, {
    until,
    keepOutcomes: false,
    onOutcome(outcome) {
      tally.add(outcome);
      outcomes.push(outcome);
    },
  });
  let events = 0;
  for (const member of read.members) {
    run.add(member);
    events += eventsOf(member, until);
  }
  const figures = reportFigures(plan, {
    result: run.result(),
    members: tally.totals,
    events,
    until,
    summary: read,
    failed: 0,
  });
  return { figures, outcomes };
}

/** What a candidate does to members, from outcomes of the reference engine, one object after the other. */
export function compareByReference(
  [base, candidate]: readonly [Plan, Plan],
  [before, after]: readonly [ReferenceRun, ReferenceRun],
): MemberComparison {
  const yardstick = yardstickOf(base, candidate);
  const weights = yardstick.kind === 'none' ? { base: [], candidate: [] } : yardstick;
  const standings = (plan: Plan, run: ReferenceRun, own: typeof weights.base) =>
    new Map(
      run.outcomes.map((outcome): [string, Standing] => [outcome.member, standingOf(plan, outcome, own)]),
    );
  const [own, other] = [
    standings(base, before, weights.base),
    standings(candidate, after, weights.candidate),
  ];
  const tally = new ComparisonTally(base, candidate, yardstick);
  for (const member of new Set([...own.keys(), ...other.keys()]))
    tally.add(() => member, own.get(member), other.get(member));
  return tally.result;
}
