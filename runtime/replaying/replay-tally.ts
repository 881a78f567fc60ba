import type { Day, Plan } from '../../schema/index.ts';
import { type PopulationResult, populationResult } from '../population/index.ts';
import type { ChunkTotals } from './chunk-tally.ts';
import { Counts } from './counts.ts';
import { MemberTally, type MemberTotals } from './member-tally.ts';
import { type Studied, type Studies, Study } from './study.ts';

/** What a replay came to; plain data. */
export interface ReplayTotals {
  readonly result: PopulationResult;
  readonly members: MemberTotals;
  /** Of the members in the run, up to its end. */
  readonly events: number;
  /** 0 where no rows were made. */
  readonly ledgerRows: number;
  /** Undefined where nothing was to be studied. */
  readonly studied: Studied | undefined;
}

/** Adds up what came of chunks, one after the other. */
export class ReplayTally {
  readonly #members: MemberTally;
  readonly #counts: Counts;
  readonly #study: Study | undefined;
  #events = 0;
  #ledgerRows = 0;

  constructor(plan: Plan, until: Day, studies?: Studies) {
    this.#members = new MemberTally(plan);
    this.#counts = new Counts(plan, until);
    this.#study = studies && new Study(plan, until, studies);
  }

  add({ events, rows, totals, counted, studied }: ChunkTotals): void {
    this.#events += events;
    this.#ledgerRows += rows;
    this.#members.addTotals(totals);
    this.#counts.add(counted);
    if (studied !== undefined) this.#study?.add(studied);
  }

  get totals(): ReplayTotals {
    return {
      result: populationResult(this.#counts.accumulator),
      members: this.#members.totals,
      events: this.#events,
      ledgerRows: this.#ledgerRows,
      studied: this.#study?.studied,
    };
  }
}
