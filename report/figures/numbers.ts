import { power10 } from '../../runtime/index.ts';
import { civilOf, type Day, type Fraction, type Language } from '../../schema/index.ts';

/** A figure for the eye, and in full for whoever wants it exactly. */
export interface Shown {
  readonly text: string;
  readonly full: string;
}

/** How figures are written in a language and a currency. */
export interface Numbers {
  readonly count: (value: bigint | number) => string;
  /** Large counts as 12.3K or 1.23万. */
  readonly shortCount: (value: number) => string;
  /** A quantity at a scale, exactly. */
  readonly quantity: (value: bigint, scale: number) => string;
  /** Large quantities as 12.3M or 1,230万. */
  readonly shortQuantity: (value: bigint, scale: number) => Shown;
  /** Rounded half away from zero. */
  readonly decimal: (value: Fraction, places: number) => string;
  /** Money at the decimals of the currency. */
  readonly money: (value: Fraction) => string;
  /** The same without the sign of the currency. */
  readonly plainMoney: (value: Fraction) => string;
  /** Large amounts as ¥12.3K or ¥1.23万. */
  readonly shortMoney: (value: Fraction) => Shown;
  /** Of what was drawn: near enough to read. */
  readonly moneyOf: (value: number) => string;
  /** For the ticks of an axis. */
  readonly tickMoney: (value: number) => string;
  /** A share as a percentage, to a tenth. */
  readonly percent: (value: Fraction) => string;
  /** A share as somebody wrote it: 45%, not 45.0%. */
  readonly plainPercent: (value: Fraction) => string;
  /** A difference of two shares in percentage points, with its sign: never as `%`, nor as the `pt` that points are. */
  readonly difference: (value: Fraction) => string;
  readonly day: (day: Day) => string;
  readonly month: (day: Day) => string;
}

/** From here on, amounts are shortened where room is short: English counts in thousands, Japanese in 万. */
const SHORTENED: Readonly<Record<Language, bigint>> = { en: 100_000n, ja: 10_000n };

/** From here on, quantities are. */
const LARGE = 1_000_000n;

/** A fraction as a decimal of so many places, half away from zero. */
export function decimalOf({ n, d }: Fraction, places: number): string {
  const size = n < 0n ? -n : n;
  const rounded = (2n * size * power10(places) + d) / (2n * d);
  const digits = rounded.toString().padStart(places + 1, '0');
  const sign = n < 0n && rounded !== 0n ? '-' : '';
  return `${sign}${digits.slice(0, digits.length - places)}${places === 0 ? '' : `.${digits.slice(-places)}`}`;
}

/** For drawing only: near enough for a pixel, and finite whatever comes. */
export function drawn({ n, d }: Fraction): number {
  const billionths = (n * 1_000_000_000n) / d;
  const limit = power10(300);
  const within = billionths > limit ? limit : billionths < -limit ? -limit : billionths;
  return Number(within) / 1e9;
}

/** Intl reads a decimal in text without losing digits. */
function exactly(format: Intl.NumberFormat, text: string): string {
  // The half-width sign stands beside Latin digits in either language.
  return format.format(text as Intl.StringNumericLiteral).replace('\uffe5', '¥');
}

const asDate = (day: Day): Date => {
  const { year, month, day: date } = civilOf(day);
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, date);
  return at;
};

export function numbersOf(
  language: Language,
  currency: { readonly code: string; readonly decimals: number },
): Numbers {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options);
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
  const plain = number({ maximumFractionDigits: 20 });
  const compact = number({ notation: 'compact', maximumSignificantDigits: 3, useGrouping: 'always' });
  const inCurrency = { style: 'currency', currency: currency.code, currencyDisplay: 'narrowSymbol' } as const;
  const { decimals } = currency;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const amount = number({ ...inCurrency, ...digits });
  const plainAmount = number(digits);
  const shortAmount = number({
    ...inCurrency,
    notation: 'compact',
    maximumSignificantDigits: 3,
    useGrouping: 'always',
  });
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const share = number(tenths);
  const signed = number({ ...tenths, signDisplay: 'exceptZero' });
  const longDay = date({ dateStyle: 'long' });
  const shortMonth = date({ year: 'numeric', month: 'short' });
  const money = (value: Fraction): string => exactly(amount, decimalOf(value, decimals));
  const hundredfold = ({ n, d }: Fraction, places = 1): string => decimalOf({ n: n * 100n, d }, places);
  return {
    count: (value) => plain.format(value),
    shortCount: (value) => compact.format(value),
    quantity: (value, scale) => exactly(plain, decimalOf({ n: value, d: power10(scale) }, scale)),
    shortQuantity(value, scale) {
      const text = decimalOf({ n: value, d: power10(scale) }, scale);
      const full = exactly(plain, text);
      const large = (value < 0n ? -value : value) >= LARGE * power10(scale);
      return { text: large ? exactly(compact, text) : full, full };
    },
    decimal: (value, places) => exactly(plain, decimalOf(value, places)),
    money,
    plainMoney: (value) => exactly(plainAmount, decimalOf(value, decimals)),
    shortMoney(value) {
      const full = money(value);
      const size = value.n < 0n ? -value.n : value.n;
      const large = size >= SHORTENED[language] * value.d;
      return { text: large ? exactly(shortAmount, decimalOf(value, decimals)) : full, full };
    },
    moneyOf: (value) => amount.format(value).replace('\uffe5', '¥'),
    tickMoney: (value) => shortAmount.format(value).replace('\uffe5', '¥'),
    percent: (value) => `${exactly(share, hundredfold(value))}%`,
    plainPercent: (value) => `${exactly(plain, hundredfold(value, 4))}%`,
    difference(value) {
      const text = exactly(signed, hundredfold(value)).replace('-', '−');
      return `${text}${language === 'ja' ? '%ポイント' : ' pp'}`;
    },
    day: (day) => longDay.format(asDate(day)),
    month: (day) => shortMonth.format(asDate(day)),
  };
}
