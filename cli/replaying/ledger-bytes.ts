import { type Batch, textAt } from '../../runtime/index.ts';
import {
  type Chunk,
  type Day,
  formatDay,
  LEDGER_KINDS,
  type Manifest,
  NO_DAY,
  ROW,
  SECONDS_PER_DAY,
} from '../../schema/index.ts';
import { cellOf, type LedgerFormat } from '../ledger-text.ts';
import { showQuantity } from '../show.ts';

const ENCODER = new TextEncoder();
const COMMA = 44;
const QUOTE = 34;
const BACKSLASH = 92;
const ZERO = 48;

/** Bytes of one block of lines. */
const BLOCK = 1 << 18;
/** Room for all of a line but its texts. */
const ROOM = 400;
/** So many days are kept as text. */
const KEPT = 1 << 14;
const TWO_32 = 0x1_0000_0000;

/** What stands before and behind a value, and in place of one that there is not. */
interface Frame {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly none: Uint8Array;
}

type Field = 'at' | 'kind' | 'what' | 'quantity' | 'by' | 'cause' | 'lot' | 'expires' | 'balance' | 'pending';
type Frames = Readonly<Record<Field, Frame>>;

/**
 * Ledger rows of a module as lines of CSV or JSON, byte for byte those of {@link LedgerText}: from its memory to bytes, without
 * an object or a text for each row.
 */
export class LedgerBytes {
  readonly #format: LedgerFormat;
  readonly #manifest: Manifest;
  readonly #frames: Frames;
  readonly #begin: Uint8Array;
  readonly #end: Uint8Array;
  readonly #kinds: readonly Uint8Array[];
  readonly #sources: readonly Uint8Array[];
  readonly #points: readonly Uint8Array[];
  readonly #levels: readonly (readonly Uint8Array[])[];
  readonly #days = new Map<Day, Uint8Array>();
  #blocks: Uint8Array<ArrayBuffer>[] = [];
  #out = new Uint8Array(BLOCK);
  #used = 0;
  /** Where the cell of the present member stands in {@link #member}. */
  #member = new Uint8Array(64);
  #memberEnd = 0;

