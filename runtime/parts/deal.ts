import { type Cut, delimiterByte, drive, isBlank, type RowCutter, rawOf } from '../columns/index.ts';
import {
  type Collector,
  type CompiledMapping,
  Fault,
  type FileContent,
  type Forms,
  halfWidth,
  isJsonText,
  isParquet,
  nativeHeader,
  parseJson,
  type RawRow,
  readNativeRows,
  readRows,
  rejectUncut,
} from '../history/index.ts';

/** A file whose rows are dealt out. */
export interface DealtSource {
  readonly name: string;
  /** It is a file of members. */
  readonly members: boolean;
  /** Its columns have types of their own, and its rows are dealt as JSON. */
  readonly typed: boolean;
  /** Undefined: it has none. */
  readonly header: () => RawRow | undefined;
}

/** What becomes of each row; `group` is the key of the rows that are one event with it, wherever they stand. */
export interface Deal {
  row(source: number, row: RawRow, member: string, group: string | undefined): void;
  /** The same for the row that stands in a cutter and is of one line. */
  bytes(source: number, cutter: RowCutter, member: string): void;
}

/**
 * Cuts the files of a history into rows, and tells of each whose it is, as the reader of rows will find it ('' = nobody's).
 * Rows that cannot be cut are rejected here; of the others nothing but the member is looked at. `sources` grows by one
 * for each file, before its first row is dealt.
 */
export function dealForms(deal: Deal, sources: DealtSource[]): Forms {
  const add = (name: string, chunks: FileContent, members: boolean, header: DealtSource['header']): number =>
    sources.push({ name, members, typed: isParquet(chunks), header }) - 1;
  return {
    async native(_plan, { name, chunks }, collector) {
      let header: RawRow | undefined;
      const source = add(name, chunks, false, () => header);
      if (!isParquet(chunks)) {
        await dealNative(name, chunks, collector, deal, source, (row) => {
          header = row;
        });
        return undefined;
      }
      return readNativeRows(
        name,
        chunks,
        collector,
        () => (row) => deal.row(source, row, memberOfJson(row), undefined),
      );
    },
    async mapped(compiled, { name, chunks }, collector) {
      const { columns } = compiled;
      const source = add(name, chunks, false, () => columns.header);
      const cell = memberCell(compiled);
      const { format, delimiter = ',', encoding } = columns.layout;
      const byte = delimiterByte(delimiter === '\\t' ? '\t' : delimiter);
      if (isParquet(chunks) || cell === undefined || format !== 'csv' || byte === undefined)
        return readRows(columns, name, chunks, collector, (row) => dealMapped(compiled, source, row, deal));
      let opened = !columns.hasHeader;
      if (opened) columns.open(undefined);
      const cut: Cut = { kind: 'cells', delimiter: byte };
      const raw = (row: RawRow): boolean => {
        if (row.line <= columns.skip) return true;
        if (!opened) {
          opened = true;
          return columns.openHeader(row);
        }
        if (!rejectUncut(row, name, encoding, collector)) dealMapped(compiled, source, row, deal);
        return true;
      };
      await drive(chunks, encoding, () => ({
        cut,
        reader: {
          raw,
          row(cutter) {
            const place = columns.places[cell] ?? -1;
            if (
              opened &&
              cutter.line > columns.skip &&
              isPlain(cutter) &&
              place >= 0 &&
              place < cutter.count
            ) {
              if (!isBlank(cutter)) deal.bytes(source, cutter, trimmed(cutter, place));
              return true;
            }
            const row = rawOf(cutter, cut);
            return row === undefined || raw(row);
          },
        },
      }));
      return undefined;
    },
    members({ columns, reader }, file, chunks, _known, collector) {
      const source = add(file, chunks, true, () => columns.header);
      return readRows(columns, file, chunks, collector, (row) => {
        const cells = columns.cells(row);
        deal.row(source, row, cells instanceof Fault ? '' : halfWidth(cells[reader.id] ?? ''), undefined);
      });
    },
  };
}

/** The one cell that names the member of every row, where its bytes alone tell where the row goes. */
function memberCell({ entries }: CompiledMapping): number | undefined {
  const events = entries.filter((entry) => entry.kind === 'event');
  const [first] = events;
  const one = events.every((entry) => entry.member === first?.member && entry.groupBy === undefined);
  return one ? first?.member : undefined;
}

