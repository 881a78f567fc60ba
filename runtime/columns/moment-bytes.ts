import { dayOf, daysInMonth, localTime, SECONDS_PER_DAY } from '../../schema/index.ts';
import {
  type Clock,
  type ClockFormat,
  canHappen,
  ISO,
  momentOf,
  type Setting,
  type Zone,
} from '../history/index.ts';
import { decodeText } from './wtf8.ts';

/** Days around all that can happen, for which what zones do is remembered. */
const FIRST = dayOf(1899, 12, 25);
const COUNT = dayOf(2200, 1, 8) - FIRST;
const HOURS = 24;
/** The clock is changed on this day. */
const CHANGES = Number.POSITIVE_INFINITY;

/** Numbers of a format that bytes are read by. */
const YEAR = 0;
const MONTH = 1;
const DATE = 2;
const HOUR = 3;
const MINUTE = 4;
const SECOND = 5;
/** A sign that stands in the format. */
const LITERAL = 6;

/** What a part of a format is, and the least and the most digits of it. */
const TOKENS: Readonly<Record<string, readonly [number, number, number]>> = {
  yyyy: [YEAR, 4, 4],
  MM: [MONTH, 2, 2],
  M: [MONTH, 1, 2],
  dd: [DATE, 2, 2],
  d: [DATE, 1, 2],
  HH: [HOUR, 2, 2],
  H: [HOUR, 1, 2],
  mm: [MINUTE, 2, 2],
  ss: [SECOND, 2, 2],
};

/** A format of digits and plain signs as three numbers per part (a sign is its byte twice); undefined: it has other parts. */
function partsOf(format: string): Uint8Array | undefined {
  const parts: number[] = [];
  for (const [piece] of format.matchAll(/([A-Za-z])\1*|[^A-Za-z]/g)) {
    const token = Object.hasOwn(TOKENS, piece) ? TOKENS[piece] : undefined;
    if (token !== undefined) parts.push(...token);
    else if (/^[ /:.,_-]$/.test(piece)) parts.push(LITERAL, piece.charCodeAt(0), piece.charCodeAt(0));
    else return undefined;
  }
  return Uint8Array.from(parts);
}

/** Offsets of a zone by day: those of its clocks' days, and those of days of Greenwich. */
class ZoneDays {
  readonly #zone: Zone;
  readonly #starts = new Float64Array(COUNT).fill(Number.NaN);
  readonly #ofLocal = new Float64Array(COUNT).fill(Number.NaN);
  readonly #ofInstant = new Float64Array(COUNT).fill(Number.NaN);

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  /** The instant at which a day begins. */
  start(day: number): number {
    const known = this.#starts[day - FIRST];
    if (known !== undefined && !Number.isNaN(known)) return known;
    const start = this.#zone.startOf(localTime(day, 0));
    this.#starts[day - FIRST] = start;
    return start;
  }

  /** What clocks are ahead on a whole day of theirs; infinite: it is not the same all day. */
  offsetOn(day: number): number {
    const known = this.#ofLocal[day - FIRST];
    if (known !== undefined && !Number.isNaN(known)) return known;
    const found = same((hour) => {
      const local = localTime(day, 0) + hour * 3600;
      return local - this.#zone.instantOf(local);
    });
    this.#ofLocal[day - FIRST] = found;
    return found;
  }

  /** The same for a day of Greenwich. */
  offsetAt(day: number): number {
    const known = this.#ofInstant[day - FIRST];
    if (known !== undefined && !Number.isNaN(known)) return known;
    const found = same((hour) => {
      const instant = day * SECONDS_PER_DAY + hour * 3600;
      return this.#zone.localOf(instant) - instant;
    });
    this.#ofInstant[day - FIRST] = found;
    return found;
  }
}

/** What all hours of a day give, the first of the next one included; else infinite. */
function same(at: (hour: number) => number): number {
  const first = at(0);
  for (let hour = 1; hour <= HOURS; hour += 1) if (at(hour) !== first) return CHANGES;
  return first;
}

