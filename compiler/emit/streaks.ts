import type { PlanMeasure } from '../../schema/index.ts';
import { type Engine, type Locals, ZERO64 } from './engine.ts';
import { DAY, entryAt, LENGTH, type Log, TICK } from './logs.ts';
import type { Periods } from './periods.ts';
import {
  and,
  c32,
  doAll,
  during,
  type I32,
  i32,
  i64,
  type Local,
  load32,
  or,
  type Stmt,
  store32,
  when,
} from './wasm/code.ts';
import type { Body } from './wasm/module.ts';

/**
 * Runs of periods with an event in each. A cursor of a streak: first period of the present run, then a vector of periods
 * with how many events they have.
 */
export class Streaks {
  readonly #e: Engine;
  readonly #periods: Periods;

  constructor(e: Engine, periods: Periods) {
    this.#e = e;
    this.#periods = periods;
  }

  /** An event was added today. */
  added(measure: PlanMeasure, cursor: I32, locals: Locals): Stmt {
    const { g, arena } = this.#e;
    const k = locals.i32('k');
    const last = locals.i32('last');
    const vector = i32.add(cursor, c32(8));
    const length = load32(vector, LENGTH);
    const index = this.#periods.of(measure.period ?? 0).index;
    const isNext = locals.i32('isNext');
    return doAll(
      k.set(index.call(g.day.get)),
      last.set(i32.add(load32(vector), i32.shl(i32.sub(length, c32(1)), c32(3)))),
      isNext.set(c32(0)),
      when(i32.ne(length, c32(0)), [
        when(
          i32.eq(load32(last.get), k.get),
          [store32(last.get, i32.add(load32(last.get, 4), c32(1)), 4), isNext.set(c32(2))],
          [
            isNext.set(
              i32.and(i32.eq(load32(last.get), i32.sub(k.get, c32(1))), i32.ne(load32(last.get, 4), c32(0))),
            ),
          ],
        ),
      ]),
      when(i32.ne(isNext.get, c32(2)), [
        when(i32.eqz(isNext.get), [store32(cursor, k.get)]),
        last.set(arena.push.call(vector, c32(8))),
        store32(last.get, k.get),
        store32(last.get, c32(1), 4),
      ]),
    );
  }

  /** An entry died: its period may be empty now. */
  off(log: Log, base: Local<'i32'>, entry: Local<'i32'>, locals: Locals): Stmt {
    const code: Stmt[] = [];
    for (const [index, offset] of log.cursors) {
      const measure = this.#e.plan.measures[index];
      if (measure?.function !== 'streak') continue;
      const cursor = locals.i32('cursor');
      const k = locals.i32('k');
      const [low, high, middle] = [locals.i32('low'), locals.i32('high'), locals.i32('middle')];
      const periodAt = (i: I32): I32 => i32.add(load32(cursor.get, 8), i32.shl(i, c32(3)));
      code.push(
        cursor.set(i32.add(base.get, c32(offset))),
        k.set(this.#periods.of(measure.period ?? 0).index.call(load32(entry.get, DAY))),
        low.set(c32(0)),
        high.set(i32.sub(load32(cursor.get, 12), c32(1))),
        during(i32.lt(low.get, high.get), [
          middle.set(i32.shr(i32.add(low.get, high.get), c32(1))),
          when(
            i32.lt(load32(periodAt(middle.get)), k.get),
            [low.set(i32.add(middle.get, c32(1)))],
            [high.set(middle.get)],
          ),
        ]),
        middle.set(periodAt(low.get)),
        store32(middle.get, i32.sub(load32(middle.get, 4), c32(1)), 4),
        // An emptied period ends the run before it; the latest one may fill again.
        when(
          and(
            i32.eqz(load32(middle.get, 4)),
            i32.lt(low.get, i32.sub(load32(cursor.get, 12), c32(1))),
            i32.le(load32(cursor.get), k.get),
          ),
          [store32(cursor.get, i32.add(k.get, c32(1)))],
        ),
      );
    }
    return doAll(...code);
  }

  /** The length of the run that reaches the present period. */
  length(
    log: Log,
    measure: PlanMeasure,
    base: Local<'i32'>,
    cursor: Local<'i32'>,
    f: Body<'i64'>,
  ): readonly Stmt[] {
    const { g } = this.#e;
    const last = f.i32('last');
    const present = f.i32('present');
    const count = f.i32('count');
    const entry = f.i32('entry');
    const length = load32(cursor.get, 12);
    const zero = f.ret(ZERO64);
    return [
      g.has.set(c32(1)),
      when(i32.eqz(length), [zero]),
      present.set(this.#periods.of(measure.period ?? 0).index.call(g.today.get)),
      last.set(i32.add(load32(cursor.get, 8), i32.shl(i32.sub(length, c32(1)), c32(3)))),
      count.set(load32(last.get, 4)),
      ...(measure.beforeThis
        ? [
            entry.set(entryAt(log, base.get, i32.sub(load32(base.get, LENGTH), c32(1)))),
            when(i32.ge(load32(entry.get, TICK), g.before.get), [count.set(i32.sub(count.get, c32(1)))]),
          ]
        : []),
      when(or(i32.ne(load32(last.get), present.get), i32.le(count.get, c32(0))), [zero]),
      f.ret(i64.extend(i32.add(i32.sub(present.get, load32(cursor.get)), c32(1)))),
    ];
  }
}
