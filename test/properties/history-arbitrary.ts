import fc from 'fast-check';
import {
  dayOf,
  type FieldType,
  formatDay,
  formatTime,
  localTime,
  type Plan,
  type PlanField,
  type ValueType,
} from '../../schema/index.ts';

/** One generated row of the native form, before it is written. */
export interface GeneratedRow {
  readonly member: string;
  /** Days after the first day, and second of the day. */
  readonly day: number;
  readonly second: number;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** A number that chooses the row to reverse among the member's earlier ones. */
  readonly pick: number;
}

const FIRST_DAY = dayOf(2024, 1, 1);
const MEMBERS = ['m1', 'm2', 'm3'];

function decimalOf(value: number, scale: number): string {
  const digits = String(value).padStart(scale + 1, '0');
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function valueFor(type: ValueType, plan: Plan): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'quantity': {
      // Small numbers meet limits and ties; some large ones meet thresholds.
      const small = fc.integer({ min: 0, max: 300 }).map((n) => n * 10 ** Math.min(type.scale, 2));
      const large = fc.integer({ min: 0, max: 200_000 });
      return fc.oneof(small, large).map((n) => decimalOf(n, type.scale));
    }
    case 'boolean':
      return fc.boolean();
    case 'word':
      return fc.constantFrom(...type.words);
    case 'level':
      return fc.constantFrom(
        ...(plan.ladders.find((one) => one.name === type.ladder)?.levels ?? []).map((one) => one.name),
      );
    case 'text':
      return fc.constantFrom('a', 'b', 'ガ', 'a "quoted", text');
    case 'date':
      return fc.integer({ min: -20_000, max: 1500 }).map((n) => formatDay(FIRST_DAY + n));
    case 'datetime':
      return fc.integer({ min: 0, max: 1500 }).map((n) => formatTime(localTime(FIRST_DAY + n, 3600)));
    default:
      return fc.constant('1');
  }
}

function fieldOf(field: FieldType, plan: Plan): fc.Arbitrary<unknown> {
  if (field.kind === 'value') return valueFor(field.type, plan);
  return fc.array(recordOf(field.fields, plan), { maxLength: 3 });
}

function recordOf(fields: readonly PlanField[], plan: Plan): fc.Arbitrary<Record<string, unknown>> {
  const required = fields.filter((field) => !field.optional).map((field) => field.name);
  const model = Object.fromEntries(fields.map((field) => [field.name, fieldOf(field.type, plan)]));
  return fc.record(model, { requiredKeys: required }) as fc.Arbitrary<Record<string, unknown>>;
}

function bodyOf(
  plan: Plan,
): fc.Arbitrary<{ readonly type: string; readonly fields: Record<string, unknown> }> {
  const events = plan.events.map((event) =>
    recordOf(event.fields, plan).map((fields) => ({ type: event.name, fields })),
  );
  const redeem = plan.rewards.map((reward) =>
    fc
      .integer({ min: 1, max: 2 })
      .map((quantity) => ({ type: 'redeem', fields: { reward: reward.name, quantity } })),
  );
  const attributes = plan.attributes.filter((attribute) => attribute.name !== 'enrolled');
  const optional = attributes.map((attribute) => ({ ...attribute, optional: true }));
  const profile =
    attributes.length === 0 ? [] : [recordOf(optional, plan).map((fields) => ({ type: 'profile', fields }))];
  return fc.oneof(...events, ...events, ...redeem, ...profile);
}

/** Histories of three members in the native form (rows that do not fit are among them), as rows. */
export function rowsFor(plan: Plan, maxLength = 40): fc.Arbitrary<readonly GeneratedRow[]> {
  const row = fc.record({
    member: fc.constantFrom(...MEMBERS),
    // Many on few days, so that limits, ties and day starts meet.
    day: fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 900 })),
    second: fc.integer({ min: 0, max: 23 }).map((hour) => hour * 3600),
    body: bodyOf(plan),
    pick: fc.nat(1000),
  });
  return fc
    .array(row, { maxLength })
    .map((rows) =>
      [...rows]
        .sort((a, b) => a.day - b.day || a.second - b.second)
        .map(({ body, ...rest }) => ({ ...rest, type: body.type, fields: body.fields })),
    );
}

/** The rows as JSON Lines, enrolments first. A reversal names an earlier row of its member and of the type that it reverses. */
export function writeRows(
  rows: readonly GeneratedRow[],
  plan: Plan,
  attributes: Readonly<Record<string, unknown>>,
): string {
  const enrolments = MEMBERS.map((member) =>
    JSON.stringify({ member, type: 'enroll', at: formatDay(FIRST_DAY), ...attributes }),
  );
  const events = rows.map((row, index) => {
    const reverses = plan.events.find((event) => event.name === row.type)?.reverses;
    const originals = rows
      .slice(0, index)
      .flatMap((other, at) =>
        other.member === row.member && other.type === reverses?.event ? [`e${at}`] : [],
      );
    const of = originals[row.pick % Math.max(1, originals.length)];
    return JSON.stringify({
      member: row.member,
      id: `e${index}`,
      at: formatTime(localTime(FIRST_DAY + row.day, row.second)),
      type: row.type,
      ...(of !== undefined && { of }),
      fields: row.fields,
    });
  });
  return `${[...enrolments, ...events].join('\n')}\n`;
}

/** Values for every attribute, so that members are complete. */
export function attributesFor(plan: Plan): fc.Arbitrary<Record<string, unknown>> {
  return recordOf(
    plan.attributes.filter((attribute) => attribute.name !== 'enrolled'),
    plan,
  );
}

/** Three years after the first day: every generated event lies before it. */
export const RUN_END = FIRST_DAY + 1100;
