import type { Localized } from '../../schema/index.ts';
import type { Mapping } from '../history/index.ts';

/** How a file is cut into cells, in the words of a mapping document. */
export type SurveyLayout = Pick<Mapping, 'format' | 'delimiter' | 'header' | 'skip' | 'columns' | 'encoding'>;

/** What the values of a column look like. */
export type ColumnLook =
  | { readonly kind: 'empty' }
  /** Every format that reads all its values, the likeliest first; undefined is ISO 8601. `time`: a clock time stands in it. */
  | {
      readonly kind: 'moment';
      readonly formats: readonly (string | undefined)[];
      readonly time: boolean;
    }
  /** A time of day alone, to stand beside a date. */
  | { readonly kind: 'clock'; readonly format: string }
  | {
      readonly kind: 'number';
      /** Decimals that are not all zero, at most. */
      readonly decimals: number;
      readonly decimal: '.' | ',';
      readonly negatives: number;
      /** The sign or code of a currency that stands beside an amount. */
      readonly sign: string | undefined;
    }
  /** Mostly different values without a space, as numbers of members and receipts are. */
  | { readonly kind: 'id' }
  /** Few words that come again and again. */
  | { readonly kind: 'word' }
  | { readonly kind: 'text' }
  /** Lists or objects, which a mapping cannot read. */
  | { readonly kind: 'nested' };

export interface SurveyedColumn {
  readonly name: string;
  /** The first eight different values, shortened. */
  readonly samples: readonly string[];
  /** Of the rows looked at. */
  readonly empty: number;
  readonly filled: number;
  readonly distinct: number;
  /** All its values with their counts, the most frequent first, where they are few; empty where they are many. */
  readonly words: readonly { readonly text: string; readonly count: number }[];
  readonly look: ColumnLook;
}

/** What the beginning of a file shows. */
export interface Survey {
  readonly kind: 'columns';
  readonly file: string;
  readonly layout: SurveyLayout;
  /** It has the columns of the native form, so that it may need no mapping. */
  readonly native: boolean;
  /** Rows looked at, and whether they are all that there are. */
  readonly rows: number;
  readonly whole: boolean;
  readonly columns: readonly SurveyedColumn[];
  /** What a reader of the file should know: its encoding, lines above the header … */
  readonly notes: readonly Localized[];
  /** The cells of these rows, shortened, in the order of the columns. */
  readonly cells: readonly (readonly string[])[];
}

/** The rows of a sample, cut into columns. */
export interface CutSample {
  readonly layout: SurveyLayout;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly Localized[];
}

/** Why a file cannot be a history. */
export interface Refused {
  readonly kind: 'refused';
  readonly file: string;
  readonly code: string;
  readonly message: Localized;
  readonly help: Localized | undefined;
}

export type SurveyResult = Survey | Refused;

/** Rows looked at, at most. */
export const SURVEYED_ROWS = 4000;
/** So many bytes of a file are enough to survey it and to preview its mapping. */
export const SURVEYED_BYTES = 1 << 20;
/** And so many are read again at each choice. */
export const PREVIEWED_BYTES = 1 << 18;
