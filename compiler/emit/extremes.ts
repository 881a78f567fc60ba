import type { Engine, Locals } from './engine.ts';
import { ALIVE, DAY, entryAt, LENGTH, type Log, SUM } from './logs.ts';
import {
  c32,
  choose,
  doAll,
  during,
  fill,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  load32,
  load64,
  type Stmt,
  select,
  store32,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/**
 * Lowest and highest as a tournament: leaves are entries, every node names the better of two, −1 for none. At SUM: nodes,
 * then leaves.
 */
export class Extremes {
  readonly #e: Engine;
  readonly #better = new Map<number, Func<readonly ['i32', 'i32', 'i32'], 'i32'>>();

  constructor(e: Engine) {
    this.#e = e;
  }

  #betterOf(log: Log, index: number): Func<readonly ['i32', 'i32', 'i32'], 'i32'> {
    const known = this.#better.get(index);
    if (known !== undefined) return known;
    const measure = this.#e.plan.measures[index];
    if (measure === undefined) throw new Error('no such measure');
    const field = log.fields.find((each) => each.name === measure.field);
    const func = this.#e.m.func(`${measure.text}.better`, ['i32', 'i32', 'i32'], 'i32', (f, base, a, b) => {
      const value = (i: I32): I64 => load64(entryAt(log, base.get, i), field?.value ?? 0);
      const wins = measure.function === 'highest' ? i64.gt : i64.lt;
      return [
        when(i32.lt(a.get, c32(0)), [f.ret(b.get)]),
        when(i32.lt(b.get, c32(0)), [f.ret(a.get)]),
        f.ret(select(wins(value(b.get), value(a.get)), b.get, a.get)),
      ];
    });
    this.#better.set(index, func);
    return func;
  }

  /** Sets a leaf and every node above it. */
  #set(log: Log, index: number, base: I32, cursor: I32, number: I32, leaf: I32, locals: Locals): Stmt {
    const node = locals.i32('node');
    const nodes = load32(cursor, SUM);
    const at = (i: I32): I32 => i32.add(nodes, i32.shl(i, c32(2)));
    const better = this.#betterOf(log, index);
    return doAll(
      node.set(i32.add(load32(cursor, SUM + 4), number)),
      store32(at(node.get), leaf),
      node.set(i32.shrU(node.get, c32(1))),
      during(i32.gt(node.get, c32(0)), [
        store32(
          at(node.get),
          better.call(
            base,
            load32(at(i32.shl(node.get, c32(1)))),
            load32(at(i32.or(i32.shl(node.get, c32(1)), c32(1)))),
          ),
        ),
        node.set(i32.shrU(node.get, c32(1))),
      ]),
    );
  }

  /** An entry was added: the last one. */
  added(log: Log, index: number, base: I32, cursor: I32, locals: Locals): Stmt {
    const leaves = locals.i32('leaves');
    const number = locals.i32('number');
    const length = load32(base, LENGTH);
    return doAll(
      number.set(i32.sub(length, c32(1))),
      when(
        i32.ge(number.get, load32(cursor, SUM + 4)),
        [
          leaves.set(choose(load32(cursor, SUM + 4), i32.shl(load32(cursor, SUM + 4), c32(1)), c32(8))),
          store32(cursor, this.#e.arena.alloc.call(i32.shl(leaves.get, c32(3))), SUM),
          store32(cursor, leaves.get, SUM + 4),
          fill(load32(cursor, SUM), c32(255), i32.shl(leaves.get, c32(3))),
          number.set(c32(0)),
          during(i32.lt(number.get, length), [
            this.#set(
              log,
              index,
              base,
              cursor,
              number.get,
              choose(
                load32(entryAt(log, base, number.get), log.reversible ? ALIVE : DAY),
                number.get,
                this.#deadLeaf(log, number.get),
              ),
              locals,
            ),
            number.set(i32.add(number.get, c32(1))),
          ]),
        ],
        [this.#set(log, index, base, cursor, number.get, number.get, locals)],
      ),
    );
  }

  /** The leaf of an entry that may be dead: logs that nothing reverses have no dead ones. */
  #deadLeaf(log: Log, number: I32): I32 {
    return log.reversible ? c32(-1) : number;
  }

  /** An entry changed or died. */
  changed(log: Log, base: Local<'i32'>, number: Local<'i32'>, locals: Locals): Stmt {
    const code: Stmt[] = [];
    for (const [index, offset] of log.cursors) {
      const measure = this.#e.plan.measures[index];
      if (measure === undefined) continue;
      if (measure.function !== 'lowest' && measure.function !== 'highest') continue;
      if (measure.field === undefined) continue;
      const cursor = locals.i32('cursor');
      const alive = load32(entryAt(log, base.get, number.get), ALIVE);
      code.push(
        cursor.set(i32.add(base.get, c32(offset))),
        this.#set(log, index, base.get, cursor.get, number.get, select(alive, number.get, c32(-1)), locals),
      );
    }
    return doAll(...code);
  }

  /** The best entry from `lo` to `hi` (excluded); −1 where there is none. */
  best(
    log: Log,
    index: number,
    base: I32,
    cursor: I32,
    lo: Local<'i32'>,
    hi: Local<'i32'>,
    locals: Locals,
  ): { readonly code: readonly Stmt[]; readonly found: Local<'i32'> } {
    const found = locals.i32('found');
    const [left, right] = [locals.i32('left'), locals.i32('right')];
    const better = this.#betterOf(log, index);
    const at = (i: I32): I32 => load32(i32.add(load32(cursor, SUM), i32.shl(i, c32(2))));
    return {
      found,
      code: [
        found.set(c32(-1)),
        left.set(i32.add(lo.get, load32(cursor, SUM + 4))),
        right.set(i32.add(hi.get, load32(cursor, SUM + 4))),
        during(i32.lt(left.get, right.get), [
          when(i32.and(left.get, c32(1)), [
            found.set(better.call(base, found.get, at(left.get))),
            left.set(i32.add(left.get, c32(1))),
          ]),
          when(i32.and(right.get, c32(1)), [
            right.set(i32.sub(right.get, c32(1))),
            found.set(better.call(base, found.get, at(right.get))),
          ]),
          left.set(i32.shrU(left.get, c32(1))),
          right.set(i32.shrU(right.get, c32(1))),
        ]),
      ],
    };
  }
}
