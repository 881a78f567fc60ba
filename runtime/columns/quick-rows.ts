import { ROW_LIMIT } from '../history/index.ts';
import type { MomentBytes } from './moment-bytes.ts';
import type { NativeShape } from './native-shape.ts';
import type { RowPlan } from './row-plan.ts';
import type { RowStore } from './row-store.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
const SPACE = 32;

/** What a cell holds. */
const FIELD = 0;
const TYPE = 1;
const TIME = 2;

/** So many members are looked for at once. */
const WAITING = 1 << 10;

/** Where the built-in keys stand; −1 = the file has no such column. */
export interface HeadCells {
  readonly member: number;
  readonly at: number;
  readonly type: number;
  readonly id: number;
  readonly of: number;
  readonly sequence: number;
}

/** How to find out what rows of a type are. */
export interface TypeFinder {
  shapeAt(bytes: Uint8Array, from: number, to: number): NativeShape | undefined;
  planOf(shape: NativeShape): RowPlan | undefined;
}

/**
 * Takes plain rows of CSV in one pass: ASCII without quotes, nothing to be trimmed, times as long as that of the row
 * before. All others are left to be cut.
 */
export class QuickRows {
  readonly #store: RowStore;
  readonly #source: number;
  readonly #moment: MomentBytes;
  readonly #head: HeadCells;
  readonly #finder: TypeFinder;
  readonly #roles: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** Bytes of the times so far; 0: not known. */
  #timeLength = 0;
  #type = new Uint8Array(0);
  #shape: NativeShape | undefined;
  #plan: RowPlan | undefined;
  /** Rows whose members are to be looked for, and where these stand. */
  readonly #rows = new Int32Array(WAITING);
  readonly #from = new Int32Array(WAITING);
  readonly #to = new Int32Array(WAITING);
  readonly #found = new Int32Array(WAITING);
  #waiting = 0;
  #bytes: Uint8Array | undefined;

  constructor(
    store: RowStore,
    source: number,
    moment: MomentBytes,
    head: HeadCells,
    count: number,
    finder: TypeFinder,
  ) {
    this.#store = store;
    this.#source = source;
    this.#moment = moment;
    this.#head = head;
    this.#finder = finder;
    this.#roles = new Uint8Array(count).fill(FIELD);
    this.#roles[head.type] = TYPE;
    this.#roles[head.at] = TIME;
    this.#starts = new Int32Array(count);
    this.#ends = new Int32Array(count);
  }

  /** Times are as long as this one was. */
  expect(timeLength: number): void {
    this.#timeLength = timeLength;
  }

  /** Takes the row that begins at `start`; returns where the next one begins, or −1: nothing was taken. */
  take(bytes: Uint8Array, start: number, place: number): number {
    const next = this.#cut(bytes, start);
    if (next < 0) return -1;
    const [starts, ends] = [this.#starts, this.#ends];
    const { member, id, of, sequence } = this.#head;
    const shape = this.#shape;
    const plan = this.#plan;
    if (shape === undefined || plan === undefined || starts[member] === ends[member]) return -1;
    const hasOf = of >= 0 && starts[of] !== ends[of];
    if (hasOf !== shape.reverses || (sequence >= 0 && starts[sequence] !== ends[sequence])) return -1;
    const store = this.#store;
    if (!plan.write(bytes, starts, ends, store.events[shape.type]?.rows ?? 0)) return -1;
    const hasId = id >= 0 && starts[id] !== ends[id];
    const number = hasId ? store.ids.addBytes(bytes, starts[id] ?? 0, ends[id] ?? 0) : -1;
    if (this.#waiting === WAITING || bytes !== this.#bytes) this.flush();
    this.#bytes = bytes;
    this.#rows[this.#waiting] = store.rows;
    this.#from[this.#waiting] = starts[member] ?? 0;
    this.#to[this.#waiting] = ends[member] ?? 0;
    this.#waiting += 1;
    const { instant, local, dateOnly } = this.#moment;
    store.add(shape.type, 0, this.#source, place, number, instant, local, dateOnly);
    if (hasOf) store.originals[shape.type]?.push(store.ids.addBytes(bytes, starts[of] ?? 0, ends[of] ?? 0));
    return next;
  }

  /** Finds the members of the rows that wait for theirs; their bytes are not looked at after this. */
  flush(): void {
    const count = this.#waiting;
    const bytes = this.#bytes;
    if (count === 0 || bytes === undefined) return;
    const store = this.#store;
    const found = this.#found;
    store.members.addAll(bytes, this.#from, this.#to, count, found);
    store.enter(store.members.size - 1);
    const members = store.member.values;
    for (let at = 0; at < count; at += 1) members[this.#rows[at] ?? 0] = found[at] ?? 0;
    this.#waiting = 0;
    this.#bytes = undefined;
  }

  /** Finds the cells of a row, its time and its type. */
  #cut(bytes: Uint8Array, start: number): number {
    const [roles, starts, ends] = [this.#roles, this.#starts, this.#ends];
    const size = bytes.length;
    const last = roles.length - 1;
    let bits = 0;
    let at = start;
    for (let cell = 0; cell <= last; cell += 1) {
      const role = roles[cell];
      let end = at;
      if (role === TIME) {
        end = at + this.#timeLength;
        if (end >= size || end === at || !this.#moment.readIso(bytes, at, end)) return -1;
      } else if (role === TYPE && this.#isSameType(bytes, at)) {
        end = at + this.#type.length;
      } else {
        for (; end < size; end += 1) {
          const byte = bytes[end] ?? 0;
          bits |= byte;
          if (byte > COMMA) continue;
          if (byte === COMMA || byte === LF) break;
          if (byte === QUOTE || byte === CR || byte === 0) return -1;
        }
        if (end > at && ((bytes[at] ?? 0) <= SPACE || (bytes[end - 1] ?? 0) <= SPACE)) return -1;
        if (role === TYPE && (end === at || !this.#learn(bytes, at, end))) return -1;
      }
      if (end >= size || bytes[end] !== (cell === last ? LF : COMMA)) return -1;
      starts[cell] = at;
      ends[cell] = end;
      at = end + 1;
    }
    return bits < 0x80 && at - start <= ROW_LIMIT ? at : -1;
  }

  #isSameType(bytes: Uint8Array, from: number): boolean {
    const type = this.#type;
    const { length } = type;
    if (length === 0 || bytes[from + length] !== COMMA) return false;
    for (let at = 0; at < length; at += 1) if (bytes[from + at] !== type[at]) return false;
    return true;
  }

  #learn(bytes: Uint8Array, from: number, to: number): boolean {
    const shape = this.#finder.shapeAt(bytes, from, to);
    if (shape === undefined) return false;
    this.#type = bytes.slice(from, to);
    this.#shape = shape;
    this.#plan = this.#finder.planOf(shape);
    return true;
  }
}
