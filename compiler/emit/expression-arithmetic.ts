import type { PlanExpr, ValueType } from '../../schema/index.ts';
import { type Engine, ZERO64 } from './engine.ts';
import { type ExpressionParts, ratioIn } from './expression-parts.ts';
import type { ExpressionCode, Of, Place, Readers } from './reading.ts';
import {
  constantPart,
  divideRatios,
  least,
  MAX,
  MIN,
  most,
  multiplyRatios,
  negateRatio,
  partOf,
  plus,
  power10,
  product,
  type Ratio,
  ratioOf,
  scaledUp,
  scaleOf,
  times,
  together,
  toWhole,
  type Value,
  type Whole,
  whereThere,
  whole,
} from './values.ts';
import { after, c32, c64, choose, doAll, i64, type Local, select } from './wasm/code.ts';

/** Awards of rules, signs, sums, products and quotients. */
export class ExpressionArithmetic {
  readonly #e: Engine;
  readonly #readers: Readers;
  readonly #code: ExpressionCode;

  constructor(parts: ExpressionParts) {
    this.#e = parts.e;
    this.#readers = parts.readers;
    this.#code = parts.code;
  }

  awards(expr: Of<'award'>, place: Place): Value {
    const zero: Whole = whole(ZERO64, 0n, 0n);
    return expr.rules.reduce<Whole>(
      (sum, rule) =>
        plus(
          this.#e,
          place.locals,
          sum,
          whole(this.#readers.award(rule, expr.points), 0n, MAX),
          1,
          expr.span,
        ),
      zero,
    );
  }

  negate(expr: Of<'negate'>, place: Place): Value {
    const value = this.#code.number(expr.of, place);
    if (value.kind === 'ratio') return negateRatio(this.#e, place.locals, value);
    return plus(this.#e, place.locals, { ...whole(ZERO64, 0n, 0n) }, value, -1, expr.span);
  }

  absolute(expr: Of<'absolute'>, place: Place): Value {
    const { locals } = place;
    const value = this.#code.number(expr.of, place);
    if (value.kind === 'i64') {
      if (value.low >= 0n) return value;
      const given = locals.i64('given');
      const minus = plus(
        this.#e,
        locals,
        whole(ZERO64, 0n, 0n),
        whole(given.get, value.low, value.high),
        -1,
        expr.span,
      );
      const reach = most([value.high, -value.low]);
      return whole(
        after([given.set(value.value)], choose(i64.lt(given.get, ZERO64), minus.value, given.get)),
        0n,
        least([reach, MAX]),
        value.present,
      );
    }
    const { n } = value;
    if (n.kind === 'wide')
      return { ...value, prepare: doAll(value.prepare, this.#e.wide.absolute(c32(n.address))) };
    if (n.low >= 0n) return value;
    if (n.low > MIN) {
      const top = locals.i64('n');
      const reach = most([n.high, -n.low]);
      return {
        ...value,
        prepare: doAll(
          value.prepare,
          top.set(select(i64.lt(n.value, ZERO64), i64.sub(ZERO64, n.value), n.value)),
        ),
        n: partOf(top.get, 0n, reach),
      };
    }
    const widened = negateRatio(this.#e, locals, value);
    if (widened.n.kind !== 'wide') throw new Error('a full number stays wide');
    return {
      ...widened,
      prepare: doAll(widened.prepare, this.#e.wide.absolute(c32(widened.n.address))),
    };
  }

  sum(expr: Of<'add' | 'subtract'>, place: Place): Value {
    const { locals } = place;
    const left = this.#code.number(expr.left, place);
    const right = this.#code.number(expr.right, place);
    const sign = expr.kind === 'add' ? 1 : -1;
    if (left.kind === 'i64' && right.kind === 'i64' && expr.type.kind === 'quantity') {
      const a = scaledUp(left, expr.type.scale - scaleOf(expr.left.type));
      const b = scaledUp(right, expr.type.scale - scaleOf(expr.right.type));
      if (a !== undefined && b !== undefined) return plus(this.#e, locals, a, b, sign, expr.span);
      return this.#wideSum(left, right, expr, place);
    }
    const a = ratioOf(locals, left, scaleOf(expr.left.type));
    const b = ratioOf(locals, right, scaleOf(expr.right.type));
    const e = this.#e;
    const x = product(e, locals, a.n, b.d, expr.span);
    const y = product(e, locals, b.n, a.d, expr.span);
    const d = product(e, locals, a.d, b.d, expr.span);
    const before = together(locals, [a.present, b.present]);
    const top = this.#wideAdd(x.part, y.part, sign, expr);
    return {
      kind: 'ratio',
      prepare: doAll(a.prepare, b.prepare, before.set, x.set, y.set, top.set, d.set),
      n: top.part,
      d: d.part,
      present: before.present,
    };
  }

  #wideAdd(a: Ratio['n'], b: Ratio['n'], sign: 1 | -1, expr: PlanExpr) {
    const e = this.#e;
    const wideOf = this.#readers.wideOf;
    const [x, y] = [wideOf(a), wideOf(b)];
    const limbs = Math.max(x.limbs, y.limbs) + 1;
    const { address } = this.#readers.wideRoom(limbs, expr.span);
    const add = sign === 1 ? e.wide.add : e.wide.subtract;
    return {
      set: doAll(
        x.set,
        y.set,
        add.call(c32(address), c32(limbs), c32(x.address), c32(x.limbs), c32(y.address), c32(y.limbs)),
      ),
      part: { kind: 'wide', address, limbs } as const,
    };
  }

  /** A sum whose operands may leave 64 bits at the common scale though the sum itself does not. */
  #wideSum(left: Whole, right: Whole, expr: Of<'add' | 'subtract'>, place: Place): Value {
    const { locals } = place;
    const e = this.#e;
    const scale = scaleOf(expr.type);
    const [x, y] = [locals.i64('left'), locals.i64('right')];
    const up = (value: Local<'i64'>, of: Whole, own: ValueType) =>
      product(
        e,
        locals,
        partOf(value.get, of.low, of.high),
        constantPart(power10(scale - scaleOf(own))),
        expr.span,
      );
    const a = up(x, left, expr.left.type);
    const b = up(y, right, expr.right.type);
    const top = this.#wideAdd(a.part, b.part, expr.kind === 'add' ? 1 : -1, expr);
    const result = toWhole(e, locals, top.part, e.overflow(expr.span));
    const { present, set } = together(locals, [left.present, right.present]);
    const exact = after([a.set, b.set, top.set, result.set], result.value);
    return whole(
      after([x.set(left.value), y.set(right.value), set], whereThere(present, exact)),
      MIN,
      MAX,
      present,
    );
  }

  multiply(expr: Of<'multiply'>, place: Place): Value {
    const { locals } = place;
    const left = this.#code.number(expr.left, place);
    const right = this.#code.number(expr.right, place);
    if (left.kind === 'i64' && right.kind === 'i64' && expr.type.kind === 'quantity') {
      const more = expr.type.scale - scaleOf(expr.left.type) - scaleOf(expr.right.type);
      const exact = times(this.#e, locals, left, right, expr.span);
      return more <= 0 ? exact : this.scale(exact, more, place, expr.span);
    }
    const a = ratioOf(locals, left, scaleOf(expr.left.type));
    const b = ratioOf(locals, right, scaleOf(expr.right.type));
    return multiplyRatios(this.#e, locals, a, b, expr.span);
  }

  divide(expr: Of<'divide'>, place: Place): Value {
    const left = ratioIn(this.#code, expr.left, place);
    const right = ratioIn(this.#code, expr.right, place);
    return divideRatios(this.#e, place.locals, left, right, expr.span);
  }

  /** The same number with more decimals, or an overflow at `span`. */
  scale(value: Whole, more: number, place: Place, span: PlanExpr['span']): Whole {
    const up = scaledUp(value, more);
    if (up !== undefined) return up;
    const by = power10(more);
    return times(this.#e, place.locals, value, whole(c64(by), by, by), span);
  }
}
