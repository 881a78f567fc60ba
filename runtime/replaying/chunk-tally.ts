import type { Chunk, Day, Plan } from '../../schema/index.ts';
import type { Batch, CompiledProgram } from '../compiled/index.ts';
import type { Counted } from '../population/index.ts';
import { eventsIn } from './events.ts';
import { MemberTally, type MemberTotals } from './member-tally.ts';
import { type Studied, type Studies, Study } from './study.ts';

/** What came of one chunk; plain data, to be sent and added up. */
export interface ChunkTotals {
  /** Of the members in the run, up to its end. */
  readonly events: number;
  /** Of the ledger; 0 where none were made. */
  readonly rows: number;
  readonly totals: MemberTotals;
  readonly counted: Counted;
  readonly studied: Studied | undefined;
}

/** Adds up one chunk while a module replays it with `totals`. */
export class ChunkTally {
  readonly #chunk: Chunk;
  readonly #until: Day;
  readonly #members: MemberTally;
  readonly #study: Study | undefined;
  #rows = 0;

  constructor(plan: Plan, until: Day, chunk: Chunk, studies: Studies | undefined) {
    this.#chunk = chunk;
    this.#until = until;
    this.#members = new MemberTally(plan);
    this.#study = studies && new Study(plan, until, studies);
  }

  /** A batch, before the next is made. */
  batch(batch: Batch): void {
    this.#rows += batch.rowCount;
    this.#members.addBatch(batch);
    this.#study?.batch(batch);
  }

  /** After all of the chunk's batches, before the program replays another chunk. */
  totals({ manifest, counted }: CompiledProgram): ChunkTotals {
    this.#study?.chunk(this.#chunk, manifest.layout);
    return {
      events: eventsIn(this.#chunk, this.#until),
      rows: this.#rows,
      totals: this.#members.totals,
      counted,
      studied: this.#study?.studied,
    };
  }
}
