import type { RowCutter } from './row-cutter.ts';

const QUOTE = 34;

/** A row of CSV whose cells hold quotes as they are meant: those that are doubled in the file are single here. */
export class SingleQuotes {
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  #bytes = new Uint8Array(1 << 12);

  /** The bytes of the cells of a row, each from its place in `starts` to that in `ends`; valid until the next row. */
  of(cutter: RowCutter): Uint8Array {
    const { bytes, count, rowStart, rowEnd } = cutter;
    if (this.starts.length < count) {
      this.starts = new Int32Array(cutter.starts.length);
      this.ends = new Int32Array(cutter.starts.length);
    }
    if (this.#bytes.length < rowEnd - rowStart) this.#bytes = new Uint8Array(2 * (rowEnd - rowStart));
    const into = this.#bytes;
    let next = 0;
    for (let cell = 0; cell < count; cell += 1) {
      const start = cutter.starts[cell] ?? 0;
      const end = cutter.ends[cell] ?? 0;
      this.starts[cell] = next;
      // Quotes mean something only where a cell begins with one, which stands before its start.
      const quoted = start > rowStart && bytes[start - 1] === QUOTE;
      for (let at = start; at < end; at += 1) {
        const byte = bytes[at] ?? 0;
        into[next] = byte;
        next += 1;
        if (quoted && byte === QUOTE) at += 1;
      }
      this.ends[cell] = next;
    }
    return into;
  }
}
