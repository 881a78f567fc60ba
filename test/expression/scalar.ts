import type { ScalarNode } from '../../compiler/document/index.ts';
import type { Diagnostic, Span, TextEdit } from '../../schema/index.ts';

/** A plain scalar that is the whole file: offsets in its text are offsets in the file. */
export function scalarOf(text: string, style: ScalarNode['style'] = 'plain'): ScalarNode {
  return { kind: 'scalar', text, style, span: { start: 0, end: text.length }, at: (index) => index };
}

export function sliceOf(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}

/** The text after the edits of a diagnostic's fix; undefined when it offers none. */
export function mended(text: string, diagnostic: Diagnostic): string | undefined {
  if (diagnostic.fix === undefined) return undefined;
  const last = (a: TextEdit, b: TextEdit) => b.span.start - a.span.start;
  return [...diagnostic.fix.edits]
    .sort(last)
    .reduce((done, edit) => done.slice(0, edit.span.start) + edit.text + done.slice(edit.span.end), text);
}

/** Anything without its spans, for comparing trees. A clause `before this` is nothing but its span: yes. */
export function spanless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spanless);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'span')
      .map(([key, inner]) => [key, key === 'beforeThis' ? inner !== undefined : spanless(inner)]),
  );
}
