import type { Completion, Finding } from '../../compiler/index.ts';
import type { ReportFigures, Reviewed, TestsReport } from '../../report/index.ts';
import type { Localized, Plan, Span, TextEdit } from '../../schema/index.ts';
import type { Desk, DeskRequest } from '../desk/index.ts';

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
  readonly diagnostics: Readonly<Record<DocumentKind, readonly Finding[]>>;
  /** Missing where the program has an error. */
  readonly plan: Plan | undefined;
  readonly aim: Aim;
  readonly millis: number;
}

/** What a program is for: words of the document that no plan needs. */
export interface Aim {
  readonly purpose: Localized | undefined;
  /** As it is written: `every 6 months`. */
  readonly revisit: string | undefined;
}

/** A place of the cursor, with the documents as they are. */
export interface At {
  readonly documents: Documents;
  readonly document: DocumentKind;
  readonly offset: number;
}

/**
 * What the page asks of the language service, a worker that reads the documents of the editor however broken they are right now,
 * and what it answers. Every request carries the documents as they are, so that an answer is never about other ones.
 */
export interface LanguageCalls {
  readonly inspect: { readonly ask: { readonly documents: Documents }; readonly answer: Inspected };
  readonly complete: { readonly ask: At; readonly answer: readonly Completion[] };
  /** Edits that lay a document out; undefined where it cannot be read. */
  readonly format: {
    readonly ask: { readonly document: DocumentKind; readonly documents: Documents };
    readonly answer: readonly TextEdit[] | undefined;
  };
  /** Runs the tests; undefined where the program has an error. */
  readonly tests: {
    readonly ask: { readonly documents: Documents };
    readonly answer: TestsReport | undefined;
  };
  /** Reviews the program, with the figures of a run where there are any; undefined where it has an error. */
  readonly review: {
    readonly ask: { readonly program: string; readonly figures: ReportFigures | undefined };
    readonly answer: Reviewed | undefined;
  };
  /** Looks at dropped files and at their mapping. */
  readonly desk: {
    readonly ask: { readonly plan: Plan; readonly request: DeskRequest };
    readonly answer: Desk;
  };
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
