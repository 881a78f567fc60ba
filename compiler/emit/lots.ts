import type { LotDates, LotExpiry, PlanExpr, PlanRule, Span } from '../../schema/index.ts';
import { FOREVER, LEDGER_KINDS, type LedgerKind, POINTS_TOTALS as POINTS, ROW } from '../../schema/index.ts';
import { maxOf, minOf } from './arena.ts';
import { contains, type Engine, type Locals, NONE, type Slot, Unbounded, ZERO64 } from './engine.ts';
import type { Expressions } from './expressions.ts';
import { Measures } from './measures.ts';
import { EMPTY, newQueue, QUEUE_BYTES, type Queue } from './queue.ts';
import type { Place } from './reading.ts';
import {
  AWARD,
  AWARD_EFFECT,
  COST,
  COST_EFFECT,
  COUNTER,
  EFFECT,
  FIRING,
  LOT,
  RECORD,
  USE,
  USE_EFFECT,
} from './records.ts';
import type { Totals } from './totals.ts';
import { power10 } from './values.ts';
import {
  after,
  and,
  c32,
  c64,
  choose,
  doAll,
  during,
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
  select,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** Never, as a last day: later than forever. */
export const NEVER = FOREVER + 1;

export function kindOf(kind: LedgerKind): I32 {
  return c32(LEDGER_KINDS.indexOf(kind));
}

/** Terms of an expiry that moves with history: what is asked again, and the lots that have them. */
interface Terms {
  readonly points: number;
  readonly expiry: Extract<LotExpiry, { kind: 'sliding' | 'max' }>;
  /** Expressions that move; the others are decided at posting. */
  readonly moving: readonly PlanExpr[];
  readonly end: Func<readonly ['i32'], 'i32'>;
  /** Lots in posting order: a vector, and the number of its first one that is not empty. */
  readonly lots: number;
  /** Lots that came back (ruling R5): they may end before older ones. */
  readonly returned: number;
  /** It can move with time alone. */
  readonly timed: boolean;
}

const MOVES: readonly PlanExpr['kind'][] = ['measure', 'balance', 'tier', 'since', 'held'];
const CHECKED: readonly PlanExpr['kind'][] = ['add', 'subtract', 'multiply', 'negate', 'round', 'per'];

/** What an award or use is posted by. */
export interface Posting {
  readonly points: number;
  readonly quantity: I64;
  readonly source: string;
  readonly by: number;
  readonly firing: I32;
}

/** Lots, balances, and the rows that move them. */
export class Lots {
  readonly #e: Engine;
  readonly #measures: Measures;
  readonly #totals: Totals;
  /** 1 while a use is posted that costs what its points cost. */
  readonly #costs: Slot<'i32'>;
  readonly #expressions: () => Expressions;
  readonly #queue: Queue;
  readonly #points: number;
  readonly #lots: number;
  readonly #pieces: number;
  readonly #stride: number;
  readonly #available: readonly number[];
  readonly #pending: readonly number[];
  readonly #ended: number;
  readonly #opening: number;
  readonly #terms: Terms[] = [];
  readonly #byExpiry = new Map<string, number>();
  readonly #expiries = new Map<LotExpiry, number>();
  readonly rows: number;
  readonly row: Func<readonly ['i32', 'i32', 'i32', 'i32', 'i32', 'i64'], 'void'>;
  readonly #lotEnd: Func<readonly ['i32'], 'i32'>;
  readonly #takes: Func<readonly ['i64', 'i32', 'i32', 'i32'], 'i64'>[];
  readonly #add: Func<readonly ['i32', 'i64', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], 'i32'>;
  readonly #snapshot: Func<readonly [], 'void'> | undefined;
  readonly #balances: number | undefined;

  constructor(e: Engine, rows: number, measures: Measures, totals: Totals, expressions: () => Expressions) {
    this.#e = e;
    this.#measures = measures;
    this.#totals = totals;
    this.#expressions = expressions;
    const { m, plan, state } = e;
    this.rows = rows;
    this.#costs = state.i32();
    this.#queue = newQueue(m, e.arena);
    this.#points = state.place(plan.points.length * POINTS.bytes);
    this.#lots = state.place(16);
    this.#pieces = state.place(16);
    this.#available = plan.points.map(() => state.place(QUEUE_BYTES));
    this.#pending = plan.points.map(() => state.place(QUEUE_BYTES));
    this.#ended = state.place(QUEUE_BYTES);
    this.#opening = state.place(QUEUE_BYTES);
    const filters = plan.points.map((_, points) =>
      measures.expiredFilters(points).reduce((sum, { keys }) => sum + 8 + 8 * keys.length, 0),
    );
    this.#stride = LOT.filters + Math.max(0, ...filters);
    const readsBalance = JSON.stringify(plan, (name, each) =>
      typeof each === 'bigint' ? '' : name === 'title' ? '' : each,
    ).includes('"kind":"balance"');
    this.#balances = readsBalance ? state.place(plan.points.length * 16) : undefined;
    const balances = this.#balances;
    this.#snapshot =
      balances === undefined
        ? undefined
        : m.func('snapshot', [], 'void', () =>
            plan.points.flatMap((_, points) => [
              store64(c32(0), this.running(points), balances + points * 16),
              store64(c32(0), this.total(points, 'pending'), balances + points * 16 + 8),
            ]),
          );
    this.row = this.#newRow();
    this.#lotEnd = m.declare('lot.end', ['i32'], 'i32');
    this.#add = m.declare('lot.add', ['i32', 'i64', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], 'i32');
    this.#takes = plan.points.map((points) =>
      m.declare(`${points.name}.take`, ['i64', 'i32', 'i32', 'i32'], 'i64'),
    );
  }

  /** Makes the functions that look at all terms. */
  begin(): void {
    const { plan } = this.#e;
    plan.points.forEach(({ dates }, points) => {
      this.termsOf(points, dates.expires);
    });
    for (const { give, dates } of [...plan.rewards, ...plan.rules.map(withSettle)])
      for (const { points } of give)
        this.termsOf(points, dates.expires ?? plan.points[points]?.dates.expires);

    this.#defineEnd();
    this.#defineAdd();
    this.#e.plan.points.forEach((_, points) => {
      this.#defineTake(points);
    });
  }

  total(points: number, what: Exclude<keyof typeof POINTS, 'bytes'>): I64 {
    return load64(c32(0), this.#points + points * POINTS.bytes + POINTS[what]);
  }

  #setTotal(points: number, what: Exclude<keyof typeof POINTS, 'bytes'>, value: I64): Stmt {
    return store64(c32(0), value, this.#points + points * POINTS.bytes + POINTS[what]);
  }

  #bump(points: number, what: Exclude<keyof typeof POINTS, 'bytes'>, by: I64): Stmt {
    return this.#setTotal(points, what, i64.add(this.total(points, what), by));
  }

  /** Address of the totals of a points type. */
  totalsAt(points: number): number {
    return this.#points + points * POINTS.bytes;
  }

  /** From here on expressions see history as it stands, and balances where some expression reads them. */
  snapshot(): Stmt {
    const { g } = this.#e;
    return doAll(g.snapshot.set(g.tick.get), this.#snapshot?.call() ?? nop);
  }

  /** Balance as the snapshot saw it. */
  balance(points: number, pending: boolean): I64 {
    if (this.#balances === undefined) throw new Error('nobody reads balances');
    return load64(c32(0), this.#balances + points * 16 + (pending ? 8 : 0));
  }

  /** Available less debt, now. */
  running(points: number): I64 {
    return i64.sub(this.total(points, 'available'), this.total(points, 'debt'));
  }

  lotAt(number: I32): I32 {
    return i32.add(load32(c32(this.#lots)), i32.mul(i32.sub(number, c32(1)), c32(this.#stride)));
  }

  // ---- rows ------------------------------------------------------------------------------------------------------

  /** `(kind, what, by, lot, expires, quantity)`; what = points, or ladder · 65,536 + level. */
  #newRow() {
    const { m, g, arena } = this.#e;
    return m.func(
      'row',
      ['i32', 'i32', 'i32', 'i32', 'i32', 'i64'],
      'void',
      (f, kind, what, by, lot, expires, quantity) => {
        const row = f.i32('row');
        const totals = f.i32('totals');
        return [
          g.tick.set(i32.add(g.tick.get, c32(1))),
          row.set(arena.push.call(c32(this.rows), c32(ROW.bytes))),
          store32(row.get, g.member.get, ROW.member),
          store32(row.get, kind.get, ROW.kind),
          store64(row.get, g.at.get, ROW.at),
          store32(row.get, what.get, ROW.what),
          store32(row.get, by.get, ROW.by),
          store32(row.get, g.cause.get, ROW.cause),
          store32(row.get, lot.get, ROW.lot),
          store32(row.get, expires.get, ROW.expires),
          store64(row.get, quantity.get, ROW.quantity),
          when(
            i32.lt(kind.get, kindOf('reach')),
            [
              totals.set(i32.add(c32(this.#points), i32.mul(what.get, c32(POINTS.bytes)))),
              store64(
                row.get,
                i64.sub(load64(totals.get, POINTS.available), load64(totals.get, POINTS.debt)),
                ROW.balance,
              ),
              store64(row.get, load64(totals.get, POINTS.pending), ROW.pending),
            ],
            [store64(row.get, ZERO64, ROW.balance), store64(row.get, ZERO64, ROW.pending)],
          ),
          this.#totals.row(kind.get, what.get, by.get, quantity.get),
        ];
      },
    );
  }

  // ---- dates -----------------------------------------------------------------------------------------------------

  /** The number of the terms of an expiry that moves; 0 where it is fixed at posting. */
  termsOf(points: number, expiry: LotExpiry | undefined): number {
    if (expiry === undefined || expiry.kind === 'own') return 0;
    const number_ = this.#expiries.get(expiry) ?? this.#expiries.size;
    this.#expiries.set(expiry, number_);
    const key = `${points}:${number_}`;
    const known = this.#byExpiry.get(key);
    if (known !== undefined) return known;
    const { plan, m, state } = this.#e;
    const moves = (expr: PlanExpr): boolean => contains(expr, plan, (each) => MOVES.includes(each.kind));
    const moving = expiry.kind === 'sliding' ? [expiry.expr] : expiry.items.filter(moves);
    if (moving.length === 0) {
      this.#byExpiry.set(key, 0);
      return 0;
    }
    this.#checkOrder(expiry, moving);
    const timed = moving.some(
      (expr) => this.#readsTime(expr) || contains(expr, plan, (each) => CHECKED.includes(each.kind)),
    );
    const number = this.#terms.length + 1;
    const end = m.declare(`terms${number}.end`, ['i32'], 'i32');
    this.#terms.push({
      points,
      expiry,
      moving,
      end,
      lots: state.place(16),
      returned: state.place(16),
      timed,
    });
    this.#byExpiry.set(key, number);
    m.define(end, (f, lot) => {
      const place: Place = { locals: f, event: undefined, line: undefined, kept: false };
      const latest = f.i32('latest');
      const missing = c32(-0x8000_0000);
      return [
        this.#e.g.earned.set(load32(lot.get, LOT.from)),
        latest.set(load32(lot.get, LOT.end)),
        ...moving.map((expr) =>
          latest.set(maxOf(this.#expressions().small(expr, place, missing), latest.get)),
        ),
        when(i32.eq(latest.get, missing), [f.ret(c32(NEVER))]),
        f.ret(this.#plus(expiry, latest.get, f)),
      ];
    });
    return number;
  }

  /** Adds the length of `max(…) + 36 months`; only lengths that are the same for every lot can be added later. */
  #plus(expiry: LotExpiry, day: I32, locals: Locals): I32 {
    if (expiry.kind !== 'max' || expiry.plus === undefined) return day;
    const { plus } = expiry;
    const place: Place = { locals, event: undefined, line: undefined, kept: false };
    const by = locals.i32('by');
    const of = locals.i32('of');
    const set = [of.set(day), by.set(this.#expressions().small(plus, place, c32(0)))];
    const { calendar } = this.#e;
    const isClock = plus.type.kind === 'duration' && plus.type.family === 'clock';
    const days = i32.div(i32.sub(by.get, select(i32.lt(by.get, c32(0)), c32(23), c32(0))), c32(24));
    return after(
      set,
      isClock ? calendar.addDays.call(of.get, days) : calendar.addMonths.call(of.get, by.get),
    );
  }

  /** Lots whose dates move are kept in the order of posting: a later lot may not end before an earlier one. */
  #checkOrder(expiry: Extract<LotExpiry, { kind: 'sliding' | 'max' }>, moving: readonly PlanExpr[]): void {
    const exprs = expiry.kind === 'sliding' ? [expiry.expr] : expiry.items;
    for (const expr of exprs) {
      if (!this.#grows(expr, moving.includes(expr))) throw new Unbounded('expiry-order', expr.span);
    }
    if (expiry.kind !== 'max' || expiry.plus === undefined) return;
    const { plan } = this.#e;
    if (
      contains(
        expiry.plus,
        plan,
        (each) => !isSettled(each, plan) || MOVES.includes(each.kind) || each.kind === 'today',
      )
    )
      throw new Unbounded('expiry-order', expiry.plus.span);
  }

  /** True where the date does not fall as `earned` grows, by its form. */
  #grows(expr: PlanExpr, moves: boolean): boolean {
    const { plan } = this.#e;
    const same = (each: PlanExpr): boolean =>
      !contains(each, plan, (one) => one.kind === 'earned' || (!moves && !isSettled(one, plan)));
    switch (expr.kind) {
      case 'earned':
        return true;
      case 'shift':
        return this.#grows(expr.of, moves) && same(expr.by);
      case 'period-edge':
        return this.#grows(expr.of, moves);
      case 'minimum':
      case 'maximum':
        return expr.items.every((item) => this.#grows(item, moves));
      case 'otherwise':
        return same(expr.of) && this.#grows(expr.fallback, moves);
      case 'if':
        return same(expr.condition) && this.#grows(expr.then, moves) && this.#grows(expr.otherwise, moves);
      default:
        return same(expr);
    }
  }

  #readsTime(expr: PlanExpr): boolean {
    const { plan } = this.#e;
    return contains(expr, plan, (each) => {
      if (each.kind === 'today' || each.kind === 'now' || each.kind === 'elapsed') return true;
      if (each.kind === 'parameter') return plan.parameters[each.parameter]?.content.kind === 'dated';
      if (each.kind !== 'measure') return false;
      const measure = plan.measures[each.measure];
      return measure !== undefined && (measure.window.kind !== 'all' || measure.function === 'streak');
    });
  }

  /** A lot's last day; where no dates move it stands in the lot. */
  #endOf(lot: I32): I32 {
    return this.#terms.length === 0 ? load32(lot, LOT.end) : this.#lotEnd.call(lot);
  }

  #defineEnd(): void {
    this.#e.m.define(this.#lotEnd, (f, lot) => [
      ...this.#terms.map((terms, i) =>
        when(i32.eq(load32(lot.get, LOT.terms), c32(i + 1)), [f.ret(terms.end.call(lot.get))]),
      ),
      f.ret(load32(lot.get, LOT.end)),
    ]);
  }

  // ---- posting ---------------------------------------------------------------------------------------------------

  #key(day: I32, number: I32): I64 {
    return i64.or(i64.shl(i64.extend(day), c64(32)), i64.extendU(number));
  }

  static #dayOf(key: I64): I32 {
    return i32.wrap(i64.shr(key, c64(32)));
  }

  /**
   * `(points, quantity, by, available, terms, end, from, returned, filtersFrom) → number`: adds a lot of today; it pays a debt
   * first. Leaves 0 in `has` where a total left 64 bits.
   */
  #defineAdd(): void {
    const { m, g, arena, plan } = this.#e;
    m.define(this.#add, (f, points, quantity, by, available, terms, end, from, returned, like) => {
      const lot = f.i32('lot');
      const number = f.i32('number');
      const last = f.i32('last');
      const totals = f.i32('totals');
      const paid = f.i64('paid');
      const before = f.i64('before');
      const queue = f.i32('queue');
      const now = f.i64('now');
      return [
        lot.set(arena.push.call(c32(this.#lots), c32(this.#stride))),
        number.set(load32(c32(this.#lots), 4)),
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
        totals.set(i32.add(c32(this.#points), i32.mul(points.get, c32(POINTS.bytes)))),
        last.set(this.#endOf(lot.get)),
        // One that has ended by now is never usable (ruling P1), unless a sliding date moves before the next day's start.
        store32(lot.get, i32.or(i32.gt(available.get, g.day.get), i32.lt(last.get, g.day.get)), LOT.pending),
        g.has.set(c32(1)),
        when(
          load32(lot.get, LOT.pending),
          [
            before.set(load64(totals.get, POINTS.pending)),
            now.set(i64.add(before.get, quantity.get)),
            store64(totals.get, now.get, POINTS.pending),
            g.has.set(i64.ge(now.get, before.get)),
            queue.set(
              i32.add(c32(this.#pending[0] ?? 0), i32.mul(points.get, c32(this.#spread(this.#pending)))),
            ),
            // One that ends before it opens never opens: it waits for its end (ruling P1).
            when(
              i32.and(i32.eqz(terms.get), i32.lt(last.get, maxOf(available.get, g.day.get))),
              [this.#queue.push.call(c32(this.#ended), this.#key(last.get, number.get))],
              [this.#queue.push.call(queue.get, this.#key(available.get, number.get))],
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
                  c32(this.#available[0] ?? 0),
                  i32.mul(points.get, c32(this.#spread(this.#available))),
                ),
              ),
              this.#queue.push.call(queue.get, this.#key(last.get, number.get)),
            ]),
          ],
        ),
        ...this.#terms.map((each, i) =>
          when(i32.eq(terms.get, c32(i + 1)), [
            when(
              returned.get,
              [store32(arena.push.call(c32(each.returned), c32(4)), number.get)],
              [store32(arena.push.call(c32(each.lots), c32(4)), number.get)],
            ),
          ]),
        ),
        ...(plan.points.length === 0 ? [] : []),
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
      const copied: Stmt[] = [other.set(this.lotAt(like.get))];
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
    const terms = this.termsOf(points, own.expires);
    return doAll(
      quantity.set(posting.quantity),
      g.earned.set(g.day.get),
      available.set(
        own.available === undefined ? g.day.get : expressions.small(own.available, place, g.day.get),
      ),
      this.#bump(points, 'issued', quantity.get),
      over.set(i64.lt(this.total(points, 'issued'), ZERO64)),
      // Asking for dates may have looked at other lots.
      g.earned.set(g.day.get),
      end.set(this.#endAtPosting(own.expires, terms, place)),
      number.set(
        this.#add.call(
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
      this.row.call(
        kindOf('earn'),
        c32(points),
        c32(by),
        number.get,
        this.#shownEnd(this.#endOf(this.lotAt(number.get)), locals),
        quantity.get,
      ),
    );
  }

  /** A last day as rows show it: none where it never comes. */
  #shownEnd(end: I32, locals: Locals): I32 {
    const kept = locals.i32('shown');
    return after([kept.set(end)], select(i32.eq(kept.get, c32(NEVER)), NONE, kept.get));
  }

  #endAtPosting(expiry: LotExpiry | undefined, terms: number, place: Place): I32 {
    if (expiry === undefined) return c32(NEVER);
    const expressions = this.#expressions();
    if (expiry.kind === 'own') return expressions.small(expiry.expr, place, c32(NEVER));
    if (expiry.kind === 'sliding') return NONE;
    const moving = terms === 0 ? [] : (this.#terms[terms - 1]?.moving ?? []);
    const fixed = expiry.items.filter((item) => !moving.includes(item));
    const latest = place.locals.i32('latest');
    const set = [
      latest.set(NONE),
      ...fixed.map((item) => latest.set(maxOf(expressions.small(item, place, NONE), latest.get))),
    ];
    if (terms !== 0) return after(set, latest.get);
    return after(
      set,
      choose(i32.eq(latest.get, NONE), c32(NEVER), this.#plus(expiry, latest.get, place.locals)),
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
        this.#chain(effect.get, AWARD_EFFECT),
        store64(effect.get, quantity, AWARD.quantity),
        store64(effect.get, quantity, AWARD.kept),
        store64(effect.get, quantity, AWARD.counted),
        store32(effect.get, c32(points), AWARD.points),
        store32(effect.get, c32(by), AWARD.by),
        store32(effect.get, number, AWARD.lot),
        store32(effect.get, firing, AWARD.firing),
      ]),
      ...this.#flows(logs, source, quantity, effect.get, AWARD.flows, locals),
      g.tick.set(i32.add(g.tick.get, c32(1))),
    );
  }

  #flows(
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
  #chain(effect: I32, kind: number): Stmt {
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
      this.#chain(effect.get, COST_EFFECT),
      store64(effect.get, c64(expense), COST.expense),
      store64(effect.get, quantity, COST.quantity),
      store32(effect.get, c32(owner), COST.owner),
    );
  }

  // ---- taking ----------------------------------------------------------------------------------------------------

  /** The first key of a queue whose lot still has something; dead ones go. */
  #least(queue: number, locals: Locals): { readonly set: Stmt; readonly key: Local<'i64'> } {
    const key = locals.i64('key');
    const lot = locals.i32('lot');
    return {
      key,
      set: loop('dead', (again) => [
        key.set(this.#first(queue)),
        when(i64.ne(key.get, c64(EMPTY)), [
          lot.set(this.lotAt(i32.wrap(key.get))),
          when(i64.eqz(load64(lot.get, LOT.rest)), [this.#queue.pop.call(c32(queue)), goTo(again)]),
        ]),
      ]),
    };
  }

  /** Calls `each` with every lot of moving terms that may be the next in order: the first of those posted, all returned. */
  #candidates(
    terms: Terms,
    locals: Locals,
    isFit: (lot: I32) => I32,
    each: (lot: Local<'i32'>) => readonly Stmt[],
  ): Stmt {
    const at = locals.i32('at');
    const lot = locals.i32('candidate');
    const found = locals.i32('found');
    const numberAt = (vector: number, i: I32): I32 =>
      load32(i32.add(load32(c32(vector)), i32.shl(i, c32(2))));
    return doAll(
      // Empty lots at the head are let go for good.
      loop('head', (again) => [
        when(i32.lt(load32(c32(terms.lots), 12), load32(c32(terms.lots), 4)), [
          lot.set(this.lotAt(numberAt(terms.lots, load32(c32(terms.lots), 12)))),
          when(i64.eqz(load64(lot.get, LOT.rest)), [
            store32(c32(terms.lots), i32.add(load32(c32(terms.lots), 12), c32(1)), 12),
            goTo(again),
          ]),
        ]),
      ]),
      at.set(load32(c32(terms.lots), 12)),
      found.set(c32(0)),
      during(i32.and(i32.eqz(found.get), i32.lt(at.get, load32(c32(terms.lots), 4))), [
        lot.set(this.lotAt(numberAt(terms.lots, at.get))),
        when(and(i64.ne(load64(lot.get, LOT.rest), ZERO64), isFit(lot.get)), [
          found.set(c32(1)),
          ...each(lot),
        ]),
        at.set(i32.add(at.get, c32(1))),
      ]),
      at.set(c32(0)),
      during(i32.lt(at.get, load32(c32(terms.returned), 4)), [
        lot.set(this.lotAt(numberAt(terms.returned, at.get))),
        when(and(i64.ne(load64(lot.get, LOT.rest), ZERO64), isFit(lot.get)), [...each(lot)]),
        at.set(i32.add(at.get, c32(1))),
      ]),
    );
  }

  #termsOfType(points: number): readonly Terms[] {
    return this.#terms.filter((each) => each.points === points);
  }

  /**
   * `(quantity, kind, by, effect) → taken`: takes up to a quantity from available lots in order of use, a row for each.
   * `effect`: the award that is recovered, or the use that is posted.
   */
  #defineTake(points: number): void {
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
      const head = this.#least(this.#available[points] ?? 0, f);
      const moving = this.#termsOfType(points);
      return [
        rest.set(quantity.get),
        loop('next', (again) => [
          when(i64.gt(rest.get, ZERO64), [
            head.set,
            best.set(head.key.get),
            ...moving.map((terms) =>
              this.#candidates(
                terms,
                f,
                (each) => i32.eqz(load32(each, LOT.pending)),
                (each) => [
                  best.set(
                    minOf64(best.get, this.#key(terms.end.call(each.get), load32(each.get, LOT.number))),
                  ),
                ],
              ),
            ),
            when(i64.ne(best.get, c64(EMPTY)), [
              number.set(i32.wrap(best.get)),
              lot.set(this.lotAt(number.get)),
              part.set(minOf64(load64(lot.get, LOT.rest), rest.get)),
              store64(lot.get, i64.sub(load64(lot.get, LOT.rest), part.get), LOT.rest),
              this.#bump(points, 'available', i64.sub(ZERO64, part.get)),
              rest.set(i64.sub(rest.get, part.get)),
              when(
                i32.eq(kind.get, kindOf('use')),
                [
                  this.#bump(points, 'used', part.get),
                  when(this.#costs.get, [this.#cost(points, lot.get, part.get)]),
                  when(effect.get, [
                    piece.set(arena.push.call(c32(this.#pieces), c32(16))),
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
                      this.#bump(points, 'forfeited', part.get),
                    ],
                    [this.#recovered(points, effect.get, part.get, f)],
                  ),
                ],
              ),
              this.row.call(kind.get, c32(points), by.get, number.get, NONE, i64.sub(ZERO64, part.get)),
              goTo(again),
            ]),
          ]),
        ]),
        f.ret(i64.sub(quantity.get, rest.get)),
      ];
    });
  }

  /** What used points cost the company is the cost of whoever gave them. */
  #cost(points: number, lot: I32, quantity: I64): Stmt {
    const type = this.#e.plan.points[points];
    if (type?.expense === undefined) return nop;
    const { amount, scale } = type.expense;
    const factor = amount * power10(this.#totals.costScale - scale - type.decimals);
    return this.#totals.cost(load32(lot, LOT.by), quantity, factor);
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
        store32(effect.get, load32(c32(this.#pieces), 4), USE.pieces),
        store32(effect.get, c32(0), USE.count),
        store32(effect.get, firing, USE.firing),
        store32(effect.get, this.#costs.get, USE.costs),
      ]),
      dropped(take.call(quantity.get, kindOf('use'), c32(by), effect.get), locals),
      when(effect.get, [this.#chain(effect.get, USE_EFFECT)]),
      ...this.#flows(logs, source, quantity.get, effect.get, USE.flows, locals),
      g.tick.set(i32.add(g.tick.get, c32(1))),
    );
  }

  /** Removes what is available of a quantity, never more (ruling P13); leaves the quantity removed. */
  forfeit(points: number, quantity: I64, by: number): I64 {
    const take = this.#takes[points];
    if (take === undefined) throw new Error('no such points');
    return take.call(quantity, kindOf('forfeit'), c32(by), c32(0));
  }

  // ---- reversal --------------------------------------------------------------------------------------------------

  /** Notes that part of an award was recovered: room comes back for it (ruling R4). */
  #recovered(points: number, award: I32, amount: I64, locals: Locals): Stmt {
    const logs = this.#measures.flowsOf('earned', points);
    const firing = locals.i32('firing');
    return doAll(
      this.#bump(points, 'reversed', amount),
      store64(award, i64.sub(load64(award, AWARD.counted), amount), AWARD.counted),
      this.#e.g.tick.set(i32.add(this.#e.g.tick.get, c32(1))),
      ...logs.map((log, i) =>
        this.#measures.shrinkFlow(log, i32.add(award, c32(AWARD.flows + 8 * i)), amount, locals),
      ),
      firing.set(load32(award, AWARD.firing)),
      when(firing.get, [
        this.#giveRoom(firing.get, c32(points), amount, locals),
        when(i64.le(load64(award, AWARD.counted), ZERO64), [
          store32(firing.get, i32.sub(load32(firing.get, FIRING.alive), c32(1)), FIRING.alive),
          this.#recount(firing.get, locals),
        ]),
      ]),
    );
  }

  /** Counters of a points type get room back for what was recovered or came back, in the period of the firing. */
  #giveRoom(firing: I32, points: I32, amount: I64, locals: Locals): Stmt {
    const at = locals.i32('at');
    const end = locals.i32('end');
    const counter = locals.i32('counter');
    return doAll(
      at.set(i32.add(firing, c32(FIRING.list))),
      end.set(i32.add(at.get, i32.shl(load32(firing, FIRING.counters), c32(3)))),
      during(i32.lt(at.get, end.get), [
        counter.set(load32(at.get)),
        when(
          i32.and(
            i32.eq(load32(at.get, 4), points),
            i32.ge(load32(firing, FIRING.day), load32(counter.get, COUNTER.start)),
          ),
          [store64(counter.get, i64.sub(load64(counter.get, COUNTER.taken), amount), COUNTER.taken)],
        ),
        at.set(i32.add(at.get, c32(8))),
      ]),
    );
  }

  /** A time comes back when nothing given by its firing is still counted (ruling R4). */
  #recount(firing: I32, locals: Locals): Stmt {
    const now = locals.i64('counted');
    const isGone = choose(
      load32(firing, FIRING.isReward),
      choose(load32(firing, FIRING.record), load32(load32(firing, FIRING.record), RECORD.gone), c32(0)),
      c32(0),
    );
    const isCounted = or(
      i32.eqz(load32(firing, FIRING.awards)),
      i32.gt(load32(firing, FIRING.alive), c32(0)),
    );
    return doAll(
      now.set(choose(and(i32.eqz(isGone), isCounted), load64(firing, FIRING.times), ZERO64)),
      when(i64.ne(now.get, load64(firing, FIRING.now)), [
        this.#giveRoom(firing, c32(-1), i64.sub(load64(firing, FIRING.now), now.get), locals),
        store64(firing, now.get, FIRING.now),
      ]),
    );
  }

  recount(firing: I32, locals: Locals): Stmt {
    return this.#recount(firing, locals);
  }

  /** `(award, quantity)`: takes back part of an award: own lot, what vanished of it, other lots, then a debt (ruling R3). */
  recover(points: number): Func<readonly ['i32', 'i64'], 'void'> {
    const { m, plan } = this.#e;
    const take = this.#takes[points];
    if (take === undefined) throw new Error('no such points');
    return m.func(`${plan.points[points]?.name}.recover`, ['i32', 'i64'], 'void', (f, award, quantity) => {
      const lot = f.i32('lot');
      const own = f.i64('own');
      const by = load32(award.get, AWARD.by);
      const row = (number: I32, amount: I64): Stmt =>
        this.row.call(kindOf('reverse'), c32(points), by, number, NONE, i64.sub(ZERO64, amount));
      return [
        lot.set(this.lotAt(load32(award.get, AWARD.lot))),
        own.set(minOf64(load64(lot.get, LOT.rest), quantity.get)),
        when(i64.gt(own.get, ZERO64), [
          store64(lot.get, i64.sub(load64(lot.get, LOT.rest), own.get), LOT.rest),
          when(
            load32(lot.get, LOT.pending),
            [this.#bump(points, 'pending', i64.sub(ZERO64, own.get))],
            [this.#bump(points, 'available', i64.sub(ZERO64, own.get))],
          ),
          quantity.set(i64.sub(quantity.get, own.get)),
          this.#recovered(points, award.get, own.get, f),
          row(load32(award.get, AWARD.lot), own.get),
        ]),
        lot.set(this.lotAt(load32(award.get, AWARD.lot))),
        own.set(minOf64(load64(lot.get, LOT.vanished), quantity.get)),
        store64(lot.get, i64.sub(load64(lot.get, LOT.vanished), own.get), LOT.vanished),
        quantity.set(i64.sub(quantity.get, own.get)),
        quantity.set(i64.sub(quantity.get, take.call(quantity.get, kindOf('reverse'), by, award.get))),
        ...(plan.points[points]?.shortfall === 'owe'
          ? [
              when(i64.gt(quantity.get, ZERO64), [
                this.#bump(points, 'debt', quantity.get),
                this.#recovered(points, award.get, quantity.get, f),
                row(c32(0), quantity.get),
              ]),
            ]
          : []),
      ];
    });
  }

  /** `(use, quantity) → came`: gives back part of a use as one lot that ends with the latest of those used (ruling R5). */
  giveBack(points: number): Func<readonly ['i32', 'i64'], 'i64'> {
    const { m, plan, g } = this.#e;
    const type = plan.points[points];
    if (type === undefined) throw new Error('no such points');
    const logs = this.#measures.flowsOf('used', points);
    return m.func(`${type.name}.giveBack`, ['i32', 'i64'], 'i64', (f, use, quantity) => {
      const at = f.i32('at');
      const end = f.i32('end');
      const lot = f.i32('lot');
      const latest = f.i64('latest');
      const key = f.i64('key');
      const number = f.i32('number');
      const last = f.i32('last');
      const firing = f.i32('firing');
      const pieceAt = (i: I32): I32 => i32.add(load32(c32(this.#pieces)), i32.shl(i, c32(4)));
      return [
        at.set(load32(use.get, USE.pieces)),
        end.set(i32.add(at.get, load32(use.get, USE.count))),
        latest.set(c64(-(1n << 63n))),
        during(i32.lt(at.get, end.get), [
          lot.set(this.lotAt(load32(pieceAt(at.get)))),
          key.set(this.#key(this.#endOf(lot.get), load32(lot.get, LOT.number))),
          when(i64.gt(key.get, latest.get), [latest.set(key.get)]),
          at.set(i32.add(at.get, c32(1))),
        ]),
        number.set(i32.wrap(latest.get)),
        last.set(Lots.#dayOf(latest.get)),
        when(i32.lt(last.get, g.day.get), [f.ret(ZERO64)]),
        this.#bump(points, 'used', i64.sub(ZERO64, quantity.get)),
        g.tick.set(i32.add(g.tick.get, c32(1))),
        ...logs.map((log, i) =>
          this.#measures.shrinkFlow(log, i32.add(use.get, c32(USE.flows + 8 * i)), quantity.get, f),
        ),
        firing.set(load32(use.get, USE.firing)),
        when(firing.get, [
          when(i32.eqz(i32.and(load32(firing.get, FIRING.gave), c32(1 << points))), [
            this.#giveRoom(firing.get, c32(points), quantity.get, f),
          ]),
        ]),
        lot.set(this.lotAt(number.get)),
        number.set(
          this.#add.call(
            c32(points),
            quantity.get,
            load32(use.get, USE.by),
            g.day.get,
            load32(lot.get, LOT.terms),
            load32(lot.get, LOT.end),
            load32(lot.get, LOT.from),
            c32(1),
            number.get,
          ),
        ),
        when(i32.eqz(g.has.get), [this.#e.overflow(type.span)]),
        this.row.call(
          kindOf('reverse'),
          c32(points),
          load32(use.get, USE.by),
          number.get,
          this.#shownEnd(last.get, f),
          quantity.get,
        ),
        when(load32(use.get, USE.costs), [this.#uncost(points, use.get, quantity.get, f)]),
        f.ret(quantity.get),
      ];
    });
  }

  /** Returned points cost nothing again; the pieces give back in the order in which they were taken. */
  #uncost(points: number, use: I32, came: I64, locals: Locals): Stmt {
    const rest = locals.i64('rest');
    const skip = locals.i64('skip');
    const open = locals.i64('open');
    const at = locals.i32('piece');
    const end = locals.i32('pieces');
    const piece = i32.add(load32(c32(this.#pieces)), i32.shl(at.get, c32(4)));
    return doAll(
      rest.set(came),
      skip.set(i64.sub(i64.sub(load64(use, USE.quantity), load64(use, USE.kept)), came)),
      at.set(load32(use, USE.pieces)),
      end.set(i32.add(at.get, load32(use, USE.count))),
      during(i32.lt(at.get, end.get), [
        open.set(i64.sub(load64(piece, 8), minOf64(load64(piece, 8), skip.get))),
        skip.set(i64.sub(skip.get, i64.sub(load64(piece, 8), open.get))),
        open.set(minOf64(open.get, rest.get)),
        rest.set(i64.sub(rest.get, open.get)),
        when(i64.gt(open.get, ZERO64), [
          this.#cost(points, this.lotAt(load32(piece)), i64.sub(ZERO64, open.get)),
        ]),
        at.set(i32.add(at.get, c32(1))),
      ]),
    );
  }

  // ---- days ------------------------------------------------------------------------------------------------------

  /**
   * Pending lots whose day has come, day by day and in order of use (language §9: 2). Nothing is posted, so a lot with a
   * fixed end may be opened later than on its day: before anything that looks.
   */
  open(locals: Locals): Stmt {
    const { plan } = this.#e;
    return doAll(
      ...plan.points.map((_, points) => {
        const pending = this.#pending[points] ?? 0;
        const first = locals.i64('first');
        return doAll(
          first.set(this.#first(pending)),
          when(i32.le(Lots.#dayOf(first.get), this.#e.g.day.get), [this.#openType(points).call()]),
        );
      }),
    );
  }

  /** The least key of a queue, dead lots among them. */
  #first(queue: number): I64 {
    return choose(
      load32(c32(queue), 20),
      this.#queue.least.call(c32(queue)),
      choose(
        i32.lt(load32(c32(queue), 12), load32(c32(queue), 4)),
        load64(i32.add(load32(c32(queue)), i32.shl(load32(c32(queue), 12), c32(3)))),
        c64(EMPTY),
      ),
    );
  }

  readonly #opens = new Map<number, Func<readonly [], 'void'>>();

  #openType(points: number): Func<readonly [], 'void'> {
    const known = this.#opens.get(points);
    if (known !== undefined) return known;
    const { m, g, plan } = this.#e;
    const func = m.func(`${plan.points[points]?.name}.open`, [], 'void', (locals) => {
      const pending = this.#pending[points] ?? 0;
      const opening = c32(this.#opening);
      const head = this.#least(pending, locals);
      const lot = locals.i32('lot');
      const last = locals.i32('last');
      const day = locals.i32('wake');
      const key = locals.i64('opened');
      const paid = locals.i64('paid');
      const isDue = (by: I32): I32 =>
        i32.and(i64.ne(head.key.get, c64(EMPTY)), i32.le(Lots.#dayOf(head.key.get), by));
      return [
        loop('days', (again) => [
          head.set,
          when(isDue(g.day.get), [
            // Where nothing is owed neither the order of days nor that of lots makes a difference.
            when(i64.eqz(this.total(points, 'debt')), [
              loop('free', (more) => [
                when(isDue(g.day.get), [
                  this.#queue.pop.call(c32(pending)),
                  lot.set(this.lotAt(i32.wrap(head.key.get))),
                  last.set(this.#endOf(lot.get)),
                  when(i32.or(i32.ge(last.get, g.day.get), i32.eqz(load32(lot.get, LOT.terms))), [
                    store32(lot.get, c32(0), LOT.pending),
                    this.#bump(points, 'pending', i64.sub(ZERO64, load64(lot.get, LOT.rest))),
                    this.#bump(points, 'available', load64(lot.get, LOT.rest)),
                    when(i32.eqz(load32(lot.get, LOT.terms)), [
                      this.#queue.push.call(
                        c32(this.#available[points] ?? 0),
                        this.#key(last.get, load32(lot.get, LOT.number)),
                      ),
                    ]),
                  ]),
                  head.set,
                  goTo(more),
                ]),
              ]),
              locals.ret(),
            ]),
            day.set(Lots.#dayOf(head.key.get)),
            loop('due', (more) => [
              when(isDue(day.get), [
                this.#queue.pop.call(c32(pending)),
                lot.set(this.lotAt(i32.wrap(head.key.get))),
                last.set(this.#endOf(lot.get)),
                key.set(this.#key(last.get, load32(lot.get, LOT.number))),
                // Only a date that moved may have passed meanwhile.
                when(i32.or(i32.ge(last.get, g.day.get), i32.eqz(load32(lot.get, LOT.terms))), [
                  this.#queue.push.call(opening, key.get),
                ]),
                head.set,
                goTo(more),
              ]),
            ]),
            // In order of use, so that of several lots the one that ends first pays a debt.
            loop('open', (more) => [
              key.set(this.#queue.least.call(opening)),
              when(i64.ne(key.get, c64(EMPTY)), [
                this.#queue.pop.call(opening),
                lot.set(this.lotAt(i32.wrap(key.get))),
                store32(lot.get, c32(0), LOT.pending),
                this.#bump(points, 'pending', i64.sub(ZERO64, load64(lot.get, LOT.rest))),
                paid.set(minOf64(load64(lot.get, LOT.rest), this.total(points, 'debt'))),
                store64(lot.get, i64.sub(load64(lot.get, LOT.rest), paid.get), LOT.rest),
                this.#bump(points, 'debt', i64.sub(ZERO64, paid.get)),
                this.#bump(points, 'available', load64(lot.get, LOT.rest)),
                when(
                  i32.and(i64.ne(load64(lot.get, LOT.rest), ZERO64), i32.eqz(load32(lot.get, LOT.terms))),
                  [this.#queue.push.call(c32(this.#available[points] ?? 0), key.get)],
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
    const ended = this.#least(this.#ended, locals);
    const isEnded = (key: I64): I32 => i32.lt(Lots.#dayOf(key), g.day.get);
    const heads = this.#available.map((each) => ({ queue: each, head: this.#least(each, locals) }));
    return loop('ended', (again) => [
      ended.set,
      best.set(ended.key.get),
      queue.set(c32(this.#ended)),
      ...heads.flatMap(({ queue: each, head }) => [
        head.set,
        when(i64.lt(head.key.get, best.get), [best.set(head.key.get), queue.set(c32(each))]),
      ]),
      ...this.#terms.map((terms) =>
        this.#candidates(
          terms,
          locals,
          () => c32(1),
          (each) => [
            quantity.set(this.#key(terms.end.call(each.get), load32(each.get, LOT.number))),
            when(i64.lt(quantity.get, best.get), [best.set(quantity.get), queue.set(c32(0))]),
          ],
        ),
      ),
      when(i32.and(i64.ne(best.get, c64(EMPTY)), isEnded(best.get)), [
        when(queue.get, [this.#queue.pop.call(queue.get)]),
        lot.set(this.lotAt(i32.wrap(best.get))),
        points.set(load32(lot.get, LOT.points)),
        totals.set(i32.add(c32(this.#points), i32.mul(points.get, c32(POINTS.bytes)))),
        quantity.set(load64(lot.get, LOT.rest)),
        store64(lot.get, ZERO64, LOT.rest),
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
        this.row.call(
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
    return this.#terms.length > 0;
  }

  /** The next day on which a lot that is open, or never will be, ends. */
  dueOpen(next: Local<'i32'>): Stmt {
    const dayAfter = (queue: number): I32 =>
      i32.add(minOf(Lots.#dayOf(this.#first(queue)), c32(FOREVER)), c32(1));
    return doAll(
      ...[this.#ended, ...this.#available].map((queue) => next.set(minOf(next.get, dayAfter(queue)))),
    );
  }

  /** The next day on which a lot opens whose end is fixed. */
  opensNext(): I32 {
    return this.#e.plan.points.reduce<I32>(
      (next, _, points) =>
        this.#termsOfType(points).length > 0
          ? next
          : minOf(next, Lots.#dayOf(this.#first(this.#pending[points] ?? 0))),
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
        this.#termsOfType(points).length === 0
          ? nop
          : by(Lots.#dayOf(this.#first(this.#pending[points] ?? 0))),
      ),
      ...this.#terms.map((terms) =>
        this.#candidates(
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

/** Parts of dates that are the same for all lots posted on one day, and do not fall from day to day. */
function isSettled(expr: PlanExpr, plan: Engine['plan']): boolean {
  if (expr.kind === 'parameter') return plan.parameters[expr.parameter]?.content.kind === 'value';
  if (expr.kind === 'attribute') return expr.name === 'enrolled';
  return !['field', 'this-field', 'line-field', 'lines', 'award', 'now', 'elapsed', 'date-part'].includes(
    expr.kind,
  );
}

/** A rule with what it settles among its gives. */
function withSettle(rule: PlanRule): Pick<PlanRule, 'give' | 'dates'> {
  return rule.settle === undefined ? rule : { ...rule, give: [...rule.give, rule.settle.due] };
}

export function minOf64(a: I64, b: I64): I64 {
  return select(i64.lt(a, b), a, b);
}

export function dropped(value: I64, locals: Locals): Stmt {
  return locals.i64('dropped').set(value);
}
