import type { Chunk, ColumnData, EventData, TextPool } from '../../schema/index.ts';
import type { GrowingEvent, GrowingLines } from './chunk-builder.ts';
import type { FittedRows } from './fit-columns.ts';
import type { GrowingColumn } from './growing.ts';
import type { ChunkSize } from './member-columns.ts';
import type { RowStore } from './row-store.ts';
import { encodeText } from './wtf8.ts';

const SECONDS_PER_DAY = 86_400;
/** Digits of the largest number of a line. */
const DIGITS = 12;

/** Chunks of the members from `from` (included) to `to` (excluded), each with memory of its own. */
export function* cut(
  store: RowStore,
  fitted: FittedRows,
  size: ChunkSize,
  from = 0,
  to = fitted.members.length,
): Generator<Chunk> {
  const names = store.sources.map((name) => encodeText(`${name}:`));
  let start = from;
  while (start < to) {
    const first = fitted.first[start] ?? 0;
    let end = start + 1;
    while (end < to && (fitted.first[end + 1] ?? 0) - first <= size.rows) end += 1;
    yield new Cutter(store, fitted, names).chunk(start, end);
    start = end;
  }
}

/** Gathers some members out of the store, column by column. */
class Cutter {
  readonly #store: RowStore;
  readonly #fitted: FittedRows;
  /** `file:` of each source. */
  readonly #names: readonly Uint8Array[];

  constructor(store: RowStore, fitted: FittedRows, names: readonly Uint8Array[]) {
    this.#store = store;
    this.#fitted = fitted;
    this.#names = names;
  }

  chunk(from: number, to: number): Chunk {
    const store = this.#store;
    const { members, enrolled, first, rows, of } = this.#fitted;
    const firstRow = first.slice(from, to + 1);
    const start = firstRow[0] ?? 0;
    for (let at = 0; at < firstRow.length; at += 1) firstRow[at] = (firstRow[at] ?? 0) - start;
    const count = firstRow[to - from] ?? 0;
    const own = rows.subarray(start, start + count);
    const event = new Int32Array(count);
    const index = new Int32Array(count);
    const day = new Int32Array(count);
    const second = new Int32Array(count);
    const instants = store.instant.values;
    const { shift } = store;
    for (let at = 0; at < count; at += 1) {
      const row = own[at] ?? 0;
      const local = (instants[row] ?? 0) + shift.at(row);
      const today = Math.floor(local / SECONDS_PER_DAY);
      day[at] = today;
      second[at] = local - today * SECONDS_PER_DAY;
    }
    const lists = this.#rowsByType(own, event, index);
    const originals = new Int32Array(count).fill(-1);
    if (of !== undefined)
      for (let at = 0; at < count; at += 1) {
        const original = of[start + at] ?? -1;
        if (original >= 0) originals[at] = original - start;
      }
    const numbers = members.subarray(from, to);
    return {
      members: to - from,
      memberIds: this.#memberIds(numbers),
      enrolled: enrolled.slice(from, to),
      attributes: this.#attributes(numbers, enrolled.subarray(from, to)),
      firstRow,
      rows: count,
      eventIds: this.#eventIds(own),
      event,
      index,
      day,
      second,
      of: originals,
      events: store.events.map((source, type) => gathered(source, lists[type] ?? new Int32Array(0))),
    };
  }

