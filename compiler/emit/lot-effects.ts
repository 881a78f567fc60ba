import type { Engine, Locals } from './engine.ts';
import { Measures } from './measures.ts';
import { COST, COST_EFFECT, EFFECT, LOT, RECORD } from './records.ts';
import type { Totals } from './totals.ts';
import { power10 } from './values.ts';
import {
  c32,
  c64,
  doAll,
  type I32,
  type I64,
  i32,
  load32,
  nop,
  type Stmt,
  store32,
  store64,
  when,
} from './wasm/code.ts';

/** What an award or use is posted by. */
export interface Posting {
  readonly points: number;
  readonly quantity: I64;
  readonly source: string;
  readonly by: number;
  readonly firing: I32;
}

/** What the event at hand did, as its reversal will need it, and the flows of points. */
export class LotEffects {
  readonly #e: Engine;
  readonly #measures: Measures;
  readonly #totals: Totals;

  constructor(e: Engine, measures: Measures, totals: Totals) {
    this.#e = e;
    this.#measures = measures;
    this.#totals = totals;
  }

  /** Adds a quantity to the logs that count it; each slot of the effect says where, or 0. */
  flows(
    logs: ReturnType<Measures['flowsOf']>,
    source: string,
    quantity: I64,
    effect: I32,
    offset: number,
    locals: Locals,
  ): readonly Stmt[] {
    return logs.map((log, i) => {
      const slot = i32.add(effect, c32(offset + 8 * i));
      if (!Measures.counts(log, source)) return when(effect, [store32(slot, c32(0))]);
      const cause = this.#measures.causeOf(log);
      const keys = cause?.keys.map((key) => key.get) ?? [];
      return when(
        effect,
        [this.#measures.flow(log, cause?.counts.get, keys, quantity, slot, locals)],
        [this.#measures.flow(log, cause?.counts.get, keys, quantity, undefined, locals)],
      );
    });
  }

  /** Puts an effect at the end of those of the event at hand. */
  chain(effect: I32, kind: number): Stmt {
    const { g } = this.#e;
    return doAll(
      store32(effect, c32(0), EFFECT.next),
      store32(effect, c32(kind), EFFECT.kind),
      when(
        load32(g.record.get, RECORD.last),
        [store32(load32(g.record.get, RECORD.last), effect, EFFECT.next)],
        [store32(g.record.get, effect, RECORD.first)],
      ),
      store32(g.record.get, effect, RECORD.last),
    );
  }

  /** Notes what a reward or benefit cost at the event at hand, for a reversal of it. */
  chainCost(expense: bigint, quantity: I64, owner: number, locals: Locals): Stmt {
    const effect = locals.i32('cost');
    return doAll(
      effect.set(this.#e.arena.alloc.call(c32(COST.bytes))),
      this.chain(effect.get, COST_EFFECT),
      store64(effect.get, c64(expense), COST.expense),
      store64(effect.get, quantity, COST.quantity),
      store32(effect.get, c32(owner), COST.owner),
    );
  }

  /** What used points cost the company is the cost of whoever gave them. */
  useCost(points: number, lot: I32, quantity: I64): Stmt {
    const type = this.#e.plan.points[points];
    if (type?.expense === undefined) return nop;
    const { amount, scale } = type.expense;
    const factor = amount * power10(this.#totals.costScale - scale - type.decimals);
    return this.#totals.cost(load32(lot, LOT.by), quantity, factor);
  }
}
