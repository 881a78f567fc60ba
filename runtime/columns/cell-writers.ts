import type { PlanField } from '../../schema/index.ts';
import { NO_DAY } from '../../schema/index.ts';
import { Fault, type TextReader, type ValueStyle } from '../history/index.ts';
import type { Dictionary } from './dictionary.ts';
import { type GrowingColumn, Integers } from './growing.ts';
import { writeValue } from './member-columns.ts';
import { NumberBytes } from './number-bytes.ts';
import { TextTable } from './text-table.ts';
import { decodeText } from './wtf8.ts';

/**
 * Writes the value that a text stands for into its column. False: nothing was written; the reader of rows must say what
 * is wrong with it. The text is UTF-8, trimmed and not empty.
 */
export interface CellWriter {
  write(bytes: Uint8Array, from: number, to: number): boolean;
}

/** A writer that reads what `read` reads, and for the common forms faster. */
export function cellWriter(
  field: PlanField,
  read: TextReader,
  style: ValueStyle,
  into: GrowingColumn,
  dictionary: Dictionary,
): CellWriter {
  if (field.type.kind === 'lines') return new TextWriter(read, into, dictionary);
  const { type, min, max } = field.type;
  if (style.words !== undefined) {
    return type.kind === 'quantity' || type.kind === 'datetime'
      ? new TextWriter(read, into, dictionary)
      : new KnownWriter(read, into, dictionary);
  }
  switch (type.kind) {
    case 'quantity':
      if (style.number.decimal !== '.') return new TextWriter(read, into, dictionary);
      return new NumberWriter(read, into, dictionary, type.scale, style.number.negate, min, max);
    case 'text':
      return new PlainTextWriter(into, dictionary);
    case 'boolean':
    case 'word':
    case 'level':
    case 'date':
      return new KnownWriter(read, into, dictionary);
    case 'datetime':
    case 'fraction':
    case 'duration':
      return new TextWriter(read, into, dictionary);
  }
}

/** Any value, by way of its text. */
class TextWriter implements CellWriter {
  protected readonly into: GrowingColumn;
  readonly #read: TextReader;
  readonly #dictionary: Dictionary;

  constructor(read: TextReader, into: GrowingColumn, dictionary: Dictionary) {
    this.#read = read;
    this.into = into;
    this.#dictionary = dictionary;
  }

  write(bytes: Uint8Array, from: number, to: number): boolean {
    const value = this.#read(decodeText(bytes, from, to));
    if (value instanceof Fault) return false;
    writeValue(this.into, value, this.#dictionary);
    return true;
  }
}

class NumberWriter extends TextWriter {
  readonly #scale: number;
  readonly #negate: boolean;
  readonly #min: number;
  readonly #max: number;
  readonly #number = new NumberBytes();

  constructor(
    read: TextReader,
    into: GrowingColumn,
    dictionary: Dictionary,
    scale: number,
    negate: boolean,
    min: bigint | undefined,
    max: bigint | undefined,
  ) {
    super(read, into, dictionary);
    this.#scale = scale;
    this.#negate = negate;
    // Bounds that no double holds are beyond all numbers that are read from bytes.
    this.#min = min === undefined ? Number.NEGATIVE_INFINITY : Number(min);
    this.#max = max === undefined ? Number.POSITIVE_INFINITY : Number(max);
  }

  override write(bytes: Uint8Array, from: number, to: number): boolean {
    if (!this.#number.read(bytes, from, to, this.#scale)) return super.write(bytes, from, to);
    const value = this.#negate ? -this.#number.value : this.#number.value;
    if (value < this.#min || value > this.#max) return false;
    this.into.writeInteger(value);
    return true;
  }
}

/** Texts as they stand. */
class PlainTextWriter implements CellWriter {
  readonly #into: GrowingColumn;
  readonly #dictionary: Dictionary;

  constructor(into: GrowingColumn, dictionary: Dictionary) {
    this.#into = into;
    this.#dictionary = dictionary;
  }

  write(bytes: Uint8Array, from: number, to: number): boolean {
    this.#into.writeSmall(this.#dictionary.codeOfBytes(bytes, from, to));
    return true;
  }
}

/** So many texts of a column are remembered with what they stand for. */
const REMEMBERED = 1 << 16;
const BAD = NO_DAY;

/** Small values of which a column has few different ones: each text is read once. */
class KnownWriter implements CellWriter {
  readonly #read: TextReader;
  readonly #into: GrowingColumn;
  readonly #dictionary: Dictionary;
  readonly #texts = new TextTable();
  readonly #values = new Integers();

  constructor(read: TextReader, into: GrowingColumn, dictionary: Dictionary) {
    this.#read = read;
    this.#into = into;
    this.#dictionary = dictionary;
  }

  write(bytes: Uint8Array, from: number, to: number): boolean {
    const known = this.#texts.findBytes(bytes, from, to);
    const value = known >= 0 ? (this.#values.values[known] ?? BAD) : this.#learn(bytes, from, to);
    if (value === BAD) return false;
    this.#into.writeSmall(value);
    return true;
  }

  #learn(bytes: Uint8Array, from: number, to: number): number {
    const value = this.#small(this.#read(decodeText(bytes, from, to)));
    if (this.#texts.size < REMEMBERED) {
      this.#texts.addBytes(bytes, from, to);
      this.#values.push(value);
    }
    return value;
  }

  #small(value: ReturnType<TextReader>): number {
    switch (typeof value) {
      case 'number':
        return value;
      case 'boolean':
        return value ? 1 : 0;
      case 'string':
        return this.#dictionary.codeOf(value);
      default:
        return BAD;
    }
  }
}
