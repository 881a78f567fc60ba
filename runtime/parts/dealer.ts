import type { RawRow } from '../history/index.ts';

/** Where parts are kept until they are read; each is written in pieces and read as a whole. */
export interface Store {
  append(part: number, bytes: Uint8Array): void;
  read(part: number): Uint8Array;
}

/** So many bytes of a part are gathered before they are handed to the store. */
const BLOCK = 1 << 16;
/** Source, number of physical lines, bytes of text; then where each line stood, then the text. */
const HEAD = 12;

interface Pending {
  source: number;
  lines: Uint32Array;
  rows: number;
  text: Uint8Array;
  used: number;
}

const ENCODER = new TextEncoder();
export const BREAK = /\r\n|\r|\n/;

/** Deals rows out to parts, in the order in which they come. */
export class Dealer {
  readonly #store: Store;
  readonly #pending = new Map<number, Pending>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds a row to a part. */
  deal(part: number, source: number, { line, raw }: RawRow): void {
    // A cell in quotes may go over several lines.
    const more = BREAK.test(raw) ? raw.split(BREAK).length - 1 : 0;
    const pending = this.#room(part, source, raw.length * 3 + 1, 1 + more);
    const { written } = ENCODER.encodeInto(raw, pending.text.subarray(pending.used));
    this.#end(pending, line, pending.used + written);
    for (let index = 1; index <= more; index += 1) {
      pending.lines[pending.rows] = line + index;
      pending.rows += 1;
    }
    if (pending.used >= BLOCK) this.#flush(part, pending);
  }

  /** The same for a row of one line that stands in UTF-8. */
  dealBytes(part: number, source: number, line: number, bytes: Uint8Array, start: number, end: number): void {
    const pending = this.#room(part, source, end - start + 1, 1);
    const { text, used } = pending;
    if (end - start > 200) text.set(bytes.subarray(start, end), used);
    else for (let at = start; at < end; at += 1) text[used + at - start] = bytes[at] ?? 0;
    this.#end(pending, line, used + end - start);
    if (pending.used >= BLOCK) this.#flush(part, pending);
  }

  /** Hands on what is left. */
  end(): void {
    for (const [part, pending] of this.#pending) this.#flush(part, pending);
    this.#pending.clear();
  }

  #end(pending: Pending, line: number, end: number): void {
    pending.text[end] = 10;
    pending.used = end + 1;
    pending.lines[pending.rows] = line;
    pending.rows += 1;
  }

  #room(part: number, source: number, bytes: number, lines: number): Pending {
    let pending = this.#pending.get(part);
    if (pending === undefined) {
      pending = {
        source,
        lines: new Uint32Array(1 << 10),
        rows: 0,
        text: new Uint8Array(BLOCK + (BLOCK >> 2)),
        used: 0,
      };
      this.#pending.set(part, pending);
    }
    if (pending.source !== source) {
      this.#flush(part, pending);
      pending.source = source;
    }
    if (pending.used + bytes > pending.text.length) {
      const wider = new Uint8Array(pending.used + bytes + BLOCK);
      wider.set(pending.text.subarray(0, pending.used));
      pending.text = wider;
    }
    if (pending.rows + lines > pending.lines.length) {
      const wider = new Uint32Array(pending.lines.length * 2 + lines);
      wider.set(pending.lines);
      pending.lines = wider;
    }
    return pending;
  }

  #flush(part: number, pending: Pending): void {
    const { source, rows, lines, text, used } = pending;
    if (rows === 0) return;
    const block = new Uint8Array(HEAD + 4 * rows + used);
    const view = new DataView(block.buffer);
    view.setUint32(0, source, true);
    view.setUint32(4, rows, true);
    view.setUint32(8, used, true);
    for (let row = 0; row < rows; row += 1) view.setUint32(HEAD + 4 * row, lines[row] ?? 0, true);
    block.set(text.subarray(0, used), HEAD + 4 * rows);
    this.#store.append(part, block);
    pending.rows = 0;
    pending.used = 0;
  }
}

/** Rows of one source that were dealt to one part one after the other; each ends with a line feed. */
export interface Block {
  readonly source: number;
  /** Where each physical line stood. */
  readonly lines: Uint32Array;
  readonly text: Uint8Array;
}

/** What was dealt to a part, in order. */
export function* blocksOf(bytes: Uint8Array): Generator<Block> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const rows = view.getUint32(at + 4, true);
    const size = view.getUint32(at + 8, true);
    const lines = new Uint32Array(rows);
    for (let row = 0; row < rows; row += 1) lines[row] = view.getUint32(at + HEAD + 4 * row, true);
    const text = at + HEAD + 4 * rows;
    yield { source: view.getUint32(at, true), lines, text: bytes.subarray(text, text + size) };
    at = text + size;
  }
}
