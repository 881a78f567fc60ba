import type { ColumnChunk, ColumnMetaData, SchemaElement } from 'hyparquet';
import type { ParquetLibrary } from './parquet-library.ts';

/** Different values of a column in the order in which they are stored; a value that is stored twice stands twice. */
export type ParquetEntries =
  /** Booleans as 0 and 1, and integers of 32 bits. */
  | { readonly kind: 'words'; readonly count: number; readonly words: Int32Array }
  /** Integers of 64 bits, each as its lower and its upper half. */
  | { readonly kind: 'halves'; readonly count: number; readonly words: Int32Array }
  | { readonly kind: 'doubles'; readonly count: number; readonly values: Float64Array }
  | {
      readonly kind: 'bytes';
      readonly count: number;
      readonly bytes: Uint8Array;
      readonly starts: Int32Array;
      readonly ends: Int32Array;
    };

/** One column of a row group. */
export interface ParquetVector {
  /** Per row: the entry that it has, −1 = null. */
  readonly codes: Int32Array;
  readonly entries: ParquetEntries;
}

/** How deep the values of a nested column go: the level at which one is there, and of the innermost list. */
export interface Depth {
  readonly there: number;
  readonly repeated: number;
}

/** A column of a row group that may be nested, value after value and not row after row. */
export interface ParquetLeaf extends ParquetVector {
  /** Per value: how deep it goes, and in which list it is one more item (0: it begins a row). Empty where a row has one value. */
  readonly there: Uint8Array;
  readonly repeated: Uint8Array;
}

/** An entry as a value: a number, a `bigint` for 64 bits, or bytes. */
export function entryOf(entries: ParquetEntries, code: number): number | bigint | Uint8Array {
  switch (entries.kind) {
    case 'words':
      return entries.words[code] ?? 0;
    case 'halves':
      return (BigInt(entries.words[code * 2 + 1] ?? 0) << 32n) | BigInt((entries.words[code * 2] ?? 0) >>> 0);
    case 'doubles':
      return entries.values[code] ?? 0;
    case 'bytes':
      return entries.bytes.subarray(entries.starts[code] ?? 0, entries.ends[code] ?? 0);
  }
}

type Stored = 'BOOLEAN' | 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE' | 'BYTE_ARRAY' | 'FIXED_LEN_BYTE_ARRAY';

/** Wider numbers of entries do not come with row groups of this size. */
const WIDEST = 24;

/** Where the bytes of a column of a row group stand in its file; undefined: elsewhere, or damaged. */
export function placeOf(chunk: ColumnChunk): { readonly from: number; readonly to: number } | undefined {
  const { meta_data: meta, file_path } = chunk;
  if (meta === undefined || file_path !== undefined) return undefined;
  const from = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const to = from + Number(meta.total_compressed_size);
  return from >= 0 && to >= from ? { from, to } : undefined;
}

/**
 * Reads the values of a column, one row group after the other, without an object for any of them. What it gives lasts
 * until it reads the next group.
 */
export class ColumnReader {
  readonly #library: ParquetLibrary;
  readonly #element: SchemaElement;
  readonly #pages: PageReader | undefined;

  constructor(library: ParquetLibrary, element: SchemaElement, depth?: Depth) {
    const { type, repetition_type: repetition } = element;
    this.#library = library;
    this.#element = element;
    const isFlat = repetition === 'REQUIRED' || repetition === 'OPTIONAL';
    this.#pages =
      !isFlat || type === undefined || type === 'INT96'
        ? undefined
        : new PageReader(
            type,
            element.type_length ?? 0,
            depth ?? { there: repetition === 'OPTIONAL' ? 1 : 0, repeated: 0 },
          );
  }

