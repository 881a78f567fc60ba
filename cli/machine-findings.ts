import type { Diagnostic, Language, Localized, Span } from '../schema/index.ts';
import { fileAt, positionOf, type SourceText } from './terminal/index.ts';

interface JsonPlace {
  /** Where a scenario was checked with its program: which of the two. */
  readonly file?: string;
  readonly start: { readonly line: number; readonly column: number; readonly offset: number };
  readonly end: { readonly line: number; readonly column: number; readonly offset: number };
}

/** A finding for other programs: both languages, lines and columns from 1, offsets in UTF-16 units from 0. */
export interface JsonFinding extends JsonPlace {
  readonly code: string;
  readonly severity: string;
  readonly title: Localized;
  readonly message: Localized;
  readonly label?: Localized;
  readonly help?: Localized;
  readonly related: readonly (JsonPlace & { readonly message: Localized })[];
  readonly fix?: {
    readonly title: Localized;
    readonly edits: readonly (JsonPlace & { readonly text: string })[];
  };
}

function place(source: SourceText, { start, end }: Span): JsonPlace {
  const file = fileAt(source, start);
  const base = file?.start ?? 0;
  return {
    ...(file && { file: file.path }),
    start: { ...positionOf(source, start), offset: start - base },
    end: { ...positionOf(source, end), offset: end - base },
  };
}

export function jsonFindings(source: SourceText, diagnostics: readonly Diagnostic[]): readonly JsonFinding[] {
  return diagnostics.map(({ code, severity, span, title, message, label, help, related, fix }) => ({
    code,
    severity,
    ...place(source, span),
    title,
    message,
    ...(label && { label }),
    ...(help && { help }),
    related: related.map((each) => ({ ...place(source, each.span), message: each.message })),
    ...(fix && {
      fix: {
        title: fix.title,
        edits: fix.edits.map((edit) => ({ ...place(source, edit.span), text: edit.text })),
      },
    }),
  }));
}

const escapeText = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string) => escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const LEVEL = { error: 'error', warning: 'warning', hint: 'notice' } as const;

/** A finding as a workflow command of GitHub Actions, which shows it at its line in the change. */
export function githubLine(
  file: string,
  source: SourceText,
  diagnostic: Diagnostic,
  language: Language,
): string {
  const { code, severity, span, title, message, help } = diagnostic;
  const start = positionOf(source, span.start);
  const end = positionOf(source, span.end);
  const name = language === 'ja' ? `${title.ja} ${code}` : code;
  const properties = {
    file: fileAt(source, span.start)?.path ?? file,
    line: String(start.line),
    endLine: String(end.line),
    // GitHub takes columns only for a place within one line.
    ...(start.line === end.line && { col: String(start.column), endColumn: String(end.column) }),
    title: name,
  };
  const listed = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  const text = help === undefined ? message[language] : `${message[language]}\n${help[language]}`;
  return `::${LEVEL[severity]} ${listed.join(',')}::${escapeText(text)}`;
}
