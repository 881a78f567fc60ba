import {
  type Fields,
  type FieldValue,
  localTime,
  type Plan,
  type PlanField,
  parseDay,
} from '../../../schema/index.ts';

/** What is typed, by the path of a field: `amount`, `items.category`. */
export type Typed = Readonly<Record<string, string>>;

/** Something is missing or of another form, or a number is larger than any ledger counts. */
export type NotTyped = 'wrong' | 'large';

/** The fields that a person fills in for a type of event. */
export function fieldsOf(plan: Plan, type: string): readonly PlanField[] {
  if (type === 'profile') return plan.attributes.map((field) => ({ ...field, optional: true }));
  return plan.events.find(({ name }) => name === type)?.fields ?? [];
}

/** A decimal at a scale, `1_000.5` or `1,000.5`; `wrong` for what is none, or is too fine. */
function quantityOf(text: string, scale: number): bigint | NotTyped {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.replace(/[_,\s]/g, ''));
  const part = match?.[3] ?? '';
  if (match === null || part.length > scale) return 'wrong';
  const size = BigInt(`${match[2]}${part.padEnd(scale, '0')}`);
  // The engine counts in 64 bits and would count a larger number as another one.
  if (size !== BigInt.asIntN(64, size)) return 'large';
  return match[1] === '-' ? -size : size;
}

/** The moment in an input of a day with its time. */
export function timeOf(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  const day = match?.[1] === undefined ? undefined : parseDay(match[1]);
  if (match === null || day === undefined) return undefined;
  return localTime(day, Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0));
}

/** What stands in a field until somebody types. */
export function defaultOf({ type }: PlanField): string {
  if (type.kind === 'lines') return '';
  const value = type.type;
  if (value.kind === 'word') return value.words[0] ?? '';
  if (value.kind === 'boolean') return 'false';
  return value.kind === 'quantity' && Object.keys(value.unit).length === 0 ? '1' : '';
}

type Read<Value> = { readonly kind: 'value'; readonly value: Value } | { readonly kind: NotTyped };
const WRONG = { kind: 'wrong' } as const;

function found(value: FieldValue): Read<FieldValue> {
  return value === undefined ? WRONG : { kind: 'value', value };
}

function readField(field: PlanField, path: string, typed: Typed): Read<FieldValue> {
  const { type } = field;
  if (type.kind === 'lines') {
    const line = readFields(type.fields, typed, `${path}.`);
    return line.kind === 'value' ? { kind: 'value', value: [line.value] } : line;
  }
  const text = (typed[path] ?? defaultOf(field)).trim();
  if (text === '') return field.optional ? { kind: 'value', value: undefined } : WRONG;
  switch (type.type.kind) {
    case 'quantity': {
      const value = quantityOf(text, type.type.scale);
      if (typeof value === 'string') return { kind: value };
      const { min, max } = type;
      const isOut = (min !== undefined && value < min) || (max !== undefined && value > max);
      return isOut ? WRONG : found(value);
    }
    case 'boolean':
      return found(text === 'true');
    case 'date':
      return found(parseDay(text));
    case 'datetime':
      return found(timeOf(text));
    default:
      return found(text);
  }
}

/** The values of fields as they were typed, or what keeps them from being an event's. */
export function readFields(declared: readonly PlanField[], typed: Typed, under: string): Read<Fields> {
  const values: Record<string, FieldValue> = {};
  for (const field of declared) {
    const read = readField(field, under + field.name, typed);
    if (read.kind !== 'value') return read;
    if (read.value !== undefined) values[field.name] = read.value;
  }
  return { kind: 'value', value: values };
}
