import type { RowStore } from './row-store.ts';

/** Shorter stretches are sorted by insertion; histories are nearly in order. */
const SHORT = 24;

/** Sorts rows of one member: instant, dates alone first, nanosecond, `sequence`, and the order of files and lines. */
export function inReplayOrder(store: RowStore, order: Int32Array, from: number, to: number): void {
  let sorted = true;
  for (let at = from + 1; at < to && sorted; at += 1)
    sorted = compare(store, order[at - 1] ?? 0, order[at] ?? 0) <= 0;
  if (sorted) return;
  if (to - from > SHORT) {
    order.subarray(from, to).sort((a, b) => compare(store, a, b));
    return;
  }
  for (let at = from + 1; at < to; at += 1) {
    const row = order[at] ?? 0;
    let place = at;
    for (; place > from && compare(store, order[place - 1] ?? 0, row) > 0; place -= 1)
      order[place] = order[place - 1] ?? 0;
    order[place] = row;
  }
}

function compare(store: RowStore, a: number, b: number): number {
  const { values } = store.instant;
  return (
    (values[a] ?? 0) - (values[b] ?? 0) ||
    Number(store.isDateOnly(b)) - Number(store.isDateOnly(a)) ||
    store.nanosecond(a) - store.nanosecond(b) ||
    (store.hasSequences ? bySequence(store.sequence(a) ?? 0n, store.sequence(b) ?? 0n) : 0) ||
    store.sourceOf(a) - store.sourceOf(b) ||
    (store.line.values[a] ?? 0) - (store.line.values[b] ?? 0)
  );
}

function bySequence(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
