import type { Entry, Node, ScalarNode } from './node.ts';
import { emptyScalar, plainScalar, scalarOf } from './scalar.ts';

const MAX_DEPTH = 64;

/** Reads what stands in brackets, quotes and plain text on the way through a document that may be half written. */
export class FlowSketch {
  private readonly text: string;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** A value that begins at an offset with a bracket or a quotation mark and ends at `limit` at the latest. */
  value(offset: number, limit: number): Node {
    this.depth = 0;
    return this.any(offset, limit);
  }

  /** Where plain text that ends at `end` at the latest really ends: before a comment, without blanks. */
  trimmedEnd(start: number, end: number): number {
    const comment = /(?:^|\s)#/.exec(this.text.slice(start, end));
    let last = comment === null ? end : start + comment.index;
    while (last > start && /\s/.test(this.text[last - 1] ?? '')) last -= 1;
    return last;
  }

  /** A key, quoted or plain, that ends before `end`. */
  keyBetween(start: number, end: number): ScalarNode {
    let last = end;
    while (last > start && /\s/.test(this.text[last - 1] ?? '')) last -= 1;
    return /["']/.test(this.text[start] ?? '')
      ? this.quoted(start, last)
      : plainScalar(this.text, start, last);
  }

  private any(offset: number, limit: number): Node {
    const sign = this.text[offset];
    if (sign === '"' || sign === "'") return this.quoted(offset, limit);
    if (this.depth >= MAX_DEPTH || (sign !== '{' && sign !== '[')) return this.plain(offset, limit);
    this.depth += 1;
    const node = sign === '{' ? this.map(offset, limit) : this.list(offset, limit);
    this.depth -= 1;
    return node;
  }

  private map(offset: number, limit: number): Node {
    const entries: Entry[] = [];
    const names = new Set<string>();
    let at = this.skip(offset + 1, limit);
    while (at < limit && this.text[at] !== '}') {
      if (this.text[at] === ',' || this.text[at] === ']') {
        at = this.skip(at + 1, limit);
        continue;
      }
      const key = this.scalar(at, limit);
      at = this.skip(Math.max(key.span.end, at + (key.text === '' ? 1 : 0)), limit);
      let value: Node = emptyScalar(key.span.end);
      if (this.text[at] === ':' && at < limit) {
        const inner = this.skip(at + 1, limit);
        if (inner < limit && !/[,}\]]/.test(this.text[inner] ?? '')) {
          value = this.any(inner, limit);
          at = this.skip(Math.max(value.span.end, inner + 1), limit);
        } else at = inner;
      }
      const optional = key.style === 'plain' && key.text.endsWith('?') && key.text.length > 1;
      const name = (optional ? key.text.slice(0, -1) : key.text).normalize('NFC');
      if (!names.has(name)) {
        const { start, end } = key.span;
        names.add(name);
        entries.push({ key: name, keySpan: { start, end: optional ? end - 1 : end }, optional, value });
      }
    }
    return { kind: 'map', span: { start: offset, end: this.closed(at, limit, offset) }, entries };
  }

  private list(offset: number, limit: number): Node {
    const items: Node[] = [];
    let at = this.skip(offset + 1, limit);
    while (at < limit && this.text[at] !== ']') {
      if (this.text[at] === ',' || this.text[at] === '}') {
        at = this.skip(at + 1, limit);
        continue;
      }
      const item = this.any(at, limit);
      at = this.skip(Math.max(item.span.end, at + 1), limit);
      if (item.kind === 'scalar' && this.text[at] === ':' && at < limit) {
        // `[a: b]` is a map of one entry.
        const inner = this.skip(at + 1, limit);
        const bare = inner >= limit || /[,}\]]/.test(this.text[inner] ?? '');
        const value = bare ? emptyScalar(item.span.end) : this.any(inner, limit);
        at = this.skip(bare ? inner : Math.max(value.span.end, inner + 1), limit);
        const entry = { key: item.text.normalize('NFC'), keySpan: item.span, optional: false, value };
        items.push({
          kind: 'map',
          span: { start: item.span.start, end: Math.max(item.span.end, value.span.end) },
          entries: [entry],
        });
      } else items.push(item);
    }
    return { kind: 'list', span: { start: offset, end: this.closed(at, limit, offset) }, items };
  }

  /** Behind the closing bracket; without one, behind what was read. */
  private closed(at: number, limit: number, offset: number): number {
    if (at < limit) return at + 1;
    return Math.max(offset + 1, limit);
  }

  private scalar(offset: number, limit: number): ScalarNode {
    return /["']/.test(this.text[offset] ?? '') ? this.quoted(offset, limit) : this.plain(offset, limit);
  }

  /** Plain text up to what ends it between brackets; parentheses keep their commas. */
  private plain(offset: number, limit: number): ScalarNode {
    let open = 0;
    let at = offset;
    for (; at < limit; at += 1) {
      const sign = this.text[at] ?? '';
      const next = this.text[at + 1] ?? '';
      if (sign === '(') open += 1;
      else if (sign === ')') open -= 1;
      else if (/[{}[\]]/.test(sign)) break;
      else if (sign === ',' && (open <= 0 || this.keyFollows(at + 1, limit))) break;
      else if (sign === ':' && (at + 1 >= limit || /[\s,}\]]/.test(next))) break;
      else if (sign === '#' && at > offset && /\s/.test(this.text[at - 1] ?? '')) break;
    }
    while (at > offset && /\s/.test(this.text[at - 1] ?? '')) at -= 1;
    return plainScalar(this.text, offset, at);
  }

  /** Whether the text behind a comma is the next entry, rather than the rest of what is in parentheses. */
  private keyFollows(from: number, limit: number): boolean {
    const rest = this.text.slice(from, Math.min(limit, from + 200));
    return /^\s*["']?[\p{L}_][\p{L}\p{M}\p{N}_-]*["']?\??:\s/u.test(rest);
  }

  /** Text in quotes; without the closing one it ends with its line. */
  private quoted(offset: number, limit: number): ScalarNode {
    const double = this.text[offset] === '"';
    const whole = double ? /"(?:[^"\\]|\\[\s\S])*"/y : /'(?:[^']|'')*'/y;
    whole.lastIndex = offset;
    const found = whole.exec(this.text)?.[0];
    const line = /[^\r\n]*/y;
    line.lastIndex = offset;
    const source =
      found !== undefined && offset + found.length <= limit
        ? found
        : (line.exec(this.text)?.[0] ?? '').slice(0, Math.max(1, limit - offset)).trimEnd();
    const type = double ? 'double-quoted-scalar' : 'single-quoted-scalar';
    return scalarOf({ type, offset, indent: 0, source });
  }

  /** Past blanks, line breaks and comments. */
  private skip(from: number, limit: number): number {
    let at = from;
    while (at < limit) {
      if (/\s/.test(this.text[at] ?? '')) at += 1;
      else if (this.text[at] === '#' && /\s/.test(this.text[at - 1] ?? '')) {
        while (at < limit && this.text[at] !== '\n') at += 1;
      } else break;
    }
    return Math.min(at, limit);
  }
}
