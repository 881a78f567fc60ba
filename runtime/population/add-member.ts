import type { LedgerRow, MemberHistory, MemberOutcome } from '../../schema/index.ts';
import { runMember } from '../engine/index.ts';
import type { Accumulator } from './accumulator.ts';
import { datedRows } from './flows.ts';
import { addLedger } from './ledger-totals.ts';
import { MemberObserver } from './observer.ts';

export interface MemberResult {
  readonly rows: readonly LedgerRow[];
  readonly outcome: MemberOutcome;
}

/** Runs one member and adds what it brings. Undefined when the member enrolled after the run's end. */
export function addMember(accumulator: Accumulator, history: MemberHistory): MemberResult | undefined {
  const { plan, until } = accumulator;
  if (history.enrolled > until) return undefined;
  const observer = new MemberObserver(accumulator, history);
  const run = runMember(plan, history, {
    until,
    observe: (observation) => observer.see(observation),
    observeDays: observer.days,
  });
  if (run === undefined) return undefined;
  const rows = datedRows(plan, run.rows);
  accumulator.members += 1n;
  addLedger(accumulator, run, rows);
  const { error } = run.outcome;
  if (error !== undefined) accumulator.errors.push(error);
  else observer.contribute(run, rows);
  return { rows: run.rows, outcome: run.outcome };
}
