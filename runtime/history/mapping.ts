/** How the columns of a file become events: the mapping document (docs/mapping.md). */
export interface Mapping {
  readonly kizuna: 1;
  readonly mapping: string;
  readonly title?: string | { readonly en: string; readonly ja: string };
  readonly format: FileFormat;
  readonly delimiter?: string;
  readonly header?: YesNo;
  readonly skip?: number;
  readonly columns?: Columns;
  readonly encoding?: string;
  /** Zone of times without an offset; default: the program's. */
  readonly zone?: string;
  /** Tried in order; the first whose `when` holds decides what the row is. */
  readonly rows: readonly RowMapping[];
  readonly members?: MembersMapping;
}

export type FileFormat = 'csv' | 'fixed' | 'jsonl';
/** YAML 1.2 reads `yes` as text. */
export type YesNo = boolean | 'yes' | 'no';
export type Columns = readonly string[] | Readonly<Record<string, ColumnRange>>;

/** A column of a fixed-width file; `from` counts from 1. */
export interface ColumnRange {
  readonly from: number;
  readonly width: number;
}

/** Where a value stands, or what it always is. */
export interface ValueMapping {
  readonly column?: string;
  readonly is?: string | number | boolean;
  readonly words?: Readonly<Record<string, string | number | boolean>>;
  readonly negate?: YesNo;
  readonly decimal?: string;
  readonly thousands?: string;
  /** How a date or time is written; ISO 8601 without it. */
  readonly format?: string;
}

/** A time may stand in several columns, which are joined by a space. */
export interface TimeMapping {
  readonly column: string | readonly string[];
  readonly format?: string;
}

export interface ColumnMapping {
  readonly column: string;
}

export interface FindOriginal {
  readonly find: 'last';
  readonly event: string;
  /** Field of the original → field of this event; both must be equal. */
  readonly same?: Readonly<Record<string, string>>;
  /** Only originals of which enough is left. */
  readonly where_left?: 'covers';
}

export interface RowMapping {
  readonly when?: RowTest | readonly RowTest[];
  readonly ignore?: string;
  readonly event?: string;
  readonly id?: ColumnMapping;
  readonly member?: ColumnMapping;
  readonly at?: TimeMapping;
  readonly sequence?: ColumnMapping;
  readonly of?: ColumnMapping | FindOriginal;
  readonly fields?: Readonly<Record<string, ValueMapping>>;
  readonly lines?: Readonly<Record<string, Readonly<Record<string, ValueMapping>>>>;
  readonly group_by?: readonly string[];
}

/** What must be true of one column; several tests in one entry must all hold. */
export interface RowTest {
  readonly column: string;
  readonly is?: string | number | boolean;
  readonly is_not?: string | number | boolean;
  readonly in?: readonly (string | number | boolean)[];
  readonly starts_with?: string | number;
  readonly ends_with?: string | number;
  readonly contains?: string | number;
  readonly empty?: YesNo;
  readonly below?: number | string;
  readonly above?: number | string;
  readonly at_least?: number | string;
  readonly at_most?: number | string;
}

/** Attributes of members from a file of their own. */
export interface MembersMapping {
  readonly file: string;
  readonly format: FileFormat;
  readonly delimiter?: string;
  readonly header?: YesNo;
  readonly skip?: number;
  readonly columns?: Columns;
  readonly encoding?: string;
  readonly id: ColumnMapping;
  readonly enrolled?: TimeMapping;
  readonly attributes?: Readonly<Record<string, ValueMapping>>;
}

export function isYes(value: YesNo | undefined, otherwise: boolean): boolean {
  return value === undefined ? otherwise : value === true || value === 'yes';
}
