import type { Day } from './civil.ts';
import type { FieldType, Plan, PlanField } from './plan.ts';
import type { ValueType } from './plan-expression.ts';

/** How a value stands in memory: `i64` little-endian integers at the type's scale, `i32` for everything small. */
export type Store = 'i64' | 'i32';

/**
 * A typed column. Quantities are `i64` at the type's scale and datetimes `i64` seconds of the local clock; dates (days),
 * levels (index on the ladder), booleans (0, 1) and words and texts (codes of the dictionary) are `i32`.
 */
export interface Column {
  readonly name: string;
  readonly type: ValueType;
  readonly store: Store;
  /** True: a byte per row beside it says whether there is a value. */
  readonly optional: boolean;
}

/** A list of lines: line i of the list's own columns belongs to the event whose `starts` hold it. */
export interface LinesLayout {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface EventLayout {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly lines: readonly LinesLayout[];
}

/** What the columns of a history are for one program; made by {@link layoutOf}. */
export interface Layout {
  /** Words and texts that the program itself names: the first codes of every dictionary, in this order. */
  readonly words: readonly string[];
  /** Attributes of members at enrolment; `enrolled` among them, which repeats the column of enrolment days. */
  readonly attributes: readonly Column[];
  /** Declared events in document order, then `profile` (attributes, all optional) and `redeem` (`reward`, `quantity`). */
  readonly events: readonly EventLayout[];
}

/** Values of one column; `present` stands where the column is optional: 0 = missing (its value is then 0). */
export interface ColumnData {
  readonly values: BigInt64Array | Int32Array;
  readonly present: Uint8Array | undefined;
}

/** Lines of one list; the lines of the event at `i` are `starts[i]` (included) to `starts[i + 1]` (excluded). */
export interface LinesData {
  readonly starts: Int32Array;
  readonly columns: readonly ColumnData[];
}

/** Rows of one event type, in the order in which the chunk has them. */
export interface EventData {
  readonly columns: readonly ColumnData[];
  readonly lines: readonly LinesData[];
}

/** Many texts in two arrays: text i is the UTF-8 from `ends[i - 1]` (0 for the first) to `ends[i]`. */
export interface TextPool {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

/** Whole members and their events, sorted by member, then in replay order. Row numbers count from 0 in the chunk. */
export interface Chunk {
  readonly members: number;
  readonly memberIds: TextPool;
  readonly enrolled: Int32Array;
  readonly attributes: readonly ColumnData[];
  /** Rows of member m are `firstRow[m]` to `firstRow[m + 1]` (excluded); one entry more than members. */
  readonly firstRow: Int32Array;
  readonly rows: number;
  readonly eventIds: TextPool;
  /** Per row: index into {@link Layout.events}, and the row's number among the chunk's rows of that type. */
  readonly event: Int32Array;
  readonly index: Int32Array;
  /** Per row: local day, and second of that day, as read. */
  readonly day: Int32Array;
  readonly second: Int32Array;
  /** Per row: the row that it reverses, of the same member, or −1. */
  readonly of: Int32Array;
  readonly events: readonly EventData[];
}

/** A missing day in an `i32`. */
export const NO_DAY: Day = -0x8000_0000;

function storeOf(type: ValueType): Store {
  return type.kind === 'quantity' || type.kind === 'datetime' ? 'i64' : 'i32';
}

function columnsOf(fields: readonly PlanField[], optional: boolean): Column[] {
  return fields.flatMap(({ name, type, optional: own }) =>
    type.kind === 'value'
      ? [{ name, type: type.type, store: storeOf(type.type), optional: optional || own }]
      : [],
  );
}

function linesOf(fields: readonly PlanField[]): LinesLayout[] {
  return fields.flatMap(({ name, type }) =>
    type.kind === 'lines' ? [{ name, columns: columnsOf(type.fields, false) }] : [],
  );
}

function wordsIn(type: FieldType): readonly string[] {
  if (type.kind === 'lines') return type.fields.flatMap((field) => wordsIn(field.type));
  return type.type.kind === 'word' ? type.type.words : [];
}

const REDEEM: EventLayout = {
  name: 'redeem',
  columns: [
    { name: 'reward', type: { kind: 'text' }, store: 'i32', optional: false },
    { name: 'quantity', type: { kind: 'quantity', unit: {}, scale: 0 }, store: 'i64', optional: false },
  ],
  lines: [],
};

/** Every text that stands in a constant of the Plan, wherever it is. */
function constantsIn(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) {
    for (const each of value) constantsIn(each, into);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const parts = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(parts)) {
    const each = parts[key];
    if (key === 'value' && typeof each === 'string') into.add(each);
    else if (key === 'words' && Array.isArray(each)) for (const word of each) into.add(String(word));
    else if (typeof each === 'object' && key !== 'span') constantsIn(each, into);
  }
}

/**
 * The columns of a program's histories. Words of all lists and texts share one dictionary, so that equality of codes is
 * equality of texts; rewards come first, by index.
 */
export function layoutOf(plan: Plan): Layout {
  const words = new Set<string>(plan.rewards.map((reward) => reward.name));
  for (const fields of [plan.attributes, ...plan.events.map((event) => event.fields)]) {
    for (const word of fields.flatMap((field) => wordsIn(field.type))) words.add(word);
  }
  constantsIn(plan, words);
  const attributes = columnsOf(plan.attributes, false);
  return {
    words: [...words],
    attributes,
    events: [
      ...plan.events.map(({ name, fields }) => ({
        name,
        columns: columnsOf(fields, false),
        lines: linesOf(fields),
      })),
      { name: 'profile', columns: columnsOf(plan.attributes, true), lines: [] },
      REDEEM,
    ],
  };
}
