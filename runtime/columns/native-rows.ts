import type { Plan } from '../../schema/index.ts';
import { dayOfTime } from '../../schema/index.ts';
import { ISO, nativeHeader, nativeRows, type RawRow, rejectUncut, shapesOf } from '../history/index.ts';
import type { ColumnSink } from './column-sink.ts';
import { DirectRows } from './direct-rows.ts';
import { type Cut, isBlank, type RowReader, rawOf } from './drive.ts';
import { JSON_NUMBER, JSON_OBJECT, JSON_TEXT, JsonBytes } from './json-bytes.ts';
import { MomentBytes } from './moment-bytes.ts';
import { NativeShape } from './native-shape.ts';
import { NumberBytes } from './number-bytes.ts';
import { QuickRows } from './quick-rows.ts';
import type { RowCutter } from './row-cutter.ts';
import type { RowPlan } from './row-plan.ts';
import type { RowStore } from './row-store.ts';
import { SingleQuotes } from './single-quotes.ts';
import { isText, trimCells, trimEnd, trimStart } from './text-bytes.ts';
import { TextTable } from './text-table.ts';
import type { TypedReader, TypedRows } from './typed-rows.ts';
import { KIND, ODD } from './typed-texts.ts';
import { decodeText } from './wtf8.ts';

const BUILT_IN = ['member', 'id', 'at', 'type', 'of', 'sequence'];
const [MEMBER, ID, AT, TYPE, OF, SEQUENCE] = [0, 1, 2, 3, 4, 5] as const;
/** A key that no field has. */
const INNER = 'fields.';
const MOST = 512;

/** A key of a row: a built-in one by its number, or −1 and the name of a field. */
interface Key {
  readonly builtIn: number;
  readonly name: string;
}

/** Takes the rows of a native file; those with a doubt go the way of the reader of rows. */
export class NativeRows implements RowReader, TypedReader {
  readonly #plan: Plan;
  readonly #file: string;
  readonly #source: number;
  readonly #sink: ColumnSink;
  readonly #store: RowStore;
  readonly #cut: Cut;
  readonly #shapes: readonly NativeShape[];
  readonly #types = new TextTable();
  /** Per known text of a type: its shape, or undefined. */
  readonly #typed: (NativeShape | undefined)[] = [];
  readonly #moment: MomentBytes | undefined;
  readonly #number = new NumberBytes();
  readonly #json = new JsonBytes();
  readonly #keyTexts = new TextTable();
  /** Keys within `fields`, and what they are among the others. */
  readonly #innerTexts = new TextTable();
  readonly #innerKeys: number[] = [];
  readonly #keys: Key[] = [];
  /** Per key of the file: the row that had it last. */
  readonly #seen: number[] = [];
  /** Keys of the rows so far by place: rows are mostly alike. */
  readonly #usual = new Int32Array(MOST).fill(-1);
  /** Fields of the present row. */
  readonly #key = new Int32Array(MOST);
  readonly #kind = new Uint8Array(MOST);
  readonly #from = new Int32Array(MOST);
  readonly #to = new Int32Array(MOST);
  #count = 0;
  #place = 0;
  #row = 0;
  /** Where the present row stands, its doubled quotes single. */
  #bytes: Uint8Array = new Uint8Array(0);
  readonly #single = new SingleQuotes();
  /** Built-in keys of the present row, −1 = not given. */
  readonly #builtFrom = new Int32Array(BUILT_IN.length);
  readonly #builtTo = new Int32Array(BUILT_IN.length);
  #slow: ((row: RawRow) => void) | undefined;
  #header: Int32Array | undefined;
  /** Cells of the built-in keys, −1 = there is none; undefined: one is missing that every row must have. */
  #builtCells: Int32Array | undefined;
  #quick: QuickRows | undefined;
  #direct: DirectRows | undefined;
  readonly #plans = new Map<NativeShape, RowPlan | undefined>();
  /** Where the type of the last row stood, and what it is. */
  #lastBytes: Uint8Array | undefined;
  #lastFrom = 0;
  #lastTo = 0;
  #lastShape: NativeShape | undefined;
  #lastPlan: RowPlan | undefined;

