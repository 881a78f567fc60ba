import { AGE_EDGES, AGES } from '../../schema/index.ts';
import { type Engine, type Locals, type Slot, ZERO64 } from './engine.ts';
import type { LotStore } from './lot-store.ts';
import { LOT } from './records.ts';
import type { Totals } from './totals.ts';
import {
  and,
  c32,
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
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** No month has fewer days: a lot that was posted fewer days ago has not come to an age of so many months. */
const LEAST_DAYS = 28;

/** The totals of lots by age, in the order of their cells. */
const KINDS = ['used', 'expired', 'forfeited', 'outstanding'] as const;

/**
 * Points by the age of their lots. Lots are posted in the order of days, so that those of an age stand next to each other:
 * each lot is looked at once for every age that it comes to, at the observation where it does. Only what is older than the
 * youngest age is kept as sums; the youngest has the rest.
 */
export class Ages {
  readonly #e: Engine;
  readonly #store: LotStore;
  readonly #totals: Totals;
  /** Lots that have come to each age but the first. */
  readonly #passed: readonly Slot<'i32'>[];
  /** What is left of them, by points type and age. */
  readonly #sums: number;
  readonly #ageOf: Func<readonly ['i32'], 'i32'>;
  readonly #shrink: Func<readonly ['i32', 'i64'], 'void'>;

  constructor(e: Engine, store: LotStore, totals: Totals) {
    this.#e = e;
    this.#store = store;
    this.#totals = totals;
    const { m, g, state, calendar, plan } = e;
    this.#passed = AGE_EDGES.map(() => state.i32());
    this.#sums = state.place(8 * AGE_EDGES.length * plan.points.length);
    this.#ageOf = m.func('age', ['i32'], 'i32', (f, posted) => {
      const months = f.i32('months');
      return [
        when(i32.lt(i32.sub(g.day.get, posted.get), c32(LEAST_DAYS * (AGE_EDGES[0] ?? 0))), [f.ret(c32(0))]),
        months.set(calendar.monthsBetween.call(posted.get, g.day.get)),
        f.ret(AGE_EDGES.reduce<I32>((age, edge) => i32.add(age, i32.ge(months.get, c32(edge))), c32(0))),
      ];
    });
    this.#shrink = m.func('age.shrink', ['i32', 'i64'], 'void', (f, lot, by) => {
      const at = f.i32('at');
      const number = load32(lot.get, LOT.number);
      const age = this.#passed
        .slice(1)
        .reduce<I32>((sum, passed) => i32.add(sum, i32.le(number, passed.get)), c32(0));
      return [
        at.set(this.#sumAt(load32(lot.get, LOT.points), age)),
        store64(at.get, i64.sub(load64(at.get), by.get)),
      ];
    });
  }

  /** Address of what is left of a points type; ages count from the second on. */
  #sumAt(points: I32, age: I32): I32 {
    const place = i32.add(i32.mul(points, c32(AGE_EDGES.length)), age);
    return i32.add(c32(this.#sums), i32.shl(place, c32(3)));
  }

  /** A lot has so much less. */
  shrink(lot: I32, by: I64): Stmt {
    const [first] = this.#passed;
    if (first === undefined) throw new Error('no ages');
    return when(i32.le(load32(lot, LOT.number), first.get), [this.#shrink.call(lot, by)]);
  }

  /** So much left a lot, by use or otherwise. */
  left(kind: Exclude<(typeof KINDS)[number], 'outstanding'>, points: I32, lot: I32, quantity: I64): Stmt {
    const first = i32.add(this.#cellsOf(points), c32(AGES * KINDS.indexOf(kind)));
    return when(this.#totals.month.get, [
      this.#totals.add(i32.add(first, this.#ageOf.call(load32(lot, LOT.earned))), quantity),
    ]);
  }

  #cellsOf(points: I32): I32 {
    return i32.add(c32(this.#totals.cells.ages), i32.mul(points, c32(AGES * KINDS.length)));
  }

  /** Adds what is left at the end of a day, by age. */
  observe(day: I32, locals: Locals): Stmt {
    const { plan, calendar } = this.#e;
    const lot = locals.i32('lot');
    const rest = locals.i64('rest');
    const young = locals.i64('young');
    const sumOf = (points: I32, age: number, change: (known: I64) => I64): Stmt => {
      const at = this.#sumAt(points, c32(age));
      return store64(at, change(load64(at)));
    };
    const moves = this.#passed.map((passed, age) => {
      const before = this.#passed[age - 1]?.get ?? load32(c32(this.#store.lots), 4);
      const edge = AGE_EDGES[age] ?? 0;
      const points = load32(lot.get, LOT.points);
      const posted = load32(lot.get, LOT.earned);
      return loop('older', (again) => [
        when(i32.lt(passed.get, before), [
          lot.set(this.#store.lotAt(i32.add(passed.get, c32(1)))),
          when(
            and(
              i32.ge(i32.sub(day, posted), c32(LEAST_DAYS * edge)),
              i32.le(calendar.addMonths.call(posted, c32(edge)), day),
            ),
            [
              passed.set(i32.add(passed.get, c32(1))),
              rest.set(load64(lot.get, LOT.rest)),
              when(i64.ne(rest.get, ZERO64), [
                sumOf(points, age, (known) => i64.add(known, rest.get)),
                ...(age === 0 ? [] : [sumOf(points, age - 1, (known) => i64.sub(known, rest.get))]),
              ]),
              goTo(again),
            ],
          ),
        ]),
      ]);
    });
    const cells = plan.points.flatMap((_, points) => {
      const first = this.#totals.cells.ages + AGES * (KINDS.length * points + KINDS.indexOf('outstanding'));
      // Sums have no sign: available and pending together may leave 63 bits, never 64.
      const add = (age: number, quantity: I64): Stmt =>
        when(i64.ne(quantity, ZERO64), [this.#totals.addWide(c32(first + age), quantity, ZERO64)]);
      return [
        young.set(i64.add(this.#store.total(points, 'available'), this.#store.total(points, 'pending'))),
        ...AGE_EDGES.flatMap((_, age) => {
          const sum = load64(this.#sumAt(c32(points), c32(age)));
          return [when(i64.ne(sum, ZERO64), [young.set(i64.sub(young.get, sum)), add(age + 1, sum)])];
        }),
        add(0, young.get),
      ];
    });
    return doAll(...moves, ...cells);
  }
}
