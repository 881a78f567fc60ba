import type { FieldValue, Plan, PlanEvent, PlanField, Value, ValueType } from '../../schema/index.ts';
import { floorDivide } from './exact.ts';
import type { RecordedEvent } from './member-state.ts';

export function eventOf(plan: Plan, type: string): PlanEvent | undefined {
  return plan.events.find((event) => event.name === type);
}

function valueType(field: PlanField | undefined): ValueType | undefined {
  return field?.type.kind === 'value' ? field.type.type : undefined;
}

/** Type of a single field of an event, stored or derived; of an attribute, for `profile`. */
export function fieldType(plan: Plan, type: string, name: string): ValueType | undefined {
  if (type === 'profile') return valueType(plan.attributes.find((field) => field.name === name));
  const event = eventOf(plan, type);
  const derived = event?.derived.find((field) => field.name === name);
  return derived?.type ?? valueType(event?.fields.find((field) => field.name === name));
}

/** True once nothing was left of the event before the tick. */
export function isGone(event: RecordedEvent, tick: number): boolean {
  return event.gone !== undefined && event.gone < tick;
}

function isMoney(plan: Plan, type: ValueType | undefined): boolean {
  if (type?.kind !== 'quantity') return false;
  const units = Object.entries(type.unit);
  return units.length === 1 && units[0]?.[0] === plan.currency.code && units[0][1] === 1;
}

/**
 * A field as aggregates read it at a tick (ruling R2): the `by` field is what is left; other money shrinks in
 * proportion, rounded down at its own decimals; everything else stays whole.
 */
export function fieldAt(plan: Plan, event: RecordedEvent, name: string, tick: number): Value {
  const value: FieldValue = event.fields[name];
  if (Array.isArray(value)) return undefined;
  const whole = value as Value;
  const left = event.lefts.findLast((each) => each.tick < tick);
  if (left === undefined || event.by === undefined || typeof whole !== 'bigint') return whole;
  if (name === event.by.name) return left.left;
  if (!isMoney(plan, fieldType(plan, event.type, name))) return whole;
  return event.by.original === 0n ? 0n : floorDivide(whole * left.left, event.by.original);
}
