import type { Fraction } from '../../schema/index.ts';
import { multiplyFractions, power10, roundDivide } from '../engine/index.ts';
import { addMoves, NO_MOVES, type PointsFlows, type PointsMoves } from './flows.ts';
import { allocate, recognized } from './obligation.ts';

/** Purchases of a month, in the currency: bought in it, and taken back in it. */
export interface MonthOfSales {
  readonly sold: Fraction;
  readonly back: Fraction;
}

/** One kind of points as an obligation. */
export interface ObligationTerms {
  /** Index into `Plan.points`. */
  readonly type: number;
  readonly decimals: number;
  /** Stand-alone price of a whole point that is used. */
  readonly price: Fraction;
  /** Share of points expected to be used: of those issued, and of those still there. */
  readonly expectedUse: Fraction;
}

export interface ScheduleInput {
  readonly sales: ReadonlyMap<number, MonthOfSales>;
  readonly flows: PointsFlows;
  readonly terms: readonly ObligationTerms[];
  /** Decimals of the currency: what balances are rounded to. */
  readonly decimals: number;
}

/** A month of the books; amounts in the smallest unit of the currency. */
export interface AccountingMonth {
  /** Number of the month. */
  readonly month: number;
  /** Less what was taken back in it. */
  readonly sales: bigint;
  /** Of the sales: revenue at once, and what was put off to the points. They add up to `sales`. */
  readonly goods: bigint;
  readonly deferred: bigint;
  readonly opening: bigint;
  /** Put off with sales of this month. */
  readonly added: bigint;
  /** Given back with sales that were taken back; 0 or above. */
  readonly back: bigint;
  /** Recognized because points were used. */
  readonly onUse: bigint;
  /** Recognized because points ended, or because fewer are there to be used. */
  readonly onExpiry: bigint;
  /** opening + added − back − onUse − onExpiry. */
  readonly closing: bigint;
  /** Points that came with sales, of all types given, at their own decimals. */
  readonly points: readonly PointsMoves[];
  /** Points that did not come with sales. */
  readonly others: readonly PointsMoves[];
}

/** Points of one month of issue, as far as they have come. */
interface Cohort {
  readonly price: bigint;
  total: PointsMoves;
  /** Balances as booked, in the smallest unit of the currency. */
  liability: bigint;
  recognized: bigint;
}

/** The month-by-month books of points that come with sales. Balances of each month of issue are rounded half up, once. */
export function accountingSchedule({
  sales,
  flows,
  terms,
  decimals,
}: ScheduleInput): readonly AccountingMonth[] {
  const numbers = monthsOf(sales, flows);
  const unit = power10(decimals);
  const inUnits = ({ n, d }: Fraction): bigint => roundDivide(n * unit, d, 'half_up');
  const cohorts = terms.map(() => new Map<number, Cohort>());
  let balance = 0n;
  return numbers.map((month) => {
    const sale = sales.get(month);
    const sold = sale?.sold ?? { n: 0n, d: 1n };
    const issued = terms.map(({ type }) => flows[type]?.sold.get(month)?.get(month)?.issued ?? 0n);
    const parts = allocate(
      sold,
      sold,
      terms.map(({ price, expectedUse, decimals: own }, index) => ({
        quantity: { n: issued[index] ?? 0n, d: power10(own) },
        price,
        expectedUse,
      })),
    ).points.map(inUnits);
    const opening = balance;
    const sums = { added: 0n, back: 0n, onUse: 0n, onExpiry: 0n };
    const points = terms.map(({ type, expectedUse }, index) => {
      const own = cohorts[index] ?? new Map<number, Cohort>();
      const part = parts[index] ?? 0n;
      if ((issued[index] ?? 0n) > 0n) {
        own.set(month, { price: part, total: NO_MOVES, liability: part, recognized: 0n });
        sums.added += part;
      }
      let all = NO_MOVES;
      for (const [since, months] of flows[type]?.sold ?? []) {
        const moves = months.get(month);
        const cohort = own.get(since);
        if (moves === undefined || cohort === undefined) continue;
        all = addMoves(all, moves);
        const booked = book(cohort, moves, expectedUse);
        sums.back += booked.back;
        sums.onUse += booked.onUse;
        sums.onExpiry += booked.onExpiry;
      }
      return all;
    });
    const closing = opening + sums.added - sums.back - sums.onUse - sums.onExpiry;
    balance = closing;
    const net = inUnits(sold) - inUnits(sale?.back ?? { n: 0n, d: 1n });
    const deferred = sums.added - sums.back;
    return {
      month,
      sales: net,
      goods: net - deferred,
      deferred,
      opening,
      ...sums,
      closing,
      points,
      others: terms.map(({ type }) => flows[type]?.other.get(month) ?? NO_MOVES),
    };
  });
}

/** Every month from the first to the last with a sale or a move. */
function monthsOf(sales: ScheduleInput['sales'], flows: PointsFlows): readonly number[] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const see = (month: number): void => {
    first = Math.min(first, month);
    last = Math.max(last, month);
  };
  for (const month of sales.keys()) see(month);
  for (const { sold, other } of flows) {
    for (const months of sold.values()) for (const month of months.keys()) see(month);
    for (const month of other.keys()) see(month);
  }
  return last < first ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Books what happened to a month's points: first what was taken back, then uses, then what ended. */
function book(
  cohort: Cohort,
  moves: PointsMoves,
  expectedUse: Fraction,
): { readonly back: bigint; readonly onUse: bigint; readonly onExpiry: bigint } {
  const before = { liability: cohort.liability, recognized: cohort.recognized };
  cohort.total = addMoves(cohort.total, moves);
  const { issued, back, used, ended } = cohort.total;
  const kept = issued - back;
  const liability = issued === 0n ? 0n : roundDivide(cohort.price * kept, issued, 'half_up');
  const whole = { n: liability, d: 1n };
  const revenueAt = (gone: bigint): bigint => {
    const open = kept - used - gone;
    const stillUsed = multiplyFractions({ n: open > 0n ? open : 0n, d: 1n }, expectedUse);
    const expected = { n: used * stillUsed.d + stillUsed.n, d: stillUsed.d };
    const { n, d } = recognized(whole, { n: used, d: 1n }, expected);
    return roundDivide(n, d, 'half_up');
  };
  const afterUse = revenueAt(ended - moves.ended);
  const afterExpiry = revenueAt(ended);
  cohort.liability = liability;
  cohort.recognized = afterExpiry;
  return {
    back: before.liability - liability,
    onUse: afterUse - before.recognized,
    onExpiry: afterExpiry - afterUse,
  };
}
