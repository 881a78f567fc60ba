import { FOREVER, POINTS_TOTALS as POINTS } from '../../schema/index.ts';
import type { Ages } from './ages.ts';
import { minOf } from './arena.ts';
import { type Engine, type Locals, NONE, ZERO64 } from './engine.ts';
import { kindOf, type Row } from './ledger-rows.ts';
import type { LotParts } from './lot-parts.ts';
import { dayOf, keyOf, type LotStore, minOf64 } from './lot-store.ts';
import type { LotTerms } from './lot-terms.ts';
import type { Measures } from './measures.ts';
import { EMPTY } from './queue.ts';
import { LOT } from './records.ts';
import {
  and,
  c32,
  c64,
  doAll,
  goTo,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  load32,
  load64,
  loop,
  nop,
  or,
  type Stmt,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** What days do to lots: they open and end. */
export class LotDays {
  readonly #e: Engine;
  readonly #measures: Measures;
  readonly #store: LotStore;
  readonly #terms: LotTerms;
  readonly #row: Row;
  readonly #ages: Ages;
  readonly #opens = new Map<number, Func<readonly [], 'void'>>();

  constructor(parts: LotParts) {
    this.#e = parts.e;
    this.#measures = parts.measures;
    this.#store = parts.store;
    this.#terms = parts.terms;
    this.#row = parts.row;
    this.#ages = parts.ages;
  }

  /**
   * Pending lots whose day has come, day by day and in order of use (language §9: 2). Nothing is posted, so a lot with a
   * fixed end may be opened later than on its day: before anything that looks.
   */
  open(locals: Locals): Stmt {
    const { plan } = this.#e;
    return doAll(
      ...plan.points.map((_, points) => {
        const pending = this.#store.pending[points] ?? 0;
        const first = locals.i64('first');
        return doAll(
          first.set(this.#store.first(pending)),
          when(i32.le(dayOf(first.get), this.#e.g.day.get), [this.#openType(points).call()]),
        );
      }),
    );
  }

  #openType(points: number): Func<readonly [], 'void'> {
    const known = this.#opens.get(points);
    if (known !== undefined) return known;
    const { m, g, plan } = this.#e;
    const func = m.func(`${plan.points[points]?.name}.open`, [], 'void', (locals) => {
      const pending = this.#store.pending[points] ?? 0;
      const opening = c32(this.#store.opening);
      const head = this.#store.least(pending, locals);
      const lot = locals.i32('lot');
      const last = locals.i32('last');
      const day = locals.i32('wake');
      const key = locals.i64('opened');
      const paid = locals.i64('paid');
      const isDue = (by: I32): I32 =>
        i32.and(i64.ne(head.key.get, c64(EMPTY)), i32.le(dayOf(head.key.get), by));
      return [
        loop('days', (again) => [
          head.set,
          when(isDue(g.day.get), [
            // Where nothing is owed neither the order of days nor that of lots makes a difference.
            when(i64.eqz(this.#store.total(points, 'debt')), [
              loop('free', (more) => [
                when(isDue(g.day.get), [
                  this.#store.queue.pop.call(c32(pending)),
                  lot.set(this.#store.lotAt(i32.wrap(head.key.get))),
                  last.set(this.#terms.endOf(lot.get)),
                  when(i32.or(i32.ge(last.get, g.day.get), i32.eqz(load32(lot.get, LOT.terms))), [
                    store32(lot.get, c32(0), LOT.pending),
                    this.#store.bump(points, 'pending', i64.sub(ZERO64, load64(lot.get, LOT.rest))),
                    this.#store.bump(points, 'available', load64(lot.get, LOT.rest)),
                    when(i32.eqz(load32(lot.get, LOT.terms)), [
                      this.#store.queue.push.call(
                        c32(this.#store.available[points] ?? 0),
                        keyOf(last.get, load32(lot.get, LOT.number)),
                      ),
                    ]),
                  ]),
                  head.set,
                  goTo(more),
                ]),
              ]),
              locals.ret(),
            ]),
            day.set(dayOf(head.key.get)),
            loop('due', (more) => [
              when(isDue(day.get), [
                this.#store.queue.pop.call(c32(pending)),
                lot.set(this.#store.lotAt(i32.wrap(head.key.get))),
                last.set(this.#terms.endOf(lot.get)),
                key.set(keyOf(last.get, load32(lot.get, LOT.number))),
                // Only a date that moved may have passed meanwhile.
                when(i32.or(i32.ge(last.get, g.day.get), i32.eqz(load32(lot.get, LOT.terms))), [
                  this.#store.queue.push.call(opening, key.get),
                ]),
                head.set,
                goTo(more),
              ]),
            ]),
            // In order of use, so that of several lots the one that ends first pays a debt.
            loop('open', (more) => [
              key.set(this.#store.queue.least.call(opening)),
              when(i64.ne(key.get, c64(EMPTY)), [
                this.#store.queue.pop.call(opening),
                lot.set(this.#store.lotAt(i32.wrap(key.get))),
                store32(lot.get, c32(0), LOT.pending),
                this.#store.bump(points, 'pending', i64.sub(ZERO64, load64(lot.get, LOT.rest))),
                paid.set(minOf64(load64(lot.get, LOT.rest), this.#store.total(points, 'debt'))),
                store64(lot.get, i64.sub(load64(lot.get, LOT.rest), paid.get), LOT.rest),
                this.#ages.shrink(lot.get, paid.get),
                this.#store.bump(points, 'debt', i64.sub(ZERO64, paid.get)),
                this.#store.bump(points, 'available', load64(lot.get, LOT.rest)),
                when(
                  i32.and(i64.ne(load64(lot.get, LOT.rest), ZERO64), i32.eqz(load32(lot.get, LOT.terms))),
                  [this.#store.queue.push.call(c32(this.#store.available[points] ?? 0), key.get)],
                ),
                goTo(more),
              ]),
            ]),
            goTo(again),
          ]),
        ]),
      ];
    });
    this.#opens.set(points, func);
    return func;
  }

  /** A day's start (3): lots whose last day has passed, earliest first, over all points types. */
  expire(locals: Locals): Stmt {
    const { g, plan } = this.#e;
    const best = locals.i64('best');
    const queue = locals.i32('queue');
    const lot = locals.i32('lot');
    const quantity = locals.i64('quantity');
    const points = locals.i32('points');
    const totals = locals.i32('totals');
    const ended = this.#store.least(this.#store.ended, locals);
    const isEnded = (key: I64): I32 => i32.lt(dayOf(key), g.day.get);
    const heads = this.#store.available.map((each) => ({
      queue: each,
      head: this.#store.least(each, locals),
    }));
    return loop('ended', (again) => [
      ended.set,
      best.set(ended.key.get),
      queue.set(c32(this.#store.ended)),
      ...heads.flatMap(({ queue: each, head }) => [
        head.set,
        when(i64.lt(head.key.get, best.get), [best.set(head.key.get), queue.set(c32(each))]),
      ]),
      ...this.#terms.list.map((terms) =>
        this.#terms.candidates(
          terms,
          locals,
          () => c32(1),
          (each) => [
            quantity.set(keyOf(terms.end.call(each.get), load32(each.get, LOT.number))),
            when(i64.lt(quantity.get, best.get), [best.set(quantity.get), queue.set(c32(0))]),
          ],
        ),
      ),
      when(i32.and(i64.ne(best.get, c64(EMPTY)), isEnded(best.get)), [
        when(queue.get, [this.#store.queue.pop.call(queue.get)]),
        lot.set(this.#store.lotAt(i32.wrap(best.get))),
        points.set(load32(lot.get, LOT.points)),
        totals.set(i32.add(c32(this.#store.points), i32.mul(points.get, c32(POINTS.bytes)))),
        quantity.set(load64(lot.get, LOT.rest)),
        store64(lot.get, ZERO64, LOT.rest),
        this.#ages.shrink(lot.get, quantity.get),
        this.#ages.left('expired', points.get, lot.get, quantity.get),
        store64(lot.get, i64.add(load64(lot.get, LOT.vanished), quantity.get), LOT.vanished),
        when(
          load32(lot.get, LOT.pending),
          [store64(totals.get, i64.sub(load64(totals.get, POINTS.pending), quantity.get), POINTS.pending)],
          [
            store64(
              totals.get,
              i64.sub(load64(totals.get, POINTS.available), quantity.get),
              POINTS.available,
            ),
          ],
        ),
        store64(totals.get, i64.add(load64(totals.get, POINTS.expired), quantity.get), POINTS.expired),
        ...plan.points.map((_, number) => this.#expiredFlows(number, points.get, lot, quantity.get, locals)),
        this.#row.call(
          kindOf('expire'),
          points.get,
          load32(lot.get, LOT.by),
          load32(lot.get, LOT.number),
          NONE,
          i64.sub(ZERO64, quantity.get),
        ),
        goTo(again),
      ]),
    ]);
  }

  #expiredFlows(number: number, points: I32, lot: Local<'i32'>, quantity: I64, locals: Locals): Stmt {
    const { plan, g } = this.#e;
    const logs = this.#measures.flowsOf('expired', number);
    if (logs.length === 0) return nop;
    const names = [...plan.rules, ...plan.rewards].map((each) => each.name);
    const by = load32(lot.get, LOT.by);
    let offset: number = LOT.filters;
    const filters = new Map(
      this.#measures.expiredFilters(number).map((filter) => {
        const counts = load32(lot.get, offset);
        offset += 8;
        const keys = filter.keys.map(() => {
          offset += 8;
          return load64(lot.get, offset - 8);
        });
        return [filter.log, { counts, keys }];
      }),
    );
    return when(i32.eq(points, c32(number)), [
      ...logs.map((log) => {
        const asked: I32[] = [];
        const sources = log.subject.kind === 'flow' ? log.subject.sources : undefined;
        if (sources !== undefined) {
          asked.push(or(...names.flatMap((name, i) => (sources.includes(name) ? [i32.eq(by, c32(i))] : []))));
        }
        const filter = filters.get(log);
        if (filter !== undefined) asked.push(filter.counts);
        return this.#measures.flow(
          log,
          asked.length === 0 ? undefined : and(...asked),
          filter?.keys ?? [],
          quantity,
          undefined,
          locals,
        );
      }),
      g.tick.set(i32.add(g.tick.get, c32(1))),
    ]);
  }

  /** True where some lots have dates that move: then the frame of tomorrow's start is asked for their next day. */
  get moves(): boolean {
    return this.#terms.list.length > 0;
  }

  /** The next day on which a lot that is open, or never will be, ends. */
  dueOpen(next: Local<'i32'>): Stmt {
    const dayAfter = (queue: number): I32 =>
      i32.add(minOf(dayOf(this.#store.first(queue)), c32(FOREVER)), c32(1));
    return doAll(
      ...[this.#store.ended, ...this.#store.available].map((queue) =>
        next.set(minOf(next.get, dayAfter(queue))),
      ),
    );
  }

  /** The next day on which a lot opens whose end is fixed. */
  opensNext(): I32 {
    return this.#e.plan.points.reduce<I32>(
      (next, _, points) =>
        this.#terms.ofType(points).length > 0
          ? next
          : minOf(next, dayOf(this.#store.first(this.#store.pending[points] ?? 0))),
      c32(FOREVER),
    );
  }

  /**
   * The next day on which a lot ends, or one whose date moves opens; a day too early does no harm. Where dates move the frame
   * is that of tomorrow's start.
   */
  due(next: Local<'i32'>, locals: Locals): Stmt {
    const { g, plan } = this.#e;
    const by = (day: I32): Stmt => next.set(minOf(next.get, day));
    return doAll(
      this.dueOpen(next),
      ...plan.points.map((_, points) =>
        this.#terms.ofType(points).length === 0
          ? nop
          : by(dayOf(this.#store.first(this.#store.pending[points] ?? 0))),
      ),
      ...this.#terms.list.map((terms) =>
        this.#terms.candidates(
          terms,
          locals,
          () => c32(1),
          (each) => [
            terms.timed
              ? by(i32.add(g.day.get, c32(1)))
              : by(i32.add(minOf(terms.end.call(each.get), c32(FOREVER)), c32(1))),
          ],
        ),
      ),
    );
  }
}
