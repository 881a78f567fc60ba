import type { TextEdit } from '../../schema/index.ts';

/** A text with edits applied as an editor does: all places are of the text before. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  let at = 0;
  let result = '';
  for (const { span, text: words } of edits) {
    if (span.start < at) throw new Error('edits run over each other');
    result += text.slice(at, span.start) + words;
    at = span.end;
  }
  return result + text.slice(at);
}
