import type { Day, Fraction, Loyalty, Plan } from '../../schema/index.ts';
import { AGES, addDays, addMonths, civilOf, dayOf, type PlacedLeaf, segmentsOf } from '../../schema/index.ts';
import { addFractions, ZERO } from '../engine/index.ts';
import { addFlows, type Flow, NO_FLOW } from './flows.ts';
import { addSums, NO_SUMS, type Sums } from './leaves.ts';
import { type Matrix, mergeMatrix, noSegmentMoves, noTierMoves } from './moves.ts';

export const LOYALTIES: readonly Loyalty[] = ['economic', 'behavioral', 'psychological'];

/** What a rule, reward or benefit did in a month. */
export interface SourceTotals {
  /** Firings; redeemed quantity; uses of a benefit. */
  times: bigint;
  /** Points awarded, per points type. */
  readonly issued: bigint[];
  /** Takes and redemptions that were declined: one per row. */
  declined: bigint;
  /** Paid by the program, in the currency. */
  cost: Fraction;
  /** Members whom it reached: for whom it fired, who redeemed it, who used it. */
  members: bigint;
}

/** Quantities of a points type by the age of their lots, from the youngest on. */
export interface AgeTotals {
  readonly used: bigint[];
  readonly expired: bigint[];
  readonly forfeited: bigint[];
  /** What is left at the end: available and pending. */
  readonly outstanding: bigint[];
}

/** Members in a segment at the end, and how many are new in it, or were in it at the observation before. */
export interface SegmentTotals {
  members: bigint;
  joined: bigint;
  left: bigint;
}

/** Sums over members of one observation month, `day` being its end (or the run's). Added to, in any order. */
export interface MonthTotals {
  readonly day: Day;
  /** Members enrolled and not stopped. */
  members: bigint;
  /** Per population function of the program. */
  readonly sums: Sums[];
  readonly rules: SourceTotals[];
  readonly rewards: SourceTotals[];
  readonly benefits: SourceTotals[];
  readonly flows: Flow[];
  readonly outstanding: bigint[];
  readonly debts: bigint[];
  /** Per ladder and level: members at the end; reaches and lapses posted. */
  readonly tiers: { members: bigint; reached: bigint; lapsed: bigint }[][];
  readonly builds: Record<Loyalty, { members: bigint; spend: Fraction }>;
  /** Per points type. */
  readonly ages: AgeTotals[];
  /** Per ladder, from the level at the observation before (first: enrolled since) to the level now. */
  readonly moves: Matrix[];
  readonly segments: SegmentTotals[];
  /** From segment (first: enrolled since, then none) to segment (first: none): one for each pair that a member was and is in. */
  readonly segmentMoves: Matrix;
}

const AGE_KINDS = ['used', 'expired', 'forfeited', 'outstanding'] as const;

function noTotals(plan: Plan): SourceTotals {
  return { times: 0n, issued: plan.points.map(() => 0n), declined: 0n, cost: ZERO, members: 0n };
}

function noAges(): bigint[] {
  return Array.from({ length: AGES }, () => 0n);
}

export function newMonth(plan: Plan, leaves: readonly PlacedLeaf[], day: Day): MonthTotals {
  const zero = (): bigint => 0n;
  const spend = (): { members: bigint; spend: Fraction } => ({ members: 0n, spend: ZERO });
  return {
    day,
    members: 0n,
    sums: leaves.map(() => NO_SUMS),
    rules: plan.rules.map(() => noTotals(plan)),
    rewards: plan.rewards.map(() => noTotals(plan)),
    benefits: plan.benefits.map(() => noTotals(plan)),
    flows: plan.points.map(() => NO_FLOW),
    outstanding: plan.points.map(zero),
    debts: plan.points.map(zero),
    tiers: plan.ladders.map((ladder) => ladder.levels.map(() => ({ members: 0n, reached: 0n, lapsed: 0n }))),
    builds: { economic: spend(), behavioral: spend(), psychological: spend() },
    ages: plan.points.map(() => ({
      used: noAges(),
      expired: noAges(),
      forfeited: noAges(),
      outstanding: noAges(),
    })),
    moves: noTierMoves(plan, { withNew: true }),
    segments: segmentsOf(plan).map(() => ({ members: 0n, joined: 0n, left: 0n })),
    segmentMoves: noSegmentMoves(plan, { withNew: true }),
  };
}

function mergeSource(into: SourceTotals, from: SourceTotals | undefined): void {
  if (from === undefined) return;
  into.times += from.times;
  into.declined += from.declined;
  into.members += from.members;
  into.cost = addFractions(into.cost, from.cost);
  from.issued.forEach((quantity, i) => {
    into.issued[i] = (into.issued[i] ?? 0n) + quantity;
  });
}

function addTo(into: bigint[], from: readonly bigint[]): void {
  from.forEach((value, i) => {
    into[i] = (into[i] ?? 0n) + value;
  });
}

/** Adds one month's totals to another's; exact, so the order does not matter. */
export function mergeMonth(into: MonthTotals, from: MonthTotals): void {
  into.members += from.members;
  from.sums.forEach((sums, i) => {
    into.sums[i] = addSums(into.sums[i] ?? NO_SUMS, sums);
  });
  for (const kind of ['rules', 'rewards', 'benefits'] as const) {
    into[kind].forEach((totals, i) => {
      mergeSource(totals, from[kind][i]);
    });
  }
  from.flows.forEach((flow, i) => {
    into.flows[i] = addFlows(into.flows[i] ?? NO_FLOW, flow);
  });
  addTo(into.outstanding, from.outstanding);
  addTo(into.debts, from.debts);
  into.tiers.forEach((levels, ladder) => {
    levels.forEach((level, i) => {
      const other = from.tiers[ladder]?.[i];
      level.members += other?.members ?? 0n;
      level.reached += other?.reached ?? 0n;
      level.lapsed += other?.lapsed ?? 0n;
    });
  });
  for (const loyalty of LOYALTIES) {
    const other = from.builds[loyalty];
    into.builds[loyalty].members += other.members;
    into.builds[loyalty].spend = addFractions(into.builds[loyalty].spend, other.spend);
  }
  into.ages.forEach((ages, points) => {
    for (const kind of AGE_KINDS) addTo(ages[kind], from.ages[points]?.[kind] ?? []);
  });
  into.moves.forEach((moves, ladder) => {
    mergeMatrix(moves, from.moves[ladder]);
  });
  into.segments.forEach((segment, i) => {
    const other = from.segments[i];
    segment.members += other?.members ?? 0n;
    segment.joined += other?.joined ?? 0n;
    segment.left += other?.left ?? 0n;
  });
  mergeMatrix(into.segmentMoves, from.segmentMoves);
}

/** Last day of the calendar month. */
export function monthEnd(day: Day): Day {
  const { year, month } = civilOf(day);
  return addDays(addMonths(dayOf(year, month, 1), 1), -1);
}

/** Month ends from the enrolment on, and the run's end, once (ruling K1). */
export function observationDays(enrolled: Day, until: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = monthEnd(enrolled); day < until; day = monthEnd(day + 1)) days.push(day);
  return [...days, until];
}
