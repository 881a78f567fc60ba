import type {
  ComparisonFigures,
  DensityCell,
  FigureRow,
  Life,
  ReportFigures,
  Why,
} from '../../report/index.ts';
import type { ScenarioFigures } from '../../runtime/index.ts';
import type {
  Day,
  Diagnostic,
  HistoryEvent,
  Localized,
  Plan,
  RejectedRow,
  ResponseModel,
} from '../../schema/index.ts';

/**
 * What the page asks of the engine: a worker that holds one history as columns, dealt out to threads, and replays programs over it.
 * Every request carries a number; its answers carry the same one. Everything is plain data.
 */

/** A file as the engine reads it, piece by piece: a `File` or a `Blob` of the browser, whose bytes stay where they are. */
export interface HistoryFile {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Where a history comes from. */
export type HistorySpec =
  | {
      readonly kind: 'generated';
      /** The program whose customers are made up; not changed by later edits, so that a history stays what it is. */
      readonly program: string;
      readonly events: number;
      readonly seed: number;
    }
  | {
      readonly kind: 'files';
      readonly files: readonly HistoryFile[];
      /** A mapping document; undefined: the files are in the native form. */
      readonly mapping: string | undefined;
    };

/** Which version of the program. */
export type Side = 'base' | 'candidate';

/** A text and how it is called. */
export interface Version {
  readonly label: string;
  readonly text: string;
}

/** What reading a history came to. */
export interface HistorySummary {
  readonly members: number;
  readonly events: number;
  readonly rows: number;
  readonly accepted: number;
  /** Rows that could not be used: how many per reason, and the first of them. */
  readonly rejected: number;
  readonly reasons: readonly { readonly code: string; readonly reason: Localized; readonly count: number }[];
  readonly firstRejected: readonly RejectedRow[];
  readonly ignored: readonly { readonly type: string; readonly count: number }[];
  readonly warnings: readonly Localized[];
  readonly firstDay: Day | undefined;
  readonly lastDay: Day | undefined;
  readonly millis: number;
}

/** An event that was added by hand to a member, to try things. */
export interface AddedEvent {
  readonly member: string;
  readonly event: HistoryEvent;
}

/** A column of the table of members. */
export interface MemberColumn {
  /** `member`, `enrolled`, `events`, `points:star:available`, `tier:status`, `score:economic`, `segment:loyal`, `change` … */
  readonly key: string;
  readonly title: Localized;
  /** How cells are written: `text` texts, `day` days, `level` index into `levels`, `quantity` integers at `scale`, `flag` 0 or 1. */
  readonly kind: 'text' | 'day' | 'level' | 'quantity' | 'flag';
  readonly scale: number;
  readonly unit: string | undefined;
  readonly levels: readonly string[];
}

/** Values stand in the order of the columns; a quantity of 64 bits is a bigint, a missing value undefined. */
export type MemberCell = string | number | bigint | undefined;

export interface MembersQuery {
  readonly side: Side;
  /** A condition in the program's own language, true of the members that are wanted; empty: all. */
  readonly filter: string;
  /** A class of the winners' and losers' histogram; see the comparison's `spread`. */
  readonly changeClass: number | undefined;
  /** A bar of a histogram: values from `low` on, below `high`, or up to it where `closed`. */
  readonly within:
    | { readonly column: string; readonly low: number; readonly high: number; readonly closed: boolean }
    | undefined;
  /** Who was ever reached by this rule or reward; a benefit leaves no rows that would tell. */
  readonly reachedBy: string | undefined;
  readonly sort: { readonly column: string; readonly descending: boolean } | undefined;
}

/** A condition that does not compile; places are in the text of the condition. */
export interface BrokenFilter {
  readonly kind: 'broken';
  readonly diagnostics: readonly Diagnostic[];
}

export interface MembersPage {
  readonly kind: 'page';
  readonly columns: readonly MemberColumn[];
  readonly total: number;
  readonly from: number;
  readonly rows: readonly (readonly MemberCell[])[];
}

export interface Histogram {
  readonly kind: 'histogram';
  readonly column: string;
  /** Bars from `low` (included) to `high` (not included, but for the last), or one per word. */
  readonly bars: readonly {
    readonly label: string | undefined;
    readonly low: number;
    readonly high: number;
    /** `high` is included. */
    readonly closed: boolean;
    readonly count: number;
  }[];
  /** Decimals and unit of `low` and `high`. */
  readonly scale: number;
  readonly unit: string | undefined;
  readonly missing: number;
}

/** What a replay came to, for one version. */
export interface VersionResult {
  readonly plan: Plan;
  readonly figures: ReportFigures;
}

/** How many members stand where between the three loyalties at the end, by `densityCell` of their scores. */
export interface LoyaltyDensity {
  /** Cells along each side of the triangle. */
  readonly parts: number;
  readonly cells: readonly { readonly at: DensityCell; readonly members: number }[];
  /** Without a score above 0: they stand nowhere. */
  readonly apart: number;
}

export interface ReplayResult {
  readonly base: VersionResult | undefined;
  readonly candidate: VersionResult;
  readonly comparison: ComparisonFigures | undefined;
  readonly members: number;
  readonly events: number;
  /** Until which day. */
  readonly until: Day;
  readonly millis: {
    readonly compile: number;
    readonly replay: number;
    readonly figures: number;
    readonly read: number;
  };
}

/** What a scenario came to. */
export type ScenarioAnswer =
  | {
      readonly kind: 'simulated';
      readonly base: Plan;
      readonly candidate: Plan;
      /** With the draws that were made; undefined where the scenario states no response. */
      readonly model: ResponseModel | undefined;
      readonly figures: ScenarioFigures;
      readonly rows: readonly FigureRow[];
      readonly until: Day;
      readonly members: number;
    }
  /** The response would begin after the last day of the history. */
  | { readonly kind: 'late'; readonly from: Day; readonly until: Day }
  /** The scenario, or the program with its changes, has errors: its tab says which. */
  | { readonly kind: 'broken' };

/** A member's history as the engine holds it, for explanations; `added` events are in it. */
export interface MemberWanted {
  readonly member: string;
  readonly side: Side;
  readonly added: readonly HistoryEvent[];
}

export type EngineRequest =
  /** Replaces the history. Progress, then `history` or `failed`. */
  | { readonly kind: 'open'; readonly number: number; readonly source: HistorySpec; readonly program: string }
  /**
   * Replays the candidate, and the base where there is one, over the history at hand; an earlier replay that is still running gives way.
   * The history is read again where the program reads it differently.
   */
  | {
      readonly kind: 'replay';
      readonly number: number;
      readonly candidate: Version;
      readonly base: Version | undefined;
      readonly added: readonly AddedEvent[];
    }
  | { readonly kind: 'cancel'; readonly number: number }
  | { readonly kind: 'columns'; readonly number: number; readonly side: Side }
  | {
      readonly kind: 'members';
      readonly number: number;
      readonly query: MembersQuery;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'histogram';
      readonly number: number;
      readonly query: MembersQuery;
      readonly column: string;
    }
  | { readonly kind: 'life'; readonly number: number; readonly wanted: MemberWanted }
  | {
      readonly kind: 'why';
      readonly number: number;
      readonly wanted: MemberWanted;
      readonly occasion: string;
    }
  /** Where members stand under what was replayed last: apart from it, so that figures need not wait for it. */
  | { readonly kind: 'density'; readonly number: number; readonly side: Side }
  | { readonly kind: 'rejects'; readonly number: number; readonly language: 'en' | 'ja' }
  /**
   * Simulates a scenario over the history at hand; an earlier one that is still running gives way, and so does any when a replay
   * begins. `draws`: fewer than the scenario states, for a quick look without a break-even; undefined: as stated.
   */
  | {
      readonly kind: 'scenario';
      readonly number: number;
      readonly program: string;
      readonly scenario: string;
      readonly draws: number | undefined;
    }
  /** The report of what was replayed last, with the comparison where there is a base, as one HTML document; `histories`: how the history is called in it. */
  | {
      readonly kind: 'report';
      readonly number: number;
      readonly language: 'en' | 'ja';
      readonly histories: readonly string[];
    };

export interface Progress {
  readonly stage: 'generating' | 'reading' | 'replaying' | 'simulating';
  readonly done: number;
  readonly total: number | undefined;
}

/** Why a request came to nothing. */
export type Refusal =
  /** The program of that side does not compile; the language service says why. */
  | { readonly why: 'broken'; readonly side: Side; readonly diagnostics: readonly Diagnostic[] }
  | { readonly why: 'cancelled' }
  | { readonly why: 'no-history' }
  | { readonly why: 'unreadable'; readonly reason: Localized; readonly help: Localized | undefined }
  /** A fault of ours, in the words of the machine. */
  | { readonly why: 'fault'; readonly reason: string };

/** What each request is answered with. */
export interface EngineAnswers {
  readonly open: HistorySummary;
  readonly replay: ReplayResult;
  readonly columns: readonly MemberColumn[];
  readonly members: MembersPage | BrokenFilter;
  readonly histogram: Histogram | BrokenFilter;
  /** Undefined: the history has no such member. */
  readonly life: Life | undefined;
  /** Undefined: the member's life has no such occasion. */
  readonly why: Why | undefined;
  /** Undefined: the program scores no loyalty. */
  readonly density: LoyaltyDensity | undefined;
  /** CSV. */
  readonly rejects: string;
  readonly scenario: ScenarioAnswer;
  /** HTML. */
  readonly report: string;
}

/** Kinds of requests that are answered; `cancel` has no answer of its own: what it cancels is refused. */
export type Asked = keyof EngineAnswers;

/** What the engine says. Each request gets any number of `progress`, then one `answer` or `refused`. */
export type EngineAnswer =
  /** A part of the engine died, and took with it what was replayed; the history is there again, or (`refusal`) could not be read again. */
  | { readonly kind: 'reopened'; readonly refusal: Refusal | undefined }
  | { readonly kind: 'progress'; readonly number: number; readonly progress: Progress }
  | {
      [Kind in Asked]: {
        readonly kind: 'answer';
        readonly of: Kind;
        readonly number: number;
        readonly answer: EngineAnswers[Kind];
      };
    }[Asked]
  | { readonly kind: 'refused'; readonly number: number; readonly refusal: Refusal };
