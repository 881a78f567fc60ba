import { POINTS_TOTALS as POINTS } from '../../schema/index.ts';
import type { Engine, Locals } from './engine.ts';
import type { Measures } from './measures.ts';
import { eachNode } from './nodes.ts';
import { EMPTY, newQueue, QUEUE_BYTES, type Queue } from './queue.ts';
import { LOT } from './records.ts';
import {
  c32,
  c64,
  choose,
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
  once,
  type Stmt,
  select,
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

type Total = Exclude<keyof typeof POINTS, 'bytes'>;

/** Lots, their queues and the totals of points, as they lie in memory. */
export class LotStore {
  readonly #e: Engine;
  readonly queue: Queue;
  readonly points: number;
  readonly lots: number;
  /** Which lots each use took from, and how much. */
  readonly pieces: number;
  readonly stride: number;
  readonly available: readonly number[];
  readonly pending: readonly number[];
  /** Lots that never open, by their last day. */
  readonly ended: number;
  /** Lots that open on the day at hand, in order of use. */
  readonly opening: number;
  readonly #snapshot: Func<readonly [], 'void'> | undefined;
  readonly #balances: number | undefined;

  constructor(e: Engine, measures: Measures) {
    this.#e = e;
    const { m, plan, state } = e;
    this.queue = newQueue(m, e.arena);
    this.points = state.place(plan.points.length * POINTS.bytes);
    this.lots = state.place(16);
    this.pieces = state.place(16);
    this.available = plan.points.map(() => state.place(QUEUE_BYTES));
    this.pending = plan.points.map(() => state.place(QUEUE_BYTES));
    this.ended = state.place(QUEUE_BYTES);
    this.opening = state.place(QUEUE_BYTES);
    const filters = plan.points.map((_, points) =>
      measures.expiredFilters(points).reduce((sum, { keys }) => sum + 8 + 8 * keys.length, 0),
    );
    this.stride = LOT.filters + Math.max(0, ...filters);
    let readsBalance = false;
    eachNode(plan, ({ kind }) => {
      readsBalance ||= kind === 'balance';
    });
    this.#balances = readsBalance ? state.place(plan.points.length * 16) : undefined;
    const balances = this.#balances;
    this.#snapshot =
      balances === undefined
        ? undefined
        : m.func('snapshot', [], 'void', () =>
            plan.points.flatMap((_, points) => [
              store64(c32(0), this.running(points), balances + points * 16),
              store64(c32(0), this.total(points, 'pending'), balances + points * 16 + 8),
            ]),
          );
  }

  total(points: number, what: Total): I64 {
    return load64(c32(0), this.points + points * POINTS.bytes + POINTS[what]);
  }

  #setTotal(points: number, what: Total, value: I64): Stmt {
    return store64(c32(0), value, this.points + points * POINTS.bytes + POINTS[what]);
  }

  /** Adds to a total. */
  bump(points: number, what: Total, by: I64): Stmt {
    return this.#setTotal(points, what, i64.add(this.total(points, what), by));
  }

  /** Address of the totals of a points type. */
  totalsAt(points: number): number {
    return this.points + points * POINTS.bytes;
  }

  /** From here on expressions see history as it stands, and balances where some expression reads them. */
  snapshot(): Stmt {
    const { g } = this.#e;
    return doAll(g.snapshot.set(g.tick.get), this.#snapshot?.call() ?? nop);
  }

  /** Balance as the snapshot saw it. */
  balance(points: number, pending: boolean): I64 {
    if (this.#balances === undefined) throw new Error('nobody reads balances');
    return load64(c32(0), this.#balances + points * 16 + (pending ? 8 : 0));
  }

  /** Available less debt, now. */
  running(points: number): I64 {
    return i64.sub(this.total(points, 'available'), this.total(points, 'debt'));
  }

  lotAt(number: I32): I32 {
    return i32.add(load32(c32(this.lots)), i32.mul(i32.sub(number, c32(1)), c32(this.stride)));
  }

  /** The least key of a queue, dead lots among them. */
  first(queue: number): I64 {
    return choose(
      load32(c32(queue), 20),
      this.queue.least.call(c32(queue)),
      choose(
        i32.lt(load32(c32(queue), 12), load32(c32(queue), 4)),
        load64(i32.add(load32(c32(queue)), i32.shl(load32(c32(queue), 12), c32(3)))),
        c64(EMPTY),
      ),
    );
  }

  /** The first key of a queue whose lot still has something; dead ones go. */
  least(queue: number, locals: Locals): { readonly set: Stmt; readonly key: Local<'i64'> } {
    const key = locals.i64('key');
    const lot = locals.i32('lot');
    return {
      key,
      set: loop('dead', (again) => [
        key.set(this.first(queue)),
        when(i64.ne(key.get, c64(EMPTY)), [
          lot.set(this.lotAt(i32.wrap(key.get))),
          when(i64.eqz(load64(lot.get, LOT.rest)), [this.queue.pop.call(c32(queue)), goTo(again)]),
        ]),
      ]),
    };
  }
}

/** Order in which lots are used and end: last day, then number. */
export function keyOf(day: I32, number: I32): I64 {
  return i64.or(i64.shl(i64.extend(day), c64(32)), i64.extendU(number));
}

export function dayOf(key: I64): I32 {
  return i32.wrap(i64.shr(key, c64(32)));
}

export function minOf64(a: I64, b: I64): I64 {
  return once(a, (x) => once(b, (y) => select(i64.lt(x, y), x, y)));
}
