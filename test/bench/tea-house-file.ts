import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Day, formatDay } from '../../schema/index.ts';
import {
  EVENT_TYPES,
  EVERYDAY,
  NONE,
  PROFILE,
  PURCHASE,
  REDEEM,
  REFUND,
  REVIEW,
  SURVEY,
  type TeaEvent,
  type TeaMember,
  teaChunks,
} from './tea-house-history.ts';

export type TeaForm = 'csv' | 'jsonl';

const HEADER =
  'member,id,at,type,of,amount,channel,items,product,stars,recommend,reward,quantity,plan,birthday\n';

/** Bytes of a day that are gathered before they are put to its file, and bytes of the longest row. */
const BLOCK = 1 << 16;
const LONGEST = 1 << 10;

/**
 * Writes a history of the tea house of so many events, enrolments besides, in the order of days, so that the rows of a member
 * lie all over it; `aside` is a folder for what is not yet in order. Returns the number of its rows.
 */
export function writeTeaHouse(
  path: string,
  form: TeaForm,
  seed: number,
  events: number,
  aside: string,
): number {
  mkdirSync(aside, { recursive: true });
  const days = new DayFiles(aside);
  const dates = new Dates();
  const { enrolled, line } = form === 'csv' ? CSV : JSONL;
  let rows = 0;
  for (const members of teaChunks(seed, events))
    for (const member of members) {
      days.add(member.enrolled, enrolled(member, dates));
      for (const event of member.events)
        days.add(event.day, line(member, event, `${dates.of(event.day)}T${clockOf(event.second)}`, dates));
      rows += 1 + member.events.length;
    }
  writeFileSync(path, form === 'csv' ? HEADER : '');
  days.appendTo(path);
  rmSync(aside, { recursive: true });
  return rows;
}

/** Lines day by day; those of before the first day of events are one day. */
class DayFiles {
  readonly #folder: string;
  readonly #waiting = new Map<number, { readonly bytes: Buffer; used: number }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Adds a line of ASCII. */
  add(day: Day, line: string): void {
    const place = Math.max(0, day - EVERYDAY.firstDay + 1);
    let own = this.#waiting.get(place);
    if (own === undefined) {
      own = { bytes: Buffer.alloc(BLOCK), used: 0 };
      this.#waiting.set(place, own);
    }
    own.used += own.bytes.write(line, own.used, 'latin1');
    if (own.used < BLOCK - LONGEST) return;
    appendFileSync(this.#path(place), own.bytes.subarray(0, own.used));
    own.used = 0;
  }

  appendTo(path: string): void {
    for (const [place, { bytes, used }] of [...this.#waiting].sort(([a], [b]) => a - b)) {
      const own = this.#path(place);
      if (existsSync(own)) {
        appendFileSync(path, readFileSync(own));
        rmSync(own);
      }
      appendFileSync(path, bytes.subarray(0, used));
    }
  }

  #path(place: number): string {
    return join(this.#folder, String(place));
  }
}

/** Days as text, each made once. */
class Dates {
  readonly #known = new Map<Day, string>();

  of(day: Day): string {
    let text = this.#known.get(day);
    if (text === undefined) {
      text = formatDay(day);
      this.#known.set(day, text);
    }
    return text;
  }
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

function clockOf(second: number): string {
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
}

/** How rows are written. */
interface Lines {
  readonly enrolled: (member: TeaMember, dates: Dates) => string;
  readonly line: (member: TeaMember, event: TeaEvent, at: string, dates: Dates) => string;
}

const CSV: Lines = {
  enrolled({ id, enrolled, plan, birthday }, dates) {
    return `${id},,${dates.of(enrolled)},enroll,,,,,,,,,,${plan},${birthday === undefined ? '' : dates.of(birthday)}\n`;
  },
  line(member, event, at, dates) {
    const head = `${member.id},${event.id},${at},${EVENT_TYPES[event.kind]}`;
    switch (event.kind) {
      case PURCHASE: {
        const items = event.items.map(
          ({ category, amount, quantity }) =>
            `{""category"":""${category}"",""amount"":${amount},""quantity"":${quantity}}`,
        );
        return `${head},,${event.amount},${event.word},"[${items.join(',')}]",,,,,,,\n`;
      }
      case REFUND:
        return `${head},${member.events[event.of]?.id},${event.amount === NONE ? '' : event.amount},,,,,,,,,\n`;
      case REVIEW:
        return `${head},,,,,${event.word},${event.value},,,,,\n`;
      case SURVEY:
        return `${head},,,,,,,${event.value},,,,\n`;
      case REDEEM:
        return `${head},,,,,,,,free_cup,${event.value},,\n`;
      case PROFILE:
        return `${head},,,,,,,,,,${event.word},${event.birthday === undefined ? '' : dates.of(event.birthday)}\n`;
      default:
        return `${head},,,,,,,,,,,\n`;
    }
  },
};

const JSONL: Lines = {
  enrolled({ id, enrolled, plan, birthday }, dates) {
    const born = birthday === undefined ? '' : `,"birthday":"${dates.of(birthday)}"`;
    return `{"member":"${id}","at":"${dates.of(enrolled)}","type":"enroll","plan":"${plan}"${born}}\n`;
  },
  line(member, event, at, dates) {
    const head = `{"member":"${member.id}","id":"${event.id}","at":"${at}","type":"${EVENT_TYPES[event.kind]}"`;
    switch (event.kind) {
      case PURCHASE:
        return `${head},"amount":${event.amount},"channel":"${event.word}","items":${JSON.stringify(event.items)}}\n`;
      case REFUND: {
        const amount = event.amount === NONE ? '' : `,"amount":${event.amount}`;
        return `${head},"of":"${member.events[event.of]?.id}"${amount}}\n`;
      }
      case REVIEW:
        return `${head},"product":"${event.word}","stars":${event.value}}\n`;
      case SURVEY:
        return `${head},"recommend":${event.value}}\n`;
      case REDEEM:
        return `${head},"reward":"free_cup","quantity":${event.value}}\n`;
      case PROFILE: {
        const born = event.birthday === undefined ? '' : `,"birthday":"${dates.of(event.birthday)}"`;
        return `${head},"plan":"${event.word}"${born}}\n`;
      }
      default:
        return `${head}}\n`;
    }
  },
};
