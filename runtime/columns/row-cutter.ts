import { type Fault, fault, ROW_LIMIT } from '../history/index.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Classes of bytes in a row. */
const END_OF_CELL = 1;
const END_OF_LINE = 2;
const UNUSUAL = 3;

/** What becomes of the rows that a cutter cuts. */
export interface RowTaker {
  /** Takes a row uncut, if it wants to: returns where the next one begins, or −1. */
  readonly quick?: ((bytes: Uint8Array, start: number, line: number) => number) | undefined;
  /** A row stands in the cutter. False: the rest of the file is not wanted. */
  row(cutter: RowCutter): boolean;
  /** A row that cannot be cut; its text goes from `rowStart` to `rowEnd`. False as above. */
  broken(cutter: RowCutter, why: Fault): boolean;
}

/**
 * Cuts blocks of UTF-8 into rows, and rows of comma-separated values into cells, by their bytes; where a row stands is told
 * in the fields of the cutter, so that nothing is made for it. It cuts as the scanners of the reader of rows do.
 */
export abstract class RowCutter {
  /** The block that the row stands in. */
  bytes: Uint8Array = new Uint8Array(0);
  rowStart = 0;
  rowEnd = 0;
  /** First physical line of the row, from 1. */
  line = 1;
  /** The same line as its file counts it. */
  place = 1;
  /** Cells of the row: their places, without quotes. A line that is not cut is one cell. */
  count = 0;
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** The row has bytes beyond ASCII, or 0. */
  unusual = false;
  /** A cell of the row has doubled quotes. */
  doubled = false;
  protected lines = 1;
  protected tooLong = false;
  protected next = 0;
  #rest: Uint8Array = new Uint8Array(0);
  #done = false;

  /** The row goes over one physical line. */
  get isOneLine(): boolean {
    return this.lines === 1;
  }

  /** A row longer than the limit begins at `rowStart`: this cutter cuts no further. */
  get gaveUp(): boolean {
    return this.#done;
  }

  /** Bytes that are not cut yet. */
  get rest(): Uint8Array {
    return this.#rest;
  }

  /** Cuts a block. False: the taker wants no more, or a row is too long for this cutter ({@link gaveUp}). */
  push(block: Uint8Array, last: boolean, taker: RowTaker): boolean {
    if (this.#rest.length === 0) return this.#run(block, last, taker);
    // The row that began in the block before mostly ends with a line of this one: only that line is put behind it.
    const line = block.indexOf(LF) + 1;
    if (line === 0 || line === block.length) return this.#run(concat(this.#rest, block), last, taker);
    if (!this.#run(concat(this.#rest, block.subarray(0, line)), false, taker)) {
      this.#rest = concat(this.#rest, block.subarray(line));
      return false;
    }
    const rest = block.subarray(line);
    return this.#run(this.#rest.length === 0 ? rest : concat(this.#rest, rest), last, taker);
  }

  #run(bytes: Uint8Array, last: boolean, taker: RowTaker): boolean {
    this.bytes = bytes;
    const { quick } = taker;
    let start = 0;
    while (start < bytes.length) {
      if (quick !== undefined) {
        const next = quick(bytes, start, this.line);
        if (next >= 0) {
          this.line += 1;
          start = next;
          continue;
        }
      }
      this.rowStart = start;
      this.unusual = false;
      this.doubled = false;
      this.lines = 1;
      const found = this.cut(bytes, start, last);
      if (found === undefined) {
        if (bytes.length - start <= ROW_LIMIT && !this.tooLong) break;
        this.#done = true;
      } else if (this.rowEnd - start > ROW_LIMIT) {
        this.#done = true;
      }
      if (this.#done) {
        this.#rest = bytes.subarray(start);
        return false;
      }
      if (found === true) {
        if (this.count > 1 || (this.ends[0] ?? 0) > (this.starts[0] ?? 0)) {
          if (!taker.row(this)) return false;
        }
      } else if (found !== undefined && !taker.broken(this, found)) {
        return false;
      }
      this.line += this.lines;
      start = this.next;
    }
    this.#rest = bytes.slice(start);
    return true;
  }

  /**
   * Cuts the row that begins at `start`: true, or why it cannot be cut (then its first line stands in the fields), or
   * undefined when its end is not here yet.
   */
  protected abstract cut(bytes: Uint8Array, start: number, last: boolean): true | Fault | undefined;

