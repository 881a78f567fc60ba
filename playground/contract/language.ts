import type { Completion, Finding, Hover, OutlineItem, Renaming, Subject } from '../../compiler/index.ts';
import type { ReportFigures, Reviewed, TestsReport } from '../../report/index.ts';
import type { Day, Localized, Plan, ResponseModel, Span, TextEdit } from '../../schema/index.ts';
import type { Desk, DeskRequest } from './desk.ts';

/** The documents that are open in the editor. */
export const DOCUMENTS = ['program', 'tests', 'scenario'] as const;
export type DocumentKind = (typeof DOCUMENTS)[number];
export type Documents = Readonly<Record<DocumentKind, string>>;

/** A place in one of the documents. */
export interface Place {
  readonly document: DocumentKind;
  readonly span: Span;
}

/** What is found in a program: the same as by the command. */
export interface Inspected {
  readonly diagnostics: readonly Finding[];
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

/** One of the documents, with the others as they are. */
export interface OfDocument {
  readonly documents: Documents;
  readonly document: DocumentKind;
}

/** A name that can be given anew, or why there is none. */
export type Renamable = { readonly span: Span; readonly name: string } | { readonly reason: Localized };

/** Which estimate of a scenario is meant. */
export type EstimateOf = { readonly kind: 'margin' } | { readonly kind: 'assumption'; readonly name: string };

/** What a scenario says, before anything is run. */
export interface ScenarioRead {
  readonly title: Localized | undefined;
  /** Undefined where it states no response. */
  readonly model: ResponseModel | undefined;
  /** The program's text with the changes in it, where that can be written without touching anything else. */
  readonly changed: string | undefined;
}

/**
 * What the page asks of the language service, a worker that reads the documents of the editor however broken they are right now,
 * and what it answers. Every request carries the documents as they are, so that an answer is never about other ones.
 */
export interface LanguageCalls {
  readonly inspect: { readonly ask: { readonly documents: Documents }; readonly answer: Inspected };
  /** What is found in a document, with its fixes. */
  readonly findings: { readonly ask: OfDocument; readonly answer: readonly Finding[] };
  readonly complete: { readonly ask: At; readonly answer: readonly Completion[] };
  /** What the word at a place is. */
  readonly hover: {
    readonly ask: At;
    readonly answer: { readonly hover: Hover | undefined; readonly subject: Subject | undefined };
  };
  /** What figures can be shown about: the name at a place, else the entry that it stands in. */
  readonly subject: { readonly ask: At; readonly answer: Subject | undefined };
  readonly definition: { readonly ask: At; readonly answer: readonly Place[] };
  readonly references: { readonly ask: At; readonly answer: readonly Place[] };
  readonly renamable: { readonly ask: At; readonly answer: Renamable };
  readonly rename: { readonly ask: At & { readonly newName: string }; readonly answer: Renaming };
  readonly outline: { readonly ask: OfDocument; readonly answer: readonly OutlineItem[] };
  /** Edits that lay a document out; undefined where it cannot be read. */
  readonly format: {
    readonly ask: OfDocument;
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
  /** The scenario as it stands; undefined where it, or the program with its changes, has errors. */
  readonly scenario: {
    readonly ask: { readonly documents: Documents };
    readonly answer: ScenarioRead | undefined;
  };
  /** The scenario with another likely value of an estimate, a share; undefined where it has no such estimate. */
  readonly adjust: {
    readonly ask: { readonly scenario: string; readonly of: EstimateOf; readonly share: number };
    readonly answer: string | undefined;
  };
  /** The scenario with its response from another day on; undefined where it states none. */
  readonly begin: {
    readonly ask: { readonly scenario: string; readonly from: Day };
    readonly answer: string | undefined;
  };
  /** A small scenario for the program, to begin with; undefined where the program has an error. */
  readonly starter: {
    readonly ask: { readonly program: string; readonly from: Day };
    readonly answer: string | undefined;
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