/** Reads moments of one program from bytes; what it read last stands in its fields. */
export class MomentBytes {
  instant = 0;
  local = 0;
  nanosecond = 0;
  dateOnly = false;
  readonly #setting: Setting;
  readonly #program: ZoneDays;
  readonly #source: ZoneDays;
  readonly #sameZone: boolean;
  readonly #parts = new Map<ClockFormat, Uint8Array | undefined>();
  #format: ClockFormat | undefined;
  #formatParts: Uint8Array | undefined;
  readonly #fields = new Int32Array(6);
  readonly #days = new DayTable();

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#program = new ZoneDays(setting.program);
    this.#source = setting.source === setting.program ? this.#program : new ZoneDays(setting.source);
    this.#sameZone = setting.source.name === setting.program.name;
  }

  /** False: nothing can have happened then, or this is no time in that format. */
  read(format: ClockFormat, bytes: Uint8Array, from: number, to: number): boolean {
    if (format === ISO) {
      if (this.#iso(bytes, from, to)) return true;
    } else {
      const parts = format === this.#format ? this.#formatParts : this.#partsOf(format);
      if (parts !== undefined && this.#formatted(parts, bytes, from, to)) return true;
    }
    return this.#text(format, decodeText(bytes, from, to));
  }

  /** The same for the common forms of ISO 8601; false: it may still be a time. */
  readIso(bytes: Uint8Array, from: number, to: number): boolean {
    return this.#iso(bytes, from, to);
  }

  /** Takes seconds since 1970, of Greenwich or of a clock of the file's zone; false as above. */
  count(second: number, nanosecond: number, utc: boolean): boolean {
    const day = Math.floor(second / SECONDS_PER_DAY);
    const rest = second - day * SECONDS_PER_DAY;
    if (utc ? this.#at(second) : this.#shown(day, rest)) {
      this.nanosecond = nanosecond;
      return true;
    }
    return this.#clock({ day, second: rest, nanosecond, offset: utc ? 0 : undefined });
  }

  /** Rows of a file are mostly of one format. */
  #partsOf(format: ClockFormat): Uint8Array | undefined {
    if (!this.#parts.has(format)) this.#parts.set(format, partsOf(format.text));
    this.#format = format;
    this.#formatParts = this.#parts.get(format);
    return this.#formatParts;
  }

  #text(format: ClockFormat, text: string): boolean {
    const clock = format.read(text);
    return clock !== undefined && this.#clock(clock);
  }

  #clock(clock: Clock): boolean {
    const moment = momentOf(clock, this.#setting.source, this.#setting.program);
    if (!canHappen(moment)) return false;
    this.instant = moment.instant;
    this.local = moment.local;
    this.nanosecond = moment.nanosecond;
    this.dateOnly = moment.dateOnly;
    return true;
  }

  /** `yyyy-MM-dd`, with a `T` or a space and `HH:mm` or `HH:mm:ss`, with `Z` or `±HH:mm`. */
  #iso(bytes: Uint8Array, from: number, to: number): boolean {
    const length = to - from;
    if (length < 10 || bytes[from + 4] !== 45 || bytes[from + 7] !== 45) return false;
    const high = two(bytes, from);
    const low = two(bytes, from + 2);
    const day = this.#days.day(
      high < 0 || low < 0 ? -1 : high * 100 + low,
      two(bytes, from + 5),
      two(bytes, from + 8),
    );
    if (day === undefined) return false;
    if (length === 10) return this.#date(day);
    if (length < 16 || bytes[from + 13] !== 58) return false;
    const mark = bytes[from + 10];
    if (mark !== 84 && mark !== 32) return false;
    let at = from + 16;
    let second = 0;
    if (at < to && bytes[at] === 58) {
      if (at + 3 > to) return false;
      second = two(bytes, at + 1);
      at += 3;
    }
    const seconds = secondOfDay(two(bytes, from + 11), two(bytes, from + 14), second);
    if (seconds < 0) return false;
    if (at === to) return this.#shown(day, seconds);
    const sign = bytes[at];
    if (sign === 90 && at + 1 === to) return this.#at(day * SECONDS_PER_DAY + seconds);
    if ((sign !== 43 && sign !== 45) || at + 6 !== to || bytes[at + 3] !== 58) return false;
    const offset = secondOfDay(two(bytes, at + 1), two(bytes, at + 4), 0);
    if (offset < 0) return false;
    return this.#at(day * SECONDS_PER_DAY + seconds - (sign === 45 ? -offset : offset));
  }

  #formatted(parts: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
    const fields = this.#fields;
    fields[HOUR] = -1;
    fields[MINUTE] = 0;
    fields[SECOND] = 0;
    let at = from;
    for (let part = 0; part < parts.length; part += 3) {
      const kind = parts[part] ?? 0;
      const least = parts[part + 1] ?? 0;
      if (kind === LITERAL) {
        if (at >= to || bytes[at] !== least) return false;
        at += 1;
        continue;
      }
      const most = Math.min(to, at + (parts[part + 2] ?? 0));
      const start = at;
      let value = 0;
      for (; at < most; at += 1) {
        const digit = (bytes[at] ?? 0) - 48;
        if (digit < 0 || digit > 9) break;
        value = value * 10 + digit;
      }
      if (at - start < least) return false;
      fields[kind] = value;
    }
    if (at !== to) return false;
    const day = this.#days.day(fields[YEAR] ?? 0, fields[MONTH] ?? 0, fields[DATE] ?? 0);
    if (day === undefined) return false;
    const hour = fields[HOUR] ?? 0;
    if (hour < 0) return this.#date(day);
    const seconds = secondOfDay(hour, fields[MINUTE] ?? 0, fields[SECOND] ?? 0);
    return seconds >= 0 && this.#shown(day, seconds);
  }

  #date(day: number): boolean {
    if (!isNear(day)) return false;
    return this.#found(this.#program.start(day), day * SECONDS_PER_DAY, true);
  }

  /** A clock of the file's zone. */
  #shown(day: number, second: number): boolean {
    if (!isNear(day)) return false;
    const offset = this.#source.offsetOn(day);
    if (offset === CHANGES) return false;
    const shown = day * SECONDS_PER_DAY + second;
    if (this.#sameZone) return this.#found(shown - offset, shown, false);
    return this.#at(shown - offset);
  }

  #at(instant: number): boolean {
    const day = Math.floor(instant / SECONDS_PER_DAY);
    if (!isNear(day)) return false;
    const offset = this.#program.offsetAt(day);
    if (offset === CHANGES) return false;
    return this.#found(instant, instant + offset, false);
  }

  #found(instant: number, local: number, dateOnly: boolean): boolean {
    if (local < EARLIEST || local >= AFTER_LATEST) return false;
    this.instant = instant;
    this.local = local;
    this.nanosecond = 0;
    this.dateOnly = dateOnly;
    return true;
  }
}

