import type { Fields, FieldType, FieldValue, Plan, PlanField, Value, ValueType } from '../../schema/index.ts';
import { dayOfTime, FIRST_DAY, LAST_DAY } from '../../schema/index.ts';
import { Fault, fault, guess } from './fault.ts';
import { type Json, parseJson } from './json-text.ts';
import {
  type ClockFormat,
  canHappen,
  dayOfClock,
  EARLIEST_YEAR,
  ISO,
  ISO_DATE,
  LATEST_YEAR,
  type Moment,
  momentOf,
} from './moment.ts';
import {
  comparable,
  formatQuantity,
  type NumberStyle,
  PLAIN_NUMBER,
  readQuantity,
  signsOf,
  withoutExponent,
} from './number.ts';
import type { Zone } from './zone.ts';

/** What reading values needs of the program and the file. */
export interface Setting {
  readonly plan: Plan;
  /** Zone of the program, and of the file's times without offset. */
  readonly program: Zone;
  readonly source: Zone;
}

/** How the values of one column are written. */
export interface ValueStyle {
  readonly number: NumberStyle;
  readonly format: ClockFormat | undefined;
  /** The column's words → the program's. */
  readonly words: ReadonlyMap<string, string> | undefined;
}

export const PLAIN_STYLE: ValueStyle = { number: PLAIN_NUMBER, format: undefined, words: undefined };

/** Reads the text of one value; the text is not empty. */
export type TextReader = (text: string) => Exclude<Value, undefined> | Fault;

/** A reader of one declared field from text; `name` is how messages call it. */
export function textReader(
  setting: Setting,
  name: string,
  type: FieldType & { readonly kind: 'value' },
  style: ValueStyle,
): TextReader {
  const bare = typeReader(setting, name, type.type, style);
  const bounded = withBounds(name, type, bare);
  const { words } = style;
  if (words === undefined) return bounded;
  return (text) => {
    const word = words.get(comparable(text).trim());
    if (word === undefined) return unknownWord(text, name, [...words.keys()]);
    return bounded(word);
  };
}

function typeReader(setting: Setting, name: string, type: ValueType, style: ValueStyle): TextReader {
  switch (type.kind) {
    case 'quantity': {
      const { scale } = type;
      const { currency } = setting.plan;
      const money = Object.keys(type.unit).includes(currency.code);
      const number = money ? { ...style.number, signs: signsOf(currency.code) } : style.number;
      return (text) => readQuantity(text, scale, number, name);
    }
    case 'fraction':
    case 'duration':
      // No field is declared with such a type.
      return (text) => wrongType(name, type.kind, text);
    case 'boolean':
      return (text) => booleanOf(text) ?? unknownWord(text, name, ['yes', 'no']);
    case 'text':
      return (text) => text;
    case 'word': {
      const words = new Set(type.words);
      return (text) => {
        if (words.has(text)) return text;
        const word = comparable(text).trim();
        return words.has(word) ? word : unknownWord(word, name, type.words);
      };
    }
    case 'level': {
      const ladder = setting.plan.ladders.find((l) => l.name === type.ladder);
      const names = (ladder?.levels ?? []).map((l) => l.name);
      return (text) => {
        const index = names.indexOf(text.trim().normalize('NFC'));
        return index >= 0 ? index : unknownWord(text, name, names);
      };
    }
    case 'date': {
      const format = style.format ?? ISO_DATE;
      return (text) => {
        const read = format.read(text);
        const day = read && dayOfClock(read, setting.source, setting.program);
        // Another zone may lead out of the years that there are.
        if (day !== undefined && day >= FIRST_DAY && day <= LAST_DAY) return day;
        return fault(
          'unreadable-date',
          { value: text, field: name, format: format.text },
          { column: name, value: text },
        );
      };
    }
    case 'datetime': {
      const format = style.format ?? ISO;
      return (text) => {
        const read = format.read(text);
        const local = read && momentOf(read, setting.source, setting.program).local;
        if (local !== undefined && dayOfTime(local) >= FIRST_DAY && dayOfTime(local) <= LAST_DAY)
          return local;
        return fault(
          'unreadable-time',
          { value: text, field: name, format: format.text },
          { column: name, value: text },
        );
      };
    }
  }
}
function booleanOf(text: string): boolean | undefined {
  switch (text.trim().toLowerCase()) {
    case 'yes':
    case 'true':
    case '1':
      return true;
    case 'no':
    case 'false':
    case '0':
      return false;
    default:
      return undefined;
  }
}

function unknownWord(value: string, field: string, words: readonly string[]): Fault {
  const listed = words.length <= 12 ? words.join(', ') : `${words.slice(0, 12).join(', ')}, …`;
  return fault(
    'unknown-word',
    { value, field, words: listed, guess: guess(value, words) },
    { column: field, value },
  );
}

