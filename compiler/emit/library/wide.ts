import type { RoundingMode } from '../../../schema/index.ts';
import {
  and,
  c32,
  c64,
  choose,
  doAll,
  during,
  type Global,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  load32,
  type Stmt,
  select,
  store32,
  when,
} from '../wasm/code.ts';
import type { Func, Module } from '../wasm/module.ts';
import {
  HALF,
  limb,
  type Magnitudes,
  magnitudeFunctions,
  move,
  place,
  setLimb,
  short,
  wideBytes,
} from './magnitude.ts';
import { divisionOf } from './wide-divide.ts';

type Sum = Func<readonly ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], 'void'>;
type Pair = readonly ['i32', 'i32', 'i32', 'i32'];

/**
 * Whole numbers of any static size in memory. A number at an address is a flag of 32 bits, 1 where it is negative, and
 * then its limbs of 32 bits, the least first; 0 is never negative. `L` counts limbs, at most {@link MOST_LIMBS}.
 */
export interface Wide {
  /** 1 where the last {@link toInt64} is the number, 0 where 64 bits do not hold it. */
  readonly fits: Global<'i32'>;
  /** `(dst, L, value)`; L ≥ 2. */
  readonly set: Func<readonly ['i32', 'i32', 'i64'], 'void'>;
  /** `(dst, a, La, b, Lb)`: dst has La + Lb limbs and does not overlap. */
  readonly multiply: Func<readonly ['i32', ...Pair], 'void'>;
  /** `(dst, Ld, a, La, b, Lb)`: a + b, which Ld limbs must hold; dst may be a or b. */
  readonly add: Sum;
  /** `(dst, Ld, a, La, b, Lb)`: a − b, which Ld limbs must hold; dst may be a or b. */
  readonly subtract: Sum;
  /** `(a, La, b, Lb) →` −1, 0 or 1. */
  readonly compare: Func<Pair, 'i32'>;
  /** `(a, L) →` 1 where it is 0. */
  readonly isZero: Func<readonly ['i32', 'i32'], 'i32'>;
  /** `(a, L)`: in place. */
  readonly negate: Func<readonly ['i32', 'i32'], 'void'>;
  /** In place. */
  readonly absolute: (a: I32) => Stmt;
  /** `(dst, a, La, b, Lb)`: a/b rounded, b of either sign and not 0; dst has La + 1 limbs and does not overlap. */
  readonly divideRound: (mode: RoundingMode) => Func<readonly ['i32', ...Pair], 'void'>;
  /** `(a, L) → i64`; sets `fits`. */
  readonly toInt64: Func<readonly ['i32', 'i32'], 'i64'>;
}

export { wideBytes };

export const MOST_LIMBS = 64;
/** Bytes of scratch memory that {@link wide} needs for numbers of up to so many limbs. */
export function scratchBytes(limbs: number = MOST_LIMBS): number {
  return wideBytes(limbs + 1) + wideBytes(limbs);
}

/** Limbs that hold the magnitude of a number. */
export function limbsOf(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  return Math.ceil(magnitude.toString(16).length / 8);
}

function words(value: bigint, limbs: number): readonly number[] {
  const magnitude = value < 0n ? -value : value;
  if (limbsOf(value) > limbs) throw new Error(`${value} does not fit ${limbs} limbs`);
  return Array.from({ length: limbs }, (_, index) =>
    Number(BigInt.asUintN(32, magnitude >> BigInt(32 * index))),
  );
}

/** The bytes of a number, for a constant in the memory that a module starts with. */
export function wideConstant(value: bigint, limbs: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(wideBytes(limbs)));
  view.setUint32(0, value < 0n ? 1 : 0, true);
  for (const [index, word] of words(value, limbs).entries()) view.setUint32(4 + 4 * index, word, true);
  return new Uint8Array(view.buffer);
}

