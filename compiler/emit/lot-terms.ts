import { contains, FOREVER, type LotExpiry, type PlanExpr } from '../../schema/index.ts';
import { maxOf } from './arena.ts';
import { type Engine, type Locals, NONE, Unbounded, ZERO64 } from './engine.ts';
import type { Expressions } from './expressions.ts';
import type { LotStore } from './lot-store.ts';
import type { Place } from './reading.ts';
import { LOT } from './records.ts';
import {
  after,
  and,
  c32,
  doAll,
  during,
  goTo,
  type I32,
  i32,
  i64,
  type Local,
  load32,
  load64,
  loop,
  type Stmt,
  select,
  store32,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** Never, as a last day: later than forever. */
export const NEVER = FOREVER + 1;

/** Terms of an expiry that moves with history: what is asked again, and the lots that have them. */
export interface Terms {
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

/** Last days of lots: those that stand in the lot, and those that move with history. */
export class LotTerms {
  readonly #e: Engine;
  readonly #store: LotStore;
  readonly #expressions: () => Expressions;
  readonly #list: Terms[] = [];
  readonly #byExpiry = new Map<string, number>();
  readonly #expiries = new Map<LotExpiry, number>();
  readonly #lotEnd: Func<readonly ['i32'], 'i32'>;

  constructor(e: Engine, store: LotStore, expressions: () => Expressions) {
    this.#e = e;
    this.#store = store;
    this.#expressions = expressions;
    this.#lotEnd = e.m.declare('lot.end', ['i32'], 'i32');
  }

  /** All terms; number n stands at n − 1. */
  get list(): readonly Terms[] {
    return this.#list;
  }

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
    const number = this.#list.length + 1;
    const end = m.declare(`terms${number}.end`, ['i32'], 'i32');
    this.#list.push({
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
        f.ret(this.plus(expiry, latest.get, f)),
      ];
    });
    return number;
  }

  /** Adds the length of `max(…) + 36 months`; only lengths that are the same for every lot can be added later. */
  plus(expiry: LotExpiry, day: I32, locals: Locals): I32 {
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
  endOf(lot: I32): I32 {
    return this.#list.length === 0 ? load32(lot, LOT.end) : this.#lotEnd.call(lot);
  }

  defineEnd(): void {
    this.#e.m.define(this.#lotEnd, (f, lot) => [
      ...this.#list.map((terms, i) =>
        when(i32.eq(load32(lot.get, LOT.terms), c32(i + 1)), [f.ret(terms.end.call(lot.get))]),
      ),
      f.ret(load32(lot.get, LOT.end)),
    ]);
  }

  ofType(points: number): readonly Terms[] {
    return this.#list.filter((each) => each.points === points);
  }

  /** Calls `each` with every lot of moving terms that may be the next in order: the first of those posted, all returned. */
  candidates(
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
          lot.set(this.#store.lotAt(numberAt(terms.lots, load32(c32(terms.lots), 12)))),
          when(i64.eqz(load64(lot.get, LOT.rest)), [
            store32(c32(terms.lots), i32.add(load32(c32(terms.lots), 12), c32(1)), 12),
            goTo(again),
          ]),
        ]),
      ]),
      at.set(load32(c32(terms.lots), 12)),
      found.set(c32(0)),
      during(i32.and(i32.eqz(found.get), i32.lt(at.get, load32(c32(terms.lots), 4))), [
        lot.set(this.#store.lotAt(numberAt(terms.lots, at.get))),
        when(and(i64.ne(load64(lot.get, LOT.rest), ZERO64), isFit(lot.get)), [
          found.set(c32(1)),
          ...each(lot),
        ]),
        at.set(i32.add(at.get, c32(1))),
      ]),
      at.set(c32(0)),
      during(i32.lt(at.get, load32(c32(terms.returned), 4)), [
        lot.set(this.#store.lotAt(numberAt(terms.returned, at.get))),
        when(and(i64.ne(load64(lot.get, LOT.rest), ZERO64), isFit(lot.get)), [...each(lot)]),
        at.set(i32.add(at.get, c32(1))),
      ]),
    );
  }
}

/** A last day as rows show it: none where it never comes. */
export function shownEnd(end: I32, locals: Locals): I32 {
  const kept = locals.i32('shown');
  return after([kept.set(end)], select(i32.eq(kept.get, c32(NEVER)), NONE, kept.get));
}

/** Parts of dates that are the same for all lots posted on one day, and do not fall from day to day. */
function isSettled(expr: PlanExpr, plan: Engine['plan']): boolean {
  if (expr.kind === 'parameter') return plan.parameters[expr.parameter]?.content.kind === 'value';
  if (expr.kind === 'attribute') return expr.name === 'enrolled';
  return !['field', 'this-field', 'line-field', 'lines', 'award', 'now', 'elapsed', 'date-part'].includes(
    expr.kind,
  );
}
