import type { Language, Localized, Plan, Span } from '../../schema/index.ts';
import type { Numbers, ReportFigures } from '../figures/index.ts';

/** What a section of the page is made from. */
export interface Setting {
  readonly plan: Plan;
  readonly figures: ReportFigures;
  readonly language: Language;
  readonly words: (text: Localized) => string;
  readonly numbers: Numbers;
  /** `program.yaml:12`, where the program's text is known. */
  readonly placeOf: (span: Span) => string | undefined;
  /** Indices of the months that are shown one by one, ascending. */
  readonly shown: readonly number[];
}

/** Months that are drawn and listed one by one: three years show what repeats, and stay legible. */
export const MONTHS_SHOWN = 36;

export function shownMonths({ months }: ReportFigures): readonly number[] {
  return months.map((_, index) => index).slice(-MONTHS_SHOWN);
}

/** One value of each month that is shown. */
export function perMonth<T>(
  { shown, figures }: Setting,
  value: (month: ReportFigures['months'][number], index: number) => T,
): readonly T[] {
  return shown.flatMap((index) => {
    const month = figures.months[index];
    return month === undefined ? [] : [value(month, index)];
  });
}

export function monthLabels(setting: Setting): readonly string[] {
  return perMonth(setting, ({ day }) => setting.numbers.month(day));
}