/** Writes a constant to an address; `dst` is written several times: a local or a constant. */
export function setConstant(dst: I32, limbs: number, value: bigint): Stmt {
  return doAll(
    store32(dst, c32(value < 0n ? 1 : 0)),
    ...words(value, limbs).map((word, index) => store32(dst, c32(word), 4 + 4 * index)),
  );
}

/**
 * Adds numbers of any size to a module. Division works in {@link scratchBytes} bytes from `scratch` on, for numbers of
 * up to `limbs` limbs.
 */
export function wide(
  m: Module,
  { scratch, limbs = MOST_LIMBS }: { readonly scratch: number; readonly limbs?: number },
): Wide {
  const fits = m.global('wide.fits', 'i32', 1);
  const magnitudes = magnitudeFunctions(m);
  const { clear, significant, compareMagnitudes } = magnitudes;

  const set = m.func('wide.set', ['i32', 'i32', 'i64'], 'void', (_, dst, L, value) => [
    store32(dst.get, i64.lt(value.get, c64(0))),
    value.set(select(i64.lt(value.get, c64(0)), i64.sub(c64(0), value.get), value.get)),
    setLimb(dst.get, value.get),
    setLimb(dst.get, i64.shrU(value.get, HALF), 8),
    clear.call(i32.add(dst.get, c32(8)), place(dst.get, L.get)),
  ]);

  const isZero = m.func('wide.isZero', ['i32', 'i32'], 'i32', (body, a, L) => [
    body.ret(i32.eqz(significant.call(a.get, L.get))),
  ]);

  const negate = m.func('wide.negate', ['i32', 'i32'], 'void', (_, a, L) => [
    store32(a.get, and(i32.eqz(load32(a.get)), i32.ne(significant.call(a.get, L.get), c32(0)))),
  ]);

  const compare = m.func('wide.compare', ['i32', 'i32', 'i32', 'i32'], 'i32', (body, a, La, b, Lb) => {
    const order = body.i32('order');
    return [
      when(i32.ne(load32(a.get), load32(b.get)), [body.ret(i32.sub(load32(b.get), load32(a.get)))]),
      order.set(
        compareMagnitudes.call(
          a.get,
          significant.call(a.get, La.get),
          b.get,
          significant.call(b.get, Lb.get),
        ),
      ),
      body.ret(select(load32(a.get), i32.sub(c32(0), order.get), order.get)),
    ];
  });

  const toInt64 = m.func('wide.toInt64', ['i32', 'i32'], 'i64', (body, a, L) => {
    const value = body.i64('value');
    const tooBig = [fits.set(c32(0)), body.ret(c64(0))];
    return [
      L.set(significant.call(a.get, L.get)),
      when(i32.gt(L.get, c32(2)), tooBig),
      value.set(short(a.get, L.get)),
      // 2^63 itself only with a minus.
      when(i64.gtU(value.get, i64.add(c64((1n << 63n) - 1n), i64.extendU(load32(a.get)))), tooBig),
      fits.set(c32(1)),
      body.ret(select(load32(a.get), i64.sub(c64(0), value.get), value.get)),
    ];
  });

  const sum = additionOf(m, magnitudes);
  const add: Sum = m.func('wide.add', SUM, 'void', (_, dst, Ld, a, La, b, Lb) => [
    sum.call(dst.get, Ld.get, a.get, La.get, b.get, Lb.get, load32(b.get)),
  ]);
  const subtract: Sum = m.func('wide.subtract', SUM, 'void', (_, dst, Ld, a, La, b, Lb) => [
    sum.call(dst.get, Ld.get, a.get, La.get, b.get, Lb.get, i32.eqz(load32(b.get))),
  ]);

  return {
    fits,
    set,
    multiply: multiplicationOf(m, magnitudes),
    add,
    subtract,
    compare,
    isZero,
    negate,
    absolute: (a) => store32(a, c32(0)),
    divideRound: divisionOf(m, magnitudes, scratch, limbs),
    toInt64,
  };
}

const SUM = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const;

