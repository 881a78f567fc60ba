import type { RoundingMode, Span, ValueType } from '../../schema/index.ts';
import { type Engine, type Locals, Unbounded, ZERO64 } from './engine.ts';
import { checkedAdd, checkedSub } from './library/arithmetic.ts';
import { MOST_LIMBS, wideBytes } from './library/wide.ts';
import {
  after,
  c32,
  c64,
  choose,
  doAll,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  load32,
  nop,
  type Stmt,
  select,
  when,
} from './wasm/code.ts';

export const MAX = (1n << 63n) - 1n;
export const MIN = -(1n << 63n);

export function fits(low: bigint, high: bigint): boolean {
  return low >= MIN && high <= MAX;
}

/** Code for a date, level, boolean, word, text or duration. `present`: set by running `value`; absent = always there. */
export interface Small {
  readonly kind: 'i32';
  readonly value: I32;
  readonly present: Local<'i32'> | undefined;
}

/** Code for a quantity at its scale (or a datetime), known to lie between two numbers. */
export interface Whole {
  readonly kind: 'i64';
  readonly value: I64;
  readonly low: bigint;
  readonly high: bigint;
  readonly present: Local<'i32'> | undefined;
}

/** One side of a fraction: a local, or a number of any size in memory. */
export type Part =
  | { readonly kind: 'local'; readonly value: I64; readonly low: bigint; readonly high: bigint }
  | { readonly kind: 'wide'; readonly address: number; readonly limbs: number };

/** Code for an exact quotient: after `prepare`, `n` and `d` (above 0) can be read once or more. */
export interface Ratio {
  readonly kind: 'ratio';
  readonly prepare: Stmt;
  readonly n: Part;
  readonly d: Part;
  readonly present: Local<'i32'> | undefined;
}

export type Value = Small | Whole | Ratio;

export function power10(n: number): bigint {
  return 10n ** BigInt(n);
}

export function scaleOf(type: ValueType): number {
  return type.kind === 'quantity' ? type.scale : 0;
}

export function small(value: I32, present?: Local<'i32'>): Small {
  return { kind: 'i32', value, present };
}

export function whole(value: I64, low: bigint = MIN, high: bigint = MAX, present?: Local<'i32'>): Whole {
  return { kind: 'i64', value, low, high, present };
}

/** Presence of a value made of others: there where all are. Undefined: always. */
export function together(
  locals: Locals,
  parts: readonly (Local<'i32'> | undefined)[],
): { readonly present: Local<'i32'> | undefined; readonly set: Stmt } {
  const optional = parts.filter((each) => each !== undefined);
  const [first, ...rest] = optional;
  if (first === undefined) return { present: undefined, set: nop };
  const present = locals.i32('there');
  const all = rest.reduce<I32>((so, each) => i32.and(so, each.get), first.get);
  return { present, set: present.set(all) };
}

