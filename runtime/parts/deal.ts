import {
  type Cut,
  delimiterByte,
  drive,
  isBlank,
  isText,
  type RowCutter,
  rawOf,
  trimEnd,
  trimStart,
} from '../columns/index.ts';
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
  /** The same for the row that stands in a cutter and is of one line; the member is ASCII, and stands in the cutter's bytes. */
  bytes(source: number, cutter: RowCutter, from: number, to: number): void;
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
      const cell = soleMemberCell(compiled);
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
            const ready = opened && cutter.line > columns.skip && isPlain(cutter);
            if (ready && dealCell(deal, source, cutter, columns.places[cell] ?? -1)) return true;
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
function soleMemberCell({ entries }: CompiledMapping): number | undefined {
  const events = entries.filter((entry) => entry.kind === 'event');
  const [first] = events;
  const one = events.every((entry) => entry.member === first?.member && entry.groupBy === undefined);
  return one ? first?.member : undefined;
}

/** A row of one line, of text that the reader of rows takes as it stands. */
function isPlain(cutter: RowCutter): boolean {
  const { isOneLine, unusual, bytes, rowStart, rowEnd } = cutter;
  return isOneLine && (!unusual || isText(bytes, rowStart, rowEnd));
}

/** Deals a row by the one of its cells that names the member; false: it takes a closer look. */
function dealCell(deal: Deal, source: number, cutter: RowCutter, cell: number): boolean {
  const { bytes, starts, ends, count } = cutter;
  if (cell < 0 || cell >= count) return false;
  const to = ends[cell] ?? 0;
  const from = starts[cell] ?? 0;
  if (!isName(bytes, from, to)) return false;
  if (!isBlank(cutter)) dealNamed(deal, source, cutter, from, to);
  return true;
}

function dealNamed(deal: Deal, source: number, cutter: RowCutter, start: number, end: number): void {
  const { bytes } = cutter;
  const from = trimStart(bytes, start, end);
  deal.bytes(source, cutter, from, trimEnd(bytes, from, end));
}

/** Whether a member's name is of ASCII, and stands here as it is: without quotes and escapes. */
function isName(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80 || byte === QUOTE || byte === BACKSLASH) return false;
  }
  return true;
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
  /** Where the member stands, where that is one place. */
  let memberCell = -1;
  await drive(chunks, undefined, (first) => {
    const json = isJsonText(new TextDecoder().decode(first.subarray(0, 1 << 12)));
    const cut: Cut = json ? { kind: 'lines' } : { kind: 'cells', delimiter: 44 };
    const raw = (row: RawRow): boolean => {
      if (!json && names === undefined) {
        take(row);
        names = nativeHeader(row);
        memberCell = names.indexOf('member') === names.lastIndexOf('member') ? names.indexOf('member') : -1;
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
          if (isPlain(cutter)) {
            if (!json && dealCell(deal, source, cutter, memberCell)) return true;
            if (json && dealLine(deal, source, cutter)) return true;
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

/** The same for a line of JSON that begins with its member: it is of that member, or no object at all and then nobody's. */
function dealLine(deal: Deal, source: number, cutter: RowCutter): boolean {
  const { bytes, rowStart, rowEnd } = cutter;
  for (const [index, byte] of BEGINNING.entries()) if (bytes[rowStart + index] !== byte) return false;
  const start = rowStart + BEGINNING.length;
  const end = bytes.indexOf(QUOTE, start);
  if (end < 0 || end >= rowEnd || !isName(bytes, start, end)) return false;
  dealNamed(deal, source, cutter, start, end);
  return true;
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
