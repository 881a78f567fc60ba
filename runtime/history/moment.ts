import { type Day, dayOf, dayOfTime, daysInMonth, type LocalTime, localTime } from '../../schema/index.ts';
import { halfWidth } from './number.ts';
import type { Instant, Zone } from './zone.ts';

/** A date or time as a clock on the wall showed it. */
export interface Clock {
  readonly day: Day;
  /** Undefined: a date alone. */
  readonly second: number | undefined;
  readonly nanosecond: number;
  /** Seconds east of Greenwich, where it is written. */
  readonly offset: number | undefined;
}

export interface Moment {
  readonly instant: Instant;
  readonly nanosecond: number;
  /** A date alone sorts first in its day. */
  readonly dateOnly: boolean;
  /** In the program's zone. */
  readonly local: LocalTime;
}

/** How dates and times are written; `text` is shown to the user. */
export interface ClockFormat {
  readonly text: string;
  read(text: string): Clock | undefined;
}

const ISO_PATTERN =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?\s?(Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?)?$/i;

/** ISO 8601: `2026-05-01`, `2026-05-01T10:00:00+09:00`; a space may stand for the `T`. */
export const ISO: ClockFormat = {
  text: 'yyyy-MM-ddTHH:mm:ss',
  read(text) {
    const m = ISO_PATTERN.exec(text) ?? ISO_PATTERN.exec(halfWidth(text).trim());
    if (m === null) return undefined;
    return clock(m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
  },
};

/** ISO 8601 dates alone. */
export const ISO_DATE: ClockFormat = {
  text: 'yyyy-MM-dd',
  read(text) {
    const read = ISO.read(text);
    return read?.second === undefined ? read : undefined;
  },
};

function clock(
  year: string | undefined,
  month: string | undefined,
  date: string | undefined,
  hour?: string,
  minute?: string,
  second?: string,
  fraction?: string,
  offset?: string,
): Clock | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(date)];
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return undefined;
  const day = dayOf(y, m, d);
  if (hour === undefined) return { day, second: undefined, nanosecond: 0, offset: undefined };
  const [h, min, s] = [Number(hour), Number(minute ?? 0), Number(second ?? 0)];
  if (h > 23 || min > 59 || s > 59) return undefined;
  const seconds = offset === undefined ? undefined : offsetOf(offset);
  if (offset !== undefined && seconds === undefined) return undefined;
  const nanosecond = fraction === undefined ? 0 : Number(fraction.padEnd(9, '0'));
  return { day, second: h * 3600 + min * 60 + s, nanosecond, offset: seconds };
}

function offsetOf(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0;
  const m = /^([+-])(\d{2}):?(\d{2})?:?(\d{2})?$/.exec(text);
  if (m === null) return undefined;
  const [h, min, s] = [Number(m[2]), Number(m[3] ?? 0), Number(m[4] ?? 0)];
  if (h > 23 || min > 59 || s > 59) return undefined;
  return (m[1] === '-' ? -1 : 1) * (h * 3600 + min * 60 + s);
}

type Part = 'era' | 'year' | 'month' | 'date' | 'hour' | 'half' | 'minute' | 'second' | 'fraction';

interface Token {
  readonly part: Part;
  readonly pattern: string;
  /** Digits of no fixed number: another number right beside them could be cut in several places. */
  readonly open?: true;
}

/** Years before the first of each Japanese era. */
const ERAS: Readonly<Record<string, number>> = {
  明治: 1867,
  m: 1867,
  大正: 1911,
  t: 1911,
  昭和: 1925,
  s: 1925,
  平成: 1988,
  h: 1988,
  令和: 2018,
  r: 2018,
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const TOKENS: Readonly<Record<string, Token>> = {
  G: { part: 'era', pattern: `(${Object.keys(ERAS).join('|')})` },
  y: { part: 'year', pattern: '(\\d{1,2}|元)', open: true },
  yyyy: { part: 'year', pattern: '(\\d{4})' },
  MM: { part: 'month', pattern: '(\\d{2})' },
  MMM: { part: 'month', pattern: `(${MONTHS.join('|')})` },
  dd: { part: 'date', pattern: '(\\d{2})' },
  HH: { part: 'hour', pattern: '(\\d{2})' },
  hh: { part: 'hour', pattern: '(\\d{2})' },
  mm: { part: 'minute', pattern: '(\\d{2})' },
  ss: { part: 'second', pattern: '(\\d{2})' },
  M: { part: 'month', pattern: '(\\d{1,2})', open: true },
  d: { part: 'date', pattern: '(\\d{1,2})', open: true },
  H: { part: 'hour', pattern: '(\\d{1,2})', open: true },
  h: { part: 'hour', pattern: '(\\d{1,2})', open: true },
  a: { part: 'half', pattern: '(am|pm|午前|午後)' },
  S: { part: 'fraction', pattern: '(\\d{1,9})', open: true },
};

interface Pieces {
  readonly parts: readonly Part[];
  readonly pattern: string;
  /** The hours are those of a half day. */
  readonly halves: boolean;
}

type Complaint = { readonly en: string; readonly ja: string };

/** Cuts a format into what it reads. */
function piecesOf(format: string): Pieces | Complaint {
  const parts: Part[] = [];
  let pattern = '';
  let halves = false;
  let before: Token | undefined;
  for (const [piece] of format.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g)) {
    if (piece === "'") return { en: 'a quote is not closed', ja: '引用符が閉じられていません' };
    if (!/^[A-Za-z]/.test(piece)) {
      const text = piece.startsWith("'")
        ? piece === "''"
          ? "'"
          : piece.slice(1, -1).replaceAll("''", "'")
        : piece;
      pattern += literal(text);
      before = undefined;
      continue;
    }
    const token = Object.hasOwn(TOKENS, piece) ? TOKENS[piece] : undefined;
    if (token === undefined)
      return { en: `\`${piece}\` means nothing here`, ja: `\`${piece}\` に意味がありません` };
    if (parts.includes(token.part))
      return { en: `\`${piece}\` says a thing twice`, ja: `\`${piece}\` が重複しています` };
    if (before !== undefined && isDigits(before) && isDigits(token) && (before.open || token.open))
      return {
        en: `nothing tells where the digits before \`${piece}\` end`,
        ja: `\`${piece}\` の前の数字がどこで終わるか決まりません`,
      };
    if (piece.startsWith('h')) halves = true;
    parts.push(token.part);
    pattern += token.pattern;
    before = token;
  }
  return { parts, pattern, halves };
}

