import { describe, expect, it } from 'vitest';
import { formatDocument } from '../../compiler/format/index.ts';
import { readDocument, toData } from '../../compiler/index.ts';
import { commentsOf, documents, examples, meaningOf } from './documents.ts';
import { applied } from './edited.ts';

/** The data of a document as text; undefined where it cannot be read. */
function dataOf(text: string): string | undefined {
  const { root } = readDocument(text);
  return root && JSON.stringify(toData(root));
}

describe('every document of the project', () => {
  it.each(documents())('$name is left as its designer wrote it', ({ text }) => {
    expect(formatDocument(text)).toEqual({ value: { text, edits: [] }, diagnostics: [] });
  });
});

describe('every example of the documentation that can be read', () => {
  const readable = examples().flatMap((example) => {
    const formatted = formatDocument(example.text).value;
    return formatted === undefined ? [] : [{ ...example, formatted }];
  });

  it('is most of them', () => {
    expect(readable.length).toBeGreaterThan(examples().length * 0.8);
  });

  it.each(readable)('$name keeps its meaning and its comments, and is done after one time', (example) => {
    const { text, formatted } = example;
    expect(formatDocument(formatted.text).value).toEqual({ text: formatted.text, edits: [] });
    expect(commentsOf(formatted.text)).toEqual(commentsOf(text));
    expect(dataOf(formatted.text)).toBe(dataOf(text));
    expect(meaningOf(formatted.text)).toBe(meaningOf(text));
    expect(applied(text, formatted.edits)).toBe(formatted.text);
  });
});
