import type { PlanMeasure } from '../../schema/index.ts';
import { fieldOf, moveCursor } from './cursors.ts';
import { type Engine, type Locals, ZERO64 } from './engine.ts';
import type { Expressions } from './expressions.ts';
import type { Extremes } from './extremes.ts';
import type { Fields } from './fields.ts';
import { instanceOf, keyOf } from './instances.ts';
import { Living } from './living.ts';
import { DAY, entryAt, type Log, SUM, UPPER } from './logs.ts';
import type { Periods } from './periods.ts';
import type { Place } from './reading.ts';
import type { Streaks } from './streaks.ts';
import type { TierStretches } from './tier-stretches.ts';
import { MAX, MIN, small, type Value, whole } from './values.ts';
import {
  after,
  c32,
  c64,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  load32,
  load64,
  nop,
  type Stmt,
  select,
  when,
} from './wasm/code.ts';
import type { Body, Func } from './wasm/module.ts';
import { type Range, rangeOf } from './windows.ts';

type WideFunction = Func<readonly ['i64', 'i64'], 'i64'>;
type MeasureFunction = Func<readonly ['i64', 'i64'], 'i32'> | WideFunction;

/** Keys that a measure with `this.field` may compare with at most. */
const MOST_KEYS = 2;

/** The parts that keep what measures read. */
interface Keepers {
  readonly streaks: Streaks;
  readonly extremes: Extremes;
  readonly stretches: TierStretches;
}

/** For each measure a function that moves its cursor and gives its value. */
export class MeasureFunctions {
  readonly #e: Engine;
  readonly #logs: readonly Log[];
  readonly #fields: Fields;
  readonly #periods: Periods;
  readonly #streaks: Streaks;
  readonly #extremes: Extremes;
  readonly #stretches: TierStretches;
  readonly #living: Living;
  readonly #expressions: () => Expressions;
  readonly #sinceTick: (ladder: number) => I32;
  readonly #functions = new Map<number, MeasureFunction>();

  constructor(
    e: Engine,
    logs: readonly Log[],
    fields: Fields,
    periods: Periods,
    keepers: Keepers,
    sinceTick: (ladder: number) => I32,
    expressions: () => Expressions,
  ) {
    this.#e = e;
    this.#logs = logs;
    this.#fields = fields;
    this.#periods = periods;
    this.#streaks = keepers.streaks;
    this.#extremes = keepers.extremes;
    this.#stretches = keepers.stretches;
    this.#living = new Living(e);
    this.#sinceTick = sinceTick;
    this.#expressions = expressions;
  }

