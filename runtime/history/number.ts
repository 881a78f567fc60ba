import { type Fault, fault } from './fault.ts';

export interface NumberStyle {
  readonly decimal: string;
  /** Undefined: numbers are not grouped. */
  readonly thousands: string | undefined;
  readonly negate: boolean;
  /** Signs of the program's currency that may stand before or after an amount. */
  readonly signs: readonly string[];
}

/** How numbers of a file are written, unless its mapping says otherwise: `1,234.50`. */
export const PLAIN_NUMBER: NumberStyle = { decimal: '.', thousands: ',', negate: false, signs: [] };

const SIGNS: Readonly<Record<string, readonly string[]>> = {
  JPY: ['¥', '円', '\\'],
  CNY: ['¥', '元'],
  USD: ['$', 'US$'],
  EUR: ['€'],
  GBP: ['£'],
  KRW: ['₩', '원'],
  TWD: ['NT$', '$', '元'],
  HKD: ['HK$', '$'],
  AUD: ['A$', '$'],
  CAD: ['C$', '$'],
  SGD: ['S$', '$'],
  NZD: ['NZ$', '$'],
  INR: ['₹'],
  BRL: ['R$'],
  CHF: ['Fr.'],
  THB: ['฿'],
  VND: ['₫'],
};

/** What may stand beside an amount of a currency: its code and its usual signs. */
export function signsOf(currency: string): readonly string[] {
  return [...(SIGNS[currency] ?? []), currency].sort((a, b) => b.length - a.length);
}

const MAX_64 = 2n ** 63n - 1n;
/** No number of 64 bits is longer; longer ones are not even tried. */
const LONGEST = 400;

/** Full-width forms become the ASCII ones, other minus signs `-`; superscripts and the like stay what they are: no digits. */
export function halfWidth(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0\u202f]/g, ' ')
    .replace(/￥/g, '¥')
    .replace(/[−‐–]/g, '-');
}

/** Text as it is compared with the words and tests of a mapping. */
export function comparable(text: string): string {
  return PLAIN.test(text) ? text : halfWidth(text).normalize('NFC');
}

const PLAIN = /^[ -~]*$/;
const GROUPED = /^([+-]?)([1-9]\d{0,2}(?:,\d{3}){1,4})(?:\.(\d+))?$/;
const SIMPLE = /^([+-]?)(\d{1,15})(?:\.(\d+))?$/;

/**
 * The exact quantity written in `text`, counted in 10^-scale. Zeros beyond the scale are no extra precision; any other
 * digit there is a fault, never rounded away.
 */
export function readQuantity(text: string, scale: number, style: NumberStyle, field: string): bigint | Fault {
  const simple = style.decimal === '.' ? SIMPLE.exec(text) : null;
  if (simple !== null)
    return quantity(text, simple[1] === '-', simple[2] ?? '', simple[3] ?? '', scale, style.negate, field);
  // Nearly every amount of an export is written so, and the long way below is slow.
  const grouped = style.decimal === '.' && style.thousands === ',' ? GROUPED.exec(text) : null;
  if (grouped !== null) {
    const whole = (grouped[2] ?? '').replaceAll(',', '');
    return quantity(text, grouped[1] === '-', whole, grouped[3] ?? '', scale, style.negate, field);
  }
  const bare = withoutSigns(halfWidth(text).trim(), style.signs);
  const pattern = /^([+-]?)([^+-]*)$/.exec(bare.text);
  if (pattern === null || text.length > LONGEST) return unreadable(text, field);
  if (bare.negative && pattern[1] !== '') return unreadable(text, field);
  const [whole = '', fraction = '', ...more] = (pattern[2] ?? '').split(style.decimal);
  if (more.length > 0 || !/^\d*$/.test(fraction)) return unreadable(text, field);
  const cut = style.thousands !== undefined && whole.includes(style.thousands);
  const groups = cut ? whole.split(style.thousands ?? '') : [whole];
  if (!groups.every((g) => /^\d*$/.test(g)) || (whole === '' && fraction === ''))
    return unreadable(text, field);
  // `0,001` is no thousand: somebody's comma stands before decimals.
  if (cut && !groups.every((g, i) => (i === 0 ? /^[1-9]\d{0,2}$/.test(g) : g.length === 3)))
    return fault('misplaced-separator', { value: text, field }, { column: field, value: text });
  const negative = bare.negative || pattern[1] === '-';
  return quantity(text, negative, groups.join(''), fraction, scale, style.negate, field);
}

function quantity(
  text: string,
  negative: boolean,
  whole: string,
  fraction: string,
  scale: number,
  negate: boolean,
  field: string,
): bigint | Fault {
  const digits = fraction.length > scale ? fraction.replace(/0+$/, '') : fraction;
  if (digits.length > scale)
    return fault(
      'too-many-decimals',
      { value: text, found: digits.length, field, allowed: scale },
      { column: field, value: text },
    );
  const amount = BigInt(whole + digits.padEnd(scale, '0') || '0');
  const signed = negative === negate ? amount : -amount;
  if (signed > MAX_64 || signed < -MAX_64 - 1n)
    return fault('number-too-large', { value: text, field }, { column: field, value: text });
  return signed;
}

function unreadable(value: string, field: string): Fault {
  return fault('unreadable-number', { value, field }, { column: field, value });
}

/** Takes off one currency sign, and reads `△1,234`, `▲1,234` and `(1,234)` as the negative numbers they are in accounts. */
function withoutSigns(
  text: string,
  signs: readonly string[],
): { readonly text: string; readonly negative: boolean } {
  let rest = text;
  let negative = false;
  if (rest.startsWith('(') && rest.endsWith(')')) {
    rest = rest.slice(1, -1).trim();
    negative = true;
  }
  const account = /^[△▲]\s*/.exec(rest);
  if (account !== null && !negative) {
    rest = rest.slice(account[0].length);
    negative = true;
  }
  // `-¥1,234`: the sign of the number stands before that of the currency.
  const minus = /^[+-]/.exec(rest)?.[0] ?? '';
  rest = rest.slice(minus.length);
  const before = signs.find((s) => rest.startsWith(s));
  const after = before === undefined ? signs.find((s) => rest.endsWith(s)) : undefined;
  if (before !== undefined) rest = rest.slice(before.length).trim();
  else if (after !== undefined) rest = rest.slice(0, -after.length).trim();
  const inner = account === null && !negative && minus === '' ? /^[△▲]\s*/.exec(rest) : null;
  if (inner !== null) return { text: rest.slice(inner[0].length), negative: true };
  return { text: minus + rest, negative };
}

/** A number of a JSON text without its exponent, digit for digit; as it is when that would be absurdly long. */
export function withoutExponent(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (Math.abs(shift) > 99) return text;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** `1234.50` from a quantity, for messages. */
export function formatQuantity(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
