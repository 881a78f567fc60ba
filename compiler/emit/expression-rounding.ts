import type { PlanExpr } from '../../schema/index.ts';
import { type Engine, ZERO64 } from './engine.ts';
import { type ExpressionParts, ratioIn } from './expression-parts.ts';
import type { ExpressionCode, Of, Place, Readers } from './reading.ts';
import {
  constantPart,
  least,
  MAX,
  MIN,
  most,
  power10,
  product,
  type Ratio,
  roundedParts,
  scaleOf,
  together,
  toWhole,
  type Value,
  type Whole,
  whole,
} from './values.ts';
import { after, c32, doAll, type I32, type I64, i32, i64, nop, type Stmt, when } from './wasm/code.ts';

/** Steps: rounding to them, and what is given per step. */
export class ExpressionRounding {
  readonly #e: Engine;
  readonly #readers: Readers;
  readonly #code: ExpressionCode;

  constructor(parts: ExpressionParts) {
    this.#e = parts.e;
    this.#readers = parts.readers;
    this.#code = parts.code;
  }

  round(expr: Of<'round'>, place: Place): Value {
    const { locals } = place;
    const e = this.#e;
    const of = ratioIn(this.#code, expr.of, place);
    const step = expr.step ? ratioIn(this.#code, expr.step, place) : undefined;
    const scale = scaleOf(expr.type);
    const stepN = step?.n ?? constantPart(1n);
    const stepD = step?.d ?? constantPart(1n);
    const n = product(e, locals, of.n, stepD, expr.span);
    const d = product(e, locals, of.d, stepN, expr.span);
    const steps = roundedParts(e, locals, n.part, d.part, expr.mode);
    const up = product(e, locals, steps.part, stepN, expr.span);
    const result = this.#exactly(up.part, power10(scale), stepD, expr, place);
    const before = together(locals, [of.present, step?.present]);
    const positive = this.#isPositive(stepN);
    return this.#guarded(
      doAll(of.prepare, step?.prepare ?? nop, before.set),
      positive === undefined ? before.present?.get : i32.and(positive, before.present?.get ?? c32(1)),
      [n.set, d.set, steps.set, up.set, result.set],
      result.value,
      place,
      result.low,
      result.high,
    );
  }

  /** part · by / d as 64 bits, or an overflow; the division leaves no rest. */
  #exactly(part: Ratio['n'], by: bigint, d: Ratio['d'], expr: PlanExpr, place: Place) {
    const e = this.#e;
    const { locals } = place;
    // By and d are powers of ten: what they have in common goes first.
    const divisor = d.kind === 'local' ? d.value.constant : undefined;
    if (divisor !== undefined && by % divisor === 0n) {
      const up = product(e, locals, part, constantPart(by / divisor), expr.span);
      const result = toWhole(e, locals, up.part, e.overflow(expr.span));
      const [low, high] = up.part.kind === 'local' ? [up.part.low, up.part.high] : [MIN, MAX];
      return { set: doAll(up.set, result.set), value: result.value, low, high };
    }
    const up = product(e, locals, part, constantPart(by), expr.span);
    const quotient = roundedParts(e, locals, up.part, d, 'down');
    const result = toWhole(e, locals, quotient.part, e.overflow(expr.span));
    return { set: doAll(up.set, quotient.set, result.set), value: result.value, low: MIN, high: MAX };
  }

  /** Code that asks whether a step is above 0; undefined where it surely is. */
  #isPositive(part: Ratio['n']): I32 | undefined {
    if (part.kind === 'local') return part.low > 0n ? undefined : i64.gt(part.value, ZERO64);
    const e = this.#e;
    const [address, limbs] = [c32(part.address), c32(part.limbs)];
    return i32.and(
      i32.eqz(this.#readers.wideIsNegative(part.address)),
      i32.eqz(e.wide.isZero.call(address, limbs)),
    );
  }

  /** Works out a number only where a condition holds; otherwise it is missing (and 0). */
  #guarded(
    prepare: Stmt,
    condition: I32 | undefined,
    body: readonly Stmt[],
    value: I64,
    place: Place,
    low: bigint,
    high: bigint,
  ): Whole {
    if (condition === undefined) return whole(after([prepare, ...body], value), low, high);
    const { locals } = place;
    const present = locals.i32('there');
    const result = locals.i64('result');
    return whole(
      after(
        [
          prepare,
          present.set(condition),
          result.set(ZERO64),
          when(present.get, [...body, result.set(value)]),
        ],
        result.get,
      ),
      least([low, 0n]),
      most([high, 0n]),
      present,
    );
  }

  per(expr: Of<'per'>, place: Place): Value {
    const { locals } = place;
    const e = this.#e;
    const amount = ratioIn(this.#code, expr.amount, place);
    const step = ratioIn(this.#code, expr.step, place);
    const gives = ratioIn(this.#code, expr.gives, place);
    const before = together(locals, [amount.present, step.present, gives.present]);
    // The decimals of both sides cancel: 1 star per 54 JPY of 5,400 JPY divides plain numbers.
    const same =
      amount.d.kind === 'local' &&
      step.d.kind === 'local' &&
      amount.d.value.constant !== undefined &&
      amount.d.value.constant === step.d.value.constant;
    const n = same ? { set: nop, part: amount.n } : product(e, locals, amount.n, step.d, expr.span);
    const d = same ? { set: nop, part: step.n } : product(e, locals, amount.d, step.n, expr.span);
    const positive = this.#isPositive(step.n);
    const condition =
      positive === undefined ? before.present?.get : i32.and(positive, before.present?.get ?? c32(1));
    const prepare = doAll(amount.prepare, step.prepare, gives.prepare, before.set);
    if (expr.proRata) {
      const top = product(e, locals, n.part, gives.n, expr.span);
      const bottom = product(e, locals, d.part, gives.d, expr.span);
      const ratio: Ratio = {
        kind: 'ratio',
        prepare: doAll(prepare, n.set, d.set, top.set, bottom.set),
        n: top.part,
        d: bottom.part,
        present: before.present,
      };
      if (condition === undefined || condition === before.present?.get) return ratio;
      const present = locals.i32('there');
      return { ...ratio, prepare: doAll(ratio.prepare, present.set(condition)), present };
    }
    const steps = roundedParts(e, locals, n.part, d.part, 'floor');
    const total = product(e, locals, steps.part, gives.n, expr.span);
    if (expr.type.kind !== 'quantity') {
      return {
        kind: 'ratio',
        prepare: doAll(prepare, n.set, d.set, steps.set, total.set),
        n: total.part,
        d: gives.d,
        present: before.present,
      };
    }
    const result = this.#exactly(total.part, power10(expr.type.scale), gives.d, expr, place);
    return this.#guarded(
      prepare,
      condition,
      [n.set, d.set, steps.set, total.set, result.set],
      result.value,
      place,
      result.low,
      result.high,
    );
  }
}
