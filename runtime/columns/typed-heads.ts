import type { MomentBytes } from './moment-bytes.ts';
import { isText, trimEnd, trimStart } from './text-bytes.ts';
import type { TypedColumn } from './typed-plan.ts';

const TWO_32 = 2 ** 32;

/** The texts of a typed column as bytes, each looked at where a row has it. */
export class TextCells {
  readonly codes: Int32Array;
  readonly bytes: Uint8Array;
  /** The text looked at last, trimmed. */
  from = 0;
  to = 0;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;

  private constructor(codes: Int32Array, bytes: Uint8Array, starts: Int32Array, ends: Int32Array) {
    this.codes = codes;
    this.bytes = bytes;
    this.#starts = starts;
    this.#ends = ends;
  }

  /** Undefined: the column holds something else. */
  static of({ kind, vector }: TypedColumn): TextCells | undefined {
    const { entries, codes } = vector;
    if (kind.kind !== 'text' || entries.kind !== 'bytes') return undefined;
    return new TextCells(codes, entries.bytes, entries.starts, entries.ends);
  }

  /** Looks at an entry; false: it is empty, or no plain text. */
  look(code: number): boolean {
    const { bytes } = this;
    const start = this.#starts[code] ?? 0;
    const end = this.#ends[code] ?? 0;
    let bits = 0;
    let isPlain = end > start && (bytes[start] ?? 0) > 32 && (bytes[end - 1] ?? 0) > 32;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      bits |= byte;
      if (byte === 0) isPlain = false;
    }
    this.from = start;
    this.to = end;
    if (isPlain && bits < 0x80) return true;
    // A mark of byte order is no part of a text.
    if (!isText(bytes, start, end) || bytes[start] === 0xef) return false;
    this.from = trimStart(bytes, start, end);
    this.to = trimEnd(bytes, this.from, end);
    return this.from < this.to;
  }
}

/** Moments that are counted in a typed column. */
export class MomentCells {
  readonly #codes: Int32Array;
  readonly #words: Int32Array;
  readonly #isWide: boolean;
  readonly #per: number;
  readonly #utc: boolean;

  private constructor(codes: Int32Array, words: Int32Array, isWide: boolean, per: number, utc: boolean) {
    this.#codes = codes;
    this.#words = words;
    this.#isWide = isWide;
    this.#per = per;
    this.#utc = utc;
  }

  /** Undefined: the column holds something else. */
  static of({ kind, vector }: TypedColumn): MomentCells | undefined {
    const { entries, codes } = vector;
    if (kind.kind !== 'timestamp' || (entries.kind !== 'words' && entries.kind !== 'halves'))
      return undefined;
    return new MomentCells(codes, entries.words, entries.kind === 'halves', Number(kind.perSecond), kind.utc);
  }

  /** Reads the moment of a row; false: there is none, or it must be looked at as a text. */
  read(row: number, moment: MomentBytes): boolean {
    const code = this.#codes[row] ?? -1;
    if (code < 0) return false;
    const words = this.#words;
    const value = this.#isWide
      ? (words[code * 2 + 1] ?? 0) * TWO_32 + ((words[code * 2] ?? 0) >>> 0)
      : (words[code] ?? 0);
    if (!Number.isSafeInteger(value)) return false;
    const per = this.#per;
    let second = Math.floor(value / per);
    let rest = value - second * per;
    // The quotient of large numbers may have been rounded up.
    if (rest < 0) {
      second -= 1;
      rest += per;
    }
    return moment.count(second, rest * (1_000_000_000 / per), this.#utc);
  }
}
