import {
  type Fields,
  type FieldType,
  type FieldValue,
  formatDay,
  formatTime,
  type HistoryEvent,
  type MemberHistory,
  type Plan,
  type PlanField,
} from '../../schema/index.ts';

/** Keys of a row that no field may stand beside under the same name; such a field goes into `fields`. */
const BUILT_IN: ReadonlySet<string> = new Set(['member', 'id', 'at', 'type', 'of', 'sequence']);

/** Writes rows of the native form, as docs/mapping.md describes it. */
export interface RowWriter {
  /** The line above all rows, with its end; empty where there is none. */
  readonly head: string;
  /** The enrolment and the events of a member, each a line with its end, in order. */
  rowsOf(history: MemberHistory): readonly string[];
}

export type RowFormat = 'jsonl' | 'csv';

type Write = (value: FieldValue) => string;

/** A decimal with all its digits. */
function decimal(value: bigint, scale: number): string {
  if (scale === 0) return String(value);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function jsonWrite(plan: Plan, type: FieldType): Write {
  if (type.kind === 'lines') {
    const writes = type.fields.map((field) => [field.name, jsonWrite(plan, field.type)] as const);
    const line = (fields: Fields) =>
      `{${writes
        .filter(([name]) => fields[name] !== undefined)
        .map(([name, write]) => `${JSON.stringify(name)}:${write(fields[name])}`)
        .join(',')}}`;
    return (value) => (Array.isArray(value) ? `[${value.map(line).join(',')}]` : '[]');
  }
  const plain = plainWrite(plan, type);
  const { kind } = type.type;
  return kind === 'quantity' || kind === 'boolean' ? plain : (value) => JSON.stringify(plain(value));
}

/** The text of a single value, without quotes. */
function plainWrite(plan: Plan, { type }: FieldType & { readonly kind: 'value' }): Write {
  switch (type.kind) {
    case 'quantity':
      return (value) => (typeof value === 'bigint' ? decimal(value, type.scale) : '');
    case 'date':
      return (value) => (typeof value === 'number' ? formatDay(value) : '');
    case 'datetime':
      return (value) => (typeof value === 'number' ? formatTime(value) : '');
    case 'level': {
      const names = plan.ladders.find((ladder) => ladder.name === type.ladder)?.levels ?? [];
      return (value) => (typeof value === 'number' ? (names[value]?.name ?? '') : '');
    }
    case 'boolean':
    case 'text':
    case 'word':
    case 'fraction':
    case 'duration':
      return (value) => String(value);
  }
}

const INTEGER: FieldType = {
  kind: 'value',
  type: { kind: 'quantity', unit: {}, scale: 0 },
  min: undefined,
  max: undefined,
};
const TEXT: FieldType = { kind: 'value', type: { kind: 'text' }, min: undefined, max: undefined };

/** Fields of every event type, built-in ones included. */
function typesOf(plan: Plan): ReadonlyMap<string, readonly Pick<PlanField, 'name' | 'type'>[]> {
  const attributes = plan.attributes.filter((field) => field.name !== 'enrolled');
  const redeem = [
    { name: 'reward', type: TEXT },
    { name: 'quantity', type: INTEGER },
  ];
  return new Map<string, readonly Pick<PlanField, 'name' | 'type'>[]>([
    ['enroll', attributes],
    ['profile', attributes],
    ['redeem', redeem],
    ...plan.events.map((event) => [event.name, event.fields] as const),
  ]);
}

/** The enrolment first, then every event. */
function eventsOf({ enrolled, attributes, events }: MemberHistory): readonly (
  | HistoryEvent
  | {
      readonly type: 'enroll';
      readonly id: undefined;
      readonly at: string;
      readonly fields: Fields;
      readonly of: undefined;
    }
)[] {
  const enrolment = {
    type: 'enroll',
    id: undefined,
    at: formatDay(enrolled),
    fields: attributes,
    of: undefined,
  } as const;
  return [enrolment, ...events];
}

function jsonWriter(plan: Plan): RowWriter {
  const types = new Map(
    [...typesOf(plan)].map(([name, fields]) => {
      const writes = fields.map((field) => {
        const key = `${JSON.stringify(field.name)}:`;
        return { name: field.name, key, inner: BUILT_IN.has(field.name), write: jsonWrite(plan, field.type) };
      });
      return [name, { type: `"type":${JSON.stringify(name)}`, writes }] as const;
    }),
  );
  return {
    head: '',
    rowsOf(history) {
      return eventsOf(history).map(({ type, id, at, fields, of }) => {
        const known = types.get(type);
        let row = `{"member":"${history.member}"`;
        if (id !== undefined) row += `,"id":"${id}"`;
        row += `,"at":"${typeof at === 'number' ? formatTime(at) : at}",${known?.type ?? ''}`;
        if (of !== undefined) row += `,"of":"${of}"`;
        let inside = '';
        for (const { name, key, inner, write } of known?.writes ?? []) {
          const value = fields[name];
          if (value === undefined) continue;
          if (inner) inside += `${inside === '' ? '' : ','}${key}${write(value)}`;
          else row += `,${key}${write(value)}`;
        }
        return `${row}${inside === '' ? '' : `,"fields":{${inside}}`}}\n`;
      });
    },
  };
}

function csvWriter(plan: Plan): RowWriter {
  const types = typesOf(plan);
  const columns = [...new Set([...types.values()].flatMap((fields) => fields.map((field) => field.name)))];
  const writes = new Map(
    [...types].map(([name, fields]) => {
      const byName = new Map(
        fields.map(({ name: field, type }) => [
          field,
          type.kind === 'lines' ? jsonWrite(plan, type) : plainWrite(plan, type),
        ]),
      );
      return [name, columns.map((column) => byName.get(column))] as const;
    }),
  );
  const heads = columns.map((column) => (BUILT_IN.has(column) ? `fields.${column}` : column));
  return {
    head: `${['member', 'id', 'at', 'type', 'of', ...heads].map(cell).join(',')}\n`,
    rowsOf(history) {
      return eventsOf(history).map(({ type, id, at, fields, of }) => {
        let row = `${history.member},${id ?? ''},${typeof at === 'number' ? formatTime(at) : at},${cell(type)},${of ?? ''}`;
        const known = writes.get(type);
        for (const [index, column] of columns.entries()) {
          const value = fields[column];
          row += value === undefined ? ',' : `,${cell(known?.[index]?.(value) ?? '')}`;
        }
        return `${row}\n`;
      });
    },
  };
}

/** A cell, in quotes where it needs them. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function rowWriter(plan: Plan, format: RowFormat): RowWriter {
  return format === 'csv' ? csvWriter(plan) : jsonWriter(plan);
}
