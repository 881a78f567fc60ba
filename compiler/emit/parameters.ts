import type { ParameterContent, Span } from '../../schema/index.ts';
import { type Engine, type Locals, ZERO64 } from './engine.ts';
import type { ExpressionCode, Of, Place } from './reading.ts';
import { fits, least, most, type Part, small, type Value, whole } from './values.ts';
import { after, and, c32, c64, choose, doAll, type I32, i32, i64, when } from './wasm/code.ts';

/** A parameter as it stands today, for the keys at hand where it is a table. */
export function parameterValue(
  e: Engine,
  expr: Of<'parameter'>,
  place: Place,
  expressions: ExpressionCode,
): Value {
  const parameter = e.plan.parameters[expr.parameter];
  if (parameter === undefined) throw new Error('no such parameter');
  const value = contentValue(e, parameter.content, place, expressions, expr.span);
  return expressions.convert(value, parameter.type, expr.type, place, expr.span);
}

function contentValue(
  e: Engine,
  content: ParameterContent,
  place: Place,
  expressions: ExpressionCode,
  span: Span,
): Value {
  switch (content.kind) {
    case 'value':
      return entryValue(e, content.value, expressions, span);
    case 'dated': {
      const [first, ...later] = content.entries;
      if (first === undefined) throw new Error('a parameter without a date');
      return later.reduce<Value>(
        (before, { from, content: own }) =>
          chosen(
            i32.ge(e.g.today.get, c32(from)),
            contentValue(e, own, place, expressions, span),
            before,
            place.locals,
          ),
        contentValue(e, first.content, place, expressions, span),
      );
    }
    case 'table': {
      const { locals } = place;
      const keys = content.by.map((key) => {
        const value = expressions.value(key, place);
        if (value.kind === 'ratio') throw new Error('a quotient as a key');
        if (value.kind === 'i32') {
          const kept = locals.i32('key');
          return { set: kept.set(value.value), get: kept, wide: undefined, present: value.present };
        }
        const kept = locals.i64('key');
        return { set: kept.set(value.value), get: undefined, wide: kept, present: value.present };
      });
      const test = (key: (typeof keys)[number], row: (typeof content.rows)[number]['keys'][number]): I32 => {
        const there = (condition: I32): I32 =>
          key.present === undefined ? condition : i32.and(key.present.get, condition);
        switch (row.kind) {
          case 'any':
            return c32(1);
          case 'is': {
            const value = expressions.constant(row.value);
            if (value.kind === 'i32' && key.get) return there(i32.eq(key.get.get, value.value));
            if (value.kind === 'i64' && key.wide) return there(i64.eq(key.wide.get, value.value));
            return c32(0);
          }
          case 'band': {
            if (key.wide === undefined) return c32(0);
            const wide = key.wide.get;
            return there(
              and(
                ...(row.low === undefined ? [] : [i64.ge(wide, c64(row.low))]),
                ...(row.high === undefined ? [] : [i64.le(wide, c64(row.high))]),
              ),
            );
          }
        }
      };
      const fallback = content.otherwise ?? content.rows.at(-1)?.value;
      if (fallback === undefined) throw new Error('a table without rows');
      const value = content.rows.reduceRight<Value>(
        (after_, row) =>
          chosen(
            and(...row.keys.map((each, i) => test(keyAt(keys, i), each))),
            entryValue(e, row.value, expressions, span),
            after_,
            locals,
          ),
        entryValue(e, fallback, expressions, span),
      );
      const first = keys.map((key) => key.set);
      if (value.kind === 'ratio') return { ...value, prepare: doAll(...first, value.prepare) };
      return value.kind === 'i32'
        ? { ...value, value: after(first, value.value) }
        : { ...value, value: after(first, value.value) };
    }
  }
}

/** A value of a parameter; one beyond 64 bits at the parameter's scale overflows where it is read. */
function entryValue(
  e: Engine,
  value: Parameters<ExpressionCode['constant']>[0],
  expressions: ExpressionCode,
  span: Span,
): Value {
  if (typeof value !== 'bigint' || fits(value, value)) return expressions.constant(value);
  return whole(after([e.overflow(span)], ZERO64), 0n, 0n);
}

function keyAt<T>(keys: readonly T[], index: number): T {
  const key = keys[index];
  if (key === undefined) throw new Error('a row with too many keys');
  return key;
}

/** One of two values of a parameter, whose working out raises nothing but in keys. */
function chosen(condition: I32, yes: Value, no: Value, locals: Locals): Value {
  if (yes.kind === 'i32' && no.kind === 'i32') return small(choose(condition, yes.value, no.value));
  if (yes.kind === 'i64' && no.kind === 'i64')
    return whole(choose(condition, yes.value, no.value), least([yes.low, no.low]), most([yes.high, no.high]));
  if (yes.kind !== 'ratio' || no.kind !== 'ratio') throw new Error('values of two kinds');
  const pair = (a: Part, b: Part) => {
    if (a.kind !== 'local' || b.kind !== 'local') throw new Error('a parameter beyond 64 bits');
    const into = locals.i64('side');
    return {
      part: {
        kind: 'local',
        value: into.get,
        low: least([a.low, b.low]),
        high: most([a.high, b.high]),
      } as const,
      yes: into.set(a.value),
      no: into.set(b.value),
    };
  };
  const [n, d] = [pair(yes.n, no.n), pair(yes.d, no.d)];
  return {
    kind: 'ratio',
    prepare: when(condition, [yes.prepare, n.yes, d.yes], [no.prepare, n.no, d.no]),
    n: n.part,
    d: d.part,
    present: undefined,
  };
}
