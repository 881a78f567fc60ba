import { Bytes } from './growing.ts';
import { decodeText, encodeText } from './wtf8.ts';

const FIRST_SLOTS = 256;
/** Words of a slot: two of the text (or its hash and length), what kind of text it is, and its number and one more. */
const SLOT = 4;
/** Texts of so many bytes stand in their slot. */
const SHORT = 8;
const LONG = -1;

/** Bytes of a hash that fits 31 bits, mixed so that its low bits can be a place in a table (after FNV-1a). */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 ^ (to - from);
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** Texts by number, and numbers by text, held as bytes: no string is made for a text that is met again. */
export class TextTable {
  #bytes = new Uint8Array(1024);
  #ends = new Uint32Array(64);
  #slots = new Int32Array(FIRST_SLOTS * SLOT);
  #mask = FIRST_SLOTS - 1;
  #size = 0;
  /** What a slot of the text looked for last would hold, and where it would stand. */
  #first = 0;
  #second = 0;
  #kind = 0;
  #hash = 0;
  #keys = new Int32Array(0);
  #strings: (string | undefined)[] = [];
  /** The bytes of the text that was asked for last. */
  readonly #asked = new Bytes();

  /** So many texts are known; their numbers are 0 to `size − 1`, in the order in which they came. */
  get size(): number {
    return this.#size;
  }

  /** Bytes of memory taken. */
  get footprint(): number {
    return this.#bytes.length + 4 * (this.#ends.length + this.#slots.length);
  }

