import { type LotDates, type LotExpiry, POINTS_TOTALS as POINTS, type Span } from '../../schema/index.ts';
import type { Ages } from './ages.ts';
import { maxOf, minOf } from './arena.ts';
import { type Engine, type Locals, NONE, ZERO64 } from './engine.ts';
import type { Expressions } from './expressions.ts';
import { kindOf, type Row } from './ledger-rows.ts';
import type { LotEffects, Posting } from './lot-effects.ts';
import type { LotParts } from './lot-parts.ts';
import { keyOf, type LotStore, minOf64 } from './lot-store.ts';
import { type LotTerms, NEVER, shownEnd } from './lot-terms.ts';
import type { Measures } from './measures.ts';
import type { Place } from './reading.ts';
import { AWARD, AWARD_EFFECT, LOT } from './records.ts';
import {
  after,
  c32,
  choose,
  doAll,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  load32,
  load64,
  type Stmt,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** `(points, quantity, by, available, terms, end, from, returned, filtersFrom) → number`. */
export type AddLot = Func<readonly ['i32', 'i64', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], 'i32'>;

/** Awards, each of which becomes a lot. */
export class LotPosting {
  readonly #e: Engine;
  readonly #measures: Measures;
  readonly #expressions: () => Expressions;
  readonly #store: LotStore;
  readonly #terms: LotTerms;
  readonly #effects: LotEffects;
  readonly #row: Row;
  readonly #ages: Ages;
  readonly add: AddLot;

  constructor(parts: LotParts) {
    this.#e = parts.e;
    this.#measures = parts.measures;
    this.#expressions = parts.expressions;
    this.#store = parts.store;
    this.#terms = parts.terms;
    this.#effects = parts.effects;
    this.#row = parts.row;
    this.#ages = parts.ages;
    this.add = parts.e.m.declare(
      'lot.add',
      ['i32', 'i64', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
      'i32',
    );
  }

  /**
   * `(points, quantity, by, available, terms, end, from, returned, filtersFrom) → number`: adds a lot of today; it pays a debt
   * first. Leaves 0 in `has` where a total left 64 bits.
   */
  define(): void {
    const { m, g, arena } = this.#e;
    m.define(this.add, (f, points, quantity, by, available, terms, end, from, returned, like) => {
      const lot = f.i32('lot');
      const number = f.i32('number');
      const last = f.i32('last');
      const totals = f.i32('totals');
      const paid = f.i64('paid');
      const before = f.i64('before');
      const queue = f.i32('queue');
      const now = f.i64('now');
      return [
        lot.set(arena.push.call(c32(this.#store.lots), c32(this.#store.stride))),
        number.set(load32(c32(this.#store.lots), 4)),
        store64(lot.get, quantity.get, LOT.rest),
        store64(lot.get, ZERO64, LOT.vanished),
        store32(lot.get, points.get, LOT.points),
        store32(lot.get, by.get, LOT.by),
        store32(lot.get, g.day.get, LOT.earned),
        store32(lot.get, available.get, LOT.available),
        store32(lot.get, terms.get, LOT.terms),
        store32(lot.get, end.get, LOT.end),
        store32(lot.get, from.get, LOT.from),
        store32(lot.get, number.get, LOT.number),
        ...this.#storeFilters(points.get, lot.get, like, f),
        totals.set(i32.add(c32(this.#store.points), i32.mul(points.get, c32(POINTS.bytes)))),
        last.set(this.#terms.endOf(lot.get)),
        // One that has ended by now is never usable (ruling P1), unless a sliding date moves before the next day's start.
        store32(lot.get, i32.or(i32.gt(available.get, g.day.get), i32.lt(last.get, g.day.get)), LOT.pending),
        when(i32.eqz(terms.get), [g.wake.set(minOf(g.wake.get, i32.add(last.get, c32(1))))]),
        g.has.set(c32(1)),
        when(
          load32(lot.get, LOT.pending),
          [
            before.set(load64(totals.get, POINTS.pending)),
            now.set(i64.add(before.get, quantity.get)),
            store64(totals.get, now.get, POINTS.pending),
            g.has.set(i64.ge(now.get, before.get)),
            queue.set(
              i32.add(
                c32(this.#store.pending[0] ?? 0),
                i32.mul(points.get, c32(this.#spread(this.#store.pending))),
              ),
            ),
            // One that ends before it opens never opens: it waits for its end (ruling P1).
            when(
              i32.and(i32.eqz(terms.get), i32.lt(last.get, maxOf(available.get, g.day.get))),
              [this.#store.queue.push.call(c32(this.#store.ended), keyOf(last.get, number.get))],
              [this.#store.queue.push.call(queue.get, keyOf(available.get, number.get))],
            ),
          ],
          [
            paid.set(minOf64(quantity.get, load64(totals.get, POINTS.debt))),
            store64(lot.get, i64.sub(quantity.get, paid.get), LOT.rest),
            store64(totals.get, i64.sub(load64(totals.get, POINTS.debt), paid.get), POINTS.debt),
            before.set(load64(totals.get, POINTS.available)),
            now.set(i64.add(before.get, load64(lot.get, LOT.rest))),
            store64(totals.get, now.get, POINTS.available),
            g.has.set(i64.ge(now.get, before.get)),
            when(i32.and(i64.ne(load64(lot.get, LOT.rest), ZERO64), i32.eqz(terms.get)), [
              queue.set(
                i32.add(
                  c32(this.#store.available[0] ?? 0),
                  i32.mul(points.get, c32(this.#spread(this.#store.available))),
                ),
              ),
              this.#store.queue.push.call(queue.get, keyOf(last.get, number.get)),
            ]),
          ],
        ),
        ...this.#terms.list.map((each, i) =>
          when(i32.eq(terms.get, c32(i + 1)), [
            when(
              returned.get,
              [store32(arena.push.call(c32(each.returned), c32(4)), number.get)],
              [store32(arena.push.call(c32(each.lots), c32(4)), number.get)],
            ),
          ]),
        ),
        this.#ages.posted(lot.get, load64(lot.get, LOT.rest)),
        f.ret(number.get),
      ];
    });
  }

  /** Distance between the queues of two points types. */
  #spread(queues: readonly number[]): number {
    const [first, second] = queues;
    return first === undefined || second === undefined ? 0 : second - first;
  }

  /** What `expired(… where …)` will ask of the event at hand; of an older lot where points come back. */
  #storeFilters(points: I32, lot: I32, like: Local<'i32'>, locals: Locals): readonly Stmt[] {
    const { plan } = this.#e;
    return plan.points.flatMap((_, number) => {
      const filters = this.#measures.expiredFilters(number);
      if (filters.length === 0) return [];
      const other = locals.i32('other');
      let offset: number = LOT.filters;
      const own: Stmt[] = [];
      const copied: Stmt[] = [other.set(this.#store.lotAt(like.get))];
      for (const { counts, keys } of filters) {
        own.push(store32(lot, counts.get, offset));
        copied.push(store32(lot, load32(other.get, offset), offset));
        offset += 8;
        for (const key of keys) {
          own.push(store64(lot, key.get, offset));
          copied.push(store64(lot, load64(other.get, offset), offset));
          offset += 8;
        }
      }
      return [when(i32.eq(points, c32(number)), [when(like.get, copied, own)])];
    });
  }

  /**
   * Posts an award as a lot of its own; dates may read the event (`place`). Raises an overflow at `span` where a total leaves
   * 64 bits.
   */
  award(posting: Posting, dates: LotDates, place: Place, span: Span): Stmt {
    const { g, plan } = this.#e;
    const { locals } = place;
    const { points, by } = posting;
    const type = plan.points[points]?.dates;
    const own = { available: dates.available ?? type?.available, expires: dates.expires ?? type?.expires };
    const expressions = this.#expressions();
    const quantity = locals.i64('quantity');
    const available = locals.i32('available');
    const end = locals.i32('end');
    const number = locals.i32('number');
    const over = locals.i32('over');
    const terms = this.#terms.termsOf(points, own.expires);
    return doAll(
      quantity.set(posting.quantity),
      g.earned.set(g.day.get),
      available.set(
        own.available === undefined ? g.day.get : expressions.small(own.available, place, g.day.get),
      ),
      this.#store.bump(points, 'issued', quantity.get),
      over.set(i64.lt(this.#store.total(points, 'issued'), ZERO64)),
      // Asking for dates may have looked at other lots.
      g.earned.set(g.day.get),
      end.set(this.#endAtPosting(own.expires, terms, place)),
      number.set(
        this.add.call(
          c32(points),
          quantity.get,
          c32(by),
          available.get,
          c32(terms),
          end.get,
          g.day.get,
          c32(0),
          c32(0),
        ),
      ),
      when(i32.or(over.get, i32.eqz(g.has.get)), [this.#e.overflow(span)]),
      this.#noteAward(posting, quantity.get, number.get, locals),
      this.#row.call(
        kindOf('earn'),
        c32(points),
        c32(by),
        number.get,
        shownEnd(this.#terms.endOf(this.#store.lotAt(number.get)), locals),
        quantity.get,
      ),
    );
  }

  #endAtPosting(expiry: LotExpiry | undefined, terms: number, place: Place): I32 {
    if (expiry === undefined) return c32(NEVER);
    const expressions = this.#expressions();
    if (expiry.kind === 'own') return expressions.small(expiry.expr, place, c32(NEVER));
    if (expiry.kind === 'sliding') return NONE;
    const moving = terms === 0 ? [] : (this.#terms.list[terms - 1]?.moving ?? []);
    const fixed = expiry.items.filter((item) => !moving.includes(item));
    const latest = place.locals.i32('latest');
    const set = [
      latest.set(NONE),
      ...fixed.map((item) => latest.set(maxOf(expressions.small(item, place, NONE), latest.get))),
    ];
    if (terms !== 0) return after(set, latest.get);
    return after(
      set,
      choose(i32.eq(latest.get, NONE), c32(NEVER), this.#terms.plus(expiry, latest.get, place.locals)),
    );
  }

  /** History of the award: flows, and what a reversal of its cause will scale. */
  #noteAward(posting: Posting, quantity: I64, number: I32, locals: Locals): Stmt {
    const { g, arena } = this.#e;
    const { points, source, by, firing } = posting;
    const logs = this.#measures.flowsOf('earned', points);
    const effect = locals.i32('effect');
    const bytes = AWARD.flows + 8 * logs.length;
    return doAll(
      effect.set(c32(0)),
      when(g.record.get, [
        effect.set(arena.alloc.call(c32(bytes))),
        this.#effects.chain(effect.get, AWARD_EFFECT),
        store64(effect.get, quantity, AWARD.quantity),
        store64(effect.get, quantity, AWARD.kept),
        store64(effect.get, quantity, AWARD.counted),
        store32(effect.get, c32(points), AWARD.points),
        store32(effect.get, c32(by), AWARD.by),
        store32(effect.get, number, AWARD.lot),
        store32(effect.get, firing, AWARD.firing),
      ]),
      ...this.#effects.flows(logs, source, quantity, effect.get, AWARD.flows, locals),
      g.tick.set(i32.add(g.tick.get, c32(1))),
    );
  }
}
