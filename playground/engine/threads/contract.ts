import type {
  ChunkTotals,
  Job,
  KeptOutcomes,
  MemberComparison,
  PurchaseFacts,
  RowFormat,
  RunTally,
  ScenarioTask,
  Ties,
  Yardstick,
} from '../../../runtime/index.ts';
import type { Day, MemberHistory, Plan, RejectedRow } from '../../../schema/index.ts';
import type { MemberCell } from '../../contract/index.ts';
import type { ColumnPlace, PlacedColumn } from '../members/columns.ts';

/** A version of a program, ready to be replayed. */
export interface SentVersion {
  /** Known by this number from now on; what it came to is kept under it. */
  readonly key: number;
  /** The reading of the history whose columns it takes. */
  readonly reading: number;
  readonly plan: Plan;
  readonly module: WebAssembly.Module;
}

/** A chunk of the history that a thread holds, and what reading it told. */
export interface PieceRead {
  readonly chunk: number;
  readonly members: number;
  readonly events: number;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: readonly RejectedRow[];
  readonly ignored: ReadonlyMap<string, number>;
  readonly ties: Ties;
  readonly firstEvent: Day | undefined;
  readonly firstDay: Day | undefined;
  readonly lastDay: Day | undefined;
}

/** A member as events that were added by hand make it: in place of the one who stands in a chunk. */
export interface Instead {
  readonly reading: number;
  readonly chunk: number;
  readonly place: number;
  /** A chunk of this member alone. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface GeneratorSetup {
  readonly plan: Plan;
  /** Tells which redemptions the program grants; undefined where it has no rewards. */
  readonly module: WebAssembly.Module | undefined;
  readonly seed: number;
  readonly from: Day;
  readonly until: Day;
  readonly format: RowFormat;
}

export interface ReplayAsked {
  readonly versions: readonly SentVersion[];
  /** Of what earlier replays came to, only this stays. */
  readonly keep: readonly number[];
  readonly until: Day;
  /** Of the versions that are replayed. */
  readonly instead: readonly Instead[];
  /** Both read the history alike; undefined: nothing is compared here. */
  readonly compare:
    | { readonly base: number; readonly candidate: number; readonly yardstick: Yardstick }
    | undefined;
}

export interface ReplayAnswer {
  /** Per version that was replayed, in their order; undefined where the thread holds nobody. */
  readonly totals: readonly (ChunkTotals | undefined)[];
  readonly comparison: MemberComparison | undefined;
}

/** What members of one chunk came to under a version, for whoever compares versions that read a history differently. */
export interface ChunkOutcomes {
  readonly chunk: number;
  readonly ids: readonly string[];
  readonly outcomes: KeptOutcomes;
}

/** Versions whose members are looked at, and by what they are compared. */
export interface MembersAsked {
  readonly key: number;
  readonly compared:
    | { readonly base: number; readonly candidate: number; readonly yardstick: Yardstick }
    | undefined;
}

/** A value of each member of a chunk as a number; NaN where there is none. */
export interface ChunkValues {
  readonly chunk: number;
  readonly values: Float64Array<ArrayBuffer>;
}

/** 1 for the members of a chunk of whom something is true. */
export interface ChunkFlags {
  readonly chunk: number;
  readonly flags: Uint8Array<ArrayBuffer>;
}

/** Members by their cell between the loyalties: {@link DENSITY_PARTS} places for each share, one behind the other. */
export interface DensityCounts {
  readonly counts: Int32Array<ArrayBuffer>;
  /** Without a score above 0. */
  readonly apart: number;
}

/** Jobs of a scenario. A thread knows one scenario at a time: the task comes with its first jobs, and its groups stay for the others. */
export interface ScenarioAsked {
  readonly key: number;
  readonly task: ScenarioTask | undefined;
  readonly readings: { readonly base: number; readonly candidate: number };
  /** Of both readings. */
  readonly instead: readonly Instead[];
  readonly jobs: readonly Job[];
}

/** What a job came to over the chunks of one thread. */
export interface JobSum {
  /** Undefined where the thread holds nobody. */
  readonly tally: RunTally | undefined;
  readonly touched: readonly number[];
  /** Members of each group, of a job that asks for them. */
  readonly groups: readonly number[];
}

