import type { Column, EventLayout, Layout } from '../../schema/index.ts';
import { NO_DAY } from '../../schema/index.ts';
import type { Original } from '../history/index.ts';
import { type GrowingEvent, type GrowingLines, growingEvent } from './chunk-builder.ts';
import { Dictionary } from './dictionary.ts';
import { Doubles, GrowingColumn, Integers, RegularIntegers } from './growing.ts';
import { TextList } from './text-list.ts';
import { TextTable } from './text-table.ts';

const SEQUENCE: Pick<Column, 'store' | 'optional'> = { store: 'i64', optional: true };

const COLON = 58;

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/**
 * A whole history as it was read, before it is known what fits: one value per row and column, in typed arrays. Rows are
 * numbered in the order in which they came in; members, texts and ids by first
 * appearance, ids one by one.
 */
export class RowStore {
  readonly layout: Layout;
  readonly dictionary: Dictionary;
  readonly members = new TextTable();
  ids = new TextList();
  /** Names of files, in the order in which they were read. */
  readonly sources: string[] = [];
  /** Per row. */
  readonly member = new Integers();
  readonly index = new RegularIntegers(1);
  readonly line = new Integers();
  /** Number of the row's id, or −1: then it is `file:line`. */
  readonly id = new RegularIntegers(1);
  readonly instant = new Doubles();
  /** Local clock less instant. */
  readonly shift = new RegularIntegers(0);
  /** Per event type of the layout. */
  readonly events: readonly GrowingEvent[];
  /** Per event type, per row of it: number of the original's id, or −1 − (index of `searches`); empty where it reverses nothing. */
  readonly originals: readonly Integers[];
  readonly searches: Original[] = [];
  /** Rows of files beyond the first that an event was read from: the event's row, and the line. */
  readonly moreOf = new Integers();
  readonly moreLines = new Integers();
  /** Per member: number of the enrolment, or −1. */
  readonly enrolment = new Integers();
  /** Per enrolment: member, day (or {@link NO_DAY}), source, line. */
  readonly enrolled = new Integers();
  readonly enrolledSource = new Integers();
  readonly enrolledLine = new Integers();
  readonly attributes: readonly GrowingColumn[];
  /** Rows of files beyond the first that an enrolment was read from. */
  readonly moreEnrolled = new Map<number, number[]>();
  /** Type, source and whether it is a date alone, as one number. */
  readonly #kind = new RegularIntegers(0);
  #nanoseconds = new Map<number, number>();
  #sequences: GrowingColumn | undefined;
  readonly #indexOf: ReadonlyMap<string, number>;
  /** Bits of a kind: those of the type stand lowest, then one for a date alone. */
  readonly #typeBits: number;
  readonly #typeMask: number;

  constructor(layout: Layout, dictionary: Dictionary = new Dictionary(layout)) {
    this.layout = layout;
    this.dictionary = dictionary;
    this.events = layout.events.map((event: EventLayout) => growingEvent(event));
    this.originals = layout.events.map(() => new Integers());
    this.attributes = layout.attributes.map((column) => new GrowingColumn({ ...column, optional: true }));
    this.#indexOf = new Map(layout.events.map((event, index) => [event.name, index]));
    this.#typeBits = 32 - Math.clz32(layout.events.length);
    this.#typeMask = (1 << this.#typeBits) - 1;
  }

  get rows(): number {
    return this.member.length;
  }

  get enrolments(): number {
    return this.enrolled.length;
  }

  /** Index of an event type in the layout; −1: it has none. */
  typeOf(name: string): number {
    return this.#indexOf.get(name) ?? -1;
  }

  source(name: string): number {
    this.sources.push(name);
    return this.sources.length - 1;
  }

  memberOf(text: string): number {
    return this.enter(this.members.add(text));
  }

  /** Makes room for a member whose number `members` gave. */
  enter(number: number): number {
    while (this.enrolment.length <= number) this.enrolment.push(-1);
    return number;
  }