  /** Per event type the numbers of its rows; says of each row which type it is of, and which of these it is. */
  #rowsByType(rows: Int32Array, event: Int32Array, index: Int32Array): Int32Array[] {
    const store = this.#store;
    const only = store.events.findIndex((one) => one.rows === store.rows);
    if (only >= 0) {
      event.fill(only);
      for (let at = 0; at < index.length; at += 1) index[at] = at;
      // Rows of the only type are numbered as all rows are.
      return store.events.map((_, type) => (type === only ? rows : new Int32Array(0)));
    }
    const lists = store.events.map((one) => new Int32Array(Math.min(one.rows, rows.length)));
    const sizes = new Int32Array(lists.length);
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] ?? 0;
      const type = store.type(row);
      const place = sizes[type] ?? 0;
      event[at] = type;
      index[at] = place;
      sizes[type] = place + 1;
      const list = lists[type];
      if (list !== undefined) list[place] = store.index.at(row);
    }
    return lists.map((list, type) => list.subarray(0, sizes[type] ?? 0));
  }

  #attributes(members: Int32Array, enrolled: Int32Array): ColumnData[] {
    const store = this.#store;
    const enrolments = members.map((member) => store.enrolment.values[member] ?? -1);
    return store.attributes.map((column, at): ColumnData => {
      const layout = store.layout.attributes[at];
      if (layout?.name === 'enrolled') return { values: enrolled.slice(), present: undefined };
      const { values, present } = column.gather(enrolments);
      return { values, present: layout?.optional === true ? present : undefined };
    });
  }

  #memberIds(members: Int32Array): TextPool {
    const table = this.#store.members;
    const ends = new Uint32Array(members.length);
    let size = 0;
    for (let at = 0; at < members.length; at += 1) {
      const member = members[at] ?? 0;
      size += table.endOf(member) - table.startOf(member);
      ends[at] = size;
    }
    const bytes = new Uint8Array(size);
    for (let at = 0; at < members.length; at += 1) {
      const member = members[at] ?? 0;
      copyText(table.bytes, table.startOf(member), bytes, at === 0 ? 0 : (ends[at - 1] ?? 0), ends[at] ?? 0);
    }
    return { bytes, ends };
  }

  #eventIds(rows: Int32Array): TextPool {
    const { ids, id, line } = this.#store;
    const all = ids.ends;
    if (all !== undefined && id.isCount) return ownIds(ids.bytes, all, rows);
    const ends = new Uint32Array(rows.length);
    let size = 0;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] ?? 0;
      const number = id.at(row);
      size += number >= 0 ? ids.endOf(number) - ids.startOf(number) : this.#nameOf(row).length + DIGITS;
      ends[at] = size;
    }
    // Room for the longest lines; what is too much is cut off.
    const bytes = new Uint8Array(size);
    let end = 0;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] ?? 0;
      const number = id.at(row);
      if (number >= 0) {
        const from = ids.startOf(number);
        const to = end + ids.endOf(number) - from;
        copyText(ids.bytes, from, bytes, end, to);
        end = to;
      } else {
        const name = this.#nameOf(row);
        copyText(name, 0, bytes, end, end + name.length);
        end = writeDigits(bytes, end + name.length, line.values[row] ?? 0);
      }
      ends[at] = end;
    }
    return { bytes: bytes.subarray(0, end), ends };
  }

  #nameOf(row: number): Uint8Array {
    const [only] = this.#names;
    if (only !== undefined && this.#names.length === 1) return only;
    return this.#names[this.#store.sourceOf(row)] ?? new Uint8Array(0);
  }
}

/** The ids of rows of which each has one of its own, that of row `i` being id `i`. */
function ownIds(all: Uint8Array, allEnds: Int32Array, rows: Int32Array): TextPool {
  const ends = new Uint32Array(rows.length);
  let size = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    size += (allEnds[row] ?? 0) - (row === 0 ? 0 : (allEnds[row - 1] ?? 0));
    ends[at] = size;
  }
  const bytes = new Uint8Array(size);
  let into = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    const end = allEnds[row] ?? 0;
    for (let from = row === 0 ? 0 : (allEnds[row - 1] ?? 0); from < end; from += 1, into += 1)
      bytes[into] = all[from] ?? 0;
  }
  return { bytes, ends };
}

function gathered(event: GrowingEvent, rows: Int32Array): EventData {
  return {
    columns: event.columns.map((column) => required(column, rows)),
    lines: event.lines.map((list) => gatheredLines(list, rows)),
  };
}

function required(column: GrowingColumn, rows: Int32Array): ColumnData {
  const { values, present } = column.gather(rows);
  return { values, present: column.optional ? present : undefined };
}

function gatheredLines(list: GrowingLines, rows: Int32Array): EventData['lines'][number] {
  const starts = new Int32Array(rows.length + 1);
  const endOf = (row: number) =>
    row + 1 < list.starts.length ? (list.starts.values[row + 1] ?? 0) : list.count;
  let count = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    starts[at] = count;
    count += endOf(row) - (list.starts.values[row] ?? 0);
  }
  starts[rows.length] = count;
  const lines = new Int32Array(count);
  let next = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    for (let line = list.starts.values[row] ?? 0; line < endOf(row); line += 1) {
      lines[next] = line;
      next += 1;
    }
  }
  return { starts, columns: list.columns.map((column) => required(column, lines)) };
}

function copyText(from: Uint8Array, at: number, into: Uint8Array, start: number, end: number): void {
  for (let each = start; each < end; each += 1) into[each] = from[at + each - start] ?? 0;
}

/** Writes a whole number of 0 or more; returns where it ends. */
function writeDigits(bytes: Uint8Array, from: number, value: number): number {
  let end = from + 1;
  for (let most = 10; value >= most; most *= 10) end += 1;
  let rest = value;
  for (let at = end - 1; at >= from; at -= 1) {
    const more = (rest / 10) | 0;
    bytes[at] = 48 + rest - more * 10;
    rest = more;
  }
  return end;
}
