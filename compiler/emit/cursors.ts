import type { PlanMeasure } from '../../schema/index.ts';
import { minOf } from './arena.ts';
import { type Engine, type Locals, ZERO64 } from './engine.ts';
import {
  ALIVE,
  DAY,
  entryAt,
  HI,
  LENGTH,
  LO,
  type Log,
  type LoggedField,
  NEXT,
  PREVIOUS,
  SUM,
  TABLE,
  TICK,
  UPPER,
} from './logs.ts';
import { MAX, most } from './values.ts';
import {
  and,
  c32,
  c64,
  doAll,
  goTo,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  load32,
  load64,
  loop,
  nop,
  type Stmt,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Range } from './windows.ts';

/** What happens to a cursor's sum when an entry comes into its window or leaves it. */
interface Hooks {
  readonly add: (entry: I32) => Stmt;
  readonly remove: (entry: I32) => Stmt;
  /** The sum of the upper halves is kept too. */
  readonly full: boolean;
}

/** The value that a measure reads of an entry; undefined where it reads none. */
export function fieldOf(log: Log, measure: PlanMeasure): LoggedField | undefined {
  return (
    log.fields.find((each) => each.name === measure.field) ??
    (log.subject.kind === 'flow' ? log.fields[0] : undefined)
  );
}

function hooksOf(
  e: Engine,
  log: Log,
  measure: PlanMeasure,
  field: LoggedField | undefined,
  cursor: Local<'i32'>,
  locals: Locals,
): Hooks {
  const lives = (entry: I32, body: readonly Stmt[]): Stmt =>
    log.reversible ? when(load32(entry, ALIVE), body) : doAll(...body);
  const bump = (offset: number, by: I64): Stmt =>
    store64(cursor.get, i64.add(load64(cursor.get, offset), by), offset);
  const none = { add: () => nop, remove: () => nop, full: false };
  switch (measure.function) {
    case 'count':
      return {
        add: (entry) => lives(entry, [bump(SUM, c64(1))]),
        remove: (entry) => lives(entry, [bump(SUM, c64(-1))]),
        full: false,
      };
    case 'sum': {
      const value = (entry: I32): I64 => load64(entry, field?.value ?? 0);
      const full = log.subject.kind !== 'flow' && isFull(e, measure);
      const move = (entry: I32, sign: 1 | -1): Stmt => {
        const step = (offset: number, by: I64): Stmt =>
          store64(cursor.get, (sign === 1 ? i64.add : i64.sub)(load64(cursor.get, offset), by), offset);
        return doAll(step(SUM, value(entry)), full ? step(UPPER, i64.shr(value(entry), c64(32))) : nop);
      };
      return { add: (entry) => move(entry, 1), remove: (entry) => move(entry, -1), full };
    }
    case 'distinct': {
      const found = locals.i32('found');
      const value = (entry: I32): I64 => load64(entry, field?.value ?? 0);
      const find = (entry: I32): Stmt =>
        found.set(e.counters.add.call(i32.add(cursor.get, c32(TABLE)), value(entry)));
      const times = load32(found.get, 8);
      return {
        add: (entry) =>
          lives(entry, [
            find(entry),
            when(i32.eqz(times), [bump(SUM, c64(1))]),
            store32(found.get, i32.add(times, c32(1)), 8),
          ]),
        remove: (entry) =>
          lives(entry, [
            find(entry),
            store32(found.get, i32.sub(times, c32(1)), 8),
            when(i32.eqz(times), [bump(SUM, c64(-1))]),
          ]),
        full: false,
      };
    }
    case 'first':
    case 'last':
    case 'lowest':
    case 'highest':
    case 'streak':
      return none;
  }
}

/** True unless the declared bounds of the field keep any sum of two thousand million of them within 64 bits. */
function isFull(e: Engine, measure: PlanMeasure): boolean {
  const { subject, field } = measure;
  if (subject.kind !== 'event' || field === undefined) return true;
  const stored = e.plan.events
    .find((each) => each.name === subject.event)
    ?.fields.find((each) => each.name === field)?.type;
  if (stored?.kind !== 'value' || stored.min === undefined || stored.max === undefined) return true;
  const reach = most([stored.max, -stored.min]);
  return reach * (1n << 31n) > MAX;
}

/** A cursor over the window that the frame sees. */
interface Moved {
  readonly code: readonly Stmt[];
  /** Entries from `lo` to `hi` (excluded) are in the window. */
  readonly lo: Local<'i32'>;
  readonly hi: Local<'i32'>;
  readonly full: boolean;
}

