import { FOREVER, type PlanExpr } from '../../schema/index.ts';
import { minOf } from './arena.ts';
import { type Engine, ZERO64 } from './engine.ts';
import type { ExpressionParts } from './expression-parts.ts';
import type { ExpressionCode, Of, Place, Readers } from './reading.ts';
import { MAX, MIN, small, together, type Value, whole } from './values.ts';
import { after, c32, c64, choose, doAll, type I32, type I64, i32, i64, select } from './wasm/code.ts';

const SECONDS = 86_400;

/** Parts of dates, edges of periods, dates moved by a duration, and the time since a date. */
export class ExpressionDates {
  readonly #e: Engine;
  readonly #readers: Readers;
  readonly #code: ExpressionCode;

  constructor(parts: ExpressionParts) {
    this.#e = parts.e;
    this.#readers = parts.readers;
    this.#code = parts.code;
  }

  /** The local day of a date or datetime, after `set`. */
  dayIn(expr: PlanExpr, place: Place) {
    const value = this.#code.value(expr, place);
    const { locals } = place;
    const day = locals.i32('day');
    if (value.kind === 'i32') {
      return { set: day.set(value.value), day: day.get, time: undefined, present: value.present };
    }
    if (value.kind !== 'i64') throw new Error('a day in a quotient');
    const time = locals.i64('time');
    return {
      set: doAll(time.set(value.value), day.set(this.#e.calendar.dayOfTime.call(time.get))),
      day: day.get,
      time: time.get,
      present: value.present,
    };
  }

  datePart(expr: Of<'date-part'>, place: Place): Value {
    const of = this.dayIn(expr.of, place);
    const { calendar } = this.#e;
    const part = (): I64 => {
      switch (expr.part) {
        case 'year':
          return i64.extend(calendar.yearOf.call(of.day));
        case 'month':
          return i64.extend(calendar.monthOf.call(of.day));
        case 'day':
          return i64.extend(calendar.dayOfMonth.call(of.day));
        case 'weekday':
          return i64.extend(calendar.weekdayOf.call(of.day));
        case 'hour':
          return of.time === undefined
            ? ZERO64
            : i64.div(i64.sub(of.time, i64.mul(i64.extend(of.day), c64(SECONDS))), c64(3600));
      }
    };
    return whole(after([of.set], part()), 0n, 10_000n, of.present);
  }

  periodEdge(expr: Of<'period-edge'>, place: Place): Value {
    const of = this.dayIn(expr.of, place);
    const period = this.#readers.period(expr.period);
    const edge = expr.edge === 'start' ? period.start : period.end;
    return small(
      after([of.set], choose(i32.ge(of.day, c32(FOREVER)), c32(FOREVER), edge.call(of.day))),
      of.present,
    );
  }

  shift(expr: Of<'shift'>, place: Place): Value {
    const { locals } = place;
    const { calendar } = this.#e;
    const by = this.#code.value(expr.by, place);
    if (by.kind !== 'i32' || expr.by.type.kind !== 'duration') throw new Error('a shift by no duration');
    const isCalendar = expr.by.type.family === 'calendar';
    const of = this.#code.value(expr.of, place);
    const length = locals.i32('length');
    const { present, set } = together(locals, [of.present, by.present]);
    const signed = expr.sign === 1 ? by.value : negated(by.value);
    if (of.kind === 'i32') {
      const day = locals.i32('day');
      const first = [day.set(of.value), length.set(signed), set];
      if (isCalendar) {
        const months = expr.by.kind === 'constant' ? signed.constant : undefined;
        const moved =
          months === undefined
            ? calendar.addMonths.call(day.get, length.get)
            : calendar.plusMonths(months).call(day.get);
        return small(after(first, moved), present);
      }
      const days = i32.div(i32.sub(length.get, select(i32.lt(length.get, c32(0)), c32(23), c32(0))), c32(24));
      return small(after(first, calendar.addDays.call(day.get, days)), present);
    }
    if (of.kind !== 'i64') throw new Error('a shift of a quotient');
    const time = locals.i64('time');
    const first = [time.set(of.value), length.set(signed), set];
    if (!isCalendar) {
      const hours = i64.mul(i64.extend(length.get), c64(3600));
      return whole(after(first, i64.add(time.get, hours)), MIN, MAX, present);
    }
    const day = locals.i32('day');
    const rest = i64.sub(time.get, i64.mul(i64.extend(day.get), c64(SECONDS)));
    const moved = i64.mul(i64.extend(calendar.addMonths.call(day.get, length.get)), c64(SECONDS));
    return whole(
      after([...first, day.set(calendar.dayOfTime.call(time.get))], i64.add(moved, rest)),
      MIN,
      MAX,
      present,
    );
  }

  elapsed(expr: Of<'elapsed'>, place: Place): Value {
    const { g, calendar } = this.#e;
    const { locals } = place;
    const of = this.dayIn(expr.of, place);
    const floorBy = (value: I64, by: number): I64 =>
      this.#e.arithmetic.roundDivide('floor').call(value, c64(by));
    const months = (): I64 => {
      // A date that never comes is as far away as the calendar reaches.
      const n = calendar.monthsBetween.call(minOf(of.day, c32(FOREVER)), g.today.get);
      return i64.extend(n);
    };
    const value = (): I64 => {
      switch (expr.unit) {
        case 'hours': {
          const since = of.time ?? i64.mul(i64.extend(of.day), c64(SECONDS));
          return floorBy(i64.sub(g.now.get, since), 3600);
        }
        case 'days':
          return i64.sub(i64.extend(g.today.get), i64.extend(of.day));
        case 'weeks':
          return floorBy(i64.sub(i64.extend(g.today.get), i64.extend(of.day)), 7);
        case 'months':
          return months();
        case 'years':
          return floorBy(months(), 12);
      }
    };
    const kept = locals.i64('elapsed');
    return whole(after([of.set, kept.set(value())], kept.get), -(1n << 40n), 1n << 40n, of.present);
  }
}

function negated(value: I32): I32 {
  return value.constant === undefined ? i32.sub(c32(0), value) : c32(-value.constant);
}
