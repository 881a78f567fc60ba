import { addCounted, type ChunkTotals, type Counted, MemberTally } from '../../../runtime/index.ts';
import type { Plan } from '../../../schema/index.ts';

/** Adds up what came of the chunks of one thread, into what could have come of one. */
export class ChunkSums {
  readonly #members: MemberTally;
  readonly #returned: Counted['returned'][number][] = [];
  #counted: Counted | undefined;
  #events = 0;
  #rows = 0;

  constructor(plan: Plan) {
    this.#members = new MemberTally(plan);
  }

  add({ events, rows, totals, counted }: ChunkTotals): void {
    this.#events += events;
    this.#rows += rows;
    this.#members.addTotals(totals);
    for (const each of counted.returned) this.#returned.push(each);
    this.#counted = addCounted(this.#counted, { ...counted, returned: [] });
  }

  /** Undefined where there was no chunk. */
  get totals(): ChunkTotals | undefined {
    if (this.#counted === undefined) return undefined;
    return {
      events: this.#events,
      rows: this.#rows,
      totals: this.#members.totals,
      counted: { ...this.#counted, returned: this.#returned },
      studied: undefined,
    };
  }
}
