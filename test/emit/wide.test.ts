import { expect, test } from 'vitest';
import {
  limbsOf,
  scratchBytes,
  setConstant,
  wide,
  wideBytes,
  wideConstant,
} from '../../compiler/emit/library/wide.ts';
import { c32 } from '../../compiler/emit/wasm/code.ts';
import { Module } from '../../compiler/emit/wasm/module.ts';
import { roundDivide } from '../../runtime/engine/exact.ts';
import type { RoundingMode } from '../../schema/index.ts';
import { bytesOf, instantiate } from './instantiate.ts';
import { random, randomInt64 } from './random.ts';

const MODES: readonly RoundingMode[] = ['down', 'up', 'half_up', 'half_even', 'floor', 'ceil'];
const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;
const SCRATCH = 8;
const A = 2048;
const B = 4096;
const DST = 6144;
const CONSTANT = -(10n ** 40n) + 1n;

function compiled() {
  const m = new Module();
  const { fits, absolute, divideRound, ...functions } = wide(m, { scratch: SCRATCH });
  m.exportGlobal('fits', fits);
  for (const [name, func] of Object.entries(functions)) m.exportFunc(name, func);
  for (const mode of MODES) m.exportFunc(`divideRound.${mode}`, divideRound(mode));
  m.exportFunc(
    'absolute',
    m.func('absolute', ['i32'], 'void', (_, a) => [absolute(a.get)]),
  );
  m.exportFunc(
    'constant',
    m.func('constant', ['i32'], 'void', (_, a) => [setConstant(a.get, 6, CONSTANT)]),
  );
  m.data(A + 512, wideConstant(CONSTANT, 5));
  return instantiate(bytesOf(m));
}

const { call, global, memory } = compiled();
const view = new DataView(memory);

function write(address: number, limbs: number, value: bigint): void {
  new Uint8Array(memory).set(wideConstant(value, limbs), address);
}

/** The number at an address; fails where it is a negative zero, or where the flag is neither 0 nor 1. */
function read(address: number, limbs: number): bigint {
  let magnitude = 0n;
  for (let index = limbs - 1; index >= 0; index -= 1) {
    magnitude = (magnitude << 32n) | BigInt(view.getUint32(address + 4 + 4 * index, true));
  }
  const flag = view.getUint32(address, true);
  if (flag > 1 || (flag === 1 && magnitude === 0n)) throw new Error(`flag ${flag} of ${magnitude}`);
  return flag === 1 ? -magnitude : magnitude;
}

const next = random(11);

/** A number of up to `limbs` limbs; long runs of ones and zeros are as likely as anything else. */
function some(limbs: number): bigint {
  let magnitude = 0n;
  const count = next(limbs + 1);
  for (let index = 0; index < count; index += 1) {
    const kind = next(5);
    const part = [0n, 0xffff_ffffn, 1n << 31n, (1n << 31n) - 1n, BigInt(next(2 ** 31)) * 2n + 1n][kind] ?? 0n;
    magnitude = (magnitude << 32n) | part;
  }
  return next(2) === 0 ? magnitude : -magnitude;
}

const EDGES: readonly bigint[] = [
  ...[0n, 1n, 2n, 3n, 7n, 10n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n],
  ...[2n ** 95n, 2n ** 96n - 1n, 2n ** 128n - 1n, 2n ** 128n - 2n ** 64n, 10n ** 36n, 10n ** 38n],
].flatMap((value) => [value, -value]);
const L = 4;

/** Runs a check for the edges, and for many numbers of many sizes that it is given with their limbs. */
function forPairs(check: (a: bigint, La: number, b: bigint, Lb: number) => void, times = 20_000): void {
  for (const a of EDGES) for (const b of EDGES) check(a, L, b, L);
  for (let i = 0; i < times; i += 1) {
    const [La, Lb] = i % 50 === 0 ? [1 + next(64), 1 + next(64)] : [1 + next(6), 1 + next(6)];
    check(some(La), La, some(Lb), Lb);
  }
  check((1n << 2048n) - 1n, 64, (1n << 2048n) - 1n, 64);
  check((1n << 2048n) - 1n, 64, 1n - (1n << 2047n), 64);
}

/** `wanted` limbs of `at` to `at` + limbs must not be touched: the number ends where its limbs end. */
function guarded(at: number, limbs: number, run: () => void): void {
  const end = at + wideBytes(limbs);
  view.setUint32(end, 0xabcd_1234, true);
  view.setUint32(at - 4, 0x1234_abcd, true);
  run();
  if (view.getUint32(end, true) !== 0xabcd_1234) throw new Error(`wrote past ${limbs} limbs`);
  if (view.getUint32(at - 4, true) !== 0x1234_abcd) throw new Error('wrote before the number');
}

test('a product has every bit and the sign of its factors', () => {
  forPairs((a, La, b, Lb) => {
    write(A, La, a);
    write(B, Lb, b);
    guarded(DST, La + Lb, () => call('multiply', DST, A, La, B, Lb));
    expect(read(DST, La + Lb)).toBe(a * b);
    expect([read(A, La), read(B, Lb)]).toEqual([a, b]);
  }, 10_000);
});

