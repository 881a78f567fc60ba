import type { Entry, MapNode, Node, ScalarNode } from './node.ts';
import { emptyScalar, plainScalar, scalarOf } from './scalar.ts';
import { FlowSketch } from './sketch-flow.ts';

/** Deeper nesting is left out of a sketch. */
const MAX_DEPTH = 64;

/**
 * Reads a document that is being written: always yields a map, and where the text is a whole document it is the one that
 * `readDocument` yields. What is half there is taken for what it will be: a lone word among entries for a key without a
 * value, an open bracket for one that ends where the lines go back, an open quotation mark for one that ends with its line,
 * a comma between parentheses for a part of the expression.
 */
export function sketchDocument(text: string): MapNode {
  const root = new BlockSketch(text).document();
  return root.kind === 'map' ? root : { kind: 'map', span: root.span, entries: [] };
}

/** A line with something on it that is no comment. */
interface Line {
  readonly start: number;
  /** Where its text begins. */
  readonly text: number;
  /** Without the line break. */
  readonly end: number;
  readonly indent: number;
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/^([ \t]*)([^\r\n]*)/gm)) {
    const [whole, blank = '', rest = ''] = match;
    if (rest === '' || rest.startsWith('#')) continue;
    if (blank === '' && /^(?:---|\.\.\.)\s*$/.test(rest)) continue;
    const start = match.index;
    lines.push({ start, text: start + blank.length, end: start + whole.length, indent: blank.length });
  }
  return lines;
}

