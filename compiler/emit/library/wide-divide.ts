import type { RoundingMode } from '../../../schema/index.ts';
import {
  and,
  c32,
  c64,
  during,
  type I32,
  type I64,
  i32,
  i64,
  load32,
  or,
  type Stmt,
  store32,
  when,
} from '../wasm/code.ts';
import type { Func, Module } from '../wasm/module.ts';
import { HALF, limb, type Magnitudes, move, place, setLimb, short, wideBytes } from './magnitude.ts';
import { perMode, roundsAway } from './rounding.ts';

const LOW: I64 = c64(0xffff_ffffn);

type Division = Func<readonly ['i32', 'i32', 'i32', 'i32', 'i32'], 'void'>;

/** `(dst, a, La, b, Lb)`: a/b rounded by a mode. */
export function divisionOf(
  m: Module,
  magnitudes: Magnitudes,
  scratch: number,
  limbs: number,
): (mode: RoundingMode) => Division {
  const { clear, significant } = magnitudes;
  const halves = m.global('wide.halves', 'i32');
  const rest = m.global('wide.rest', 'i32');
  const long = longDivision(m, magnitudes, c32(scratch), c32(scratch + wideBytes(limbs + 1)), halves, rest);

  // (dst, a, na, b, nb): limbs of |a|/|b| toward zero into a cleared dst. `rest` tells whether something is left over,
  // `halves` the order of twice that against |b|.
  const divide = m.func(
    'wide.divide',
    ['i32', 'i32', 'i32', 'i32', 'i32'],
    'void',
    (body, dst, a, na, b, nb) => {
      const by = body.i64('by');
      const value = body.i64('value');
      const quotient = body.i64('quotient');
      const settle: readonly Stmt[] = [
        rest.set(i32.eqz(i64.eqz(value.get))),
        // What is left against the way to the next multiple: twice it might not fit.
        by.set(i64.sub(by.get, value.get)),
        halves.set(i32.sub(i64.gtU(value.get, by.get), i64.ltU(value.get, by.get))),
        body.ret(),
      ];
      const step: readonly Stmt[] = [
        quotient.set(i64.divU(value.get, by.get)),
        value.set(i64.sub(value.get, i64.mul(quotient.get, by.get))),
      ];
      return [
        when(i32.gt(nb.get, c32(2)), [long.call(dst.get, a.get, na.get, b.get, nb.get), body.ret()]),
        by.set(short(b.get, nb.get)),
        when(i32.le(na.get, c32(2)), [
          value.set(short(a.get, na.get)),
          ...step,
          setLimb(dst.get, quotient.get),
          setLimb(dst.get, i64.shrU(quotient.get, HALF), 8),
          ...settle,
        ]),
        when(i32.eq(nb.get, c32(2)), [long.call(dst.get, a.get, na.get, b.get, nb.get), body.ret()]),
        na.set(i32.shl(na.get, c32(2))),
        dst.set(i32.add(dst.get, na.get)),
        na.set(i32.add(a.get, na.get)),
        during(i32.ne(na.get, a.get), [
          value.set(i64.or(i64.shl(value.get, HALF), limb(na.get, 0))),
          ...step,
          setLimb(dst.get, quotient.get, 0),
          move(na, -4),
          move(dst, -4),
        ]),
        ...settle,
      ];
    },
  );

  return perMode((mode) =>
    m.func(
      `wide.divideRound.${mode}`,
      ['i32', 'i32', 'i32', 'i32', 'i32'],
      'void',
      (body, dst, a, La, b, Lb) => {
        const minus = body.i32('minus');
        const at = body.i32('at');
        return [
          minus.set(i32.xor(load32(a.get), load32(b.get))),
          clear.call(dst.get, place(dst.get, i32.add(La.get, c32(1)))),
          divide.call(
            dst.get,
            a.get,
            significant.call(a.get, La.get),
            b.get,
            significant.call(b.get, Lb.get),
          ),
          when(
            and(
              rest.get,
              roundsAway(mode, {
                isNegative: minus.get,
                isOdd: i32.and(load32(dst.get, 4), c32(1)),
                aboveHalf: i32.gt(halves.get, c32(0)),
                atLeastHalf: i32.ge(halves.get, c32(0)),
              }),
            ),
            [
              // One more; the limb that dst has beyond a takes the last carry.
              at.set(dst.get),
              during(i32.eq(load32(at.get, 4), c32(-1)), [store32(at.get, c32(0), 4), move(at, 4)]),
              store32(at.get, i32.add(load32(at.get, 4), c32(1)), 4),
            ],
          ),
          store32(
            dst.get,
            and(minus.get, i32.ne(significant.call(dst.get, i32.add(La.get, c32(1))), c32(0))),
          ),
        ];
      },
    ),
  );
}

/**
 * (dst, a, na, b, nb), nb ≥ 2: limbs of |a|/|b| toward zero into a cleared dst. Knuth, The Art of Computer Programming,
 * volume 2, 4.3.1, algorithm D.
 */