const EARLIEST = localTime(dayOf(1900, 1, 1), 0);
const AFTER_LATEST = localTime(dayOf(2200, 1, 1), 0);

/** Days that {@link ZoneDays} knows of. */
function isNear(day: number): boolean {
  return day >= FIRST && day < FIRST + COUNT;
}

/** The number of two digits, or −1. */
function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 48;
  const ones = (bytes[at + 1] ?? 0) - 48;
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return -1;
  return tens * 10 + ones;
}

const FIRST_YEAR = 1890;
const LAST_YEAR = 2209;

/** Days that bytes are read as most: per year, month and date the day, or 0 where it was not asked for yet. */
class DayTable {
  readonly #days = new Int32Array((LAST_YEAR - FIRST_YEAR + 1) * 12 * 32);

  /** The day of a date; undefined: there is none, or it is far from all that can happen. */
  day(year: number, month: number, date: number): number | undefined {
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || date < 1 || date > 31)
      return undefined;
    const place = ((year - FIRST_YEAR) * 12 + month - 1) * 32 + date;
    const known = this.#days[place] ?? 0;
    if (known !== 0) return known - UNKNOWN;
    if (date > daysInMonth(year, month)) return undefined;
    const day = dayOf(year, month, date);
    this.#days[place] = day + UNKNOWN;
    return day;
  }
}

/** Makes every day of the table greater than 0. */
const UNKNOWN = 1_000_000;

function secondOfDay(hour: number, minute: number, second: number): number {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return hour * 3600 + minute * 60 + second;
}
