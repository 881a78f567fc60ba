import { type Engine, ZERO64 } from './engine.ts';
import type { ExpressionCode, Of, Place } from './reading.ts';
import { least, most, power10, type Small, scaleOf, small, type Value, type Whole, whole } from './values.ts';
import {
  after,
  c32,
  c64,
  during,
  type I32,
  i32,
  i64,
  type Local,
  load32,
  type Stmt,
  store32,
  when,
} from './wasm/code.ts';

/** An aggregate over the lines of the event at hand; a line whose value is missing is passed over. */
export function linesValue(e: Engine, expr: Of<'lines'>, place: Place, expressions: ExpressionCode): Value {
  const { locals } = place;
  if (place.event === undefined) throw new Error('lines without an event');
  const list = e.pointers.events[place.event]?.lines.find((each) => each.name === expr.list);
  if (list === undefined) throw new Error(`no lines ${expr.list}`);
  const line = locals.i32('line');
  const end = locals.i32('end');
  const inside: Place = { ...place, line: { list: expr.list, index: line.get } };
  const starts = i32.add(list.starts.get, i32.shl(e.g.index.get, c32(2)));
  const first = [line.set(load32(starts)), end.set(load32(starts, 4))];
  const each = (body: readonly Stmt[]): Stmt => {
    const chosen_ = expr.where === undefined ? body : [when(expressions.condition(expr.where, inside), body)];
    return during(i32.lt(line.get, end.get), [...chosen_, line.set(i32.add(line.get, c32(1)))]);
  };
  const counting = (body: (count: Stmt) => readonly Stmt[]): Whole => {
    const count = locals.i64('count');
    const add = count.set(i64.add(count.get, c64(1)));
    return whole(after([...first, count.set(ZERO64), each(body(add))], count.get), 0n, 1n << 31n);
  };
  if (expr.value === undefined) {
    const count = counting((add) => [add]);
    if (expr.function !== 'any') return count;
    return small(i64.ne(count.value, ZERO64));
  }
  const of = expr.value;
  const found = locals.i32('found');
  /** Runs the value of a line, then the body where there is one. */
  const withValue = (use: (value: Value) => readonly Stmt[]): readonly Stmt[] => {
    const value = expressions.value(of, inside);
    if (value.kind === 'ratio') throw new Error('a quotient of a line');
    if (value.kind === 'i32') {
      const kept = locals.i32('value');
      const body = use(small(kept.get));
      return value.present === undefined
        ? [kept.set(value.value), ...body]
        : [kept.set(value.value), when(value.present.get, body)];
    }
    const kept = locals.i64('value');
    const body = use({ ...value, value: kept.get, present: undefined });
    return value.present === undefined
      ? [kept.set(value.value), ...body]
      : [kept.set(value.value), when(value.present.get, body)];
  };
  switch (expr.function) {
    case 'count':
      return counting((add) => withValue(() => [add]));
    case 'any': {
      const any = locals.i32('any');
      const body = withValue((value) =>
        value.kind === 'i32' ? [any.set(i32.or(any.get, value.value))] : [],
      );
      return small(after([...first, any.set(c32(0)), each(body)], any.get));
    }
    case 'sum':
      return lineSum(e, expr, place, first, each, withValue);
    case 'first':
    case 'last':
    case 'highest':
    case 'lowest': {
      const better = (value: Value, best: Local<'i32'> | Local<'i64'>): I32 => {
        if (expr.function === 'first') return i32.eqz(found.get);
        if (expr.function === 'last') return c32(1);
        const isHighest = expr.function === 'highest';
        if (value.kind === 'i32') {
          const known = (best as Local<'i32'>).get;
          const wins = isHighest ? i32.gt(value.value, known) : i32.lt(value.value, known);
          return i32.or(i32.eqz(found.get), wins);
        }
        const known = (best as Local<'i64'>).get;
        const own = (value as Whole).value;
        return i32.or(i32.eqz(found.get), isHighest ? i64.gt(own, known) : i64.lt(own, known));
      };
      const probe = expressions.value(of, inside);
      if (probe.kind === 'i64') {
        const best = locals.i64('best');
        const body = withValue((value) => [
          when(better(value, best), [best.set((value as Whole).value), found.set(c32(1))]),
        ]);
        const from = Math.max(0, scaleOf(expr.type) - scaleOf(of.type));
        if (from > 0) throw new Error('lines at two scales');
        return whole(
          after([...first, found.set(c32(0)), best.set(ZERO64), each(body)], best.get),
          least([probe.low, 0n]),
          most([probe.high, 0n]),
          found,
        );
      }
      const best = locals.i32('best');
      const body = withValue((value) => [
        when(better(value, best), [best.set((value as Small).value), found.set(c32(1))]),
      ]);
      return small(after([...first, found.set(c32(0)), best.set(c32(0)), each(body)], best.get), found);
    }
    case 'distinct':
      return distinctLines(e, place, first, each, withValue);
  }
}

/** A sum of lines: exact beyond 64 bits on the way, checked at the end. */
function lineSum(
  e: Engine,
  expr: Of<'lines'>,
  place: Place,
  first: readonly Stmt[],
  each: (body: readonly Stmt[]) => Stmt,
  withValue: (use: (value: Value) => readonly Stmt[]) => readonly Stmt[],
): Value {
  const { locals } = place;
  const of = expr.value;
  if (of === undefined) throw new Error('a sum of nothing');
  const more = Math.max(0, scaleOf(expr.type) - scaleOf(of.type));
  const low = locals.i64('low');
  const high = locals.i64('high');
  const body = withValue((value) => {
    const own = (value as Whole).value;
    return [
      low.set(i64.add(low.get, i64.and(own, c64(0xffff_ffffn)))),
      high.set(i64.add(high.get, i64.shr(own, c64(32)))),
    ];
  });
  const total = locals.i64('total');
  const top = i64.add(high.get, i64.shrU(low.get, c64(32)));
  const check = when(i32.or(i64.lt(top, c64(-(1n << 31n))), i64.ge(top, c64(1n << 31n))), [
    e.overflow(expr.span),
  ]);
  const sum = i64.add(i64.shl(high.get, c64(32)), low.get);
  const start = [...first, low.set(ZERO64), high.set(ZERO64), each(body), check, total.set(sum)];
  if (more === 0) return whole(after(start, total.get));
  const by = c64(power10(more));
  return whole(after(start, e.arithmetic.checkedMul(total.get, by, e.overflow(expr.span))));
}

/** Different values among the lines: each is compared with those before it, kept in the arena for the while. */
function distinctLines(
  e: Engine,
  place: Place,
  first: readonly Stmt[],
  each: (body: readonly Stmt[]) => Stmt,
  withValue: (use: (value: Value) => readonly Stmt[]) => readonly Stmt[],
): Value {
  const { locals } = place;
  const table = e.state.place(24);
  const count = locals.i64('count');
  const body = withValue((value) => {
    const key = value.kind === 'i32' ? i64.extend(value.value) : (value as Whole).value;
    return [
      when(i32.eqz(load32(e.counters.add.call(c32(table), key), 8)), [
        store32(e.counters.add.call(c32(table), key), c32(1), 8),
        count.set(i64.add(count.get, c64(1))),
      ]),
    ];
  });
  return whole(
    after([...first, count.set(ZERO64), e.counters.clear.call(c32(table)), each(body)], count.get),
    0n,
    1n << 31n,
  );
}
