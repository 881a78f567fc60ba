import { dayOf, type LocalTime, SECONDS_PER_DAY } from '../../schema/index.ts';

/** Seconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** One time zone: what its clocks show at an instant, and the instant at which they show something (ruling O7). */
export interface Zone {
  readonly name: string;
  localOf(instant: Instant): LocalTime;
  /** In a gap the later instant, in a fold the earlier one. */
  instantOf(local: LocalTime): Instant;
  /** The instant at which a local day begins, also where its midnight was skipped. */
  startOf(midnight: LocalTime): Instant;
}

interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly offset: number;
}

/** The zone of an IANA name; undefined when there is none of that name. */
export function zoneOf(name: string): Zone | undefined {
  // Some engines read offsets as names of zones and others do not.
  if (/^[+-]/.test(name)) return undefined;
  try {
    return new CachedZone(name);
  } catch {
    return undefined;
  }
}

/** Zones by name, each made once: what one has looked up serves whoever asks for it again. */
export class Zones {
  readonly #known = new Map<string, Zone | undefined>();

  of(name: string): Zone | undefined {
    if (!this.#known.has(name)) this.#known.set(name, zoneOf(name));
    return this.#known.get(name);
  }
}

const DAY = SECONDS_PER_DAY;
/** Before and after, offsets are those of these days: clocks were not set by zones yet, and rules are not made so far ahead. */
const EARLIEST = dayOf(1850, 1, 1) * DAY;
const LATEST = dayOf(2400, 1, 1) * DAY;
/** Offsets are looked up for this many days at once. */
const SPAN = 64;

class CachedZone implements Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #stretches = new Map<number, readonly Stretch[]>();
  #recent: Stretch = { from: 0, to: 0, offset: 0 };

  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  localOf(instant: Instant): LocalTime {
    return instant + this.#offsetAt(instant);
  }

  instantOf(local: LocalTime): Instant {
    // The offsets a day earlier and a day later are those before and after any change near this clock time.
    const before = this.#offsetAt(local - DAY);
    const after = this.#offsetAt(local + DAY);
    if (before === after && this.#offsetAt(local - before) === before) return local - before;
    const candidates = [local - before, local - after].filter((i) => this.localOf(i) === local);
    return candidates.length > 0 ? Math.min(...candidates) : local - before;
  }

  startOf(midnight: LocalTime): Instant {
    const instant = this.instantOf(midnight);
    if (this.localOf(instant) === midnight) return instant;
    // In a gap: the change itself, which may lie before the days looked up at once.
    let stretch = this.#stretchAt(instant);
    for (;;) {
      const before = this.#stretchAt(stretch.from - 1);
      if (before.offset !== stretch.offset || before.from >= stretch.from) return stretch.from;
      stretch = before;
    }
  }

  #offsetAt(instant: Instant): number {
    return this.#stretchAt(instant).offset;
  }

  #stretchAt(instant: Instant): Stretch {
    const recent = this.#recent;
    if (instant >= recent.from && instant < recent.to) return recent;
    const at = Math.min(Math.max(instant, EARLIEST), LATEST);
    const block = Math.floor(at / (SPAN * DAY));
    let stretches = this.#stretches.get(block);
    if (stretches === undefined) {
      stretches = this.#lookUp(block * SPAN * DAY, (block + 1) * SPAN * DAY);
      this.#stretches.set(block, stretches);
    }
    const found = stretches.find((s) => at >= s.from && at < s.to) ?? this.#recent;
    this.#recent = found;
    return found;
  }

  /** Offsets are asked once a day; between two days that differ the change is found by halving. */
  #lookUp(from: Instant, to: Instant): Stretch[] {
    const stretches: Stretch[] = [];
    let start = from;
    let offset = this.#ask(from);
    for (let day = from + DAY; day <= to; day += DAY) {
      const next = this.#ask(day);
      if (next === offset) continue;
      let low = day - DAY;
      let high = day;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (this.#ask(middle) === offset) low = middle;
        else high = middle;
      }
      stretches.push({ from: start, to: high, offset });
      start = high;
      offset = next;
    }
    if (start < to) stretches.push({ from: start, to, offset });
    return stretches;
  }

  #ask(instant: Instant): number {
    // `5/17/1997, 20:00:00`; parts of a date are made several times slower than its text.
    const [month = 0, date = 0, year = 0, hour = 0, minute = 0, second = 0] = (
      this.#format.format(instant * 1000).match(/\d+/g) ?? []
    ).map(Number);
    const local = dayOf(year, month, date) * DAY + hour * 3600 + minute * 60 + second;
    return local - instant;
  }
}
