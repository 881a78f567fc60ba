import type { ColumnChunk, FileMetaData, SchemaTree } from 'hyparquet';
import { type Json, jsonText } from './json-text.ts';
import type { ParquetLibrary } from './parquet-library.ts';
import { ColumnReader, type Depth, entryOf, type ParquetLeaf, placeOf } from './parquet-pages.ts';
import { columnName, jsonOf, type ParquetField, type ParquetKind } from './parquet-value.ts';

/** Reads bytes of a file. */
type Slice = (start: number, end: number) => ArrayBuffer | Promise<ArrayBuffer>;

/** The values of a column in the rows of a group, from any row on. */
export interface Cells {
  at(row: number): Cell;
}

/** A value, and how it is written in JSON. */
export interface Cell {
  readonly json: Json;
  readonly text: string;
}

const NULL: Json = { kind: 'null' };
/** A value that is not there. */
export const NULL_CELL: Cell = { json: NULL, text: 'null' };
/** A column's values are kept as cells where rows have each of them at least so many times. */
const OFTEN = 4;
/** Values of one column of one row group; more come from a damaged footer, or are read another way. */
const MOST = 1 << 26;

/** A cell of a value that a caller has read by other means. */
export function cellOf(kind: ParquetKind, value: unknown): Cell {
  const json = jsonOf(kind, value);
  return { json, text: jsonText(json) };
}

/** A part of a column, and the leaves of the file that it is made of. */
type Node =
  | { readonly kind: 'leaf'; readonly first: number; readonly last: number }
  | {
      readonly kind: 'struct';
      /** The level from which on it is there. */
      readonly there: number;
      readonly first: number;
      readonly last: number;
      readonly fields: readonly { readonly name: string; readonly node: Node }[];
    }
  | {
      readonly kind: 'list';
      readonly there: number;
      /** The level of its items in lists. */
      readonly repeated: number;
      readonly first: number;
      readonly last: number;
      readonly item: Node;
    };

interface Leaf {
  readonly path: string;
  readonly kind: ParquetKind;
  readonly depth: Depth;
  readonly boolean: boolean;
  readonly reader: ColumnReader;
}

/** Reads one column of any kind, a row group after the other, each in the memory of the one before. */
export class FieldReader {
  readonly #library: ParquetLibrary;
  readonly #kind: ParquetKind;
  readonly #leaves: Leaf[] = [];
  readonly #root: Node | undefined;

  constructor(library: ParquetLibrary, metadata: FileMetaData, { name, kind }: ParquetField) {
    this.#library = library;
    this.#kind = kind;
    const tree = library.parquetSchema(metadata).children.find((child) => child.element.name === name);
    this.#root = tree && this.#node(tree, kind, { there: 0, repeated: 0 });
  }

