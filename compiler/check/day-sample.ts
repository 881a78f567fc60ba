import {
  addDays,
  addMonths,
  type Day,
  dayOf,
  daysInMonth,
  type PlanExpr,
  type PlanPeriod,
} from '../../schema/index.ts';

/** Days of the month on which calendars turn or clamp. */
const TURNS = [1, 2, 15, 28, 29, 30, 31];

/** Those days of four years, a leap year among them; between them they fall on every day of the week. */
function* sampleDays(): Generator<Day> {
  for (let year = 2024; year < 2028; year += 1)
    for (let month = 1; month <= 12; month += 1)
      for (const day of TURNS) if (day <= daysInMonth(year, month)) yield dayOf(year, month, day);
}

/** True where a date lies on or behind the day that it hangs on, whatever day that is: nothing in it goes back. */
function isNeverBefore(expr: PlanExpr): boolean {
  switch (expr.kind) {
    case 'earned':
    case 'reached':
      return true;
    case 'shift': {
      const { by } = expr;
      if (by.kind !== 'constant' || typeof by.value !== 'number' || by.value * expr.sign < 0) return false;
      return isNeverBefore(expr.of);
    }
    case 'period-edge':
      return expr.edge === 'end' && isNeverBefore(expr.of);
    default:
      return false;
  }
}

function edge(period: PlanPeriod | undefined, day: Day, side: 'start' | 'end'): Day | undefined {
  if (period?.anchor.kind !== 'day') return undefined;
  const { anchor, length } = period;
  const start = (k: number): Day =>
    length.unit === 'days' ? anchor.day + k * length.count : addMonths(anchor.day, k * length.count);
  const days = length.unit === 'days' ? length.count : length.count * 30.44;
  let k = Math.floor((day - anchor.day) / days);
  let first = start(k);
  while (first > day) {
    k -= 1;
    first = start(k);
  }
  let next = start(k + 1);
  while (next <= day) {
    k += 1;
    first = next;
    next = start(k + 1);
  }
  return side === 'start' ? first : next - 1;
}

/** What a date that hangs on nothing but one day (`earned`, `reached`) and the calendar is; undefined for all others. */
function dayFrom(expr: PlanExpr, day: Day, periods: readonly PlanPeriod[]): Day | undefined {
  switch (expr.kind) {
    case 'earned':
    case 'reached':
      return day;
    case 'shift': {
      const of = dayFrom(expr.of, day, periods);
      const { by } = expr;
      if (of === undefined || by.kind !== 'constant' || typeof by.value !== 'number') return undefined;
      const count = by.value * expr.sign;
      const calendar = by.type.kind === 'duration' && by.type.family === 'calendar';
      return calendar ? addMonths(of, count) : addDays(of, Math.trunc(count / 24));
    }
    case 'period-edge': {
      const of = dayFrom(expr.of, day, periods);
      return of === undefined ? undefined : edge(periods[expr.period], of, expr.edge);
    }
    default:
      return undefined;
  }
}

/**
 * The first of the sampled days for which `end` lies before `from` (left out: before the day itself); undefined when there is
 * none, or when the dates hang on something else.
 */
export function dayEndingEarly(
  from: PlanExpr | undefined,
  end: PlanExpr,
  periods: readonly PlanPeriod[],
): { readonly day: Day; readonly from: Day; readonly end: Day } | undefined {
  if ((from === undefined || from.kind === 'earned' || from.kind === 'reached') && isNeverBefore(end))
    return undefined;
  for (const day of sampleDays()) {
    const start = from === undefined ? day : dayFrom(from, day, periods);
    const last = dayFrom(end, day, periods);
    if (start === undefined || last === undefined) return undefined;
    if (last < start) return { day, from: start, end: last };
  }
  return undefined;
}
