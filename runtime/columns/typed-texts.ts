import { dayOf, formatDay, SECONDS_PER_DAY } from '../../schema/index.ts';
import {
  entryOf,
  jsonOf,
  type ParquetEntries,
  type ParquetKind,
  type ParquetVector,
} from '../history/index.ts';
import { JSON_FALSE, JSON_NUMBER, JSON_TEXT, JSON_TRUE } from './json-bytes.ts';
import { isText } from './text-bytes.ts';
import { encodeText } from './wtf8.ts';

/** The row that has such a value must be looked at as an object. */
export const ODD = 8;
/** The text has characters beyond ASCII. */
export const WIDE = 16;
/** What a value is in JSON; see `json-bytes.ts`. */
export const KIND = 7;

/** No number or moment that is written here is longer. */
const LONGEST = 40;
const FIRST_DAY = dayOf(1, 1, 1);
const LAST_DAY = dayOf(9999, 12, 31);
/** Whole numbers below this are written by integer arithmetic. */
const SMALL = 2 ** 31;
const TWO_32 = 2 ** 32;

/** The values of a typed column as the texts that a JSON Lines file would have; they stand in a {@link TextPool}. */
export interface TypedTexts {
  /** Per row: number of its text, −1 = null. */
  readonly codes: Int32Array;
  /** Per text: where it stands, and what it is. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly marks: Uint8Array;
}

/** Writes the values of columns, one column after the other, into the same bytes. */
export class TypedPool {
  bytes = new Uint8Array(1 << 16);
  #length = 0;
  #day = Number.NaN;
  readonly #date = new Uint8Array(10);

  /** Forgets what was written; its memory is written again. */
  clear(): void {
    this.#length = 0;
  }

  /** The texts of a column, each entry once. */
  write(kind: ParquetKind, { codes, entries }: ParquetVector): TypedTexts {
    const { count } = entries;
    if (kind.kind === 'text' && entries.kind === 'bytes') return this.#texts(codes, entries);
    const starts = new Int32Array(count);
    const ends = new Int32Array(count);
    const marks = new Uint8Array(count);
    const write = this.#writer(kind, entries);
    for (let entry = 0; entry < count; entry += 1) {
      if (this.#length + LONGEST > this.bytes.length) this.#grow(LONGEST);
      starts[entry] = this.#length;
      marks[entry] = write?.(entry) === true ? JSON_NUMBER : this.#any(kind, entries, entry);
      if (write !== undefined && kind.kind === 'timestamp' && marks[entry] === JSON_NUMBER)
        marks[entry] = JSON_TEXT;
      ends[entry] = this.#length;
    }
    return { codes, starts, ends, marks };
  }

  /** Texts are copied as they stand. */
  #texts(codes: Int32Array, entries: ParquetEntries & { readonly kind: 'bytes' }): TypedTexts {
    const { count } = entries;
    const own = entries.bytes;
    const base = this.#length;
    if (base + own.length > this.bytes.length) this.#grow(own.length);
    this.bytes.set(own, base);
    this.#length = base + own.length;
    const starts = new Int32Array(count);
    const ends = new Int32Array(count);
    const marks = new Uint8Array(count);
    for (let entry = 0; entry < count; entry += 1) {
      const from = entries.starts[entry] ?? 0;
      const to = entries.ends[entry] ?? 0;
      starts[entry] = base + from;
      ends[entry] = base + to;
      marks[entry] = JSON_TEXT | marksOf(own, from, to);
    }
    return { codes, starts, ends, marks };
  }

  /** Writes what is common without making a value of it; false: nothing was written. */
  #writer(kind: ParquetKind, entries: ParquetEntries): ((entry: number) => boolean) | undefined {
    const wholeAt = wholeReader(entries);
    if (wholeAt === undefined) return undefined;
    if (kind.kind === 'integer')
      return (entry) => {
        const value = wholeAt(entry);
        return (kind.unsigned === 0 || value >= 0) && this.#whole(value, 0);
      };
    if (kind.kind === 'decimal' && kind.scale >= 0 && kind.scale <= 9)
      return (entry) => this.#whole(wholeAt(entry), kind.scale);
    if (kind.kind === 'timestamp') {
      const per = Number(kind.perSecond);
      return (entry) => this.#moment(wholeAt(entry), per, kind.utc);
    }
    return undefined;
  }

