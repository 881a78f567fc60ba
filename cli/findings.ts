import type { Diagnostic, Language } from '../schema/index.ts';
import { frame, type Output, type SourceFile, sourceText } from './terminal/index.ts';

/** Findings of one file, or of the files that a text is put together from, as code frames, in the order of the file, an empty line after each. */
export function printFindings(
  output: Output,
  language: Language,
  path: string,
  text: string,
  diagnostics: readonly Diagnostic[],
  files: readonly SourceFile[] = [],
): void {
  const source = sourceText(text, files);
  for (const diagnostic of inOrder(diagnostics)) {
    output.write(`${frame(path, source, diagnostic, { language, paint: output.paint })}\n\n`);
  }
}

export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
