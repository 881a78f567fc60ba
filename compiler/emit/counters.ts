import type { Arena } from './arena.ts';
import {
  c32,
  c64,
  copy,
  during,
  fill,
  i32,
  i64,
  load32,
  load64,
  select,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func, Module } from './wasm/module.ts';

export interface Counters {
  /** `(table, key) → address` of the key's entry, made where it was not there: key, then 8 bytes that begin as 0. */
  readonly add: Func<readonly ['i32', 'i64'], 'i32'>;
  /** `(table)`: forgets everything. A table is entries, count, capacity. */
  readonly clear: Func<readonly ['i32'], 'void'>;
}

/** Hash tables from a 64-bit key to 8 bytes of one's own, with open addressing; half empty at least. */
export function newCounters(m: Module, arena: Arena): Counters {
  const ENTRY = 24;
  const clear = m.func('table.clear', ['i32'], 'void', (_, table) => [
    store32(table.get, c32(0)),
    store32(table.get, c32(0), 4),
    store32(table.get, c32(0), 8),
  ]);
  /** The entry of a key, or the free one where it belongs. */
  const find = m.func('table.find', ['i32', 'i32', 'i64'], 'i32', (f, entries, capacity, key) => {
    const place = f.i32('place');
    const entry = f.i32('entry');
    const hash = i64.mul(i64.xor(key.get, i64.shrU(key.get, c64(32))), c64(0x9e37_79b9_7f4a_7c15n));
    return [
      place.set(i32.wrap(i64.shrU(hash, c64(40)))),
      during(i32.ne(capacity.get, c32(0)), [
        place.set(i32.and(place.get, i32.sub(capacity.get, c32(1)))),
        entry.set(i32.add(entries.get, i32.mul(place.get, c32(ENTRY)))),
        when(i32.or(i32.eqz(load32(entry.get, 16)), i64.eq(load64(entry.get), key.get)), [f.ret(entry.get)]),
        place.set(i32.add(place.get, c32(1))),
      ]),
      f.ret(c32(0)),
    ];
  });
  const add = m.func('table.add', ['i32', 'i64'], 'i32', (f, table, key) => {
    const entry = f.i32('entry');
    const old = f.i32('old');
    const end = f.i32('end');
    const capacity = f.i32('capacity');
    const moved = f.i32('moved');
    return [
      when(i32.ge(i32.shl(load32(table.get, 4), c32(1)), load32(table.get, 8)), [
        old.set(load32(table.get)),
        end.set(i32.add(old.get, i32.mul(load32(table.get, 8), c32(ENTRY)))),
        capacity.set(select(load32(table.get, 8), i32.shl(load32(table.get, 8), c32(1)), c32(8))),
        store32(table.get, arena.alloc.call(i32.mul(capacity.get, c32(ENTRY)))),
        store32(table.get, capacity.get, 8),
        fill(load32(table.get), c32(0), i32.mul(capacity.get, c32(ENTRY))),
        during(i32.ltU(old.get, end.get), [
          when(load32(old.get, 16), [
            moved.set(find.call(load32(table.get), capacity.get, load64(old.get))),
            copy(moved.get, old.get, c32(ENTRY)),
          ]),
          old.set(i32.add(old.get, c32(ENTRY))),
        ]),
      ]),
      entry.set(find.call(load32(table.get), load32(table.get, 8), key.get)),
      when(i32.eqz(load32(entry.get, 16)), [
        store64(entry.get, key.get),
        store32(entry.get, c32(1), 16),
        store32(table.get, i32.add(load32(table.get, 4), c32(1)), 4),
      ]),
      f.ret(entry.get),
    ];
  });
  return { add, clear };
}
