import { contains, type PlanExpr } from '../../schema/index.ts';
import { type Engine, type Locals, readsEvent } from './engine.ts';
import type { ExpressionCode, Of, Place } from './reading.ts';
import { small, type Value, type Whole, whole } from './values.ts';
import { after, c32, type I32, type I64, type Local } from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** The function of a named measure or segment, made once. */
export interface NamedFunction {
  readonly call: I32 | I64;
  readonly value: Value;
}

/** A named measure or segment: a function of its own, unless it looks at the event at hand or is a quotient. */
export function namedValue(
  e: Engine,
  made: Map<number, NamedFunction>,
  expr: Of<'named'>,
  place: Place,
  expressions: ExpressionCode,
): Value {
  const named = e.plan.named[expr.named];
  if (named === undefined) throw new Error('no such measure');
  const own = named.expr;
  const inline = own.type.kind === 'fraction' || readsEvent(own, e.plan) || (place.kept && readsKept(e, own));
  if (inline)
    return expressions.convert(expressions.value(own, place), own.type, expr.type, place, expr.span);
  const known = made.get(expr.named) ?? makeNamed(e, expr.named, expressions);
  made.set(expr.named, known);
  const there = own.optional || known.value.present !== undefined ? place.locals.i32('there') : undefined;
  const value: Value =
    known.value.kind === 'i32'
      ? small(withPresence(known.call as I32, place.locals.i32('named'), there, e), there)
      : whole(
          withPresence(known.call as I64, place.locals.i64('named'), there, e),
          (known.value as Whole).low,
          (known.value as Whole).high,
          there,
        );
  return expressions.convert(value, own.type, expr.type, place, expr.span);
}

function readsKept(e: Engine, expr: PlanExpr): boolean {
  return contains(
    expr,
    e.plan,
    (each) => each.kind === 'measure' && e.plan.measures[each.measure]?.beforeThis === true,
  );
}

/** Takes over the presence that a function left in `has`. */
function withPresence<T extends 'i32' | 'i64'>(
  call: { readonly type: T } & (I32 | I64),
  kept: Local<T>,
  there: Local<'i32'> | undefined,
  e: Engine,
): T extends 'i32' ? I32 : I64 {
  type Code = T extends 'i32' ? I32 : I64;
  if (there === undefined) return call as unknown as Code;
  return after(
    [kept.set(call as unknown as Parameters<typeof kept.set>[0]), there.set(e.g.has.get)],
    kept.get,
  ) as unknown as Code;
}

function makeNamed(e: Engine, index: number, expressions: ExpressionCode): NamedFunction {
  const named = e.plan.named[index];
  if (named === undefined) throw new Error('no such measure');
  const isWide = named.expr.type.kind === 'quantity' || named.expr.type.kind === 'datetime';
  let value: Value | undefined;
  const build = (locals: Locals): Value => {
    value = expressions.value(named.expr, {
      locals,
      event: undefined,
      line: undefined,
      kept: false,
    });
    return value;
  };
  if (isWide) {
    const func: Func<readonly [], 'i64'> = e.m.func(named.name, [], 'i64', (f) => {
      const own = build(f);
      if (own.kind !== 'i64') throw new Error(`${named.name} is no number`);
      const kept = f.i64('value');
      return [kept.set(own.value), e.g.has.set(own.present?.get ?? c32(1)), f.ret(kept.get)];
    });
    if (value === undefined) throw new Error('nothing was built');
    return { call: func.call(), value };
  }
  const func: Func<readonly [], 'i32'> = e.m.func(named.name, [], 'i32', (f) => {
    const own = build(f);
    if (own.kind !== 'i32') throw new Error(`${named.name} is no small value`);
    const kept = f.i32('value');
    return [kept.set(own.value), e.g.has.set(own.present?.get ?? c32(1)), f.ret(kept.get)];
  });
  if (value === undefined) throw new Error('nothing was built');
  return { call: func.call(), value };
}
