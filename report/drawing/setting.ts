import type { Language, Localized, Plan } from '../../schema/index.ts';
import type { Numbers, ReportFigures } from '../figures/index.ts';

/** A version of a program with what it came to, and how figures are written: all that a drawing is made from. */
export interface DrawingSetting {
  readonly plan: Plan;
  readonly figures: ReportFigures;
  readonly language: Language;
  readonly words: (text: Localized) => string;
  readonly numbers: Numbers;
  /** Indices of the months that are shown one by one, ascending. */
  readonly shown: readonly number[];
}

/** What a version is held against: the same history under the program as it was. */
export type Before = Pick<DrawingSetting, 'plan' | 'figures'>;

type Month = ReportFigures['months'][number];

/** Months that are drawn and listed one by one: three years show what repeats, and stay legible. */
export const MONTHS_SHOWN = 36;

export function shownMonths({ months }: ReportFigures): readonly number[] {
  return months.map((_, index) => index).slice(-MONTHS_SHOWN);
}

/** One value of each month that is shown. */
export function perMonth<T>(
  { shown, figures }: DrawingSetting,
  value: (month: Month, index: number) => T,
): readonly T[] {
  return shown.flatMap((index) => {
    const month = figures.months[index];
    return month === undefined ? [] : [value(month, index)];
  });
}

/** The same of the version before, month beside month; undefined where it has no such month. */
export function perMonthBefore<T>(
  setting: DrawingSetting,
  { figures }: Before,
  value: (month: Month, index: number) => T,
): readonly (T | undefined)[] {
  return perMonth(setting, ({ day }) => {
    const index = figures.months.findIndex((month) => month.day === day);
    const month = figures.months[index];
    return month && value(month, index);
  });
}

export function monthLabels(setting: DrawingSetting): readonly string[] {
  return perMonth(setting, ({ day }) => setting.numbers.month(day));
}
