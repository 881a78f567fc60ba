import type { Column, ColumnData, Store } from '../../schema/index.ts';

/** So many values a column holds before it first grows. */
const FIRST_ROOM = 64;
const TWO_32 = 0x1_0000_0000;

/** A growing list of 32-bit integers. */
export class Integers {
  values = new Int32Array(FIRST_ROOM);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.#grow();
    this.values[this.length] = value;
    this.length += 1;
  }

  /** The values so far, without copying; valid until the next change. */
  view(): Int32Array {
    return this.values.subarray(0, this.length);
  }

  /** The same with one value more, that is not kept. */
  viewWith(last: number): Int32Array {
    if (this.length === this.values.length) this.#grow();
    this.values[this.length] = last;
    return this.values.subarray(0, this.length + 1);
  }

  /** Value `i` becomes value `places[i]`; there is a place for each. */
  move(places: Int32Array): void {
    const { values, length } = this;
    const moved = new Int32Array(values.length);
    for (let at = 0; at < length; at += 1) moved[places[at] ?? 0] = values[at] ?? 0;
    this.values = moved;
  }

  get footprint(): number {
    return this.values.byteLength;
  }

  #grow(): void {
    const more = new Int32Array(this.values.length * 2);
    more.set(this.values);
    this.values = more;
  }
}

/** A growing list of 32-bit integers that takes no memory while each is the one before it and `step` more. */
export class RegularIntegers {
  readonly #step: number;
  #first = 0;
  #length = 0;
  /** Undefined: as regular as they should be. */
  #values: Integers | undefined;

