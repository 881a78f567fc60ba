import type { Diagnostic, Plan, Span } from '../../schema/index.ts';

/** The documents that are open in the editor. */
export const DOCUMENTS = ['program', 'tests', 'scenario'] as const;
export type DocumentKind = (typeof DOCUMENTS)[number];
export type Documents = Readonly<Record<DocumentKind, string>>;

/** A place in one of the documents. */
export interface Place {
  readonly document: DocumentKind;
  readonly span: Span;
}

/** What is found in every document after an edit: the same as by the command. */
export interface Inspected {
  readonly diagnostics: Readonly<Record<DocumentKind, readonly Diagnostic[]>>;
  /** Missing where the program has an error. */
  readonly plan: Plan | undefined;
  readonly millis: number;
}

/**
 * What the page asks of the language service, a worker that reads the documents of the editor however broken they are right now,
 * and what it answers. Every request carries the documents as they are, so that an answer is never about other ones.
 */
export interface LanguageCalls {
  readonly inspect: { readonly ask: { readonly documents: Documents }; readonly answer: Inspected };
  /** The program as a module; undefined where it has an error. */
  readonly module: { readonly ask: { readonly program: string }; readonly answer: Uint8Array | undefined };
}

export type LanguageCall = keyof LanguageCalls;

export type LanguageRequest = {
  readonly [K in LanguageCall]: {
    readonly kind: K;
    readonly number: number;
    readonly ask: LanguageCalls[K]['ask'];
  };
}[LanguageCall];

export type LanguageAnswer =
  | { readonly kind: 'answer'; readonly number: number; readonly answer: unknown }
  /** A fault of ours, in the words of the machine. */
  | { readonly kind: 'fault'; readonly number: number; readonly reason: string };
