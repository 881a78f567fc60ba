import type { Span } from '../../schema/index.ts';
import type { Entry, Node } from './node.ts';

/** A node found by the path of a schema finding, and how a person would name it. */
export interface Place {
  readonly node: Node;
  /** The entry that holds it; undefined for the document itself and items of a list. */
  readonly entry: Entry | undefined;
  /** Names from the top; positions in lists are left out. */
  readonly names: readonly string[];
  /** The key to point at when something is missing inside: its own, or that of the nearest map above. */
  readonly keySpan: Span;
}

/** How the data names an entry: an optional one with its mark. */
export function dataKey(entry: Entry): string {
  return entry.optional ? `${entry.key}?` : entry.key;
}

function firstKey(node: Node): Span {
  const first = node.kind === 'map' ? node.entries[0]?.keySpan : undefined;
  return first ?? { start: node.span.start, end: Math.min(node.span.end, node.span.start + 1) };
}

/** Follows a JSON Pointer; stops where the document does. */
export function placeOf(root: Node, pointer: string): Place {
  let place: Place = { node: root, entry: undefined, names: [], keySpan: firstKey(root) };
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const { node, names } = place;
    if (node.kind === 'map') {
      const entry = node.entries.find((each) => dataKey(each) === key);
      if (entry === undefined) return place;
      place = { node: entry.value, entry, names: [...names, entry.key], keySpan: entry.keySpan };
    } else if (node.kind === 'list') {
      const item = node.items[Number(key)];
      if (item === undefined) return place;
      place = { node: item, entry: undefined, names, keySpan: firstKey(item) };
    }
  }
  return place;
}