function longDivision(
  m: Module,
  { clear, significant }: Magnitudes,
  scratchLeft: I32,
  scratchBy: I32,
  halves: { readonly set: (value: I32) => Stmt },
  rest: { readonly set: (value: I32) => Stmt },
): Division {
  // (dst, a, n, shift) → what goes over the top: limbs shifted up by 0 … 31 bits.
  const shifted = m.func('wide.shifted', ['i32', 'i32', 'i32', 'i64'], 'i64', (body, dst, a, n, shift) => {
    const carry = body.i64('carry');
    return [
      n.set(place(a.get, n.get)),
      during(i32.ne(a.get, n.get), [
        carry.set(i64.or(i64.shl(limb(a.get), shift.get), carry.get)),
        setLimb(dst.get, carry.get),
        carry.set(i64.shrU(carry.get, HALF)),
        move(dst, 4),
        move(a, 4),
      ]),
      body.ret(carry.get),
    ];
  });

  // (at, by, n, digit) → 1 where the digit was one too big: limbs from `at` less digit times those of `by`, put right.
  const reduce = m.func('wide.reduce', ['i32', 'i32', 'i32', 'i64'], 'i32', (body, at, by, n, digit) => {
    const product = body.i64('product');
    const carry = body.i64('carry');
    const here = body.i32('here');
    const from = body.i32('from');
    const end = body.i32('end');
    const each = (...run: readonly Stmt[]): readonly Stmt[] => [
      carry.set(c64(0)),
      here.set(at.get),
      from.set(by.get),
      during(i32.ne(from.get, end.get), [...run, move(here, 4), move(from, 4)]),
    ];
    return [
      end.set(place(by.get, n.get)),
      ...each(
        product.set(i64.mul(digit.get, limb(from.get))),
        // carry: what is still to be taken away, at most 2^32.
        carry.set(i64.sub(i64.sub(limb(here.get), carry.get), i64.and(product.get, LOW))),
        setLimb(here.get, carry.get),
        carry.set(i64.sub(i64.shrU(product.get, HALF), i64.shr(carry.get, HALF))),
      ),
      carry.set(i64.sub(limb(here.get), carry.get)),
      setLimb(here.get, carry.get),
      when(i64.ge(carry.get, c64(0)), [body.ret(c32(0))]),
      ...each(
        carry.set(i64.add(i64.add(limb(here.get), limb(from.get)), carry.get)),
        setLimb(here.get, carry.get),
        carry.set(i64.shrU(carry.get, HALF)),
      ),
      setLimb(here.get, i64.add(limb(here.get), carry.get)),
      body.ret(c32(1)),
    ];
  });

  // (left, by, n) → the order of twice `left` against `by`.
  const compareTwice = m.func('wide.compareTwice', ['i32', 'i32', 'i32'], 'i32', (body, left, by, n) => {
    const at = body.i32('at');
    const twice = body.i32('twice');
    return [
      at.set(place(left.get, n.get)),
      by.set(place(by.get, n.get)),
      when(i32.lt(load32(at.get), c32(0)), [body.ret(c32(1))]),
      // The flag of `left` is 0, and so are the bits shifted into its least limb.
      during(i32.ne(at.get, left.get), [
        move(at, -4),
        twice.set(i32.or(i32.shl(load32(at.get, 4), c32(1)), i32.shrU(load32(at.get), c32(31)))),
        when(i32.ne(twice.get, load32(by.get)), [
          body.ret(i32.sub(i32.gtU(twice.get, load32(by.get)), i32.ltU(twice.get, load32(by.get)))),
        ]),
        move(by, -4),
      ]),
      body.ret(c32(0)),
    ];
  });

  return m.func('wide.longDivide', ['i32', 'i32', 'i32', 'i32', 'i32'], 'void', (body, dst, a, na, b, nb) => {
    const shift = body.i64('shift');
    const left = body.i32('left');
    const top = body.i64('top');
    const second = body.i64('second');
    const at = body.i32('at');
    const digit = body.i64('digit');
    const over = body.i64('over');
    return [
      left.set(scratchLeft),
      shift.set(i64.extendU(i32.clz(load32(place(b.get, nb.get))))),
      store32(left.get, c32(0)),
      setLimb(place(left.get, na.get), shifted.call(left.get, a.get, na.get, shift.get)),
      setLimb(scratchBy, shifted.call(scratchBy, b.get, nb.get, shift.get), 0),
      top.set(limb(place(scratchBy, nb.get), 0)),
      second.set(limb(i32.sub(place(scratchBy, nb.get), c32(4)), 0)),
      at.set(i32.sub(na.get, nb.get)),
      // Nothing to divide where a is shorter; what is left over is then as long as b.
      when(i32.lt(at.get, c32(0)), [
        clear.call(place(left.get, i32.add(na.get, c32(1))), place(left.get, i32.add(nb.get, c32(1)))),
      ]),
      dst.set(place(dst.get, at.get)),
      at.set(place(left.get, at.get)),
      during(i32.ge(at.get, left.get), [
        // The highest two limbs that are left, by the highest of b: at most two too big.
        over.set(i64.or(i64.shl(limb(place(at.get, nb.get)), HALF), limb(place(at.get, nb.get), 0))),
        digit.set(i64.divU(over.get, top.get)),
        over.set(i64.sub(over.get, i64.mul(digit.get, top.get))),
        during(
          and(
            i64.eqz(i64.shrU(over.get, HALF)),
            or(
              i32.eqz(i64.eqz(i64.shrU(digit.get, HALF))),
              i64.gtU(
                i64.mul(digit.get, second.get),
                i64.or(i64.shl(over.get, HALF), limb(i32.sub(place(at.get, nb.get), c32(4)), 0)),
              ),
            ),
          ),
          [digit.set(i64.sub(digit.get, c64(1))), over.set(i64.add(over.get, top.get))],
        ),
        setLimb(dst.get, i64.sub(digit.get, i64.extendU(reduce.call(at.get, scratchBy, nb.get, digit.get)))),
        move(at, -4),
        move(dst, -4),
      ]),
      rest.set(i32.ne(significant.call(left.get, nb.get), c32(0))),
      halves.set(compareTwice.call(left.get, scratchBy, nb.get)),
    ];
  });
}
