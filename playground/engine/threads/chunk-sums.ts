import { type ChunkTotals, type Counted, MemberTally } from '../../../runtime/index.ts';
import type { Plan } from '../../../schema/index.ts';

/** Adds up what came of the chunks of one thread, in place, into what could have come of one. */
export class ChunkSums {
  readonly #members: MemberTally;
  readonly #returned: Counted['returned'][number][] = [];
  readonly #errors: Counted['errors'][number][] = [];
  /** Cells by month, since year 0. */
  readonly #months = new Map<number, bigint[]>();
  readonly #run: bigint[] = [];
  #last: Counted | undefined;
  #counted = 0n;
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
    for (const each of counted.errors) this.#errors.push(each);
    for (const [index, cells] of counted.months.entries()) {
      const month = counted.first + index;
      const own = this.#months.get(month);
      if (own === undefined) this.#months.set(month, [...cells]);
      else addCells(own, cells);
    }
    addCells(this.#run, counted.run);
    this.#counted += counted.members;
    this.#last = counted;
  }

  /** Undefined where there was no chunk. */
  get totals(): ChunkTotals | undefined {
    if (this.#last === undefined) return undefined;
    const numbers = [...this.#months.keys()];
    const first = numbers.length === 0 ? this.#last.first : Math.min(...numbers);
    const length = numbers.length === 0 ? 0 : Math.max(...numbers) + 1 - first;
    return {
      events: this.#events,
      rows: this.#rows,
      totals: this.#members.totals,
      counted: {
        places: this.#last.places,
        first,
        months: Array.from({ length }, (_, index) => this.#months.get(first + index) ?? []),
        run: this.#run,
        returned: this.#returned,
        members: this.#counted,
        errors: this.#errors,
      },
      studied: undefined,
    };
  }
}

/** Most cells of a chunk are 0: nothing is made for those. */
function addCells(into: bigint[], cells: readonly bigint[]): void {
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? 0n;
    const own = into[at];
    if (own === undefined) into[at] = cell;
    else if (cell !== 0n) into[at] = own + cell;
  }
}
