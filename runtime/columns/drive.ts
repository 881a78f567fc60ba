import type { Fault } from '../history/index.ts';
import { type Chunks, CsvScanner, LineScanner, type RawRow, type Scanner } from '../history/index.ts';
import { CsvCutter, LineCutter, type RowCutter, type RowTaker } from './row-cutter.ts';
import { trimStart } from './text-bytes.ts';
import { utf8Blocks } from './utf8-blocks.ts';

/** How a file is cut: at line ends alone, or at a delimiter too. */
export type Cut = { readonly kind: 'lines' } | { readonly kind: 'cells'; readonly delimiter: number };

/** Takes rows as bytes, and those that must be looked at closely as the scanners give them. False: no more rows. */
export interface RowReader {
  /** Takes a row of the file uncut, if it wants to: returns where the next one begins, or −1. */
  readonly quick?: (bytes: Uint8Array, start: number, place: number) => number;
  /** The bytes of the rows so far are no longer there after this. */
  readonly endOfBlock?: () => void;
  row(cutter: RowCutter): boolean;
  raw(row: RawRow): boolean;
}

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** A delimiter that {@link CsvCutter} knows; undefined: it has more bytes than one. */
export function delimiterByte(delimiter: string): number | undefined {
  const code = delimiter.charCodeAt(0);
  return delimiter.length === 1 && code > 0 && code < 0x80 ? code : undefined;
}

function scannerFor(cut: Cut): Scanner {
  return cut.kind === 'lines' ? new LineScanner() : new CsvScanner(String.fromCharCode(cut.delimiter));
}

/** The row that stands in a cutter, as a scanner gives it; undefined: it is none, being blank. */
export function rawOf(cutter: RowCutter, cut: Cut): RawRow | undefined {
  const [row] = scannerFor(cut).push(textOfRow(cutter), true);
  return row && { ...row, line: cutter.place };
}

/** Rows of one cell with nothing but white space are none. */
export function isBlank({ bytes, count, starts, ends }: RowCutter): boolean {
  const end = ends[0] ?? 0;
  return count === 1 && trimStart(bytes, starts[0] ?? 0, end) === end;
}

function textOfRow({ bytes, rowStart, rowEnd }: RowCutter): string {
  return DECODER.decode(bytes.subarray(rowStart, rowEnd));
}

/** Reads a text file to its end; `choose` says how to cut it from its first block. */
export async function drive(
  chunks: Chunks,
  encoding: string | undefined,
  choose: (first: Uint8Array) => { readonly cut: Cut; readonly reader: RowReader },
): Promise<void> {
  let feed: ((block: Uint8Array, last: boolean) => boolean) | undefined;
  const blank: Uint8Array[] = [];
  for await (const block of utf8Blocks(chunks, encoding)) {
    if (feed === undefined) {
      if (trimStart(block, 0, block.length) === block.length) {
        blank.push(block);
        continue;
      }
      const { cut, reader } = choose(block);
      feed = feeder(cut, reader, chunks.lines);
      // White space before the first row counts lines.
      for (const before of blank) feed(before, false);
    }
    if (!feed(block, false)) return;
  }
  feed?.(new Uint8Array(0), true);
}

/** Which line of its file a line is, where rows were taken out of the file. */
function placeOf(line: number, places: Uint32Array | undefined): number {
  return places === undefined ? line : (places[line - 1] ?? line);
}

function feeder(
  cut: Cut,
  reader: RowReader,
  places: Uint32Array | undefined,
): (block: Uint8Array, last: boolean) => boolean {
  const cutter = cut.kind === 'lines' ? new LineCutter() : new CsvCutter(cut.delimiter);
  const taker: RowTaker = {
    quick:
      reader.quick === undefined
        ? undefined
        : (bytes, start, line) => reader.quick?.(bytes, start, placeOf(line, places)) ?? -1,
    row: (at) => {
      at.place = placeOf(at.line, places);
      return reader.row(at);
    },
    broken: (at: RowCutter, fault: Fault) =>
      reader.raw({ line: placeOf(at.line, places), raw: textOfRow(at), cells: [], fault }),
  };
  let scan: ((block: Uint8Array, last: boolean) => boolean) | undefined;
  return (block, last) => {
    if (scan !== undefined) return scan(block, last);
    const isDone = cutter.push(block, last, taker);
    reader.endOfBlock?.();
    if (isDone) return true;
    if (!cutter.gaveUp) return false;
    // A row too long: from here on the rows are scanned as text, which is slow and knows what to do.
    scan = scanning(scannerFor(cut), cutter.line - 1, reader, places);
    return scan(cutter.rest, last);
  };
}

function scanning(
  scanner: Scanner,
  lines: number,
  reader: RowReader,
  places: Uint32Array | undefined,
): (block: Uint8Array, last: boolean) => boolean {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return (block, last) => {
    const rows = scanner.push(decoder.decode(block, { stream: !last }), last);
    return rows.every((row) => reader.raw({ ...row, line: placeOf(row.line + lines, places) }));
  };
}
