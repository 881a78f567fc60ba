import { expect, test } from 'vitest';
import {
  type Arithmetic,
  arithmetic,
  checkedAdd,
  checkedSub,
} from '../../compiler/emit/library/arithmetic.ts';
import { c32, c64, doAll, type I64, returned, type Stmt } from '../../compiler/emit/wasm/code.ts';
import { Module } from '../../compiler/emit/wasm/module.ts';
import { roundDivide } from '../../runtime/engine/exact.ts';
import type { RoundingMode } from '../../schema/index.ts';
import { bytesOf, instantiate } from './instantiate.ts';
import { random, randomInt64 } from './random.ts';

const MODES: readonly RoundingMode[] = ['down', 'up', 'half_up', 'half_even', 'floor', 'ceil'];
const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;
const EDGES: readonly bigint[] = [
  ...[
    0n,
    1n,
    2n,
    3n,
    5n,
    7n,
    10n,
    99n,
    10n ** 9n,
    10n ** 18n,
    2n ** 31n,
    2n ** 32n - 1n,
    2n ** 32n,
    2n ** 32n + 1n,
  ],
  ...[3_037_000_499n, 3_037_000_500n, 2n ** 62n, MAX - 1n, MAX],
].flatMap((value) => [value, -value]);
const ALL: readonly bigint[] = [...EDGES, MIN, MIN + 1n];
const POSITIVE = ALL.filter((value) => value > 0n);
/** Constants that the checked operations are built with, beside two locals. */
const CONSTANTS: readonly bigint[] = [0n, 1n, -1n, 2n, -2n, 3n, 100n, -10n, 10n ** 8n, MAX, MIN, MIN + 1n];

const CHECKED: Readonly<
  Record<
    string,
    {
      readonly build: (exact: Arithmetic) => (a: I64, b: I64, onOverflow: Stmt) => I64;
      readonly exact: (a: bigint, b: bigint) => bigint;
    }
  >
> = {
  add: { build: () => checkedAdd, exact: (a, b) => a + b },
  sub: { build: () => checkedSub, exact: (a, b) => a - b },
  mul: { build: (exact) => exact.checkedMul, exact: (a, b) => a * b },
};

function compiled() {
  const m = new Module();
  const exact = arithmetic(m);
  m.exportGlobal('fits', exact.fits);
  for (const mode of MODES) {
    m.exportFunc(`roundDivide.${mode}`, exact.roundDivide(mode));
    m.exportFunc(`scaleShare.${mode}`, exact.scaleShare(mode));
  }
  m.exportFunc('compareProducts', exact.compareProducts);
  const leave = doAll(exact.fits.set(c32(0)), returned(c64(0)));
  for (const [name, { build }] of Object.entries(CHECKED)) {
    const operation = build(exact);
    m.exportFunc(
      name,
      m.func(name, ['i64', 'i64'], 'i64', (body, a, b) => [
        exact.fits.set(c32(1)),
        body.ret(operation(a.get, b.get, leave)),
      ]),
    );
    for (const constant of CONSTANTS) {
      m.exportFunc(
        `${name}.${constant}`,
        m.func(`${name}.${constant}`, ['i64'], 'i64', (body, a) => [
          exact.fits.set(c32(1)),
          body.ret(operation(a.get, c64(constant), leave)),
        ]),
      );
      m.exportFunc(
        `${constant}.${name}`,
        m.func(`${constant}.${name}`, ['i64'], 'i64', (body, a) => [
          exact.fits.set(c32(1)),
          body.ret(operation(c64(constant), a.get, leave)),
        ]),
      );
    }
  }
  return instantiate(bytesOf(m));
}

const { call, global } = compiled();

/** The result that a call left with its flag; undefined where it says that 64 bits do not hold it. */
function flagged(name: string, ...args: readonly bigint[]): number | bigint | undefined {
  const result = call(name, ...args);
  return global('fits') === 1 ? result : undefined;
}

function within(value: bigint): bigint | undefined {
  return value >= MIN && value <= MAX ? value : undefined;
}

const next = random(7);
const some = () => randomInt64(next);
const somePositive = (): bigint => {
  const value = some();
  if (value === 0n || value === MIN) return 1n;
  return value < 0n ? -value : value;
};

