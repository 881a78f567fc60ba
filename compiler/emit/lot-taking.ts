import type { Ages } from './ages.ts';
import { type Engine, type Locals, NONE, type Slot, ZERO64 } from './engine.ts';
import { kindOf, type Row } from './ledger-rows.ts';
import type { LotEffects, Posting } from './lot-effects.ts';
import type { LotParts, Take } from './lot-parts.ts';
import { keyOf, type LotStore, minOf64 } from './lot-store.ts';
import type { LotTerms } from './lot-terms.ts';
import type { Measures } from './measures.ts';
import { EMPTY } from './queue.ts';
import { LOT, USE, USE_EFFECT } from './records.ts';
import type { Recovery } from './recovery.ts';
import {
  c32,
  c64,
  doAll,
  goTo,
  type I32,
  type I64,
  i32,
  i64,
  load32,
  load64,
  loop,
  type Stmt,
  store32,
  store64,
  when,
} from './wasm/code.ts';

/** A function that takes points for each type, to be defined later. */
export function declareTakes({ m, plan }: Engine): readonly Take[] {
  return plan.points.map((points) => m.declare(`${points.name}.take`, ['i64', 'i32', 'i32', 'i32'], 'i64'));
}

/** Uses and forfeits: what leaves lots in order of use. */
export class LotTaking {
  readonly #e: Engine;
  readonly #measures: Measures;
  readonly #store: LotStore;
  readonly #terms: LotTerms;
  readonly #effects: LotEffects;
  readonly #row: Row;
  readonly #ages: Ages;
  readonly #takes: readonly Take[];
  readonly #recovery: Recovery;
  /** 1 while a use is posted that costs what its points cost. */
  readonly #costs: Slot<'i32'>;

  constructor(parts: LotParts, takes: readonly Take[], recovery: Recovery, costs: Slot<'i32'>) {
    this.#e = parts.e;
    this.#measures = parts.measures;
    this.#store = parts.store;
    this.#terms = parts.terms;
    this.#effects = parts.effects;
    this.#row = parts.row;
    this.#ages = parts.ages;
    this.#takes = takes;
    this.#recovery = recovery;
    this.#costs = costs;
  }

  /**
   * `(quantity, kind, by, effect) → taken`: takes up to a quantity from available lots in order of use, a row for each.
   * `effect`: the award that is recovered, or the use that is posted.
   */
  define(points: number): void {
    const take = this.#takes[points];
    if (take === undefined) return;
    const { m, arena } = this.#e;
    m.define(take, (f, quantity, kind, by, effect) => {
      const rest = f.i64('rest');
      const best = f.i64('best');
      const lot = f.i32('lot');
      const part = f.i64('part');
      const piece = f.i32('piece');
      const number = f.i32('number');
      const head = this.#store.least(this.#store.available[points] ?? 0, f);
      const moving = this.#terms.ofType(points);
      return [
        rest.set(quantity.get),
        loop('next', (again) => [
          when(i64.gt(rest.get, ZERO64), [
            head.set,
            best.set(head.key.get),
            ...moving.map((terms) =>
              this.#terms.candidates(
                terms,
                f,
                (each) => i32.eqz(load32(each, LOT.pending)),
                (each) => [
                  best.set(minOf64(best.get, keyOf(terms.end.call(each.get), load32(each.get, LOT.number)))),
                ],
              ),
            ),
            when(i64.ne(best.get, c64(EMPTY)), [
              number.set(i32.wrap(best.get)),
              lot.set(this.#store.lotAt(number.get)),
              part.set(minOf64(load64(lot.get, LOT.rest), rest.get)),
              store64(lot.get, i64.sub(load64(lot.get, LOT.rest), part.get), LOT.rest),
              this.#ages.shrink(lot.get, part.get),
              this.#store.bump(points, 'available', i64.sub(ZERO64, part.get)),
              rest.set(i64.sub(rest.get, part.get)),
              when(
                i32.eq(kind.get, kindOf('use')),
                [
                  this.#store.bump(points, 'used', part.get),
                  this.#ages.left('used', c32(points), lot.get, part.get),
                  when(this.#costs.get, [this.#effects.useCost(points, lot.get, part.get)]),
                  when(effect.get, [
                    piece.set(arena.push.call(c32(this.#store.pieces), c32(16))),
                    store32(piece.get, number.get),
                    store64(piece.get, part.get, 8),
                    store32(effect.get, i32.add(load32(effect.get, USE.count), c32(1)), USE.count),
                  ]),
                ],
                [
                  when(
                    i32.eq(kind.get, kindOf('forfeit')),
                    [
                      store64(lot.get, i64.add(load64(lot.get, LOT.vanished), part.get), LOT.vanished),
                      this.#store.bump(points, 'forfeited', part.get),
                      this.#ages.left('forfeited', c32(points), lot.get, part.get),
                    ],
                    [this.#recovery.recovered(points, effect.get, part.get, f)],
                  ),
                ],
              ),
              this.#row.call(kind.get, c32(points), by.get, number.get, NONE, i64.sub(ZERO64, part.get)),
              goTo(again),
            ]),
          ]),
        ]),
        f.ret(i64.sub(quantity.get, rest.get)),
      ];
    });
  }

  /** Uses points that are covered: one row per lot. `costs`: the use itself costs what its points cost. */
  use(posting: Posting, costs: I32, locals: Locals): Stmt {
    const { g, arena } = this.#e;
    const { points, source, by, firing } = posting;
    const logs = this.#measures.flowsOf('used', points);
    const effect = locals.i32('effect');
    const quantity = locals.i64('quantity');
    const take = this.#takes[points];
    if (take === undefined) throw new Error('no such points');
    return doAll(
      quantity.set(posting.quantity),
      this.#costs.set(this.#e.plan.points[points]?.expense === undefined ? c32(0) : costs),
      effect.set(c32(0)),
      when(g.record.get, [
        effect.set(arena.alloc.call(c32(USE.flows + 8 * logs.length))),
        store64(effect.get, quantity.get, USE.quantity),
        store64(effect.get, quantity.get, USE.kept),
        store32(effect.get, c32(points), USE.points),
        store32(effect.get, c32(by), USE.by),
        store32(effect.get, load32(c32(this.#store.pieces), 4), USE.pieces),
        store32(effect.get, c32(0), USE.count),
        store32(effect.get, firing, USE.firing),
        store32(effect.get, this.#costs.get, USE.costs),
      ]),
      dropped(take.call(quantity.get, kindOf('use'), c32(by), effect.get), locals),
      when(effect.get, [this.#effects.chain(effect.get, USE_EFFECT)]),
      ...this.#effects.flows(logs, source, quantity.get, effect.get, USE.flows, locals),
      g.tick.set(i32.add(g.tick.get, c32(1))),
    );
  }

  /** Removes what is available of a quantity, never more (ruling P13); leaves the quantity removed. */
  forfeit(points: number, quantity: I64, by: number): I64 {
    const take = this.#takes[points];
    if (take === undefined) throw new Error('no such points');
    return take.call(quantity, kindOf('forfeit'), c32(by), c32(0));
  }
}

function dropped(value: I64, locals: Locals): Stmt {
  return locals.i64('dropped').set(value);
}
