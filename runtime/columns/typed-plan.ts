import type { FieldValue, PlanField } from '../../schema/index.ts';
import {
  entryOf,
  type Fault,
  jsonOf,
  jsonReader,
  type ParquetEntries,
  type ParquetKind,
  type ParquetVector,
  type Setting,
} from '../history/index.ts';
import type { GrowingLines } from './chunk-builder.ts';
import type { Dictionary } from './dictionary.ts';
import type { GrowingColumn } from './growing.ts';

const TWO_32 = 2 ** 32;
/** Whole numbers below this are counted in doubles, at any scale of the two that meet. */
const MOST = 1e15;

/** What is known of an entry: nothing yet, its value, that it says nothing, or that its row must be looked at. */
const UNREAD = 0;
const READ = 1;
const MISSING = 2;
const BAD = 3;

/** A column of a row group. */
export interface TypedColumn {
  readonly kind: ParquetKind;
  readonly vector: ParquetVector;
}

/** Writes the values of a typed column into a column of a history; false: the row must be looked at as a text. */
export interface TypedField {
  readonly into: GrowingColumn;
  write(row: number): boolean;
}

/** Integers and decimals whose scale is another than that of the column. */
class WholeField implements TypedField {
  readonly into: GrowingColumn;
  readonly #codes: Int32Array;
  readonly #words: Int32Array;
  readonly #isWide: boolean;
  readonly #factor: number;
  readonly #divisor: number;
  readonly #least: number;
  readonly #most: number;
  readonly #required: boolean;

  constructor(
    into: GrowingColumn,
    field: PlanField,
    codes: Int32Array,
    entries: ParquetEntries & { readonly words: Int32Array },
    scales: { readonly from: number; readonly to: number; readonly isUnsigned: boolean },
  ) {
    this.into = into;
    this.#codes = codes;
    this.#words = entries.words;
    this.#isWide = entries.kind === 'halves';
    this.#factor = 10 ** Math.max(0, scales.to - scales.from);
    this.#divisor = 10 ** Math.max(0, scales.from - scales.to);
    const { min, max } = field.type.kind === 'value' ? field.type : { min: undefined, max: undefined };
    // An unsigned number that looks negative is a large one.
    const least = scales.isUnsigned ? 0 : -MOST;
    this.#least = min === undefined ? least : Math.max(least, Number(min));
    this.#most = max === undefined ? MOST : Math.min(MOST, Number(max));
    this.#required = !field.optional;
  }

