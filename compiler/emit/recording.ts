import { type Engine, type Locals, type Slot, ZERO64 } from './engine.ts';
import { byFieldOf, isReversible } from './logs.ts';
import type { Parts } from './parts.ts';
import type { Place } from './reading.ts';
import { RECORD, RECORD_LOGS } from './records.ts';
import {
  c32,
  doAll,
  fill,
  i32,
  load32,
  nop,
  type Stmt,
  select,
  store32,
  store64,
  trap,
  when,
  zero,
} from './wasm/code.ts';

/** Puts the event at hand into history; derived fields and `where`s are decided from the state before it. */
export function record(parts: Parts, event: string, number: number | undefined, place: Place): Stmt {
  const { engine: e, expressions, fields, measures, frame, recordOf } = parts;
  const { g, plan, working, arena } = e;
  const { locals } = place;
  const code: Stmt[] = [];
  const planEvent = number === undefined ? undefined : plan.events[number];
  for (const derived of planEvent?.derived ?? []) {
    code.push(working(`${event}.${derived.name}`));
    const slot = fields.derived(number ?? -1).find((each) => each.name === derived.name);
    const value = expressions.value(derived.expr, place);
    if (slot === undefined) continue;
    if (value.kind === 'ratio') throw new Error('a derived quotient');
    const set =
      value.kind === 'i32'
        ? (slot.value as Slot<'i32'>).set(value.value)
        : (slot.value as Slot<'i64'>).set(value.value);
    code.push(set);
    if (slot.present) code.push(slot.present.set(value.present?.get ?? c32(1)));
  }
  const { set, decided } = measures.decide(event, place);
  code.push(set);
  const made = locals.i32('record');
  if (number !== undefined && isReversible(e, event)) {
    const bytes = RECORD_LOGS + 8 * measures.of(event).length;
    const by = byFieldOf(e, event);
    const original = by === undefined ? undefined : fields.field(by, place);
    const value = original?.kind === 'i64' ? original.value : ZERO64;
    const whole = locals.i64('original');
    code.push(
      made.set(arena.alloc.call(c32(bytes))),
      zero(made.get, RECORD_LOGS),
      store32(made.get, c32(number), RECORD.event),
      whole.set(value),
      original?.present === undefined ? nop : whole.set(select(original.present.get, whole.get, ZERO64)),
      store64(made.get, whole.get, RECORD.original),
      store64(made.get, whole.get, RECORD.left),
      store32(i32.add(recordOf.get, i32.shl(i32.sub(g.cause.get, g.firstRow.get), c32(2))), made.get),
      measures.append(event, decided, made.get, place),
    );
    code.push(g.record.set(made.get));
  } else {
    code.push(measures.append(event, decided, undefined, place));
  }
  const check = measures.checkSums(event, place);
  code.push(nextTick(e), check === nop ? nop : doAll(frame(), check));
  return doAll(...code);
}

/** What happens from here on comes after what is recorded. */
export function nextTick({ g }: Engine): Stmt {
  return g.tick.set(i32.add(g.tick.get, c32(1)));
}

/** Room for a member's entries in history, where something can be taken back. */
export function beginRecords(parts: Parts, locals: Locals): Stmt {
  const { engine: e, recordOf, reversals } = parts;
  const { g, pointers, arena } = e;
  if (!reversals) return nop;
  const bytes = locals.i32('bytes');
  const end = load32(i32.add(pointers.members.firstRow.get, i32.shl(g.member.get, c32(2))), 4);
  return doAll(
    bytes.set(i32.shl(i32.sub(end, g.firstRow.get), c32(2))),
    when(i32.lt(bytes.get, c32(0)), [trap]),
    recordOf.set(arena.alloc.call(bytes.get)),
    fill(recordOf.get, c32(0), bytes.get),
  );
}