/** Moves a measure's cursor to the window that the frame sees, entry by entry from where it was. */
export function moveCursor(
  e: Engine,
  log: Log,
  measure: PlanMeasure,
  range: Range,
  base: Local<'i32'>,
  cursor: Local<'i32'>,
  locals: Locals,
): Moved {
  const { g } = e;
  const length = locals.i32('length');
  const lo = locals.i32('lo');
  const hi = locals.i32('hi');
  const at = locals.i32('at');
  const tick = locals.i32('tick');
  const entry = (i: I32): I32 => entryAt(log, base.get, i);
  const looksAtTick =
    measure.beforeThis ||
    log.subject.kind === 'flow' ||
    (log.subject.kind === 'event' && log.subject.event === 'redeem');
  const underHi = (): I32 =>
    and(
      ...(range.to === undefined ? [] : [i32.le(load32(at.get, DAY), range.to.get)]),
      ...(looksAtTick ? [i32.lt(load32(at.get, TICK), tick.get)] : []),
    );
  const overLo = (): I32 =>
    and(
      ...(range.from === undefined ? [] : [i32.ge(load32(at.get, DAY), range.from.get)]),
      ...(range.fromTick === undefined ? [] : [i32.ge(load32(at.get, TICK), range.fromTick.get)]),
    );
  const hooks = hooksOf(e, log, measure, fieldOf(log, measure), cursor, locals);
  const hasHi = range.to !== undefined || looksAtTick;
  const hasLo = range.from !== undefined || range.fromTick !== undefined;
  const code: Stmt[] = [
    range.set,
    tick.set(measure.beforeThis ? minOf(g.snapshot.get, g.before.get) : g.snapshot.get),
    length.set(load32(base.get, LENGTH)),
    lo.set(load32(cursor.get, LO)),
    hi.set(load32(cursor.get, HI)),
    loop('up', (again) => [
      when(i32.lt(hi.get, length.get), [
        at.set(entry(hi.get)),
        when(hasHi ? underHi() : c32(1), [hooks.add(at.get), hi.set(i32.add(hi.get, c32(1))), goTo(again)]),
      ]),
    ]),
  ];
  if (hasHi) {
    code.push(
      loop('down', (again) => [
        when(i32.gt(hi.get, c32(0)), [
          at.set(entry(i32.sub(hi.get, c32(1)))),
          when(i32.eqz(underHi()), [
            hi.set(i32.sub(hi.get, c32(1))),
            when(i32.ge(hi.get, lo.get), [hooks.remove(at.get)], [lo.set(hi.get)]),
            goTo(again),
          ]),
        ]),
      ]),
    );
  }
  if (hasLo) {
    code.push(
      loop('up', (again) => [
        when(i32.lt(lo.get, hi.get), [
          at.set(entry(lo.get)),
          when(i32.eqz(overLo()), [hooks.remove(at.get), lo.set(i32.add(lo.get, c32(1))), goTo(again)]),
        ]),
      ]),
      loop('down', (again) => [
        when(i32.gt(lo.get, c32(0)), [
          at.set(entry(i32.sub(lo.get, c32(1)))),
          when(overLo(), [lo.set(i32.sub(lo.get, c32(1))), hooks.add(at.get), goTo(again)]),
        ]),
      ]),
      store32(cursor.get, lo.get, LO),
    );
  }
  code.push(store32(cursor.get, hi.get, HI));
  return { code, lo, hi, full: hooks.full };
}

/** An entry dies: it counts nothing, and the links lead over it. */
export function kill(log: Log, entry: I32, number: I32): Stmt {
  return doAll(
    store32(entry, c32(0), ALIVE),
    store32(entry, i32.add(number, c32(1)), NEXT),
    store32(entry, i32.sub(number, c32(1)), PREVIOUS),
    ...log.fields.map((field) => store64(entry, ZERO64, field.value)),
  );
}

/** Takes an entry out of every window that it is in, before it changes. */
export function leave(
  e: Engine,
  log: Log,
  base: Local<'i32'>,
  number: Local<'i32'>,
  entry: Local<'i32'>,
  locals: Locals,
): Stmt {
  return inWindows(e, log, base, number, locals, (hooks) => hooks.remove(entry.get));
}

/** Brings an entry back into every window that it is in, after it changed. */
export function enter(
  e: Engine,
  log: Log,
  base: Local<'i32'>,
  number: Local<'i32'>,
  entry: Local<'i32'>,
  locals: Locals,
): Stmt {
  return inWindows(e, log, base, number, locals, (hooks) => hooks.add(entry.get));
}

function inWindows(
  e: Engine,
  log: Log,
  base: Local<'i32'>,
  number: Local<'i32'>,
  locals: Locals,
  act: (hooks: Hooks) => Stmt,
): Stmt {
  const code: Stmt[] = [];
  for (const [index, offset] of log.cursors) {
    const measure = e.plan.measures[index];
    if (measure === undefined || !['count', 'sum', 'distinct'].includes(measure.function)) continue;
    const cursor = locals.i32('cursor');
    const field = fieldOf(log, measure);
    code.push(
      cursor.set(i32.add(base.get, c32(offset))),
      when(i32.and(i32.ge(number.get, load32(cursor.get, LO)), i32.lt(number.get, load32(cursor.get, HI))), [
        act(hooksOf(e, log, measure, field, cursor, locals)),
      ]),
    );
  }
  return doAll(...code);
}
