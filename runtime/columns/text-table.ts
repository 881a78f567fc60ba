import { decodeText, encodeText } from './wtf8.ts';

const FIRST_SLOTS = 256;

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
  #hashes = new Int32Array(64);
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  #size = 0;
  #strings: (string | undefined)[] = [];

  /** So many texts are known; their numbers are 0 to `size − 1`, in the order in which they came. */
  get size(): number {
    return this.#size;
  }

  /** Bytes of memory taken. */
  get footprint(): number {
    return this.#bytes.length + 4 * (this.#ends.length + this.#hashes.length + this.#slots.length);
  }

  /** The number of a text, known or not. */
  add(text: string): number {
    const bytes = encodeText(text);
    return this.addBytes(bytes, 0, bytes.length);
  }

  /** The number of a text, or −1 where it is not known. */
  find(text: string): number {
    const bytes = encodeText(text);
    return this.#find(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
  }

  /** The number of the text whose UTF-8 stands at `from` (included) to `to` (excluded). */
  addBytes(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    const known = this.#find(bytes, from, to, hash);
    return known >= 0 ? known : this.#append(bytes, from, to, hash);
  }

  findBytes(bytes: Uint8Array, from: number, to: number): number {
    return this.#find(bytes, from, to, hashOf(bytes, from, to));
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

  #find(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot] ?? -1;
      if (number < 0) return -1;
      if (this.#hashes[number] === hash && this.is(number, bytes, from, to)) return number;
    }
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

  #append(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const number = this.#size;
    if (number === this.#ends.length) {
      this.#ends = grown(this.#ends, new Uint32Array(number * 2));
      this.#hashes = grown(this.#hashes, new Int32Array(number * 2));
    }
    const start = this.startOf(number);
    const end = start + to - from;
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(roomFor(end)));
    for (let at = from; at < to; at += 1) this.#bytes[start + at - from] = bytes[at] ?? 0;
    this.#ends[number] = end;
    this.#hashes[number] = hash;
    this.#size = number + 1;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    else this.#place(number, hash);
    return number;
  }

  #place(number: number, hash: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
    slots[slot] = number;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let number = 0; number < this.#size; number += 1) this.#place(number, this.#hashes[number] ?? 0);
  }
}

function roomFor(size: number): number {
  return Math.max(1024, Math.ceil(size * 1.5));
}

function grown<A extends Uint8Array | Uint32Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
