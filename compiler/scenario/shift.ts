import type { Diagnostic, Span } from '../../schema/index.ts';
import type { Node } from '../document/index.ts';

function shiftSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** A node as it stands in a text in which its own begins at `by`. */
export function shiftNode<N extends Node>(node: N, by: number): N;
export function shiftNode(node: Node, by: number): Node {
  const span = shiftSpan(node.span, by);
  switch (node.kind) {
    case 'scalar':
      return { ...node, span, at: (index) => node.at(index) + by };
    case 'list':
      return { ...node, span, items: node.items.map((item) => shiftNode(item, by)) };
    case 'map':
      return {
        ...node,
        span,
        entries: node.entries.map((entry) => ({
          ...entry,
          keySpan: shiftSpan(entry.keySpan, by),
          value: shiftNode(entry.value, by),
        })),
      };
  }
}

/** A finding, with everything that it points to, in a text in which its own begins at `by`. */
export function shiftDiagnostic(diagnostic: Diagnostic, by: number): Diagnostic {
  const { span, related, fix } = diagnostic;
  return {
    ...diagnostic,
    span: shiftSpan(span, by),
    related: related.map((place) => ({ ...place, span: shiftSpan(place.span, by) })),
    ...(fix && {
      fix: { ...fix, edits: fix.edits.map((edit) => ({ ...edit, span: shiftSpan(edit.span, by) })) },
    }),
  };
}
