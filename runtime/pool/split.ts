import type { Chunk, ColumnData, EventData, LinesData, TextPool } from '../../schema/index.ts';

/** Each member of a chunk as a chunk with memory of its own. */
export function* membersApart(chunk: Chunk): Generator<Chunk> {
  for (let member = 0; member < chunk.members; member += 1) yield chunkPart(chunk, member, member + 1);
}

/** The members from `first` (included) to `last` (excluded) as a chunk with memory of its own. */
export function chunkPart(chunk: Chunk, first: number, last: number): Chunk {
  const from = chunk.firstRow[first] ?? 0;
  const to = chunk.firstRow[last] ?? from;
  const event = chunk.event.slice(from, to);
  const ownIndex = chunk.index.slice(from, to);
  const least = chunk.events.map(() => Number.POSITIVE_INFINITY);
  const end = chunk.events.map(() => 0);
  event.forEach((type, row) => {
    const index = ownIndex[row] ?? 0;
    least[type] = Math.min(least[type] ?? index, index);
    end[type] = Math.max(end[type] ?? 0, index + 1);
  });
  const startOf = (type: number): number => Math.min(least[type] ?? 0, end[type] ?? 0);
  return {
    members: last - first,
    memberIds: poolPart(chunk.memberIds, first, last),
    enrolled: chunk.enrolled.slice(first, last),
    attributes: chunk.attributes.map((column) => columnPart(column, first, last)),
    firstRow: chunk.firstRow.slice(first, last + 1).map((row) => row - from),
    rows: to - from,
    eventIds: poolPart(chunk.eventIds, from, to),
    event,
    index: ownIndex.map((index, row) => index - startOf(event[row] ?? 0)),
    day: chunk.day.slice(from, to),
    second: chunk.second.slice(from, to),
    of: chunk.of.slice(from, to).map((row) => (row < 0 ? row : row - from)),
    events: chunk.events.map((data, type) => eventPart(data, startOf(type), end[type] ?? 0)),
  };
}

function columnPart({ values, present }: ColumnData, from: number, to: number): ColumnData {
  return { values: values.slice(from, to), present: present?.slice(from, to) };
}

function eventPart({ columns, lines }: EventData, from: number, to: number): EventData {
  return {
    columns: columns.map((column) => columnPart(column, from, to)),
    lines: lines.map((list) => linesPart(list, from, to)),
  };
}

function linesPart({ starts, columns }: LinesData, from: number, to: number): LinesData {
  const first = starts[from] ?? 0;
  const last = starts[to] ?? first;
  return {
    starts: starts.slice(from, to + 1).map((start) => start - first),
    columns: columns.map((column) => columnPart(column, first, last)),
  };
}

function poolPart({ bytes, ends }: TextPool, from: number, to: number): TextPool {
  const first = from === 0 ? 0 : (ends[from - 1] ?? 0);
  const last = to === from ? first : (ends[to - 1] ?? first);
  return { bytes: bytes.slice(first, last), ends: ends.slice(from, to).map((end) => end - first) };
}
