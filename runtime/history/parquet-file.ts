import type { FileMetaData } from 'hyparquet';
import type { Localized } from '../../schema/index.ts';
import { type Fault, fault } from './fault.ts';
import { type Json, jsonText } from './json-text.ts';
import { type Cell, type Cells, cellOf, FieldReader, NULL_CELL } from './parquet-group.ts';
import type { ParquetLibrary } from './parquet-library.ts';
import { ColumnReader, entryOf, type ParquetVector, placeOf } from './parquet-pages.ts';
import { fieldsOf, storedOnly } from './parquet-schema.ts';
import { columnName, type ParquetField, type ParquetKind } from './parquet-value.ts';
import type { RawRow } from './scan.ts';

/** A file of which any part can be read: an `ArrayBuffer` is one, and so is an open file of the host. */
export interface RandomFile {
  readonly byteLength: number;
  /** Some rows from all over the file will do. */
  readonly few?: boolean;
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>;
}

/** A Parquet file whose footer could be read. */
export interface ParquetFile {
  readonly file: RandomFile;
  readonly metadata: FileMetaData;
  readonly fields: readonly ParquetField[];
  readonly library: ParquetLibrary;
}

/** Rows that are stored together stand in memory together; a file that asks for more is damaged or not ours to read. */
const GROUP_LIMIT = 1 << 24;
/** Rows handed on at once: so few that they are gone before what is short-lived in memory is looked through. */
const BATCH = 1 << 8;
/**
 * Row groups and rows that stand for a file, at most. They lie all over it: a file may be in order of days, and members who
 * joined late do not stand at its beginning, or in order of members.
 */
const FEW_GROUPS = 64;
const FEW_ROWS = 1 << 16;

/** Reads the footer, or says why this is no Parquet file. */
export async function openParquet(name: string, file: RandomFile): Promise<ParquetFile | Fault> {
  const unreadable = (why: Localized) => fault('parquet-unreadable', { file: name, why });
  const { library } = await import('./parquet-library.ts');
  try {
    if (file.byteLength < 12 || !(await hasMark(file, 0)) || !(await hasMark(file, file.byteLength - 4)))
      return unreadable({
        en: 'it does not begin and end as a Parquet file does; it may be cut off, or encrypted',
        ja: '先頭と末尾が Parquet の形ではありません。途中で切れているか、暗号化されています',
      });
    const metadata = await library.parquetMetadataAsync(file, { geoparquet: false });
    const groups = metadata.row_groups.map((group) => group.num_rows);
    const rows = groups.reduce((sum, count) => sum + count, 0n);
    const named = metadata.schema.every((element) => typeof element.name === 'string');
    if (!named || groups.some((count) => count < 0n) || rows !== metadata.num_rows) return unreadable(FOOTER);
    if (groups.some((count) => count > BigInt(GROUP_LIMIT)))
      return unreadable({
        en: `it keeps more than ${GROUP_LIMIT} rows in one row group; write it with smaller ones`,
        ja: `一つの行グループに ${GROUP_LIMIT} 行を超えるデータがあります。行グループを小さくして書き直してください`,
      });
    return { file, metadata, fields: fieldsOf(library.parquetSchema(metadata)), library };
  } catch {
    return unreadable(FOOTER);
  }
}

const FOOTER = {
  en: 'what it says of itself at its end (the footer) is damaged',
  ja: '末尾の管理情報（フッター）が壊れています',
};

async function hasMark(file: RandomFile, at: number): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(at, at + 4));
  return String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1';
}

/** Names by which a mapping can call the columns: those of the file, and paths into its structs. */
export function pathsOf(fields: readonly ParquetField[], before = ''): string[] {
  return fields.flatMap(({ name, kind }) => {
    const path = before + columnName(name);
    return [path, ...(kind.kind === 'struct' ? pathsOf(kind.fields, `${path}.`) : [])];
  });
}

/** The column that holds what `name` calls: itself, or the struct that the path goes into. */
function headOf(fields: readonly ParquetField[], name: string): ParquetField | undefined {
  const wanted = columnName(name);
  return (
    fields.find((field) => columnName(field.name) === wanted) ??
    fields.find((field) => wanted.startsWith(`${columnName(field.name)}.`))
  );
}

/** Rows that are stored together, as columns where these are flat and whole. */
export interface ParquetGroup {
  readonly rows: number;
  /** Rows of the file before them. */
  readonly start: number;
  readonly vectors: readonly ParquetVector[];
  /** A row as an object. */
  readonly rowAt: (at: number) => RawRow;
}

/** The columns that are used, by name, and the rows of a file group by group. */
export interface ParquetColumns {
  readonly names: readonly string[];
  readonly kinds: readonly ParquetKind[];
  /** A group, which lasts until the next one is asked for; undefined: it must be read row by row. */
  readonly group: (index: number) => Promise<ParquetGroup | undefined>;
  readonly groups: number;
  /** The rows of one group, as {@link parquetRows} gives them. */
  readonly rowsOf: (index: number) => ReturnType<typeof parquetRows>;
}

