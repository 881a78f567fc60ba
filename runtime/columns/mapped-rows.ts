import type { Column } from '../../schema/index.ts';
import { dayOfTime } from '../../schema/index.ts';
import {
  type CompiledEntry,
  type CompiledEvent,
  type CompiledMapping,
  type CompiledValue,
  columnName,
  Fault,
  type FileContent,
  type HistorySource,
  halfWidth,
  isParquet,
  type Original,
  openParquet,
  parquetColumns,
  pathsOf,
  type RawRow,
  ROW_FORMS,
  rejectUncut,
} from '../history/index.ts';
import { type ByteTest, byteTest } from './cell-tests.ts';
import { type CellWriter, cellWriter } from './cell-writers.ts';
import type { GrowingEvent } from './chunk-builder.ts';
import type { ColumnSink } from './column-sink.ts';
import { type Cut, delimiterByte, drive, isBlank, type RowReader, rawOf } from './drive.ts';
import type { GrowingColumn } from './growing.ts';
import { writeValue } from './member-columns.ts';
import { MomentBytes } from './moment-bytes.ts';
import { NumberBytes } from './number-bytes.ts';
import type { RowCutter } from './row-cutter.ts';
import type { RowStore } from './row-store.ts';
import { isAscii, isText, trimEnd, trimStart } from './text-bytes.ts';
import { driveTyped, type TypedReader, type TypedRows } from './typed-rows.ts';
import { ODD, type TypedTexts, WIDE } from './typed-texts.ts';
import { decodeText } from './wtf8.ts';

const QUOTE = 34;

/** What one row writes into one column. */
interface Slot {
  readonly into: GrowingColumn;
  /** Index of a cell; −1: `fill` writes the same for every row. */
  readonly cell: number;
  readonly writer: CellWriter | undefined;
  readonly fill: () => void;
  readonly required: boolean;
}

/** What is asked of a row besides its cells: the bytes they stand in, its line, and whether some are not ASCII. */
interface RowBytes {
  bytes: Uint8Array;
  place: number;
  unusual: boolean;
}

interface FastLines {
  readonly slots: readonly Slot[];
  readonly into: GrowingEvent['lines'][number];
}

interface FastEvent {
  readonly kind: 'event';
  readonly tests: readonly ByteTest[];
  readonly entry: CompiledEvent;
  /** Index of the layout; −1: an enrolment. */
  readonly type: number;
  readonly into: GrowingEvent | undefined;
  readonly slots: readonly Slot[];
  /** One line for each list that the mapping gives. */
  readonly lines: readonly FastLines[];
  readonly search: Original | undefined;
}

type FastEntry =
  | FastEvent
  | { readonly kind: 'ignore'; readonly tests: readonly ByteTest[]; readonly reason: string };

/** How the rows of a mapped file can be read as bytes; undefined: they cannot. */
export function mappedCut(compiled: CompiledMapping, content: FileContent): Cut | undefined {
  const { layout, wantsParquet } = compiled.columns;
  if (isParquet(content) || wantsParquet || layout.format === 'jsonl') return undefined;
  if (!compiled.entries.every(isSimple)) return undefined;
  if (layout.format === 'fixed') return { kind: 'lines' };
  const { delimiter = ',' } = layout;
  const byte = delimiterByte(delimiter === '\\t' ? '\t' : delimiter);
  return byte === undefined ? undefined : { kind: 'cells', delimiter: byte };
}

/** Rows that are each one event, and say each field once. */
function isSimple(entry: CompiledEntry): boolean {
  if (entry.kind === 'ignore') return true;
  const once = (values: readonly CompiledValue[]) =>
    new Set(values.map((value) => value.field.name)).size === values.length;
  const names = new Set(entry.lines.map((list) => list.field));
  return (
    entry.groupBy === undefined &&
    once(entry.fields) &&
    names.size === entry.lines.length &&
    entry.lines.every((list) => once(list.values))
  );
}

