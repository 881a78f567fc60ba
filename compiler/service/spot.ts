import type { Span } from '../../schema/index.ts';
import { type MapNode, type Node, type ScalarNode, sketchDocument } from '../document/index.ts';

/** Keys from the top; a number is a position in a list. */
export type Path = readonly (string | number)[];

/** Where somebody is writing. */
export type Spot =
  | {
      readonly kind: 'key';
      /** Of the map in which the key stands. */
      readonly path: Path;
      readonly map: MapNode;
      /** What stands before the cursor. */
      readonly written: string;
      readonly replace: Span;
      /** Whether a colon follows already. */
      readonly complete: boolean;
      /** Whether the map is in braces. */
      readonly braces: boolean;
    }
  | {
      readonly kind: 'value';
      readonly path: Path;
      readonly before: string;
      readonly after: string;
      readonly style: ScalarNode['style'];
      /** Place of the scalar's text before the cursor, sign by sign. */
      readonly at: (index: number) => number;
      /** Whether nothing but the value stands on the line, so that it may become the first key of a map. */
      readonly alone: boolean;
    };

/** A sign of no language, which no document holds. */
const MARK = '\uE000';

/**
 * The place in the document of a cursor: the text is read with a mark at the cursor, so that an empty place is one too.
 * Undefined in a comment. Offsets are those of the text without the mark.
 */
export function spotAt(text: string, offset: number): Spot | undefined {
  if (text.includes(MARK)) return undefined;
  const marked = `${text.slice(0, offset)}${MARK}${text.slice(offset)}`;
  return find(sketchDocument(marked), [], marked, offset);
}

function find(node: Node, path: Path, marked: string, offset: number): Spot | undefined {
  switch (node.kind) {
    case 'scalar':
      return node.text.includes(MARK) ? valueSpot(node, path, marked, offset) : undefined;
    case 'list':
      for (const [index, item] of node.items.entries()) {
        const found = find(item, [...path, index], marked, offset);
        if (found !== undefined) return found;
      }
      return undefined;
    case 'map':
      for (const { key, keySpan, value } of node.entries) {
        const mark = key.indexOf(MARK);
        if (mark >= 0)
          return {
            kind: 'key',
            path,
            map: { ...node, entries: node.entries.filter((entry) => entry.key !== key) },
            written: key.slice(0, mark),
            replace: { start: keySpan.start, end: Math.max(keySpan.start, keySpan.end - 1) },
            complete: /^\??[ \t]*:/.test(marked.slice(keySpan.end)),
            braces: marked[node.span.start] === '{',
          };
        const found = find(value, [...path, key], marked, offset);
        if (found !== undefined) return found;
      }
      return undefined;
  }
}

function valueSpot(node: ScalarNode, path: Path, marked: string, offset: number): Spot {
  const mark = node.text.indexOf(MARK);
  const line = marked.lastIndexOf('\n', offset - 1) + 1;
  return {
    kind: 'value',
    path,
    before: node.text.slice(0, mark),
    after: node.text.slice(mark + 1),
    style: node.style,
    at: (index) => Math.min(node.at(index), offset),
    alone: node.style === 'plain' && /^\s*(?:- +)*$/.test(marked.slice(line, node.span.start)),
  };
}
