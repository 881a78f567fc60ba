import { type Day, type Fraction, leavesOf, type MemberError, type Plan } from '../../schema/index.ts';
import { addFractions, power10, reduced, ZERO } from '../engine/index.ts';
import {
  type Accumulator,
  accumulatorOf,
  type Counted,
  kpiValues,
  type MonthTotals,
  monthNumber,
  windowAt,
} from '../population/index.ts';

/**
 * What a run comes to in the end, as a module counted it: cells of its last month, which say how things stand, and cells added
 * up over all months, which say what happened. Plain data of one size, however long the history is.
 */
export interface RunTally {
  readonly last: readonly bigint[];
  readonly all: readonly bigint[];
  /** Costs that cancellations took back: their sum, and what of it counts in each population function at the end. */
  readonly returned: Fraction;
  readonly returnedIn: readonly Fraction[];
  readonly members: bigint;
  readonly errors: readonly MemberError[];
}

/** The tally of what was counted over a chunk, or over a whole history, up to `until`. */
export function tallyOf(plan: Plan, until: Day, counted: Counted): RunTally {
  const last = counted.months.at(-1) ?? [];
  const all = last.map((_, cell) => counted.months.reduce((sum, month) => sum + (month[cell] ?? 0n), 0n));
  const leaves = leavesOf(plan);
  let returned = ZERO;
  const returnedIn = leaves.map(() => ZERO);
  for (const { amount, day, enrolled, stopped } of counted.returned) {
    returned = addFractions(returned, amount);
    if (stopped) continue;
    leaves.forEach(({ leaf }, index) => {
      if (leaf.kind !== 'standard' || leaf.name !== 'program_cost') return;
      const { from, to } = windowAt(plan, leaf.window, until, enrolled);
      if (day < from || day > to) return;
      returnedIn[index] = addFractions(returnedIn[index] ?? ZERO, amount);
    });
  }
  return { last, all, returned, returnedIn, members: counted.members, errors: counted.errors };
}

const addCells = (a: readonly bigint[], b: readonly bigint[]): readonly bigint[] =>
  a.length === 0 ? b : b.length === 0 ? a : a.map((cell, place) => cell + (b[place] ?? 0n));

/** Both tallies together; exact, so the order does not matter. */
export function addTallies(a: RunTally | undefined, b: RunTally): RunTally {
  if (a === undefined) return b;
  return {
    last: addCells(a.last, b.last),
    all: addCells(a.all, b.all),
    returned: addFractions(a.returned, b.returned),
    returnedIn: a.returnedIn.map((sum, leaf) => addFractions(sum, b.returnedIn[leaf] ?? ZERO)),
    members: a.members + b.members,
    errors: [...a.errors, ...b.errors],
  };
}

/** What a run comes to. Money in the currency, points at the decimals of their type. */
export interface RunFigures {
  readonly members: bigint;
  /** In document order; missing where a denominator is 0. */
  readonly kpis: readonly (Fraction | undefined)[];
  /** Paid by the program so far. */
  readonly cost: Fraction;
  /** Points still to be used, at their expense; missing where no points state one. */
  readonly liability: Fraction | undefined;
  readonly points: readonly { readonly name: string; readonly issued: bigint; readonly used: bigint }[];
}

/** Reads the figures off a tally; `places` as the module that counted it says. */
export function figuresOf(plan: Plan, until: Day, tally: RunTally, places: Counted['places']): RunFigures {
  const read = (cells: readonly bigint[]): Accumulator =>
    accumulatorOf(plan, until, {
      places,
      first: monthNumber(until),
      months: [cells],
      run: [],
      returned: [],
      members: tally.members,
      errors: [],
    });
  const end = read(tally.last);
  addReturned(end, until, tally);
  const happened = read(tally.all).months.get(until);
  const standing = end.months.get(until);
  return {
    members: tally.members,
    kpis:
      kpiValues(plan, end)
        .at(-1)
        ?.kpis.map(({ value }) => value) ?? plan.kpis.map(() => undefined),
    cost: addFractions(happened === undefined ? ZERO : costOf(happened), tally.returned),
    liability: liabilityOf(plan, standing),
    points: plan.points.map(({ name }, index) => {
      const flow = happened?.flows[index];
      return { name, issued: flow?.issued ?? 0n, used: (flow?.used ?? 0n) - (flow?.returned ?? 0n) };
    }),
  };
}

function addReturned({ months }: Accumulator, until: Day, { returnedIn }: RunTally): void {
  const sums = months.get(until)?.sums;
  returnedIn.forEach((returned, leaf) => {
    const own = sums?.[leaf];
    if (sums === undefined || own === undefined || returned.n === 0n) return;
    sums[leaf] = { above: addFractions(own.above, returned), below: own.below };
  });
}

function costOf({ rules, rewards, benefits }: MonthTotals): Fraction {
  return [...rules, ...rewards, ...benefits].reduce((sum, { cost }) => addFractions(sum, cost), ZERO);
}

function liabilityOf({ points }: Plan, standing: MonthTotals | undefined): Fraction | undefined {
  const owed = points.flatMap(({ redeemable, expense, decimals }, index) =>
    redeemable && expense !== undefined
      ? [{ n: (standing?.outstanding[index] ?? 0n) * expense.amount, d: power10(decimals + expense.scale) }]
      : [],
  );
  return owed.length === 0 ? undefined : reduced(owed.reduce(addFractions, ZERO));
}
