import {
  AGES,
  civilOf,
  type Day,
  dayOf,
  type Fraction,
  type MemberError,
  type Plan,
  RETURNED_COST,
  type TotalsPlaces,
} from '../../schema/index.ts';
import { addFractions, power10, reduced, ZERO } from '../engine/index.ts';
import { type Accumulator, newAccumulator } from './accumulator.ts';
import { windowAt } from './contribution.ts';
import { LOYALTIES, type MonthTotals, monthEnd, newMonth, observationDays } from './month.ts';
import type { Matrix } from './moves.ts';

/** A cost that a reversal took back, as a module wrote it, and whether its member counts in KPIs. */
export interface ReturnedCost {
  readonly day: Day;
  readonly owner: number;
  /** In the currency; below 0. */
  readonly amount: Fraction;
  readonly enrolled: Day;
  readonly stopped: boolean;
}

/** What a module counted over members: cells of each month, and what it left to the host. */
export interface Counted {
  readonly places: TotalsPlaces;
  /** Cells of each month from `first` on (months since year 0). */
  readonly first: number;
  readonly months: readonly (readonly bigint[])[];
  /** Cells of the whole run; none where nothing was counted. */
  readonly run: readonly bigint[];
  readonly returned: readonly ReturnedCost[];
  readonly members: bigint;
  readonly errors: readonly MemberError[];
}

/** The returned cost at an offset: quantity · expense · change / original. */
export function returnedAt(
  view: DataView,
  offset: number,
  decimals: number,
): Pick<ReturnedCost, 'day' | 'owner' | 'amount'> {
  const i64 = (field: number): bigint => view.getBigInt64(offset + field, true);
  const n = i64(RETURNED_COST.expense) * i64(RETURNED_COST.quantity) * i64(RETURNED_COST.change);
  const original = i64(RETURNED_COST.original);
  const d = power10(decimals) * (original < 0n ? -original : original);
  return {
    day: view.getInt32(offset + RETURNED_COST.day, true),
    owner: view.getInt32(offset + RETURNED_COST.owner, true),
    amount: { n: original < 0n ? -n : n, d },
  };
}

/** Number of a day's month since year 0. */
export function monthNumber(day: Day): number {
  const { year, month } = civilOf(day);
  return year * 12 + month - 1;
}

/** What two modules counted, or one counted over two chunks, of the same program. */
export function addCounted(a: Counted | undefined, b: Counted): Counted {
  if (a === undefined) return b;
  const first = Math.min(a.first, b.first);
  const length = Math.max(a.first + a.months.length, b.first + b.months.length) - first;
  const months = Array.from({ length }, (_, i) => {
    const [own, other] = [a.months[first + i - a.first], b.months[first + i - b.first]];
    if (own === undefined || other === undefined) return own ?? other ?? [];
    return own.map((cell, place) => cell + (other[place] ?? 0n));
  });
  return {
    places: a.places,
    first,
    months,
    run: a.run.length === 0 ? b.run : a.run.map((cell, place) => cell + (b.run[place] ?? 0n)),
    returned: [...a.returned, ...b.returned],
    members: a.members + b.members,
    errors: [...a.errors, ...b.errors],
  };
}

/** The same totals as the reference engine's, from what a module counted. */
export function accumulatorOf(plan: Plan, until: Day, counted: Counted): Accumulator {
  const accumulator = newAccumulator(plan, until);
  accumulator.members = counted.members;
  accumulator.errors.push(...counted.errors);
  counted.months.forEach((cells, i) => {
    if (cells.every((cell) => cell === 0n)) return;
    const number = counted.first + i;
    const first = dayOf(Math.floor(number / 12), (number % 12) + 1, 1);
    const day = Math.min(monthEnd(first), until);
    const month = newMonth(plan, accumulator.leaves, day);
    readCells(plan, month, cells, counted.places);
    accumulator.months.set(day, month);
  });
  readRun(accumulator, counted.run, counted.places);
  for (const returned of counted.returned) giveBack(plan, accumulator, returned);
  return accumulator;
}