function isDigits(token: Token): boolean {
  return token.pattern.startsWith('(\\d');
}

function complaintOf({ parts, halves }: Pieces, format: string): Complaint | undefined {
  const has = (part: Part) => parts.includes(part);
  if (!has('year') || !has('month') || !has('date'))
    return { en: 'it needs a year, a month and a day', ja: '年・月・日が必要です' };
  if (has('era') === format.includes('yyyy'))
    return {
      en: '`y` is a year of the era `G`, and `yyyy` a year without',
      ja: '`y` は元号 `G` の年、`yyyy` は西暦です',
    };
  if (!has('hour') && (has('minute') || has('second') || has('half')))
    return { en: 'it has minutes or seconds without an hour', ja: '時がないのに分や秒があります' };
  if (halves !== has('half'))
    return {
      en: '`h` goes from 1 to 12 and needs `a` (AM or PM)',
      ja: '`h` は1〜12時なので `a`（午前・午後）が必要です',
    };
  if (has('fraction') && !has('second'))
    return { en: 'it has a fraction without seconds', ja: '秒がないのに秒の端数があります' };
  return undefined;
}

/** Reads `yyyy/M/d HH:mm` and the like; the other value says what is wrong with it, in both languages. */
export function clockFormat(format: string): ClockFormat | Complaint {
  const pieces = piecesOf(format);
  if (!('parts' in pieces)) return pieces;
  const complaint = complaintOf(pieces, format);
  if (complaint !== undefined) return complaint;
  const { parts, pattern } = pieces;
  const whole = new RegExp(`^${pattern}$`, 'i');
  const at = new Map(parts.map((part, index) => [part, index + 1]));
  const [era, year, month, half, hour] = [
    at.get('era'),
    at.get('year'),
    at.get('month'),
    at.get('half'),
    at.get('hour'),
  ];
  const [date, minute, second, fraction] = [
    at.get('date'),
    at.get('minute'),
    at.get('second'),
    at.get('fraction'),
  ];
  const word = (m: RegExpExecArray, index: number | undefined) =>
    index === undefined ? undefined : m[index]?.toLowerCase();
  return {
    text: format,
    read(text) {
      const m = whole.exec(text) ?? whole.exec(halfWidth(text).trim());
      if (m === null) return undefined;
      const hours = half === undefined ? word(m, hour) : hourOf(word(m, hour), word(m, half));
      if (half !== undefined && hours === undefined) return undefined;
      const named = MONTHS.indexOf(word(m, month) ?? '');
      return clock(
        era === undefined ? word(m, year) : yearOf(word(m, era), word(m, year)),
        named < 0 ? word(m, month) : String(named + 1),
        word(m, date),
        hours,
        word(m, minute),
        word(m, second),
        word(m, fraction),
      );
    },
  };
}

/** 12 AM is midnight, 12 PM noon; undefined: no hour of a half day. */
function hourOf(text: string | undefined, half: string | undefined): string | undefined {
  const hour = Number(text);
  // 午後0時 is noon.
  if (hour > 12 || (hour === 0 && !half?.startsWith('午'))) return undefined;
  return String((hour % 12) + (half === 'pm' || half === '午後' ? 12 : 0));
}

function yearOf(era: string | undefined, year: string | undefined): string {
  return String((ERAS[era ?? ''] ?? 0) + (year === '元' ? 1 : Number(year)));
}

function literal(text: string): string {
  return halfWidth(text).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/**
 * Where a clock reading stands in time (ruling O7). Without an offset it is a clock of `source`; what that clock showed
 * is kept when it is the program's own.
 */
export function momentOf(read: Clock, source: Zone, program: Zone): Moment {
  const { day, second, nanosecond } = read;
  if (second === undefined) {
    // A date names the member's day, in whatever zone: it does not move.
    const local = localTime(day, 0);
    return { instant: program.startOf(local), nanosecond: 0, dateOnly: true, local };
  }
  const shown = localTime(day, second);
  if (read.offset !== undefined) {
    const instant = shown - read.offset;
    return { instant, nanosecond, dateOnly: false, local: program.localOf(instant) };
  }
  const instant = source.instantOf(shown);
  const local = source.name === program.name ? shown : program.localOf(instant);
  return { instant, nanosecond, dateOnly: false, local };
}

/** The day of a clock reading in the program's zone. */
export function dayOfClock(read: Clock, source: Zone, program: Zone): Day {
  return read.second === undefined ? read.day : dayOfTime(momentOf(read, source, program).local);
}

/** Events happen, and members enrol, in these years; others are placeholders or slips, and would be replayed month by month. */
export const EARLIEST_YEAR = 1900;
export const LATEST_YEAR = 2199;
const EARLIEST = localTime(dayOf(EARLIEST_YEAR, 1, 1), 0);
const AFTER_LATEST = localTime(dayOf(LATEST_YEAR + 1, 1, 1), 0);

export function canHappen({ local }: Moment): boolean {
  return local >= EARLIEST && local < AFTER_LATEST;
}
