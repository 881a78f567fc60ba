import type { PlanLimit } from '../../schema/index.ts';
import { type Engine, type Locals, NONE, ZERO64 } from './engine.ts';
import type { Expressions } from './expressions.ts';
import { minOf64 } from './lots.ts';
import type { Periods } from './periods.ts';
import type { Place } from './reading.ts';
import { COUNTER, FIRING } from './records.ts';
import { MAX, type Ratio, roundedTo, scaleOf, type Whole } from './values.ts';
import {
  block,
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
  type Stmt,
  select,
  store32,
  store64,
  when,
} from './wasm/code.ts';

/** Counters of one limit: one, or one per value of a field. */
export interface Counter {
  readonly limit: Pick<PlanLimit, 'period' | 'field' | 'points'>;
  /** Address of the counter, or of the table of them. */
  readonly address: number;
}

/** A limit as it applies to one candidate: its counter, and the room that it leaves. */
export interface Room {
  readonly counter: Local<'i32'>;
  readonly room: Local<'i64'>;
  readonly set: Stmt;
}

export class Limits {
  readonly #e: Engine;
  readonly #periods: Periods;
  readonly #expressions: () => Expressions;
  readonly #counters = new Map<object, Counter>();

  constructor(e: Engine, periods: Periods, expressions: () => Expressions) {
    this.#e = e;
    this.#periods = periods;
    this.#expressions = expressions;
  }

  /** The counter of a limit (or of a `settle`): one for a rule, for a group, or for a reward. */
  counterOf(limit: Counter['limit']): Counter {
    const known = this.#counters.get(limit);
    if (known !== undefined) return known;
    const counter = { limit, address: this.#e.state.place(COUNTER.bytes) };
    this.#counters.set(limit, counter);
    return counter;
  }

  /** Finds the counter for the event at hand, begun anew where its period is over. */
  find({ limit, address }: Counter, counter: Local<'i32'>, place: Place): Stmt {
    const { counters, arena, g } = this.#e;
    const { locals } = place;
    const start = locals.i32('start');
    const code: Stmt[] = [];
    if (limit.field === undefined) {
      code.push(counter.set(c32(address)));
    } else {
      const entry = locals.i32('entry');
      code.push(
        entry.set(counters.add.call(c32(address), this.#key(limit.field, place))),
        when(i32.eqz(load32(entry.get, 8)), [
          counter.set(arena.alloc.call(c32(COUNTER.bytes))),
          store32(counter.get, NONE, COUNTER.start),
          store64(counter.get, ZERO64, COUNTER.taken),
          store32(entry.get, counter.get, 8),
        ]),
        counter.set(load32(entry.get, 8)),
      );
    }
    if (limit.period === undefined) {
      // Without a period it counts for ever.
      code.push(store32(counter.get, NONE, COUNTER.start));
    } else {
      code.push(
        start.set(this.#periods.of(limit.period).start.call(g.today.get)),
        when(i32.ne(load32(counter.get, COUNTER.start), start.get), [
          store32(counter.get, start.get, COUNTER.start),
          store64(counter.get, ZERO64, COUNTER.taken),
        ]),
      );
    }
    return doAll(...code);
  }

  #key(field: string, place: Place): I64 {
    const value = this.#expressions().value(
      {
        kind: 'field',
        name: field,
        type: { kind: 'text' },
        optional: false,
        span: { start: 0, end: 0 },
      },
      place,
    );
    if (value.kind === 'ratio') throw new Error('a quotient as a key');
    return value.kind === 'i32' ? i64.extend(value.value) : value.value;
  }

  /** What is left of a limit now: times, or the quantity of its points type; never negative. */
  room(limit: PlanLimit, place: Place): Room {
    const { locals } = place;
    const { plan } = this.#e;
    const counter = locals.i32('counter');
    const room = locals.i64('room');
    const decimals = limit.points === undefined ? 0 : (plan.points[limit.points]?.decimals ?? 0);
    const value = this.#expressions().number(limit.amount, place);
    const { asked, set, isNegative } = once(value, locals);
    const allowed = block('allowed', (out) => {
      const rounded = roundedTo(
        this.#e,
        locals,
        asked,
        scaleOf(limit.amount.type),
        decimals,
        'floor',
        // A limit beyond what can be counted is as good as none, or, below zero, lets nothing through.
        goTo(out),
        limit.amount.span,
      );
      return [rounded.set, room.set(rounded.value)];
    });
    const taken = load64(counter.get, COUNTER.taken);
    return {
      counter,
      room,
      set: doAll(
        this.find(this.counterOf(limit), counter, place),
        set,
        room.set(select(isNegative, ZERO64, c64(MAX))),
        allowed,
        room.set(select(i64.gt(room.get, taken), i64.sub(room.get, taken), ZERO64)),
      ),
    };
  }

  /** Cuts amounts of one points type, in list order, to the room that is left; `cut` is set where one was. */
  static cut(
    amounts: readonly { readonly points: number; readonly final: Local<'i64'> }[],
    points: number | undefined,
    room: Local<'i64'>,
    cut: Local<'i32'>,
    locals: Locals,
  ): Stmt {
    const part = locals.i64('part');
    return doAll(
      cut.set(c32(0)),
      ...amounts.flatMap((each) =>
        each.points !== points
          ? []
          : [
              when(i64.gt(each.final.get, ZERO64), [
                part.set(minOf64(each.final.get, room.get)),
                room.set(i64.sub(room.get, part.get)),
                when(i64.ne(part.get, each.final.get), [cut.set(c32(1)), each.final.set(part.get)]),
              ]),
            ],
      ),
    );
  }

  /** Notes in `cut` where amounts of one points type would be cut; the amounts stay. */
  static wouldCut(
    amounts: readonly { readonly points: number; readonly final: Local<'i64'> }[],
    points: number,
    room: Local<'i64'>,
    cut: Local<'i32'>,
    locals: Locals,
  ): Stmt {
    const part = locals.i64('part');
    return doAll(
      ...amounts.flatMap((each) =>
        each.points !== points
          ? []
          : [
              when(i64.gt(each.final.get, ZERO64), [
                part.set(minOf64(each.final.get, room.get)),
                room.set(i64.sub(room.get, part.get)),
                when(i64.ne(part.get, each.final.get), [cut.set(c32(1))]),
              ]),
            ],
      ),
    );
  }
}

/** A number worked out once, with its sign. */
function once(
  value: Whole | Ratio,
  locals: Locals,
): { readonly asked: Whole | Ratio; readonly set: Stmt; readonly isNegative: I32 } {
  if (value.kind === 'i64') {
    const kept = locals.i64('asked');
    return {
      asked: { ...value, value: kept.get },
      set: kept.set(value.value),
      isNegative: i64.lt(kept.get, ZERO64),
    };
  }
  const { n } = value;
  return {
    asked: { ...value, prepare: doAll() },
    set: value.prepare,
    isNegative: n.kind === 'local' ? i64.lt(n.value, ZERO64) : i32.ne(load32(c32(0), n.address), c32(0)),
  };
}

/** Adds what a firing counts to a counter of times (`points` undefined) or of a quantity, and notes the counter on it. */
export function count(
  firing: I32,
  index: number,
  counter: I32,
  points: number | undefined,
  amount: I64,
): Stmt {
  return doAll(
    store64(counter, i64.add(load64(counter, COUNTER.taken), amount), COUNTER.taken),
    store32(firing, counter, FIRING.list + 8 * index),
    store32(firing, c32(points ?? -1), FIRING.list + 8 * index + 4),
  );
}
