import type { PlanExpr, Value as PlanValue, ValueType } from '../../schema/index.ts';
import { FOREVER } from '../../schema/index.ts';
import { minOf } from './arena.ts';
import { type Engine, ZERO64 } from './engine.ts';
import type { ExpressionCode, Place, Readers } from './reading.ts';
import {
  compareRatios,
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
  roundedParts,
  roundedTo,
  type Small,
  scaledUp,
  scaleOf,
  small,
  times,
  together,
  toWhole,
  type Value,
  type Whole,
  whereThere,
  whole,
} from './values.ts';
import {
  after,
  and,
  at,
  c32,
  c64,
  choose,
  doAll,
  type Expr,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  nop,
  not,
  or,
  type Stmt,
  select,
  when,
} from './wasm/code.ts';

type Of<K extends PlanExpr['kind']> = Extract<PlanExpr, { kind: K }>;

const SECONDS = 86_400;

/** Months of ten thousand years: no two dates are further apart. */
const MOST_MONTHS = 120_000n;

/** Turns checked expressions into code that equals the reference evaluator, overflow for overflow. */
export class Expressions implements ExpressionCode {
  readonly #e: Engine;
  readonly #readers: Readers;

  constructor(e: Engine, readers: Readers) {
    this.#e = e;
    this.#readers = readers;
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
    return this.#scale(value, to.scale - from.scale, place, span);
  }