/** Reads a mapped file by its bytes; rows with a doubt go the way of the reader of rows. */
export async function readMappedRows(
  compiled: CompiledMapping,
  source: HistorySource,
  number: number,
  sink: ColumnSink,
  cut: Cut,
): Promise<void> {
  const { chunks } = source;
  if (isParquet(chunks)) return;
  const rows = new MappedRows(compiled, source.name, number, sink, cut);
  await drive(chunks, compiled.columns.encoding, () => ({ cut, reader: rows }));
  rows.end();
}

/** Reads a mapped file of typed columns. */
export async function readMappedTyped(
  compiled: CompiledMapping,
  source: HistorySource,
  number: number,
  sink: ColumnSink,
): Promise<Fault | undefined> {
  const { name, chunks } = source;
  if (!isParquet(chunks) || !compiled.entries.every(isSimple))
    return ROW_FORMS.mapped(compiled, source, sink);
  const opened = await openParquet(name, chunks);
  if (opened instanceof Fault) return opened;
  const columns = parquetColumns(name, opened, compiled.columns.names);
  if (columns === undefined) return ROW_FORMS.mapped(compiled, source, sink);
  // What is unknown is noted with its place in the mapping.
  if (!compiled.columns.openColumns(pathsOf(opened.fields))) return undefined;
  const rows = new MappedRows(compiled, name, number, sink, undefined);
  rows.openTyped(columns.names);
  const failed = await driveTyped(columns, rows);
  rows.end();
  return failed;
}

class MappedRows implements RowReader, TypedReader {
  readonly #compiled: CompiledMapping;
  readonly #file: string;
  readonly #source: number;
  readonly #sink: ColumnSink;
  readonly #store: RowStore;
  /** Undefined: rows of typed columns. */
  readonly #cut: Cut | undefined;
  readonly #skip: number;
  readonly #reader: ReturnType<CompiledMapping['reader']>;
  readonly #entries: readonly FastEntry[];
  readonly #moment: MomentBytes;
  readonly #number = new NumberBytes();
  /** Places of the cells that the mapping uses, in the file; for fixed width from and to. */
  #places: readonly number[] = [];
  #ranges: readonly { readonly from: number; readonly to: number }[] = [];
  /** Where the cells of the present row stand, trimmed. */
  #from = new Int32Array(0);
  #to = new Int32Array(0);
  #scratch = new Uint8Array(256);
  #texts: readonly TypedTexts[] = [];
  readonly #typed: RowBytes = { bytes: new Uint8Array(0), place: 0, unusual: false };
  #opened: boolean;

  constructor(
    compiled: CompiledMapping,
    file: string,
    source: number,
    sink: ColumnSink,
    cut: Cut | undefined,
  ) {
    this.#compiled = compiled;
    this.#file = file;
    this.#source = source;
    this.#sink = sink;
    this.#store = sink.store;
    this.#cut = cut;
    this.#skip = compiled.columns.skip;
    this.#reader = compiled.reader(file, sink);
    this.#moment = new MomentBytes(compiled.setting);
    this.#entries = compiled.entries.map((entry) => this.#entry(entry));
    this.#opened = cut === undefined || !compiled.columns.hasHeader;
    if (cut !== undefined && this.#opened) {
      compiled.columns.open(undefined);
      this.#open();
    }
  }

  end(): void {
    this.#reader.end();
  }

