import { AGES } from './age.ts';
import type { Layout } from './columns.ts';
import type { Span } from './diagnostic.ts';
import type { LedgerKind } from './ledger.ts';
import type { Plan } from './plan.ts';
import { segmentsOf } from './plan-parts.ts';

/** Version of the columns, exports and records that modules and hosts agree on; see docs/abi.md. */
export const ABI = 2;

/** Rows, or outcomes, at which a call of `run` returns after the member at hand, for the host to take them. */
export const ROWS_PER_CALL = 8_192;

/** Name of the custom section of a module that holds its {@link Manifest} as JSON. */
export const MANIFEST_SECTION = 'kizuna';

/** Kinds of ledger rows by the number that modules write. */
export const LEDGER_KINDS: readonly LedgerKind[] = [
  'earn',
  'use',
  'expire',
  'reverse',
  'forfeit',
  'decline',
  'reach',
  'lapse',
];

/** Offsets in a ledger row as modules write it; `at`, `quantity`, `balance`, `pending` are 64 bits, the others 32. */
export const ROW = {
  member: 0,
  kind: 4,
  at: 8,
  /** Points type, or ladder · 65,536 + level. */
  what: 16,
  /** Rule, or number of rules + reward; −1 = none. */
  by: 20,
  /** Row of the chunk, or −1. */
  cause: 24,
  /** 0 = none. */
  lot: 28,
  /** {@link NO_DAY} = none. */
  expires: 32,
  quantity: 40,
  balance: 48,
  pending: 56,
  bytes: 64,
} as const;

/** Offsets in the totals of a points type, each 64 bits. */
export const POINTS_TOTALS = {
  available: 0,
  pending: 8,
  debt: 16,
  issued: 24,
  used: 32,
  expired: 40,
  forfeited: 48,
  reversed: 56,
  bytes: 64,
} as const;

/** Where a score stands in an outcome, behind a 32-bit flag (1 = it is there): a number, or a quotient of any size. */
export type ScorePlace =
  | { readonly kind: 'quantity'; readonly offset: number; readonly scale: number }
  | {
      readonly kind: 'fraction';
      readonly offset: number;
      /** 32-bit limbs of numerator and denominator. */
      readonly limbs: readonly [number, number];
      /** Offset of the denominator; the numerator stands 8 bytes after the flag. */
      readonly denominator: number;
    };

/** Where things stand in the outcome of a member: member, 1 where it stopped, then these. */
export interface OutcomePlaces {
  readonly bytes: number;
  readonly points: number;
  /** Tier, since, held-until ({@link NO_DAY} = none) per ladder, 32 bits each. */
  readonly ladders: number;
  /** One 32-bit flag per segment. */
  readonly segments: number;
  readonly scores: readonly ScorePlace[];
}

/** What a module says of itself, in its custom section, as JSON. */
export interface Manifest {
  readonly abi: number;
  readonly language: number;
  readonly program: string;
  readonly version: string;
  /** Hash of the program's text. */
  readonly source: string;
  readonly compiler: string;
  readonly timezone: string;
  readonly currency: Plan['currency'];
  readonly layout: Layout;
  readonly points: readonly { readonly name: string; readonly decimals: number }[];
  readonly ladders: readonly { readonly name: string; readonly levels: readonly string[] }[];
  readonly rules: readonly string[];
  readonly rewards: readonly string[];
  readonly segments: readonly string[];
  readonly scores: readonly string[];
  /** What overflows are reported in, and where: the module's global `working` is a number in `names`, `fault` − 1 one in `faults`. */
  readonly names: readonly string[];
  readonly faults: readonly Span[];
  /** Addresses of the vectors (address, length, capacity) of rows and of outcomes. */
  readonly rows: number;
  readonly outcomes: number;
  /** Bytes from address 0 that hold the state of the member at hand; what grows stands behind them. */
  readonly state: number;
  readonly outcome: OutcomePlaces;
  readonly totals: TotalsPlaces;
  /** KPI of each thing that an observation asks: the module's global `asking` − 1 is a number in it. */
  readonly leaves: readonly string[];
  /** Offset in the module's bytes, start and end in the program's text: where the code of an expression begins. */
  readonly code: readonly (readonly [number, number, number])[];
}

