import { childOf, type Node } from '../compiler/index.ts';
import type { HistoryNotice } from '../runtime/index.ts';
import type { Diagnostic } from '../schema/index.ts';

/** The node at a path; where the path leaves the document, the last node that is there. */
function nodeAt(root: Node, path: readonly (string | number)[]): Node {
  let node = root;
  for (const step of path) {
    const next =
      typeof step === 'number' ? (node.kind === 'list' ? node.items[step] : undefined) : childOf(node, step);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

/** What does not fit between a mapping and its program, at its place in the mapping document. */
export function mappingFinding(root: Node, notice: HistoryNotice): Diagnostic {
  const { code, title, message, help, path } = notice;
  return {
    code,
    severity: 'error',
    span: nodeAt(root, path).span,
    title,
    message,
    ...(help && { help }),
    related: [],
  };
}
