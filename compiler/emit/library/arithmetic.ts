import type { RoundingMode } from '../../../schema/index.ts';
import {
  after,
  and,
  c32,
  c64,
  during,
  type Expr,
  type Global,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  or,
  type Stmt,
  select,
  when,
} from '../wasm/code.ts';
import type { Func, Module } from '../wasm/module.ts';
import { perMode, roundsAway } from './rounding.ts';

type Binary<R extends 'i32' | 'i64'> = Func<readonly ['i64', 'i64'], R>;

/** Exact integer arithmetic of 64 bits, and of 128 where a product needs them. */
export interface Arithmetic {
  /** 1 where the last result of {@link scaleShare} is exact, 0 where 64 bits do not hold it. */
  readonly fits: Global<'i32'>;
  /** `(n, d) → n/d` rounded; d > 0. The result always fits. */
  readonly roundDivide: (mode: RoundingMode) => Binary<'i64'>;
  /** `(q, left, original) → q·left/original` rounded once, from the product of 128 bits; original > 0. Sets `fits`. */
  readonly scaleShare: (mode: RoundingMode) => Func<readonly ['i64', 'i64', 'i64'], 'i64'>;
  /** `(a, b, c, d) →` −1, 0 or 1 as a·b is less than, equal to or more than c·d. */
  readonly compareProducts: Func<readonly ['i64', 'i64', 'i64', 'i64'], 'i32'>;
  /** `(a, b) →` the high 64 bits of the product of two unsigned numbers. */
  readonly multiplyHigh: Binary<'i64'>;
  /** `(a, b) →` 1 where 64 bits hold a·b. */
  readonly productFits: Binary<'i32'>;
  /** a·b; `onOverflow` must leave. `a` and `b` are written several times: locals or constants. */
  readonly checkedMul: (a: I64, b: I64, onOverflow: Stmt) => I64;
}

const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;

/** a + b; `onOverflow` must leave. `a` and `b` are written several times: locals or constants. */
export function checkedAdd(a: I64, b: I64, onOverflow: Stmt): I64 {
  if (a.constant !== undefined && b.constant === undefined) return checkedAdd(b, a, onOverflow);
  const sum = i64.add(a, b);
  if (b.constant === undefined) {
    // Both operands have the sign that the sum has not.
    return after([when(negative(i64.and(i64.xor(a, sum), i64.xor(b, sum))), [onOverflow])], sum);
  }
  if (b.constant === 0n) return a;
  const over = b.constant > 0n ? i64.gt(a, c64(MAX - b.constant)) : i64.lt(a, c64(MIN - b.constant));
  return after([when(over, [onOverflow])], sum);
}

/** a − b; `onOverflow` must leave. `a` and `b` are written several times: locals or constants. */
export function checkedSub(a: I64, b: I64, onOverflow: Stmt): I64 {
  const difference = i64.sub(a, b);
  if (b.constant !== undefined && b.constant !== MIN) return checkedAdd(a, c64(-b.constant), onOverflow);
  return after([when(negative(i64.and(i64.xor(a, b), i64.xor(a, difference))), [onOverflow])], difference);
}

function negative(a: I64): I32 {
  return i64.lt(a, c64(0));
}

/** 0 or 1 as 64 bits. */
function wide(flag: I32): I64 {
  return i64.extendU(flag);
}

/** |a| as an unsigned number. */
function magnitude(a: Local<'i64'>): I64 {
  return select(negative(a.get), i64.sub(c64(0), a.get), a.get);
}

/** Bits that a number does not need beside its sign; a and b with 66 together have a product below 2^63. */
function spare(a: I64): I64 {
  return i64.clz(i64.xor(a, i64.shr(a, c64(63))));
}

function productSurelyFits(a: I64, b: I64): I32 {
  return i64.ge(i64.add(spare(a), spare(b)), c64(66));
}

/** Both lie in 32 bits with sign. */
function bothShort(a: I64, b: I64): I32 {
  const upper = (value: I64) => i64.add(value, c64(1n << 31n));
  return i64.eqz(i64.shrU(i64.or(upper(a), upper(b)), c64(32)));
}

