import { populationResult } from '../../runtime/index.ts';
import type { Day, LedgerRow, Plan } from '../../schema/index.ts';
import { Tally } from '../summary/index.ts';
import type { ReplayedChunk } from './chunk-work.ts';
import { Counts } from './counts.ts';
import type { FailedMember, Replay, Shown } from './replay.ts';
import { type Studies, Study } from './study.ts';

/** Adds up what came of chunks, one after the other. */
export class Gathering {
  readonly #shown: Shown;
  readonly #tally: Tally;
  readonly #counts: Counts;
  readonly #firstRows: LedgerRow[] = [];
  readonly #study: Study | undefined;
  #events = 0;
  #ledgerRows = 0;

  constructor(plan: Plan, until: Day, shown: Shown, studies?: Studies) {
    this.#study = studies && new Study(plan, until, studies);
    this.#shown = shown;
    this.#tally = new Tally(plan, shown.members);
    this.#counts = new Counts(plan, until);
  }

  add({ events, rows, totals, counted, firstMembers, firstRows, studied }: ReplayedChunk): void {
    if (studied !== undefined) this.#study?.add(studied);
    this.#events += events;
    this.#ledgerRows += rows;
    this.#tally.addTotals(totals);
    this.#counts.add(counted);
    for (const outcome of firstMembers) this.#tally.show(outcome);
    for (const row of firstRows) if (this.#firstRows.length < this.#shown.rows) this.#firstRows.push(row);
  }

  /** What all of them come to; `failed` are in none of them. */
  replay(failed: readonly FailedMember[]): Replay {
    return {
      result: populationResult(this.#counts.accumulator),
      tally: this.#tally,
      events: this.#events,
      ledgerRows: this.#ledgerRows,
      firstRows: this.#firstRows,
      studied: this.#study?.studied,
      failed,
    };
  }
}