  /**
   * Reads so many values, which are as many rows where the column is in no list. Undefined: the pages are of a kind that is
   * not known here, or not quite what the format wants.
   */
  read(chunk: ColumnChunk, buffer: ArrayBuffer, values: number): ParquetLeaf | undefined {
    const into = this.#pages;
    const meta = chunk.meta_data;
    if (into === undefined || meta === undefined || meta.type !== this.#element.type) return undefined;
    return readPages(this.#library, into, meta, buffer, values);
  }
}

function readPages(
  { parquetHeader, decompressPage, compressors }: ParquetLibrary,
  into: PageReader,
  meta: ColumnMetaData,
  buffer: ArrayBuffer,
  rows: number,
): ParquetLeaf | undefined {
  try {
    into.begin(rows);
    const reader = { view: new DataView(buffer), offset: 0 };
    while (into.rows < rows) {
      if (reader.offset >= buffer.byteLength - 1) return undefined;
      const header = parquetHeader(reader);
      const end = reader.offset + header.compressed_page_size;
      if (!(end >= reader.offset && end <= buffer.byteLength)) return undefined;
      const packed = new Uint8Array(buffer, reader.offset, end - reader.offset);
      reader.offset = end;
      const unpack = (bytes: Uint8Array, size: number) =>
        decompressPage(bytes, size, meta.codec, compressors);
      const size = header.uncompressed_page_size;
      if (header.type === 'DICTIONARY_PAGE' && header.dictionary_page_header !== undefined) {
        if (!into.dictionary(unpack(packed, size), header.dictionary_page_header.num_values))
          return undefined;
      } else if (header.type === 'DATA_PAGE' && header.data_page_header !== undefined) {
        const { num_values, encoding } = header.data_page_header;
        if (!into.page(unpack(packed, size), num_values, encoding)) return undefined;
      } else if (header.type === 'DATA_PAGE_V2' && header.data_page_header_v2 !== undefined) {
        const two = header.data_page_header_v2;
        const lists = two.repetition_levels_byte_length;
        const levels = lists + two.definition_levels_byte_length;
        if (!(lists >= 0 && levels >= lists && levels <= packed.length)) return undefined;
        const body = packed.subarray(levels);
        const page = two.is_compressed === false ? body : unpack(body, size - levels);
        const own = { lists: packed.subarray(0, lists), levels: packed.subarray(lists, levels) };
        if (!into.pageWithLevels(page, own, two.num_values, two.num_nulls, two.encoding)) return undefined;
      } else {
        return undefined;
      }
    }
    if (into.rows !== rows) return undefined;
    const { codes, there, repeated } = into;
    return { codes: codes.subarray(0, rows), entries: into.entries(), there, repeated };
  } catch {
    return undefined;
  }
}

/** Puts the pages of a column together. Its methods return false where they do not know what they see. */
class PageReader {
  codes = new Int32Array(0);
  /** Levels of each value, where there are more of them than whether it is there. */
  there = new Uint8Array(0);
  repeated = new Uint8Array(0);
  /** Rows so far, or values where rows have several. */
  rows = 0;
  readonly #type: Stored;
  readonly #length: number;
  readonly #depth: Depth;
  readonly #nested: boolean;
  /** Entries of the dictionary; those of plain pages follow. */
  #known: number | undefined;
  #count = 0;
  #words = new Int32Array(0);
  #doubles = new Float64Array(0);
  #bytes = new Uint8Array(0);
  #used = 0;
  #starts = new Int32Array(0);
  #ends = new Int32Array(0);
  #levels = new Int32Array(0);

  /** Rows of the group. */
  #all = 0;

  constructor(type: Stored, length: number, depth: Depth) {
    this.#type = type;
    this.#length = length;
    this.#depth = depth;
    this.#nested = depth.there > 1 || depth.repeated > 0;
  }

  /** Begins a group of so many rows, in the memory of the last one. */
  begin(rows: number): void {
    if (this.codes.length < rows) {
      this.codes = new Int32Array(rows);
      if (this.#nested) this.there = new Uint8Array(rows);
      if (this.#depth.repeated > 0) this.repeated = new Uint8Array(rows);
    }
    this.#all = rows;
    this.rows = 0;
    this.#known = undefined;
    this.#count = 0;
    this.#used = 0;
  }

  dictionary(page: Uint8Array, count: number): boolean {
    if (this.#known !== undefined || this.rows > 0 || !(count >= 0)) return false;
    this.#known = count;
    return this.#plain(page, 0, count);
  }

  page(page: Uint8Array, count: number, encoding: string): boolean {
    const { there, repeated } = this.#depth;
    let from = 0;
    const piece = (): Uint8Array | undefined => {
      if (from + 4 > page.length) return undefined;
      const size = word(page, from);
      const start = from + 4;
      if (!(size >= 0 && start + size <= page.length)) return undefined;
      from = start + size;
      return page.subarray(start, from);
    };
    if (repeated > 0) {
      const lists = piece();
      if (lists === undefined || !this.#listsOf(lists, count)) return false;
    }
    if (there === 0) return this.#values(page, from, count, count, undefined, encoding);
    const levels = piece();
    if (levels === undefined) return false;
    const present = this.#levelsOf(levels, count);
    return present >= 0 && this.#values(page, from, count, present, this.#levels, encoding);
  }

  pageWithLevels(
    page: Uint8Array,
    { lists, levels }: { readonly lists: Uint8Array; readonly levels: Uint8Array },
    count: number,
    nulls: number,
    encoding: string,
  ): boolean {
    const { there, repeated } = this.#depth;
    if (repeated === 0 ? lists.length > 0 : !this.#listsOf(lists, count)) return false;
    if (there === 0)
      return levels.length === 0 && nulls === 0 && this.#values(page, 0, count, count, undefined, encoding);
    const present = this.#levelsOf(levels, count);
    return (
      present >= 0 &&
      present === count - nulls &&
      this.#values(page, 0, count, present, this.#levels, encoding)
    );
  }

  entries(): ParquetEntries {
    const count = this.#count;
    switch (this.#type) {
      case 'BOOLEAN':
      case 'INT32':
        return { kind: 'words', count, words: this.#words };
      case 'INT64':
        return { kind: 'halves', count, words: this.#words };
      case 'FLOAT':
      case 'DOUBLE':
        return { kind: 'doubles', count, values: this.#doubles };
      case 'BYTE_ARRAY':
      case 'FIXED_LEN_BYTE_ARRAY':
        return { kind: 'bytes', count, bytes: this.#bytes, starts: this.#starts, ends: this.#ends };
    }
  }

  /** Reads which of the next values are there; returns how many, −1 = cannot be read. */
  #levelsOf(bytes: Uint8Array, count: number): number {
    const most = this.#depth.there;
    if (!this.#readLevels(bytes, count, most)) return -1;
    const levels = this.#levels;
    let present = 0;
    for (let at = 0; at < count; at += 1) if (levels[at] === most) present += 1;
    if (this.#nested) for (let at = 0; at < count; at += 1) this.there[this.rows + at] = levels[at] ?? 0;
    return present;
  }

  /** Reads in which list each of the next values is one more item. */
  #listsOf(bytes: Uint8Array, count: number): boolean {
    if (!this.#readLevels(bytes, count, this.#depth.repeated)) return false;
    for (let at = 0; at < count; at += 1) this.repeated[this.rows + at] = this.#levels[at] ?? 0;
    return true;
  }

  #readLevels(bytes: Uint8Array, count: number, most: number): boolean {
    if (!(count >= 0 && count <= this.#all - this.rows)) return false;
    if (this.#levels.length < count) this.#levels = new Int32Array(count);
    const levels = this.#levels;
    if (!readHybrid(bytes, 0, 32 - Math.clz32(most), levels, 0, count)) return false;
    for (let at = 0; at < count; at += 1) if ((levels[at] ?? 0) > most) return false;
    return true;
  }

  /** Takes the values of a page, of which `present` are there, for the next `count` rows. */
  #values(
    page: Uint8Array,
    from: number,
    count: number,
    present: number,
    levels: Int32Array | undefined,
    encoding: string,
  ): boolean {
    const { codes, rows } = this;
    if (!(count >= 0 && count <= this.#all - rows)) return false;
    if (encoding === 'PLAIN') {
      const first = this.#count;
      if (!this.#plain(page, from, present)) return false;
      for (let at = 0; at < present; at += 1) codes[rows + at] = first + at;
    } else if (encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY') {
      const known = this.#known ?? 0;
      if (this.#type === 'BOOLEAN') return false;
      if (present > 0) {
        const width = page[from] ?? WIDEST + 1;
        if (from >= page.length || width > WIDEST) return false;
        // Of one entry only its number, which is always 0, need not be written.
        if (width === 0) codes.fill(0, rows, rows + present);
        else if (!readHybrid(page, from + 1, width, codes, rows, present)) return false;
      }
      for (let at = rows; at < rows + present; at += 1) if ((codes[at] ?? 0) >= known) return false;
    } else {
      return false;
    }
    if (levels !== undefined && present < count) {
      // From the end, so that nothing is overwritten that is still to be moved.
      let value = rows + present;
      for (let at = count - 1; at >= 0; at -= 1) {
        if (levels[at] === this.#depth.there) {
          value -= 1;
          codes[rows + at] = codes[value] ?? 0;
        } else {
          codes[rows + at] = -1;
        }
      }
    }
    this.rows = rows + count;
    return true;
  }

  /** Takes `count` plain values as further entries. */
  #plain(page: Uint8Array, from: number, count: number): boolean {
    const room = page.length - from;
    const first = this.#count;
    switch (this.#type) {
      case 'BOOLEAN': {
        if (room * 8 < count) return false;
        this.#roomForWords(first + count);
        for (let at = 0; at < count; at += 1)
          this.#words[first + at] = ((page[from + (at >> 3)] ?? 0) >> (at & 7)) & 1;
        break;
      }
      case 'INT32':
      case 'INT64': {
        const size = this.#type === 'INT32' ? 1 : 2;
        if (room < count * size * 4) return false;
        this.#roomForWords((first + count) * size);
        const words = wordsOf(page, from, count * size);
        this.#words.set(words, first * size);
        break;
      }
      case 'FLOAT':
      case 'DOUBLE': {
        const size = this.#type === 'FLOAT' ? 4 : 8;
        if (room < count * size) return false;
        if (this.#doubles.length < first + count) {
          const more = new Float64Array(Math.max(first + count, this.#doubles.length * 2));
          more.set(this.#doubles);
          this.#doubles = more;
        }
        const copy = page.slice(from, from + count * size).buffer;
        this.#doubles.set(size === 4 ? new Float32Array(copy) : new Float64Array(copy), first);
        break;
      }
      case 'BYTE_ARRAY':
      case 'FIXED_LEN_BYTE_ARRAY':
        if (!this.#texts(page, from, count)) return false;
        break;
    }
    this.#count = first + count;
    return true;
  }

  #texts(page: Uint8Array, from: number, count: number): boolean {
    const first = this.#count;
    if (this.#starts.length < first + count) {
      const size = Math.max(first + count, this.#starts.length * 2);
      const [starts, ends] = [new Int32Array(size), new Int32Array(size)];
      starts.set(this.#starts);
      ends.set(this.#ends);
      this.#starts = starts;
      this.#ends = ends;
    }
    const used = this.#used;
    if (this.#bytes.length < used + page.length) {
      const more = new Uint8Array(Math.max(used + page.length, this.#bytes.length * 2));
      more.set(this.#bytes.subarray(0, used));
      this.#bytes = more;
    }
    this.#bytes.set(page, used);
    this.#used = used + page.length;
    const [starts, ends] = [this.#starts, this.#ends];
    const fixed = this.#type === 'FIXED_LEN_BYTE_ARRAY' ? this.#length : -1;
    if (fixed === 0) return false;
    let at = from;
    for (let entry = first; entry < first + count; entry += 1) {
      let size = fixed;
      if (fixed < 0) {
        if (at + 4 > page.length) return false;
        size = word(page, at);
        at += 4;
      }
      if (size < 0 || at + size > page.length) return false;
      starts[entry] = used + at;
      at += size;
      ends[entry] = used + at;
    }
    return true;
  }

  #roomForWords(size: number): void {
    if (this.#words.length >= size) return;
    const more = new Int32Array(Math.max(size, this.#words.length * 2));
    more.set(this.#words);
    this.#words = more;
  }
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

/** Little-endian words that stand anywhere; this machine is little-endian, as WebAssembly's memory is. */
function wordsOf(bytes: Uint8Array, from: number, count: number): Int32Array {
  const at = bytes.byteOffset + from;
  return at % 4 === 0
    ? new Int32Array(bytes.buffer, at, count)
    : new Int32Array(bytes.slice(from, from + count * 4).buffer);
}

/**
 * Reads `count` numbers of `width` bits, in runs of one number or packed in eights, into `out` from `first` on. False: they
 * are not all there.
 */
function readHybrid(
  bytes: Uint8Array,
  from: number,
  width: number,
  out: Int32Array,
  first: number,
  count: number,
): boolean {
  const size = bytes.length;
  const end = first + count;
  const wide = (width + 7) >> 3;
  const mask = 2 ** width - 1;
  let at = from;
  let next = first;
  while (next < end) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= size || shift > 21) return false;
      const byte = bytes[at] ?? 0;
      at += 1;
      header |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    const groups = header >>> 1;
    if ((header & 1) === 0) {
      if (groups === 0 || groups > end - next || at + wide > size) return false;
      let value = 0;
      for (let byte = 0; byte < wide; byte += 1) value |= (bytes[at + byte] ?? 0) << (8 * byte);
      if (value > mask) return false;
      at += wide;
      out.fill(value, next, next + groups);
      next += groups;
      continue;
    }
    if (groups === 0 || at + groups * width > size) return false;
    const stop = at + groups * width;
    const last = Math.min(end, next + groups * 8);
    let [bits, held] = [0, 0];
    for (; next < last; next += 1) {
      while (held < width) {
        bits |= (bytes[at] ?? 0) << held;
        at += 1;
        held += 8;
      }
      out[next] = bits & mask;
      bits >>>= width;
      held -= width;
    }
    at = stop;
  }
  return true;
}
