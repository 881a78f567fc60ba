import type { Fields, FieldValue } from '../../schema/index.ts';
import { dayOfTime } from '../../schema/index.ts';
import { type Collector, placeOf, type SourceRow } from './collector.ts';
import { Fault, fault, guess } from './fault.ts';
import { type JsonReader, jsonReader, missingField, outOfRange, type Setting } from './field-reader.ts';
import { type Json, parseJson } from './json-text.ts';
import { ISO, momentOf } from './moment.ts';
import { PLAIN_NUMBER, readQuantity } from './number.ts';
import type { EventShape } from './shape.ts';

const BUILT_IN = ['member', 'id', 'at', 'type', 'of', 'sequence'] as const;
type BuiltIn = (typeof BUILT_IN)[number];

function isBuiltIn(name: string): name is BuiltIn {
  return BUILT_IN.some((known) => known === name);
}

/** Rows of the native form become events: names are those of the program, times are ISO 8601, nothing is renamed. */
export class NativeReader {
  readonly #setting: Setting;
  readonly #shapes: ReadonlyMap<string, EventShape>;
  readonly #readers: ReadonlyMap<string, ReadonlyMap<string, JsonReader>>;
  readonly #file: string;
  readonly #collector: Collector;

  constructor(setting: Setting, shapes: ReadonlyMap<string, EventShape>, file: string, collector: Collector) {
    this.#setting = setting;
    this.#shapes = shapes;
    this.#file = file;
    this.#collector = collector;
    this.#readers = new Map(
      [...shapes].map(([name, shape]) => [
        name,
        new Map(shape.fields.map((field) => [field.name, jsonReader(setting, field)])),
      ]),
    );
  }

  /** One line of JSON Lines. */
  jsonRow(row: SourceRow & { readonly json?: Json }): void {
    const json = row.json ?? parseJson(row.raw);
    if (json?.kind !== 'object') {
      this.#collector.next();
      const why = { en: 'it is not one JSON object', ja: '一つの JSON オブジェクトではありません' };
      this.#collector.reject(this.#file, row, fault('unreadable-row', { why }));
      return;
    }
    const entries: [string, Json][] = [];
    for (const [name, value] of json.entries) {
      // `fields: { … }` holds fields whose names are those of built-in keys.
      if (name === 'fields' && value.kind === 'object')
        for (const [inner, v] of value.entries) entries.push([`fields.${inner}`, v]);
      else entries.push([name, value]);
    }
    this.#row(row, entries);
  }

  /** One row of a CSV file under its header. */
  csvRow(row: SourceRow, header: readonly string[], cells: readonly string[]): void {
    const entries: [string, Json][] = [];
    header.forEach((name, index) => {
      const text = (cells[index] ?? '').trim();
      if (text !== '') entries.push([name, { kind: 'text', text }]);
    });
    this.#row(row, entries);
  }

  #row(row: SourceRow, entries: readonly (readonly [string, Json])[]): void {
    const order = this.#collector.next();
    const built: Partial<Record<BuiltIn, string>> = {};
    const fields: [string, Json][] = [];
    for (const [written, value] of entries) {
      const name = written.normalize('NFC');
      if (!isBuiltIn(name)) {
        fields.push([name.startsWith('fields.') ? name.slice(7) : name, value]);
        continue;
      }
      const text = textOf(value);
      if (text === undefined) {
        const expected = { en: 'text', ja: '文字' };
        const bad = fault('wrong-type', { field: name, expected }, { column: name });
        this.#collector.reject(this.#file, row, bad, built.member, built.id);
        return;
      }
      if (text !== '') built[name] = text;
    }
    const bad = this.#event(row, order, built, fields);
    if (bad !== undefined) this.#collector.reject(this.#file, row, bad, built.member, built.id);
  }

  #event(
    row: SourceRow,
    order: number,
    built: Readonly<Partial<Record<BuiltIn, string>>>,
    entries: readonly (readonly [string, Json])[],
  ): Fault | undefined {
    const { member, type, at } = built;
    if (type === undefined) return fault('missing-type', {}, { column: 'type' });
    const shape = this.#shapes.get(type.normalize('NFC'));
    if (shape === undefined)
      return fault(
        'unknown-event',
        { event: type, guess: guess(type, [...this.#shapes.keys()]) },
        { column: 'type', value: type },
      );
    if (member === undefined) return fault('missing-member', {}, { column: 'member' });
    if (at === undefined) return fault('missing-time', {}, { column: 'at' });
    const read = ISO.read(at);
    if (read === undefined)
      return fault(
        'unreadable-time',
        { value: at, field: 'at', format: ISO.text },
        { column: 'at', value: at },
      );
    const moment = momentOf(read, this.#setting.source, this.#setting.program);
    const never = outOfRange(moment, 'at', at);
    if (never !== undefined) return never;
    const fields = this.#fields(shape, entries);
    if (fields instanceof Fault) return fields;
    const collector = this.#collector;
    if (shape.kind === 'enroll') {
      const before = collector.enrol({
        member,
        day: dayOfTime(moment.local),
        attributes: fields,
        file: this.#file,
        rows: [row],
      });
      return before && fault('duplicate-enrolment', { member, place: placeOf(before) });
    }
    const sequence =
      built.sequence === undefined ? undefined : readQuantity(built.sequence, 0, PLAIN_NUMBER, 'sequence');
    if (sequence instanceof Fault) return sequence;
    const reverses = shape.event?.reverses;
    if (reverses === undefined && built.of !== undefined)
      return fault(
        'unknown-field',
        { event: shape.name, field: 'of', guess: { en: '', ja: '' } },
        { column: 'of', value: built.of },
      );
    if (reverses !== undefined && built.of === undefined) return missingField(shape.name, 'of');
    collector.event({
      member,
      id: built.id ?? `${this.#file}:${row.line}`,
      shape,
      moment,
      sequence,
      order,
      file: this.#file,
      fields,
      of: built.of === undefined ? undefined : { kind: 'id', id: built.of },
      rows: [row],
    });
    return undefined;
  }

  #fields(shape: EventShape, entries: readonly (readonly [string, Json])[]): Fields | Fault {
    const readers = this.#readers.get(shape.name);
    const fields: Record<string, FieldValue> = {};
    for (const [name, json] of entries) {
      const reader = readers?.get(name);
      if (reader === undefined) {
        if (json.kind === 'null') continue;
        return unknownField(shape, name);
      }
      const value = reader(json);
      if (value instanceof Fault) return value;
      if (value !== undefined) fields[name] = value;
    }
    const missing = shape.fields.find((field) => !field.optional && fields[field.name] === undefined);
    return missing === undefined ? fields : missingField(shape.name, missing.name);
  }
}

/** A field that the event does not have, or that only the program may decide. */
function unknownField(shape: EventShape, name: string): Fault {
  if (shape.derived.includes(name))
    return fault('derived-field', { event: shape.name, field: name }, { column: name });
  if (shape.kind === 'profile' && name === 'enrolled') return fault('enrolled-fixed', {}, { column: name });
  return fault(
    'unknown-field',
    {
      event: shape.name,
      field: name,
      guess: guess(
        name,
        shape.fields.map((f) => f.name),
      ),
    },
    { column: name },
  );
}

/** Text of a built-in key; null is absent; undefined = it is no text. */
function textOf(json: Json): string | undefined {
  switch (json.kind) {
    case 'text':
      return json.text.trim();
    case 'number':
      return json.text;
    case 'null':
      return '';
    case 'boolean':
    case 'list':
    case 'object':
      return undefined;
  }
}
