import { type ColumnPointer, type Engine, type Locals, type Slot, ZERO64 } from './engine.ts';
import type { Place } from './reading.ts';
import { MAX, MIN, small, type Value, whole } from './values.ts';
import {
  after,
  c32,
  doAll,
  type I32,
  type I64,
  i32,
  load8,
  load32,
  load64,
  type Stmt,
  when,
} from './wasm/code.ts';

/** A field that was decided when its event was recorded: its value, and whether it is there. */
export interface DerivedField {
  readonly name: string;
  readonly value: Slot<'i32'> | Slot<'i64'>;
  readonly present: Slot<'i32'> | undefined;
}

/** Fields of one type of event, and attributes of the member. */
export class Fields {
  readonly #e: Engine;
  readonly #derived: readonly (readonly DerivedField[])[];
  readonly #attributes: readonly {
    readonly value: Slot<'i32'> | Slot<'i64'>;
    readonly present: Slot<'i32'>;
  }[];

  constructor(e: Engine) {
    this.#e = e;
    this.#derived = e.layout.events.map((_, index) =>
      (e.plan.events[index]?.derived ?? []).map(({ name, type, optional }) => ({
        name,
        value: type.kind === 'quantity' || type.kind === 'datetime' ? e.state.i64() : e.state.i32(),
        present: optional ? e.state.i32() : undefined,
      })),
    );
    this.#attributes = e.layout.attributes.map((column) => ({
      value: column.store === 'i64' ? e.state.i64() : e.state.i32(),
      present: e.state.i32(),
    }));
  }

  derived(event: number): readonly DerivedField[] {
    return this.#derived[event] ?? [];
  }

  /** Reads a stored column at a row's number. */
  column(pointer: ColumnPointer, index: I32, locals: Locals): Value {
    const { column, values, present } = pointer;
    const there = present && locals.i32('there');
    const presence: Stmt[] =
      there === undefined || present === undefined ? [] : [there.set(load8(i32.add(present.get, index)))];
    if (column.store === 'i64') {
      const place = i32.add(values.get, i32.shl(index, c32(3)));
      const bounds = this.#boundsOf(pointer);
      const value = column.type.kind === 'datetime' ? load64(place) : load64(place);
      return whole(after(presence, value), bounds.low, bounds.high, there);
    }
    const place = i32.add(values.get, i32.shl(index, c32(2)));
    return small(after(presence, load32(place)), there);
  }

  /** Declared bounds of a field; the reader keeps out what lies beyond. */
  #boundsOf(pointer: ColumnPointer): { readonly low: bigint; readonly high: bigint } {
    const { plan, layout, pointers } = this.#e;
    if (pointer.column.type.kind === 'datetime') return { low: -(1n << 40n), high: 1n << 40n };
    const event = pointers.events.findIndex((each) => each.columns.includes(pointer));
    const name = layout.events[event]?.name;
    const fields = plan.events.find((each) => each.name === name)?.fields ?? [];
    const type = fields.find((each) => each.name === pointer.column.name)?.type;
    if (type?.kind !== 'value') return { low: MIN, high: MAX };
    return { low: type.min ?? MIN, high: type.max ?? MAX };
  }

  field(name: string, place: Place): Value {
    const { pointers, g } = this.#e;
    if (place.event === undefined) throw new Error(`field ${name} without an event`);
    const derived = this.derived(place.event).find((each) => each.name === name);
    if (derived !== undefined) return this.derivedValue(derived, place.locals);
    const pointer = pointers.events[place.event]?.columns.find((each) => each.column.name === name);
    if (pointer === undefined) return this.#missing(name, place);
    return this.column(pointer, g.index.get, place.locals);
  }

  derivedValue({ value, present }: DerivedField, locals: Locals): Value {
    const there = present && locals.i32('there');
    const presence: Stmt[] = there === undefined || present === undefined ? [] : [there.set(present.get)];
    return value.get.type === 'i64'
      ? whole(after(presence, value.get as I64), MIN, MAX, there)
      : small(after(presence, value.get as I32), there);
  }

  /** A field that this event does not have: tables may name fields of other events. */
  #missing(name: string, place: Place): Value {
    const there = place.locals.i32('there');
    const { plan } = this.#e;
    const types = plan.events.flatMap((event) => [
      ...event.derived.filter((each) => each.name === name).map((each) => each.type),
      ...event.fields.flatMap((each) =>
        each.name === name && each.type.kind === 'value' ? [each.type.type] : [],
      ),
    ]);
    const kind = types[0]?.kind;
    const none = [there.set(c32(0))];
    return kind === 'quantity' || kind === 'datetime'
      ? whole(after(none, ZERO64), 0n, 0n, there)
      : small(after(none, c32(0)), there);
  }

  lineField(name: string, place: Place): Value {
    const { pointers } = this.#e;
    const { line, event } = place;
    if (line === undefined || event === undefined) throw new Error(`field ${name} without a line`);
    const list = pointers.events[event]?.lines.find((each) => each.name === line.list);
    const pointer = list?.columns.find((each) => each.column.name === name);
    if (pointer === undefined) throw new Error(`no field ${name} of ${line.list}`);
    return this.column(pointer, line.index, place.locals);
  }

  attribute(name: string, locals: Locals): Value {
    const { layout, g } = this.#e;
    if (name === 'enrolled') return small(g.enrolled.get);
    const index = layout.attributes.findIndex((each) => each.name === name);
    const column = layout.attributes[index];
    const slots = this.#attributes[index];
    if (column === undefined || slots === undefined) throw new Error(`no attribute ${name}`);
    const there = locals.i32('there');
    const presence = [there.set(slots.present.get)];
    return column.store === 'i64'
      ? whole(after(presence, slots.value.get as I64), MIN, MAX, there)
      : small(after(presence, slots.value.get as I32), there);
  }

  /** Attributes as they stand at enrolment. */
  loadAttributes(): readonly Stmt[] {
    const { pointers, g } = this.#e;
    return pointers.attributes.map((pointer, index) => this.#load(pointer, index, g.member.get, false));
  }

  /** Attributes that the `profile` event at hand names. */
  updateAttributes(): readonly Stmt[] {
    const { pointers, layout, g } = this.#e;
    const profile = layout.events.findIndex((each) => each.name === 'profile');
    return (pointers.events[profile]?.columns ?? []).map((pointer, index) =>
      this.#load(pointer, index, g.index.get, true),
    );
  }

  #load(pointer: ColumnPointer, attribute: number, row: I32, keeps: boolean): Stmt {
    const slots = this.#attributes[attribute];
    if (slots === undefined) throw new Error('an attribute without a place');
    const there = pointer.present === undefined ? c32(1) : load8(i32.add(pointer.present.get, row));
    const setValue: Stmt =
      pointer.column.store === 'i64'
        ? (slots.value as Slot<'i64'>).set(load64(i32.add(pointer.values.get, i32.shl(row, c32(3)))))
        : (slots.value as Slot<'i32'>).set(load32(i32.add(pointer.values.get, i32.shl(row, c32(2)))));
    if (keeps) return when(there, [setValue, slots.present.set(c32(1))]);
    return doAll(setValue, slots.present.set(there));
  }

  birthday(): { readonly value: I32; readonly present: I32 } | undefined {
    const index = this.#e.layout.attributes.findIndex((each) => each.name === 'birthday');
    const slots = this.#attributes[index];
    return slots && { value: slots.value.get as I32, present: slots.present.get };
  }
}