  /** The first line of what begins at `start` as a row of one cell; false: its end is not here yet. */
  protected cutLine(bytes: Uint8Array, start: number, last: boolean): boolean {
    const size = bytes.length;
    let bits = 0;
    let at = start;
    for (; at < size; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === LF || byte === CR) break;
      bits |= byte === 0 ? 0x80 : byte;
    }
    this.unusual = bits >= 0x80;
    this.lines = 1;
    this.count = 1;
    this.starts[0] = start;
    this.ends[0] = at;
    this.rowEnd = at;
    return this.endLine(bytes, at, last);
  }

  /** Where the next line begins after the end of one; false: not yet known. */
  protected endLine(bytes: Uint8Array, at: number, last: boolean): boolean {
    if (at >= bytes.length) {
      this.next = at;
      return last;
    }
    if (bytes[at] === LF) {
      this.next = at + 1;
      return true;
    }
    if (at + 1 === bytes.length && !last) return false;
    this.next = bytes[at + 1] === LF ? at + 2 : at + 1;
    return true;
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** Rows of one line each, not cut into cells. */
export class LineCutter extends RowCutter {
  protected override cut(bytes: Uint8Array, start: number, last: boolean): true | undefined {
    return this.cutLine(bytes, start, last) ? true : undefined;
  }
}

/** Comma-separated values with a delimiter of one byte. */
export class CsvCutter extends RowCutter {
  readonly #classes = new Uint8Array(256);
  readonly #delimiter: number;

  constructor(delimiter: number) {
    super();
    this.#delimiter = delimiter;
    this.#classes.fill(UNUSUAL, 0x80);
    this.#classes[0] = UNUSUAL;
    this.#classes[LF] = END_OF_LINE;
    this.#classes[CR] = END_OF_LINE;
    this.#classes[delimiter] = END_OF_CELL;
  }

  /** Rows without quotes, 0 and CR are nearly all; others are cut anew, by the class of each byte. */
  protected override cut(bytes: Uint8Array, start: number, last: boolean): true | Fault | undefined {
    const delimiter = this.#delimiter;
    const most = Math.max(delimiter, QUOTE);
    const size = bytes.length;
    let { starts, ends } = this;
    let count = 0;
    let bits = 0;
    starts[0] = start;
    let at = start;
    for (; at < size; at += 1) {
      const byte = bytes[at] ?? 0;
      bits |= byte;
      if (byte > most) continue;
      if (byte === delimiter) {
        ends[count] = at;
        count += 1;
        if (count === starts.length) {
          this.#widen();
          ({ starts, ends } = this);
        }
        starts[count] = at + 1;
      } else if (byte === LF) {
        break;
      } else if (byte === QUOTE || byte === CR || byte === 0) {
        return this.#careful(bytes, start, last);
      }
    }
    if (at === size && !last) return undefined;
    ends[count] = at;
    this.unusual = bits >= 0x80;
    this.count = count + 1;
    this.rowEnd = at;
    this.next = at === size ? size : at + 1;
    return true;
  }

  #careful(bytes: Uint8Array, start: number, last: boolean): true | Fault | undefined {
    const classes = this.#classes;
    const size = bytes.length;
    let count = 0;
    let at = start;
    for (;;) {
      if (count === this.starts.length) this.#widen();
      if (bytes[at] === QUOTE) {
        const end = this.#quoted(bytes, start, at, count, last);
        if (typeof end !== 'number') return end;
        at = end;
      } else {
        this.starts[count] = at;
        let kind = 0;
        while (at < size) {
          kind = classes[bytes[at] ?? 0] ?? 0;
          if (kind === UNUSUAL) this.unusual = true;
          else if (kind !== 0) break;
          at += 1;
        }
        this.ends[count] = at;
      }
      count += 1;
      if (at < size && bytes[at] === this.#delimiter) {
        at += 1;
        continue;
      }
      this.count = count;
      this.rowEnd = at;
      return this.endLine(bytes, at, last) ? true : undefined;
    }
  }

  /** Reads a quoted value that begins at `at`; returns where it ends. */
  #quoted(
    bytes: Uint8Array,
    start: number,
    at: number,
    cell: number,
    last: boolean,
  ): number | Fault | undefined {
    const size = bytes.length;
    let end = at + 1;
    for (;;) {
      while (end < size && bytes[end] !== QUOTE) {
        const byte = bytes[end] ?? 0;
        if (byte === LF || (byte === CR && bytes[end + 1] !== LF)) this.lines += 1;
        else if (byte >= 0x80 || byte === 0) this.unusual = true;
        end += 1;
      }
      if (end >= size) {
        if (!last || size - start > ROW_LIMIT) return undefined;
        return this.#broken(bytes, start, last, fault('unclosed-quote', {}));
      }
      if (end - start > ROW_LIMIT) {
        this.tooLong = true;
        return undefined;
      }
      if (end + 1 === size && !last) return undefined;
      if (bytes[end + 1] !== QUOTE) break;
      this.doubled = true;
      end += 2;
    }
    this.starts[cell] = at + 1;
    this.ends[cell] = end;
    const after = bytes[end + 1];
    if (end + 1 >= size || after === this.#delimiter || after === LF || after === CR) return end + 1;
    const why = { en: 'text follows a closing quote', ja: '閉じる引用符のあとに文字があります' };
    return this.#broken(bytes, start, last, fault('unreadable-row', { why }));
  }

  #broken(bytes: Uint8Array, start: number, last: boolean, why: Fault): Fault | undefined {
    return this.cutLine(bytes, start, last) ? why : undefined;
  }

  #widen(): void {
    const starts = new Int32Array(this.starts.length * 2);
    const ends = new Int32Array(this.ends.length * 2);
    starts.set(this.starts);
    ends.set(this.ends);
    this.starts = starts;
    this.ends = ends;
  }
}
