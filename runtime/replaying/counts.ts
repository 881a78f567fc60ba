import type { Day, Plan } from '../../schema/index.ts';
import {
  type Accumulator,
  accumulatorOf,
  addCounted,
  type Counted,
  mergeAccumulators,
  newAccumulator,
} from '../population/index.ts';

/** Adds up what modules count. Costs that reversals took back go to their months at once: kept, they would be as many as those. */
export class Counts {
  readonly #plan: Plan;
  readonly #until: Day;
  readonly #returned: Accumulator;
  #counted: Counted | undefined;

  constructor(plan: Plan, until: Day) {
    this.#plan = plan;
    this.#until = until;
    this.#returned = newAccumulator(plan, until);
  }

  add(counted: Counted): void {
    this.#counted = addCounted(this.#counted, { ...counted, returned: [] });
    if (counted.returned.length === 0) return;
    const only: Counted = { ...counted, months: [], run: [], members: 0n, errors: [] };
    mergeAccumulators(this.#returned, accumulatorOf(this.#plan, this.#until, only));
  }

  get accumulator(): Accumulator {
    const all = newAccumulator(this.#plan, this.#until);
    if (this.#counted !== undefined)
      mergeAccumulators(all, accumulatorOf(this.#plan, this.#until, this.#counted));
    mergeAccumulators(all, this.#returned);
    return all;
  }
}