  /** A whole number with a point before its last digits. */
  #whole(value: number, scale: number): boolean {
    let rest = value < 0 ? -value : value;
    if (!(rest < SMALL)) return false;
    const { bytes } = this;
    let digits = 1;
    for (let most = 10; rest >= most; most *= 10) digits += 1;
    if (digits <= scale) digits = scale + 1;
    let at = this.#length;
    if (value < 0) {
      bytes[at] = 45;
      at += 1;
    }
    const end = at + digits + (scale > 0 ? 1 : 0);
    at = end - 1;
    for (let digit = 0; digit < digits; digit += 1) {
      if (digit === scale && scale > 0) {
        bytes[at] = 46;
        at -= 1;
      }
      const more = (rest / 10) | 0;
      bytes[at] = 48 + rest - more * 10;
      at -= 1;
      rest = more;
    }
    this.#length = end;
    return true;
  }

  /** A moment in ISO 8601. */
  #moment(value: number, per: number, utc: boolean): boolean {
    let day = Math.floor(value / (SECONDS_PER_DAY * per));
    // The quotient of large numbers may have been rounded up.
    if (day * SECONDS_PER_DAY * per > value) day -= 1;
    if (!Number.isSafeInteger(value) || day < FIRST_DAY || day > LAST_DAY) return false;
    const within = value - day * SECONDS_PER_DAY * per;
    const second = Math.floor(within / per);
    const fraction = within - second * per;
    const { bytes } = this;
    let at = this.#length;
    if (day !== this.#day) {
      const text = formatDay(day);
      for (let each = 0; each < 10; each += 1) this.#date[each] = text.charCodeAt(each);
      this.#day = day;
    }
    for (let each = 0; each < 10; each += 1) bytes[at + each] = this.#date[each] ?? 0;
    const minute = (second / 60) | 0;
    const hour = (minute / 60) | 0;
    bytes[at + 10] = 84;
    two(bytes, at + 11, hour);
    bytes[at + 13] = 58;
    two(bytes, at + 14, minute - hour * 60);
    bytes[at + 16] = 58;
    two(bytes, at + 17, second - minute * 60);
    at += 19;
    if (fraction > 0) {
      bytes[at] = 46;
      const digits = per === 1000 ? 3 : per === 1_000_000 ? 6 : 9;
      let rest = fraction;
      for (let each = digits; each > 0; each -= 1) {
        const more = Math.floor(rest / 10);
        bytes[at + each] = 48 + rest - more * 10;
        rest = more;
      }
      at += digits;
      while (bytes[at] === 48) at -= 1;
      at += 1;
    }
    if (utc) {
      bytes[at] = 90;
      at += 1;
    }
    this.#length = at;
    return true;
  }

  /** Any value, by way of the JSON that the reader of rows makes of it. */
  #any(kind: ParquetKind, entries: ParquetEntries, entry: number): number {
    const value = entryOf(entries, entry);
    const json = jsonOf(kind, kind.kind === 'boolean' ? value === 1 : value);
    switch (json.kind) {
      case 'boolean':
        this.#put(encodeText(String(json.value)));
        return json.value ? JSON_TRUE : JSON_FALSE;
      case 'number':
        this.#put(encodeText(json.text));
        return /[eE]/.test(json.text) ? JSON_NUMBER | ODD : JSON_NUMBER;
      case 'text': {
        const bytes = encodeText(json.text);
        this.#put(bytes);
        return JSON_TEXT | marksOf(bytes, 0, bytes.length);
      }
      case 'null':
      case 'list':
      case 'object':
        return JSON_TEXT | ODD;
    }
  }

  #put(text: Uint8Array): void {
    if (this.#length + text.length > this.bytes.length) this.#grow(text.length);
    this.bytes.set(text, this.#length);
    this.#length += text.length;
  }

  #grow(size: number): void {
    const more = new Uint8Array(Math.max(this.bytes.length * 2, this.#length + size));
    more.set(this.bytes.subarray(0, this.#length));
    this.bytes = more;
  }
}

function marksOf(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0) return ODD;
    if (byte < 0x80) continue;
    if (!isText(bytes, at, to)) return WIDE | ODD;
    // A mark of byte order at the beginning of a text is left out when it is made a string.
    const marked = bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
    return marked ? WIDE | ODD : WIDE;
  }
  return 0;
}

function two(bytes: Uint8Array, at: number, value: number): void {
  const tens = (value / 10) | 0;
  bytes[at] = 48 + tens;
  bytes[at + 1] = 48 + value - tens * 10;
}

/** Whole numbers that a double holds; NaN where it does not. */
function wholeReader(entries: ParquetEntries): ((entry: number) => number) | undefined {
  if (entries.kind === 'words') return (entry) => entries.words[entry] ?? 0;
  if (entries.kind !== 'halves') return undefined;
  const { words } = entries;
  return (entry) => {
    const value = (words[entry * 2 + 1] ?? 0) * TWO_32 + ((words[entry * 2] ?? 0) >>> 0);
    return Number.isSafeInteger(value) ? value : Number.NaN;
  };
}