export function span2(a: Whole, b: Whole): readonly bigint[] {
  return [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
}

export function least(values: readonly bigint[]): bigint {
  let best = values[0] ?? 0n;
  for (const each of values) if (each < best) best = each;
  return best;
}

export function most(values: readonly bigint[]): bigint {
  let best = values[0] ?? 0n;
  for (const each of values) if (each > best) best = each;
  return best;
}

function clampLow(value: bigint): bigint {
  return value < MIN ? MIN : value;
}

function clampHigh(value: bigint): bigint {
  return value > MAX ? MAX : value;
}

/** Works a number out only where its operands are there: what is missing never overflows. */
export function whereThere(present: Local<'i32'> | undefined, value: I64): I64 {
  return present === undefined ? value : choose(present.get, value, ZERO64);
}

/** a ± b, or an overflow at `span`; the operands' scales are the same. */
export function plus(e: Engine, locals: Locals, a: Whole, b: Whole, sign: 1 | -1, span: Span): Whole {
  const low = sign === 1 ? a.low + b.low : a.low - b.high;
  const high = sign === 1 ? a.high + b.high : a.high - b.low;
  const { present, set } = together(locals, [a.present, b.present]);
  const left = locals.i64('left');
  const right = locals.i64('right');
  const first = [left.set(a.value), right.set(b.value), set];
  const [x, y] = [left.get, b.value.constant === undefined ? right.get : b.value];
  if (fits(low, high)) {
    const value = sign === 1 ? i64.add(x, y) : i64.sub(x, y);
    return whole(after(first, value), low, high, present);
  }
  const value = (sign === 1 ? checkedAdd : checkedSub)(x, y, e.overflow(span));
  return whole(after(first, whereThere(present, value)), clampLow(low), clampHigh(high), present);
}

/** a · b, or an overflow at `span`; scales add up. */
export function times(e: Engine, locals: Locals, a: Whole, b: Whole, span: Span): Whole {
  const products = span2(a, b);
  const low = least(products);
  const high = most(products);
  const { present, set } = together(locals, [a.present, b.present]);
  const left = locals.i64('left');
  const right = locals.i64('right');
  const x = a.value.constant === undefined ? left.get : a.value;
  const y = b.value.constant === undefined ? right.get : b.value;
  const first = [left.set(a.value), right.set(b.value), set];
  const value = fits(low, high) ? i64.mul(x, y) : e.arithmetic.checkedMul(x, y, e.overflow(span));
  return whole(after(first, whereThere(present, value)), clampLow(low), clampHigh(high), present);
}

/** The value at a scale larger by `more` decimals, where it surely fits; undefined where it may not. */
export function scaledUp(value: Whole, more: number): Whole | undefined {
  if (more === 0) return value;
  const by = power10(more);
  const [low, high] = [value.low * by, value.high * by];
  if (!fits(low, high)) return undefined;
  return { ...value, value: i64.mul(value.value, c64(by)), low, high };
}

export function partOf(value: I64, low: bigint, high: bigint): Part {
  return { kind: 'local', value, low, high };
}

export function constantPart(value: bigint): Part {
  return partOf(c64(value), value, value);
}

/** A number of `type` as an exact quotient of whole units. */
export function ratioOf(locals: Locals, value: Whole | Ratio, scale: number): Ratio {
  if (value.kind === 'ratio') return value;
  if (value.value.constant !== undefined) {
    const n = constantPart(value.value.constant);
    return { kind: 'ratio', prepare: nop, n, d: constantPart(power10(scale)), present: value.present };
  }
  const n = locals.i64('n');
  return {
    kind: 'ratio',
    prepare: n.set(value.value),
    n: partOf(n.get, value.low, value.high),
    d: constantPart(power10(scale)),
    present: value.present,
  };
}

/** A part as a number in memory. */
function asWide(
  e: Engine,
  part: Part,
): { readonly set: Stmt; readonly address: number; readonly limbs: number } {
  if (part.kind === 'wide') return { set: nop, address: part.address, limbs: part.limbs };
  const address = e.state.place(wideBytes(2));
  return { set: e.wide.set.call(c32(address), c32(2), part.value), address, limbs: 2 };
}

/** The product of two parts: in a local where it surely fits, in memory otherwise. */
export function product(
  e: Engine,
  locals: Locals,
  a: Part,
  b: Part,
  span: Span,
): { readonly set: Stmt; readonly part: Part } {
  if (a.kind === 'local' && b.kind === 'local') {
    if (a.value.constant === 1n) return { set: nop, part: b };
    if (b.value.constant === 1n) return { set: nop, part: a };
    const products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
    const [low, high] = [least(products), most(products)];
    if (fits(low, high)) {
      const value = locals.i64('product');
      return { set: value.set(i64.mul(a.value, b.value)), part: partOf(value.get, low, high) };
    }
  }
  const [x, y] = [asWide(e, a), asWide(e, b)];
  const limbs = x.limbs + y.limbs;
  if (limbs > MOST_LIMBS - 2) throw new Unbounded('wide', span);
  const address = e.state.place(wideBytes(limbs));
  return {
    set: doAll(
      x.set,
      y.set,
      e.wide.multiply.call(c32(address), c32(x.address), c32(x.limbs), c32(y.address), c32(y.limbs)),
    ),
    part: { kind: 'wide', address, limbs },
  };
}

export function multiplyRatios(e: Engine, locals: Locals, a: Ratio, b: Ratio, span: Span): Ratio {
  const n = product(e, locals, a.n, b.n, span);
  const d = product(e, locals, a.d, b.d, span);
  const { present, set } = together(locals, [a.present, b.present]);
  return {
    kind: 'ratio',
    prepare: doAll(a.prepare, b.prepare, set, n.set, d.set),
    n: n.part,
    d: d.part,
    present,
  };
}

/** a ÷ b; missing where b is 0. */
export function divideRatios(e: Engine, locals: Locals, a: Ratio, b: Ratio, span: Span): Ratio {
  const n = product(e, locals, a.n, b.d, span);
  const d = product(e, locals, a.d, b.n, span);
  const before = together(locals, [a.present, b.present]);
  const prepared = doAll(a.prepare, b.prepare, before.set, n.set, d.set);
  if (n.part.kind === 'local' && d.part.kind === 'local') {
    const { low, high } = d.part;
    if (low > 0n) return { kind: 'ratio', prepare: prepared, n: n.part, d: d.part, present: before.present };
    // Turning the signs around needs room for both.
    if (low >= 0n || (n.part.low > MIN && low > MIN)) {
      const present = locals.i32('there');
      const top = locals.i64('n');
      const bottom = locals.i64('d');
      const isZero = i64.eqz(bottom.get);
      const turn: Stmt =
        low >= 0n
          ? nop
          : when(i64.lt(bottom.get, ZERO64), [
              top.set(i64.sub(ZERO64, top.get)),
              bottom.set(i64.sub(ZERO64, bottom.get)),
            ]);
      const reach = most([n.part.low, n.part.high, -n.part.low, -n.part.high]);
      return {
        kind: 'ratio',
        prepare: doAll(
          prepared,
          top.set(n.part.value),
          bottom.set(d.part.value),
          present.set(
            before.present === undefined ? i32.eqz(isZero) : i32.and(before.present.get, i32.eqz(isZero)),
          ),
          when(isZero, [bottom.set(c64(1))]),
          turn,
        ),
        n: low >= 0n ? partOf(top.get, n.part.low, n.part.high) : partOf(top.get, -reach, reach),
        d: partOf(bottom.get, 1n, most([high, -low, 1n])),
        present,
      };
    }
  }
  const [top, bottom] = [asWide(e, n.part), asWide(e, d.part)];
  const present = locals.i32('there');
  const [x, y] = [c32(top.address), c32(bottom.address)];
  const isZero = e.wide.isZero.call(y, c32(bottom.limbs));
  const negative = i32.ne(loadFlag(bottom.address), c32(0));
  return {
    kind: 'ratio',
    prepare: doAll(
      prepared,
      // The operands' own memory must stay as it is: what is turned around here was made here.
      top.set,
      bottom.set,
      present.set(i32.eqz(isZero)),
      before.present === undefined ? nop : present.set(i32.and(present.get, before.present.get)),
      when(isZero, [e.wide.set.call(y, c32(bottom.limbs), c64(1))]),
      when(negative, [e.wide.negate.call(x, c32(top.limbs)), e.wide.negate.call(y, c32(bottom.limbs))]),
    ),
    n: { kind: 'wide', address: top.address, limbs: top.limbs },
    d: { kind: 'wide', address: bottom.address, limbs: bottom.limbs },
    present,
  };
}

function loadFlag(address: number): I32 {
  return load32(c32(0), address);
}

export function negateRatio(e: Engine, locals: Locals, a: Ratio): Ratio {
  if (a.n.kind === 'local' && a.n.low > MIN) {
    const n = locals.i64('n');
    return {
      ...a,
      prepare: doAll(a.prepare, n.set(i64.sub(ZERO64, a.n.value))),
      n: partOf(n.get, -a.n.high, -a.n.low),
    };
  }
  const n = asWide(e, a.n);
  return {
    ...a,
    prepare: doAll(a.prepare, n.set, e.wide.negate.call(c32(n.address), c32(n.limbs))),
    n: { kind: 'wide', address: n.address, limbs: n.limbs },
  };
}

/** −1, 0 or 1 as a is less than, equal to or more than b; both were prepared. */
export function compareRatios(
  e: Engine,
  locals: Locals,
  a: Ratio,
  b: Ratio,
  span: Span,
): { readonly set: Stmt; readonly sign: I32 } {
  if (a.n.kind === 'local' && a.d.kind === 'local' && b.n.kind === 'local' && b.d.kind === 'local') {
    const left = product(e, locals, a.n, b.d, span);
    const right = product(e, locals, b.n, a.d, span);
    if (left.part.kind === 'local' && right.part.kind === 'local') {
      const [x, y] = [left.part.value, right.part.value];
      return {
        set: doAll(left.set, right.set),
        sign: i32.sub(i64.gt(x, y), i64.lt(x, y)),
      };
    }
    return {
      set: nop,
      sign: e.arithmetic.compareProducts.call(a.n.value, b.d.value, b.n.value, a.d.value),
    };
  }
  const left = product(e, locals, a.n, b.d, span);
  const right = product(e, locals, b.n, a.d, span);
  const [x, y] = [asWide(e, left.part), asWide(e, right.part)];
  return {
    set: doAll(left.set, right.set, x.set, y.set),
    sign: e.wide.compare.call(c32(x.address), c32(x.limbs), c32(y.address), c32(y.limbs)),
  };
}

/** A quotient rounded to whole steps: a number of steps, as a part. */
export function roundedParts(
  e: Engine,
  locals: Locals,
  n: Part,
  d: Part,
  mode: RoundingMode,
): { readonly set: Stmt; readonly part: Part } {
  if (n.kind === 'local' && d.kind === 'local') {
    if (d.value.constant === 1n) return { set: nop, part: n };
    const value = locals.i64('rounded');
    const [low, high] = quotientEnds(n, d.value.constant);
    return {
      set: value.set(divideBy(e, n.value, d.value, mode, n.low)),
      part: partOf(value.get, low, high),
    };
  }
  const [x, y] = [asWide(e, n), asWide(e, d)];
  const limbs = x.limbs + 1;
  const address = e.state.place(wideBytes(limbs));
  return {
    set: doAll(
      x.set,
      y.set,
      e.wide.divideRound(mode).call(c32(address), c32(x.address), c32(x.limbs), c32(y.address), c32(y.limbs)),
    ),
    part: { kind: 'wide', address, limbs },
  };
}

/** Ends of n/d rounded any way, for d ≥ 1. */
function quotientEnds(
  n: { readonly low: bigint; readonly high: bigint },
  d: bigint | undefined,
): [bigint, bigint] {
  const by = d ?? 1n;
  const low = n.low >= 0n ? (d === undefined ? 0n : n.low / by) : n.low / by - 1n;
  const high = n.high <= 0n ? (d === undefined ? 0n : n.high / by) : n.high / by + 1n;
  return [clampLow(low), clampHigh(high)];
}

/** n/d rounded; a number that cannot be negative is rounded toward zero by the division itself. */
function divideBy(e: Engine, n: I64, d: I64, mode: RoundingMode, low: bigint): I64 {
  if (low >= 0n && (mode === 'down' || mode === 'floor')) return i64.div(n, d);
  return e.arithmetic.roundDivide(mode).call(n, d);
}

/** A part as 64 bits, or `onOverflow`, which must leave. */
export function toWhole(
  e: Engine,
  locals: Locals,
  part: Part,
  onOverflow: Stmt,
): { readonly set: Stmt; readonly value: I64 } {
  if (part.kind === 'local') return { set: nop, value: part.value };
  const value = locals.i64('whole');
  return {
    set: doAll(
      value.set(e.wide.toInt64.call(c32(part.address), c32(part.limbs))),
      when(i32.eqz(e.wide.fits.get), [onOverflow]),
    ),
    value: value.get,
  };
}

/**
 * A number rounded once to `decimals`: counts 10^-decimals. `onOverflow` must leave; a missing number is 0.
 */
export function roundedTo(
  e: Engine,
  locals: Locals,
  value: Whole | Ratio,
  scale: number,
  decimals: number,
  mode: RoundingMode,
  onOverflow: Stmt,
  span: Span,
): { readonly set: Stmt; readonly value: I64; readonly low: bigint; readonly high: bigint } {
  const guarded = (set: Stmt, result: I64, low: bigint, high: bigint) => {
    if (value.present === undefined) return { set, value: result, low, high };
    const kept = locals.i64('kept');
    return {
      set: doAll(set, kept.set(select(value.present.get, result, ZERO64))),
      value: kept.get,
      low: least([low, 0n]),
      high: most([high, 0n]),
    };
  };
  if (value.kind === 'i64') {
    const given = locals.i64('given');
    if (scale > decimals) {
      const by = power10(scale - decimals);
      const [low, high] = quotientEnds(value, by);
      const rounded = divideBy(e, value.value, c64(by), mode, value.low);
      return guarded(given.set(rounded), given.get, low, high);
    }
    const up = scaledUp(value, decimals - scale);
    if (up !== undefined) return guarded(given.set(up.value), given.get, up.low, up.high);
    const by = c64(power10(decimals - scale));
    return guarded(
      doAll(given.set(value.value), given.set(e.arithmetic.checkedMul(given.get, by, onOverflow))),
      given.get,
      MIN,
      MAX,
    );
  }
  const top = product(e, locals, value.n, constantPart(power10(decimals)), span);
  const rounded = roundedParts(e, locals, top.part, value.d, mode);
  const result = toWhole(e, locals, rounded.part, onOverflow);
  const [low, high] = rounded.part.kind === 'local' ? [rounded.part.low, rounded.part.high] : [MIN, MAX];
  const body = doAll(top.set, rounded.set, result.set);
  if (value.present === undefined) {
    const kept = locals.i64('kept');
    return { set: doAll(value.prepare, body, kept.set(result.value)), value: kept.get, low, high };
  }
  const kept = locals.i64('kept');
  return {
    set: doAll(value.prepare, kept.set(ZERO64), when(value.present.get, [body, kept.set(result.value)])),
    value: kept.get,
    low: least([low, 0n]),
    high: most([high, 0n]),
  };
}
