import { Bytes, Integers } from './growing.ts';
import { hashOf } from './text-table.ts';
import { decodeText, encodeText } from './wtf8.ts';

/** Texts by number, each kept as often as it comes: ids, which are nearly all different. */
export class TextList {
  readonly #bytes = new Bytes();
  readonly #ends = new Integers();
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
    this.#bytes.pushAll(bytes, from, to);
    this.#ends.push(this.#bytes.length);
    this.#hashes.push(hashOf(bytes, from, to));
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

  endOf(number: number): number {
    // Ends beyond 2 GiB are kept as negative numbers.
    return (this.#ends.values[number] ?? 0) >>> 0;
  }

  /** Equal texts have equal hashes. */
  hash(number: number): number {
    return this.#hashes.values[number] ?? 0;
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