test('sums and differences hold, also where the result takes the place of an operand', () => {
  forPairs((a, La, b, Lb) => {
    const Ld = Math.max(La, Lb) + 1;
    for (const [name, expected] of [
      ['add', a + b],
      ['subtract', a - b],
    ] as const) {
      write(A, Ld, a);
      write(B, Ld, b);
      guarded(DST, Ld, () => call(name, DST, Ld, A, La, B, Lb));
      expect(read(DST, Ld)).toBe(expected);
      call(name, A, Ld, A, La, B, Lb);
      expect(read(A, Ld)).toBe(expected);
      write(A, Ld, a);
      call(name, B, Ld, A, La, B, Lb);
      expect(read(B, Ld)).toBe(expected);
    }
  }, 10_000);
  // A number less itself, in its own place.
  write(A, 2, -5n);
  call('subtract', A, 2, A, 2, A, 2);
  expect(read(A, 2)).toBe(0n);
});

test('numbers of any sizes are put in order, and zero is told from all others', () => {
  forPairs((a, La, b, Lb) => {
    write(A, La, a);
    write(B, Lb, b);
    expect(call('compare', A, La, B, Lb)).toBe(a < b ? -1 : a > b ? 1 : 0);
    write(B, La, a);
    expect(call('compare', A, La, B, La)).toBe(0);
    expect(call('isZero', A, La)).toBe(a === 0n ? 1 : 0);
  });
});

test('a quotient is rounded as the reference rounds it, whatever the signs', () => {
  const check = (a: bigint, La: number, b: bigint, Lb: number) => {
    if (b === 0n) return;
    write(A, La, a);
    write(B, Lb, b);
    for (const mode of MODES) {
      guarded(DST, La + 1, () => call(`divideRound.${mode}`, DST, A, La, B, Lb));
      const expected = b < 0n ? roundDivide(-a, -b, mode) : roundDivide(a, b, mode);
      expect([mode, a, b, read(DST, La + 1)]).toEqual([mode, a, b, expected]);
    }
  };
  forPairs(check, 15_000);
  for (let a = -15n; a <= 15n; a += 1n) for (let b = -6n; b <= 6n; b += 1n) check(a, 1, b, 1);
  // Ties and their neighbours at every size, and divisors one bit longer than the number.
  for (let i = 0; i < 5_000; i += 1) {
    const b = some(4) * 2n;
    const a = b * some(3) + b / 2n;
    for (const by of [-1n, 0n, 1n]) check(a + by, 8, b, 5);
    const twice = some(5);
    for (const by of [-1n, 0n, 1n]) check(twice, 6, 2n * twice + by, 6);
  }
});

test('a divisor of zero ends the program', () => {
  write(A, 2, 1n);
  write(B, 2, 0n);
  expect(() => call('divideRound.down', DST, A, 2, B, 2)).toThrow(/divide/);
});

test('numbers of 64 bits go in and out, and what 64 bits do not hold is reported', () => {
  const check = (value: bigint, limbs: number) => {
    write(A, limbs, value);
    const held = value >= MIN && value <= MAX;
    const result = call('toInt64', A, limbs);
    expect(global('fits')).toBe(held ? 1 : 0);
    if (held) expect(result).toBe(value);
    if (!held) return;
    guarded(DST, limbs + 2, () => call('set', DST, limbs + 2, value));
    expect(read(DST, limbs + 2)).toBe(value);
  };
  for (const value of [...EDGES, MIN, MIN - 1n, MIN + 1n, MAX, MAX + 1n]) check(value, L);
  for (let i = 0; i < 20_000; i += 1) {
    const limbs = 1 + next(4);
    check(some(limbs), limbs);
    check(randomInt64(next), 2);
  }
});

test('a sign is turned or dropped in place, never on zero', () => {
  for (const value of EDGES) {
    write(A, L, value);
    call('negate', A, L);
    expect(read(A, L)).toBe(-value);
    call('absolute', A);
    expect(read(A, L)).toBe(value < 0n ? -value : value);
  }
});

test('constants are the same from the data of the module and from code', () => {
  expect(read(A + 512, 5)).toBe(CONSTANT);
  call('constant', DST);
  expect(read(DST, 6)).toBe(CONSTANT);
  expect([0n, 1n, 2n ** 32n - 1n, 2n ** 32n, -(2n ** 64n)].map(limbsOf)).toEqual([1, 1, 1, 2, 3]);
  expect(() => wideConstant(2n ** 64n, 2)).toThrow('does not fit 2 limbs');
  expect(() => setConstant(c32(0), 1, 2n ** 32n)).toThrow('does not fit 1 limbs');
});

test('division stays within the scratch memory that it says it needs', () => {
  // U 65 limbs and V 64 limbs, each behind a flag.
  expect(scratchBytes()).toBe(4 * 66 + 4 * 65);
  const end = SCRATCH + scratchBytes();
  view.setUint32(end, 0xabcd_1234, true);
  view.setUint32(SCRATCH - 4, 0x1234_abcd, true);
  write(A, 64, (1n << 2048n) - 1n);
  write(B, 64, (1n << 2048n) - 3n);
  call('divideRound.half_even', DST, A, 64, B, 64);
  expect(read(DST, 65)).toBe(1n);
  write(A, 64, 5n);
  call('divideRound.up', DST, A, 64, B, 64);
  expect(read(DST, 65)).toBe(1n);
  expect([view.getUint32(SCRATCH - 4, true), view.getUint32(end, true)]).toEqual([0x1234_abcd, 0xabcd_1234]);
});
