import type { Span } from '../../schema/index.ts';
import type { Entry, MapNode, Node } from '../document/index.ts';
import { piecesOf, STEP } from './pieces.ts';

type Collection = Exclude<Node, { kind: 'scalar' }>;

/**
 * Writes as blocks what stands in `{ }` or `[ ]` around an expression that holds a comma, which YAML would cut in two
 * there. `root`: the text as it was read, the halves put together again. Line ends are `\n`.
 */
export function withBlocks(text: string, root: Node): string {
  const remarks = piecesOf(text).filter(({ kind }) => kind === 'comment');
  const edits: { readonly span: Span; readonly text: string }[] = [];
  const columnOf = (offset: number) => offset - (text.lastIndexOf('\n', offset - 1) + 1);

  const walk = (node: Node): void => {
    if (node.kind === 'scalar' || isFlow(text, node)) return;
    if (node.kind === 'list') {
      for (const item of node.items) {
        if (holdsCut(text, item)) {
          const block = written(text, remarks, item, columnOf(item.span.start));
          edits.push({ span: item.span, text: block.trimStart() });
        } else walk(item);
      }
      return;
    }
    for (const { keySpan, value } of node.entries) {
      if (!holdsCut(text, value)) {
        walk(value);
        continue;
      }
      const colon = text.indexOf(':', keySpan.end) + 1;
      // What is said behind the bracket is said of the whole.
      const behind = /^[ \t]*#.*/.exec(text.slice(value.span.end))?.[0] ?? '';
      const head = [text.slice(colon, value.span.start).trim(), behind.trim()].filter((each) => each !== '');
      const block = written(text, remarks, value, columnOf(keySpan.start) + STEP);
      edits.push({
        span: { start: colon, end: value.span.end + behind.length },
        text: `${head.map((each) => ` ${each}`).join('\n')}\n${block}`,
      });
    }
  };
  if (holdsCut(text, root)) edits.push({ span: root.span, text: written(text, remarks, root, 0) });
  else walk(root);
  return edits.reduceRight(
    (whole, { span, text: block }) => whole.slice(0, span.start) + block + whole.slice(span.end),
    text,
  );
}

/** In brackets; what stands in lines begins where its first entry or item begins. */
function isFlow(text: string, node: Collection): boolean {
  const { start } = node.span;
  if (node.kind === 'map') return text[start] === '{' && node.entries[0]?.keySpan.start !== start;
  return text[start] === '[' && node.items[0]?.span.start !== start;
}

/** YAML ends unquoted text in brackets at a comma: one that holds a comma was put together again. */
function isCut(text: string, node: Node): boolean {
  return (
    node.kind === 'scalar' &&
    node.style === 'plain' &&
    text.slice(node.span.start, node.span.end).includes(',')
  );
}

function holdsCut(text: string, node: Node): node is Collection {
  if (node.kind === 'scalar' || !isFlow(text, node)) return false;
  const held = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
  return held.some(
    (each) => isCut(text, each) || holdsCut(text, each) || (isPair(text, each) && pairHoldsCut(text, each)),
  );
}

/** `[a: b]`: a map of one entry without braces of its own. */
function isPair(text: string, node: Node): node is MapNode {
  return node.kind === 'map' && !isFlow(text, node);
}

function pairHoldsCut(text: string, node: MapNode): boolean {
  return node.entries.some(({ value }) => isCut(text, value) || holdsCut(text, value));
}

/** A collection as lines, each indented; comments inside it before or behind the entries that they belong to. */
function written(text: string, remarks: readonly Span[], node: Collection, indent: number): string {
  const pad = ' '.repeat(indent);
  const lines: string[] = [];
  const inside = remarks.filter(({ start }) => start >= node.span.start && start < node.span.end);
  const textOf = ({ start, end }: Span) => text.slice(start, end).trimEnd();
  let told = 0;
  const tellUntil = (offset: number) => {
    for (; told < inside.length; told += 1) {
      const remark = inside[told];
      if (remark === undefined || remark.start >= offset) return;
      lines.push(pad + textOf(remark));
    }
  };
  const skipUntil = (offset: number) => {
    while ((inside[told]?.start ?? Number.POSITIVE_INFINITY) < offset) told += 1;
  };
  const behind = (offset: number) => {
    const remark = inside[told];
    if (remark === undefined || !/^[ \t]*,?[ \t]*$/.test(text.slice(offset, remark.start))) return '';
    told += 1;
    return ` ${textOf(remark)}`;
  };

  /** A value behind its key or dash. */
  const after = (value: Node, under: number): string => {
    if (holdsCut(text, value)) {
      skipUntil(value.span.end);
      return `\n${written(text, remarks, value, under)}`;
    }
    if (isCut(text, value)) {
      tellUntil(value.span.end);
      const words = withoutRemarks(text, value.span, inside);
      return ` ${words.replace(/\s+/g, ' ').trim()}`;
    }
    skipUntil(value.span.end);
    const kept = text.slice(value.span.start, value.span.end);
    return kept === '' ? '' : ` ${kept.replace(/\n[ \t]*/g, `\n${' '.repeat(under + STEP)}`)}`;
  };
  const entry = ({ keySpan, optional, value }: Entry, under: number): string => {
    const key = text.slice(keySpan.start, keySpan.end + (optional ? 1 : 0));
    return `${key}:${after(value, under)}`;
  };

  if (node.kind === 'map') {
    for (const each of node.entries) {
      tellUntil(each.keySpan.start);
      const line = entry(each, indent + STEP);
      lines.push(pad + line + behind(each.value.span.end));
    }
  } else {
    for (const item of node.items) {
      tellUntil(item.span.start);
      const [only] = isPair(text, item) ? item.entries : [];
      const line = only ? ` ${entry(only, indent + 2 * STEP)}` : after(item, indent + STEP);
      lines.push(`${pad}- ${line.trimStart()}${behind(item.span.end)}`);
    }
  }
  tellUntil(node.span.end);
  return lines.join('\n');
}

function withoutRemarks(text: string, { start, end }: Span, remarks: readonly Span[]): string {
  let at = start;
  let words = '';
  for (const remark of remarks) {
    if (remark.start < start || remark.start >= end) continue;
    words += text.slice(at, remark.start);
    at = Math.min(end, remark.end);
  }
  return words + text.slice(at, end);
}