/** Adds exact arithmetic to a module. */
export function arithmetic(m: Module): Arithmetic {
  const fits = m.global('fits', 'i32', 1);

  const multiplyHigh: Binary<'i64'> = m.func('multiplyHigh', ['i64', 'i64'], 'i64', (body, a, b) => {
    const low = (value: I64) => i64.and(value, c64(0xffff_ffffn));
    const high = (value: I64) => i64.shrU(value, c64(32));
    const cross = body.i64('cross');
    const other = body.i64('other');
    return [
      cross.set(i64.add(i64.mul(high(a.get), low(b.get)), high(i64.mul(low(a.get), low(b.get))))),
      other.set(i64.add(i64.mul(low(a.get), high(b.get)), low(cross.get))),
      body.ret(i64.add(i64.add(i64.mul(high(a.get), high(b.get)), high(cross.get)), high(other.get))),
    ];
  });

  const productFits: Binary<'i32'> = m.func('productFits', ['i64', 'i64'], 'i32', (body, a, b) => {
    const left = body.i64('left');
    const right = body.i64('right');
    return [
      when(productSurelyFits(a.get, b.get), [body.ret(c32(1))]),
      left.set(magnitude(a)),
      right.set(magnitude(b)),
      when(i32.eqz(i64.eqz(multiplyHigh.call(left.get, right.get))), [body.ret(c32(0))]),
      // Below 2^63, or 2^63 itself with a minus.
      body.ret(
        i64.leU(i64.mul(left.get, right.get), i64.add(c64(MAX), i64.shrU(i64.xor(a.get, b.get), c64(63)))),
      ),
    ];
  });

  const checkedMul = (a: I64, b: I64, onOverflow: Stmt): I64 => {
    if (a.constant !== undefined && b.constant === undefined) return checkedMul(b, a, onOverflow);
    const product = i64.mul(a, b);
    const factor = b.constant;
    if (factor === undefined) {
      return after([when(i32.eqz(or(bothShort(a, b), productFits.call(a, b))), [onOverflow])], product);
    }
    if (factor === 0n || factor === 1n) return factor === 0n ? c64(0) : a;
    // BigInt division goes toward zero, as a bound of the allowed factors must.
    const [low, high] = factor > 0n ? [MIN / factor, MAX / factor] : [MAX / factor, MIN / factor];
    const most = high > MAX ? MAX : high;
    return after([when(i64.gtU(i64.sub(a, c64(low)), c64(most - low)), [onOverflow])], product);
  };

  const roundDivide = perMode((mode) =>
    m.func(`roundDivide.${mode}`, ['i64', 'i64'], 'i64', (body, n, d): readonly Stmt[] => {
      const q = body.i64('quotient');
      const rest = body.i64('rest');
      const signed = (flag: I32): I64 => select(flag, i64.or(i64.shr(n.get, c64(63)), c64(1)), c64(0));
      if (mode === 'down') return [body.ret(i64.div(n.get, d.get))];
      const start = [q.set(i64.div(n.get, d.get)), rest.set(i64.sub(n.get, i64.mul(q.get, d.get)))];
      if (mode === 'floor') {
        return [...start, body.ret(i64.add(q.get, i64.shr(rest.get, c64(63))))];
      }
      if (mode === 'ceil') {
        return [...start, body.ret(i64.add(q.get, wide(i64.gt(rest.get, c64(0)))))];
      }
      const beyond = body.i64('beyond');
      return [
        ...start,
        when(i64.eqz(rest.get), [body.ret(q.get)]),
        // |rest| against d − |rest|: twice the rest might not fit.
        rest.set(magnitude(rest)),
        beyond.set(i64.sub(d.get, rest.get)),
        body.ret(
          i64.add(
            q.get,
            signed(
              roundsAway(mode, {
                isNegative: negative(n.get),
                isOdd: i32.and(i32.wrap(q.get), c32(1)),
                aboveHalf: i64.gt(rest.get, beyond.get),
                atLeastHalf: i64.ge(rest.get, beyond.get),
              }),
            ),
          ),
        ),
      ];
    }),
  );

  const rest = m.global('divide.rest', 'i64');
  // (high, low, by) with high < by < 2^63, unsigned: the quotient, and the remainder in `rest`. Knuth, The Art of
  // Computer Programming, volume 2, 4.3.1, algorithm D with two digits of 32 bits.
  const divide128 = m.func('divide128', ['i64', 'i64', 'i64'], 'i64', (body, high, low, by) => {
    const shift = body.i64('shift');
    const top = body.i64('top');
    const digit = body.i64('digit');
    const left = body.i64('left');
    const quotient = body.i64('quotient');
    const lowHalf = (value: I64) => i64.and(value, c64(0xffff_ffffn));
    const highHalf = (value: I64) => i64.shrU(value, c64(32));
    /** One digit of the quotient from what is left in `high` and the next half of the number. */
    const step = (next: I64): readonly Stmt[] => [
      digit.set(i64.divU(high.get, top.get)),
      left.set(i64.sub(high.get, i64.mul(digit.get, top.get))),
      // The guess from the top half of the divisor is at most two too big.
      during(
        and(
          i64.eqz(highHalf(left.get)),
          or(
            i32.eqz(i64.eqz(highHalf(digit.get))),
            i64.gtU(i64.mul(digit.get, lowHalf(by.get)), i64.or(i64.shl(left.get, c64(32)), next)),
          ),
        ),
        [digit.set(i64.sub(digit.get, c64(1))), left.set(i64.add(left.get, top.get))],
      ),
      high.set(i64.sub(i64.or(i64.shl(high.get, c64(32)), next), i64.mul(digit.get, by.get))),
      quotient.set(i64.or(i64.shl(quotient.get, c64(32)), digit.get)),
    ];
    return [
      when(i64.eqz(high.get), [
        quotient.set(i64.divU(low.get, by.get)),
        rest.set(i64.sub(low.get, i64.mul(quotient.get, by.get))),
        body.ret(quotient.get),
      ]),
      shift.set(i64.clz(by.get)),
      by.set(i64.shl(by.get, shift.get)),
      top.set(highHalf(by.get)),
      // The shift is never 0, for the divisor is below 2^63.
      high.set(i64.or(i64.shl(high.get, shift.get), i64.shrU(low.get, i64.sub(c64(64), shift.get)))),
      low.set(i64.shl(low.get, shift.get)),
      ...step(highHalf(low.get)),
      ...step(lowHalf(low.get)),
      rest.set(i64.shrU(high.get, shift.get)),
      body.ret(quotient.get),
    ];
  });

  const scaleShare = perMode((mode) => {
    const short = roundDivide(mode);
    return m.func(`scaleShare.${mode}`, ['i64', 'i64', 'i64'], 'i64', (body, q, left, original) => {
      const high = body.i64('high');
      const low = body.i64('low');
      const minus = body.i32('minus');
      const quotient = body.i64('quotient');
      const beyond = body.i64('beyond');
      const tooBig = [fits.set(c32(0)), body.ret(c64(0))];
      return [
        fits.set(c32(1)),
        when(productSurelyFits(q.get, left.get), [
          body.ret(short.call(i64.mul(q.get, left.get), original.get)),
        ]),
        minus.set(negative(i64.xor(q.get, left.get))),
        q.set(magnitude(q)),
        left.set(magnitude(left)),
        high.set(multiplyHigh.call(q.get, left.get)),
        low.set(i64.mul(q.get, left.get)),
        when(i64.geU(high.get, original.get), tooBig),
        quotient.set(divide128.call(high.get, low.get, original.get)),
        when(i64.gtU(quotient.get, c64(MIN)), tooBig),
        when(i32.eqz(i64.eqz(rest.get)), [
          beyond.set(i64.sub(original.get, rest.get)),
          quotient.set(
            i64.add(
              quotient.get,
              wide(
                roundsAway(mode, {
                  isNegative: minus.get,
                  isOdd: i32.and(i32.wrap(quotient.get), c32(1)),
                  aboveHalf: i64.gt(rest.get, beyond.get),
                  atLeastHalf: i64.ge(rest.get, beyond.get),
                }),
              ),
            ),
          ),
        ]),
        when(i64.gtU(quotient.get, i64.add(c64(MAX), wide(minus.get))), tooBig),
        body.ret(select(minus.get, i64.sub(c64(0), quotient.get), quotient.get)),
      ];
    });
  });

  const compareProducts = m.func(
    'compareProducts',
    ['i64', 'i64', 'i64', 'i64'],
    'i32',
    (body, a, b, c, d) => {
      const first = body.i64('first');
      const second = body.i64('second');
      const minus = body.i32('minus');
      const order = (x: I64, y: I64): I32 => i32.sub(i64.gt(x, y), i64.lt(x, y));
      const orderU = (x: I64, y: I64): I32 => i32.sub(i64.gtU(x, y), i64.ltU(x, y));
      const sign = (x: Expr<'i64'>, y: Expr<'i64'>): I64 =>
        select(or(i64.eqz(x), i64.eqz(y)), c64(0), i64.or(i64.shr(i64.xor(x, y), c64(63)), c64(1)));
      return [
        when(i32.and(productSurelyFits(a.get, b.get), productSurelyFits(c.get, d.get)), [
          first.set(i64.mul(a.get, b.get)),
          second.set(i64.mul(c.get, d.get)),
          body.ret(order(first.get, second.get)),
        ]),
        first.set(sign(a.get, b.get)),
        second.set(sign(c.get, d.get)),
        when(i64.ne(first.get, second.get), [body.ret(order(first.get, second.get))]),
        minus.set(negative(first.get)),
        a.set(magnitude(a)),
        b.set(magnitude(b)),
        c.set(magnitude(c)),
        d.set(magnitude(d)),
        first.set(multiplyHigh.call(a.get, b.get)),
        second.set(multiplyHigh.call(c.get, d.get)),
        when(i64.eq(first.get, second.get), [
          first.set(i64.mul(a.get, b.get)),
          second.set(i64.mul(c.get, d.get)),
        ]),
        body.ret(select(minus.get, orderU(second.get, first.get), orderU(first.get, second.get))),
      ];
    },
  );

  return { fits, roundDivide, scaleShare, compareProducts, multiplyHigh, productFits, checkedMul };
}