/** A row of one line of ASCII without doubled quotes. */
function isPlain(cutter: RowCutter): boolean {
  return !cutter.unusual && !cutter.doubled && cutter.isOneLine;
}

function trimmed({ bytes, starts, ends }: RowCutter, cell: number): string {
  return ascii(bytes, starts[cell] ?? 0, ends[cell] ?? 0).trim();
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

function dealMapped({ columns, entries }: CompiledMapping, source: number, row: RawRow, deal: Deal): void {
  const cells = columns.cells(row);
  const index = cells instanceof Fault ? -1 : entries.findIndex((entry) => entry.holds(cells));
  const entry = entries[index];
  if (cells instanceof Fault || entry === undefined || entry.kind === 'ignore') {
    deal.row(source, row, '', undefined);
    return;
  }
  const by = entry.groupBy?.map((column) => halfWidth(cells[column] ?? '')) ?? [];
  // Numbers of receipts are those of one file and one entry.
  const group = by.every((value) => value === '') ? undefined : JSON.stringify([source, index, ...by]);
  deal.row(source, row, halfWidth(cells[entry.member] ?? ''), group);
}

/** Rows of a native text file. */
async function dealNative(
  name: string,
  chunks: Exclude<FileContent, { readonly byteLength: number }>,
  collector: Collector,
  deal: Deal,
  source: number,
  take: (header: RawRow) => void,
): Promise<void> {
  let names: readonly string[] | undefined;
  await drive(chunks, undefined, (first) => {
    const json = isJsonText(new TextDecoder().decode(first.subarray(0, 1 << 12)));
    const cut: Cut = json ? { kind: 'lines' } : { kind: 'cells', delimiter: 44 };
    const raw = (row: RawRow): boolean => {
      if (!json && names === undefined) {
        take(row);
        names = nativeHeader(row);
      } else if (!rejectUncut(row, name, undefined, collector)) {
        deal.row(source, row, names === undefined ? memberOfJson(row) : memberOfCells(row, names), undefined);
      }
      return true;
    };
    return {
      cut,
      reader: {
        raw,
        row(cutter) {
          const member = isPlain(cutter) ? memberOfBytes(cutter, json, names) : undefined;
          if (member !== undefined) {
            if (!isBlank(cutter)) deal.bytes(source, cutter, member);
            return true;
          }
          const row = rawOf(cutter, cut);
          return row === undefined || raw(row);
        },
      },
    };
  });
}

const QUOTE = 34;
const BACKSLASH = 92;
const BEGINNING = new TextEncoder().encode('{"member":"');

/** Whose row stands in a cutter; undefined: it takes a closer look. */
function memberOfBytes(
  cutter: RowCutter,
  json: boolean,
  names: readonly string[] | undefined,
): string | undefined {
  const { bytes, rowStart, rowEnd } = cutter;
  if (!json) {
    const cell = names?.indexOf('member') ?? -1;
    if (cell < 0 || cell >= cutter.count || names?.lastIndexOf('member') !== cell) return undefined;
    return trimmed(cutter, cell);
  }
  // A line that begins so is of this member, or no object at all and then nobody's.
  for (const [index, byte] of BEGINNING.entries()) if (bytes[rowStart + index] !== byte) return undefined;
  const start = rowStart + BEGINNING.length;
  let end = start;
  while (end < rowEnd && bytes[end] !== QUOTE) {
    if (bytes[end] === BACKSLASH) return undefined;
    end += 1;
  }
  return ascii(bytes, start, end).trim();
}

function memberOfCells(row: RawRow, header: readonly string[]): string {
  let member = '';
  for (const [index, name] of header.entries())
    if (name === 'member') member = (row.cells[index] ?? '').trim() || member;
  return member;
}

function memberOfJson(row: RawRow): string {
  const json = row.json ?? parseJson(row.raw);
  const member = json?.kind === 'object' ? json.entries.get('member') : undefined;
  if (member?.kind === 'text') return member.text.trim();
  return member?.kind === 'number' ? member.text : '';
}
