import { FOREVER, type PlanExpr, type ValueType } from '../../schema/index.ts';
import { minOf } from './arena.ts';
import type { Engine } from './engine.ts';
import type { ExpressionDates } from './expression-dates.ts';
import type { ExpressionParts } from './expression-parts.ts';
import type { ExpressionCode, Of, Place } from './reading.ts';
import { compareRatios, ratioOf, scaledUp, scaleOf, small, together, type Value } from './values.ts';
import { after, and, c32, doAll, type I32, type I64, i32, i64, nop, or, type Stmt } from './wasm/code.ts';

/** Months of ten thousand years: no two dates are further apart. */
const MOST_MONTHS = 120_000n;

/** Comparisons of two values: `=`, `<` and their like, `in`, `between`. */
export class ExpressionComparisons {
  readonly #e: Engine;
  readonly #code: ExpressionCode;
  readonly #dates: ExpressionDates;

  constructor(parts: ExpressionParts, dates: ExpressionDates) {
    this.#e = parts.e;
    this.#code = parts.code;
    this.#dates = dates;
  }

  compare(expr: Of<'compare'>, place: Place): Value {
    const reached = this.#compareAge(expr, place);
    if (reached !== undefined) return reached;
    const left = this.#code.value(expr.left, place);
    const right = this.#code.value(expr.right, place);
    const order = this.#order(left, expr.left.type, right, expr.right.type, place, expr.span);
    const result = order.compare(expr.operator);
    return small(
      after([order.set], order.present === undefined ? result : i32.and(order.present.get, result)),
    );
  }

  in(expr: Of<'in'>, place: Place): Value {
    const { set, again } = this.#once(this.#code.value(expr.of, place), place);
    const tests = expr.items.map((item) => {
      const order = this.#order(
        again,
        expr.of.type,
        this.#code.value(item, place),
        item.type,
        place,
        expr.span,
      );
      const result = order.compare('=');
      return after([order.set], order.present === undefined ? result : i32.and(order.present.get, result));
    });
    return small(after([set], or(...tests)));
  }

  between(expr: Of<'between'>, place: Place): Value {
    const { set, again } = this.#once(this.#code.value(expr.of, place), place);
    const side = (edge: PlanExpr, operator: '>=' | '<='): I32 => {
      const order = this.#order(
        again,
        expr.of.type,
        this.#code.value(edge, place),
        edge.type,
        place,
        expr.span,
      );
      const result = order.compare(operator);
      return after([order.set], order.present === undefined ? result : i32.and(order.present.get, result));
    };
    return small(after([set], and(side(expr.low, '>='), side(expr.high, '<='))));
  }

  /**
   * `months since day >= 12` is `day + 12 months <= today`, and that sum is the same for as long as the day is. Undefined where
   * the comparison is another, or the number could lie before the calendar.
   */
  #compareAge(expr: Of<'compare'>, place: Place): Value | undefined {
    const { left, right, operator } = expr;
    if (left.kind !== 'elapsed' || (left.unit !== 'months' && left.unit !== 'years')) return undefined;
    if (right.kind !== 'constant' || typeof right.value !== 'bigint' || scaleOf(right.type) !== 0)
      return undefined;
    if (operator === '=' || operator === '!=') return undefined;
    const above = operator === '>' || operator === '<=' ? 1n : 0n;
    const least = (right.value + above) * (left.unit === 'years' ? 12n : 1n);
    if (least < 0n || least > MOST_MONTHS) return undefined;
    const { calendar, g } = this.#e;
    const of = this.#dates.dayIn(left.of, place);
    const day = minOf(of.day, c32(FOREVER));
    const isReached = i32.le(calendar.plusMonths(Number(least)).call(day), g.today.get);
    const result = operator === '>=' || operator === '>' ? isReached : i32.eqz(isReached);
    return small(after([of.set], of.present === undefined ? result : i32.and(of.present.get, result)));
  }

  /** A value worked out once, to be read again. */
  #once(value: Value, place: Place): { readonly set: Stmt; readonly again: Value } {
    if (value.kind === 'i32') {
      const kept = place.locals.i32('once');
      return { set: kept.set(value.value), again: small(kept.get, value.present) };
    }
    if (value.kind === 'i64') {
      const kept = place.locals.i64('once');
      return { set: kept.set(value.value), again: { ...value, value: kept.get } };
    }
    return { set: value.prepare, again: { ...value, prepare: nop } };
  }

  /** The sign of a − b, after `set`; both are there where `present` says so. */
  #order(a: Value, aType: ValueType, b: Value, bType: ValueType, place: Place, span: PlanExpr['span']) {
    const { locals } = place;
    const { present, set } = together(locals, [a.present, b.present]);
    if (a.kind === 'i32' && b.kind === 'i32') {
      const [x, y] = [locals.i32('a'), locals.i32('b')];
      return {
        set: doAll(x.set(a.value), y.set(b.value), set),
        present,
        compare: (operator: Of<'compare'>['operator']): I32 => compare32(operator, x.get, y.get),
        sign: i32.sub(i32.gt(x.get, y.get), i32.lt(x.get, y.get)),
      };
    }
    if (a.kind === 'i64' && b.kind === 'i64') {
      const scale = Math.max(scaleOf(aType), scaleOf(bType));
      const left = scaledUp(a, scale - scaleOf(aType));
      const right = scaledUp(b, scale - scaleOf(bType));
      if (left !== undefined && right !== undefined) {
        const [x, y] = [locals.i64('a'), locals.i64('b')];
        const other = right.value.constant === undefined ? y.get : right.value;
        return {
          set: doAll(x.set(left.value), y.set(right.value), set),
          present,
          compare: (operator: Of<'compare'>['operator']): I32 => compare64(operator, x.get, other),
          sign: i32.sub(i64.gt(x.get, other), i64.lt(x.get, other)),
        };
      }
    }
    if (a.kind === 'i32' || b.kind === 'i32') throw new Error('an order of two kinds');
    const x = ratioOf(locals, a, scaleOf(aType));
    const y = ratioOf(locals, b, scaleOf(bType));
    const order = compareRatios(this.#e, locals, x, y, span);
    const sign = locals.i32('sign');
    return {
      set: doAll(x.prepare, y.prepare, set, order.set, sign.set(order.sign)),
      present,
      compare: (operator: Of<'compare'>['operator']): I32 => compare32(operator, sign.get, c32(0)),
      sign: sign.get,
    };
  }
}

function compare32(operator: Of<'compare'>['operator'], a: I32, b: I32): I32 {
  switch (operator) {
    case '=':
      return i32.eq(a, b);
    case '!=':
      return i32.ne(a, b);
    case '<':
      return i32.lt(a, b);
    case '<=':
      return i32.le(a, b);
    case '>':
      return i32.gt(a, b);
    case '>=':
      return i32.ge(a, b);
  }
}

function compare64(operator: Of<'compare'>['operator'], a: I64, b: I64): I32 {
  switch (operator) {
    case '=':
      return i64.eq(a, b);
    case '!=':
      return i64.ne(a, b);
    case '<':
      return i64.lt(a, b);
    case '<=':
      return i64.le(a, b);
    case '>':
      return i64.gt(a, b);
    case '>=':
      return i64.ge(a, b);
  }
}
