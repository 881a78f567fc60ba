import {
  and,
  c32,
  c64,
  choose,
  during,
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

/** Bits of a limb. */
export const HALF: I64 = c64(32);

/** Bytes of a number of so many limbs. */
export function wideBytes(limbs: number): number {
  return 4 + 4 * limbs;
}

/** The limb at an address less the 4 bytes of the flag. */
export function limb(address: I32, offset = 4): I64 {
  return i64.extendU(load32(address, offset));
}

/** Sets it to the low half of a value. */
export function setLimb(address: I32, value: I64, offset = 4): Stmt {
  return store32(address, i32.wrap(value), offset);
}

export function move(pointer: Local<'i32'>, by: number): Stmt {
  return pointer.set(i32.add(pointer.get, c32(by)));
}

/** The address of limb `index`, less the 4 bytes of the flag. */
export function place(address: I32, index: I32): I32 {
  return i32.add(address, i32.shl(index, c32(2)));
}

/** The magnitude of a number of at most two significant limbs. */
export function short(a: I32, significant: I32): I64 {
  return choose(
    i32.eqz(significant),
    c64(0),
    i64.or(limb(a), choose(i32.eq(significant, c32(2)), i64.shl(limb(a, 8), HALF), c64(0))),
  );
}

/** What numbers in memory share, whatever their sign. */
export interface Magnitudes {
  /** `(from, to)`: limbs at addresses less 4 bytes become 0. */
  readonly clear: Func<readonly ['i32', 'i32'], 'void'>;
  /** `(a, L) →` limbs up to the highest that is not 0. */
  readonly significant: Func<readonly ['i32', 'i32'], 'i32'>;
  /** `(a, na, b, nb) →` −1, 0 or 1; na and nb count significant limbs. */
  readonly compareMagnitudes: Func<readonly ['i32', 'i32', 'i32', 'i32'], 'i32'>;
}

export function magnitudeFunctions(m: Module): Magnitudes {
  return {
    clear: m.func('wide.clear', ['i32', 'i32'], 'void', (_, from, to) => [
      during(i32.ne(from.get, to.get), [store32(from.get, c32(0), 4), move(from, 4)]),
    ]),
    significant: m.func('wide.significant', ['i32', 'i32'], 'i32', (body, a, L) => [
      during(and(i32.ne(L.get, c32(0)), i32.eqz(load32(place(a.get, L.get)))), [
        L.set(i32.sub(L.get, c32(1))),
      ]),
      body.ret(L.get),
    ]),
    compareMagnitudes: m.func(
      'wide.compareMagnitudes',
      ['i32', 'i32', 'i32', 'i32'],
      'i32',
      (body, a, na, b, nb) => {
        const from = body.i32('from');
        const sign = (less: I32): Stmt => body.ret(select(less, c32(-1), c32(1)));
        return [
          when(i32.ne(na.get, nb.get), [sign(i32.lt(na.get, nb.get))]),
          from.set(place(a.get, na.get)),
          nb.set(place(b.get, nb.get)),
          during(i32.ne(from.get, a.get), [
            when(i32.ne(load32(from.get), load32(nb.get)), [sign(i32.ltU(load32(from.get), load32(nb.get)))]),
            move(from, -4),
            move(nb, -4),
          ]),
          body.ret(c32(0)),
        ];
      },
    ),
  };
}
