import type { Column, PlanField } from '../../schema/index.ts';
import { type EventShape, PLAIN_STYLE, type Setting, textReader } from '../history/index.ts';
import { type CellWriter, cellWriter } from './cell-writers.ts';
import type { GrowingLines } from './chunk-builder.ts';
import type { Dictionary } from './dictionary.ts';
import type { GrowingColumn } from './growing.ts';
import {
  JSON_FALSE,
  JSON_LIST,
  JSON_NULL,
  JSON_NUMBER,
  JSON_TEXT,
  JSON_TRUE,
  JsonBytes,
} from './json-bytes.ts';
import { type PlannedField, RowPlan } from './row-plan.ts';
import type { RowStore } from './row-store.ts';
import { TextTable } from './text-table.ts';
import { type TypedColumn, type TypedField, TypedPlan, typedField } from './typed-plan.ts';
import { decodeText } from './wtf8.ts';

const LIST = 91;
const UNKNOWN = -1;
const UNSEEN = -2;

/** What a column of a file is called, by number and by name, and whether that is no built-in key. */
export interface KeyOfFile {
  readonly key: number;
  readonly name: string;
  readonly isField: boolean;
}

/** Writes JSON values of one object into columns: of an event, of an enrolment, or of one line of a list. */
class ValueSlots {
  readonly names: readonly string[];
  readonly #columns: readonly Column[];
  readonly #into: readonly GrowingColumn[];
  readonly #writers: readonly (CellWriter | undefined)[];
  readonly #required: readonly boolean[];
  /** Per column: how long it is when the present object is written. */
  #goal = 0;

  constructor(
    setting: Setting,
    fields: readonly PlanField[],
    columns: readonly Column[],
    into: readonly GrowingColumn[],
    dictionary: Dictionary,
  ) {
    this.names = columns.map((column) => column.name);
    this.#columns = columns;
    this.#into = into;
    const declared = columns.map((column) => fields.find((field) => field.name === column.name));
    this.#writers = declared.map((field, at) => {
      const target = into[at];
      if (field?.type.kind !== 'value' || target === undefined) return undefined;
      const read = textReader(setting, field.name, field.type, PLAIN_STYLE);
      return cellWriter(field, read, PLAIN_STYLE, target, dictionary);
    });
    this.#required = declared.map((field) => field !== undefined && !field.optional);
  }

  into(slot: number): GrowingColumn | undefined {
    return this.#into[slot];
  }

  /** Begins an object where the columns have `rows` values. */
  begin(rows: number): void {
    this.#goal = rows + 1;
  }

  /** Forgets what the present object wrote. */
  undo(): void {
    for (const column of this.#into) column.cut(this.#goal - 1);
  }

  write(slot: number, kind: number, bytes: Uint8Array, from: number, to: number): boolean {
    const into = this.#into[slot];
    const writer = this.#writers[slot];
    if (into === undefined || into.length === this.#goal) return false;
    if (kind === JSON_NULL || (kind === JSON_TEXT && from === to)) return true;
    if (writer === undefined) return false;
    if (kind === JSON_TEXT || kind === JSON_NUMBER) return writer.write(bytes, from, to);
    if (this.#columns[slot]?.type.kind !== 'boolean') return false;
    if (kind !== JSON_TRUE && kind !== JSON_FALSE) return false;
    into.writeSmall(kind === JSON_TRUE ? 1 : 0);
    return true;
  }

  /** Each column with the cell that `cellOf` gives for its name; undefined: one cannot be written from a text. */
  planned(cellOf: (name: string) => number, one: number): PlannedField[] | undefined {
    const fields = this.#into.flatMap((into, at): PlannedField[] => {
      const writer = this.#writers[at];
      const cell = cellOf(this.names[at] ?? '');
      const required = this.#required[at] === true;
      return writer === undefined ? [] : [{ into, cell, writer, required, isOne: at === one }];
    });
    return fields.length === this.#into.length ? fields : undefined;
  }

  /** Fills what the object did not say; false: it must say it. `fill` is written for the column of that index. */
  complete(one: number): boolean {
    for (let at = 0; at < this.#into.length; at += 1) {
      const into = this.#into[at];
      if (into === undefined || into.length === this.#goal) continue;
      if (this.#required[at] === true) return false;
      if (at === one) into.writeInteger(1);
      else into.writeMissing();
    }
    return true;
  }
}

/** Lines of one list of an event. */
class ListSlots {
  readonly name: string;
  readonly required: boolean;
  readonly into: GrowingLines;
  /** Lines of the present row. */
  added = 0;
  given = false;
  readonly #values: ValueSlots;
  readonly #keys = new TextTable();
  readonly #slots: number[] = [];
  readonly #json = new JsonBytes();

  constructor(name: string, required: boolean, into: GrowingLines, values: ValueSlots) {
    this.name = name;
    this.required = required;
    this.into = into;
    this.#values = values;
  }

  /** Writes the lines of a list of objects. */
  write(bytes: Uint8Array, from: number, end: number): boolean {
    const json = this.#json;
    this.given = true;
    let at = json.space(bytes, from + 1, end);
    if (bytes[at] === 93) return at + 1 === end;
    for (;;) {
      if (bytes[at] !== 123) return false;
      at = this.#line(bytes, at + 1, end);
      if (at < 0) return false;
      at = json.space(bytes, at, end);
      if (bytes[at] === 93) return at + 1 === end;
      if (bytes[at] !== 44) return false;
      at = json.space(bytes, at + 1, end);
    }
  }

  #line(bytes: Uint8Array, start: number, end: number): number {
    const json = this.#json;
    const values = this.#values;
    values.begin(this.into.count + this.added);
    this.added += 1;
    let at = json.space(bytes, start, end);
    if (bytes[at] === 125) return values.complete(-1) ? at + 1 : -1;
    // A name that stands twice is a fault, also where both are null.
    let seen = 0;
    for (;;) {
      at = json.text(bytes, at, end);
      if (at < 0) return -1;
      const slot = this.#slot(bytes, json.from, json.to);
      const bit = 1 << slot;
      if (slot < 0 || slot > 30 || (seen & bit) !== 0) return -1;
      seen |= bit;
      at = json.space(bytes, at, end);
      if (bytes[at] !== 58) return -1;
      at = json.value(bytes, json.space(bytes, at + 1, end), end);
      if (at < 0 || !values.write(slot, json.kind, bytes, json.from, json.to)) return -1;
      at = json.space(bytes, at, end);
      if (bytes[at] === 125) return values.complete(-1) ? at + 1 : -1;
      if (bytes[at] !== 44) return -1;
      at = json.space(bytes, at + 1, end);
    }
  }

  #slot(bytes: Uint8Array, from: number, to: number): number {
    const known = this.#keys.findBytes(bytes, from, to);
    if (known >= 0) return this.#slots[known] ?? UNKNOWN;
    const name = decodeText(bytes, from, to).normalize('NFC');
    const slot = this.#values.names.indexOf(name);
    if (slot < 0) return UNKNOWN;
    this.#keys.addBytes(bytes, from, to);
    this.#slots.push(slot);
    return slot;
  }

  /** Forgets the lines of the present row. */
  undo(): void {
    for (; this.added > 0; this.added -= 1) {
      this.#values.begin(this.into.count + this.added - 1);
      this.#values.undo();
    }
    this.given = false;
  }
}