  /**
   * Adds a row; before or after it, one value goes into each column of its type. `id` is a number of `ids`, or −1 for
   * `file:line`.
   */
  add(
    type: number,
    member: number,
    source: number,
    line: number,
    id: number,
    instant: number,
    local: number,
    dateOnly: boolean,
  ): void {
    const event = this.events[type];
    if (event === undefined) throw new RangeError(`event ${type} of ${this.events.length} in the layout`);
    this.#kind.push((((source << 1) | (dateOnly ? 1 : 0)) << this.#typeBits) | type);
    this.member.push(member);
    this.index.push(event.rows);
    this.line.push(line);
    this.id.push(id);
    this.instant.push(instant);
    this.shift.push(local - instant);
    event.rows += 1;
  }

  type(row: number): number {
    return this.#kind.at(row) & this.#typeMask;
  }

  sourceOf(row: number): number {
    return this.#kind.at(row) >>> (this.#typeBits + 1);
  }

  isDateOnly(row: number): boolean {
    return ((this.#kind.at(row) >>> this.#typeBits) & 1) === 1;
  }

  local(row: number): number {
    return (this.instant.values[row] ?? 0) + this.shift.at(row);
  }

  /** For the row last added. */
  setNanosecond(nanosecond: number): void {
    if (nanosecond !== 0) this.#nanoseconds.set(this.rows - 1, nanosecond);
  }

  nanosecond(row: number): number {
    return this.#nanoseconds.size === 0 ? 0 : (this.#nanoseconds.get(row) ?? 0);
  }

  /** For the row last added. */
  setSequence(sequence: bigint): void {
    this.#sequences ??= new GrowingColumn(SEQUENCE);
    while (this.#sequences.length < this.rows - 1) this.#sequences.writeMissing();
    this.#sequences.writeBigInt(sequence);
  }

  get hasSequences(): boolean {
    return this.#sequences !== undefined;
  }

  sequence(row: number): bigint | undefined {
    const all = this.#sequences;
    return all !== undefined && row < all.length && all.isPresent(row) ? all.wide(row) : undefined;
  }

  /** For the row last added: the id of the original, or how to look for it. */
  setOriginal(type: number, original: Original): void {
    const list = this.originals[type];
    if (list === undefined) return;
    if (original.kind === 'id') {
      list.push(this.ids.add(original.id));
      return;
    }
    const known = this.searches.indexOf(original);
    if (known < 0) this.searches.push(original);
    list.push(-1 - (known < 0 ? this.searches.length - 1 : known));
  }

  /** What an event says about its original; undefined where its type reverses nothing. */
  original(row: number): Original | undefined {
    const list = this.originals[this.type(row)];
    const index = this.index.at(row);
    if (list === undefined || index >= list.length) return undefined;
    const number = list.values[index] ?? 0;
    return number < 0 ? this.searches[-1 - number] : { kind: 'id', id: this.ids.text(number) };
  }

  /** Adds an enrolment; the caller writes one value into each of `attributes`. */
  addEnrolment(member: number, day: number | undefined, source: number, line: number): void {
    this.enrolment.values[member] = this.enrolments;
    this.enrolled.push(day ?? NO_DAY);
    this.enrolledSource.push(source);
    this.enrolledLine.push(line);
  }

  idText(row: number): string {
    const number = this.id.at(row);
    if (number >= 0) return this.ids.text(number);
    return `${this.sources[this.sourceOf(row)] ?? ''}:${this.line.values[row] ?? 0}`;
  }

  /** Row `r` becomes row `places[r]`; there is a place for each. */
  move(places: Int32Array): void {
    const { rows } = this;
    const oneType = this.events.some((event) => event.rows === rows);
    for (const list of [this.member, this.line, this.#kind, this.shift, this.instant]) list.move(places);
    if (!oneType) this.index.move(places);
    this.ids = this.ids.moved(this.id, places, rows, this.originals);
    const { moreOf } = this;
    for (let at = 0; at < moreOf.length; at += 1) moreOf.values[at] = places[moreOf.values[at] ?? 0] ?? 0;
    this.#nanoseconds = new Map(Array.from(this.#nanoseconds, ([row, value]) => [places[row] ?? 0, value]));
    const sequences = this.#sequences;
    if (sequences !== undefined) {
      while (sequences.length < rows) sequences.writeMissing();
      sequences.move(places);
    }
    this.#moveEvents(places);
  }

  /** Rows of each type come into the order of all rows, which were moved already. */
  #moveEvents(moved: Int32Array): void {
    const { rows } = this;
    const [only] = this.events.filter((event) => event.rows === rows);
    const places = this.events.map((event) => (event === only ? moved : new Int32Array(event.rows)));
    if (only === undefined) {
      const next = new Int32Array(this.events.length);
      for (let row = 0; row < rows; row += 1) {
        const type = this.type(row);
        const place = next[type] ?? 0;
        const own = places[type];
        if (own !== undefined) own[this.index.at(row)] = place;
        this.index.set(row, place);
        next[type] = place + 1;
      }
    }
    for (const [type, event] of this.events.entries()) {
      const own = places[type];
      if (own === undefined || event.rows === 0) continue;
      for (const column of event.columns) column.move(own);
      for (const list of event.lines) moveLines(list, own);
      this.originals[type]?.move(own);
    }
  }

  /** Ids that are `file:line` become ids like others where one of those could be the same. */
  separateIds(): void {
    if (this.ids.size === 0 && new Set(this.sources).size === this.sources.length) return;
    if (new Set(this.sources).size === this.sources.length && !this.#hasPlaceIds()) return;
    for (let row = 0; row < this.rows; row += 1)
      if (this.id.at(row) < 0) this.id.set(row, this.ids.add(this.idText(row)));
  }

  /** Whether some id looks like a place in one of the files. */
  #hasPlaceIds(): boolean {
    const { bytes, size } = this.ids;
    if (!bytes.subarray(0, size === 0 ? 0 : this.ids.endOf(size - 1)).includes(COLON)) return false;
    for (let number = 0; number < size; number += 1) {
      let at = this.ids.endOf(number);
      const start = this.ids.startOf(number);
      while (at > start && isDigit(bytes[at - 1] ?? 0)) at -= 1;
      if (at === start || bytes[at - 1] !== COLON) continue;
      const text = this.ids.text(number);
      if (this.sources.includes(text.slice(0, text.lastIndexOf(':')))) return true;
    }
    return false;
  }

  /** Bytes of memory taken. */
  get footprint(): number {
    const lists = [this.member, this.index, this.line, this.id, this.instant, this.shift, this.#kind];
    const lines = this.events.flatMap((event) => event.lines);
    const more = [this.moreOf, this.moreLines, this.enrolment, this.enrolled, ...lines.map((l) => l.starts)];
    const columns = [
      ...this.attributes,
      ...this.events.flatMap((event) => event.columns),
      ...lines.flatMap((list) => list.columns),
    ];
    const tables = [this.members, this.ids, this.dictionary];
    return [...lists, ...more, ...columns, ...tables, ...this.originals].reduce(
      (sum, each) => sum + each.footprint,
      0,
    );
  }
}

/** The lines of event `i` become those of event `places[i]`. */
function moveLines(list: GrowingLines, places: Int32Array): void {
  const { starts, columns, count } = list;
  const events = starts.length;
  const endOf = (event: number) => (event + 1 < events ? (starts.values[event + 1] ?? 0) : count);
  const moved = new Int32Array(starts.values.length);
  for (let event = 0; event < events; event += 1)
    moved[places[event] ?? 0] = endOf(event) - (starts.values[event] ?? 0);
  let start = 0;
  for (let event = 0; event < events; event += 1) {
    const size = moved[event] ?? 0;
    moved[event] = start;
    start += size;
  }
  const lines = new Int32Array(count);
  for (let event = 0; event < events; event += 1) {
    const from = starts.values[event] ?? 0;
    const into = moved[places[event] ?? 0] ?? 0;
    for (let line = from; line < endOf(event); line += 1) lines[line] = into + line - from;
  }
  for (const column of columns) column.move(lines);
  starts.values = moved;
}
