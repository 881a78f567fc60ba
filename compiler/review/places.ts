import type { Span } from '../../schema/index.ts';
import type { MapNode, Node } from '../document/index.ts';

/** Follows keys from the root of a program. */
function entryAt(root: MapNode, path: readonly string[]) {
  let node: Node | undefined = root;
  let found: MapNode['entries'][number] | undefined;
  for (const key of path) {
    found = node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
    node = found?.value;
  }
  return found;
}

/** Where the value under a path of keys stands; undefined when it is not written. */
export function valueAt(root: MapNode, ...path: readonly string[]): Node | undefined {
  return entryAt(root, path)?.value;
}

/** Where a key stands. */
export function keyAt(root: MapNode, ...path: readonly string[]): Span | undefined {
  return entryAt(root, path)?.keySpan;
}

/** Where something missing would be looked for: the first of these sections that is there, else the name of the program. */
export function sectionOr(root: MapNode, ...sections: readonly string[]): Span {
  for (const section of sections) {
    const span = keyAt(root, section);
    if (span !== undefined) return span;
  }
  return valueAt(root, 'program')?.span ?? { start: root.span.start, end: root.span.start + 1 };
}
