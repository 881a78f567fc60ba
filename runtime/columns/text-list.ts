import { Bytes, Integers, type RegularIntegers } from './growing.ts';
import { decodeText, encodeText } from './wtf8.ts';

/** Texts by number, each kept as often as it comes: ids, which are nearly all different. */
export class TextList {
  readonly #bytes = new Bytes();
  readonly #ends = new Integers();
  /** Equal texts have equal hashes. */
  readonly #hashes = new Integers();

  get size(): number {
    return this.#ends.length;
  }

  /** Bytes of memory taken. */
  get footprint(): number {
    return this.#bytes.footprint + this.#ends.footprint + this.#hashes.footprint;
  }

  add(text: string): number {
    const bytes = encodeText(text);
    return this.addBytes(bytes, 0, bytes.length);
  }

  /** Keeps the text whose UTF-8 stands at `from` (included) to `to` (excluded); returns its number. */
  addBytes(bytes: Uint8Array, from: number, to: number): number {
    this.#hashes.push(this.#bytes.pushHashed(bytes, from, to));
    this.#ends.push(this.#bytes.length);
    return this.#ends.length - 1;
  }

  text(number: number): string {
    return decodeText(this.bytes, this.startOf(number), this.endOf(number));
  }

  /** Where {@link startOf} and {@link endOf} point into; valid until the next text is added. */
  get bytes(): Uint8Array {
    return this.#bytes.values;
  }

  startOf(number: number): number {
    return number === 0 ? 0 : this.endOf(number - 1);
  }

  /** Where each text ends, while they have fewer bytes than 2 GiB; undefined: they have more. */
  get ends(): Int32Array | undefined {
    return this.#bytes.length < 2 ** 31 ? this.#ends.values : undefined;
  }

  endOf(number: number): number {
    // Ends beyond 2 GiB are kept as negative numbers.
    return (this.#ends.values[number] ?? 0) >>> 0;
  }

  /** Equal texts have equal hashes. */
  hash(number: number): number {
    return this.#hashes.values[number] ?? 0;
  }

  /**
   * The texts of some rows in another order: row `r`, whose number stands in `of`, becomes row `places[r]`. Numbers of
   * `others` follow. All are given their new numbers.
   */
  moved(of: RegularIntegers, places: Int32Array, rows: number, others: readonly Integers[]): TextList {
    if (this.size === 0) return this;
    const moved = new TextList();
    const size = this.size;
    const isWhole = of.isCount && size === rows;
    const numbers = isWhole ? undefined : numbersOf(of, places, rows);
    const own = this.bytes;
    // Where the text of each number goes, first by place, then among the texts.
    const into = new Int32Array(size).fill(isWhole ? 0 : -1);
    let count = rows;
    if (numbers === undefined) into.set(places.subarray(0, rows));
    else {
      count = 0;
      of.count();
      for (let row = 0; row < rows; row += 1) {
        const number = numbers[row] ?? -1;
        of.set(row, number < 0 ? -1 : count);
        if (number < 0) continue;
        into[number] = count;
        count += 1;
      }
    }
    const starts = this.#bytes.length < 2 ** 31 ? new Int32Array(count) : new Float64Array(count);
    const hashes = new Int32Array(count);
    const ownHashes = this.#hashes.values;
    let start = 0;
    for (let number = 0; number < size; number += 1) {
      const place = into[number] ?? -1;
      const end = this.endOf(number);
      if (place >= 0) {
        starts[place] = end - start;
        hashes[place] = ownHashes[number] ?? 0;
      }
      start = end;
    }
    const ends = new Int32Array(count);
    let all = 0;
    for (let place = 0; place < count; place += 1) {
      const length = starts[place] ?? 0;
      starts[place] = all;
      all += length;
      ends[place] = all;
    }
    const bytes = new Uint8Array(Math.max(all, 1));
    start = 0;
    for (let number = 0; number < size; number += 1) {
      const place = into[number] ?? -1;
      const end = this.endOf(number);
      if (place >= 0) {
        let to = starts[place] ?? 0;
        for (let at = start; at < end; at += 1, to += 1) bytes[to] = own[at] ?? 0;
      }
      start = end;
    }
    moved.#bytes.values = bytes;
    moved.#bytes.length = all;
    moved.#ends.values = ends;
    moved.#ends.length = count;
    moved.#hashes.values = hashes;
    moved.#hashes.length = count;
    for (const list of others)
      for (let at = 0; at < list.length; at += 1) {
        const number = list.values[at] ?? -1;
        if (number < 0) continue;
        list.values[at] = moved.addBytes(own, this.startOf(number), this.endOf(number));
      }
    return moved;
  }

  /** Whether two numbers are of one text. */
  same(a: number, b: number): boolean {
    const from = this.startOf(a);
    const other = this.startOf(b);
    const length = this.endOf(a) - from;
    if (this.endOf(b) - other !== length || this.hash(a) !== this.hash(b)) return false;
    const { bytes } = this;
    for (let at = 0; at < length; at += 1) if (bytes[from + at] !== bytes[other + at]) return false;
    return true;
  }
}

/** The numbers of rows as they stand when these are moved. */
function numbersOf(of: RegularIntegers, places: Int32Array, rows: number): Int32Array {
  const numbers = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) numbers[places[row] ?? 0] = of.at(row);
  return numbers;
}

/** Slots of {@link Repeats}; a power of two. */
const SLOTS = 1 << 12;

/** Sees quickly that texts of a list are all different; two that are not the same may look so. */
export class Repeats {
  /** More texts than these are better looked for in {@link FewTexts}. */
  static readonly most = SLOTS / 8;
  readonly #list: TextList;
  /** Per slot: the time when it was last met. */
  readonly #slots = new Int32Array(SLOTS);
  #time = 0;

  constructor(list: TextList) {
    this.#list = list;
  }

  /** Forgets all. */
  begin(): void {
    this.#time += 1;
  }

  /** Takes in a text; true: it may have been there already. */
  meets(number: number): boolean {
    const hash = this.#list.hash(number) & (SLOTS - 1);
    if (this.#slots[hash] === this.#time) return true;
    this.#slots[hash] = this.#time;
    return false;
  }
}

/** Finds equal texts among few of a list, and what each stands for: those of one member at a time. */
export class FewTexts {
  readonly #list: TextList;
  /** Per slot: number of the text and one more, and what it stands for. */
  #slots = new Int32Array(32);
  #mask = 15;

  constructor(list: TextList) {
    this.#list = list;
  }

  /** Forgets all, and makes room for `count` texts. */
  begin(count: number): void {
    let size = 16;
    while (size < count * 2) size *= 2;
    if (size * 2 > this.#slots.length) this.#slots = new Int32Array(size * 2);
    else this.#slots.fill(0, 0, size * 2);
    this.#mask = size - 1;
  }

  /** Takes in a text; false: it is there already. */
  add(number: number, value: number): boolean {
    const slot = this.#slot(number);
    if (this.#slots[slot * 2] !== 0) return false;
    this.#slots[slot * 2] = number + 1;
    this.#slots[slot * 2 + 1] = value;
    return true;
  }

  /** What a text stands for that is equal to this one; −1: there is none. */
  find(number: number): number {
    const slot = this.#slot(number);
    return this.#slots[slot * 2] === 0 ? -1 : (this.#slots[slot * 2 + 1] ?? -1);
  }

  #slot(number: number): number {
    for (let slot = this.#list.hash(number) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const there = this.#slots[slot * 2] ?? 0;
      if (there === 0 || this.#list.same(there - 1, number)) return slot;
    }
  }
}
