import { isNumberEnd } from './number-bytes.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** What a JSON value is; texts with escapes and numbers with exponents are none of these. */
export const JSON_TEXT = 0;
export const JSON_NUMBER = 1;
export const JSON_TRUE = 2;
export const JSON_FALSE = 3;
export const JSON_NULL = 4;
export const JSON_LIST = 5;
export const JSON_OBJECT = 6;

const NONE = -1;

/**
 * Steps through JSON by its bytes. Each step returns where the next one begins, or −1: then it is no JSON, or of a form
 * that the reader of rows must look at.
 */
export class JsonBytes {
  /** The value stepped over last: its kind, and where its text or digits stand, without quotes. */
  kind = JSON_NULL;
  from = 0;
  to = 0;

  /** Steps over white space. */
  space(bytes: Uint8Array, at: number, end: number): number {
    let next = at;
    for (; next < end; next += 1) {
      const byte = bytes[next];
      if (byte !== 32 && byte !== 9 && byte !== 10 && byte !== 13) break;
    }
    return next;
  }

  /** Steps over a text that begins here, without white space before or behind. */
  text(bytes: Uint8Array, at: number, end: number): number {
    if (bytes[at] !== QUOTE) return NONE;
    let next = at + 1;
    for (; next < end; next += 1) {
      const byte = bytes[next] ?? 0;
      if (byte === QUOTE) {
        this.kind = JSON_TEXT;
        this.from = at + 1;
        this.to = next;
        return next + 1;
      }
      if (byte === BACKSLASH || byte < 32) return NONE;
    }
    return NONE;
  }

  /** Steps over any value that begins here; of a list or an object only its end is looked for. */
  value(bytes: Uint8Array, at: number, end: number): number {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return this.text(bytes, at, end);
    if (byte === 45 || (byte >= 48 && byte <= 57)) return this.#number(bytes, at, end);
    if (byte === 123) return this.#nested(bytes, at, end, JSON_OBJECT);
    if (byte === 91) return this.#nested(bytes, at, end, JSON_LIST);
    if (byte === 116 && hasWord(bytes, at, TRUE)) return this.#word(at, 4, JSON_TRUE);
    if (byte === 102 && hasWord(bytes, at, FALSE)) return this.#word(at, 5, JSON_FALSE);
    if (byte === 110 && hasWord(bytes, at, NULL)) return this.#word(at, 4, JSON_NULL);
    return NONE;
  }

  #word(at: number, length: number, kind: number): number {
    this.kind = kind;
    this.from = at;
    this.to = at + length;
    return at + length;
  }

  #number(bytes: Uint8Array, at: number, end: number): number {
    let next = at;
    if (bytes[next] === 45) next += 1;
    const first = next;
    while (next < end && isDigit(bytes[next] ?? 0)) next += 1;
    if (next === first || (next > first + 1 && bytes[first] === 48)) return NONE;
    if (next < end && bytes[next] === 46) {
      const point = next;
      next += 1;
      while (next < end && isDigit(bytes[next] ?? 0)) next += 1;
      if (next === point + 1) return NONE;
    }
    if (next < end && !isNumberEnd(bytes[next] ?? 0)) return NONE;
    this.kind = JSON_NUMBER;
    this.from = at;
    this.to = next;
    return next;
  }

  #nested(bytes: Uint8Array, at: number, end: number, kind: number): number {
    let depth = 0;
    let next = at;
    while (next < end) {
      const byte = bytes[next] ?? 0;
      if (byte === QUOTE) {
        next = this.text(bytes, next, end);
        if (next < 0) return NONE;
        continue;
      }
      if (byte === 123 || byte === 91) depth += 1;
      else if (byte === 125 || byte === 93) depth -= 1;
      next += 1;
      if (depth === 0) {
        this.kind = kind;
        this.from = at;
        this.to = next;
        return next;
      }
    }
    return NONE;
  }
}

const TRUE = [116, 114, 117, 101];
const FALSE = [102, 97, 108, 115, 101];
const NULL = [110, 117, 108, 108];

function hasWord(bytes: Uint8Array, at: number, word: readonly number[]): boolean {
  return word.every((byte, each) => bytes[at + each] === byte);
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
