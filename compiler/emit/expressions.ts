import type { PlanExpr, Value as PlanValue, ValueType } from '../../schema/index.ts';
import type { Engine } from './engine.ts';
import { ExpressionArithmetic } from './expression-arithmetic.ts';
import { ExpressionChoices } from './expression-choices.ts';
import { ExpressionComparisons } from './expression-comparisons.ts';
import { ExpressionDates } from './expression-dates.ts';
import { ExpressionRounding } from './expression-rounding.ts';
import type { ExpressionCode, Place, Readers } from './reading.ts';
import { constantPart, type Ratio, ratioOf, small, type Value, type Whole, whole } from './values.ts';
import { after, and, at, c32, c64, type I32, i32, nop, not, or, select } from './wasm/code.ts';

/** Turns checked expressions into code that equals the reference evaluator, overflow for overflow. */
export class Expressions implements ExpressionCode {
  readonly #e: Engine;
  readonly #readers: Readers;
  readonly #arithmetic: ExpressionArithmetic;
  readonly #rounding: ExpressionRounding;
  readonly #choices: ExpressionChoices;
  readonly #dates: ExpressionDates;
  readonly #comparisons: ExpressionComparisons;

  constructor(e: Engine, readers: Readers) {
    const parts = { e, readers, code: this };
    this.#e = e;
    this.#readers = readers;
    this.#arithmetic = new ExpressionArithmetic(parts);
    this.#rounding = new ExpressionRounding(parts);
    this.#choices = new ExpressionChoices(parts);
    this.#dates = new ExpressionDates(parts);
    this.#comparisons = new ExpressionComparisons(parts, this.#dates);
  }

  /** Code for any expression; its place in the program is kept with the code. */
  value(expr: PlanExpr, place: Place): Value {
    const value = this.#compute(expr, place);
    // Code of ours that stands for no text has no place to show.
    if (expr.span.end === 0) return value;
    if (value.kind === 'i32') return { ...value, value: at(expr.span, value.value) };
    if (value.kind === 'i64' && value.value.constant === undefined)
      return { ...value, value: at(expr.span, value.value) };
    return value;
  }

  /** Code for a condition: 1 where it is true, 0 where it is not or is missing. */
  condition(expr: PlanExpr, place: Place): I32 {
    const value = this.value(expr, place);
    if (value.kind !== 'i32') throw new Error(`a condition of kind ${value.kind}`);
    if (value.present === undefined) return value.value;
    const result = place.locals.i32('condition');
    return after([result.set(value.value)], i32.and(result.get, value.present.get));
  }

  /** Code for a date (or another small value) where a missing one is `missing`. */
  small(expr: PlanExpr, place: Place, missing: I32): I32 {
    const value = this.value(expr, place);
    if (value.kind !== 'i32') throw new Error(`a small value of kind ${value.kind}`);
    if (value.present === undefined) return value.value;
    const result = place.locals.i32('small');
    return after([result.set(value.value)], select(value.present.get, result.get, missing));
  }

  number(expr: PlanExpr, place: Place): Whole | Ratio {
    const value = this.value(expr, place);
    if (value.kind === 'i32') throw new Error('a number that is none');
    return value;
  }

  constant(value: Exclude<PlanValue, undefined>): Value {
    switch (typeof value) {
      case 'bigint':
        return whole(c64(value), value, value);
      case 'boolean':
        return small(c32(value ? 1 : 0));
      case 'string':
        return small(c32(this.#e.codeOf(value)));
      case 'number':
        return small(c32(value));
      default:
        return {
          kind: 'ratio',
          prepare: nop,
          n: constantPart(value.n),
          d: constantPart(value.d),
          present: undefined,
        };
    }
  }

  /** The same number as a value of another type: scales only grow, a quantity may become a fraction. */
  convert(value: Value, from: ValueType, to: ValueType, place: Place, span: PlanExpr['span']): Value {
    if (value.kind !== 'i64' || from.kind !== 'quantity') return value;
    if (to.kind === 'fraction') return ratioOf(place.locals, value, from.scale);
    if (to.kind !== 'quantity' || to.scale <= from.scale) return value;
    return this.#arithmetic.scale(value, to.scale - from.scale, place, span);
  }

  #compute(expr: PlanExpr, place: Place): Value {
    const { g } = this.#e;
    switch (expr.kind) {
      case 'constant':
        return expr.type.kind === 'datetime' && typeof expr.value === 'number'
          ? whole(c64(expr.value), BigInt(expr.value), BigInt(expr.value))
          : this.constant(expr.value);
      case 'field':
      case 'this-field':
        return this.#readers.field(expr.name, place);
      case 'line-field':
        return this.#readers.lineField(expr.name, place);
      case 'attribute':
        return this.#readers.attribute(expr.name, place.locals);
      case 'parameter':
        return this.#readers.parameter(expr, place);
      case 'named':
        return this.#readers.named(expr, place);
      case 'measure':
        return this.#readers.measure(expr.measure, place, expr.span);
      case 'now':
        return whole(g.now.get, -(1n << 40n), 1n << 40n);
      case 'today':
        return small(g.today.get);
      case 'earned':
        return small(g.earned.get);
      case 'reached':
        return small(g.reached.get);
      case 'balance':
        return whole(this.#readers.balance(expr.points, expr.pending));
      case 'tier':
        return small(this.#readers.tier(expr.ladder));
      case 'since':
        return small(this.#readers.since(expr.ladder));
      case 'held':
        return this.#readers.held(expr.ladder, place.locals);
      case 'award':
        return this.#arithmetic.awards(expr, place);
      case 'negate':
        return this.#arithmetic.negate(expr, place);
      case 'absolute':
        return this.#arithmetic.absolute(expr, place);
      case 'add':
      case 'subtract':
        return this.#arithmetic.sum(expr, place);
      case 'multiply':
        return this.#arithmetic.multiply(expr, place);
      case 'divide':
        return this.#arithmetic.divide(expr, place);
      case 'minimum':
      case 'maximum':
        return this.#choices.extreme(expr, place);
      case 'round':
        return this.#rounding.round(expr, place);
      case 'per':
        return this.#rounding.per(expr, place);
      case 'compare':
        return this.#comparisons.compare(expr, place);
      case 'and':
        return small(and(...expr.items.map((item) => this.condition(item, place))));
      case 'or':
        return small(or(...expr.items.map((item) => this.condition(item, place))));
      case 'not':
        return small(not(this.condition(expr.of, place)));
      case 'if':
        return this.#choices.if(expr, place);
      case 'in':
        return this.#comparisons.in(expr, place);
      case 'between':
        return this.#comparisons.between(expr, place);
      case 'otherwise':
        return this.#choices.otherwise(expr, place);
      case 'has':
        return this.#choices.has(expr, place);
      case 'date-part':
        return this.#dates.datePart(expr, place);
      case 'period-edge':
        return this.#dates.periodEdge(expr, place);
      case 'shift':
        return this.#dates.shift(expr, place);
      case 'elapsed':
        return this.#dates.elapsed(expr, place);
      case 'lines':
        return this.#readers.lines(expr, place, this);
    }
  }
}
