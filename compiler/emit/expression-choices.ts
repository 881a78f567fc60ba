import type { PlanExpr } from '../../schema/index.ts';
import type { Engine } from './engine.ts';
import type { ExpressionParts } from './expression-parts.ts';
import type { ExpressionCode, Of, Place, Readers } from './reading.ts';
import {
  compareRatios,
  least,
  MAX,
  MIN,
  most,
  partOf,
  type Ratio,
  ratioOf,
  roundedTo,
  scaledUp,
  scaleOf,
  small,
  together,
  type Value,
  whole,
} from './values.ts';
import {
  after,
  c32,
  choose,
  doAll,
  type Expr,
  type I32,
  i32,
  i64,
  type Local,
  nop,
  type Stmt,
  select,
  when,
} from './wasm/code.ts';

/** One of several values: the least or the largest, the one that a condition picks, the one that is there. */
export class ExpressionChoices {
  readonly #e: Engine;
  readonly #readers: Readers;
  readonly #code: ExpressionCode;

  constructor(parts: ExpressionParts) {
    this.#e = parts.e;
    this.#readers = parts.readers;
    this.#code = parts.code;
  }

  otherwise(expr: Of<'otherwise'>, place: Place): Value {
    const { locals } = place;
    const of = this.#as(expr.of, expr, place);
    if (of.present === undefined) return of;
    const kept = of.present;
    const fallback = (): Value => this.#as(expr.fallback, expr, place);
    if (of.kind === 'i32') {
      const value = locals.i32('value');
      const known = small(value.get);
      return this.#branch(after([value.set(of.value)], kept.get), () => known, fallback, place);
    }
    if (of.kind === 'i64') {
      const value = locals.i64('value');
      const known = whole(value.get, of.low, of.high);
      return this.#branch(after([value.set(of.value)], kept.get), () => known, fallback, place);
    }
    const prepared: Ratio = { ...of, prepare: nop, present: undefined };
    return this.#branch(after([of.prepare], kept.get), () => prepared, fallback, place);
  }