/** What the engine asks of its threads. Each holds some chunks of the history, always the same. */
export interface ThreadCalls {
  /** Makes ready to make members up. */
  readonly generator: { readonly ask: GeneratorSetup; readonly answer: undefined };
  /** Makes a block of members up, and reads it as the first reading. */
  readonly make: {
    readonly ask: {
      readonly block: number;
      readonly first: number;
      readonly members: number;
      /** More rows are cut off. */
      readonly mostRows: number;
    };
    readonly answer: PieceRead;
  };
  /** Drops blocks that were made in vain. */
  readonly unmake: { readonly ask: { readonly blocks: readonly number[] }; readonly answer: undefined };
  /** Reads the rows of all blocks once more, as another program reads them. */
  readonly read: {
    readonly ask: { readonly reading: number; readonly plan: Plan };
    readonly answer: readonly PieceRead[];
  };
  /** Takes chunks of a reading, as bytes. */
  readonly take: {
    readonly ask: {
      readonly reading: number;
      readonly plan: Plan;
      readonly chunks: readonly { readonly chunk: number; readonly bytes: Uint8Array<ArrayBuffer> }[];
    };
    readonly answer: undefined;
  };
  /** These readings are no longer needed. */
  readonly drop: { readonly ask: { readonly readings: readonly number[] }; readonly answer: undefined };
  readonly replay: { readonly ask: ReplayAsked; readonly answer: ReplayAnswer };
  readonly outcomes: { readonly ask: { readonly key: number }; readonly answer: readonly ChunkOutcomes[] };
  readonly values: {
    readonly ask: MembersAsked & { readonly place: ColumnPlace };
    readonly answer: readonly ChunkValues[];
  };
  /** Cells of members of a chunk, row by row. */
  readonly cells: {
    readonly ask: MembersAsked & {
      readonly columns: readonly PlacedColumn[];
      readonly rows: readonly { readonly chunk: number; readonly members: readonly number[] }[];
    };
    readonly answer: readonly (readonly (readonly MemberCell[])[])[];
  };
  /** Of whom a segment is true on the last day, over the members of a version; `module`: its program with that segment in it. */
  readonly inSegment: {
    readonly ask: {
      readonly key: number;
      readonly module: WebAssembly.Module;
      readonly segment: number;
    };
    readonly answer: readonly ChunkFlags[];
  };
  /** Whom a rule or reward reached: its number among the rules, then the rewards. */
  readonly reached: {
    readonly ask: { readonly key: number; readonly source: number };
    readonly answer: readonly ChunkFlags[];
  };
  /** Runs jobs of a scenario over the chunks; answers in their order. */
  readonly scenario: { readonly ask: ScenarioAsked; readonly answer: readonly JobSum[] };
  /** How many members stand where between the loyalties under a version. */
  readonly density: { readonly ask: { readonly key: number }; readonly answer: DensityCounts };
  /** What members bought who did not stop under a version; undefined where the program does not say what a purchase is. */
  readonly purchases: {
    readonly ask: { readonly key: number };
    readonly answer: PurchaseFacts | undefined;
  };
  /** A member as the chunk holds it; undefined: not here, or not of this id. */
  readonly member: {
    readonly ask: { readonly reading: number; readonly member: string };
    readonly answer: MemberFound | undefined;
  };
}

/** A member and where it stands: as an object, or as a chunk of its own where the engine itself has the texts. */
export type MemberFound = { readonly chunk: number; readonly place: number } & (
  | { readonly kind: 'history'; readonly history: MemberHistory }
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
);

export type ThreadCall = keyof ThreadCalls;

/** To a thread. */
export type ToReplayThread =
  | {
      [Call in ThreadCall]: {
        readonly kind: 'ask';
        readonly number: number;
        readonly call: Call;
        readonly ask: ThreadCalls[Call]['ask'];
      };
    }[ThreadCall]
  | { readonly kind: 'cancel'; readonly number: number };

/** From a thread. */
export type FromReplayThread =
  | { readonly kind: 'progress'; readonly number: number; readonly events: number }
  | { readonly kind: 'done'; readonly number: number; readonly answer: ThreadCalls[ThreadCall]['answer'] }
  | { readonly kind: 'failed'; readonly number: number; readonly reason: string }
  | { readonly kind: 'cancelled'; readonly number: number };
