import type { Chunk } from '../../schema/index.ts';
import { ChunkBuilder, type GrowingEvent } from './chunk-builder.ts';
import type { FittedRows } from './fit-columns.ts';
import type { ChunkSize } from './member-columns.ts';
import type { RowStore } from './row-store.ts';

const SECONDS_PER_DAY = 86_400;
const DIGITS = 12;

/** Chunks of the members from `from` (included) to `to` (excluded), each with memory of its own. */
export function* cut(
  store: RowStore,
  fitted: FittedRows,
  size: ChunkSize,
  from = 0,
  to = fitted.members.length,
): Generator<Chunk> {
  let start = from;
  while (start < to) {
    const first = fitted.first[start] ?? 0;
    let end = start + 1;
    while (end < to && (fitted.first[end + 1] ?? 0) - first <= size.rows) end += 1;
    const builder = new ChunkBuilder(store.layout);
    const cutter = new Cutter(store, fitted, builder);
    for (let at = start; at < end; at += 1) cutter.member(at, first);
    yield builder.finish();
    start = end;
  }
}

/** Copies members from the store into a chunk. */
class Cutter {
  readonly #store: RowStore;
  readonly #fitted: FittedRows;
  readonly #builder: ChunkBuilder;
  /** `file:` of each source, and room for a line number behind it. */
  readonly #names: readonly Uint8Array[];

  constructor(store: RowStore, fitted: FittedRows, builder: ChunkBuilder) {
    this.#store = store;
    this.#fitted = fitted;
    this.#builder = builder;
    this.#names = store.sources.map((name) => {
      const bytes = new TextEncoder().encode(`${name}:`);
      const room = new Uint8Array(bytes.length + DIGITS);
      room.set(bytes);
      return room;
    });
  }

  member(at: number, firstOfChunk: number): void {
    const store = this.#store;
    const fitted = this.#fitted;
    const member = fitted.members[at] ?? 0;
    const { bytes } = store.members;
    const enrolled = fitted.enrolled[at] ?? 0;
    this.#builder.beginMemberBytes(
      bytes,
      store.members.startOf(member),
      store.members.endOf(member),
      enrolled,
    );
    const enrolment = store.enrolment.values[member] ?? -1;
    store.layout.attributes.forEach((column, index) => {
      const into = this.#builder.attributes[index];
      const own = store.attributes[index];
      if (into === undefined || own === undefined) return;
      if (column.name === 'enrolled') into.writeSmall(enrolled);
      else if (enrolment < 0) into.writeMissing();
      else into.copy(own, enrolment);
    });
    for (let place = fitted.first[at] ?? 0; place < (fitted.first[at + 1] ?? 0); place += 1) {
      const of = fitted.of === undefined ? -1 : (fitted.of[place] ?? -1);
      this.#row(fitted.rows[place] ?? 0, of < 0 ? -1 : of - firstOfChunk);
    }
  }

  #row(row: number, of: number): void {
    const store = this.#store;
    const type = store.type(row);
    const local = store.local(row);
    const day = Math.floor(local / SECONDS_PER_DAY);
    const second = local - day * SECONDS_PER_DAY;
    const id = store.id.values[row] ?? -1;
    let into: GrowingEvent;
    if (id >= 0) {
      const { ids } = store;
      const [from, to] = [ids.startOf(id), ids.endOf(id)];
      into = this.#builder.beginRowBytes(type, ids.bytes, from, to, day, second, of);
    } else {
      const room = this.#names[store.sourceOf(row)] ?? new Uint8Array(DIGITS);
      const end = writeDigits(room, room.length - DIGITS, store.line.values[row] ?? 0);
      into = this.#builder.beginRowBytes(type, room, 0, end, day, second, of);
    }
    const own = store.events[type];
    if (own === undefined) return;
    const index = store.index.values[row] ?? 0;
    for (let at = 0; at < into.columns.length; at += 1) {
      const [target, from] = [into.columns[at], own.columns[at]];
      if (target !== undefined && from !== undefined) target.copy(from, index);
    }
    for (let at = 0; at < into.lines.length; at += 1) {
      const [target, from] = [into.lines[at], own.lines[at]];
      if (target === undefined || from === undefined) continue;
      const { values } = from.starts;
      const end = index + 1 < from.starts.length ? (values[index + 1] ?? 0) : from.count;
      for (let line = values[index] ?? 0; line < end; line += 1) {
        target.columns.forEach((column, each) => {
          const source = from.columns[each];
          if (source !== undefined) column.copy(source, line);
        });
        target.count += 1;
      }
    }
  }
}

/** Writes a whole number of 0 or more; returns where it ends. */
function writeDigits(bytes: Uint8Array, from: number, value: number): number {
  let end = from + 1;
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) end += 1;
  let rest = value;
  for (let at = end - 1; at >= from; at -= 1) {
    bytes[at] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return end;
}
