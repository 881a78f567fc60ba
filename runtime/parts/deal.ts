import {
  type Collector,
  type CompiledMapping,
  CsvScanner,
  Fault,
  type FileContent,
  type Forms,
  halfWidth,
  isParquet,
  LineScanner,
  nativeRows,
  parseJson,
  type RawRow,
  readNativeRows,
  readRows,
  type Scanner,
} from '../history/index.ts';

/** Takes the rows of one file. */
export interface Taker {
  row(row: RawRow): void;
  /** Called once, after the last row. */
  end(): void;
}

/** A file whose rows are dealt out: how they are cut again, and who makes events of them. */
export interface DealtSource {
  /** Undefined: each is the JSON text of a row of typed columns. */
  readonly scanner: (() => Scanner) | undefined;
  readonly taker: (collector: Collector, known: Set<string>) => Taker;
}

/** What becomes of each row; `group` is the key of the rows that are one event with it, wherever they stand. */
export type Deal = (source: number, row: RawRow, member: string, group: string | undefined) => void;

/**
 * Cuts the files of a history into rows, and tells of each whose it is, as the reader of rows will find it ('' = nobody's).
 * Rows that cannot be cut are rejected here; of the others nothing but the member is looked at. `sources` grows by one
 * for each file, before its first row is dealt.
 */
export function dealForms(deal: Deal, sources: DealtSource[]): Forms {
  const add = (chunks: FileContent, scanner: () => Scanner, taker: DealtSource['taker']): number =>
    sources.push({ scanner: isParquet(chunks) ? undefined : scanner, taker }) - 1;
  return {
    native: (plan, { name, chunks }, collector) =>
      readNativeRows(name, chunks, collector, (header) => {
        const scanner = () => (header === undefined ? new LineScanner() : new CsvScanner(','));
        const source = add(chunks, scanner, (to) => ({
          row: nativeRows(plan, name, to, header),
          end: () => undefined,
        }));
        if (header === undefined) return (row) => deal(source, row, memberOfJson(row), undefined);
        return (row) => deal(source, row, memberOfCells(row, header), undefined);
      }),
    mapped: (compiled, { name, chunks }, collector) => {
      const { columns } = compiled;
      const source = add(
        chunks,
        () => columns.scanner(),
        (to) => compiled.reader(name, to),
      );
      return readRows(columns, name, chunks, collector, (row) => dealMapped(compiled, source, row, deal));
    },
    members: ({ columns, reader }, file, chunks, _known, collector) => {
      const source = add(
        chunks,
        () => columns.scanner(),
        (to, known) => ({ row: (row) => reader.row(row, file, known, to), end: () => undefined }),
      );
      return readRows(columns, file, chunks, collector, (row) => {
        const cells = columns.cells(row);
        deal(source, row, cells instanceof Fault ? '' : halfWidth(cells[reader.id] ?? ''), undefined);
      });
    },
  };
}

function dealMapped({ columns, entries }: CompiledMapping, source: number, row: RawRow, deal: Deal): void {
  const cells = columns.cells(row);
  const index = cells instanceof Fault ? -1 : entries.findIndex((entry) => entry.holds(cells));
  const entry = entries[index];
  if (cells instanceof Fault || entry === undefined || entry.kind === 'ignore') {
    deal(source, row, '', undefined);
    return;
  }
  const by = entry.groupBy?.map((column) => halfWidth(cells[column] ?? '')) ?? [];
  // Numbers of receipts are those of one file and one entry.
  const group = by.every((value) => value === '') ? undefined : JSON.stringify([source, index, ...by]);
  deal(source, row, halfWidth(cells[entry.member] ?? ''), group);
}

function memberOfCells(row: RawRow, header: readonly string[]): string {
  let member = '';
  for (const [index, name] of header.entries())
    if (name === 'member') member = (row.cells[index] ?? '').trim() || member;
  return member;
}

/** A line that begins so is of this member, or no object at all and then nobody's. */
const FIRST = /^\{"member":\s?"([^"\\\p{Cc}]*)"/u;

function memberOfJson(row: RawRow): string {
  const first = row.json === undefined ? FIRST.exec(row.raw)?.[1] : undefined;
  if (first !== undefined) return first.trim();
  const json = row.json ?? parseJson(row.raw);
  const member = json?.kind === 'object' ? json.entries.get('member') : undefined;
  if (member?.kind === 'text') return member.text.trim();
  return member?.kind === 'number' ? member.text : '';
}
