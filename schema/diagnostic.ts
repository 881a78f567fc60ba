/** Text in both languages of the product; neither may be empty. */
export interface Localized {
  readonly en: string;
  readonly ja: string;
}

export type Language = keyof Localized;

/** Half-open range of UTF-16 offsets into the text of one file; lines and columns are made where they are shown. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Severity = 'error' | 'warning' | 'hint';

/** One replacement that mends the place of a diagnostic; `span` is in the same file as the diagnostic. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  readonly title: Localized;
  readonly edits: readonly TextEdit[];
}

/** A second place that explains the first one (`note:`). */
export interface RelatedPlace {
  readonly span: Span;
  readonly message: Localized;
}

/** One finding about one file. `code` is stable for ever and has a page under `docs/diagnostics/`. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  /** Short name of the code in words, e.g. `単位の不一致`; the code itself in English. */
  readonly title: Localized;
  /** One sentence, lower case, no full stop. */
  readonly message: Localized;
  /** What to do, as an action. */
  readonly help?: Localized;
  /** Words beside the carets. */
  readonly label?: Localized;
  readonly related: readonly RelatedPlace[];
  readonly fix?: Fix;
}

/** What a stage yields: a value, when one could be made, beside everything found on the way. Throwing is a bug of ours. */
export interface Result<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}
