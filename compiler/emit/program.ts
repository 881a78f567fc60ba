import type { OutcomePlaces, TotalsPlaces } from '../../schema/index.ts';
import { emitDays } from './days.ts';
import type { Engine } from './engine.ts';
import { emitEvents } from './events.ts';
import { emitMember, exportAll, stateEnd } from './member.ts';
import { emitObserver } from './observe.ts';
import { emitOutcome } from './outcome.ts';
import { newParts } from './parts.ts';
import { beginRecords } from './recording.ts';
import { emitReversal } from './reversal.ts';
import { c32, doAll, fill, i32 } from './wasm/code.ts';

export interface Program {
  readonly outcome: OutcomePlaces;
  readonly totals: TotalsPlaces;
  /** KPI of each thing that is asked at an observation. */
  readonly asked: readonly string[];
  /** Addresses of the vectors of rows and outcomes. */
  readonly rows: number;
  readonly outcomes: number;
}

/** Emits everything that replays a member. */
export function emitProgram(e: Engine): Program {
  const { plan, state } = e;
  // What one call leaves for the host stands before the member's own state, which is cleared.
  const rows = state.place(16);
  const outcomes = state.place(16);
  const returned = state.place(16);
  const builds = state.place(plan.rules.length + plan.rewards.length + plan.benefits.length);
  const clearFrom = Math.ceil(state.end / 8) * 8;

  const parts = newParts(e, rows, returned, builds);
  const { expressions, fields, measures, totals, lots, tiers, schedules } = parts;
  const takeBack = emitReversal(parts);
  const event = emitEvents(parts, takeBack);
  const days = emitDays(parts);
  const observer = emitObserver(e, totals, lots, tiers, () => expressions, parts.begin);
  const outcome = emitOutcome(parts, outcomes, observer.segments);
  const clearTo = stateEnd(e);

  const member = emitMember(
    e,
    {
      ...days,
      event,
      outcome: outcome.write,
      setUp: doAll(
        fill(c32(clearFrom), c32(0), i32.sub(clearTo, c32(clearFrom))),
        ...fields.loadAttributes(),
        tiers.begin(),
      ),
      first: schedules.begin(),
      beginTiers: (locals) => measures.beginTiers(locals),
      records: (locals) => beginRecords(parts, locals),
      ages: lots.ages,
    },
    { rows, outcomes, returned },
    outcome.places.bytes,
    totals,
    observer,
  );
  exportAll(e, member);
  return {
    outcome: outcome.places,
    totals: {
      cells: totals.cells,
      run: totals.run,
      costScale: totals.costScale,
      leafScales: observer.scales,
      returned,
    },
    asked: observer.asked,
    rows,
    outcomes,
  };
}
