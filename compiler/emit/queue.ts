import type { Arena } from './arena.ts';
import {
  c32,
  c64,
  choose,
  during,
  type I32,
  type I64,
  i32,
  i64,
  load32,
  load64,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func, Module } from './wasm/module.ts';

/** What an empty queue has as its first key. */
export const EMPTY = (1n << 63n) - 1n;

/**
 * Keys in ascending order. What comes in order is kept in order, at no cost; what does not goes into a heap. A queue is
 * a vector, the number of its first key, and the vector of the heap.
 */
export interface Queue {
  readonly push: Func<readonly ['i32', 'i64'], 'void'>;
  /** The least key, or {@link EMPTY}. */
  readonly least: Func<readonly ['i32'], 'i64'>;
  /** Removes the least key. */
  readonly pop: Func<readonly ['i32'], 'void'>;
}

export const QUEUE_BYTES = 32;
const HEAD = 12;
const HEAP = 16;

export function newQueue(m: Module, arena: Arena): Queue {
  const keyAt = (vector: I32, i: I32, offset = 0): I64 =>
    load64(i32.add(load32(vector, offset), i32.shl(i, c32(3))));
  const setKey = (vector: I32, i: I32, value: I64) =>
    store64(i32.add(load32(vector, HEAP), i32.shl(i, c32(3))), value);
  const push = m.func('queue.push', ['i32', 'i64'], 'void', (f, queue, key) => {
    const length = f.i32('length');
    const at = f.i32('at');
    const parent = f.i32('parent');
    return [
      length.set(load32(queue.get, 4)),
      when(i32.eq(load32(queue.get, HEAD), length.get), [
        store32(queue.get, c32(0), 4),
        store32(queue.get, c32(0), HEAD),
        length.set(c32(0)),
      ]),
      when(
        choose(i32.eqz(length.get), c32(1), i64.ge(key.get, keyAt(queue.get, i32.sub(length.get, c32(1))))),
        [store64(arena.push.call(queue.get, c32(8)), key.get), f.ret()],
      ),
      at.set(load32(queue.get, HEAP + 4)),
      store64(arena.push.call(i32.add(queue.get, c32(HEAP)), c32(8)), key.get),
      during(i32.gt(at.get, c32(0)), [
        parent.set(i32.shrU(i32.sub(at.get, c32(1)), c32(1))),
        when(i64.le(keyAt(queue.get, parent.get, HEAP), key.get), [f.ret()]),
        setKey(queue.get, at.get, keyAt(queue.get, parent.get, HEAP)),
        setKey(queue.get, parent.get, key.get),
        at.set(parent.get),
      ]),
    ];
  });
  const least = m.func('queue.least', ['i32'], 'i64', (f, queue) => {
    const first = f.i64('first');
    const other = f.i64('other');
    return [
      first.set(
        choose(
          i32.lt(load32(queue.get, HEAD), load32(queue.get, 4)),
          keyAt(queue.get, load32(queue.get, HEAD)),
          c64(EMPTY),
        ),
      ),
      when(load32(queue.get, HEAP + 4), [
        other.set(keyAt(queue.get, c32(0), HEAP)),
        when(i64.lt(other.get, first.get), [f.ret(other.get)]),
      ]),
      f.ret(first.get),
    ];
  });
  const pop = m.func('queue.pop', ['i32'], 'void', (f, queue) => {
    const length = f.i32('length');
    const at = f.i32('at');
    const child = f.i32('child');
    const key = f.i64('key');
    const isHead = i32.and(
      i32.lt(load32(queue.get, HEAD), load32(queue.get, 4)),
      i64.eq(least.call(queue.get), keyAt(queue.get, load32(queue.get, HEAD))),
    );
    return [
      when(choose(i32.lt(load32(queue.get, HEAD), load32(queue.get, 4)), isHead, c32(0)), [
        store32(queue.get, i32.add(load32(queue.get, HEAD), c32(1)), HEAD),
        f.ret(),
      ]),
      length.set(i32.sub(load32(queue.get, HEAP + 4), c32(1))),
      when(i32.lt(length.get, c32(0)), [f.ret()]),
      store32(queue.get, length.get, HEAP + 4),
      key.set(keyAt(queue.get, length.get, HEAP)),
      at.set(c32(0)),
      during(i32.lt(i32.add(i32.shl(at.get, c32(1)), c32(1)), length.get), [
        child.set(i32.add(i32.shl(at.get, c32(1)), c32(1))),
        when(i32.lt(i32.add(child.get, c32(1)), length.get), [
          when(
            i64.lt(keyAt(queue.get, i32.add(child.get, c32(1)), HEAP), keyAt(queue.get, child.get, HEAP)),
            [child.set(i32.add(child.get, c32(1)))],
          ),
        ]),
        when(i64.le(key.get, keyAt(queue.get, child.get, HEAP)), [
          setKey(queue.get, at.get, key.get),
          f.ret(),
        ]),
        setKey(queue.get, at.get, keyAt(queue.get, child.get, HEAP)),
        at.set(child.get),
      ]),
      setKey(queue.get, at.get, key.get),
    ];
  });
  return { push, least, pop };
}