test('rounding a quotient of 64 bits equals the reference in every mode', () => {
  const wrong: unknown[] = [];
  const check = (n: bigint, d: bigint) => {
    for (const mode of MODES) {
      if (call(`roundDivide.${mode}`, n, d) !== roundDivide(n, d, mode)) wrong.push([mode, n, d]);
    }
  };
  for (const n of ALL) for (const d of POSITIVE) check(n, d);
  // Every tie and both its neighbours.
  for (let n = -60n; n <= 60n; n += 1n) for (let d = 1n; d <= 12n; d += 1n) check(n, d);
  for (let i = 0; i < 30_000; i += 1) check(some(), somePositive());
  expect(wrong).toEqual([]);
});

test('a share of an amount is rounded once, from the exact product', () => {
  const wrong: unknown[] = [];
  const check = (q: bigint, left: bigint, original: bigint) => {
    for (const mode of MODES) {
      const expected = within(roundDivide(q * left, original, mode));
      if (flagged(`scaleShare.${mode}`, q, left, original) !== expected)
        wrong.push([mode, q, left, original]);
    }
  };
  for (const q of ALL) for (const left of ALL) for (const original of POSITIVE) check(q, left, original);
  for (let q = -20n; q <= 20n; q += 1n) {
    for (let left = 0n; left <= 8n; left += 1n)
      for (const original of [1n, 2n, 4n, 6n, 7n, 8n]) check(q, left, original);
  }
  for (let i = 0; i < 30_000; i += 1) check(some(), some(), somePositive());
  // Shares as programs have them: left ≤ original, and results whose product lies at a tie.
  for (let i = 0; i < 30_000; i += 1) {
    const [left, more] = [somePositive(), somePositive()];
    check(some(), left, left + more > MAX ? MAX : left + more);
    const even = (1n << BigInt(2 + next(60))) * BigInt(1 + next(3));
    if (even <= MAX) check(some() | 1n, even / 2n, even);
  }
  expect(wrong).toEqual([]);
});

test('two products are put in order without losing a bit', () => {
  const wrong: unknown[] = [];
  const check = (a: bigint, b: bigint, c: bigint, d: bigint) => {
    const difference = a * b - c * d;
    const expected = difference < 0n ? -1 : difference > 0n ? 1 : 0;
    if (call('compareProducts', a, b, c, d) !== expected) wrong.push([a, b, c, d]);
  };
  const few = [...ALL].filter((_, index) => index % 3 === 0 || index > 34);
  for (const a of few) for (const b of few) for (const c of few) for (const d of few) check(a, b, c, d);
  for (let i = 0; i < 100_000; i += 1) {
    const [a, b] = [some(), some()];
    check(a, b, some(), some());
    check(a, b, b, a);
    check(a, b, BigInt.asIntN(64, -a), BigInt.asIntN(64, -b));
    check(a, b, a, BigInt.asIntN(64, b + 1n));
  }
  expect(wrong).toEqual([]);
});

test('an addition, subtraction or multiplication leaves exactly where 64 bits do not hold the result', () => {
  const wrong: unknown[] = [];
  for (const [name, { exact }] of Object.entries(CHECKED)) {
    const check = (a: bigint, b: bigint) => {
      if (flagged(name, a, b) !== within(exact(a, b))) wrong.push([name, a, b]);
    };
    const checkConstants = (a: bigint) => {
      for (const constant of CONSTANTS) {
        if (flagged(`${name}.${constant}`, a) !== within(exact(a, constant)))
          wrong.push([name, a, `${constant}`]);
        if (flagged(`${constant}.${name}`, a) !== within(exact(constant, a)))
          wrong.push([name, `${constant}`, a]);
      }
    };
    for (const a of ALL) for (const b of ALL) check(a, b);
    for (const a of ALL) checkConstants(a);
    for (let i = 0; i < 100_000; i += 1) check(some(), some());
    for (let i = 0; i < 5_000; i += 1) checkConstants(some());
    // The last factors that fit, and the first that do not.
    for (const constant of CONSTANTS.filter((each) => each !== 0n)) {
      for (const bound of [MIN / constant, MAX / constant]) {
        for (const by of [-1n, 0n, 1n]) {
          const a = within(bound + by);
          if (a === undefined) continue;
          check(a, constant);
          checkConstants(a);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});
