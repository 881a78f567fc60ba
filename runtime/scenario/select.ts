import type { Chunk, TextPool } from '../../schema/index.ts';
import { gatherColumn, gatherEvent } from './gather.ts';

/** Some members of a chunk, by their numbers, with all that they did. */
export function selectMembers(chunk: Chunk, members: readonly number[]): Chunk {
  const { firstRow } = chunk;
  const numbers = Int32Array.from(members);
  const own = new Int32Array(members.length + 1);
  members.forEach((member, at) => {
    own[at + 1] = (own[at] ?? 0) + (firstRow[member + 1] ?? 0) - (firstRow[member] ?? 0);
  });
  const count = own[members.length] ?? 0;
  const rows = new Int32Array(count);
  const index = new Int32Array(count);
  const of = new Int32Array(count);
  const byType: number[][] = chunk.events.map(() => []);
  members.forEach((member, at) => {
    const start = firstRow[member] ?? 0;
    const shift = (own[at] ?? 0) - start;
    for (let row = start; row < (firstRow[member + 1] ?? 0); row += 1) {
      const list = byType[chunk.event[row] ?? 0];
      rows[row + shift] = row;
      index[row + shift] = list?.length ?? 0;
      list?.push(chunk.index[row] ?? 0);
      const original = chunk.of[row] ?? -1;
      of[row + shift] = original < 0 ? -1 : original + shift;
    }
  });
  const take = (values: Int32Array): Int32Array => rows.map((row) => values[row] ?? 0);
  return {
    members: members.length,
    memberIds: poolOf(chunk.memberIds, numbers),
    enrolled: numbers.map((member) => chunk.enrolled[member] ?? 0),
    attributes: chunk.attributes.map((column) => gatherColumn(column, numbers)),
    firstRow: own,
    rows: count,
    eventIds: poolOf(chunk.eventIds, rows),
    event: take(chunk.event),
    index,
    day: take(chunk.day),
    second: take(chunk.second),
    of,
    events: chunk.events.map((data, type) => gatherEvent(data, Int32Array.from(byType[type] ?? []))),
  };
}

function poolOf({ bytes, ends }: TextPool, numbers: Int32Array): TextPool {
  const startOf = (number: number): number => (number === 0 ? 0 : (ends[number - 1] ?? 0));
  const own = new Uint32Array(numbers.length);
  let size = 0;
  numbers.forEach((number, at) => {
    size += (ends[number] ?? 0) - startOf(number);
    own[at] = size;
  });
  const texts = new Uint8Array(size);
  let into = 0;
  for (const number of numbers) {
    const [from, to] = [startOf(number), ends[number] ?? 0];
    for (let at = from; at < to; at += 1, into += 1) texts[into] = bytes[at] ?? 0;
  }
  return { bytes: texts, ends: own };
}