/** Rows of one type of the native form: which key goes into which column, and how. */
export class NativeShape {
  readonly name: string;
  readonly isEnrol: boolean;
  readonly reverses: boolean;
  /** Index of the layout; −1: an enrolment. */
  readonly type: number;
  readonly #store: RowStore;
  readonly #values: ValueSlots;
  readonly #lists: readonly ListSlots[];
  /** A redemption that says no quantity is one. */
  readonly #one: number;
  /** Per key of the file: a column, or the columns' number and a list. */
  #slots = new Int32Array(64).fill(UNSEEN);

  constructor(setting: Setting, shape: EventShape, store: RowStore) {
    this.name = shape.name;
    this.isEnrol = shape.kind === 'enroll';
    this.reverses = shape.event?.reverses !== undefined;
    this.type = store.typeOf(shape.name);
    this.#store = store;
    const layout = store.layout.events[this.type];
    const into = store.events[this.type];
    const columns = this.isEnrol ? store.layout.attributes : (layout?.columns ?? []);
    const targets = this.isEnrol ? store.attributes : (into?.columns ?? []);
    this.#values = new ValueSlots(setting, shape.fields, columns, targets, store.dictionary);
    this.#one = shape.kind === 'redeem' ? this.#values.names.indexOf('quantity') : -1;
    this.#lists = (layout?.lines ?? []).flatMap((list, at) => {
      const field = shape.fields.find((one) => one.name === list.name);
      const target = into?.lines[at];
      if (field?.type.kind !== 'lines' || target === undefined) return [];
      const values = new ValueSlots(
        setting,
        field.type.fields,
        list.columns,
        target.columns,
        store.dictionary,
      );
      return [new ListSlots(list.name, !field.optional, target, values)];
    });
    this.#known = new Set(shape.fields.map((field) => field.name));
    this.#setting = setting;
    this.#fields = shape.fields;
  }

  readonly #setting: Setting;
  readonly #fields: readonly PlanField[];

  readonly #known: ReadonlySet<string>;

  /** Where the value of a key goes. */
  slotOf(key: number, name: string): number {
    if (key >= this.#slots.length) {
      const more = new Int32Array(Math.max(key + 1, this.#slots.length * 2)).fill(UNSEEN);
      more.set(this.#slots);
      this.#slots = more;
    }
    const known = this.#slots[key] ?? UNSEEN;
    if (known !== UNSEEN) return known;
    const list = this.#lists.findIndex((one) => one.name === name);
    const column = this.#known.has(name) ? this.#values.names.indexOf(name) : UNKNOWN;
    const slot = list >= 0 ? this.#values.names.length + list : column;
    this.#slots[key] = slot;
    return slot;
  }

  /** How rows are written whose cells have these keys, by number and by name; undefined: not in one go. */
  planFor(keys: readonly KeyOfFile[]): RowPlan | undefined {
    const cells = new Map<number, number>();
    const empty: number[] = [];
    for (const [cell, { key, name, isField }] of keys.entries()) {
      if (!isField) continue;
      const slot = this.slotOf(key, name);
      if (slot < 0) empty.push(cell);
      else if (slot >= this.#values.names.length || cells.has(slot)) return undefined;
      else cells.set(slot, cell);
    }
    if (this.#lists.some((list) => list.required)) return undefined;
    const cellOf = (name: string) => cells.get(this.#values.names.indexOf(name)) ?? -1;
    const fields = this.#values.planned(cellOf, this.#one);
    return (
      fields &&
      new RowPlan(
        fields,
        empty,
        this.#lists.map((list) => list.into),
      )
    );
  }

  /** How rows of a row group are written whose columns have these keys; undefined: not without their texts. */
  typedPlanFor(keys: readonly KeyOfFile[], columns: readonly TypedColumn[]): TypedPlan | undefined {
    const taken = new Map<number, TypedColumn>();
    const empty: Int32Array[] = [];
    for (const [at, { key, name, isField }] of keys.entries()) {
      const column = columns[at];
      if (!isField || column === undefined) continue;
      const slot = this.slotOf(key, name);
      if (slot < 0) empty.push(column.vector.codes);
      else if (slot >= this.#values.names.length || taken.has(slot)) return undefined;
      else taken.set(slot, column);
    }
    if (this.#lists.some((list) => list.required)) return undefined;
    const fields: TypedField[] = [];
    const others: { readonly into: GrowingColumn; readonly isOne: boolean }[] = [];
    for (const [slot, name] of this.#values.names.entries()) {
      const into = this.#values.into(slot);
      const field = this.#fields.find((one) => one.name === name);
      const column = taken.get(slot);
      if (into === undefined) return undefined;
      // A redemption that says no quantity is one, which the texts know.
      if (column !== undefined && slot === this.#one) return undefined;
      if (column !== undefined && field !== undefined)
        fields.push(typedField(into, field, column, this.#setting, this.#store.dictionary));
      else if (field !== undefined && !field.optional) return undefined;
      else others.push({ into, isOne: slot === this.#one });
    }
    return new TypedPlan(
      fields,
      others,
      empty,
      this.#lists.map((list) => list.into),
    );
  }

  begin(): void {
    const store = this.#store;
    this.#values.begin(this.isEnrol ? store.enrolments : (store.events[this.type]?.rows ?? 0));
    for (const list of this.#lists) {
      list.added = 0;
      list.given = false;
    }
  }

  undo(): void {
    this.#values.undo();
    for (const list of this.#lists) list.undo();
  }

  /** Writes the value of a key; false: the reader of rows must look at the row. */
  write(slot: number, kind: number, bytes: Uint8Array, from: number, to: number): boolean {
    // Of a field that there is not, nothing may be said.
    if (slot < 0) return kind === JSON_NULL;
    const { length } = this.#values.names;
    if (slot < length) return this.#values.write(slot, kind, bytes, from, to);
    const list = this.#lists[slot - length];
    if (list === undefined || list.given) return false;
    if (kind === JSON_NULL) return true;
    // A cell of a CSV file holds its lines as JSON.
    return (
      (kind === JSON_LIST || (kind === JSON_TEXT && bytes[from] === LIST)) && list.write(bytes, from, to)
    );
  }

  complete(): boolean {
    for (const list of this.#lists) if (list.required && !list.given) return false;
    return this.#values.complete(this.#one);
  }

  /** The row stands: its lines are its own. */
  endLines(): void {
    for (const list of this.#lists) {
      list.into.starts.push(list.into.count);
      list.into.count += list.added;
      list.added = 0;
    }
  }
}
