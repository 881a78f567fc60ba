import {
  c32,
  copy,
  type Global,
  type I32,
  i32,
  load32,
  memoryGrow,
  memorySize,
  once,
  type Stmt,
  select,
  store32,
  trap,
  when,
} from './wasm/code.ts';
import type { Func, Module } from './wasm/module.ts';

/** Memory that grows while a member runs, and is let go of before the next one. */
export interface Arena {
  readonly top: Global<'i32'>;
  /** `(bytes) → address`, a multiple of 8; not cleared. */
  readonly alloc: Func<readonly ['i32'], 'i32'>;
  /** `(vector, stride) → address` of a new last element; a vector is pointer, length, capacity. */
  readonly push: Func<readonly ['i32', 'i32'], 'i32'>;
}

/** No vector of a member grows beyond this: with its widest entries it would not fit an address any more. */
const MOST_ENTRIES = 1 << 25;

/** Room that a vector begins with. */
const FIRST_ENTRIES = 16;

export function newArena(m: Module): Arena {
  const top = m.global('arena', 'i32');
  // Addresses and sizes count without a sign; past the last address there is nothing to give.
  const lastRoom = i32.sub(i32.sub(i32.shl(memorySize, c32(16)), c32(8)), top.get);
  const grow = m.func('grow', ['i32'], 'void', (f, bytes) => {
    const next = f.i32('next');
    const pages = f.i32('pages');
    return [
      next.set(roundUp(i32.add(top.get, bytes.get))),
      when(i32.or(i32.ltU(next.get, top.get), i32.gtU(bytes.get, c32(-8))), [trap]),
      pages.set(i32.sub(i32.add(i32.shrU(next.get, c32(16)), c32(1)), memorySize)),
      growWhen(pages.get),
    ];
  });
  const alloc = m.func('alloc', ['i32'], 'i32', (f, bytes) => {
    const address = f.i32('address');
    return [
      when(i32.gtU(bytes.get, lastRoom), [grow.call(bytes.get)]),
      address.set(top.get),
      top.set(roundUp(i32.add(address.get, bytes.get))),
      f.ret(address.get),
    ];
  });
  const widen = m.func('widen', ['i32', 'i32'], 'void', (f, vector, stride) => {
    const length = f.i32('length');
    const capacity = f.i32('capacity');
    const from = f.i32('from');
    return [
      length.set(load32(vector.get, 4)),
      when(i32.gtU(length.get, c32(MOST_ENTRIES)), [trap]),
      capacity.set(maxOf(i32.shl(length.get, c32(1)), c32(FIRST_ENTRIES))),
      from.set(load32(vector.get)),
      store32(vector.get, alloc.call(i32.mul(capacity.get, stride.get))),
      store32(vector.get, capacity.get, 8),
      when(length.get, [copy(load32(vector.get), from.get, i32.mul(length.get, stride.get))]),
    ];
  });
  const push = m.func('push', ['i32', 'i32'], 'i32', (f, vector, stride) => {
    const length = f.i32('length');
    return [
      length.set(load32(vector.get, 4)),
      when(i32.eq(length.get, load32(vector.get, 8)), [widen.call(vector.get, stride.get)]),
      store32(vector.get, i32.add(length.get, c32(1)), 4),
      f.ret(i32.add(load32(vector.get), i32.mul(length.get, stride.get))),
    ];
  });
  return { top, alloc, push };
}

/** A multiple of 8, not below. */
function roundUp(address: I32): I32 {
  return i32.and(i32.add(address, c32(7)), c32(-8));
}

/** At least a sixteenth more each time, so that growing does not cost a copy for every page. */
function growWhen(pages: I32): Stmt {
  const more = maxOf(pages, c32(64));
  return when(i32.gt(pages, c32(0)), [
    when(i32.lt(memoryGrow(more), c32(0)), [when(i32.lt(memoryGrow(pages), c32(0)), [trap])]),
  ]);
}

export function maxOf(a: I32, b: I32): I32 {
  return once(a, (x) => once(b, (y) => select(i32.gt(x, y), x, y)));
}

export function minOf(a: I32, b: I32): I32 {
  return once(a, (x) => once(b, (y) => select(i32.lt(x, y), x, y)));
}
