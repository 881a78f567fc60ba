import { type MapNode, type Node, readDocument, type ScalarNode } from '../../compiler/index.ts';

/** A scalar of a document and the keys that lead to it. */
export interface Placed {
  readonly path: readonly string[];
  readonly scalar: ScalarNode;
}

function* below(node: Node, path: readonly string[]): Generator<Placed> {
  if (node.kind === 'scalar') yield { path, scalar: node };
  else if (node.kind === 'list')
    for (const [index, item] of node.items.entries()) yield* below(item, [...path, String(index)]);
  else for (const { key, value } of node.entries) yield* below(value, [...path, key]);
}

/** Every scalar of a document, in its order. */
export function scalarsOf(source: string): readonly Placed[] {
  const root: MapNode | Node | undefined = readDocument(source).root;
  return root === undefined ? [] : [...below(root, [])];
}

/** Whether a path pattern (`*` = any key or position) leads to a place. */
export function leadsTo(pattern: string, { path }: Placed): boolean {
  const keys = pattern.split('.');
  return keys.length === path.length && keys.every((key, index) => key === '*' || key === path[index]);
}
