import type { Engine, Locals } from './engine.ts';
import type { Fields } from './fields.ts';
import type { Log } from './logs.ts';
import type { Place } from './reading.ts';
import {
  c32,
  doAll,
  type I64,
  i32,
  i64,
  type Local,
  load32,
  type Stmt,
  store32,
  when,
  zero,
} from './wasm/code.ts';

/** A field as a key: its code, day, or number. */
export function keyOf(
  fields: Fields,
  name: string,
  place: Place,
): { readonly value: I64; readonly present: Local<'i32'> | undefined } {
  const value = fields.field(name, place);
  if (value.kind === 'ratio') throw new Error('a quotient as a key');
  return {
    value: value.kind === 'i32' ? i64.extend(value.value) : value.value,
    present: value.present,
  };
}

/** The instance of a log for keys, made where it was not there. */
export function instanceOf(
  e: Engine,
  log: Log,
  keys: readonly I64[],
  base: Local<'i32'>,
  locals: Locals,
): Stmt {
  if (log.same.length === 0) return base.set(c32(log.address));
  const { counters, arena } = e;
  const table = locals.i32('table');
  const entry = locals.i32('entry');
  const code: Stmt[] = [table.set(c32(log.address))];
  keys.forEach((key, i) => {
    code.push(entry.set(counters.add.call(table.get, key)));
    const isLast = i === keys.length - 1;
    const bytes = isLast ? log.instanceBytes : 16;
    code.push(
      when(i32.eqz(load32(entry.get, 8)), [
        base.set(arena.alloc.call(c32(bytes))),
        zero(base.get, bytes),
        store32(entry.get, base.get, 8),
      ]),
      isLast ? base.set(load32(entry.get, 8)) : table.set(load32(entry.get, 8)),
    );
  });
  return doAll(...code);
}
