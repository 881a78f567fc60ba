import type {
  Day,
  Fields,
  FieldValue,
  HistoryEvent,
  LocalTime,
  Plan,
  PlanEvent,
  Value,
} from '../../schema/index.ts';
import { localTime } from '../../schema/index.ts';
import { evaluate } from './evaluate.ts';
import { bareFrame, type Frame } from './frame.ts';
import { decideWheres } from './measures.ts';
import { type MemberState, nextTick, type RecordedEvent } from './member-state.ts';
import { frameAt, type Moment } from './moment.ts';
import { fits, OverflowSignal } from './overflow.ts';
import { eventOf, fieldType } from './recorded.ts';

/** Fields with the derived ones added, in document order; each may read those above (language §4). */
function derive(member: MemberState, event: PlanEvent | undefined, stored: Fields, before: Frame): Fields {
  let fields: Record<string, FieldValue> = { ...stored };
  for (const derived of event?.derived ?? []) {
    member.working = `${event?.name ?? ''}.${derived.name}`;
    const value = evaluate(derived.expr, { ...before, fields });
    if (value !== undefined) fields = { ...fields, [derived.name]: value };
  }
  return fields;
}

/** Puts an event into history: derived fields and `where`s are decided now, from the state before it. */
export function record(
  member: MemberState,
  event: { readonly type: string; readonly id: string | undefined; readonly fields: Fields },
  at: LocalTime,
  day: Day,
): RecordedEvent {
  const moment: Moment = { at, day, morning: false, cause: undefined };
  const before = frameAt(member, moment);
  const fields = derive(member, eventOf(member.plan, event.type), event.fields, before);
  const where = decideWheres(member, event.type, { ...before, fields });
  const recorded: RecordedEvent = {
    type: event.type,
    id: event.id,
    at,
    day,
    tick: nextTick(member),
    fields,
    where,
    by: undefined,
    lefts: [],
    gone: undefined,
    effects: [],
  };
  const same = member.events.get(event.type);
  if (same === undefined) member.events.set(event.type, [recorded]);
  else same.push(recorded);
  if (event.id !== undefined) member.byId.set(event.id, recorded);
  checkSums(member, recorded);
  return recorded;
}

/** A sum overflows when it is updated (ruling X1), whoever reads it. */
function checkSums(member: MemberState, event: RecordedEvent): void {
  for (const [index, measure] of member.plan.measures.entries()) {
    const { subject, field } = measure;
    if (measure.function !== 'sum' || subject.kind !== 'event' || subject.event !== event.type) continue;
    const added = field === undefined ? undefined : event.fields[field];
    if (typeof added !== 'bigint') continue;
    const size = (member.sizes[index] ?? 0n) + (added < 0n ? -added : added);
    member.sizes[index] = size;
    // Only where the values could leave 64 bits at all is the sum itself looked at.
    if (fits(size)) continue;
    member.working = measure.text;
    const frame = frameAt(member, { at: event.at, day: event.day, morning: false, cause: event });
    const value = frame.member?.measure(index, frame);
    if (typeof value === 'bigint' && !fits(value)) throw new OverflowSignal(measure.span);
  }
}

/** The event of a history as the engine first sees it; a redemption without a quantity is of one. */
export function fieldsOf(event: HistoryEvent): Fields {
  if (event.type !== 'redeem' || event.fields.quantity !== undefined) return event.fields;
  return { ...event.fields, quantity: 1n };
}

/**
 * The value of one derived field, from the event's own fields, lines and parameters of that day only: what the reader of
 * a history needs to tell whether a reversal fits (ruling R8). `overflow` where it, or one above it, leaves 64 bits.
 */
export function evaluateField(
  plan: Plan,
  event: PlanEvent,
  name: string,
  stored: Fields,
  day: Day,
): Value | 'overflow' {
  let fields: Record<string, FieldValue> = { ...stored };
  for (const derived of event.derived) {
    let value: Value;
    try {
      value = evaluate(derived.expr, bareFrame(plan, day, localTime(day, 0), fields));
    } catch (signal) {
      if (!(signal instanceof OverflowSignal)) throw signal;
      if (derived.name === name) return 'overflow';
    }
    if (derived.name === name) return value;
    if (value !== undefined) fields = { ...fields, [derived.name]: value };
  }
  const value = fields[name];
  return fieldType(plan, event.name, name) === undefined || Array.isArray(value)
    ? undefined
    : (value as Value);
}