/** `(dst, Ld, a, La, b, Lb, minus)`: a + b, b with that sign in place of its own. */
function additionOf(m: Module, { significant, compareMagnitudes }: Magnitudes) {
  return m.func('wide.sum', [...SUM, 'i32'] as const, 'void', (body, dst, Ld, a, na, b, nb, minus) => {
    const sign = body.i32('sign');
    const order = body.i32('order');
    const swap = body.i32('swap');
    const mask = body.i64('mask');
    const carry = body.i64('carry');
    const end = body.i32('end');
    const turn = (x: Local<'i32'>, y: Local<'i32'>): readonly Stmt[] => [
      swap.set(x.get),
      x.set(y.get),
      y.set(swap.get),
    ];
    /** Limb after limb up to an address: what is there and the carry. */
    const run = (to: I32, value: I64, read: readonly Stmt[]): readonly Stmt[] => [
      end.set(to),
      during(i32.ne(a.get, end.get), [
        carry.set(i64.add(value, carry.get)),
        setLimb(dst.get, carry.get),
        carry.set(i64.shr(carry.get, HALF)),
        move(dst, 4),
        move(a, 4),
        ...read,
      ]),
    ];
    return [
      na.set(significant.call(a.get, na.get)),
      nb.set(significant.call(b.get, nb.get)),
      sign.set(load32(a.get)),
      mask.set(i64.extend(i32.sub(c32(0), i32.xor(sign.get, minus.get)))),
      order.set(compareMagnitudes.call(a.get, na.get, b.get, nb.get)),
      // The bigger magnitude first: then the last carry is 0 or 1.
      when(i32.lt(order.get, c32(0)), [...turn(a, b), ...turn(na, nb), sign.set(minus.get)]),
      // The flag is read: dst may be a or b.
      store32(dst.get, choose(and(i32.eqz(order.get), i32.eqz(i64.eqz(mask.get))), c32(0), sign.get)),
      Ld.set(place(dst.get, Ld.get)),
      na.set(place(a.get, na.get)),
      ...run(place(a.get, nb.get), i64.add(limb(a.get), i64.sub(i64.xor(limb(b.get), mask.get), mask.get)), [
        move(b, 4),
      ]),
      ...run(na.get, limb(a.get), []),
      during(i32.ne(dst.get, Ld.get), [setLimb(dst.get, carry.get), carry.set(c64(0)), move(dst, 4)]),
    ];
  });
}

function multiplicationOf(m: Module, { clear, significant }: Magnitudes): Wide['multiply'] {
  return m.func('wide.multiply', ['i32', 'i32', 'i32', 'i32', 'i32'], 'void', (body, dst, a, na, b, nb) => {
    const factor = body.i64('factor');
    const carry = body.i64('carry');
    const from = body.i32('from');
    const to = body.i32('to');
    return [
      clear.call(dst.get, place(dst.get, i32.add(na.get, nb.get))),
      na.set(significant.call(a.get, na.get)),
      nb.set(significant.call(b.get, nb.get)),
      store32(
        dst.get,
        and(i32.ne(na.get, c32(0)), i32.ne(nb.get, c32(0)), i32.xor(load32(a.get), load32(b.get))),
      ),
      na.set(place(a.get, na.get)),
      nb.set(place(b.get, nb.get)),
      during(i32.ne(a.get, na.get), [
        factor.set(limb(a.get)),
        carry.set(c64(0)),
        from.set(b.get),
        to.set(dst.get),
        during(i32.ne(from.get, nb.get), [
          carry.set(i64.add(i64.add(i64.mul(factor.get, limb(from.get)), limb(to.get)), carry.get)),
          setLimb(to.get, carry.get),
          carry.set(i64.shrU(carry.get, HALF)),
          move(from, 4),
          move(to, 4),
        ]),
        setLimb(to.get, carry.get),
        move(dst, 4),
        move(a, 4),
      ]),
    ];
  });
}
