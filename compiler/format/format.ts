import type { Result, TextEdit } from '../../schema/index.ts';
import { readDocument } from '../document/index.ts';
import { withBlocks } from './blocks.ts';
import { editsBetween } from './edits.ts';
import { layOut } from './lay-out.ts';

/** A document as it should be written, and how to come to it from what was written. */
export interface Formatted {
  readonly text: string;
  /** In order, none over another; none at all where nothing is to change. */
  readonly edits: readonly TextEdit[];
}

/** Findings that leave no doubt about what stands where. */
const HARMLESS: ReadonlySet<string> = new Set(['comma-in-braces', 'duplicate-key', 'null-value']);

/**
 * Writes a document (program, tests, scenario or mapping) as all are written: two spaces a level, at most one blank line
 * in a row, nothing behind a line's end. Lines stay the lines that they were and comments stay beside what they are
 * about; only what stands in braces around an expression with a comma is written in lines. What cannot be read for
 * certain is refused, with the findings that say why.
 */
export function formatDocument(source: string): Result<Formatted> {
  const { root, diagnostics } = readDocument(source);
  const doubts = diagnostics.filter(({ code, severity }) => severity === 'error' && !HARMLESS.has(code));
  if (root === undefined || doubts.length > 0) return { value: undefined, diagnostics };
  const cut = diagnostics.some(({ code }) => code === 'comma-in-braces');
  const text = layOut(cut ? unfolded(source) : source);
  return { value: { text, edits: editsBetween(source, text) }, diagnostics: [] };
}

/** The text with blocks where a comma asks for them. */
function unfolded(source: string): string {
  const text = source.replaceAll('\r\n', '\n');
  const { root } = readDocument(text);
  const lines = root === undefined ? text : withBlocks(text, root);
  return source.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines;
}
