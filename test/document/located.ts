import { expect } from 'vitest';
import { readDocument, validateDocument } from '../../compiler/document/index.ts';
import type { Diagnostic, TextEdit } from '../../schema/index.ts';

export type Kind = 'program' | 'tests' | 'scenario' | 'mapping';

/** Everything found in a document, reading and shape. */
export function findings(text: string, kind?: Kind): readonly Diagnostic[] {
  const { root, diagnostics } = readDocument(text);
  return [...diagnostics, ...(root !== undefined && kind !== undefined ? validateDocument(root, kind) : [])];
}

/** Codes with the text that they point at: places are told by their snippet, not counted. */
export function located(text: string, kind?: Kind): readonly (readonly [string, string])[] {
  return findings(text, kind).map(({ code, span }) => [code, text.slice(span.start, span.end)] as const);
}

export function applied(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((now, { span, text: put }) => now.slice(0, span.start) + put + now.slice(span.end), text);
}

/** What holds of every finding: it points into the file, speaks both languages, and not of our machinery. */
export function wellFormed(text: string, diagnostics: readonly Diagnostic[]) {
  for (const { code, span, message, help, title } of diagnostics) {
    expect(span.start, code).toBeGreaterThanOrEqual(0);
    expect(span.end, code).toBeGreaterThanOrEqual(span.start);
    expect(span.end, code).toBeLessThanOrEqual(text.length);
    expect(title.ja, code).not.toBe('');
    for (const words of [message.en, message.ja, help?.en ?? 'x', help?.ja ?? 'x']) {
      expect(words.trim(), code).not.toBe('');
      expect(words, code).not.toMatch(
        /\bundefined\b|\[object|schema|additionalProp|must (?:NOT )?(?:have|be|match)|\$ref/,
      );
    }
    expect(message.en, code).not.toMatch(/\.$/);
    expect(message.ja, code).not.toMatch(/。$/);
  }
}
