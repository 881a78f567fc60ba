import type { ColumnData, EventData, LinesData } from '../../schema/index.ts';

/** Rows of one event type, chosen by their numbers; a row may be chosen more than once. */
export function gatherEvent({ columns, lines }: EventData, from: Int32Array): EventData {
  return {
    columns: columns.map((column) => gatherColumn(column, from)),
    lines: lines.map((list) => gatherLines(list, from)),
  };
}

function gatherLines({ starts, columns }: LinesData, from: Int32Array): LinesData {
  const own = new Int32Array(from.length + 1);
  for (let row = 0; row < from.length; row += 1) {
    const at = from[row] ?? 0;
    own[row + 1] = (own[row] ?? 0) + (starts[at + 1] ?? 0) - (starts[at] ?? 0);
  }
  const each = new Int32Array(own[from.length] ?? 0);
  let next = 0;
  for (let row = 0; row < from.length; row += 1) {
    const at = from[row] ?? 0;
    const end = starts[at + 1] ?? 0;
    for (let line = starts[at] ?? 0; line < end; line += 1) {
      each[next] = line;
      next += 1;
    }
  }
  return { starts: own, columns: columns.map((column) => gatherColumn(column, each)) };
}

/** Values of a column, chosen by their numbers. */
export function gatherColumn({ values, present }: ColumnData, from: Int32Array): ColumnData {
  const count = from.length;
  let there: Uint8Array | undefined;
  if (present !== undefined) {
    there = new Uint8Array(count);
    for (let row = 0; row < count; row += 1) there[row] = present[from[row] ?? 0] ?? 0;
  }
  if (values instanceof Int32Array) {
    const own = new Int32Array(count);
    for (let row = 0; row < count; row += 1) own[row] = values[from[row] ?? 0] ?? 0;
    return { values: own, present: there };
  }
  // 64 bits as two halves: no number is made of them on the way.
  const own = new BigInt64Array(count);
  const to = new Int32Array(own.buffer);
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let row = 0; row < count; row += 1) {
    const at = 2 * (from[row] ?? 0);
    to[2 * row] = halves[at] ?? 0;
    to[2 * row + 1] = halves[at + 1] ?? 0;
  }
  return { values: own, present: there };
}
