import {
  type ClockFormat,
  clockFormat,
  Fault,
  halfWidth,
  ISO,
  type NumberStyle,
  readQuantity,
  signsOf,
} from '../history/index.ts';
import type { ColumnLook, SurveyedColumn } from './survey.ts';

/** Stands for a list or an object in a cell. */
export const NESTED = '\u0000nested';

/** So long is a sample at most; whole cells can hold a novel. */
const SHOWN = 80;
const SAMPLES = 8;
const MOST_WORDS = 30;

/** Dates as people write them, those first that leave no doubt. Hours follow in {@link HOURS}. */
const DATES: readonly string[] = [
  'yyyyMMdd',
  'yyyy/M/d',
  'yyyy-M-d',
  'yyyy.M.d',
  'yyyy年M月d日',
  'Gy年M月d日',
  'Gy.M.d',
  'Gy/M/d',
  'd.M.yyyy',
  'd/M/yyyy',
  'M/d/yyyy',
  'd-M-yyyy',
  'M-d-yyyy',
  'd MMM yyyy',
  'd-MMM-yyyy',
  'MMM d, yyyy',
];
const HOURS: readonly string[] = [
  ' H:mm',
  ' H:mm:ss',
  ' H:mm:ss.S',
  ' h:mm a',
  ' h:mm:ss a',
  ' H時mm分',
  " 'T'HH:mm:ss",
  'HHmmss',
  'HHmm',
];
/** Times of day that stand in a column of their own. */
const CLOCKS: readonly string[] = ['H:mm', 'H:mm:ss', 'h:mm a', 'h:mm:ss a'];

interface Known {
  readonly format: ClockFormat;
  /** As a mapping writes it; undefined is ISO 8601. */
  readonly text: string | undefined;
  readonly time: boolean;
}

function known(text: string, time: boolean): readonly Known[] {
  const format = clockFormat(text);
  return 'read' in format ? [{ format, text, time }] : [];
}

const MOMENTS: readonly Known[] = [
  { format: ISO, text: undefined, time: false },
  ...DATES.flatMap((date) => known(date, false)),
  ...DATES.flatMap((date) => HOURS.flatMap((hour) => known(`${date}${hour}`.replace(" 'T'", "'T'"), true))),
];

/** Codes by which currencies are known; their signs are those of the reader. */
const CURRENCIES = ['JPY', 'USD', 'EUR', 'GBP', 'CNY', 'KRW', 'TWD', 'CHF', 'INR', 'AUD', 'CAD'];
const SIGNS: readonly string[] = [...new Set(CURRENCIES.flatMap(signsOf))].sort(
  (a, b) => b.length - a.length,
);

/** What a column holds, by its values in the rows looked at; an empty text is a cell left empty. */
export function surveyedColumn(name: string, values: readonly string[]): SurveyedColumn {
  const counts = new Map<string, number>();
  let empty = 0;
  for (const value of values) {
    if (value === '') empty += 1;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const filled = values.length - empty;
  const different = [...counts.keys()];
  const look = lookOf(different, filled);
  const few = look.kind !== 'nested' && counts.size <= MOST_WORDS;
  return {
    name,
    samples: different.slice(0, SAMPLES).map(shortened),
    empty,
    filled,
    distinct: counts.size,
    words: few
      ? [...counts]
          .map(([text, count]) => ({ text: shortened(text), count }))
          .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
      : [],
    look,
  };
}

export function shortened(value: string): string {
  if (value === NESTED) return '{…}';
  return value.length > SHOWN ? `${value.slice(0, SHOWN - 1)}…` : value;
}

function lookOf(different: readonly string[], filled: number): ColumnLook {
  if (different.length === 0) return { kind: 'empty' };
  if (different.some((value) => value === NESTED || /^\s*(?:\[\s*[[{"\]]|\{\s*["}])/.test(value)))
    return { kind: 'nested' };
  const values = different.slice(0, 1000);
  // A slip or a word among them makes bad rows, not another kind of column.
  const slips = Math.min(Math.floor(filled / 50), Math.floor(values.length / 4));
  const nearlyAll = values.length - slips;
  const moment = momentLook(values, nearlyAll);
  if (moment !== undefined) return moment;
  const clock = CLOCKS.find(
    (format) => counted(values, known(`yyyyMMdd ${format}`, true)[0], '20240101 ') >= nearlyAll,
  );
  if (clock !== undefined) return { kind: 'clock', format: clock };
  const number = numberLook(values, nearlyAll);
  if (number !== undefined) return number;
  const isShort = values.every((value) => value.length <= 40);
  if (isShort && comesAgain(different.length, filled)) return { kind: 'word' };
  const isCode = values.every((value) => value.length <= 40 && /^[\p{L}\p{N}_.:/-]+$/u.test(value));
  return isCode && values.some((value) => /\d/.test(value)) ? { kind: 'id' } : { kind: 'text' };
}

/** Few different values for so many rows; of a file of a few rows no more can be asked than that some come again. */
function comesAgain(different: number, filled: number): boolean {
  if (different > MOST_WORDS) return false;
  return different * 3 <= filled || (filled <= 30 && different < filled);
}

function counted(values: readonly string[], format: Known | undefined, before = ''): number {
  return format === undefined
    ? 0
    : values.reduce(
        (sum, value) => sum + (format.format.read(before + value.trim()) === undefined ? 0 : 1),
        0,
      );
}

function momentLook(values: readonly string[], nearlyAll: number): ColumnLook | undefined {
  // Most columns are no dates: a few values tell.
  const few = values.slice(0, 5);
  const fit = MOMENTS.filter(
    (each) =>
      counted(few, each) > few.length / 2 && counted(values, each) >= nearlyAll && canBe(each, values),
  );
  const [first] = fit;
  if (first === undefined) return undefined;
  const time = first.time || (first.text === undefined && values.some((value) => value.includes(':')));
  return { kind: 'moment', formats: fit.map((each) => each.text), time };
}

/** Eight digits are a date only where all are of our days: numbers of members have eight digits too. */
function canBe({ text }: Known, values: readonly string[]): boolean {
  if (!text?.startsWith('yyyyMMdd')) return true;
  return values.every((value) => /^(19[3-9]|20[0-9])\d/.test(halfWidth(value).trim()));
}

function numberLook(values: readonly string[], nearlyAll: number): ColumnLook | undefined {
  // 00012 is a name, not an amount.
  const coded = values.filter((value) => /^0\d/.test(value)).length;
  if (coded > values.length / 50) return undefined;
  for (const decimal of ['.', ','] as const) {
    const style: NumberStyle = {
      decimal,
      thousands: decimal === '.' ? ',' : '.',
      negate: false,
      signs: SIGNS,
    };
    let [read, decimals, negatives] = [0, 0, 0];
    for (const value of values) {
      const quantity = readQuantity(value, 9, style, '');
      if (quantity instanceof Fault) continue;
      read += 1;
      if (quantity < 0n) negatives += 1;
      decimals = Math.max(decimals, decimalsOf(quantity));
    }
    if (read < nearlyAll) continue;
    const [sample = ''] = values;
    const sign = SIGNS.find((each) => values.every((value) => halfWidth(value).includes(each)));
    return { kind: 'number', decimals, decimal, negatives, sign: sample === '' ? undefined : sign };
  }
  return undefined;
}

/** Decimals of a number at a scale of 9. */
function decimalsOf(quantity: bigint): number {
  let [rest, decimals] = [quantity, 9];
  while (decimals > 0 && rest % 10n === 0n) {
    rest /= 10n;
    decimals -= 1;
  }
  return decimals;
}