  if(expr: Of<'if'>, place: Place): Value {
    return this.#branch(
      this.#code.condition(expr.condition, place),
      (): Value => this.#as(expr.then, expr, place),
      (): Value => this.#as(expr.otherwise, expr, place),
      place,
    );
  }

  has(expr: Of<'has'>, place: Place): Value {
    const value = this.#code.value(expr.of, place);
    if (value.present === undefined) return small(after([this.#run(value, place)], c32(1)));
    return small(after([this.#run(value, place)], value.present.get));
  }

  extreme(expr: Of<'minimum' | 'maximum'>, place: Place): Value {
    const values = expr.items.map((item) => ({ item, value: this.#code.value(item, place) }));
    const scale = scaleOf(expr.type);
    const fit =
      expr.type.kind !== 'quantity' ||
      values.every(
        ({ item, value }) =>
          value.kind !== 'i64' || scaledUp(value, scale - scaleOf(item.type)) !== undefined,
      );
    if (fit) {
      const [first, ...rest] = values.map(({ item, value }) =>
        this.#code.convert(value, item.type, expr.type, place, expr.span),
      );
      if (first === undefined) throw new Error('an extreme of nothing');
      return rest.reduce((best, item) => this.#better(best, item, expr, place), first);
    }
    // Only the one that is chosen has to fit at the common scale.
    const { locals } = place;
    const [first, ...rest] = values.map(({ item, value }) => {
      if (value.kind === 'i32') throw new Error('an extreme of two kinds');
      return ratioOf(locals, value, scaleOf(item.type));
    });
    if (first === undefined) throw new Error('an extreme of nothing');
    const best = rest.reduce<Value>((known, item) => this.#better(known, item, expr, place), first);
    if (best.kind !== 'ratio') throw new Error('an extreme of two kinds');
    const chosen = roundedTo(this.#e, locals, best, 0, scale, 'down', this.#e.overflow(expr.span), expr.span);
    return whole(after([chosen.set], chosen.value), MIN, MAX, best.present);
  }

  #better(a: Value, b: Value, expr: Of<'minimum' | 'maximum'>, place: Place): Value {
    const { locals } = place;
    const least_ = expr.kind === 'minimum';
    if (a.kind === 'i32' && b.kind === 'i32') {
      const [x, y] = [locals.i32('a'), locals.i32('b')];
      const { present, set } = together(locals, [a.present, b.present]);
      const better = least_ ? i32.lt(y.get, x.get) : i32.gt(y.get, x.get);
      return small(after([x.set(a.value), y.set(b.value), set], select(better, y.get, x.get)), present);
    }
    if (a.kind === 'i64' && b.kind === 'i64') {
      const [x, y] = [locals.i64('a'), locals.i64('b')];
      const { present, set } = together(locals, [a.present, b.present]);
      const better = least_ ? i64.lt(y.get, x.get) : i64.gt(y.get, x.get);
      const ends = least_ ? least : most;
      return whole(
        after([x.set(a.value), y.set(b.value), set], select(better, y.get, x.get)),
        ends([a.low, b.low]),
        ends([a.high, b.high]),
        present,
      );
    }
    if (a.kind !== 'ratio' || b.kind !== 'ratio') throw new Error('an extreme of two kinds');
    const { present, set } = together(locals, [a.present, b.present]);
    const order = compareRatios(this.#e, locals, a, b, expr.span);
    const swap = locals.i32('swap');
    const condition = least_ ? i32.gt(order.sign, c32(0)) : i32.lt(order.sign, c32(0));
    return this.#merge(
      doAll(a.prepare, b.prepare, set, order.set, swap.set(condition)),
      swap.get,
      b,
      a,
      present,
      place,
    );
  }

  /** One of two prepared quotients. */
  #merge(
    prepare: Stmt,
    condition: I32,
    yes: Ratio,
    no: Ratio,
    present: Local<'i32'> | undefined,
    place: Place,
    prepareInside = false,
  ): Ratio {
    const { locals } = place;
    const side = (x: Ratio['n'], y: Ratio['n']) => {
      if (x.kind === 'local' && y.kind === 'local') {
        const into = locals.i64('side');
        return {
          part: partOf(into.get, least([x.low, y.low]), most([x.high, y.high])),
          yes: into.set(x.value),
          no: into.set(y.value),
        };
      }
      const [a, b] = [this.#readers.wideOf(x), this.#readers.wideOf(y)];
      const limbs = Math.max(a.limbs, b.limbs);
      const { address } = this.#readers.wideRoom(limbs, { start: 0, end: 0 });
      return {
        part: { kind: 'wide', address, limbs } as const,
        yes: doAll(a.set, this.#readers.wideMove(address, limbs, a.address, a.limbs)),
        no: doAll(b.set, this.#readers.wideMove(address, limbs, b.address, b.limbs)),
      };
    };
    const n = side(yes.n, no.n);
    const d = side(yes.d, no.d);
    return {
      kind: 'ratio',
      prepare: doAll(
        prepare,
        when(
          condition,
          [prepareInside ? yes.prepare : nop, n.yes, d.yes],
          [prepareInside ? no.prepare : nop, n.no, d.no],
        ),
      ),
      n: n.part,
      d: d.part,
      present,
    };
  }

  /** One of two values; only that one is worked out. */
  #branch(condition: I32, yes: () => Value, no: () => Value, place: Place): Value {
    const { locals } = place;
    const [a, b] = [yes(), no()];
    const isOptional = a.present !== undefined || b.present !== undefined;
    const present = isOptional ? locals.i32('there') : undefined;
    const presence = (value: Value): Stmt =>
      present === undefined ? nop : present.set(value.present?.get ?? c32(1));
    const inside = <T extends 'i32' | 'i64'>(value: Value, code: Expr<T>, into: Local<T>): Expr<T> =>
      after([into.set(code), presence(value)], into.get);
    if (a.kind === 'i32' && b.kind === 'i32') {
      if (!isOptional) return small(choose(condition, a.value, b.value));
      const into = locals.i32('branch');
      return small(choose(condition, inside(a, a.value, into), inside(b, b.value, into)), present);
    }
    if (a.kind === 'i64' && b.kind === 'i64') {
      const [low, high] = [least([a.low, b.low]), most([a.high, b.high])];
      if (!isOptional) return whole(choose(condition, a.value, b.value), low, high);
      const into = locals.i64('branch');
      const value = choose(condition, inside(a, a.value, into), inside(b, b.value, into));
      return whole(value, low, high, present);
    }
    if (a.kind !== 'ratio' || b.kind !== 'ratio') throw new Error('a choice between two kinds');
    const withPresence = (value: Ratio): Ratio => ({
      ...value,
      prepare: doAll(value.prepare, presence(value)),
    });
    const chosen = locals.i32('chosen');
    return this.#merge(
      chosen.set(condition),
      chosen.get,
      withPresence(a),
      withPresence(b),
      present,
      place,
      true,
    );
  }

  /** A part as a value of the whole's type; where it does not fit, it is the whole that overflows. */
  #as(part: PlanExpr, whole_: PlanExpr, place: Place): Value {
    return this.#code.convert(this.#code.value(part, place), part.type, whole_.type, place, whole_.span);
  }

  /** Runs a value for what it sets and may raise. */
  #run(value: Value, place: Place): Stmt {
    if (value.kind === 'ratio') return value.prepare;
    if (value.kind === 'i32') return place.locals.i32('unused').set(value.value);
    return place.locals.i64('unused').set(value.value);
  }
}
