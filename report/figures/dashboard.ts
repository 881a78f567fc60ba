import type { MonthTotals } from '../../runtime/index.ts';
import type { Day, Fraction, Loyalty } from '../../schema/index.ts';

/** `unknown`: a target is stated, but the value is missing, because its denominator is 0. */
export type Verdict = 'met' | 'missed' | 'unknown' | 'none';

interface Counted {
  readonly reason: string;
  readonly count: number;
}

/** Totals of a points type over the run, and what is left at its end. */
interface PointsTotals {
  readonly issued: bigint;
  readonly used: bigint;
  readonly expired: bigint;
  readonly forfeited: bigint;
  readonly reversed: bigint;
  readonly debt: bigint;
}

interface KpiTrend {
  readonly name: string;
  readonly value: Fraction | undefined;
  readonly verdict: Verdict;
  /** One per month of the run. */
  readonly months: readonly (Fraction | undefined)[];
}

export interface SourceReport {
  readonly kind: 'rule' | 'reward' | 'benefit';
  readonly name: string;
  readonly builds: Loyalty | undefined;
  readonly times: bigint;
  /** Reached over the run. */
  readonly members: bigint;
  readonly cost: Fraction;
  /** Of the program's cost; missing where it costs nothing. */
  readonly share: Fraction | undefined;
  readonly months: readonly Fraction[];
}

/** Points of one age, counted in completed months since their lots were posted. */
export interface AgeReport {
  readonly from: number;
  /** Not included; missing for the oldest. */
  readonly until: number | undefined;
  readonly used: bigint;
  readonly expired: bigint;
  readonly forfeited: bigint;
  readonly outstanding: bigint;
}

/** Members by where they were (rows) and where they came to (columns). */
export interface MovesReport {
  /** From one observation to the next, all months added up. Without rows where nobody kept them. */
  readonly monthly: readonly (readonly bigint[])[];
  /** From a member's first observation to the run's end. */
  readonly overall: readonly (readonly bigint[])[];
}

interface LevelReport {
  readonly name: string;
  readonly members: number;
  readonly reached: bigint;
  readonly lapsed: bigint;
}

/** What a report of a run shows; money in the currency, points at the scale of their type. */
export interface ReportFigures {
  readonly until: Day;
  readonly history: {
    readonly first: Day | undefined;
    readonly rows: number;
    readonly accepted: number;
    readonly ignored: readonly Counted[];
    readonly rejected: readonly Counted[];
  };
  readonly members: number;
  readonly stopped: number;
  /** Members left out, besides. */
  readonly failed: number;
  readonly events: number;
  readonly points: readonly PointsTotals[];
  readonly segments: readonly {
    readonly name: string;
    readonly members: number;
    readonly joined: bigint;
    readonly left: bigint;
    /** Members at the end of each month. */
    readonly months: readonly bigint[];
  }[];
  /** Rows: new to the observation, in no segment, then the segments; columns, and the whole run, without the first. */
  readonly segmentMoves: MovesReport;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly trends: readonly KpiTrend[];
  readonly cost: Fraction;
  readonly sources: readonly SourceReport[];
  readonly books: readonly {
    readonly name: string;
    readonly outstanding: bigint;
    readonly liability: Fraction | undefined;
    readonly breakage: Fraction | undefined;
    /** The youngest first. */
    readonly ages: readonly AgeReport[];
  }[];
  readonly liability: Fraction | undefined;
  readonly ladders: readonly {
    readonly name: string;
    readonly levels: readonly LevelReport[];
    /** Rows: new to the observation, then the levels, the base first; over the whole run the levels only. */
    readonly moves: MovesReport;
  }[];
  readonly mix: readonly {
    readonly loyalty: Loyalty;
    readonly spend: Fraction;
    readonly share: Fraction | undefined;
    readonly target: Fraction | undefined;
    readonly difference: Fraction | undefined;
    /** Whom something reached over the run that builds it. */
    readonly members: bigint;
  }[];
  /** Ascending; the last is the run's end. */
  readonly months: readonly MonthTotals[];
}
