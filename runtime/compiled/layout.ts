import type { Chunk, ColumnData } from '../../schema/index.ts';

/** The arrays of a chunk in the order of a module's table of pointers. */
export function arraysOf(chunk: Chunk): readonly (BigInt64Array | Int32Array | Uint8Array)[] {
  const columns = (data: readonly ColumnData[]) =>
    data.flatMap(({ values, present }) => (present === undefined ? [values] : [values, present]));
  return [
    chunk.enrolled,
    chunk.firstRow,
    chunk.event,
    chunk.index,
    chunk.day,
    chunk.second,
    chunk.of,
    ...columns(chunk.attributes),
    ...chunk.events.flatMap((event) => [
      ...columns(event.columns),
      ...event.lines.flatMap((lines) => [lines.starts, ...columns(lines.columns)]),
    ]),
  ];
}

const ALIGN = 8;

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGN) * ALIGN;
}

/** Bytes of memory that a chunk takes in a module: its table of pointers, then its arrays. */
export function bytesOf(arrays: ReturnType<typeof arraysOf>): number {
  return aligned(arrays.length * 4) + arrays.reduce((sum, each) => sum + aligned(each.byteLength), 0);
}

/** Writes the arrays and their table at an address that has room for them. */
export function writeArrays(
  memory: ArrayBufferLike,
  address: number,
  arrays: ReturnType<typeof arraysOf>,
): void {
  const table = new Uint32Array(memory, address, arrays.length);
  let at = address + aligned(arrays.length * 4);
  arrays.forEach((each, i) => {
    table[i] = at;
    new Uint8Array(memory, at, each.byteLength).set(
      new Uint8Array(each.buffer, each.byteOffset, each.byteLength),
    );
    at += aligned(each.byteLength);
  });
}