  #scale(value: Whole, more: number, place: Place, span: PlanExpr['span']): Whole {
    const up = scaledUp(value, more);
    if (up !== undefined) return up;
    const by = power10(more);
    return times(this.#e, place.locals, value, whole(c64(by), by, by), span);
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
        return this.#awards(expr, place);
      case 'negate':
        return this.#negate(expr, place);
      case 'absolute':
        return this.#absolute(expr, place);
      case 'add':
      case 'subtract':
        return this.#sum(expr, place);
      case 'multiply':
        return this.#multiply(expr, place);
      case 'divide': {
        const left = this.#ratio(expr.left, place);
        const right = this.#ratio(expr.right, place);
        return divideRatios(this.#e, place.locals, left, right, expr.span);
      }
      case 'minimum':
      case 'maximum':
        return this.#extreme(expr, place);
      case 'round':
        return this.#round(expr, place);
      case 'per':
        return this.#per(expr, place);
      case 'compare':
        return this.#compare(expr, place);
      case 'and':
        return small(and(...expr.items.map((item) => this.condition(item, place))));
      case 'or':
        return small(or(...expr.items.map((item) => this.condition(item, place))));
      case 'not':
        return small(not(this.condition(expr.of, place)));
      case 'if':
        return this.#branch(
          this.condition(expr.condition, place),
          (): Value => this.#as(expr.then, expr, place),
          (): Value => this.#as(expr.otherwise, expr, place),
          place,
        );
      case 'in':
        return this.#in(expr, place);
      case 'between':
        return this.#between(expr, place);
      case 'otherwise':
        return this.#otherwise(expr, place);
      case 'has': {
        const value = this.value(expr.of, place);
        if (value.present === undefined) return small(after([this.#run(value, place)], c32(1)));
        return small(after([this.#run(value, place)], value.present.get));
      }
      case 'date-part':
        return this.#datePart(expr, place);
      case 'period-edge':
        return this.#periodEdge(expr, place);
      case 'shift':
        return this.#shift(expr, place);
      case 'elapsed':
        return this.#elapsed(expr, place);
      case 'lines':
        return this.#lines(expr, place);
    }
  }

  /** A part as a value of the whole's type; where it does not fit, it is the whole that overflows. */
  #as(part: PlanExpr, whole_: PlanExpr, place: Place): Value {
    return this.convert(this.value(part, place), part.type, whole_.type, place, whole_.span);
  }

  /** Runs a value for what it sets and may raise. */
  #run(value: Value, place: Place): Stmt {
    if (value.kind === 'ratio') return value.prepare;
    if (value.kind === 'i32') return place.locals.i32('unused').set(value.value);
    return place.locals.i64('unused').set(value.value);
  }

  #ratio(expr: PlanExpr, place: Place): Ratio {
    return ratioOf(place.locals, this.number(expr, place), scaleOf(expr.type));
  }

  #awards(expr: Of<'award'>, place: Place): Value {
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

  #negate(expr: Of<'negate'>, place: Place): Value {
    const value = this.number(expr.of, place);
    if (value.kind === 'ratio') return negateRatio(this.#e, place.locals, value);
    return plus(this.#e, place.locals, { ...whole(ZERO64, 0n, 0n) }, value, -1, expr.span);
  }

  #absolute(expr: Of<'absolute'>, place: Place): Value {
    const { locals } = place;
    const value = this.number(expr.of, place);
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

  #sum(expr: Of<'add' | 'subtract'>, place: Place): Value {
    const { locals } = place;
    const left = this.number(expr.left, place);
    const right = this.number(expr.right, place);
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

  #multiply(expr: Of<'multiply'>, place: Place): Value {
    const { locals } = place;
    const left = this.number(expr.left, place);
    const right = this.number(expr.right, place);
    if (left.kind === 'i64' && right.kind === 'i64' && expr.type.kind === 'quantity') {
      const more = expr.type.scale - scaleOf(expr.left.type) - scaleOf(expr.right.type);
      const exact = times(this.#e, locals, left, right, expr.span);
      return more <= 0 ? exact : this.#scale(exact, more, place, expr.span);
    }
    const a = ratioOf(locals, left, scaleOf(expr.left.type));
    const b = ratioOf(locals, right, scaleOf(expr.right.type));
    return multiplyRatios(this.#e, locals, a, b, expr.span);
  }

  #extreme(expr: Of<'minimum' | 'maximum'>, place: Place): Value {
    const values = expr.items.map((item) => ({ item, value: this.value(item, place) }));
    const scale = scaleOf(expr.type);
    const fit =
      expr.type.kind !== 'quantity' ||
      values.every(
        ({ item, value }) =>
          value.kind !== 'i64' || scaledUp(value, scale - scaleOf(item.type)) !== undefined,
      );
    if (fit) {
      const [first, ...rest] = values.map(({ item, value }) =>
        this.convert(value, item.type, expr.type, place, expr.span),
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

  #otherwise(expr: Of<'otherwise'>, place: Place): Value {
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

  #round(expr: Of<'round'>, place: Place): Value {
    const { locals } = place;
    const e = this.#e;
    const of = this.#ratio(expr.of, place);
    const step = expr.step ? this.#ratio(expr.step, place) : undefined;
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

  #per(expr: Of<'per'>, place: Place): Value {
    const { locals } = place;
    const e = this.#e;
    const amount = this.#ratio(expr.amount, place);
    const step = this.#ratio(expr.step, place);
    const gives = this.#ratio(expr.gives, place);
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

  #compare(expr: Of<'compare'>, place: Place): Value {
    const reached = this.#compareAge(expr, place);
    if (reached !== undefined) return reached;
    const left = this.value(expr.left, place);
    const right = this.value(expr.right, place);
    const order = this.#order(left, expr.left.type, right, expr.right.type, place, expr.span);
    const result = order.compare(expr.operator);
    return small(
      after([order.set], order.present === undefined ? result : i32.and(order.present.get, result)),
    );
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
    const of = this.#dayIn(left.of, place);
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

  #in(expr: Of<'in'>, place: Place): Value {
    const { set, again } = this.#once(this.value(expr.of, place), place);
    const tests = expr.items.map((item) => {
      const order = this.#order(again, expr.of.type, this.value(item, place), item.type, place, expr.span);
      const result = order.compare('=');
      return after([order.set], order.present === undefined ? result : i32.and(order.present.get, result));
    });
    return small(after([set], or(...tests)));
  }

  #between(expr: Of<'between'>, place: Place): Value {
    const { set, again } = this.#once(this.value(expr.of, place), place);
    const side = (edge: PlanExpr, operator: '>=' | '<='): I32 => {
      const order = this.#order(again, expr.of.type, this.value(edge, place), edge.type, place, expr.span);
      const result = order.compare(operator);
      return after([order.set], order.present === undefined ? result : i32.and(order.present.get, result));
    };
    return small(after([set], and(side(expr.low, '>='), side(expr.high, '<='))));
  }

  /** The local day of a date or datetime, after `set`. */
  #dayIn(expr: PlanExpr, place: Place) {
    const value = this.value(expr, place);
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

  #datePart(expr: Of<'date-part'>, place: Place): Value {
    const of = this.#dayIn(expr.of, place);
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

  #periodEdge(expr: Of<'period-edge'>, place: Place): Value {
    const of = this.#dayIn(expr.of, place);
    const period = this.#readers.period(expr.period);
    const edge = expr.edge === 'start' ? period.start : period.end;
    return small(
      after([of.set], choose(i32.ge(of.day, c32(FOREVER)), c32(FOREVER), edge.call(of.day))),
      of.present,
    );
  }

  #shift(expr: Of<'shift'>, place: Place): Value {
    const { locals } = place;
    const { calendar } = this.#e;
    const by = this.value(expr.by, place);
    if (by.kind !== 'i32' || expr.by.type.kind !== 'duration') throw new Error('a shift by no duration');
    const isCalendar = expr.by.type.family === 'calendar';
    const of = this.value(expr.of, place);
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

  #elapsed(expr: Of<'elapsed'>, place: Place): Value {
    const { g, calendar } = this.#e;
    const { locals } = place;
    const of = this.#dayIn(expr.of, place);
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

  #lines(expr: Of<'lines'>, place: Place): Value {
    return this.#readers.lines(expr, place, this);
  }
}

function negated(value: I32): I32 {
  return value.constant === undefined ? i32.sub(c32(0), value) : c32(-value.constant);
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

export type { Small };
