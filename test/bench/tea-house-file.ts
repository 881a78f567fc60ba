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

const COLUMNS = [
  'member',
  'id',
  'at',
  'type',
  'of',
  'amount',
  'channel',
  'items',
  'product',
  'stars',
  'recommend',
  'reward',
  'quantity',
  'plan',
  'birthday',
] as const;
type Row = Partial<Readonly<Record<(typeof COLUMNS)[number], string | number | TeaEvent['items']>>>;

/** Text of a day is put to its file when there is so much of it. */
const BLOCK = 1 << 15;

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
  const line = form === 'csv' ? csvLine : jsonLine;
  let rows = 0;
  for (const members of teaChunks(seed, events))
    for (const member of members)
      for (const { day, row } of rowsOf(member)) {
        days.add(day, line(row));
        rows += 1;
      }
  writeFileSync(path, form === 'csv' ? `${COLUMNS.join(',')}\n` : '');
  days.appendTo(path);
  rmSync(aside, { recursive: true });
  return rows;
}

/** Lines day by day; those of before the first day of events are one day. */
class DayFiles {
  readonly #folder: string;
  readonly #waiting = new Map<number, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  add(day: Day, line: string): void {
    const place = Math.max(0, day - EVERYDAY.firstDay + 1);
    const text = (this.#waiting.get(place) ?? '') + line;
    this.#waiting.set(place, text.length < BLOCK ? text : '');
    if (text.length >= BLOCK) appendFileSync(this.#path(place), text);
  }

  appendTo(path: string): void {
    for (const [place, text] of [...this.#waiting].sort(([a], [b]) => a - b)) {
      const own = this.#path(place);
      if (existsSync(own)) {
        appendFileSync(path, readFileSync(own));
        rmSync(own);
      }
      appendFileSync(path, text);
    }
  }

  #path(place: number): string {
    return join(this.#folder, String(place));
  }
}

function* rowsOf(member: TeaMember): Generator<{ readonly day: Day; readonly row: Row }> {
  const { id, enrolled, plan, birthday } = member;
  const born = birthday === undefined ? {} : { birthday: formatDay(birthday) };
  yield {
    day: enrolled,
    row: { member: id, at: formatDay(enrolled), type: 'enroll', plan, ...born },
  };
  for (const event of member.events) {
    const head = { member: id, id: event.id, at: momentOf(event), type: EVENT_TYPES[event.kind] ?? '' };
    yield { day: event.day, row: { ...head, ...fieldsOf(event, member) } };
  }
}

function fieldsOf(event: TeaEvent, member: TeaMember): Row {
  switch (event.kind) {
    case PURCHASE:
      return { amount: event.amount, channel: event.word, items: event.items };
    case REFUND: {
      const of = { of: member.events[event.of]?.id ?? '' };
      return event.amount === NONE ? of : { ...of, amount: event.amount };
    }
    case REVIEW:
      return { product: event.word, stars: event.value };
    case SURVEY:
      return { recommend: event.value };
    case REDEEM:
      return { reward: 'free_cup', quantity: event.value };
    case PROFILE:
      return event.birthday === undefined
        ? { plan: event.word }
        : { plan: event.word, birthday: formatDay(event.birthday) };
    default:
      return {};
  }
}

const two = (value: number): string => String(value).padStart(2, '0');

function momentOf({ day, second }: TeaEvent): string {
  const [hour, minute] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  return `${formatDay(day)}T${two(hour)}:${two(minute)}:${two(second % 60)}`;
}

function jsonLine(row: Row): string {
  return `${JSON.stringify(row)}\n`;
}

function csvLine(row: Row): string {
  const cells = COLUMNS.map((column) => {
    const cell = row[column];
    return typeof cell === 'object' ? `"${JSON.stringify(cell).replaceAll('"', '""')}"` : (cell ?? '');
  });
  return `${cells.join(',')}\n`;
}