/** Text in which a name, too, makes every row a bad one. */
const NO_TEXT = /[\uFFFD\0]/;

/** How a file can be read by its columns; undefined: it cannot, as some of them are nested, or of no known type. */
export function parquetColumns(
  name: string,
  opened: ParquetFile,
  wanted: readonly string[] | undefined,
): ParquetColumns | undefined {
  const { file, metadata, fields, library } = opened;
  const used = usedOf(fields, wanted);
  const names = used.map((field) => columnName(field.name));
  if (file.few === true || used.length === 0 || names.some((one) => NO_TEXT.test(one))) return undefined;
  if (new Set(fields.map((field) => columnName(field.name))).size < fields.length) return undefined;
  const { children } = library.parquetSchema(metadata);
  const leaves = used.map(({ name: own, kind }) =>
    isFlat(kind) ? children.find((child) => child.element.name === own)?.element : undefined,
  );
  const starts: number[] = [];
  let rows = 0;
  for (const group of metadata.row_groups) {
    starts.push(rows);
    rows += Number(group.num_rows);
  }
  const write = rowWriter(names);
  const elements = leaves.filter((leaf) => leaf !== undefined);
  if (elements.length < leaves.length) return undefined;
  const readers = elements.map((element) => new ColumnReader(library, element));
  const group = async (index: number): Promise<ParquetGroup | undefined> => {
    const stored = metadata.row_groups[index];
    const start = starts[index];
    if (stored === undefined || start === undefined) return undefined;
    const count = Number(stored.num_rows);
    const vectors: ParquetVector[] = [];
    if (count > 0)
      for (const [at, element] of elements.entries()) {
        const own = stored.columns.filter((chunk) => chunk.meta_data?.path_in_schema[0] === element.name);
        const [chunk] = own;
        const place = chunk && own.length === 1 ? placeOf(chunk) : undefined;
        if (chunk === undefined || place === undefined) return undefined;
        const vector = readers[at]?.read(chunk, await file.slice(place.from, place.to), count);
        if (vector === undefined) return undefined;
        vectors.push(vector);
      }
    const valueAt = (column: number, at: number) => {
      const vector = vectors[column];
      const code = vector?.codes[at] ?? -1;
      if (vector === undefined || code < 0) return undefined;
      const value = entryOf(vector.entries, code);
      return elements[column]?.type === 'BOOLEAN' ? value === 1 : value;
    };
    return {
      rows: count,
      start,
      vectors,
      rowAt: (at) =>
        write(
          (column) => cellOf(used[column]?.kind ?? { kind: 'text' }, valueAt(column, at)),
          start + at + 1,
        ),
    };
  };
  return {
    names,
    kinds: used.map((field) => field.kind),
    group,
    groups: metadata.row_groups.length,
    rowsOf: (index) => parquetRows(name, opened, wanted, index),
  };
}

function isFlat({ kind }: ParquetKind): boolean {
  return kind !== 'list' && kind !== 'struct' && kind !== 'unknown';
}

function usedOf(
  fields: readonly ParquetField[],
  wanted: readonly string[] | undefined,
): readonly ParquetField[] {
  return fields.filter((f) => wanted === undefined || wanted.some((w) => headOf(fields, w) === f));
}

/**
 * The rows of a file as objects, batch by batch; `wanted` are the names that are used (undefined: all), `only` one group
 * of rows (undefined: all). Ends early with a fault where the data are damaged or of a type that no cell holds.
 */
export async function* parquetRows(
  name: string,
  opened: ParquetFile,
  wanted: readonly string[] | undefined,
  only?: number,
): AsyncGenerator<readonly RawRow[], Fault | undefined> {
  const { file, metadata, fields, library } = opened;
  const used = usedOf(fields, wanted);
  for (const field of used) {
    const type = unknownIn(field.kind);
    if (type !== undefined) return fault('parquet-type', { file: name, column: field.name, type });
  }
  const write = rowWriter(used.map((field) => columnName(field.name)));
  const isTwice = new Set(fields.map((field) => field.name)).size < fields.length;
  const readers = used.map((field) => (isTwice ? undefined : new FieldReader(library, metadata, field)));
  const { isWanted, step } = choiceOf(metadata, file.few === true, only);
  let start = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    const count = Number(group.num_rows);
    const end = start + count;
    if (count > 0 && isWanted(index)) {
      const cells = await cellsOf(opened, used, readers, index, start, end);
      if (cells === undefined) return damaged(name, start, end);
      for (let from = 0; from < count; from += BATCH * step) {
        const rows: RawRow[] = [];
        for (let at = from; at < Math.min(from + BATCH * step, count); at += step)
          rows.push(write((column) => cells[column]?.at(at), start + at + 1));
        yield rows;
      }
    }
    start = end;
  }
  return undefined;
}

