import { type CST, Parser } from 'yaml';

/** The entry or item that something belongs to: the column of its key or dash, as written and as it will be. */
export interface EntryPlace {
  readonly column: number;
  readonly indent: number;
  /** The entry that it stands in. */
  readonly outer: EntryPlace | undefined;
}

/** Where a piece goes: to `begin` when it begins a line, after `before` when it goes on with one. */
interface Place {
  readonly begin: number;
  readonly before: '' | ' ';
  /** Indentation of the line that it goes on with. */
  readonly line: number;
}

/** A part of a document that stays as it is written; what stands between two of them is for the formatter to decide. */
export interface Piece {
  readonly kind: 'comment' | 'text' | 'block';
  readonly start: number;
  readonly end: number;
  readonly begin: number;
  readonly before: '' | ' ';
  readonly entry: EntryPlace;
  /** A colon or a dash: something may follow beneath it. */
  readonly opens: boolean;
  /** Of a block of text: the sign that begins it, with what it says about indentation and the lines at its end. */
  readonly header: string;
}

/** Spaces a level. */
export const STEP = 2;

const TOP: EntryPlace = { column: 0, indent: 0, outer: undefined };

/** The pieces of a document that can be read, in their order. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const lineOf = (offset: number) => text.lastIndexOf('\n', offset - 1) + 1;
  const beginsLine = (offset: number) => text.slice(lineOf(offset), offset).trim() === '';
  const inside = (outer: EntryPlace, offset: number): EntryPlace => ({
    column: offset - lineOf(offset),
    indent: outer === TOP ? 0 : outer.indent + STEP,
    outer,
  });

  const add = (kind: Piece['kind'], start: number, source: string, entry: EntryPlace, place: Place) => {
    if (source === '') return;
    pieces.push({
      kind,
      start,
      end: start + source.length,
      begin: place.begin,
      before: place.before,
      entry,
      opens: source === ':' || source === '-',
      header: '',
    });
  };

  /** Signs between the parts of a collection, and comments. */
  const signs = (tokens: readonly CST.Token[] | undefined, entry: EntryPlace, place: Place) => {
    for (const token of tokens ?? []) {
      if (!('source' in token) || token.type === 'space' || token.type === 'newline') continue;
      const tight = token.type === 'map-value-ind' || token.type === 'comma';
      const kind = token.type === 'comment' ? 'comment' : 'text';
      add(kind, token.offset, token.source, entry, tight ? { ...place, before: '' } : place);
    }
  };

  const value = (token: CST.Token | null | undefined, entry: EntryPlace, place: Place): void => {
    switch (token?.type) {
      case 'block-map':
        map(token, entry);
        break;
      case 'block-seq':
        list(token, entry);
        break;
      case 'flow-collection':
        flow(token, entry, place);
        break;
      case 'block-scalar':
        block(token, entry, place);
        break;
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
      case 'alias':
        add('text', token.offset, token.source, entry, place);
        signs(token.end, entry, { ...place, before: ' ' });
        break;
      default:
        if (token) signs([token], entry, place);
    }
  };

  /** What an entry holds, beneath it or on its line. */
  const held = (entry: EntryPlace): Place => ({
    begin: entry.indent + STEP,
    line: entry.indent,
    before: ' ',
  });

  const map = (token: CST.BlockMap, outer: EntryPlace) => {
    const first = token.items.find((item) => item.key)?.key?.offset ?? token.offset;
    const entry = inside(outer, first);
    const place: Place = { begin: entry.indent, line: entry.indent, before: ' ' };
    for (const item of token.items) {
      signs(item.start, entry, place);
      value(item.key, entry, place);
      signs(item.sep, entry, held(entry));
      value(item.value, entry, held(entry));
    }
  };

  const list = (token: CST.BlockSequence, outer: EntryPlace) => {
    const first = token.items.flatMap(({ start }) => start).find(({ type }) => type === 'seq-item-ind');
    const entry = inside(outer, first?.offset ?? token.offset);
    for (const item of token.items) {
      signs(item.start, entry, { begin: entry.indent, line: entry.indent, before: ' ' });
      value(item.value, entry, held(entry));
    }
  };

  const flow = (token: CST.FlowCollection, entry: EntryPlace, place: Place) => {
    const base = beginsLine(token.offset) ? place.begin : place.line;
    const begin = base + STEP;
    const pad = token.start.type === 'flow-map-start' ? ' ' : '';
    signs([token.start], entry, place);
    let line = base;
    let lead: Place['before'] = pad;
    for (const item of token.items) {
      signs(item.start, entry, { begin, line, before: lead });
      const first = item.key ?? (item.sep === undefined || item.sep.length === 0 ? item.value : undefined);
      if (first && beginsLine(first.offset)) line = begin;
      // The entry's own comma comes before it.
      if (item.start.some(({ type }) => type === 'comma')) lead = ' ';
      value(item.key, entry, { begin, line, before: lead });
      signs(item.sep, entry, { begin: begin + STEP, line, before: ' ' });
      const alone = first !== undefined && first === item.value;
      value(item.value, entry, { begin: alone ? begin : begin + STEP, line, before: alone ? lead : ' ' });
      lead = ' ';
    }
    const empty = token.items.every((item) => !item.key && !item.value && !item.sep?.length);
    const [close, ...rest] = token.end;
    if (close !== undefined) signs([close], entry, { begin: base, line: base, before: empty ? '' : pad });
    signs(rest, entry, { ...place, before: ' ' });
  };

  const block = (token: CST.BlockScalar, entry: EntryPlace, place: Place) => {
    signs(token.props, entry, place);
    const head = token.props.find((prop) => prop.type === 'block-scalar-header');
    const header = head !== undefined && 'source' in head ? head.source : '';
    const last = token.props.at(-1);
    const start =
      last !== undefined && 'source' in last ? last.offset + last.source.length : token.offset + 1;
    // Lines at its end are part of it where it says so.
    const source = header.includes('+') ? token.source.replace(/\r?\n$/, '') : token.source.trimEnd();
    if (source === '') return;
    pieces.push({
      kind: 'block',
      start,
      end: start + source.length,
      begin: entry.indent + STEP,
      before: '',
      entry,
      opens: false,
      header,
    });
  };

  for (const token of new Parser().parse(text)) {
    const place: Place = { begin: 0, line: 0, before: ' ' };
    if (token.type === 'document') {
      signs(token.start, TOP, place);
      value(token.value, TOP, place);
      signs(token.end, TOP, place);
    } else {
      value(token, TOP, place);
      if (token.type === 'doc-end') signs(token.end, TOP, place);
    }
  }
  return pieces.sort((a, b) => a.start - b.start);
}
