import { type Fault, fault, guess } from './fault.ts';
import { type Json, parseJson } from './json-text.ts';
import { type Columns, type FileFormat, isYes, type YesNo } from './mapping.ts';
import { type ClockFormat, clockFormat } from './moment.ts';
import { withoutExponent } from './number.ts';
import { columnName } from './parquet-value.ts';
import { CsvScanner, LineScanner, type RawRow, type Scanner } from './scan.ts';
import { isEncoding } from './text.ts';

/** The cells of one row that a mapping uses, trimmed, in the order in which it names them; empty = nothing there. */
export type Cells = readonly string[];

/** How a file is cut into cells. */
export interface FileLayout {
  readonly format: FileFormat;
  readonly delimiter?: string;
  readonly header?: YesNo;
  readonly skip?: number;
  readonly columns?: Columns | undefined;
  readonly encoding?: string;
}

type Path = readonly (string | number)[];
type Note = (path: Path, fault: Fault) => void;

/** The columns that a mapping uses, and how to cut them out of the rows of a file. */
export class CellMap {
  readonly #layout: FileLayout;
  readonly #file: string;
  readonly #names: string[] = [];
  /** Where the mapping first names each of them. */
  readonly #uses: Path[] = [];
  readonly #note: Note;
  readonly #base: Path;
  /** Position in the file of each used column, once the header is read. */
  #places: readonly number[] = [];
  #width = 0;
  #header: RawRow | undefined;

  constructor(layout: FileLayout, file: string, base: Path, note: Note) {
    this.#layout = layout;
    this.#file = file;
    this.#base = base;
    this.#note = note;
    const { delimiter, encoding, columns, format } = layout;
    if (delimiter !== undefined && !isDelimiter(delimiter))
      note([...base, 'delimiter'], fault('mapping-delimiter', { delimiter }));
    if (encoding !== undefined && !isEncoding(encoding))
      note([...base, 'encoding'], fault('mapping-unknown-encoding', { encoding }));
    const needsList = format === 'csv' && !this.hasHeader && !isList(columns);
    if (this.hasHeader && columns !== undefined)
      note([...base, 'columns'], fault('mapping-columns-unused', {}));
    if (needsList || (format === 'fixed' && (columns === undefined || isList(columns))))
      note([...base, needsList ? 'header' : 'format'], fault('mapping-columns-needed', {}));
  }

  get hasHeader(): boolean {
    return this.#layout.format === 'csv' && isYes(this.#layout.header, true);
  }

  get skip(): number {
    return this.#layout.skip ?? 0;
  }

  get encoding(): string | undefined {
    return this.#layout.encoding;
  }

  /** Whether the mapping is for a file that names and types its columns itself. */
  get wantsParquet(): boolean {
    return this.#layout.format === 'parquet';
  }

  scanner(): Scanner {
    if (this.#layout.format !== 'csv') return new LineScanner();
    const { delimiter = ',' } = this.#layout;
    return new CsvScanner(delimiter === '\\t' ? '\t' : delimiter);
  }

  /** Position of a column in {@link Cells}; where the names are known already, an unknown one is a problem. */
  index(column: string | number, path: Path): number {
    const name = String(column);
    const known = this.#names.indexOf(name);
    if (known >= 0) return known;
    const declared = this.#declared();
    if (declared !== undefined && !declared.includes(name.normalize('NFC')))
      this.#note(path, this.#unknown(name, declared));
    this.#names.push(name);
    this.#uses.push(path);
    return this.#names.length - 1;
  }

  name(index: number): string {
    return this.#names[index] ?? '';
  }

  /** Names known from the document: positions in a fixed-width file, or a file without a header. */
  #declared(): readonly string[] | undefined {
    const { columns, format } = this.#layout;
    if (columns === undefined || format === 'jsonl' || this.hasHeader) return undefined;
    return (isList(columns) ? columns : Object.keys(columns)).map((c) => String(c).normalize('NFC'));
  }