  /** The number of a text, known or not. */
  add(text: string): number {
    this.#asked.length = 0;
    if (this.#asked.pushAscii(text)) return this.addBytes(this.#asked.values, 0, this.#asked.length);
    const bytes = encodeText(text);
    return this.addBytes(bytes, 0, bytes.length);
  }

  /** The number of a text, or −1 where it is not known. */
  find(text: string): number {
    const bytes = encodeText(text);
    return this.findBytes(bytes, 0, bytes.length);
  }

  /** The number of the text whose UTF-8 stands at `from` (included) to `to` (excluded). */
  addBytes(bytes: Uint8Array, from: number, to: number): number {
    const known = this.findBytes(bytes, from, to);
    return known >= 0 ? known : this.#append(bytes, from, to);
  }

  /**
   * The numbers of `count` texts, each known or not, where texts stand from `from` to `to`. What the memory is asked for
   * one of them it need not be asked after that for another: faster than one by one.
   */
  addAll(bytes: Uint8Array, from: Int32Array, to: Int32Array, count: number, into: Int32Array): void {
    if (this.#keys.length < count * SLOT) this.#keys = new Int32Array(count * SLOT);
    const keys = this.#keys;
    for (let at = 0; at < count; at += 1) {
      this.#look(bytes, from[at] ?? 0, to[at] ?? 0);
      keys[at * SLOT] = this.#first;
      keys[at * SLOT + 1] = this.#second;
      keys[at * SLOT + 2] = this.#kind;
      keys[at * SLOT + 3] = this.#hash;
    }
    const slots = this.#slots;
    const mask = this.#mask;
    // Those that stand where they are first looked for, nearly all; what is long is looked at below.
    for (let at = 0; at < count; at += 1) {
      const slot = ((keys[at * SLOT + 3] ?? 0) & mask) * SLOT;
      const differs =
        ((slots[slot] ?? 0) ^ (keys[at * SLOT] ?? 0)) |
        ((slots[slot + 1] ?? 0) ^ (keys[at * SLOT + 1] ?? 0)) |
        ((slots[slot + 2] ?? 0) ^ (keys[at * SLOT + 2] ?? 0));
      into[at] = differs === 0 && keys[at * SLOT + 2] !== LONG ? (slots[slot + 3] ?? 0) - 1 : -1;
    }
    for (let at = 0; at < count; at += 1)
      if ((into[at] ?? -1) < 0) into[at] = this.addBytes(bytes, from[at] ?? 0, to[at] ?? 0);
  }

  findBytes(bytes: Uint8Array, from: number, to: number): number {
    this.#look(bytes, from, to);
    const slots = this.#slots;
    const mask = this.#mask;
    const [first, second, kind] = [this.#first, this.#second, this.#kind];
    for (let at = this.#hash & mask; ; at = (at + 1) & mask) {
      const slot = at * SLOT;
      const number = (slots[slot + 3] ?? 0) - 1;
      if (number < 0) return -1;
      if (slots[slot] === first && slots[slot + 1] === second && slots[slot + 2] === kind)
        if (kind !== LONG || this.is(number, bytes, from, to)) return number;
    }
  }

  /** The text of a number; a number that was never given is a bug of the caller. */
  text(number: number): string {
    const known = this.#strings[number];
    if (known !== undefined) return known;
    if (number < 0 || number >= this.#size) throw new RangeError(`no text has the number ${number}`);
    const text = decodeText(this.#bytes, this.startOf(number), this.endOf(number));
    this.#strings[number] = text;
    return text;
  }

  startOf(number: number): number {
    return number === 0 ? 0 : (this.#ends[number - 1] ?? 0);
  }

  endOf(number: number): number {
    return this.#ends[number] ?? 0;
  }

  /** Where {@link startOf} and {@link endOf} point into; valid until the next text is added. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  #look(bytes: Uint8Array, from: number, to: number): void {
    const size = to - from;
    if (size > SHORT) {
      this.#first = hashOf(bytes, from, to);
      this.#second = size;
      this.#kind = LONG;
      this.#hash = this.#first;
      return;
    }
    let [first, second] = [0, 0];
    const middle = size > 4 ? from + 4 : to;
    for (let at = middle - 1; at >= from; at -= 1) first = (first << 8) | (bytes[at] ?? 0);
    for (let at = to - 1; at >= middle; at -= 1) second = (second << 8) | (bytes[at] ?? 0);
    this.#first = first;
    this.#second = second;
    this.#kind = size;
    this.#hash = mixed(first, second);
  }

  /** Whether the text of a number is the one whose UTF-8 stands here. */
  is(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = number === 0 ? 0 : (this.#ends[number - 1] ?? 0);
    const length = to - from;
    if ((this.#ends[number] ?? 0) - start !== length) return false;
    const own = this.#bytes;
    for (let at = 0; at < length; at += 1) if (own[start + at] !== bytes[from + at]) return false;
    return true;
  }

  /** Keeps the text that was looked for last. */
  #append(bytes: Uint8Array, from: number, to: number): number {
    const number = this.#size;
    if (number === this.#ends.length) this.#ends = grown(this.#ends, new Uint32Array(number * 2));
    const start = this.startOf(number);
    const end = start + to - from;
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(roomFor(end)));
    for (let at = from; at < to; at += 1) this.#bytes[start + at - from] = bytes[at] ?? 0;
    this.#ends[number] = end;
    this.#size = number + 1;
    // Two of three slots may be taken.
    if (this.#size * 3 > (this.#mask + 1) * 2) this.#widen();
    this.#place(this.#first, this.#second, this.#kind, number + 1, this.#hash);
    return number;
  }

  #place(first: number, second: number, kind: number, number: number, hash: number): void {
    const slots = this.#slots;
    const mask = this.#mask;
    let at = hash & mask;
    while (slots[at * SLOT + 3] !== 0) at = (at + 1) & mask;
    slots[at * SLOT] = first;
    slots[at * SLOT + 1] = second;
    slots[at * SLOT + 2] = kind;
    slots[at * SLOT + 3] = number;
  }

  #widen(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let slot = 0; slot < before.length; slot += SLOT) {
      const number = before[slot + 3] ?? 0;
      if (number === 0) continue;
      const first = before[slot] ?? 0;
      const second = before[slot + 1] ?? 0;
      const kind = before[slot + 2] ?? 0;
      this.#place(first, second, kind, number, kind === LONG ? first : mixed(first, second));
    }
  }
}

function mixed(first: number, second: number): number {
  let hash = Math.imul(first ^ Math.imul(second, 0x85ebca6b), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x297a2d39);
  return hash ^ (hash >>> 15);
}

function roomFor(size: number): number {
  return Math.max(1024, Math.ceil(size * 1.5));
}

function grown<A extends Uint8Array | Uint32Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
