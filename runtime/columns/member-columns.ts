import type {
  Chunk,
  Column,
  ColumnData,
  Fields,
  FieldValue,
  HistoryEvent,
  Layout,
  LinesData,
  LinesLayout,
  MemberHistory,
  Plan,
  Value,
} from '../../schema/index.ts';
import { dayOfTime, localTime, SECONDS_PER_DAY } from '../../schema/index.ts';
import { ChunkBuilder, type GrowingLines } from './chunk-builder.ts';
import type { Dictionary } from './dictionary.ts';
import type { GrowingColumn } from './growing.ts';
import { decodeText } from './wtf8.ts';

/** How many rows a chunk should have. */
export interface ChunkSize {
  readonly rows: number;
}

const ENROLLED = 'enrolled';

/** Writes the value of a field; a required one that is not there becomes 0. */
export function writeValue(into: GrowingColumn, value: FieldValue | undefined, dictionary: Dictionary): void {
  if (value === undefined) into.writeMissing();
  else if (typeof value === 'bigint') into.writeBigInt(value);
  else if (typeof value === 'string') into.writeSmall(dictionary.codeOf(value));
  else if (typeof value === 'boolean') into.writeSmall(value ? 1 : 0);
  else if (typeof value === 'number')
    if (into.store === 'i64') into.writeInteger(value);
    else into.writeSmall(value);
}

export function writeLines(
  into: GrowingLines,
  layout: LinesLayout,
  lines: FieldValue | undefined,
  dictionary: Dictionary,
): void {
  if (!Array.isArray(lines)) return;
  for (const line of lines as readonly Fields[]) {
    layout.columns.forEach((column, at) => {
      const target = into.columns[at];
      if (target !== undefined) writeValue(target, line[column.name], dictionary);
    });
    into.count += 1;
  }
}

/** Writes one whole member. */
export function writeMember(
  builder: ChunkBuilder,
  layout: Layout,
  dictionary: Dictionary,
  history: MemberHistory,
): void {
  builder.beginMember(history.member, history.enrolled);
  layout.attributes.forEach((column, at) => {
    const into = builder.attributes[at];
    const value = column.name === ENROLLED ? history.enrolled : history.attributes[column.name];
    if (into !== undefined) writeValue(into, value, dictionary);
  });
  const rows = new Map<string, number>();
  // A redemption of one need not say so.
  const quantity = layout.events
    .find((type) => type.name === 'redeem')
    ?.columns.find((column) => column.name === 'quantity');
  for (const event of history.events) {
    const type = layout.events.findIndex((one) => one.name === event.type);
    const known = layout.events[type];
    if (known === undefined) continue;
    const day = dayOfTime(event.at);
    const second = event.at - day * SECONDS_PER_DAY;
    const row = builder.rows;
    const of = event.of === undefined ? -1 : (rows.get(event.of) ?? -1);
    const into = builder.beginRow(type, event.id, day, second, of);
    rows.set(event.id, row);
    known.columns.forEach((column, at) => {
      const target = into.columns[at];
      const value = event.fields[column.name] ?? (column === quantity ? 1n : undefined);
      if (target !== undefined) writeValue(target, value, dictionary);
    });
    known.lines.forEach((list, at) => {
      const target = into.lines[at];
      if (target !== undefined) writeLines(target, list, event.fields[list.name], dictionary);
    });
  }
}

/**
 * Histories as chunks of whole members, each of about `rows` rows; a member of more rows has a chunk alone. Each chunk
 * has memory of its own.
 */
export function* chunksOf(
  _plan: Plan,
  layout: Layout,
  dictionary: Dictionary,
  members: Iterable<MemberHistory>,
  size: ChunkSize,
): Generator<Chunk> {
  let builder = new ChunkBuilder(layout);
  for (const history of members) {
    if (builder.members > 0 && builder.rows + history.events.length > size.rows) {
      yield builder.finish();
      builder = new ChunkBuilder(layout);
    }
    writeMember(builder, layout, dictionary, history);
  }
  if (builder.members > 0) yield builder.finish();
}

