import type { Node } from '../compiler/index.ts';
import type { HistoryNotice } from '../runtime/index.ts';
import type { Diagnostic, Span } from '../schema/index.ts';

/** What stands for a node: all of a value, the name before entries, and for entries of a list the first name in them. */
function spanOf(node: Node, nameBefore: Span | undefined): Span {
  if (node.kind === 'scalar') return node.span;
  const first = node.kind === 'map' ? node.entries[0]?.keySpan : undefined;
  return nameBefore ?? first ?? node.span;
}

/** The place at a path; where the path leaves the document, that of the last node that is there. */
function spanAt(root: Node, path: readonly (string | number)[]): Span {
  let node = root;
  let span = spanOf(root, undefined);
  for (const step of path) {
    const entry = node.kind === 'map' ? node.entries.find(({ key }) => key === String(step)) : undefined;
    const item = typeof step === 'number' && node.kind === 'list' ? node.items[step] : undefined;
    const next = entry?.value ?? item;
    if (next === undefined) return span;
    span = spanOf(next, entry?.keySpan);
    node = next;
  }
  return span;
}

/** What does not fit between a mapping and its program, at its place in the mapping document. */
export function mappingFinding(root: Node, notice: HistoryNotice): Diagnostic {
  const { code, title, message, help, path } = notice;
  return {
    code,
    severity: 'error',
    span: spanAt(root, path),
    title,
    message,
    ...(help && { help }),
    related: [],
  };
}