  /** Calls a measure's function; keys come from the event at hand. */
  call(index: number, place: Place, span: PlanMeasure['span']): Value {
    const measure = this.measure(index);
    const { locals } = place;
    const { g } = this.#e;
    const func = this.#function(index);
    const log = this.#logOf(index);
    const keys = (log?.sameThis ?? []).map((name) => keyOf(this.#fields, name, place));
    const [a, b] = [keys[0]?.value ?? ZERO64, keys[1]?.value ?? ZERO64];
    const there = keys.flatMap((key) => (key.present === undefined ? [] : [key.present.get]));
    const none =
      measure.function === 'count' ||
      measure.function === 'sum' ||
      measure.function === 'distinct' ||
      measure.function === 'streak';
    const optional = !none;
    const wide = func.result === 'i64';
    // Keys that are missing equal nothing: there is nothing to aggregate.
    if (wide) {
      const call = (func as Func<readonly ['i64', 'i64'], 'i64'>).call;
      const result = locals.i64('measured');
      const present = optional ? locals.i32('there') : undefined;
      const keyA = locals.i64('keyA');
      const keyB = locals.i64('keyB');
      const run: Stmt[] = [
        result.set(call(keyA.get, keyB.get)),
        present === undefined ? when(i32.eqz(g.has.get), [this.#e.overflow(span)]) : present.set(g.has.get),
      ];
      const empty: Stmt[] = [result.set(ZERO64), present?.set(c32(0)) ?? nop];
      const body =
        there.length === 0
          ? run
          : [
              when(
                there.reduce((x, y) => i32.and(x, y)),
                run,
                empty,
              ),
            ];
      const value = after([keyA.set(a), keyB.set(b), ...body], result.get);
      const bounds = measure.function === 'sum' || optional ? [MIN, MAX] : [0n, 1n << 31n];
      return whole(value, bounds[0], bounds[1], present);
    }
    const call = (func as Func<readonly ['i64', 'i64'], 'i32'>).call;
    const result = locals.i32('measured');
    const present = locals.i32('there');
    const keyA = locals.i64('keyA');
    const keyB = locals.i64('keyB');
    const run = [result.set(call(keyA.get, keyB.get)), present.set(g.has.get)];
    const body =
      there.length === 0
        ? run
        : [
            when(
              there.reduce((x, y) => i32.and(x, y)),
              run,
              [result.set(c32(0)), present.set(c32(0))],
            ),
          ];
    return small(after([keyA.set(a), keyB.set(b), ...body], result.get), present);
  }

  /** A measure of the program. */
  measure(index: number): PlanMeasure {
    const measure = this.#e.plan.measures[index];
    if (measure === undefined) throw new Error('no such measure');
    return measure;
  }

  #logOf(index: number): Log | undefined {
    return this.#logs.find((log) => log.cursors.has(index));
  }

  #function(index: number): MeasureFunction {
    const known = this.#functions.get(index);
    if (known !== undefined) return known;
    const measure = this.measure(index);
    const { type } = measure;
    const isWide = type.kind === 'quantity' || type.kind === 'datetime';
    const name = measure.text;
    const func = isWide
      ? this.#e.m.declare(name, ['i64', 'i64'], 'i64')
      : this.#e.m.declare(name, ['i64', 'i64'], 'i32');
    const kept = func.result === 'i64' ? this.#kept(measure, index, func as WideFunction) : undefined;
    this.#functions.set(index, kept ?? func);
    const build = (f: Body<'i32'> | Body<'i64'>, a: Local<'i64'>, b: Local<'i64'>): readonly Stmt[] =>
      measure.subject.kind === 'tier'
        ? this.#stretches.body(index, measure, f as Body<'i32'>, (locals) => this.#range(measure, locals))
        : this.#body(index, measure, f, [a.get, b.get]);
    if (func.result === 'i64') {
      this.#e.m.define(func as Func<readonly ['i64', 'i64'], 'i64'>, (f, a, b) => build(f, a, b));
    } else {
      this.#e.m.define(func as Func<readonly ['i64', 'i64'], 'i32'>, (f, a, b) => build(f, a, b));
    }
    return kept ?? func;
  }

  /**
   * The function of a sum or count that keeps its last value for as long as neither its log nor its window changes; undefined
   * where something else may change it.
   */
  #kept(measure: PlanMeasure, index: number, func: WideFunction): WideFunction | undefined {
    const log = this.#logOf(index);
    const { window } = measure;
    const isPlain =
      log?.subject.kind === 'event' &&
      log.subject.event !== 'redeem' &&
      log.same.length === 0 &&
      !measure.beforeThis &&
      ['count', 'sum', 'distinct'].includes(measure.function);
    const isWindowed =
      window.kind === 'all' ||
      window.kind === 'last' ||
      ((window.kind === 'this' || window.kind === 'complete') &&
        this.#e.plan.periods[window.period]?.anchor.kind !== 'since');
    if (log === undefined || !isPlain || !isWindowed) return undefined;
    const { state, m, g } = this.#e;
    const [changes, asOf, end, value] = [state.i32(), state.i32(), state.i32(), state.i64()];
    const now = i32.add(log.changes.get, c32(1));
    return m.func(`${measure.text} (kept)`, ['i64', 'i64'], 'i64', (f, a, b) => [
      when(
        i32.or(
          i32.ne(changes.get, now),
          i32.or(i32.ne(asOf.get, g.asOf.get), i32.ne(end.get, g.windowEnd.get)),
        ),
        [
          value.set(func.call(a.get, b.get)),
          asOf.set(g.asOf.get),
          end.set(g.windowEnd.get),
          // A sum that left 64 bits is asked for again.
          changes.set(select(g.has.get, now, c32(0))),
        ],
        [g.has.set(c32(1))],
      ),
      f.ret(value.get),
    ]);
  }

  #range(measure: PlanMeasure, locals: Locals): Range {
    return rangeOf(
      this.#e,
      measure.window,
      { locals, event: undefined, line: undefined, kept: false },
      this.#periods,
      this.#expressions(),
      this.#sinceTick,
    );
  }

  #body(
    index: number,
    measure: PlanMeasure,
    f: Body<'i32'> | Body<'i64'>,
    keys: readonly I64[],
  ): readonly Stmt[] {
    const log = this.#logOf(index);
    if (log === undefined) throw new Error('a measure without a log');
    if (log.same.length > MOST_KEYS) throw new Error('too many keys');
    const { g } = this.#e;
    const locals: Locals = f;
    const base = locals.i32('base');
    const cursor = locals.i32('cursor');
    const offset = log.cursors.get(index) ?? 0;
    const isWide = measure.type.kind === 'quantity' || measure.type.kind === 'datetime';
    const give = (value: I32 | I64): Stmt =>
      isWide ? (f as Body<'i64'>).ret(value as I64) : (f as Body<'i32'>).ret(value as I32);
    const start: Stmt[] = [
      instanceOf(this.#e, log, keys.slice(0, log.same.length), base, locals),
      cursor.set(i32.add(base.get, c32(offset))),
    ];
    if (measure.function === 'streak')
      return [...start, ...this.#streaks.length(log, measure, base, cursor, f as Body<'i64'>)];

    const range = this.#range(measure, locals);
    const moved = moveCursor(this.#e, log, measure, range, base, cursor, locals);
    const { lo, hi } = moved;
    const code = [...start, ...moved.code];
    const field = fieldOf(log, measure);
    const entry = (i: I32): I32 => entryAt(log, base.get, i);
    const fieldValue = (i: I32): I32 | I64 => {
      if (measure.field === undefined) return load32(entry(i), DAY);
      const value = load64(entry(i), field?.value ?? 0);
      return isWide ? value : i32.wrap(value);
    };
    switch (measure.function) {
      case 'count':
      case 'distinct':
        return [...code, g.has.set(c32(1)), give(load64(cursor.get, SUM))];
      case 'sum': {
        const sum = locals.i64('sum');
        const upper = locals.i64('upper');
        // The lower halves' sum is what the upper ones leave; with it the sum is known beyond 64 bits.
        const carried = i64.add(upper.get, i64.shrU(i64.sub(sum.get, i64.shl(upper.get, c64(32))), c64(32)));
        const isFull = moved.full;
        return [
          ...code,
          sum.set(load64(cursor.get, SUM)),
          ...(isFull
            ? [
                upper.set(load64(cursor.get, UPPER)),
                g.has.set(i32.and(i64.ge(carried, c64(-(1n << 31n))), i64.lt(carried, c64(1n << 31n)))),
              ]
            : [g.has.set(c32(1))]),
          give(sum.get),
        ];
      }
      case 'first': {
        const found = log.reversible
          ? this.#living.next().call(base.get, c32(log.stride), lo.get, hi.get)
          : lo.get;
        return [
          ...code,
          lo.set(found),
          g.has.set(i32.lt(lo.get, hi.get)),
          when(i32.eqz(g.has.get), [give(isWide ? ZERO64 : c32(0))]),
          give(fieldValue(lo.get)),
        ];
      }
      case 'last': {
        const previous = i32.sub(hi.get, c32(1));
        const found = log.reversible
          ? this.#living.last().call(base.get, c32(log.stride), previous, lo.get)
          : previous;
        return [
          ...code,
          hi.set(found),
          g.has.set(i32.ge(hi.get, lo.get)),
          when(i32.eqz(g.has.get), [give(isWide ? ZERO64 : c32(0))]),
          give(fieldValue(hi.get)),
        ];
      }
      case 'lowest':
      case 'highest': {
        const best = this.#extremes.best(log, index, base.get, cursor.get, lo, hi, locals);
        return [
          ...code,
          ...best.code,
          g.has.set(i32.ge(best.found.get, c32(0))),
          when(i32.eqz(g.has.get), [give(isWide ? ZERO64 : c32(0))]),
          give(fieldValue(best.found.get)),
        ];
      }
    }
  }
}
