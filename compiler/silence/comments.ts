import { Parser } from 'yaml';
import type { Span } from '../../schema/index.ts';

/** A comment, with its number sign. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
}

/** Every comment of a document; a number sign inside a value is none. */
export function commentsIn(text: string): readonly Comment[] {
  const found: Comment[] = [];
  // Without recursion: a document may be nested as deep as it is long.
  const stack: unknown[] = [...new Parser().parse(text)];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (Array.isArray(top)) {
      for (const each of top) if (each !== undefined && each !== null) stack.push(each);
      continue;
    }
    if (typeof top !== 'object' || top === null) continue;
    if ('type' in top && top.type === 'comment' && 'offset' in top && 'source' in top) {
      const { offset, source } = top;
      if (typeof offset === 'number' && typeof source === 'string')
        found.push({ text: source, span: { start: offset, end: offset + source.length } });
      continue;
    }
    for (const part of Object.values(top)) if (typeof part === 'object' && part !== null) stack.push(part);
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}