/** Texts by their codes. */
type Texts = Pick<Dictionary, 'textOf'>;

/** The value of a column at a row, as the reader of rows would give it; undefined = missing. */
function valueAt(column: Column, data: ColumnData, row: number, dictionary: Texts): Value {
  if (data.present !== undefined && data.present[row] === 0) return undefined;
  const value = data.values[row] ?? 0;
  switch (column.type.kind) {
    case 'quantity':
      return BigInt(value);
    case 'boolean':
      return value === 1;
    case 'text':
    case 'word':
      return dictionary.textOf(Number(value));
    case 'date':
    case 'datetime':
    case 'level':
    case 'duration':
    case 'fraction':
      return Number(value);
  }
}

export function fieldsAt(
  columns: readonly Column[],
  data: readonly ColumnData[],
  row: number,
  dictionary: Texts,
): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {};
  columns.forEach((column, at) => {
    const own = data[at];
    const value = own && valueAt(column, own, row, dictionary);
    if (value !== undefined) fields[column.name] = value;
  });
  return fields;
}

export function linesAt(layout: LinesLayout, data: LinesData, row: number, dictionary: Texts): Fields[] {
  const lines: Fields[] = [];
  for (let at = data.starts[row] ?? 0; at < (data.starts[row + 1] ?? 0); at += 1)
    lines.push(fieldsAt(layout.columns, data.columns, at, dictionary));
  return lines;
}

export function textAt(pool: Chunk['memberIds'], index: number): string {
  const from = index === 0 ? 0 : (pool.ends[index - 1] ?? 0);
  return decodeText(pool.bytes, from, pool.ends[index] ?? from);
}

/**
 * The members of a chunk as the reader of rows has them, `place` aside. Of an optional list that is empty it says nothing,
 * as of one that is not there.
 */
export function membersOf(
  plan: Plan,
  layout: Layout,
  dictionary: Dictionary,
  chunk: Chunk,
): readonly MemberHistory[] {
  const required = new Set(
    plan.events.flatMap((event) =>
      event.fields.filter((field) => !field.optional).map((field) => `${event.name}.${field.name}`),
    ),
  );
  const attributes = layout.attributes.filter((column) => column.name !== ENROLLED);
  const attributeData = chunk.attributes.filter((_, at) => layout.attributes[at]?.name !== ENROLLED);
  const eventAt = (row: number): HistoryEvent => {
    const type = layout.events[chunk.event[row] ?? -1];
    const data = chunk.events[chunk.event[row] ?? -1];
    const of = chunk.of[row] ?? -1;
    if (type === undefined || data === undefined) throw new RangeError(`row ${row} is of no event`);
    const index = chunk.index[row] ?? 0;
    const fields = fieldsAt(type.columns, data.columns, index, dictionary);
    type.lines.forEach((list, at) => {
      const own = data.lines[at];
      const lines = own === undefined ? [] : linesAt(list, own, index, dictionary);
      if (lines.length > 0 || required.has(`${type.name}.${list.name}`)) fields[list.name] = lines;
    });
    return {
      type: type.name,
      id: textAt(chunk.eventIds, row),
      at: localTime(chunk.day[row] ?? 0, chunk.second[row] ?? 0),
      fields,
      of: of < 0 ? undefined : textAt(chunk.eventIds, of),
      place: undefined,
    };
  };
  return Array.from({ length: chunk.members }, (_, member) => {
    const events: HistoryEvent[] = [];
    for (let row = chunk.firstRow[member] ?? 0; row < (chunk.firstRow[member + 1] ?? 0); row += 1)
      events.push(eventAt(row));
    return {
      member: textAt(chunk.memberIds, member),
      enrolled: chunk.enrolled[member] ?? 0,
      attributes: fieldsAt(attributes, attributeData, member, dictionary),
      events,
    };
  });
}