  constructor(step: 0 | 1) {
    this.#step = step;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether they are 0, 1, 2 and so on. */
  get isCount(): boolean {
    return this.#values === undefined && this.#step === 1 && this.#first === 0;
  }

  push(value: number): void {
    if (this.#values !== undefined) this.#values.push(value);
    else if (this.#length === 0) this.#first = value;
    else if (value !== this.#first + this.#step * this.#length) this.#spread().push(value);
    this.#length += 1;
  }

  at(index: number): number {
    return this.#values === undefined ? this.#first + this.#step * index : (this.#values.values[index] ?? 0);
  }

  set(index: number, value: number): void {
    if (this.at(index) !== value) this.#spread().values[index] = value;
  }

  /** Value `i` becomes value `places[i]`; there is a place for each. */
  move(places: Int32Array): void {
    if (this.#values === undefined && this.#step === 0) return;
    this.#spread().move(places);
  }

  /** As many values from 0 on, each one more. */
  count(): void {
    this.#first = 0;
    this.#values = undefined;
  }

  get footprint(): number {
    return this.#values?.footprint ?? 0;
  }

  #spread(): Integers {
    if (this.#values !== undefined) return this.#values;
    const values = new Integers();
    for (let index = 0; index < this.#length; index += 1) values.push(this.at(index));
    this.#values = values;
    return values;
  }
}

/** A growing list of numbers that need more than 32 bits but fewer than 53. */
export class Doubles {
  values = new Float64Array(FIRST_ROOM);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const more = new Float64Array(this.values.length * 2);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  /** Value `i` becomes value `places[i]`; there is a place for each. */
  move(places: Int32Array): void {
    const { values, length } = this;
    const moved = new Float64Array(values.length);
    for (let at = 0; at < length; at += 1) moved[places[at] ?? 0] = values[at] ?? 0;
    this.values = moved;
  }

  get footprint(): number {
    return this.values.byteLength;
  }
}

/** A growing list of small numbers. */
export class Bytes {
  values = new Uint8Array(FIRST_ROOM);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.#room(this.length + 1);
    this.values[this.length] = value;
    this.length += 1;
  }

  pushAll(bytes: Uint8Array, from: number, to: number): void {
    const { length } = this;
    this.#room(length + to - from);
    const { values } = this;
    for (let at = from, into = length; at < to; at += 1, into += 1) values[into] = bytes[at] ?? 0;
    this.length = length + to - from;
  }

  /** Writes a text of ASCII. False: it has other characters, and nothing was written. */
  pushAscii(text: string): boolean {
    const { length } = this;
    this.#room(length + text.length);
    const { values } = this;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= 0x80) return false;
      values[length + at] = code;
    }
    this.length = length + text.length;
    return true;
  }

  /** The same as {@link pushAll}; returns a hash of the bytes (after FNV-1a). */
  pushHashed(bytes: Uint8Array, from: number, to: number): number {
    const { length } = this;
    this.#room(length + to - from);
    const { values } = this;
    let hash = 0x811c9dc5;
    for (let at = from, into = length; at < to; at += 1, into += 1) {
      const byte = bytes[at] ?? 0;
      values[into] = byte;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    this.length = length + to - from;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return hash ^ (hash >>> 13);
  }

  view(): Uint8Array {
    return this.values.subarray(0, this.length);
  }

  get footprint(): number {
    return this.values.byteLength;
  }

  #room(size: number): void {
    if (size <= this.values.length) return;
    const more = new Uint8Array(Math.max(this.values.length * 2, size));
    more.set(this.values);
    this.values = more;
  }
}

/**
 * One growing column of {@link ColumnData}. 64-bit values are written as two halves, so that no BigInt is made for a
 * number that a `number` holds; the halves are little-endian, as WebAssembly's memory is.
 */
export class GrowingColumn {
  readonly store: Store;
  readonly optional: boolean;
  length = 0;
  #room = FIRST_ROOM;
  /** One word per value for `i32`, two for `i64`. */
  #words: Int32Array;
  #wide: BigInt64Array;
  #present: Uint8Array;

  constructor(column: Pick<Column, 'store' | 'optional'>) {
    this.store = column.store;
    this.optional = column.optional;
    const buffer = new ArrayBuffer(FIRST_ROOM * 8);
    this.#words = new Int32Array(buffer);
    this.#wide = new BigInt64Array(buffer);
    this.#present = new Uint8Array(column.optional ? FIRST_ROOM : 0);
  }

  /** A day, level, code or boolean. */
  writeSmall(value: number): void {
    if (this.length === this.#room) this.#grow();
    this.#words[this.length] = value;
    this.#done(1);
  }

  /** A whole number within ±2^53 for an `i64` column. */
  writeInteger(value: number): void {
    if (this.length === this.#room) this.#grow();
    const at = this.length * 2;
    this.#words[at] = value;
    this.#words[at + 1] = Math.floor(value / TWO_32);
    this.#done(1);
  }

  /** Any 64-bit value, as its two halves. */
  writeHalves(low: number, high: number): void {
    if (this.length === this.#room) this.#grow();
    this.#words[this.length * 2] = low;
    this.#words[this.length * 2 + 1] = high;
    this.#done(1);
  }

  writeBigInt(value: bigint): void {
    if (this.length === this.#room) this.#grow();
    this.#wide[this.length] = value;
    this.#done(1);
  }

  writeMissing(): void {
    if (this.length === this.#room) this.#grow();
    if (this.store === 'i64') this.#wide[this.length] = 0n;
    else this.#words[this.length] = 0;
    this.#done(0);
  }

  /** The values at some places, −1 = missing, in memory of their own. */
  gather(places: Int32Array): { readonly values: BigInt64Array | Int32Array; readonly present: Uint8Array } {
    const count = places.length;
    const wide = this.store === 'i64';
    const words = this.#words;
    const buffer = new ArrayBuffer(count * (wide ? 8 : 4));
    const into = new Int32Array(buffer);
    const present = new Uint8Array(this.optional ? count : 0);
    if (wide) {
      for (let at = 0; at < count; at += 1) {
        const place = places[at] ?? -1;
        if (place < 0) continue;
        into[at * 2] = words[place * 2] ?? 0;
        into[at * 2 + 1] = words[place * 2 + 1] ?? 0;
      }
    } else {
      for (let at = 0; at < count; at += 1) {
        const place = places[at] ?? -1;
        if (place >= 0) into[at] = words[place] ?? 0;
      }
    }
    if (this.optional)
      for (let at = 0; at < count; at += 1) {
        const place = places[at] ?? -1;
        if (place >= 0) present[at] = this.#present[place] ?? 0;
      }
    return { values: wide ? new BigInt64Array(buffer) : into, present };
  }

  /** Value `i` becomes value `places[i]`; there is a place for each. */
  move(places: Int32Array): void {
    const count = this.length;
    const from = this.#words;
    const moved = new Int32Array(from.length);
    if (this.store === 'i64') {
      for (let at = 0; at < count; at += 1) {
        const place = (places[at] ?? 0) * 2;
        moved[place] = from[at * 2] ?? 0;
        moved[place + 1] = from[at * 2 + 1] ?? 0;
      }
      this.#wide = new BigInt64Array(moved.buffer);
    } else {
      for (let at = 0; at < count; at += 1) moved[places[at] ?? 0] = from[at] ?? 0;
    }
    this.#words = moved;
    if (!this.optional) return;
    const before = this.#present;
    const present = new Uint8Array(before.length);
    for (let at = 0; at < count; at += 1) present[places[at] ?? 0] = before[at] ?? 0;
    this.#present = present;
  }

  isPresent(at: number): boolean {
    return !this.optional || this.#present[at] === 1;
  }

  small(at: number): number {
    return this.#words[at] ?? 0;
  }

  wide(at: number): bigint {
    return this.#wide[at] ?? 0n;
  }

  /** Forgets the values from `length` on. */
  cut(length: number): void {
    this.length = length;
  }

  /** The values so far, without copying; valid until the next change. */
  view(): ColumnData {
    const values =
      this.store === 'i64' ? this.#wide.subarray(0, this.length) : this.#words.subarray(0, this.length);
    return { values, present: this.optional ? this.#present.subarray(0, this.length) : undefined };
  }

  /** Bytes of the values so far. */
  get size(): number {
    return this.length * ((this.store === 'i64' ? 8 : 4) + (this.optional ? 1 : 0));
  }

  /** Bytes of memory taken. */
  get footprint(): number {
    return this.#words.byteLength + this.#present.byteLength;
  }

  #done(present: number): void {
    if (this.optional) this.#present[this.length] = present;
    this.length += 1;
  }

  #grow(): void {
    this.#room *= 2;
    const buffer = new ArrayBuffer(this.#room * (this.store === 'i64' ? 8 : 4));
    const words = new Int32Array(buffer);
    words.set(this.#words.subarray(0, words.length));
    this.#words = words;
    this.#wide = this.store === 'i64' ? new BigInt64Array(buffer) : new BigInt64Array(0);
    if (!this.optional) return;
    const present = new Uint8Array(this.#room);
    present.set(this.#present);
    this.#present = present;
  }
}
