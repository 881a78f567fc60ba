import type { CST } from 'yaml';
import type { ScalarNode } from './node.ts';

/** The text of a scalar, and for each of its UTF-16 units the offset in the file of what it was written as. */
interface Decoded {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** Collects text beside the offsets that it came from. */
function collector() {
  const parts: string[] = [];
  const offsets: number[] = [];
  return {
    /** Text that stands in the file as it is, from `offset` on. */
    verbatim(text: string, offset: number) {
      parts.push(text);
      for (let i = 0; i < text.length; i += 1) offsets.push(offset + i);
    },
    /** Text that one written sign (an escape, a folded line break) stands for. */
    replaced(text: string, offset: number) {
      parts.push(text);
      for (let i = 0; i < text.length; i += 1) offsets.push(offset);
    },
    done(end: number): Decoded {
      return { text: parts.join(''), offsets: [...offsets, end] };
    },
  };
}

interface Line {
  /** Without its line break. */
  readonly start: number;
  readonly end: number;
}

/** Lines of source[start, end); offsets relative to the source. */
function linesOf(source: string, start: number, end: number): readonly Line[] {
  const lines: Line[] = [];
  let from = start;
  for (let i = start; i < end; i += 1) {
    if (source[i] !== '\n') continue;
    lines.push({ start: from, end: i > from && source[i - 1] === '\r' ? i - 1 : i });
    from = i + 1;
  }
  lines.push({ start: from, end });
  return lines;
}

const isBlank = (sign: string | undefined) => sign === ' ' || sign === '\t';

/** Plain and single-quoted text: a line break folds to a space, an empty line to a line break. */
function foldLines(source: string, start: number, end: number, offset: number, quoted: boolean): Decoded {
  const out = collector();
  const lines = linesOf(source, start, end);
  let separator = '';
  let separatorAt = 0;
  lines.forEach((line, index) => {
    const last = index === lines.length - 1;
    let [from, to] = [line.start, line.end];
    if (index > 0) while (from < to && isBlank(source[from])) from += 1;
    if (!last) while (to > from && isBlank(source[to - 1])) to -= 1;
    if (index === 0 || last || from < to) {
      out.replaced(separator, offset + separatorAt);
      for (let i = from; i < to; i += 1) {
        if (quoted && source[i] === "'" && source[i + 1] === "'" && i + 1 < to) {
          out.replaced("'", offset + i);
          i += 1;
        } else out.verbatim(source[i] ?? '', offset + i);
      }
      separator = ' ';
    } else if (separator === '\n') out.replaced('\n', offset + line.start);
    else separator = '\n';
    separatorAt = line.end;
  });
  return out.done(offset + end);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};

const CODE_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Double-quoted text: escapes, and line breaks folded unless escaped. A wrong escape stays as it is written. */
function decodeEscapes(source: string, start: number, end: number, offset: number): Decoded {
  const out = collector();
  let i = start;
  const skipBlanks = () => {
    while (i < end && isBlank(source[i])) i += 1;
  };
  while (i < end) {
    const sign = source[i] ?? '';
    const at = i;
    if (sign === '\r' && source[i + 1] === '\n') i += 1;
    else if (sign === '\n') {
      let breaks = 0;
      while (i < end && (isBlank(source[i]) || source[i] === '\n' || source[i] === '\r')) {
        if (source[i] === '\r' && source[i + 1] !== '\n') break;
        if (source[i] === '\n') breaks += 1;
        i += 1;
      }
      out.replaced(breaks > 1 ? '\n'.repeat(breaks - 1) : ' ', offset + at);
    } else if (isBlank(sign)) {
      skipBlanks();
      const breaks = source[i] === '\n' || (source[i] === '\r' && source[i + 1] === '\n');
      if (!breaks || i >= end) out.verbatim(source.slice(at, i), offset + at);
    } else if (sign === '\\') {
      const next = source[i + 1] ?? '';
      const plain = ESCAPES[next];
      const length = CODE_LENGTH[next];
      if (plain !== undefined) {
        out.replaced(plain, offset + at);
        i += 2;
      } else if (next === '\n' || (next === '\r' && source[i + 2] === '\n')) {
        i += next === '\n' ? 2 : 3;
        skipBlanks();
      } else if (length !== undefined) {
        const code = source.slice(i + 2, Math.min(end, i + 2 + length));
        const value = code.length === length && /^[0-9a-fA-F]+$/.test(code) ? Number.parseInt(code, 16) : -1;
        if (value >= 0 && value <= 0x10ffff) out.replaced(String.fromCodePoint(value), offset + at);
        else out.verbatim(source.slice(at, i + 2 + code.length), offset + at);
        i += 2 + code.length;
      } else {
        out.verbatim(source.slice(at, i + 2), offset + at);
        i += 2;
      }
    } else {
      out.verbatim(sign, offset + at);
      i += 1;
    }
  }
  return out.done(offset + end);
}

interface BlockHeader {
  readonly folded: boolean;
  /** Written indentation, 0 when it is to be found. */
  readonly indent: number;
  readonly chomp: '' | '-' | '+';
}

function headerOf(source: string): BlockHeader {
  const digit = /[1-9]/.exec(source);
  return {
    folded: source.startsWith('>'),
    indent: digit === null ? 0 : Number(digit[0]),
    chomp: source.includes('+') ? '+' : source.includes('-') ? '-' : '',
  };
}

/** Block text: `|` keeps lines, `>` folds them; `offset` is where the first content line starts. */
function decodeBlock(token: CST.BlockScalar, header: BlockHeader, offset: number): Decoded {
  const source = token.source;
  const out = collector();
  const lines = linesOf(source, 0, source.length).map((line) => {
    let text = line.start;
    while (text < line.end && source[text] === ' ') text += 1;
    return { ...line, text, indent: text - line.start };
  });
  const isEmpty = (line: { readonly text: number; readonly end: number }) => line.text >= line.end;
  let contentEnd = lines.length;
  while (contentEnd > 0) {
    const line = lines[contentEnd - 1];
    if (line === undefined || !isEmpty(line)) break;
    contentEnd -= 1;
  }
  const endOffset = offset + source.length;
  if (contentEnd === 0) {
    if (header.chomp === '+' && lines.length > 0) {
      out.replaced('\n'.repeat(source === '' ? 0 : Math.max(1, lines.length - 1)), offset);
    }
    return out.done(endOffset);
  }
  const first = lines.findIndex((line) => !isEmpty(line));
  let trim = token.indent + header.indent;
  if (header.indent === 0) trim = lines[first]?.indent ?? 0;
  // Trailing lines of blanks beyond the indentation belong to the text.
  for (let i = lines.length - 1; i >= contentEnd; i -= 1) {
    if ((lines[i]?.indent ?? 0) > trim) contentEnd = i + 1;
  }
  let separator = '';
  let separatorAt = offset;
  let deeperBefore = false;
  lines.slice(0, contentEnd).forEach((line, index) => {
    const from = Math.min(line.start + trim, line.text);
    const put = (text: string) => {
      out.replaced(text, separatorAt);
      out.verbatim(source.slice(from, line.end), offset + from);
    };
    if (index < first) {
      out.verbatim(source.slice(from, line.text), offset + from);
      out.replaced('\n', offset + line.end);
      separatorAt = offset + line.end;
      return;
    }
    if (!header.folded) {
      put(separator);
      separator = '\n';
    } else if (line.indent > trim || source[line.text] === '\t') {
      if (separator === ' ') separator = '\n';
      else if (!deeperBefore && separator === '\n') separator = '\n\n';
      put(separator);
      separator = '\n';
      deeperBefore = true;
    } else if (isEmpty(line)) {
      if (separator === '\n') out.replaced('\n', offset + line.start);
      else separator = '\n';
    } else {
      put(separator);
      separator = ' ';
      deeperBefore = false;
    }
    separatorAt = offset + line.end;
  });
  if (header.chomp === '') out.replaced('\n', separatorAt);
  if (header.chomp === '+') {
    const rest = lines.slice(contentEnd);
    for (const line of rest) {
      out.replaced('\n', separatorAt);
      const from = Math.min(line.start + trim, line.text);
      out.verbatim(source.slice(from, line.text), offset + from);
      separatorAt = offset + line.end;
    }
    if (rest.length === 0) out.replaced('\n', separatorAt);
  }
  return out.done(endOffset);
}

function scalarNode(style: ScalarNode['style'], decoded: Decoded, start: number, end: number): ScalarNode {
  const { text, offsets } = decoded;
  return {
    kind: 'scalar',
    text,
    style,
    span: { start, end },
    at: (index) => offsets[Math.max(0, Math.min(index, text.length))] ?? end,
  };
}

/** Plain or single-quoted text between two offsets of the file; most is one line, and stands as it is written. */
function flowNode(
  style: 'plain' | 'quoted',
  source: string,
  inner: { readonly start: number; readonly end: number },
  offset: number,
): ScalarNode {
  const text = source.slice(inner.start, inner.end);
  const end = offset + source.length;
  if (text.includes('\n') || (style === 'quoted' && text.includes("'"))) {
    return scalarNode(
      style,
      foldLines(source, inner.start, inner.end, offset, style === 'quoted'),
      offset,
      end,
    );
  }
  const first = offset + inner.start;
  return {
    kind: 'scalar',
    text,
    style,
    span: { start: offset, end },
    at: (index) => first + Math.max(0, Math.min(index, text.length)),
  };
}

/** A stretch of the file taken as plain text, line breaks folded. */
export function plainScalar(file: string, start: number, end: number): ScalarNode {
  const source = file.slice(start, end);
  return flowNode('plain', source, { start: 0, end: source.length }, start);
}

/** A value that was left out: empty text at the place after its key. */
export function emptyScalar(offset: number): ScalarNode {
  return { kind: 'scalar', text: '', style: 'plain', span: { start: offset, end: offset }, at: () => offset };
}

/** The scalar that a token of the YAML reader stands for. */
export function scalarOf(token: CST.FlowScalar | CST.BlockScalar): ScalarNode {
  if (token.type === 'block-scalar') {
    const [head] = token.props;
    const header = headerOf(head !== undefined && 'source' in head ? head.source : '|');
    let offset = token.offset;
    for (const prop of token.props) if ('source' in prop) offset += prop.source.length;
    return scalarNode(
      'block',
      decodeBlock(token, header, offset),
      token.offset,
      offset + token.source.length,
    );
  }
  const { source, offset } = token;
  const end = offset + source.length;
  const quote = source[0] ?? '';
  const close = source.length > 1 && source.endsWith(quote) ? source.length - 1 : source.length;
  switch (token.type) {
    case 'single-quoted-scalar':
      return flowNode('quoted', source, { start: 1, end: close }, offset);
    case 'double-quoted-scalar':
      return scalarNode('quoted', decodeEscapes(source, 1, close, offset), offset, end);
    case 'alias':
    case 'scalar':
      return flowNode('plain', source, { start: 0, end: source.length }, offset);
  }
}