function readCells(plan: Plan, month: MonthTotals, cells: readonly bigint[], places: TotalsPlaces): void {
  const at = (cell: number): bigint => cells[cell] ?? 0n;
  const { cells: where, costScale, leafScales } = places;
  const cost = (n: bigint): Fraction => reduced({ n, d: power10(costScale) });
  month.members = at(where.members);
  month.sums.forEach((_, leaf) => {
    const [above, below] = leafScales[leaf] ?? [0, 0];
    month.sums[leaf] = {
      above: reduced({ n: at(where.leaves + 2 * leaf), d: power10(above) }),
      below: reduced({ n: at(where.leaves + 2 * leaf + 1), d: power10(below) }),
    };
  });
  [...month.rules, ...month.rewards].forEach((totals, source) => {
    const base = where.sources + source * where.sourceCells;
    totals.times = at(base);
    totals.declined = at(base + 1);
    totals.cost = cost(at(base + 2));
    plan.points.forEach((_, points) => {
      totals.issued[points] = at(base + 3 + points);
    });
  });
  month.benefits.forEach((totals, benefit) => {
    totals.times = at(where.benefits + 2 * benefit);
    totals.cost = cost(at(where.benefits + 2 * benefit + 1));
  });
  plan.points.forEach((_, points) => {
    const base = where.flows + 6 * points;
    month.flows[points] = {
      issued: at(base),
      used: at(base + 1),
      returned: at(base + 2),
      expired: at(base + 3),
      forfeited: at(base + 4),
      reversed: at(base + 5),
    };
    month.debts[points] = at(where.debts + points);
  });
  month.tiers.flat().forEach((level, i) => {
    const base = where.levels + 3 * i;
    level.members = at(base);
    level.reached = at(base + 1);
    level.lapsed = at(base + 2);
  });
  LOYALTIES.forEach((loyalty, i) => {
    month.builds[loyalty].members = at(where.builds + 2 * i);
    month.builds[loyalty].spend = cost(at(where.builds + 2 * i + 1));
  });
  [...month.rules, ...month.rewards, ...month.benefits].forEach((totals, owner) => {
    totals.members = at(where.reached + owner);
  });
  month.ages.forEach((ages, points) => {
    [ages.used, ages.expired, ages.forfeited, ages.outstanding].forEach((list, kind) => {
      for (let age = 0; age < AGES; age += 1) list[age] = at(where.ages + (4 * points + kind) * AGES + age);
    });
  });
  month.ages.forEach(({ outstanding }, points) => {
    month.outstanding[points] = outstanding.reduce((sum, each) => sum + each, 0n);
  });
  readMatrices(month.moves, cells, where.moves);
  month.segments.forEach((segment, i) => {
    const base = where.segments + 3 * i;
    segment.members = at(base);
    segment.joined = at(base + 1);
    segment.left = at(base + 2);
  });
  readMatrices([month.segmentMoves], cells, where.segmentMoves);
}

/** Fills matrices row by row, one after the other. */
function readMatrices(matrices: readonly Matrix[], cells: readonly bigint[], from: number): void {
  let next = from;
  for (const row of matrices.flat()) {
    row.forEach((_, column) => {
      row[column] = cells[next + column] ?? 0n;
    });
    next += row.length;
  }
}

function readRun({ run }: Accumulator, cells: readonly bigint[], { run: where }: TotalsPlaces): void {
  let owner = where.reached;
  for (const list of [run.rules, run.rewards, run.benefits])
    list.forEach((_, i) => {
      list[i] = cells[owner] ?? 0n;
      owner += 1;
    });
  LOYALTIES.forEach((loyalty, i) => {
    run.builds[loyalty] = cells[where.builds + i] ?? 0n;
  });
  readMatrices(run.moves, cells, where.moves);
  readMatrices([run.segmentMoves], cells, where.segmentMoves);
}

/** Adds a returned cost to its month, and to the observations whose window holds its day. */
function giveBack(plan: Plan, accumulator: Accumulator, cost: ReturnedCost): void {
  const { until, leaves } = accumulator;
  const monthOf = (day: Day): MonthTotals => {
    const known = accumulator.months.get(day);
    if (known !== undefined) return known;
    const month = newMonth(plan, leaves, day);
    accumulator.months.set(day, month);
    return month;
  };
  const month = monthOf(Math.min(monthEnd(cost.day), until));
  const owners = [...month.rules, ...month.rewards, ...month.benefits];
  const terms = [...plan.rules, ...plan.rewards, ...plan.benefits][cost.owner];
  const totals = owners[cost.owner];
  if (totals !== undefined) totals.cost = addFractions(totals.cost, cost.amount);
  if (terms?.builds !== undefined) {
    const builds = month.builds[terms.builds];
    builds.spend = addFractions(builds.spend, cost.amount);
  }
  if (cost.stopped) return;
  leaves.forEach(({ leaf }, index) => {
    if (leaf.kind !== 'standard' || leaf.name !== 'program_cost') return;
    for (const day of observationDays(cost.enrolled, until)) {
      const { from, to } = windowAt(plan, leaf.window, day, cost.enrolled);
      if (day < cost.day || cost.day < from || cost.day > to) continue;
      const observed = monthOf(day);
      const sums = observed.sums[index] ?? { above: ZERO, below: ZERO };
      observed.sums[index] = { above: addFractions(sums.above, cost.amount), below: sums.below };
    }
  });
}
