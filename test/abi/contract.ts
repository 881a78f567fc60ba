// What docs/abi.md says, as types, written down a second time: the bare host must not lean on the project's own.

export type Value = bigint | number | string | boolean | object | undefined;
export type Fields = Readonly<Record<string, Value>>;

export interface Column {
  readonly name: string;
  readonly store: 'i64' | 'i32';
  readonly optional: boolean;
}

interface Lines {
  readonly name: string;
  readonly columns: readonly Column[];
}

export type Score =
  | { readonly kind: 'quantity'; readonly offset: number }
  | {
      readonly kind: 'fraction';
      readonly offset: number;
      readonly limbs: readonly [number, number];
      readonly denominator: number;
    };

export interface Manifest {
  readonly abi: number;
  readonly layout: {
    readonly words: readonly string[];
    readonly attributes: readonly Column[];
    readonly events: readonly (Lines & { readonly lines: readonly Lines[] })[];
  };
  readonly points: readonly { readonly name: string }[];
  readonly ladders: readonly { readonly name: string; readonly levels: readonly string[] }[];
  readonly rules: readonly string[];
  readonly rewards: readonly string[];
  readonly segments: readonly string[];
  readonly scores: readonly string[];
  readonly names: readonly string[];
  readonly faults: readonly { readonly start: number; readonly end: number }[];
  readonly rows: number;
  readonly outcomes: number;
  readonly outcome: {
    readonly bytes: number;
    readonly points: number;
    readonly ladders: number;
    readonly segments: number;
    readonly scores: readonly Score[];
  };
}

export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly begin: (until: number, firstMonth: number, months: number) => number;
  readonly reserve: (bytes: number) => number;
  readonly load: (table: number) => void;
  readonly run: (from: number, to: number) => number;
  readonly rerun: (member: number, steps: number) => void;
  readonly taken: () => void;
  readonly member: { readonly value: number };
  readonly working: { readonly value: number };
  readonly fault: { value: number };
  readonly cause: { readonly value: number };
  readonly at: { readonly value: bigint };
  readonly steps: { readonly value: number };
}

/** A member as the reader of histories gives it: words as text, quantities at their scale. */
export interface Member {
  readonly member: string;
  readonly enrolled: number;
  readonly attributes: Fields;
  readonly events: readonly {
    readonly type: string;
    readonly id: string;
    readonly at: number;
    readonly fields: Fields;
    readonly of: string | undefined;
  }[];
}

export type Cell = bigint | number | string | null;

/** What a host decodes: rows as the ledger has them, one list of cells for each outcome and each stop. */
export interface Replay {
  readonly rows: (readonly Cell[])[];
  readonly outcomes: (readonly Cell[])[];
  readonly errors: (readonly Cell[])[];
}