  constructor(plan: Plan, file: string, source: number, sink: ColumnSink, cut: Cut) {
    this.#plan = plan;
    this.#file = file;
    this.#source = source;
    this.#sink = sink;
    this.#store = sink.store;
    this.#cut = cut;
    const zone = sink.zones.of(plan.timezone) ?? sink.zones.of('UTC');
    const setting = zone && { plan, program: zone, source: zone };
    this.#moment = setting && new MomentBytes(setting);
    this.#shapes =
      setting === undefined
        ? []
        : [...shapesOf(plan).values()].map((shape) => new NativeShape(setting, shape, sink.store));
    if (cut.kind === 'lines') this.#slow = nativeRows(plan, file, sink, undefined);
  }

  raw(row: RawRow): boolean {
    if (this.#slow === undefined) {
      const header = nativeHeader(row);
      this.#slow = nativeRows(this.#plan, this.#file, this.#sink, header);
      // A name that stands twice is a matter for the reader of rows.
      if (new Set(header).size === header.length && header.length <= MOST) this.#openCells(header);
    } else if (!rejectUncut(row, this.#file, undefined, this.#sink)) {
      this.#slow(row);
    }
    return true;
  }

  #openCells(names: readonly string[]): void {
    const header = Int32Array.from(names, (name) => this.#keyNamed(name));
    this.#header = header;
    const cells = Int32Array.from(BUILT_IN, (_, builtIn) =>
      header.findIndex((key) => this.#keys[key]?.builtIn === builtIn),
    );
    const cell = (builtIn: number) => cells[builtIn] ?? -1;
    const [member, at, type, id] = [cell(MEMBER), cell(AT), cell(TYPE), cell(ID)];
    if (member < 0 || at < 0 || type < 0) return;
    this.#builtCells = cells;
    if (this.#moment === undefined) return;
    const head = { member, at, type, id, of: cell(OF), sequence: cell(SEQUENCE) };
    const shapeAt = (bytes: Uint8Array, from: number, to: number) => this.#shapeAt(bytes, from, to);
    const { kind } = this.#cut;
    if (kind === 'lines')
      this.#direct = new DirectRows(
        this.#store,
        this.#source,
        this.#moment,
        head,
        this.#keysOfHeader(),
        shapeAt,
      );
    else
      this.#quick = new QuickRows(this.#store, this.#source, this.#moment, head, header.length, {
        shapeAt,
        planOf: (shape) => this.#planOf(shape),
      });
  }

  /** What follows are rows of columns of these names. */
  openTyped(names: readonly string[]): void {
    this.#openCells(names);
  }

  begin({ columns }: TypedRows): void {
    this.#direct?.begin(columns);
  }

  typed(rows: TypedRows, row: number): boolean {
    if (this.#direct?.take(rows.start, row) === true) {
      this.#sink.next();
      return true;
    }
    return this.#typedTexts(rows, row);
  }

