import type { Chunk, EventData, EventLayout, Layout, TextPool } from '../../schema/index.ts';
import { Bytes, GrowingColumn, Integers } from './growing.ts';
import { encodeText } from './wtf8.ts';

/** Lines of one list of one event type; a line is one value in each of its columns. */
export interface GrowingLines {
  readonly starts: Integers;
  readonly columns: readonly GrowingColumn[];
  /** Lines so far. */
  count: number;
}

/** Rows of one event type; a row is one value in each column, and any number of lines in each list. */
export interface GrowingEvent {
  readonly columns: readonly GrowingColumn[];
  readonly lines: readonly GrowingLines[];
  rows: number;
}

/** Many texts, one after the other. */
class GrowingPool {
  readonly #bytes = new Bytes();
  readonly #ends = new Integers();

  push(text: string): void {
    if (this.#bytes.pushAscii(text)) {
      this.#ends.push(this.#bytes.length);
      return;
    }
    const bytes = encodeText(text);
    this.pushBytes(bytes, 0, bytes.length);
  }

  pushBytes(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes.pushAll(bytes, from, to);
    this.#ends.push(this.#bytes.length);
  }

  view(): TextPool {
    const ends = this.#ends.view();
    return {
      bytes: this.#bytes.view(),
      ends: new Uint32Array(ends.buffer, ends.byteOffset, ends.length),
    };
  }

  reset(): void {
    this.#bytes.length = 0;
    this.#ends.length = 0;
  }

  get size(): number {
    return this.#bytes.length + 4 * this.#ends.length;
  }
}

export function growingEvent(layout: EventLayout): GrowingEvent {
  return {
    columns: layout.columns.map((column) => new GrowingColumn(column)),
    lines: layout.lines.map((list) => ({
      starts: new Integers(),
      columns: list.columns.map((column) => new GrowingColumn(column)),
      count: 0,
    })),
    rows: 0,
  };
}

export function viewOf(event: GrowingEvent): EventData {
  return {
    columns: event.columns.map((column) => column.view()),
    lines: event.lines.map((list) => ({
      starts: list.starts.viewWith(list.count),
      columns: list.columns.map((column) => column.view()),
    })),
  };
}

/**
 * Writes a {@link Chunk} member by member, row by row, in replay order. After {@link beginMember} the caller writes one
 * value into each of `attributes`; after {@link beginRow} one into each column of that event's type.
 */
export class ChunkBuilder {
  readonly attributes: readonly GrowingColumn[];
  readonly events: readonly GrowingEvent[];
  readonly #layout: Layout;
  readonly #memberIds = new GrowingPool();
  readonly #enrolled = new Integers();
  readonly #firstRow = new Integers();
  readonly #eventIds = new GrowingPool();
  readonly #event = new Integers();
  readonly #index = new Integers();
  readonly #day = new Integers();
  readonly #second = new Integers();
  readonly #of = new Integers();

  constructor(layout: Layout) {
    this.#layout = layout;
    this.attributes = layout.attributes.map((column) => new GrowingColumn(column));
    this.events = layout.events.map(growingEvent);
  }

  get members(): number {
    return this.#enrolled.length;
  }

  get rows(): number {
    return this.#event.length;
  }

  /** Bytes that the chunk has by now. */
  get size(): number {
    const columns = [...this.attributes, ...this.events.flatMap((event) => event.columns)];
    const lines = this.events.flatMap((event) => event.lines);
    const all = [...columns, ...lines.flatMap((list) => list.columns)];
    const values = all.reduce((sum, column) => sum + column.size, 0);
    const starts = lines.reduce((sum, list) => sum + 4 * list.starts.length, 0);
    return values + starts + this.#memberIds.size + this.#eventIds.size + 8 * this.members + 20 * this.rows;
  }

  beginMember(id: string, enrolled: number): void {
    this.#memberIds.push(id);
    this.#member(enrolled);
  }

  beginMemberBytes(bytes: Uint8Array, from: number, to: number, enrolled: number): void {
    this.#memberIds.pushBytes(bytes, from, to);
    this.#member(enrolled);
  }

  /** Begins a row of the last member; `event` is an index of the layout, `of` a row of this chunk or −1. */
  beginRow(event: number, id: string, day: number, second: number, of: number): GrowingEvent {
    this.#eventIds.push(id);
    return this.#row(event, day, second, of);
  }

  beginRowBytes(
    event: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    day: number,
    second: number,
    of: number,
  ): GrowingEvent {
    this.#eventIds.pushBytes(bytes, from, to);
    return this.#row(event, day, second, of);
  }

  /** The chunk as it stands, as views of this builder's memory: valid until the next write or {@link reset}. */
  finish(): Chunk {
    return {
      members: this.members,
      memberIds: this.#memberIds.view(),
      enrolled: this.#enrolled.view(),
      attributes: this.attributes.map((column) => column.view()),
      firstRow: this.#firstRow.viewWith(this.rows),
      rows: this.rows,
      eventIds: this.#eventIds.view(),
      event: this.#event.view(),
      index: this.#index.view(),
      day: this.#day.view(),
      second: this.#second.view(),
      of: this.#of.view(),
      events: this.events.map(viewOf),
    };
  }

  /** Begins a new chunk in the same memory. */
  reset(): void {
    this.#memberIds.reset();
    this.#eventIds.reset();
    for (const column of this.attributes) column.cut(0);
    for (const event of this.events) {
      event.rows = 0;
      for (const column of event.columns) column.cut(0);
      for (const list of event.lines) {
        list.count = 0;
        list.starts.length = 0;
        for (const column of list.columns) column.cut(0);
      }
    }
    const rest = [this.#event, this.#index, this.#day, this.#second, this.#of];
    for (const list of [this.#enrolled, this.#firstRow, ...rest]) list.length = 0;
  }

  #member(enrolled: number): void {
    this.#enrolled.push(enrolled);
    this.#firstRow.push(this.rows);
  }

  #row(event: number, day: number, second: number, of: number): GrowingEvent {
    const into = this.events[event];
    if (into === undefined)
      throw new RangeError(`event ${event} of ${this.#layout.events.length} in the layout`);
    this.#event.push(event);
    this.#index.push(into.rows);
    this.#day.push(day);
    this.#second.push(second);
    this.#of.push(of);
    into.rows += 1;
    for (const list of into.lines) list.starts.push(list.count);
    return into;
  }
}
