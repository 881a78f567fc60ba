import { type Day, dayOf, daysInMonth } from '../../schema/index.ts';

/** The years that the tables below cover: birthdays of guests, and the days of a run and what follows from them. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2120;
const FIRST = dayOf(FIRST_YEAR, 1, 1);
const MONTHS = (LAST_YEAR - FIRST_YEAR + 1) * 12;

/** First day of each month since January of {@link FIRST_YEAR}. */
const MONTH_START = Int32Array.from({ length: MONTHS + 1 }, (_, month) =>
  dayOf(FIRST_YEAR + Math.floor(month / 12), (month % 12) + 1, 1),
);

/** Month number of each day since {@link FIRST}. */
const MONTH_OF = new Int16Array(dayOf(LAST_YEAR + 1, 1, 1) - FIRST);
for (let month = 0, at = 0; month < MONTHS; month += 1) {
  const length = daysInMonth(FIRST_YEAR + Math.floor(month / 12), (month % 12) + 1);
  MONTH_OF.fill(month, at, at + length);
  at += length;
}

/** Months since January 1900 of a day. */
export function monthOf(day: Day): number {
  return MONTH_OF[day - FIRST] ?? 0;
}

/** First day of a month, counted as {@link monthOf} does. */
export function startOf(month: number): Day {
  return MONTH_START[month] ?? 0;
}

/** Adds months to a day, clamping to the month's last day. */
export function plusMonths(day: Day, months: number): Day {
  const month = monthOf(day);
  const shifted = startOf(month + months) + day - startOf(month);
  const last = startOf(month + months + 1) - 1;
  return Math.min(shifted, last);
}