/** Cells of a month's totals, 16 bytes each: a signed number of 128 bits, the low half first. */
export interface TotalsCells {
  readonly count: number;
  readonly members: number;
  /** Two per population function, in document order: numerator, denominator. */
  readonly leaves: number;
  /** Per rule, then reward: times, declined, cost, then issued per points type. */
  readonly sources: number;
  readonly sourceCells: number;
  /** Two per benefit: times, cost. */
  readonly benefits: number;
  /** Six per points type: issued, used, returned, expired, forfeited, reversed. */
  readonly flows: number;
  /** One per points type. */
  readonly debts: number;
  /** Three per level, the base included, ladder by ladder: members, reached, lapsed. */
  readonly levels: number;
  /** Two per loyalty: members, spend; economic, behavioral, psychological. */
  readonly builds: number;
  /** One per rule, then reward, then benefit: members whom it reached. */
  readonly reached: number;
  /** Per points type, four times one per age of lots: used, expired, forfeited, outstanding. */
  readonly ages: number;
  /** Per ladder that {@link keepsMoves}: members by level at the observation before (first: enrolled since) and level now. */
  readonly moves: number;
  /** Three per segment: members, joined, left. */
  readonly segments: number;
  /** Where the program {@link keepsMoves} of segments: members by segment before (first: enrolled since, then none) and now (first: none). */
  readonly segmentMoves: number;
}

/** Cells of a run, which stand after those of its months. */
export interface RunCells {
  readonly count: number;
  /** As in a month, but of the whole run. */
  readonly reached: number;
  /** Members per loyalty. */
  readonly builds: number;
  /** Per ladder that {@link keepsMoves}: members by level at their first observation and at the run's end. */
  readonly moves: number;
  /** Where the program {@link keepsMoves} of segments: as in a month, from the first observation to the run's end; nobody is new. */
  readonly segmentMoves: number;
}

/** More levels or segments than anybody reads in a matrix have none: its cells grow with their square. */
const MOST_MOVES = 32;

/** Whether moves among so many levels of a ladder, or so many segments, are kept from each to each. */
export function keepsMoves(count: number): boolean {
  return count > 0 && count <= MOST_MOVES;
}

/** Cells of the moves of ladders, from level to level; `more` rows stand before those of levels. */
function ladderMoves(plan: Plan, more: number): number {
  return plan.ladders.reduce(
    (sum, { levels: { length } }) => (keepsMoves(length) ? sum + (length + more) * length : sum),
    0,
  );
}

/** Where the cells of a program's totals are. */
export function totalsCells(plan: Plan, leaves: number): TotalsCells {
  let count = 0;
  const take = (cells: number): number => {
    count += cells;
    return count - cells;
  };
  const sourceCells = 3 + plan.points.length;
  const segments = segmentsOf(plan).length;
  const cells = {
    members: take(1),
    leaves: take(2 * leaves),
    sources: take(sourceCells * (plan.rules.length + plan.rewards.length)),
    sourceCells,
    benefits: take(2 * plan.benefits.length),
    flows: take(6 * plan.points.length),
    debts: take(plan.points.length),
    levels: take(3 * plan.ladders.reduce((sum, ladder) => sum + ladder.levels.length, 0)),
    builds: take(6),
    reached: take(plan.rules.length + plan.rewards.length + plan.benefits.length),
    ages: take(4 * AGES * plan.points.length),
    moves: take(ladderMoves(plan, 1)),
    segments: take(3 * segments),
    segmentMoves: take(keepsMoves(segments) ? (segments + 2) * (segments + 1) : 0),
  };
  return { ...cells, count };
}

/** Where the cells of a program's whole run are. */
export function runCells(plan: Plan): RunCells {
  const segments = segmentsOf(plan).length;
  const reached = plan.rules.length + plan.rewards.length + plan.benefits.length;
  const [builds, moves] = [reached, reached + 3];
  const segmentMoves = moves + ladderMoves(plan, 0);
  const count = segmentMoves + (keepsMoves(segments) ? (segments + 1) ** 2 : 0);
  return { count, reached: 0, builds, moves, segmentMoves };
}

/** A cost that a reversal took back: quantity · expense · (left − before) / original, in the currency at its decimals. */
export const RETURNED_COST = {
  member: 0,
  day: 4,
  /** Rule, rules + reward, or rules + rewards + benefit. */
  owner: 8,
  expense: 16,
  quantity: 24,
  change: 32,
  original: 40,
  bytes: 48,
} as const;

/** How a module keeps totals over members. */
export interface TotalsPlaces {
  readonly cells: TotalsCells;
  readonly run: RunCells;
  /** Decimals of every cost. */
  readonly costScale: number;
  /** Decimals of the numerator and denominator of each population function. */
  readonly leafScales: readonly (readonly [number, number])[];
  /** Address of the vector of {@link RETURNED_COST}. */
  readonly returned: number;
}
