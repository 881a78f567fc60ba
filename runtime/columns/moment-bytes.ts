import { dayOf, daysInMonth, localTime, SECONDS_PER_DAY } from '../../schema/index.ts';
import { type ClockFormat, canHappen, ISO, momentOf, type Setting, type Zone } from '../history/index.ts';
import { decodeText } from './wtf8.ts';

/** Days around all that can happen, for which what zones do is remembered. */
const FIRST = dayOf(1899, 12, 25);
const COUNT = dayOf(2200, 1, 8) - FIRST;
const HOURS = 24;
/** The clock is changed on this day. */
const CHANGES = Number.POSITIVE_INFINITY;

/** Parts of a format that bytes are read by. */
type Part =
  | { readonly kind: 'literal'; readonly byte: number }
  | {
      readonly kind: 'digits';
      readonly into: 0 | 1 | 2 | 3 | 4 | 5;
      readonly least: number;
      readonly most: number;
    };

const TOKENS: Readonly<Record<string, { into: 0 | 1 | 2 | 3 | 4 | 5; least: number; most: number }>> = {
  yyyy: { into: 0, least: 4, most: 4 },
  MM: { into: 1, least: 2, most: 2 },
  M: { into: 1, least: 1, most: 2 },
  dd: { into: 2, least: 2, most: 2 },
  d: { into: 2, least: 1, most: 2 },
  HH: { into: 3, least: 2, most: 2 },
  H: { into: 3, least: 1, most: 2 },
  mm: { into: 4, least: 2, most: 2 },
  ss: { into: 5, least: 2, most: 2 },
};

/** The parts of a format of digits and plain signs; undefined: it has other parts. */
function partsOf(format: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (const [piece] of format.matchAll(/([A-Za-z])\1*|[^A-Za-z]/g)) {
    const token = Object.hasOwn(TOKENS, piece) ? TOKENS[piece] : undefined;
    if (token !== undefined) parts.push({ kind: 'digits', ...token });
    else if (/^[ /:.,_-]$/.test(piece)) parts.push({ kind: 'literal', byte: piece.charCodeAt(0) });
    else return undefined;
  }
  return parts;
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
  readonly #parts = new Map<ClockFormat, readonly Part[] | undefined>();
  readonly #fields = new Int32Array(6);

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
      let parts = this.#parts.get(format);
      if (parts === undefined && !this.#parts.has(format)) {
        parts = partsOf(format.text);
        this.#parts.set(format, parts);
      }
      if (parts !== undefined && this.#formatted(parts, bytes, from, to)) return true;
    }
    return this.#text(format, decodeText(bytes, from, to));
  }

  #text(format: ClockFormat, text: string): boolean {
    const clock = format.read(text);
    if (clock === undefined) return false;
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
    const day = dayOrNone(
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

  #formatted(parts: readonly Part[], bytes: Uint8Array, from: number, to: number): boolean {
    const fields = this.#fields.fill(0);
    fields[3] = -1;
    let at = from;
    for (let each = 0; each < parts.length; each += 1) {
      const part = parts[each];
      if (part === undefined) return false;
      if (part.kind === 'literal') {
        if (at >= to || bytes[at] !== part.byte) return false;
        at += 1;
        continue;
      }
      let value = 0;
      let digits = 0;
      while (digits < part.most && at < to) {
        const digit = (bytes[at] ?? 0) - 48;
        if (digit < 0 || digit > 9) break;
        value = value * 10 + digit;
        digits += 1;
        at += 1;
      }
      if (digits < part.least) return false;
      fields[part.into] = value;
    }
    if (at !== to) return false;
    const day = dayOrNone(fields[0] ?? 0, fields[1] ?? 0, fields[2] ?? 0);
    if (day === undefined) return false;
    const hour = fields[3] ?? 0;
    if (hour < 0) return this.#date(day);
    const seconds = secondOfDay(hour, fields[4] ?? 0, fields[5] ?? 0);
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

function dayOrNone(year: number, month: number, date: number): number | undefined {
  if (year < 1 || month < 1 || month > 12 || date < 1) return undefined;
  if (date > 28 && date > daysInMonth(year, month)) return undefined;
  return dayOf(year, month, date);
}

function secondOfDay(hour: number, minute: number, second: number): number {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return hour * 3600 + minute * 60 + second;
}