  /** Reads a group. Undefined: it is written in a way that is not known here, or damaged; what it gives lasts until the next. */
  async read(columns: readonly ColumnChunk[], slice: Slice, rows: number): Promise<Cells | undefined> {
    const root = this.#root;
    if (root === undefined) return undefined;
    const leaves: ParquetLeaf[] = [];
    for (const { path, depth, reader } of this.#leaves) {
      const [chunk, ...others] = columns.filter((one) => pathOf(one.meta_data?.path_in_schema) === path);
      const place = chunk && placeOf(chunk);
      if (chunk === undefined || place === undefined || others.length > 0) return undefined;
      const count = depth.repeated > 0 ? Number(chunk.meta_data?.num_values) : rows;
      if (!(count >= rows && count <= MOST)) return undefined;
      const leaf = reader.read(chunk, await slice(place.from, place.to), count);
      if (leaf === undefined) return undefined;
      leaves.push(leaf);
    }
    const values = leaves.map((leaf, at) => {
      const { kind = this.#kind, boolean = false } = this.#leaves[at] ?? {};
      return new LeafValues(kind, leaf, boolean);
    });
    const [leaf] = leaves;
    const [own] = values;
    if (root.kind === 'leaf' && leaf !== undefined && own !== undefined) return new FlatCells(leaf, own);
    const starts: (Int32Array | undefined)[] = [];
    for (const [at, { depth }] of this.#leaves.entries()) {
      const own = leaves[at];
      if (own === undefined) return undefined;
      const begins = depth.repeated > 0 ? startsOf(own, rows) : undefined;
      if (depth.repeated > 0 && begins === undefined) return undefined;
      starts.push(begins);
    }
    const cells = new NestedCells(root, leaves, values, this.#leaves, starts);
    return cells.areWhole(rows) ? cells : undefined;
  }

  /** Undefined: of a shape that is not read here. */
  #node(tree: SchemaTree, kind: ParquetKind, around: Depth): Node | undefined {
    const { element, children, path } = tree;
    if (element.repetition_type === 'REPEATED') return undefined;
    const there = around.there + (element.repetition_type === 'OPTIONAL' ? 1 : 0);
    const first = this.#leaves.length;
    if (kind.kind === 'struct') {
      const fields: { name: string; node: Node }[] = [];
      for (const [at, child] of children.entries()) {
        const field = kind.fields[at];
        const node = field && this.#node(child, field.kind, { there, repeated: around.repeated });
        if (field === undefined || node === undefined) return undefined;
        fields.push({ name: columnName(field.name), node });
      }
      if (new Set(fields.map((field) => field.name)).size < fields.length) return undefined;
      return { kind: 'struct', there, first, last: this.#leaves.length, fields };
    }
    if (kind.kind === 'list') {
      const repeated = around.repeated + 1;
      const inner = children[0]?.children[0];
      const item = inner && this.#node(inner, kind.item, { there: there + 1, repeated });
      return item && { kind: 'list', there, repeated, first, last: this.#leaves.length, item };
    }
    if (kind.kind === 'unknown' || children.length > 0) return undefined;
    const depth = { there, repeated: around.repeated };
    const reader = new ColumnReader(this.#library, element, depth);
    this.#leaves.push({ path: pathOf(path), kind, depth, boolean: element.type === 'BOOLEAN', reader });
    return { kind: 'leaf', first, last: first + 1 };
  }
}

function pathOf(path: readonly string[] | undefined): string {
  return JSON.stringify(path ?? []);
}

/** Where the values of each row begin; undefined: there are not so many rows. */
function startsOf({ codes, repeated }: ParquetLeaf, rows: number): Int32Array | undefined {
  const starts = new Int32Array(rows + 1);
  let row = 0;
  for (let at = 0; at < codes.length; at += 1) {
    if (repeated[at] !== 0) continue;
    if (row >= rows) return undefined;
    starts[row] = at;
    row += 1;
  }
  starts[rows] = codes.length;
  return row === rows && starts[0] === 0 ? starts : undefined;
}

/** The values of a leaf, each made when it is asked for. */
class LeafValues {
  readonly #kind: ParquetKind;
  readonly #entries: ParquetLeaf['entries'];
  readonly #boolean: boolean;
  /** All texts at once, a character for each byte: most are ASCII, and to decode each on its own is many times slower. */
  readonly #all: string | undefined;
  /** The values that were asked for, where there are many of each. */
  readonly #known: (Json | undefined)[] | undefined;

  constructor(kind: ParquetKind, { codes, entries }: ParquetLeaf, boolean: boolean) {
    this.#kind = kind;
    this.#entries = entries;
    this.#boolean = boolean;
    this.#known = isOften(entries, codes) ? [] : undefined;
    if (kind.kind === 'text' && entries.kind === 'bytes' && this.#known === undefined)
      this.#all = LATIN.decode(entries.bytes.subarray(0, entries.ends[entries.count - 1] ?? 0));
  }

  json(code: number): Json {
    const known = this.#known?.[code];
    if (known !== undefined) return known;
    const json = this.#ascii(code) ?? this.#any(code);
    if (this.#known !== undefined) this.#known[code] = json;
    return json;
  }

  #any(code: number): Json {
    const value = entryOf(this.#entries, code);
    return jsonOf(this.#kind, this.#boolean ? value === 1 : value);
  }

  #ascii(code: number): Json | undefined {
    const entries = this.#entries;
    if (this.#all === undefined || entries.kind !== 'bytes') return undefined;
    const { bytes } = entries;
    const start = entries.starts[code] ?? 0;
    const end = entries.ends[code] ?? 0;
    let bits = 0;
    for (let at = start; at < end; at += 1) bits |= bytes[at] ?? 0;
    return bits < 0x80 ? { kind: 'text', text: this.#all.slice(start, end) } : undefined;
  }
}

const LATIN = new TextDecoder('latin1');

function isOften(entries: ParquetLeaf['entries'], codes: Int32Array): boolean {
  return entries.count * OFTEN <= codes.length;
}

/** A column of one value for each row. */
class FlatCells implements Cells {
  readonly #codes: Int32Array;
  readonly #values: LeafValues;
  readonly #known: (Cell | undefined)[] | undefined;

  constructor(leaf: ParquetLeaf, values: LeafValues) {
    this.#codes = leaf.codes;
    this.#values = values;
    this.#known = isOften(leaf.entries, leaf.codes) ? [] : undefined;
  }

  at(row: number): Cell {
    const code = this.#codes[row] ?? -1;
    if (code < 0) return NULL_CELL;
    const known = this.#known?.[code];
    if (known !== undefined) return known;
    const json = this.#values.json(code);
    const cell = { json, text: jsonText(json) };
    if (this.#known !== undefined) this.#known[code] = cell;
    return cell;
  }
}

/** A column of lists and structs, put together row by row. */
class NestedCells implements Cells {
  readonly #root: Node;
  readonly #read: readonly ParquetLeaf[];
  readonly #values: readonly LeafValues[];
  readonly #leaves: readonly Leaf[];
  /** Per leaf: where the values of each row begin; undefined: each row has one. */
  readonly #starts: readonly (Int32Array | undefined)[];
  /** Per leaf: the next value. */
  readonly #next: Int32Array;

  constructor(
    root: Node,
    read: readonly ParquetLeaf[],
    values: readonly LeafValues[],
    leaves: readonly Leaf[],
    starts: readonly (Int32Array | undefined)[],
  ) {
    this.#root = root;
    this.#read = read;
    this.#values = values;
    this.#leaves = leaves;
    this.#starts = starts;
    this.#next = new Int32Array(leaves.length);
  }

  at(row: number): Cell {
    for (let leaf = 0; leaf < this.#next.length; leaf += 1)
      this.#next[leaf] = this.#starts[leaf]?.[row] ?? row;
    const json = this.#json(this.#root);
    return json === NULL ? NULL_CELL : { json, text: jsonText(json) };
  }

  /** Whether the leaves of each row tell of the same lists and structs. */
  areWhole(rows: number): boolean {
    for (let leaf = 0; leaf < this.#next.length; leaf += 1) this.#next[leaf] = 0;
    for (let row = 0; row < rows; row += 1) {
      if (!this.#walk(this.#root)) return false;
      for (let leaf = 0; leaf < this.#next.length; leaf += 1)
        if (this.#next[leaf] !== (this.#starts[leaf]?.[row + 1] ?? row + 1)) return false;
    }
    return true;
  }

  /** How deep the next value of a leaf goes. */
  #level(leaf: number): number {
    const depth = this.#leaves[leaf]?.depth;
    const values = this.#read[leaf];
    if (depth === undefined || values === undefined) return 0;
    const next = this.#next[leaf] ?? 0;
    if (depth.there > 1 || depth.repeated > 0) return values.there[next] ?? 0;
    return (values.codes[next] ?? -1) < 0 ? 0 : depth.there;
  }

  #skip({ first, last }: Node): void {
    for (let leaf = first; leaf < last; leaf += 1) this.#next[leaf] = (this.#next[leaf] ?? 0) + 1;
  }

  /** Whether there is one more item of a list. */
  #goesOn(leaf: number, repeated: number): boolean {
    const next = this.#next[leaf] ?? 0;
    const values = this.#read[leaf];
    return values !== undefined && next < values.codes.length && values.repeated[next] === repeated;
  }

  #json(node: Node): Json {
    const { first } = node;
    switch (node.kind) {
      case 'leaf': {
        const next = this.#next[first] ?? 0;
        this.#next[first] = next + 1;
        const code = this.#read[first]?.codes[next] ?? -1;
        return code < 0 ? NULL : (this.#values[first]?.json(code) ?? NULL);
      }
      case 'struct': {
        if (this.#level(first) < node.there) {
          this.#skip(node);
          return NULL;
        }
        const entries = new Map<string, Json>();
        for (const { name, node: inner } of node.fields) entries.set(name, this.#json(inner));
        return { kind: 'object', entries };
      }
      case 'list': {
        const level = this.#level(first);
        if (level <= node.there) {
          this.#skip(node);
          return level < node.there ? NULL : { kind: 'list', items: [] };
        }
        const items: Json[] = [];
        do items.push(this.#json(node.item));
        while (this.#goesOn(first, node.repeated));
        return { kind: 'list', items };
      }
    }
  }

  /** Goes over a value without making it; false: its leaves do not agree. */
  #walk(node: Node): boolean {
    const { first, last } = node;
    if (node.kind === 'leaf') {
      this.#skip(node);
      return true;
    }
    const level = this.#level(first);
    const ends = node.kind === 'struct' ? level < node.there : level <= node.there;
    for (let leaf = first + 1; leaf < last; leaf += 1) {
      const other = this.#level(leaf);
      if (ends ? other !== level : other <= (node.kind === 'struct' ? node.there - 1 : node.there))
        return false;
    }
    if (ends) {
      this.#skip(node);
      return true;
    }
    if (node.kind === 'struct') return node.fields.every((field) => this.#walk(field.node));
    for (;;) {
      if (!this.#walk(node.item)) return false;
      const goesOn = this.#goesOn(first, node.repeated);
      for (let leaf = first + 1; leaf < last; leaf += 1)
        if (this.#goesOn(leaf, node.repeated) !== goesOn) return false;
      if (!goesOn) return true;
    }
  }
}