  /** Takes a row by the texts of its values. */
  #typedTexts(rows: TypedRows, row: number): boolean {
    const header = this.#header;
    if (header === undefined) return false;
    const { texts } = rows;
    const { bytes } = rows;
    this.#count = 0;
    this.#builtFrom.fill(-1);
    this.#bytes = bytes;
    for (let column = 0; column < texts.length; column += 1) {
      const own = texts[column];
      const code = own?.codes[row] ?? -1;
      if (own === undefined || code < 0) continue;
      const mark = own.marks[code] ?? ODD;
      if ((mark & ODD) !== 0) return false;
      const [from, to] = [own.starts[code] ?? 0, own.ends[code] ?? 0];
      if (!this.#note(bytes, header[column] ?? 0, mark & KIND, from, to)) return false;
    }
    if (!this.#take(rows.start + row + 1)) return false;
    this.#sink.next();
    return true;
  }

  quick(bytes: Uint8Array, start: number, place: number): number {
    const next = this.#quick === undefined ? -1 : this.#quick.take(bytes, start, place);
    if (next >= 0) this.#sink.next();
    return next;
  }

  endOfBlock(): void {
    this.#quick?.flush();
  }

  row(cutter: RowCutter): boolean {
    if (isBlank(cutter)) return true;
    if (this.#slow !== undefined && this.#fast(cutter)) return true;
    const row = rawOf(cutter, this.#cut);
    return row === undefined || this.raw(row);
  }

  #fast(cutter: RowCutter): boolean {
    const { bytes, rowStart, rowEnd } = cutter;
    if (cutter.unusual && !isText(bytes, rowStart, rowEnd)) return false;
    this.#count = 0;
    this.#place = 0;
    this.#row += 1;
    this.#builtFrom.fill(-1);
    this.#bytes = bytes;
    if (this.#builtCells !== undefined && !cutter.doubled) {
      const done = this.#planned(cutter, this.#builtCells);
      if (done) this.#sink.next();
      if (done !== undefined) return done;
    }
    const whole = this.#cut.kind === 'lines' ? this.#object(bytes, rowStart, rowEnd) : this.#cells(cutter);
    if (!whole || !this.#take(cutter.place)) return false;
    this.#sink.next();
    return true;
  }

  /** Takes a row of CSV whose cells go where those of other rows of its type went; undefined: there is no such plan. */
  #planned(cutter: RowCutter, cells: Int32Array): boolean | undefined {
    const { bytes, starts, ends, count } = cutter;
    const moment = this.#moment;
    if (count !== this.#header?.length || moment === undefined) return false;
    trimCells(bytes, starts, ends, count);
    const typeCell = cells[TYPE] ?? 0;
    const typeFrom = starts[typeCell] ?? 0;
    const typeTo = ends[typeCell] ?? 0;
    if (!this.#isLastType(bytes, typeFrom, typeTo)) {
      this.#lastShape = typeFrom < typeTo ? this.#shapeAt(bytes, typeFrom, typeTo) : undefined;
      this.#lastBytes = bytes;
      this.#lastFrom = typeFrom;
      this.#lastTo = typeTo;
      this.#lastPlan = this.#lastShape && this.#planOf(this.#lastShape);
    }
    const shape = this.#lastShape;
    const plan = this.#lastPlan;
    if (shape === undefined || plan === undefined) return undefined;
    const memberCell = cells[MEMBER] ?? 0;
    const memberFrom = starts[memberCell] ?? 0;
    const memberTo = ends[memberCell] ?? 0;
    const atCell = cells[AT] ?? 0;
    const atFrom = starts[atCell] ?? 0;
    const atTo = ends[atCell] ?? 0;
    if (memberFrom === memberTo || atFrom === atTo || !moment.read(ISO, bytes, atFrom, atTo)) return false;
    const ofCell = cells[OF] ?? -1;
    const hasOf = ofCell >= 0 && starts[ofCell] !== ends[ofCell];
    if (hasOf !== shape.reverses) return false;
    const sequenceCell = cells[SEQUENCE] ?? -1;
    const hasSequence = sequenceCell >= 0 && starts[sequenceCell] !== ends[sequenceCell];
    if (hasSequence && !this.#number.read(bytes, starts[sequenceCell] ?? 0, ends[sequenceCell] ?? 0, 0))
      return false;
    const store = this.#store;
    if (!plan.write(bytes, starts, ends, store.events[shape.type]?.rows ?? 0)) return false;
    this.#quick?.expect(atTo - atFrom);
    const idCell = cells[ID] ?? -1;
    const hasId = idCell >= 0 && starts[idCell] !== ends[idCell];
    const id = hasId ? store.ids.addBytes(bytes, starts[idCell] ?? 0, ends[idCell] ?? 0) : -1;
    const member = store.enter(store.members.addBytes(bytes, memberFrom, memberTo));
    const { instant, local, dateOnly, nanosecond } = moment;
    store.add(shape.type, member, this.#source, cutter.place, id, instant, local, dateOnly);
    if (nanosecond !== 0) store.setNanosecond(nanosecond);
    if (hasSequence) store.setSequence(BigInt(this.#number.value));
    if (hasOf)
      store.originals[shape.type]?.push(store.ids.addBytes(bytes, starts[ofCell] ?? 0, ends[ofCell] ?? 0));
    return true;
  }

  /** Rows of one type mostly stand together. */
  #isLastType(bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#lastFrom;
    if (bytes !== this.#lastBytes || to - from !== this.#lastTo - start) return false;
    for (let at = from; at < to; at += 1) if (bytes[at] !== bytes[start + at - from]) return false;
    return true;
  }

  #planOf(shape: NativeShape): RowPlan | undefined {
    if (this.#plans.has(shape)) return this.#plans.get(shape);
    const plan = shape.isEnrol ? undefined : shape.planFor(this.#keysOfHeader());
    this.#plans.set(shape, plan);
    return plan;
  }

  #keysOfHeader() {
    return Array.from(this.#header ?? [], (key) => {
      const { builtIn = -1, name = '' } = this.#keys[key] ?? {};
      return { key, name, isField: builtIn < 0 };
    });
  }

  /** Finds the cells of a row of CSV. */
  #cells(cutter: RowCutter): boolean {
    const header = this.#header;
    if (header === undefined || cutter.count !== header.length) return false;
    if (cutter.doubled) this.#bytes = this.#single.of(cutter);
    const bytes = this.#bytes;
    const { starts, ends } = cutter.doubled ? this.#single : cutter;
    for (let cell = 0; cell < header.length; cell += 1) {
      const end = ends[cell] ?? 0;
      const from = trimStart(bytes, starts[cell] ?? 0, end);
      const to = trimEnd(bytes, from, end);
      if (from < to && !this.#note(bytes, header[cell] ?? 0, JSON_TEXT, from, to)) return false;
    }
    return true;
  }

  /** Finds the keys and values of a row of JSON; false: it must be looked at closely. */
  #object(bytes: Uint8Array, start: number, end: number): boolean {
    const json = this.#json;
    let at = json.space(bytes, start, end);
    if (at >= end || bytes[at] !== 123) return false;
    at = this.#entries(bytes, at + 1, end, false);
    return at >= 0 && json.space(bytes, at, end) >= end;
  }

  /** Steps over the entries of an object up to and over its `}`; those of `fields: { … }` are `inner`. */
  #entries(bytes: Uint8Array, start: number, end: number, inner: boolean): number {
    const json = this.#json;
    let at = json.space(bytes, start, end);
    if (bytes[at] === 125) return at + 1;
    for (;;) {
      at = json.text(bytes, at, end);
      if (at < 0) return -1;
      const key = this.#keyAt(bytes, json.from, json.to, inner);
      if (this.#seen[key] === this.#row) return -1;
      this.#seen[key] = this.#row;
      at = json.space(bytes, at, end);
      if (bytes[at] !== 58) return -1;
      at = json.space(bytes, at + 1, end);
      const value = at;
      at = json.value(bytes, at, end);
      if (at < 0) return -1;
      if (json.kind === JSON_OBJECT && !inner && this.#keyTexts.text(key) === 'fields') {
        at = this.#entries(bytes, value + 1, end, true);
        if (at < 0) return -1;
      } else if (!this.#note(bytes, key, json.kind, json.from, json.to)) {
        return -1;
      }
      at = json.space(bytes, at, end);
      const byte = bytes[at];
      if (byte === 125) return at + 1;
      if (byte !== 44) return -1;
      at = json.space(bytes, at + 1, end);
    }
  }

  /** Keeps an entry of the present row. */
  #note(bytes: Uint8Array, key: number, kind: number, from: number, to: number): boolean {
    const builtIn = this.#keys[key]?.builtIn ?? -1;
    if (builtIn >= 0) {
      if (kind === JSON_TEXT) {
        const start = trimStart(bytes, from, to);
        const end = trimEnd(bytes, start, to);
        if (start === end) return true;
        this.#builtFrom[builtIn] = start;
        this.#builtTo[builtIn] = end;
        return true;
      }
      this.#builtFrom[builtIn] = from;
      this.#builtTo[builtIn] = to;
      return kind === JSON_NUMBER;
    }
    if (this.#count === MOST) return false;
    this.#key[this.#count] = key;
    this.#kind[this.#count] = kind;
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#count += 1;
    return true;
  }

  #keyAt(bytes: Uint8Array, from: number, to: number, inner: boolean): number {
    if (inner) {
      const known = this.#innerTexts.addBytes(bytes, from, to);
      if (known === this.#innerKeys.length)
        this.#innerKeys.push(this.#keyNamed(INNER + decodeText(bytes, from, to)));
      return this.#innerKeys[known] ?? 0;
    }
    const place = Math.min(this.#place, MOST - 1);
    this.#place += 1;
    const usual = this.#usual[place] ?? -1;
    if (usual >= 0 && this.#keyTexts.is(usual, bytes, from, to)) return usual;
    const known = this.#keyTexts.findBytes(bytes, from, to);
    const key = known >= 0 ? known : this.#keyNamed(decodeText(bytes, from, to));
    this.#usual[place] = key;
    return key;
  }

  #keyNamed(text: string): number {
    const number = this.#keyTexts.add(text);
    if (number === this.#keys.length) {
      const name = text.normalize('NFC');
      const builtIn = BUILT_IN.indexOf(name);
      this.#keys.push({ builtIn, name: name.startsWith(INNER) ? name.slice(INNER.length) : name });
      this.#seen.push(0);
    }
    return number;
  }

  /** Writes the present row; false: nothing was written. */
  #take(place: number): boolean {
    const bytes = this.#bytes;
    const shape = this.#shape(bytes);
    const moment = this.#moment;
    const memberFrom = this.#builtFrom[MEMBER] ?? -1;
    const atFrom = this.#builtFrom[AT] ?? -1;
    if (shape === undefined || moment === undefined || memberFrom < 0 || atFrom < 0) return false;
    if (!moment.read(ISO, bytes, atFrom, this.#builtTo[AT] ?? 0)) return false;
    const store = this.#store;
    const memberTo = this.#builtTo[MEMBER] ?? 0;
    if (shape.isEnrol) {
      const member = store.enter(store.members.addBytes(bytes, memberFrom, memberTo));
      if ((store.enrolment.values[member] ?? -1) >= 0 || !this.#fields(shape, bytes)) return false;
      store.addEnrolment(member, dayOfTime(moment.local), this.#source, place);
      return true;
    }
    const ofFrom = this.#builtFrom[OF] ?? -1;
    if (ofFrom >= 0 !== shape.reverses) return false;
    const sequenceFrom = this.#builtFrom[SEQUENCE] ?? -1;
    if (sequenceFrom >= 0 && !this.#number.read(bytes, sequenceFrom, this.#builtTo[SEQUENCE] ?? 0, 0))
      return false;
    if (!this.#fields(shape, bytes)) return false;
    shape.endLines();
    const idFrom = this.#builtFrom[ID] ?? -1;
    const id = idFrom < 0 ? -1 : store.ids.addBytes(bytes, idFrom, this.#builtTo[ID] ?? 0);
    const member = store.enter(store.members.addBytes(bytes, memberFrom, memberTo));
    const { instant, local, dateOnly, nanosecond } = moment;
    store.add(shape.type, member, this.#source, place, id, instant, local, dateOnly);
    if (nanosecond !== 0) store.setNanosecond(nanosecond);
    if (sequenceFrom >= 0) store.setSequence(BigInt(this.#number.value));
    if (shape.reverses)
      store.originals[shape.type]?.push(store.ids.addBytes(bytes, ofFrom, this.#builtTo[OF] ?? 0));
    return true;
  }

  #shape(bytes: Uint8Array): NativeShape | undefined {
    const from = this.#builtFrom[TYPE] ?? -1;
    return from < 0 ? undefined : this.#shapeAt(bytes, from, this.#builtTo[TYPE] ?? 0);
  }

  #shapeAt(bytes: Uint8Array, from: number, to: number): NativeShape | undefined {
    const known = this.#types.findBytes(bytes, from, to);
    if (known >= 0) return this.#typed[known];
    const name = decodeText(bytes, from, to).normalize('NFC');
    const shape = this.#shapes.find((one) => one.name === name);
    // Only what is known is remembered: a file may be full of other words.
    if (shape !== undefined) {
      this.#types.addBytes(bytes, from, to);
      this.#typed.push(shape);
    }
    return shape;
  }

  #fields(shape: NativeShape, bytes: Uint8Array): boolean {
    shape.begin();
    for (let at = 0; at < this.#count; at += 1) {
      const key = this.#key[at] ?? 0;
      const kind = this.#kind[at] ?? 0;
      const slot = shape.slotOf(key, this.#keys[key]?.name ?? '');
      if (!shape.write(slot, kind, bytes, this.#from[at] ?? 0, this.#to[at] ?? 0)) {
        shape.undo();
        return false;
      }
    }
    if (shape.complete()) return true;
    shape.undo();
    return false;
  }
}
