import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readDocument } from '../../compiler/document/index.ts';
import { sketchDocument } from '../../compiler/document/sketch.ts';
import type { Node } from '../../compiler/index.ts';

const programs = new URL('../../programs/', import.meta.url);
const files = readdirSync(programs, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

/** A node without its functions: every key, text and place. */
function plain(node: Node): unknown {
  switch (node.kind) {
    case 'map':
      return {
        map: node.entries.map(({ key, keySpan, optional, value }) => ({
          key,
          keySpan,
          optional,
          value: plain(value),
        })),
        span: node.span,
      };
    case 'list':
      return { list: node.items.map(plain), span: node.span };
    case 'scalar':
      return {
        text: node.text,
        style: node.style,
        span: node.span,
        places: Array.from({ length: node.text.length + 1 }, (_, index) => node.at(index)),
      };
  }
}

// Otherwise completion, rename and the outline would speak of another document than the compiler.
it.each(files)('a whole document is sketched as it is read: %s', (name) => {
  const text = readFileSync(new URL(name, programs), 'utf8');
  const { root } = readDocument(text);
  expect(root).toBeDefined();
  if (root !== undefined) expect(plain(sketchDocument(text))).toEqual(plain(root));
});
