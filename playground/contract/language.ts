import type { Diagnostic, Language, Plan, Span } from '../../schema/index.ts';

/** The documents that are open in the editor. */
export type DocumentKind = 'program' | 'tests' | 'scenario';

export interface Documents {
  readonly program: string;
  readonly tests: string;
  readonly scenario: string;
}

/** Diagnostics of every document after one edit; the same as the command's. */
export interface Inspected {
  readonly diagnostics: Readonly<Record<DocumentKind, readonly Diagnostic[]>>;
  /** Missing where the program has an error. */
  readonly plan: Plan | undefined;
  readonly millis: number;
}

export interface Place {
  readonly document: DocumentKind;
  readonly span: Span;
}

/** A choice of the documents by the page's language, where only a text is wanted. */
export interface Asking {
  readonly language: Language;
}
