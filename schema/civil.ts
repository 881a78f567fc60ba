/**
 * Civil calendar: a day is the number of days since 1970-01-01 in the proleptic Gregorian calendar; it has no time
 * zone. Years 0001 to 9999. Conversion after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
export type Day = number;

/** `forever` as a day: later than every date of the calendar. */
export const FOREVER: Day = 2_932_896 + 1; // the day after 9999-12-31
/** 0001-01-01, the first day that can be written. */
export const FIRST_DAY: Day = -719_162;
/** 9999-12-31, the last day that can be written. */
export const LAST_DAY: Day = 2_932_896;

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The day number of a civil date; the month and day must be valid. */
export function dayOf(year: number, month: number, day: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The civil date of a day number. */
export function civilOf(day: Day): CivilDate {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Adds calendar months to a day, clamping to the month's last day; saturates at `forever` and at the first day. */
export function addMonths(day: Day, months: number): Day {
  if (day >= FOREVER) return FOREVER;
  const from = civilOf(day);
  const index = from.year * 12 + from.month - 1 + months;
  const year = Math.floor(index / 12);
  if (year > 9999) return FOREVER;
  if (year < 1) return FIRST_DAY;
  const month = index - year * 12 + 1;
  return dayOf(year, month, Math.min(from.day, daysInMonth(year, month)));
}

/** Adds days; saturates at `forever` and at the first day. */
export function addDays(day: Day, days: number): Day {
  if (day >= FOREVER) return FOREVER;
  return Math.max(FIRST_DAY, Math.min(FOREVER, day + days));
}

/**
 * The largest n, possibly negative, with `from` + n months ≤ `to` (ruling C2). `forever` counts as the first of the month
 * after the calendar's last.
 */
export function monthsBetween(from: Day, to: Day): number {
  const a = civilOf(from);
  const b = civilOf(to);
  let n = (b.year - a.year) * 12 + b.month - a.month;
  if (from >= FOREVER) return n;
  while (addMonths(from, n) > to) n -= 1;
  while (addMonths(from, n + 1) <= to) n += 1;
  return n;
}

/** Monday 1 … Sunday 7. */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** `2026-04-01`; `forever` for {@link FOREVER}. */
export function formatDay(day: Day): string {
  if (day >= FOREVER) return 'forever';
  const { year, month, day: d } = civilOf(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

/** Reads `YYYY-MM-DD`; undefined when it is not a date of the calendar. */
export function parseDay(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return dayOf(year, month, day);
}

/** A local civil moment in the program's zone: seconds since 1970-01-01T00:00:00 of the local clock as read. */
export type LocalTime = number;

export const SECONDS_PER_DAY = 86_400;

export function localTime(day: Day, secondOfDay: number): LocalTime {
  return day * SECONDS_PER_DAY + secondOfDay;
}

export function dayOfTime(time: LocalTime): Day {
  return Math.floor(time / SECONDS_PER_DAY);
}

/** `2026-05-01T10:00:00`. */
export function formatTime(time: LocalTime): string {
  const day = dayOfTime(time);
  const s = time - day * SECONDS_PER_DAY;
  const part = (n: number) => String(n).padStart(2, '0');
  return `${formatDay(day)}T${part(Math.floor(s / 3600))}:${part(Math.floor(s / 60) % 60)}:${part(s % 60)}`;
}