  raw(row: RawRow): boolean {
    const { columns } = this.#compiled;
    if (this.#cut === undefined) {
      if (!rejectUncut(row, this.#file, undefined, this.#sink)) this.#reader.row(row);
      return true;
    }
    if (row.line <= this.#skip) return true;
    if (!this.#opened) {
      this.#opened = true;
      const fits = columns.openHeader(row);
      this.#open();
      return fits;
    }
    if (!rejectUncut(row, this.#file, columns.encoding, this.#sink)) this.#reader.row(row);
    return true;
  }

  row(cutter: RowCutter): boolean {
    if (cutter.place <= this.#skip || isBlank(cutter)) return true;
    if (this.#opened && this.#cells(cutter) && this.#take(cutter)) return true;
    const row = this.#cut && rawOf(cutter, this.#cut);
    return row === undefined || this.raw(row);
  }

  /** What follows are rows of columns of these names. */
  openTyped(names: readonly string[]): void {
    const wanted = this.#compiled.columns.names;
    this.#places = wanted.map((name) => names.indexOf(columnName(name)));
    this.#from = new Int32Array(wanted.length);
    this.#to = new Int32Array(wanted.length);
  }

  begin({ texts }: TypedRows): void {
    this.#texts = texts;
  }

  typed({ bytes, start }: TypedRows, row: number): boolean {
    const texts = this.#texts;
    const typed = this.#typed;
    typed.bytes = bytes;
    typed.place = start + row + 1;
    typed.unusual = false;
    for (let cell = 0; cell < this.#from.length; cell += 1) {
      const own = texts[this.#places[cell] ?? -1];
      const code = own?.codes[row] ?? -1;
      this.#from[cell] = 0;
      this.#to[cell] = 0;
      if (own === undefined || code < 0) continue;
      const mark = own.marks[code] ?? ODD;
      if ((mark & ODD) !== 0) return false;
      if ((mark & WIDE) !== 0) typed.unusual = true;
      const end = own.ends[code] ?? 0;
      const from = trimStart(bytes, own.starts[code] ?? 0, end);
      this.#from[cell] = from;
      this.#to[cell] = trimEnd(bytes, from, end);
    }
    return this.#take(typed);
  }

  /** The columns of the file are known. */
  #open(): void {
    const { columns } = this.#compiled;
    const { layout } = columns;
    this.#places = columns.places;
    const ranges = layout.format === 'fixed' && !Array.isArray(layout.columns) ? layout.columns : undefined;
    this.#ranges = columns.names.map((name) => {
      const range = ranges?.[name];
      return range === undefined
        ? { from: 0, to: 0 }
        : { from: range.from - 1, to: range.from - 1 + range.width };
    });
    this.#from = new Int32Array(columns.names.length);
    this.#to = new Int32Array(columns.names.length);
  }

  /** Finds the cells of a row. False: it must be looked at closely. */
  #cells(cutter: RowCutter): boolean {
    const { bytes } = cutter;
    const isFixed = this.#cut?.kind === 'lines';
    if (cutter.unusual && (isFixed || !isText(bytes, cutter.rowStart, cutter.rowEnd))) return false;
    if (!isFixed && cutter.count !== this.#compiled.columns.width) return false;
    const size = this.#from.length;
    for (let cell = 0; cell < size; cell += 1) {
      let from = 0;
      let to = 0;
      if (isFixed) {
        const range = this.#ranges[cell];
        from = Math.min(cutter.rowEnd, cutter.rowStart + (range?.from ?? 0));
        to = Math.min(cutter.rowEnd, cutter.rowStart + (range?.to ?? 0));
      } else {
        const place = this.#places[cell] ?? -1;
        if (place >= 0) {
          from = cutter.starts[place] ?? 0;
          to = cutter.ends[place] ?? 0;
        }
        if (cutter.doubled) for (let at = from; at < to; at += 1) if (bytes[at] === QUOTE) return false;
      }
      from = trimStart(bytes, from, to);
      this.#from[cell] = from;
      this.#to[cell] = trimEnd(bytes, from, to);
    }
    return true;
  }

  #take(row: RowBytes): boolean {
    const { bytes } = row;
    for (let each = 0; each < this.#entries.length; each += 1) {
      const entry = this.#entries[each];
      if (entry === undefined || !this.#holds(entry.tests, bytes)) continue;
      if (entry.kind === 'ignore') {
        this.#sink.next();
        this.#sink.ignore(entry.reason);
        return true;
      }
      const taken = entry.into === undefined ? this.#enrol(entry, row) : this.#event(entry, entry.into, row);
      if (taken) this.#sink.next();
      return taken;
    }
    return false;
  }

  #holds(tests: readonly ByteTest[], bytes: Uint8Array): boolean {
    for (let each = 0; each < tests.length; each += 1) {
      const test = tests[each];
      if (test === undefined) continue;
      if (!test.holds(bytes, this.#from[test.column] ?? 0, this.#to[test.column] ?? 0)) return false;
    }
    return true;
  }

  #event(fast: FastEvent, into: GrowingEvent, row: RowBytes): boolean {
    const store = this.#store;
    const { entry } = fast;
    const { bytes } = row;
    const memberCell = entry.member;
    if (this.#from[memberCell] === this.#to[memberCell] || !this.#time(entry, bytes)) return false;
    const { sequence, id } = entry;
    let order: bigint | undefined;
    if (sequence !== undefined && this.#from[sequence] !== this.#to[sequence]) {
      if (!this.#number.read(bytes, this.#from[sequence] ?? 0, this.#to[sequence] ?? 0, 0)) return false;
      order = BigInt(this.#number.value);
    }
    let original = -1;
    if (entry.ofColumn !== undefined) {
      if (this.#from[entry.ofColumn] === this.#to[entry.ofColumn]) return false;
      original = this.#key(row, entry.ofColumn, store.ids);
    }
    if (!this.#write(fast.slots, into.rows, bytes)) return false;
    for (let each = 0; each < fast.lines.length; each += 1) {
      const list = fast.lines[each];
      if (list === undefined || this.#write(list.slots, list.into.count, bytes)) continue;
      for (const slot of fast.slots) slot.into.cut(into.rows);
      for (const other of fast.lines.slice(0, each))
        for (const slot of other.slots) slot.into.cut(other.into.count);
      return false;
    }
    for (const list of into.lines) list.starts.push(list.count);
    for (const list of fast.lines) list.into.count += 1;
    const number = id === undefined || this.#from[id] === this.#to[id] ? -1 : this.#key(row, id, store.ids);
    const member = store.enter(this.#key(row, memberCell, store.members));
    const { instant, local, dateOnly, nanosecond } = this.#moment;
    store.add(fast.type, member, this.#source, row.place, number, instant, local, dateOnly);
    if (nanosecond !== 0) store.setNanosecond(nanosecond);
    if (order !== undefined) store.setSequence(order);
    if (fast.search !== undefined) store.setOriginal(fast.type, fast.search);
    else if (original >= 0) store.originals[fast.type]?.push(original);
    return true;
  }

  #enrol(fast: FastEvent, row: RowBytes): boolean {
    const store = this.#store;
    const { entry } = fast;
    if (this.#from[entry.member] === this.#to[entry.member] || !this.#time(entry, row.bytes)) return false;
    // Its order among events decides nothing, but must be a number.
    if (entry.sequence !== undefined && this.#from[entry.sequence] !== this.#to[entry.sequence]) return false;
    const member = store.enter(this.#key(row, entry.member, store.members));
    if ((store.enrolment.values[member] ?? -1) >= 0) return false;
    if (!this.#write(fast.slots, store.enrolments, row.bytes)) return false;
    store.addEnrolment(member, dayOfTime(this.#moment.local), this.#source, row.place);
    return true;
  }

  /** Writes a row into its columns, which have `rows` values; false: nothing was written. */
  #write(slots: readonly Slot[], rows: number, bytes: Uint8Array): boolean {
    for (let each = 0; each < slots.length; each += 1) {
      const slot = slots[each];
      if (slot === undefined) continue;
      if (slot.cell < 0 || slot.writer === undefined) {
        slot.fill();
        continue;
      }
      const from = this.#from[slot.cell] ?? 0;
      const to = this.#to[slot.cell] ?? 0;
      if (from < to ? slot.writer.write(bytes, from, to) : !slot.required) {
        if (from === to) slot.into.writeMissing();
        continue;
      }
      for (let before = 0; before < each; before += 1) slots[before]?.into.cut(rows);
      return false;
    }
    return true;
  }

  #time(entry: CompiledEvent, bytes: Uint8Array): boolean {
    const { columns, format } = entry.at;
    const [only] = columns;
    if (only !== undefined && columns.length === 1) {
      const from = this.#from[only] ?? 0;
      const to = this.#to[only] ?? 0;
      return from < to && this.#moment.read(format, bytes, from, to);
    }
    let size = 0;
    for (const column of columns) size += 1 + (this.#to[column] ?? 0) - (this.#from[column] ?? 0);
    if (size > this.#scratch.length) this.#scratch = new Uint8Array(size * 2);
    const scratch = this.#scratch;
    let end = 0;
    for (const column of columns) {
      if (end > 0 || column !== only) scratch[end++] = 32;
      for (let at = this.#from[column] ?? 0; at < (this.#to[column] ?? 0); at += 1)
        scratch[end++] = bytes[at] ?? 0;
    }
    const from = trimStart(scratch, 0, end);
    const to = trimEnd(scratch, from, end);
    return from < to && this.#moment.read(format, scratch, from, to);
  }

  /** The number of a member or an id, which are the same in full width and in half width. */
  #key(row: RowBytes, cell: number, table: RowStore['ids'] | RowStore['members']): number {
    const { bytes } = row;
    const from = this.#from[cell] ?? 0;
    const to = this.#to[cell] ?? 0;
    if (!row.unusual || isAscii(bytes, from, to)) return table.addBytes(bytes, from, to);
    return table.add(halfWidth(decodeText(bytes, from, to)));
  }

  #entry(entry: CompiledEntry): FastEntry {
    const tests = entry.tests.map(byteTest);
    if (entry.kind === 'ignore') return { kind: 'ignore', tests, reason: entry.reason };
    const store = this.#store;
    const type = store.typeOf(entry.shape.name);
    const layout = store.layout.events[type];
    const into = store.events[type];
    const isEnrol = entry.shape.kind === 'enroll';
    const columns = isEnrol ? store.layout.attributes : (layout?.columns ?? []);
    const targets = isEnrol ? store.attributes : (into?.columns ?? []);
    const lines = entry.lines.flatMap(({ field, values }): FastLines[] => {
      const at = layout?.lines.findIndex((list) => list.name === field) ?? -1;
      const list = layout?.lines[at];
      const target = into?.lines[at];
      return list === undefined || target === undefined
        ? []
        : [{ into: target, slots: this.#slots(list.columns, target.columns, values, false) }];
    });
    const found = entry.ofColumn === undefined ? entry.of?.([]) : undefined;
    return {
      kind: 'event',
      tests,
      entry,
      type,
      into: isEnrol ? undefined : into,
      slots: this.#slots(columns, targets, entry.fields, entry.shape.kind === 'redeem'),
      lines,
      search: found,
    };
  }

  #slots(
    columns: readonly Column[],
    targets: readonly GrowingColumn[],
    values: readonly CompiledValue[],
    isRedeem: boolean,
  ): Slot[] {
    const { dictionary } = this.#store;
    return columns.flatMap((column, at): Slot[] => {
      const into = targets[at];
      if (into === undefined) return [];
      const value = values.find((one) => one.field.name === column.name);
      if (value?.source !== undefined && value.column !== undefined) {
        const writer = cellWriter(value.field, value.source.text, value.source.style, into, dictionary);
        // A redemption that says no quantity is one; the reader of rows knows.
        const required = !value.field.optional || (isRedeem && column.name === 'quantity');
        return [{ into, cell: value.column, writer, fill: () => into.writeMissing(), required }];
      }
      const constant = value?.read([]);
      const filled =
        constant === undefined && isRedeem && column.name === 'quantity'
          ? 1n
          : (constant as Parameters<typeof writeValue>[1]);
      return [
        {
          into,
          cell: -1,
          writer: undefined,
          fill: () => writeValue(into, filled, dictionary),
          required: false,
        },
      ];
    });
  }
}
