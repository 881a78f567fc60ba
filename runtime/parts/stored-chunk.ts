import type {
  Chunk,
  Column,
  ColumnData,
  EventData,
  Layout,
  LinesData,
  TextPool,
} from '../../schema/index.ts';

type Values = Int32Array | Uint32Array | BigInt64Array | Uint8Array;

/** Arrays begin at multiples of so many bytes. */
const ALIGN = 8;
/** The size of an array that is not there. */
const NONE = 0xffff_ffff;
/** Members and rows stand before the sizes of the arrays. */
const COUNTS = 2;

const padded = (bytes: number): number => Math.ceil(bytes / ALIGN) * ALIGN;

/** A chunk as one run of bytes, for the machine that wrote it: numbers stand as in its memory. */
export function bytesOfChunk(chunk: Chunk): Uint8Array<ArrayBuffer> {
  const arrays = arraysOf(chunk);
  const head = padded(4 * (COUNTS + arrays.length));
  const size = arrays.reduce((sum, array) => sum + padded(array?.byteLength ?? 0), head);
  const bytes = new Uint8Array(size);
  const counts = new Uint32Array(bytes.buffer, 0, COUNTS + arrays.length);
  counts[0] = chunk.members;
  counts[1] = chunk.rows;
  let at = head;
  for (const [index, array] of arrays.entries()) {
    counts[COUNTS + index] = array?.byteLength ?? NONE;
    if (array === undefined) continue;
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return bytes;
}

/** Every array of a chunk, in the order in which {@link chunkFrom} takes them. */
function arraysOf(chunk: Chunk): readonly (Values | undefined)[] {
  const column = ({ values, present }: ColumnData) => [values, present];
  const pool = ({ bytes, ends }: TextPool) => [bytes, ends];
  return [
    ...pool(chunk.memberIds),
    chunk.enrolled,
    ...chunk.attributes.flatMap(column),
    chunk.firstRow,
    ...pool(chunk.eventIds),
    chunk.event,
    chunk.index,
    chunk.day,
    chunk.second,
    chunk.of,
    ...chunk.events.flatMap(({ columns, lines }) => [
      ...columns.flatMap(column),
      ...lines.flatMap((list) => [list.starts, ...list.columns.flatMap(column)]),
    ]),
  ];
}

/** The chunk that {@link bytesOfChunk} made bytes of; its arrays are views of them, which must begin a buffer. */
export function chunkFrom(layout: Layout, { buffer, byteLength }: Uint8Array<ArrayBuffer>): Chunk {
  const [members = 0, rows = 0] = new Uint32Array(buffer, 0, COUNTS);
  const sizes = new Uint32Array(buffer, 4 * COUNTS, arraysIn(layout));
  let next = 0;
  let at = padded(4 * (COUNTS + sizes.length));
  const take = <T>(make: (from: number, size: number) => T): T | undefined => {
    const size = sizes[next] ?? NONE;
    next += 1;
    if (size === NONE) return undefined;
    const from = at;
    at += padded(size);
    if (at > byteLength) throw new RangeError('a chunk was cut short');
    return make(from, size);
  };
  const bytes = () => take((from, size) => new Uint8Array(buffer, from, size));
  const small = () => take((from, size) => new Int32Array(buffer, from, size / 4)) ?? new Int32Array(0);
  const ends = () => take((from, size) => new Uint32Array(buffer, from, size / 4)) ?? new Uint32Array(0);
  const large = () => take((from, size) => new BigInt64Array(buffer, from, size / 8)) ?? new BigInt64Array(0);
  const pool = (): TextPool => ({ bytes: bytes() ?? new Uint8Array(0), ends: ends() });
  const column = ({ store }: Column): ColumnData => ({
    values: store === 'i64' ? large() : small(),
    present: bytes(),
  });
  // Members of an object are worked out in the order in which they stand: that of the arrays.
  return {
    members,
    memberIds: pool(),
    enrolled: small(),
    attributes: layout.attributes.map(column),
    firstRow: small(),
    rows,
    eventIds: pool(),
    event: small(),
    index: small(),
    day: small(),
    second: small(),
    of: small(),
    events: layout.events.map(
      ({ columns, lines }): EventData => ({
        columns: columns.map(column),
        lines: lines.map((list): LinesData => ({ starts: small(), columns: list.columns.map(column) })),
      }),
    ),
  };
}

function arraysIn({ attributes, events }: Layout): number {
  let count = 11 + 2 * attributes.length;
  for (const { columns, lines } of events) {
    count += 2 * columns.length;
    for (const list of lines) count += 1 + 2 * list.columns.length;
  }
  return count;
}