/** A value beyond a declared bound is a bad row (ruling X1). */
function withBounds(
  name: string,
  type: FieldType & { readonly kind: 'value' },
  read: TextReader,
): TextReader {
  const { min, max } = type;
  if ((min === undefined && max === undefined) || type.type.kind !== 'quantity') return read;
  const { scale } = type.type;
  return (text) => {
    const value = read(text);
    if (typeof value !== 'bigint') return value;
    if (min !== undefined && value < min)
      return outOfBounds(name, text, formatQuantity(min, scale), {
        en: 'below',
        ja: 'を下回っています',
      });
    if (max !== undefined && value > max)
      return outOfBounds(name, text, formatQuantity(max, scale), {
        en: 'above',
        ja: 'を上回っています',
      });
    return value;
  };
}

export function outOfBounds(
  field: string,
  value: string,
  bound: string,
  side: { readonly en: string; readonly ja: string },
): Fault {
  return fault('out-of-bounds', { field, value, bound, side }, { column: field, value });
}

/** Reads one declared field from a JSON value; undefined = absent. */
export type JsonReader = (json: Json) => FieldValue | Fault;

export function jsonReader(setting: Setting, field: PlanField): JsonReader {
  const { name, type } = field;
  if (type.kind === 'lines') return linesReader(setting, name, type.fields);
  const read = textReader(setting, name, type, PLAIN_STYLE);
  const { kind } = type.type;
  return (json) => {
    switch (json.kind) {
      case 'null':
        return undefined;
      case 'text':
        return json.text === '' ? undefined : read(json.text);
      case 'number':
        return kind === 'quantity' ? read(withoutExponent(json.text)) : read(json.text);
      case 'boolean':
        return kind === 'boolean' ? json.value : wrongType(name, kind, String(json.value));
      case 'list':
      case 'object':
        return wrongType(name, kind, undefined);
    }
  };
}

const KINDS: Readonly<Record<ValueType['kind'] | 'lines', { readonly en: string; readonly ja: string }>> = {
  quantity: { en: 'a number', ja: '数' },
  fraction: { en: 'a number', ja: '数' },
  boolean: { en: '`yes` or `no`', ja: '`yes` か `no` ' },
  text: { en: 'text', ja: '文字' },
  word: { en: 'one word', ja: '一つの語' },
  level: { en: 'a level', ja: '会員ランク' },
  date: { en: 'a date', ja: '日付' },
  datetime: { en: 'a time', ja: '日時' },
  duration: { en: 'a duration', ja: '期間' },
  lines: { en: 'a list of lines', ja: '明細の一覧' },
};

function wrongType(field: string, expected: ValueType['kind'] | 'lines', value: string | undefined): Fault {
  return fault('wrong-type', { field, expected: KINDS[expected] }, { column: field, value });
}

/** Lines: a list of objects, each with the declared fields. */
function linesReader(setting: Setting, name: string, fields: readonly PlanField[]): JsonReader {
  const readers = new Map(fields.map((f) => [f.name, jsonReader(setting, f)]));
  const names = fields.map((f) => f.name);
  return (json) => {
    if (json.kind === 'null' || (json.kind === 'text' && json.text === '')) return undefined;
    // A cell of a CSV file holds its lines as JSON.
    const list = json.kind === 'text' ? parseJson(json.text) : json;
    if (list?.kind !== 'list') return wrongType(name, 'lines', json.kind === 'text' ? json.text : undefined);
    const lines: Fields[] = [];
    for (const item of list.items) {
      if (item.kind !== 'object') return wrongType(name, 'lines', undefined);
      const line: Record<string, FieldValue> = {};
      for (const [key, value] of item.entries) {
        const reader = readers.get(key.normalize('NFC'));
        if (reader === undefined)
          return fault(
            'unknown-field',
            { event: name, field: key, guess: guess(key, names) },
            { column: `${name}.${key}` },
          );
        const read = reader(value);
        if (read instanceof Fault) return read.in(`${name}.${key}`);
        if (read !== undefined) line[key.normalize('NFC')] = read;
      }
      const missing = fields.find((f) => !f.optional && line[f.name] === undefined);
      if (missing !== undefined) return missingField(name, missing.name, `${name}.${missing.name}`);
      lines.push(line);
    }
    return lines;
  };
}

export function missingField(event: string, field: string, column = field): Fault {
  return fault('missing-field', { event, field }, { column });
}

/** Why nothing can have happened then. */
export function outOfRange(moment: Moment, field: string, value: string): Fault | undefined {
  if (canHappen(moment)) return undefined;
  const years = { from: EARLIEST_YEAR, to: LATEST_YEAR };
  return fault('time-out-of-range', { value, field, ...years }, { column: field, value });
}