/** Which row groups are read, and every how-manieth of their rows: all, those of one group, or some from all over the file. */
function choiceOf(
  metadata: FileMetaData,
  few: boolean,
  only: number | undefined,
): { readonly isWanted: (group: number) => boolean; readonly step: number } {
  const groups = metadata.row_groups;
  const every = few ? Math.max(1, Math.ceil(groups.length / FEW_GROUPS)) : 1;
  const isWanted = (index: number) => index % every === 0 && (only === undefined || index === only);
  const rows = groups.reduce((sum, group, index) => sum + (isWanted(index) ? Number(group.num_rows) : 0), 0);
  return { isWanted, step: few ? Math.max(1, Math.ceil(rows / FEW_ROWS)) : 1 };
}

/**
 * The columns of one row group, in memory that the next group is read into. A column that {@link FieldReader} does not know
 * is read value by value, which takes many times the memory. Undefined: the data are damaged.
 */
async function cellsOf(
  opened: ParquetFile,
  used: readonly ParquetField[],
  readers: readonly (FieldReader | undefined)[],
  index: number,
  start: number,
  end: number,
): Promise<readonly Cells[] | undefined> {
  const { file, metadata } = opened;
  const columns = metadata.row_groups[index]?.columns ?? [];
  const cells: Cells[] = [];
  const slice = (from: number, to: number) => file.slice(from, to);
  for (const [at, field] of used.entries()) {
    let own: Cells | undefined;
    try {
      own =
        (await readers[at]?.read(columns, slice, end - start)) ??
        cellsFrom(field.kind, (await columnsOf(opened, [field], start, end))[0], end - start);
    } catch {
      return undefined;
    }
    if (own === undefined) return undefined;
    cells.push(own);
  }
  return cells;
}

function cellsFrom(
  kind: ParquetKind,
  values: readonly unknown[] | undefined,
  rows: number,
): Cells | undefined {
  return values?.length === rows ? { at: (row) => cellOf(kind, values[row]) } : undefined;
}

function damaged(file: string, start: number, end: number): Fault {
  const why = {
    en: `the data of rows ${start + 1} to ${end} are damaged, or packed in a way that is not known here`,
    ja: `${start + 1}〜${end} 行目のデータが壊れているか、未対応の方法で圧縮されています`,
  };
  return fault('parquet-unreadable', { file, why });
}

/** Makes rows as objects of columns of these names. */
function rowWriter(
  names: readonly string[],
): (cellIn: (column: number) => Cell | undefined, line: number) => RawRow {
  const heads = names.map((name, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  // Of columns of one name the last one stands.
  const isTwice = new Set(names).size < names.length;
  return (cellIn, line) => {
    const entries = new Map<string, Json>();
    let raw = '';
    for (let index = 0; index < names.length; index += 1) {
      const cell = cellIn(index) ?? NULL_CELL;
      entries.set(names[index] ?? '', cell.json);
      raw += (heads[index] ?? '') + cell.text;
    }
    const json: Json = { kind: 'object', entries };
    if (isTwice || names.length === 0) raw = jsonText(json);
    else raw += '}';
    return { line, raw, cells: [], json, fault: undefined };
  };
}

function unknownIn(kind: ParquetKind): string | undefined {
  switch (kind.kind) {
    case 'unknown':
      return kind.type;
    case 'list':
      return unknownIn(kind.item);
    case 'struct':
      return kind.fields.map((field) => unknownIn(field.kind)).find((type) => type !== undefined);
    default:
      return undefined;
  }
}

/** One row group, column by column. Rejects where the data are damaged. */
async function columnsOf(
  { file, metadata, library }: ParquetFile,
  used: readonly ParquetField[],
  rowStart: number,
  rowEnd: number,
): Promise<readonly (readonly unknown[])[]> {
  const columns = new Map<string, unknown[]>(used.map((field) => [field.name, []]));
  if (rowEnd === rowStart || used.length === 0) return used.map(() => []);
  await library.parquetRead({
    file,
    metadata: storedOnly(metadata),
    columns: used.map((field) => field.name),
    rowStart,
    rowEnd,
    compressors: library.compressors,
    utf8: false,
    geoparquet: false,
    parsers: { timestampFromNanoseconds: (nanos) => nanos },
    onChunk({ columnName, columnData, rowStart: from }) {
      const column = columns.get(columnName);
      if (column === undefined) return;
      for (let index = 0; index < columnData.length; index += 1) {
        const row = from - rowStart + index;
        if (row >= 0 && row < rowEnd - rowStart) column[row] = columnData[index];
      }
    },
  });
  return used.map((field) => columns.get(field.name) ?? []);
}
