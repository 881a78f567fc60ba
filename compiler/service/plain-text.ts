import type { ScalarNode } from '../document/index.ts';

/** Text that stands in no document, to be read as an expression. */
export function plainText(text: string): ScalarNode {
  return {
    kind: 'scalar',
    text,
    style: 'plain',
    span: { start: 0, end: text.length },
    at: (index) => Math.min(index, text.length),
  };
}