  constructor(manifest: Manifest, format: LedgerFormat) {
    this.#format = format;
    this.#manifest = manifest;
    this.#frames = format === 'csv' ? CSV : JSONL;
    this.#begin = ENCODER.encode(format === 'csv' ? '' : '{"member":');
    this.#end = ENCODER.encode(format === 'csv' ? '\n' : '}\n');
    const cell = (text: string) => ENCODER.encode(format === 'csv' ? cellOf(text) : JSON.stringify(text));
    this.#kinds = LEDGER_KINDS.map((kind) => ENCODER.encode(kind));
    this.#sources = [...manifest.rules, ...manifest.rewards].map(cell);
    this.#points = manifest.points.map(({ name }) => cell(name));
    this.#levels = manifest.ladders.map(({ name, levels }) =>
      levels.map((level) => cell(`${name}.${level}`)),
    );
  }

  /** Adds a line for each row of a batch. */
  add({ rows, rowCount, chunk }: Batch): void {
    let member = -1;
    for (let row = 0; row < rowCount; row += 1) {
      const at = row * ROW.bytes;
      const own = rows.getInt32(at + ROW.member, true);
      if (own !== member) {
        member = own;
        this.#setMember(chunk, own);
      }
      this.#line(rows, at, chunk);
    }
  }

  /** The lines so far, each block in memory of its own; they are no longer kept here. */
  take(): readonly Uint8Array<ArrayBuffer>[] {
    this.#flush();
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }

  #flush(): void {
    if (this.#used > 0) this.#blocks.push(this.#out.slice(0, this.#used));
    this.#used = 0;
  }

  #setMember(chunk: Chunk, member: number): void {
    const { ends } = chunk.memberIds;
    this.#reserve((ends[member] ?? 0) - (ends[member - 1] ?? 0));
    const start = this.#used;
    this.#cell(chunk.memberIds, member);
    const size = this.#used - start;
    if (size > this.#member.length) this.#member = new Uint8Array(2 * size);
    this.#member.set(this.#out.subarray(start, this.#used));
    this.#memberEnd = size;
    this.#used = start;
  }

  /** Makes room for a line with so many bytes of text. */
  #reserve(texts: number): void {
    if (this.#used + texts + ROOM <= this.#out.length) return;
    this.#flush();
    if (texts + ROOM > this.#out.length) this.#out = new Uint8Array(2 * (texts + ROOM));
  }

  #line(rows: DataView, row: number, chunk: Chunk): void {
    const frames = this.#frames;
    const kind = rows.getInt32(row + ROW.kind, true);
    const word = LEDGER_KINDS[kind];
    const isMove = word === 'reach' || word === 'lapse';
    const number = rows.getInt32(row + ROW.what, true);
    const what = isMove ? this.#levels[number >> 16]?.[number & 0xffff] : this.#points[number];
    const source = this.#sources[rows.getInt32(row + ROW.by, true)];
    const scale = isMove ? 0 : (this.#manifest.points[number]?.decimals ?? 0);
    this.#reserve(this.#memberEnd + (what?.length ?? 0) + (source?.length ?? 0));
    this.#put(this.#begin);
    this.#out.set(this.#member.subarray(0, this.#memberEnd), this.#used);
    this.#used += this.#memberEnd;
    this.#moment(rows, row + ROW.at);
    this.#framed(frames.kind, this.#kinds[kind]);
    this.#framed(frames.what, what);
    this.#amount(frames.quantity, rows, row + ROW.quantity, scale, isMove);
    this.#framed(frames.by, source);
    this.#cause(chunk, rows.getInt32(row + ROW.cause, true));
    this.#lot(rows.getInt32(row + ROW.lot, true));
    const expires = rows.getInt32(row + ROW.expires, true);
    this.#framed(frames.expires, expires === NO_DAY ? undefined : this.#day(expires));
    this.#amount(frames.balance, rows, row + ROW.balance, scale, isMove);
    this.#amount(frames.pending, rows, row + ROW.pending, scale, isMove);
    this.#put(this.#end);
  }

  #put(bytes: Uint8Array): void {
    const out = this.#out;
    const used = this.#used;
    for (let at = 0; at < bytes.length; at += 1) out[used + at] = bytes[at] ?? 0;
    this.#used = used + bytes.length;
  }

  #byte(byte: number): void {
    this.#out[this.#used] = byte;
    this.#used += 1;
  }

  #framed({ before, after, none }: Frame, bytes: Uint8Array | undefined): void {
    if (bytes === undefined) {
      this.#put(none);
      return;
    }
    this.#put(before);
    this.#put(bytes);
    this.#put(after);
  }

  /** A text of a chunk as a cell of the file. */
  #cell(pool: Chunk['memberIds'], index: number): void {
    const from = index === 0 ? 0 : (pool.ends[index - 1] ?? 0);
    const to = pool.ends[index] ?? from;
    this.#reserve(to - from);
    const { bytes } = pool;
    const isJson = this.#format === 'jsonl';
    const start = this.#used;
    if (isJson) this.#byte(QUOTE);
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      const plain = byte >= 32 && byte < 0x80 && byte !== QUOTE && byte !== (isJson ? BACKSLASH : COMMA);
      if (!plain) {
        this.#used = start;
        this.#careful(textAt(pool, index));
        return;
      }
      this.#byte(byte);
    }
    if (isJson) this.#byte(QUOTE);
  }

  #careful(text: string): void {
    const bytes = ENCODER.encode(this.#format === 'csv' ? cellOf(text) : JSON.stringify(text));
    // The row may have begun: it moves into a wider block as a whole.
    if (this.#used + bytes.length + ROOM > this.#out.length) {
      const wider = new Uint8Array(2 * (this.#used + bytes.length + ROOM));
      wider.set(this.#out.subarray(0, this.#used));
      this.#out = wider;
    }
    this.#out.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #cause(chunk: Chunk, cause: number): void {
    const { before, after, none } = this.#frames.cause;
    if (cause < 0) {
      this.#put(none);
      return;
    }
    this.#put(before);
    this.#cell(chunk.eventIds, cause);
    this.#put(after);
  }

  #lot(lot: number): void {
    const { before, after, none } = this.#frames.lot;
    if (lot === 0) {
      this.#put(none);
      return;
    }
    this.#put(before);
    this.#digits(lot);
    this.#put(after);
  }

  #moment(rows: DataView, at: number): void {
    const { before, after } = this.#frames.at;
    const time = rows.getInt32(at + 4, true) * TWO_32 + rows.getUint32(at, true);
    const day = Math.floor(time / SECONDS_PER_DAY);
    const second = time - day * SECONDS_PER_DAY;
    this.#put(before);
    this.#put(this.#day(day));
    this.#byte(84);
    this.#two(Math.floor(second / 3600));
    this.#byte(58);
    this.#two(Math.floor(second / 60) % 60);
    this.#byte(58);
    this.#two(second % 60);
    this.#put(after);
  }

  #two(value: number): void {
    this.#byte(ZERO + Math.floor(value / 10));
    this.#byte(ZERO + (value % 10));
  }

  #day(day: Day): Uint8Array {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    if (this.#days.size >= KEPT) this.#days.clear();
    const bytes = ENCODER.encode(formatDay(day));
    this.#days.set(day, bytes);
    return bytes;
  }

  /** A quantity of 64 bits; `none`: there is none. */
  #amount({ before, after, none }: Frame, rows: DataView, at: number, scale: number, isNone: boolean): void {
    if (isNone) {
      this.#put(none);
      return;
    }
    this.#put(before);
    const value = rows.getInt32(at + 4, true) * TWO_32 + rows.getUint32(at, true);
    if (Number.isSafeInteger(value)) {
      this.#decimal(value, scale);
    } else {
      const text = showQuantity(rows.getBigInt64(at, true), scale);
      for (let each = 0; each < text.length; each += 1) this.#byte(text.charCodeAt(each));
    }
    this.#put(after);
  }

  #decimal(value: number, scale: number): void {
    if (value < 0) this.#byte(45);
    const size = Math.abs(value);
    if (scale === 0) {
      this.#digits(size);
      return;
    }
    const one = 10 ** scale;
    let part = size % one;
    this.#digits((size - part) / one);
    if (part === 0) return;
    this.#byte(46);
    // Digit by digit, from the first; zeros at the end are left out.
    for (let unit = one / 10; part > 0; unit /= 10) {
      const digit = Math.floor(part / unit);
      this.#byte(ZERO + digit);
      part -= digit * unit;
    }
  }

  #digits(value: number): void {
    let count = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) count += 1;
    let rest = value;
    for (let place = count - 1; place >= 0; place -= 1) {
      const next = Math.floor(rest / 10);
      this.#out[this.#used + place] = ZERO + (rest - next * 10);
      rest = next;
    }
    this.#used += count;
  }
}

function framesOf(frame: (field: Field) => { before: string; after: string; none: string }): Frames {
  const encoded = (field: Field): Frame => {
    const { before, after, none } = frame(field);
    return { before: ENCODER.encode(before), after: ENCODER.encode(after), none: ENCODER.encode(none) };
  };
  return {
    at: encoded('at'),
    kind: encoded('kind'),
    what: encoded('what'),
    quantity: encoded('quantity'),
    by: encoded('by'),
    cause: encoded('cause'),
    lot: encoded('lot'),
    expires: encoded('expires'),
    balance: encoded('balance'),
    pending: encoded('pending'),
  };
}

const CSV = framesOf(() => ({ before: ',', after: '', none: ',' }));

/** Their cells bring their quotes along, or are numbers. */
const BARE: readonly Field[] = ['what', 'by', 'cause', 'lot'];
const JSONL = framesOf((field) => {
  const quote = BARE.includes(field) ? '' : '"';
  return { before: `,"${field}":${quote}`, after: quote, none: '' };
});
