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
  readonly hasTime: boolean;
  read(text: string): Clock | undefined;
}

const ISO_PATTERN =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?\s?(Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?)?$/i;

/** ISO 8601: `2026-05-01`, `2026-05-01T10:00:00+09:00`; a space may stand for the `T`. */
export const ISO: ClockFormat = {
  text: 'yyyy-MM-ddTHH:mm:ss',
  hasTime: true,
  read(text) {
    const m = ISO_PATTERN.exec(text) ?? ISO_PATTERN.exec(halfWidth(text).trim());
    if (m === null) return undefined;
    return clock(m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
  },
};

/** ISO 8601 dates alone. */
export const ISO_DATE: ClockFormat = {
  text: 'yyyy-MM-dd',
  hasTime: false,
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

type Token = 'yyyy' | 'MM' | 'dd' | 'HH' | 'mm' | 'ss' | 'M' | 'd' | 'H';
type Part = 'year' | 'month' | 'date' | 'hour' | 'minute' | 'second';

const TOKENS: Readonly<Record<Token, { readonly part: Part; readonly pattern: string }>> = {
  yyyy: { part: 'year', pattern: '(\\d{4})' },
  MM: { part: 'month', pattern: '(\\d{2})' },
  dd: { part: 'date', pattern: '(\\d{2})' },
  HH: { part: 'hour', pattern: '(\\d{2})' },
  mm: { part: 'minute', pattern: '(\\d{2})' },
  ss: { part: 'second', pattern: '(\\d{2})' },
  M: { part: 'month', pattern: '(\\d{1,2})' },
  d: { part: 'date', pattern: '(\\d{1,2})' },
  H: { part: 'hour', pattern: '(\\d{1,2})' },
};

function isToken(text: string): text is Token {
  return Object.hasOwn(TOKENS, text);
}

/** Reads `yyyy/M/d HH:mm` and the like; the other value says what is wrong with it, in both languages. */
export function clockFormat(format: string): ClockFormat | { readonly en: string; readonly ja: string } {
  const parts: Part[] = [];
  let pattern = '';
  for (const [piece] of format.matchAll(/'(?:[^']|'')*'|[A-Za-z]+|[^A-Za-z']+|'/g)) {
    if (piece === "'") return { en: 'a quote is not closed', ja: '引用符が閉じられていません' };
    if (piece.startsWith("'")) {
      pattern += literal(piece === "''" ? "'" : piece.slice(1, -1).replaceAll("''", "'"));
    } else if (/^[A-Za-z]/.test(piece)) {
      for (const [run] of piece.matchAll(/(.)\1*/g)) {
        if (!isToken(run))
          return { en: `\`${run}\` means nothing here`, ja: `\`${run}\` に意味がありません` };
        if (parts.includes(TOKENS[run].part))
          return { en: `\`${run}\` says a thing twice`, ja: `\`${run}\` が重複しています` };
        parts.push(TOKENS[run].part);
        pattern += TOKENS[run].pattern;
      }
    } else {
      pattern += literal(piece);
    }
  }
  if (!parts.includes('year') || !parts.includes('month') || !parts.includes('date'))
    return { en: 'it needs a year, a month and a day', ja: '年・月・日が必要です' };
  if (!parts.includes('hour') && (parts.includes('minute') || parts.includes('second')))
    return { en: 'it has minutes or seconds without an hour', ja: '時がないのに分や秒があります' };
  const whole = new RegExp(`^${pattern}$`);
  const group = (part: Part) => parts.indexOf(part) + 1;
  const at = {
    year: group('year'),
    month: group('month'),
    date: group('date'),
    hour: group('hour'),
    minute: group('minute'),
    second: group('second'),
  };
  const optional = (m: RegExpExecArray, index: number) => (index === 0 ? undefined : m[index]);
  return {
    text: format,
    hasTime: parts.includes('hour'),
    read(text) {
      const m = whole.exec(text) ?? whole.exec(halfWidth(text).trim());
      if (m === null) return undefined;
      return clock(
        m[at.year],
        m[at.month],
        m[at.date],
        optional(m, at.hour),
        optional(m, at.minute),
        optional(m, at.second),
      );
    },
  };
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
  return dayOfTime(momentOf(read, source, program).local);
}