  write(row: number): boolean {
    const code = this.#codes[row] ?? -1;
    if (code < 0) {
      if (!this.#required) this.into.writeMissing();
      return !this.#required;
    }
    const words = this.#words;
    let value = this.#isWide
      ? (words[code * 2 + 1] ?? 0) * TWO_32 + ((words[code * 2] ?? 0) >>> 0)
      : (words[code] ?? 0);
    if (!(value > -MOST && value < MOST)) return false;
    if (this.#divisor > 1) {
      if (value % this.#divisor !== 0) return false;
      value /= this.#divisor;
    } else {
      value *= this.#factor;
    }
    if (!(value >= this.#least && value <= this.#most)) return false;
    this.into.writeInteger(value);
    return true;
  }
}

/** Any other values: what an entry stands for is read when a row first has it. */
class LearnedField implements TypedField {
  readonly into: GrowingColumn;
  readonly #codes: Int32Array;
  readonly #column: TypedColumn;
  readonly #read: ReturnType<typeof jsonReader>;
  readonly #dictionary: Dictionary;
  readonly #required: boolean;
  readonly #isWide: boolean;
  readonly #states: Uint8Array;
  readonly #values: Float64Array;

  constructor(
    into: GrowingColumn,
    field: PlanField,
    column: TypedColumn,
    setting: Setting,
    dictionary: Dictionary,
  ) {
    this.into = into;
    this.#codes = column.vector.codes;
    this.#column = column;
    this.#read = jsonReader(setting, field);
    this.#dictionary = dictionary;
    this.#required = !field.optional;
    this.#isWide = into.store === 'i64';
    this.#states = new Uint8Array(column.vector.entries.count);
    this.#values = new Float64Array(column.vector.entries.count);
  }

  write(row: number): boolean {
    const code = this.#codes[row] ?? -1;
    let state = code < 0 ? MISSING : (this.#states[code] ?? BAD);
    if (state === UNREAD) {
      state = this.#learn(code);
      this.#states[code] = state;
    }
    if (state === READ) {
      const value = this.#values[code] ?? 0;
      if (this.#isWide) this.into.writeInteger(value);
      else this.into.writeSmall(value);
      return true;
    }
    if (state === BAD || this.#required) return false;
    this.into.writeMissing();
    return true;
  }

  #learn(code: number): number {
    const { kind, vector } = this.#column;
    const entry = entryOf(vector.entries, code);
    const json = jsonOf(kind, kind.kind === 'boolean' ? entry === 1 : entry);
    // Bytes that were no text.
    if (json.kind === 'text' && json.text.includes('\uFFFD')) return BAD;
    const value = this.#read(json);
    if (value === undefined) return MISSING;
    const number = this.#numberOf(value);
    if (number === undefined) return BAD;
    this.#values[code] = number;
    return READ;
  }

  #numberOf(value: Exclude<FieldValue, undefined> | Fault): number | undefined {
    switch (typeof value) {
      case 'number':
        return value;
      case 'boolean':
        return value ? 1 : 0;
      case 'string':
        return this.#dictionary.codeOf(value);
      case 'bigint':
        return value > -MOST && value < MOST ? Number(value) : undefined;
      default:
        return undefined;
    }
  }
}

/** A field of a declared event from a column of a file. */
export function typedField(
  into: GrowingColumn,
  field: PlanField,
  column: TypedColumn,
  setting: Setting,
  dictionary: Dictionary,
): TypedField {
  const { kind, vector } = column;
  const { entries } = vector;
  const type = field.type.kind === 'value' ? field.type.type : undefined;
  if (type?.kind === 'quantity' && (entries.kind === 'words' || entries.kind === 'halves')) {
    const to = type.scale;
    if (kind.kind === 'integer')
      return new WholeField(into, field, vector.codes, entries, {
        from: 0,
        to,
        isUnsigned: kind.unsigned > 0,
      });
    if (kind.kind === 'decimal' && kind.scale >= 0 && kind.scale <= 15)
      return new WholeField(into, field, vector.codes, entries, { from: kind.scale, to, isUnsigned: false });
  }
  return new LearnedField(into, field, column, setting, dictionary);
}

/** How rows of one type in a row group are written. */
export class TypedPlan {
  readonly #fields: readonly TypedField[];
  /** Columns of the history that the file does not have: missing, or 1. */
  readonly #others: readonly { readonly into: GrowingColumn; readonly isOne: boolean }[];
  /** Columns of the file that say nothing about such a row. */
  readonly #empty: readonly Int32Array[];
  readonly #lines: readonly GrowingLines[];

  constructor(
    fields: readonly TypedField[],
    others: readonly { readonly into: GrowingColumn; readonly isOne: boolean }[],
    empty: readonly Int32Array[],
    lines: readonly GrowingLines[],
  ) {
    this.#fields = fields;
    this.#others = others;
    this.#empty = empty;
    this.#lines = lines;
  }

  /** Writes a row into columns that have `rows` values; false: nothing was written. */
  write(row: number, rows: number): boolean {
    for (let each = 0; each < this.#empty.length; each += 1)
      if ((this.#empty[each]?.[row] ?? -1) >= 0) return false;
    const fields = this.#fields;
    for (let each = 0; each < fields.length; each += 1) {
      const field = fields[each];
      if (field === undefined || field.write(row)) continue;
      for (let before = 0; before < each; before += 1) fields[before]?.into.cut(rows);
      return false;
    }
    for (let each = 0; each < this.#others.length; each += 1) {
      const other = this.#others[each];
      if (other?.isOne === true) other.into.writeInteger(1);
      else other?.into.writeMissing();
    }
    for (let each = 0; each < this.#lines.length; each += 1) {
      const list = this.#lines[each];
      if (list !== undefined) list.starts.push(list.count);
    }
    return true;
  }
}