  #unknown(column: string, names: readonly string[]): Fault {
    return fault('mapping-unknown-column', { file: this.#file, column, guess: guess(column, names) });
  }

  /** The header row, once it is read. */
  get header(): RawRow | undefined {
    return this.#header;
  }

  /** Takes the header row. False: the file cannot be read by it. */
  openHeader(row: RawRow): boolean {
    this.#header = row;
    if (row.fault === undefined) return this.open(row.cells);
    const { line, fault: bad } = row;
    this.#note(this.#base, fault('mapping-header', { file: this.#file, line, why: bad.message }));
    return false;
  }

  /** Takes the header, or the names of the document where there is none. False: the file cannot be read so. */
  open(header: readonly string[] | undefined): boolean {
    const names = header?.map((cell) => cell.trim().normalize('NFC')) ?? this.#declared() ?? this.#names;
    this.#width = names.length;
    let fits = true;
    this.#places = this.#names.map((name, index) => {
      const use = this.#uses[index] ?? this.#base;
      const wanted = name.normalize('NFC');
      const place = names.indexOf(wanted);
      if (place < 0 && header !== undefined) {
        this.#note(use, this.#unknown(name, names));
        fits = false;
      } else if (place >= 0 && names.indexOf(wanted, place + 1) >= 0) {
        this.#note(use, fault('mapping-duplicate-column', { file: this.#file, column: name }));
        fits = false;
      }
      return place;
    });
    return fits;
  }

  /** Position in the file of each used column, once the header is read; −1: it has none. */
  get places(): readonly number[] {
    return this.#places;
  }

  /** Columns of the file, once the header is read. */
  get width(): number {
    return this.#width;
  }

  /** How the file is cut. */
  get layout(): FileLayout {
    return this.#layout;
  }

  /** The names that the mapping uses, in the order of {@link Cells}. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Takes the columns of a file that names and types them itself. False: the file cannot be read so. */
  openColumns(paths: readonly string[]): boolean {
    let fits = true;
    for (const [index, name] of this.#names.entries()) {
      if (paths.includes(columnName(name))) continue;
      this.#note(this.#uses[index] ?? this.#base, this.#unknown(name, paths));
      fits = false;
    }
    return fits;
  }

  cells(row: RawRow): Cells | Fault {
    if (row.json !== undefined) return this.#object(row.json, columnName);
    switch (this.#layout.format) {
      case 'csv':
        if (row.cells.length !== this.#width)
          return fault('ragged-row', { found: row.cells.length, expected: this.#width });
        return this.#places.map((place) => (row.cells[place] ?? '').trim());
      case 'fixed':
        return this.#fixed(row.raw);
      case 'jsonl':
      case 'parquet':
        return this.#json(row.raw);
    }
  }

  #fixed(raw: string): Cells {
    const { columns = {}, encoding } = this.#layout;
    if (isList(columns)) return [];
    // In files of Japanese mainframes widths count bytes: a full-width character takes two.
    const text = encoding !== undefined && /^(shift.?jis|sjis|windows-31j|cp932|euc-jp)$/i.test(encoding);
    const line = text ? widened(raw) : raw;
    return this.#names.map((name) => {
      const range = columns[name];
      if (range === undefined) return '';
      const cell = line.slice(range.from - 1, range.from - 1 + range.width);
      return (text ? cell.replaceAll(SECOND_HALF, '') : cell).trim();
    });
  }

  #json(raw: string): Cells | Fault {
    const json = parseJson(raw);
    if (json?.kind !== 'object') {
      const why = { en: 'it is not one JSON object', ja: '一つの JSON オブジェクトではありません' };
      return fault('unreadable-row', { why });
    }
    return this.#object(json, (name) => name);
  }

  #object(json: Json, keyOf: (name: string) => string): Cells | Fault {
    const cells: string[] = [];
    for (const name of this.#names) {
      const text = scalarText(member(json, keyOf(name)));
      if (text === undefined)
        return fault(
          'wrong-type',
          { field: name, expected: { en: 'one value', ja: '一つの値' } },
          { column: name },
        );
      cells.push(text.trim());
    }
    return cells;
  }
}

const SECOND_HALF = '\uFFFF';

/** The text with one more place after each character of two bytes. */
function widened(text: string): string {
  return text.replace(/[^ -~\t¥‾｡-ﾟ]/g, (c) => c + SECOND_HALF);
}

function isList(columns: Columns | undefined): columns is (string | number)[] {
  return Array.isArray(columns);
}

function isDelimiter(text: string): boolean {
  return text === '\\t' || (text.length === 1 && !/["\r\n]/.test(text));
}

/** The member of an object by name, or by a path of names (`customer.id`). */
function member(json: Json, name: string): Json | undefined {
  if (json.kind !== 'object') return undefined;
  const own = json.entries.get(name);
  if (own !== undefined) return own;
  const dot = name.indexOf('.');
  const inner = dot < 0 ? undefined : json.entries.get(name.slice(0, dot));
  return inner && member(inner, name.slice(dot + 1));
}

function scalarText(json: Json | undefined): string | undefined {
  switch (json?.kind) {
    case undefined:
    case 'null':
      return '';
    case 'text':
      return json.text;
    case 'number':
      return withoutExponent(json.text);
    case 'boolean':
      return String(json.value);
    case 'list':
    case 'object':
      return undefined;
  }
}

/** The date format of a mapping. */
export function readFormat(format: string): ClockFormat | Fault {
  const read = clockFormat(format);
  return 'read' in read ? read : fault('mapping-format', { format, why: read });
}