class BlockSketch {
  private readonly text: string;
  private readonly lines: readonly Line[];
  private readonly flow: FlowSketch;
  /** Number of the line that is read next. */
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.lines = linesOf(text);
    this.flow = new FlowSketch(text);
  }

  document(): Node {
    const first = this.lines[0];
    if (first === undefined) return { kind: 'map', span: { start: 0, end: 0 }, entries: [] };
    return this.block(0, first.text);
  }

  /** What stands in lines that are indented by `least` or more; `place` is where it would stand. */
  private block(least: number, place: number): Node {
    const line = this.lines[this.at];
    if (line === undefined || line.indent < least) return emptyScalar(place);
    return this.blockAt(line, line.text, line.indent, least);
  }

  /** A list, a map or a value that begins at an offset of the line at hand. */
  private blockAt(line: Line, offset: number, indent: number, least: number): Node {
    if (this.depth >= MAX_DEPTH) {
      this.at += 1;
      return emptyScalar(offset);
    }
    this.depth += 1;
    const node = this.isDash(offset)
      ? this.list(line, offset, indent)
      : this.beginsMap(line, offset, indent, least)
        ? this.map(line, offset, indent)
        : this.value(line, offset, least - 1);
    this.depth -= 1;
    return node;
  }

  /** A key, or the half of one above other keys, or alone in an otherwise empty document. */
  private beginsMap(line: Line, offset: number, indent: number, least: number): boolean {
    if (this.colonAfter(offset, line.end) !== undefined) return true;
    if (/["'{[|>]/.test(this.text[offset] ?? '')) return false;
    const next = this.lines[this.at + 1];
    if (next === undefined || next.indent !== indent) return least === 0 && indent === 0;
    return this.colonAfter(next.text, next.end) !== undefined;
  }

  private isDash(offset: number): boolean {
    return /^-(?:\s|$)/.test(this.text.slice(offset, offset + 2));
  }

  private list(line: Line, offset: number, indent: number): Node {
    const items: Node[] = [];
    for (let [here, from]: [Line, number] = [line, offset]; ; ) {
      const inner = this.behindBlanks(from + 1, here.end);
      if (inner === undefined) {
        this.at += 1;
        items.push(this.block(indent + 1, from + 1));
      } else items.push(this.blockAt(here, inner, indent + (inner - from), indent + 1));
      const next = this.lines[this.at];
      if (next === undefined || next.indent !== indent || !this.isDash(next.text)) break;
      [here, from] = [next, next.text];
    }
    const [start, end] = [items[0]?.span.start ?? offset, items.at(-1)?.span.end ?? offset];
    return { kind: 'list', span: { start, end: Math.max(start, end) }, items };
  }

  private map(first: Line, offset: number, indent: number): Node {
    const entries: Entry[] = [];
    for (let [line, from]: [Line, number] = [first, offset]; ; ) {
      const colon = this.colonAfter(from, line.end);
      const key = this.flow.keyBetween(from, colon ?? this.flow.trimmedEnd(from, line.end));
      let value: Node;
      if (colon === undefined) {
        this.at += 1;
        value = emptyScalar(key.span.end);
      } else value = this.valueOf(line, colon + 1, indent, key.span.end);
      addEntry(entries, key, value);
      const next = this.lines[this.at];
      // Lines that are a little out of place belong to the map that they are nearest to.
      if (next === undefined || next.indent < indent || this.isDash(next.text)) break;
      [line, from] = [next, next.text];
    }
    const last = entries.at(-1);
    const end = Math.max(offset, last?.value.span.end ?? offset);
    return { kind: 'map', span: { start: offset, end }, entries };
  }

  /** What stands behind a colon, or in the lines below it. */
  private valueOf(line: Line, after: number, indent: number, place: number): Node {
    const inner = this.behindBlanks(after, line.end);
    if (inner !== undefined) return this.value(line, inner, indent);
    this.at += 1;
    const next = this.lines[this.at];
    if (next !== undefined && next.indent === indent && this.isDash(next.text))
      return this.blockAt(next, next.text, indent, indent);
    return this.block(indent + 1, place);
  }

  /** A value in braces, quotes or plain; it may go on in lines that are indented deeper than `parent`. */
  private value(line: Line, offset: number, parent: number): Node {
    const sign = this.text[offset] ?? '';
    const rest = this.text.slice(offset, line.end);
    if (/^[|>][0-9+-]*\s*(?:#.*)?$/.test(rest)) return this.blockScalar(line, offset, parent);
    let last = this.at;
    for (let next = this.lines[last + 1]; next !== undefined; next = this.lines[last + 1]) {
      if (next.indent <= parent && !/^[}\]]/.test(this.text.slice(next.text, next.end))) break;
      last += 1;
    }
    const limit = this.lines[last]?.end ?? line.end;
    if (/["'{[]/.test(sign)) {
      const node = this.flow.value(offset, limit);
      while ((this.lines[this.at]?.start ?? Number.POSITIVE_INFINITY) < Math.max(node.span.end, line.end))
        this.at += 1;
      return node;
    }
    return this.plain(line, offset, parent);
  }

  /** Plain text, with the lines that go on with it: those with a key of their own do not. */
  private plain(line: Line, offset: number, parent: number): ScalarNode {
    let end = this.flow.trimmedEnd(offset, line.end);
    const commented = (of: Line, to: number) => /\S/.test(this.text.slice(to, of.end));
    this.at += 1;
    let before = line;
    for (let next = this.lines[this.at]; next !== undefined; next = this.lines[this.at]) {
      if (next.indent <= parent || commented(before, end)) break;
      if (this.colonAfter(next.text, next.end) !== undefined) break;
      end = this.flow.trimmedEnd(next.text, next.end);
      before = next;
      this.at += 1;
    }
    return plainScalar(this.text, offset, end);
  }

  private blockScalar(line: Line, offset: number, parent: number): ScalarNode {
    const head = /^[|>][0-9+-]*/.exec(this.text.slice(offset, line.end))?.[0] ?? '|';
    const below = /\r?\n/y;
    below.lastIndex = line.end;
    const brk = below.exec(this.text)?.[0] ?? '';
    const begin = line.end + brk.length;
    let end = begin;
    for (const match of this.text.slice(begin).matchAll(/([ ]*)([^\r\n]*)(?:\r?\n|$)/g)) {
      const [whole, blank = '', rest = ''] = match;
      if (whole === '' || (rest.trim() !== '' && blank.length <= parent)) break;
      if (rest !== '') end = begin + match.index + whole.length;
    }
    while ((this.lines[this.at]?.start ?? Number.POSITIVE_INFINITY) < Math.max(end, line.end)) this.at += 1;
    const indent = Math.max(0, parent);
    return scalarOf({
      type: 'block-scalar',
      offset,
      indent,
      props: [
        { type: 'block-scalar-header', offset, indent, source: head },
        {
          type: 'newline',
          offset: offset + head.length,
          indent,
          source: this.text.slice(offset + head.length, begin),
        },
      ],
      source: this.text.slice(begin, end),
    });
  }

  /** Where text begins behind blanks; undefined when there is none on the line. */
  private behindBlanks(from: number, end: number): number | undefined {
    let at = from;
    while (at < end && /[ \t]/.test(this.text[at] ?? '')) at += 1;
    return at >= end || this.text[at] === '#' ? undefined : at;
  }

  /** The colon behind the key that begins at an offset; undefined when no key begins there. */
  private colonAfter(from: number, end: number): number | undefined {
    const rest = this.text.slice(from, end);
    if (/^["']/.test(rest)) {
      const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?=:(?:\s|$))/.exec(rest);
      return quoted === null ? undefined : from + quoted[0].length;
    }
    if (/^[{[#|>]/.test(rest)) return undefined;
    const plain = /:(?=\s|$)|\s#/.exec(rest);
    return plain === null || plain[0] !== ':' ? undefined : from + plain.index;
  }
}

/** Adds an entry under its name; a name that is there already counts once. */
export function addEntry(entries: Entry[], key: ScalarNode, value: Node): void {
  const optional = key.style === 'plain' && key.text.endsWith('?') && key.text.length > 1;
  const name = (optional ? key.text.slice(0, -1) : key.text).normalize('NFC');
  if (entries.some((entry) => entry.key === name)) return;
  const { start, end } = key.span;
  entries.push({ key: name, keySpan: { start, end: optional ? end - 1 : end }, optional, value });
}
