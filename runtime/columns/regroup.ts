import { membersByName } from './members-by-name.ts';
import type { RowStore } from './row-store.ts';

/** So many rows of neighbouring members stand together, that what is then done with them stays in the cache. */
const BUCKET = 1 << 15;

/** Rows of the store by member: those of the member at `rank` are `order[starts[rank]]` to `order[starts[rank + 1] − 1]`. */
export interface Grouped {
  /** Members sorted by name. */
  readonly byName: Int32Array;
  readonly starts: Int32Array;
  /** Rows of one member stand in the order in which they were read. */
  readonly order: Int32Array;
}

/**
 * Groups the rows of a store by member. Rows of a large store are first moved, so that members who are near each other
 * by name have rows that are near each other in memory.
 */
export function regroup(store: RowStore): Grouped {
  const byName = membersByName(store.members);
  const count = byName.length;
  const rank = new Int32Array(count);
  for (let at = 0; at < count; at += 1) rank[byName[at] ?? 0] = at;
  const { rows } = store;
  const starts = new Int32Array(count + 1);
  const rowsOf = new Int32Array(count);
  const before = store.member.values;
  for (let row = 0; row < rows; row += 1) {
    const member = before[row] ?? 0;
    rowsOf[member] = (rowsOf[member] ?? 0) + 1;
  }
  for (let at = 0; at < count; at += 1) starts[at + 1] = (starts[at] ?? 0) + (rowsOf[byName[at] ?? 0] ?? 0);
  if (rows > BUCKET) store.move(bucketPlaces(before, rank, starts, rows));
  const members = store.member.values;
  const next = starts.slice();
  const order = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const at = rank[members[row] ?? 0] ?? 0;
    const place = next[at] ?? 0;
    order[place] = row;
    next[at] = place + 1;
  }
  return { byName, starts, order };
}

/** Where each row goes: buckets of neighbouring members, in each of them the order in which the rows were read. */
function bucketPlaces(member: Int32Array, rank: Int32Array, starts: Int32Array, rows: number): Int32Array {
  const bucketOf = new Int32Array(rank.length);
  const next: number[] = [];
  let full = 0;
  const bucketOfRank = new Int32Array(rank.length);
  for (let at = 0; at < rank.length; at += 1) {
    const start = starts[at] ?? 0;
    if (at === 0 || (starts[at + 1] ?? 0) > full) {
      next.push(start);
      full = start + BUCKET;
    }
    bucketOfRank[at] = next.length - 1;
  }
  for (let number = 0; number < rank.length; number += 1)
    bucketOf[number] = bucketOfRank[rank[number] ?? 0] ?? 0;
  const free = Int32Array.from(next);
  const places = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const bucket = bucketOf[member[row] ?? 0] ?? 0;
    const place = free[bucket] ?? 0;
    places[row] = place;
    free[bucket] = place + 1;
  }
  return places;
}
