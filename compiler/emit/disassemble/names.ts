import type { Reader } from './reader.ts';

/** Names by index, as the name section gives them. */
export interface Names {
  readonly functions: ReadonlyMap<number, string>;
  /** By function, then by local. */
  readonly locals: ReadonlyMap<number, ReadonlyMap<number, string>>;
  readonly globals: ReadonlyMap<number, string>;
}

export const NO_NAMES: Names = { functions: new Map(), locals: new Map(), globals: new Map() };

function namesIn(from: Reader): ReadonlyMap<number, string> {
  return new Map(from.list('names', () => [from.u32('the index of a name'), from.text('a name')] as const));
}

/** Reads the name section behind its own name; parts of other kinds are passed over. */
export function readNames(from: Reader): Names {
  let { functions, locals, globals } = NO_NAMES;
  while (!from.done) {
    const kind = from.u8('a part of the names');
    const part = from.part(from.u32('the size of a part of the names'), 'a part of the names');
    if (from.fault !== undefined) break;
    if (kind === 1) functions = namesIn(part);
    else if (kind === 2) {
      locals = new Map(
        part.list('functions with named locals', () => [part.u32('the index of a function'), namesIn(part)]),
      );
    } else if (kind === 7) globals = namesIn(part);
    if (part.fault !== undefined) from.fail(part.fault.message, part.fault.offset);
  }
  return { functions, locals, globals };
}
