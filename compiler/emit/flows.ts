import { enter, kill, leave } from './cursors.ts';
import { type Engine, type Locals, ZERO64 } from './engine.ts';
import { instanceOf } from './instances.ts';
import { appendEntry, entryAt, LENGTH, type Log } from './logs.ts';
import {
  c32,
  doAll,
  type I32,
  type I64,
  i32,
  i64,
  load32,
  load64,
  type Stmt,
  store32,
  store64,
  when,
} from './wasm/code.ts';

/** Logs of a flow of a points type. */
export function flowsOf(
  logs: readonly Log[],
  flow: 'earned' | 'used' | 'expired',
  points: number,
): readonly Log[] {
  return logs.filter(
    (log) => log.subject.kind === 'flow' && log.subject.flow === flow && log.subject.points === points,
  );
}

/**
 * Adds a flow to a log where its cause counts; leaves the instance (0 where it does not count) and the number of the entry
 * at `slot`.
 */
export function appendFlow(
  e: Engine,
  log: Log,
  counts: I32 | undefined,
  keys: readonly I64[],
  quantity: I64,
  slot: I32 | undefined,
  locals: Locals,
): Stmt {
  const base = locals.i32('base');
  const entry = locals.i32('entry');
  const body = [
    instanceOf(e, log, keys, base, locals),
    appendEntry(e, log, base.get, entry),
    store64(entry.get, quantity, log.fields[0]?.value ?? 0),
    ...(slot === undefined
      ? []
      : [store32(slot, base.get), store32(slot, i32.sub(load32(base.get, LENGTH), c32(1)), 4)]),
  ];
  const none = slot === undefined ? [] : [store32(slot, c32(0))];
  return counts === undefined ? doAll(...body) : when(counts, body, none);
}

/** Takes something off a flow that a slot names. */
export function shrinkFlow(e: Engine, log: Log, slot: I32, by: I64, locals: Locals): Stmt {
  const base = locals.i32('base');
  const number = locals.i32('number');
  const entry = locals.i32('entry');
  const value = log.fields[0]?.value ?? 0;
  return doAll(
    base.set(load32(slot)),
    when(base.get, [
      number.set(load32(slot, 4)),
      entry.set(entryAt(log, base.get, number.get)),
      leave(e, log, base, number, entry, locals),
      store64(entry.get, i64.sub(load64(entry.get, value), by), value),
      when(i64.le(load64(entry.get, value), ZERO64), [kill(log, entry.get, number.get)]),
      enter(e, log, base, number, entry, locals),
    ]),
  );
}
