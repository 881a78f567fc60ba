import { type Fault, fault } from './fault.ts';
import type { Json } from './json-text.ts';

/** One row of a file as it stands. `cells` is empty where `fault` says that the row cannot be cut into cells. */
export interface RawRow {
  /** First physical line, from 1. */
  readonly line: number;
  readonly raw: string;
  readonly cells: readonly string[];
  /** The row itself where its file has typed columns, and not cells; `raw` is then its JSON text. */
  readonly json?: Json;
  readonly fault: Fault | undefined;
}

/** Takes the text of a file in pieces of any size and returns the rows that are complete; `last` ends the file. */
export interface Scanner {
  push(text: string, last: boolean): RawRow[];
}

/** A row longer than this is a bad row, so that one lost quote cannot swallow a file. */
export const ROW_LIMIT = 1 << 20;

/** So much of an overlong row is kept to show. */
const SHOWN = 200;

const LF = 10;
const CR = 13;
const QUOTE = 34;

interface LineEnd {
  readonly at: number;
  readonly next: number;
}

/** End of the line that begins at `start` (LF, CRLF or CR), and where the next one begins; undefined: not yet here. */
function lineEnd(text: string, start: number, last: boolean): LineEnd | undefined {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF) return { at, next: at + 1 };
    if (code !== CR) continue;
    if (at + 1 === text.length && !last) return undefined;
    return { at, next: text.charCodeAt(at + 1) === LF ? at + 2 : at + 1 };
  }
  return last && start < text.length ? { at: text.length, next: text.length } : undefined;
}

/** What both scanners share: text that waits for its row's end, the line number, and the tail of an overlong line. */
abstract class LineKeeper implements Scanner {
  #rest = '';
  #line = 1;
  /** The present line is overlong and already reported: drop it up to its end. */
  #dropping = false;

  push(text: string, last: boolean): RawRow[] {
    const rows: RawRow[] = [];
    const all = this.#rest + text;
    let start = 0;
    if (this.#dropping) {
      const end = lineEnd(all, 0, last);
      if (end === undefined) {
        // A CR at the very end may be half of a CRLF.
        this.#rest = all.endsWith('\r') ? '\r' : '';
        return rows;
      }
      this.#dropping = false;
      this.#line += 1;
      start = end.next;
    }
    while (start < all.length) {
      const row = this.read(all, start, last);
      if (row === undefined) break;
      if (row.fault !== undefined || row.cells.length > 1 || (row.cells[0] ?? '').trim() !== '') {
        const long = row.end - start > ROW_LIMIT;
        rows.push({
          line: this.#line,
          raw: all.slice(start, long ? start + SHOWN : row.end),
          cells: row.cells,
          fault: row.fault,
        });
      }
      if (row.endless) {
        this.#dropping = true;
        this.#rest = all.endsWith('\r') ? '\r' : '';
        return rows;
      }
      this.#line += row.lines;
      start = row.next;
    }
    this.#rest = all.slice(start);
    return rows;
  }

  /** Reads the row that begins at `start`; undefined when its end is not here yet. */
  protected abstract read(text: string, start: number, last: boolean): ScannedRow | undefined;

  /** Gives up the first physical line of a row. */
  protected broken(text: string, start: number, last: boolean, why: Fault): ScannedRow | undefined {
    const end = lineEnd(text, start, last);
    if (end !== undefined)
      return { cells: [], end: end.at, next: end.next, lines: 1, endless: false, fault: why };
    // One more for a CR whose LF may come.
    if (text.length - start <= ROW_LIMIT + 1) return undefined;
    return { cells: [], end: text.length, next: text.length, lines: 1, endless: true, fault: why };
  }
}

interface ScannedRow {
  readonly cells: readonly string[];
  readonly end: number;
  readonly next: number;
  /** Physical lines that it takes. */
  readonly lines: number;
  /** Its line goes on, longer than the limit. */
  readonly endless: boolean;
  readonly fault: Fault | undefined;
}

/** Rows of one physical line each, not yet cut: the only cell is the line itself. Empty lines are no rows. */
export class LineScanner extends LineKeeper {
  protected override read(text: string, start: number, last: boolean): ScannedRow | undefined {
    const end = lineEnd(text, start, last);
    if ((end?.at ?? text.length) - start > ROW_LIMIT)
      return this.broken(text, start, last, fault('row-too-long', { limit: ROW_LIMIT }));
    if (end === undefined) return undefined;
    const cells = [text.slice(start, end.at)];
    return { cells, end: end.at, next: end.next, lines: 1, endless: false, fault: undefined };
  }
}

/**
 * Comma-separated values with any one-character delimiter: quoted values, doubled quotes, line ends in quotes, LF, CRLF
 * or CR. A quote inside an unquoted value is text. Where quotes are broken the first physical line of the row alone is
 * bad, and reading goes on with the next line. Empty lines are no rows.
 */
export class CsvScanner extends LineKeeper {
  readonly #delimiter: number;

  constructor(delimiter: string) {
    super();
    this.#delimiter = delimiter.charCodeAt(0);
  }

  protected override read(text: string, start: number, last: boolean): ScannedRow | undefined {
    const cells: string[] = [];
    const size = text.length;
    let lines = 1;
    let at = start;
    for (;;) {
      if (text.charCodeAt(at) === QUOTE) {
        let value = '';
        let from = at + 1;
        for (;;) {
          const close = text.indexOf('"', from);
          if (close < 0 || close - start > ROW_LIMIT) {
            if (close < 0 && !last && size - start <= ROW_LIMIT) return undefined;
            return this.broken(text, start, last, fault('unclosed-quote', {}));
          }
          if (close + 1 === size && !last) return undefined;
          value += text.slice(from, close);
          at = close + 1;
          if (text.charCodeAt(at) !== QUOTE) break;
          value += '"';
          from = close + 2;
        }
        lines += lineEndsIn(value);
        cells.push(value);
      } else {
        const from = at;
        while (at < size) {
          const code = text.charCodeAt(at);
          if (code === this.#delimiter || code === LF || code === CR) break;
          at += 1;
        }
        cells.push(text.slice(from, at));
      }
      if (at - start > ROW_LIMIT)
        return this.broken(text, start, last, fault('row-too-long', { limit: ROW_LIMIT }));
      if (at >= size) {
        if (!last) return undefined;
        return { cells, end: at, next: at, lines, endless: false, fault: undefined };
      }
      const code = text.charCodeAt(at);
      if (code === this.#delimiter) {
        at += 1;
        continue;
      }
      if (code === LF) return { cells, end: at, next: at + 1, lines, endless: false, fault: undefined };
      if (code === CR) {
        if (at + 1 === size && !last) return undefined;
        const next = text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
        return { cells, end: at, next, lines, endless: false, fault: undefined };
      }
      const why = { en: 'text follows a closing quote', ja: '閉じる引用符のあとに文字があります' };
      return this.broken(text, start, last, fault('unreadable-row', { why }));
    }
  }
}

function lineEndsIn(value: string): number {
  if (!value.includes('\n') && !value.includes('\r')) return 0;
  return value.split(/\r\n|\r|\n/).length - 1;
}
