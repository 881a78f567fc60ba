import type { PlanMeasure, Span } from '../../schema/index.ts';
import { minOf } from './arena.ts';
import { type Engine, type Locals, type Slot, ZERO64 } from './engine.ts';
import type { Expressions } from './expressions.ts';
import {
  ALIVE,
  appendEntry,
  byFieldOf,
  DAY,
  entryAt,
  HI,
  LENGTH,
  LO,
  type Log,
  type LoggedField,
  logsOf,
  NEXT,
  PREVIOUS,
  SUM,
  TABLE,
  TICK,
  UPPER,
} from './logs.ts';
import type { Periods } from './periods.ts';
import type { Fields } from './readers.ts';
import type { Place } from './reading.ts';
import { RECORD_LOGS } from './records.ts';
import { MAX, MIN, most, small, type Value, whole } from './values.ts';
import {
  after,
  and,
  c32,
  c64,
  choose,
  doAll,
  during,
  fill,
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
  not,
  or,
  type Stmt,
  select,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Body, Func } from './wasm/module.ts';
import { rangeOf } from './windows.ts';

type MeasureFunction = Func<readonly ['i64', 'i64'], 'i32'> | Func<readonly ['i64', 'i64'], 'i64'>;

/** Keys that a measure with `this.field` may compare with at most. */
const MOST_KEYS = 2;

/** The filter of a flow, decided when its cause is recorded: whether it counts, and what it is compared by. */
interface CauseFilter {
  readonly log: Log;
  readonly counts: Slot<'i32'>;
  readonly keys: readonly Slot<'i64'>[];
}

/** A measure `before this` at an event that reverses: its value from before the reversal. */
interface Kept {
  readonly value: Slot<'i32'> | Slot<'i64'>;
  readonly has: Slot<'i32'>;
}

/** A value that a thing in history keeps of the flows that it is in: instance and number of its entry in each log. */
export interface FlowSlots {
  readonly logs: readonly Log[];
  readonly bytes: number;
}

const MOST = 0x7fff_ffff;

/** Aggregates over history: logs of what happened, and for each measure a cursor that moves over its log. */
export class Measures {
  readonly logs: readonly Log[];
  readonly #e: Engine;
  readonly #fields: Fields;
  readonly #periods: Periods;
  readonly #expressions: () => Expressions;
  readonly #sinceTick: (ladder: number) => I32;
  readonly #functions = new Map<number, MeasureFunction>();
  readonly #better = new Map<number, Func<readonly ['i32', 'i32', 'i32'], 'i32'>>();
  readonly #causes: readonly CauseFilter[];
  readonly #sizes = new Map<string, Slot<'i64'>>();
  readonly #kept = new Map<string, Kept>();
  #nextAlive: Func<readonly ['i32', 'i32', 'i32', 'i32'], 'i32'> | undefined;
  #lastAlive: Func<readonly ['i32', 'i32', 'i32', 'i32'], 'i32'> | undefined;

  constructor(
    e: Engine,
    fields: Fields,
    periods: Periods,
    sinceTick: (ladder: number) => I32,
    expressions: () => Expressions,
  ) {
    this.#e = e;
    this.#fields = fields;
    this.#periods = periods;
    this.#sinceTick = sinceTick;
    this.#expressions = expressions;
    this.logs = logsOf(e);
    this.#causes = this.logs
      .filter((log) => log.subject.kind === 'flow' && (log.where !== undefined || log.same.length > 0))
      .map((log) => ({
        log,
        counts: e.state.i32(),
        keys: log.same.map(() => e.state.i64()),
      }));
  }

  /** Logs of events of a type. */
  of(event: string): readonly Log[] {
    return this.logs.filter((log) => log.subject.kind === 'event' && log.subject.event === event);
  }

  // ---- recording -------------------------------------------------------------------------------------------------

  /** Forgets what the last event meant for flows: a step without a cause counts for none that asks for one. */
  forgetCause(): Stmt {
    return doAll(...this.#causes.map(({ counts }) => counts.set(c32(0))));
  }

  /**
   * Decides every `where` over this type, in the order of measures; the code that adds the event comes later and reads
   * the locals.
   */
  decide(event: string, place: Place): { readonly set: Stmt; readonly decided: ReadonlyMap<Log, I32> } {
    const decided = new Map<Log, I32>();
    const logs = [...this.logs].sort((a, b) => a.first - b.first);
    const code: Stmt[] = [];
    for (const log of logs) {
      const { subject, where } = log;
      const text = this.#e.plan.measures[log.first]?.text ?? '';
      if (subject.kind === 'event' && subject.event === event && where !== undefined) {
        const counts = place.locals.i32('counts');
        code.push(this.#e.working(text), counts.set(this.#expressions().condition(where, place)));
        decided.set(log, counts.get);
      }
      const cause = this.#causes.find((each) => each.log === log);
      if (cause === undefined || subject.kind !== 'flow' || !subject.causes.includes(event)) continue;
      if (where !== undefined) {
        code.push(this.#e.working(text), cause.counts.set(this.#expressions().condition(where, place)));
      } else {
        code.push(cause.counts.set(c32(1)));
      }
      log.same.forEach((name, i) => {
        const key = this.#key(name, place);
        const slot = cause.keys[i];
        if (slot === undefined) return;
        code.push(slot.set(key.value));
        if (key.present) code.push(cause.counts.set(i32.and(cause.counts.get, key.present.get)));
      });
    }
    return { set: doAll(...code), decided };
  }

  /** A field as a key: its code, day, or number. */
  #key(name: string, place: Place): { readonly value: I64; readonly present: Local<'i32'> | undefined } {
    const value = this.#fields.field(name, place);
    if (value.kind === 'ratio') throw new Error('a quotient as a key');
    return {
      value: value.kind === 'i32' ? i64.extend(value.value) : value.value,
      present: value.present,
    };
  }

  /** The instance of a log for keys, made where it was not there. */
  #instance(log: Log, keys: readonly I64[], base: Local<'i32'>, locals: Locals): Stmt {
    if (log.same.length === 0) return base.set(c32(log.address));
    const { counters, arena } = this.#e;
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
          fill(base.get, c32(0), c32(bytes)),
          store32(entry.get, base.get, 8),
        ]),
        isLast ? base.set(load32(entry.get, 8)) : table.set(load32(entry.get, 8)),
      );
    });
    return doAll(...code);
  }

  /** Adds the event at hand to the logs of its type. `record`: its entry in history, where it can be reversed. */
  append(event: string, decided: ReadonlyMap<Log, I32>, record: I32 | undefined, place: Place): Stmt {
    const { locals } = place;
    return doAll(
      ...this.of(event).map((log, i) => {
        const base = locals.i32('base');
        const entry = locals.i32('entry');
        const keys = log.same.map((name) => this.#key(name, place));
        const needed = log.needs === undefined ? undefined : this.#fields.field(log.needs, place);
        const there: I32[] = [];
        const decidedNow = decided.get(log);
        if (decidedNow !== undefined) there.push(decidedNow);
        const keyLocals = keys.map(() => locals.i64('key'));
        const first: Stmt[] = keys.map((key, k) => keyLocals[k]?.set(key.value) ?? nop);
        for (const key of keys) if (key.present) there.push(key.present.get);
        if (needed !== undefined && needed.kind !== 'ratio' && needed.present !== undefined) {
          first.push(
            needed.kind === 'i32'
              ? locals.i32('needed').set(needed.value)
              : locals.i64('needed').set(needed.value),
          );
          there.push(needed.present.get);
        }
        const body: Stmt[] = [
          this.#instance(
            log,
            keyLocals.map((key) => key.get),
            base,
            locals,
          ),
          appendEntry(this.#e, log, base.get, entry),
          ...log.fields.map((field) => this.#storeField(field, entry.get, place)),
          this.#appended(log, base.get, locals),
        ];
        if (record !== undefined) {
          body.push(
            store32(record, base.get, RECORD_LOGS + 8 * i),
            store32(record, i32.sub(load32(base.get, LENGTH), c32(1)), RECORD_LOGS + 8 * i + 4),
          );
        }
        const absent = record === undefined ? [] : [store32(record, c32(0), RECORD_LOGS + 8 * i)];
        return doAll(...first, when(and(...there), body, absent));
      }),
    );
  }

  #storeField(field: LoggedField, entry: I32, place: Place): Stmt {
    const value = this.#fields.field(field.name, place);
    if (value.kind === 'ratio') throw new Error('a quotient in history');
    const kept = place.locals.i64('field');
    const code = value.kind === 'i32' ? i64.extend(value.value) : value.value;
    return doAll(
      kept.set(code),
      store64(entry, kept.get, field.value),
      field.original === undefined ? nop : store64(entry, kept.get, field.original),
    );
  }

  /** What streaks and extremes do when an entry was added: the last one. */
  #appended(log: Log, base: I32, locals: Locals): Stmt {
    const code: Stmt[] = [];
    for (const [index, offset] of log.cursors) {
      const measure = this.#e.plan.measures[index];
      if (measure === undefined) continue;
      const cursor = i32.add(base, c32(offset));
      if (measure.function === 'streak') code.push(this.#streakOn(measure, cursor, locals));
      if ((measure.function === 'lowest' || measure.function === 'highest') && measure.field !== undefined)
        code.push(this.#treeGrow(log, index, base, cursor, locals));
    }
    return doAll(...code);
  }

  /** A sum overflows when it is updated (ruling X1), whoever reads it. */
  checkSums(event: string, place: Place): Stmt {
    const code: Stmt[] = [];
    const seen = new Set<string>();
    this.#e.plan.measures.forEach((measure, index) => {
      const { subject, field } = measure;
      if (measure.function !== 'sum' || subject.kind !== 'event' || subject.event !== event) return;
      if (field === undefined) return;
      const key = `${event}.${field}`;
      const size = this.#sizes.get(key) ?? this.#e.state.i64();
      this.#sizes.set(key, size);
      if (!seen.has(key)) {
        seen.add(key);
        const value = this.#fields.field(field, place);
        if (value.kind !== 'i64') return;
        const own = place.locals.i64('size');
        const magnitude = select(i64.lt(own.get, ZERO64), i64.sub(ZERO64, own.get), own.get);
        // Once beyond, always beyond: the sums are then looked at one by one.
        const grown = i64.add(size.get, magnitude);
        const isBeyond = i32.or(
          i64.lt(size.get, ZERO64),
          i32.or(i64.lt(magnitude, ZERO64), i64.lt(grown, ZERO64)),
        );
        const add = size.set(select(isBeyond, c64(MIN), grown));
        code.push(own.set(value.value), value.present === undefined ? add : when(value.present.get, [add]));
      }
      const read = this.#call(index, place, measure.span);
      if (read.kind !== 'i64') return;
      code.push(
        when(i64.lt(size.get, ZERO64), [
          this.#e.working(measure.text),
          place.locals.i64('checked').set(read.value),
        ]),
      );
    });
    return doAll(...code);
  }

  // ---- reading ---------------------------------------------------------------------------------------------------

  /** The value of a measure as the frame sees history. */
  read(index: number, place: Place, span: Span): Value {
    const measure = this.#measure(index);
    const kept = place.kept && measure.beforeThis ? this.#kept.get(`${place.event}:${index}`) : undefined;
    if (kept !== undefined) {
      const there = place.locals.i32('there');
      const presence = [there.set(kept.has.get)];
      return kept.value.get.type === 'i64'
        ? whole(after(presence, kept.value.get as I64), MIN, MAX, there)
        : small(after(presence, kept.value.get as I32), there);
    }
    return this.#call(index, place, span);
  }

  /** Works out measures `before this` while the event that reverses has not taken effect yet. */
  keepBefore(event: number, indices: readonly number[], place: Place): Stmt {
    return doAll(
      ...indices.map((index) => {
        const value = this.#call(index, { ...place, kept: false }, this.#measure(index).span);
        if (value.kind === 'ratio') throw new Error('a quotient in history');
        const isWide = value.kind === 'i64';
        const kept: Kept = {
          value: isWide ? this.#e.state.i64() : this.#e.state.i32(),
          has: this.#e.state.i32(),
        };
        this.#kept.set(`${event}:${index}`, kept);
        const set = isWide
          ? (kept.value as Slot<'i64'>).set(value.value as I64)
          : (kept.value as Slot<'i32'>).set(value.value as I32);
        return doAll(set, kept.has.set(value.present?.get ?? c32(1)));
      }),
    );
  }

  #measure(index: number): PlanMeasure {
    const measure = this.#e.plan.measures[index];
    if (measure === undefined) throw new Error('no such measure');
    return measure;
  }

  /** Calls a measure's function; keys come from the event at hand. */
  #call(index: number, place: Place, span: PlanMeasure['span']): Value {
    const measure = this.#measure(index);
    const { locals } = place;
    const { g } = this.#e;
    const func = this.#function(index);
    const log = this.#logOf(index);
    const keys = (log?.sameThis ?? []).map((name) => this.#key(name, place));
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

  #logOf(index: number): Log | undefined {
    return this.logs.find((log) => log.cursors.has(index));
  }

  #function(index: number): MeasureFunction {
    const known = this.#functions.get(index);
    if (known !== undefined) return known;
    const measure = this.#measure(index);
    const { type } = measure;
    const isWide = type.kind === 'quantity' || type.kind === 'datetime';
    const name = measure.text;
    const func = isWide
      ? this.#e.m.declare(name, ['i64', 'i64'], 'i64')
      : this.#e.m.declare(name, ['i64', 'i64'], 'i32');
    this.#functions.set(index, func);
    const build = (f: Body<'i32'> | Body<'i64'>, a: Local<'i64'>, b: Local<'i64'>): readonly Stmt[] =>
      measure.subject.kind === 'tier'
        ? this.#tierBody(index, measure, f as Body<'i32'>)
        : this.#body(index, measure, f, [a.get, b.get]);
    if (func.result === 'i64') {
      this.#e.m.define(func as Func<readonly ['i64', 'i64'], 'i64'>, (f, a, b) => build(f, a, b));
    } else {
      this.#e.m.define(func as Func<readonly ['i64', 'i64'], 'i32'>, (f, a, b) => build(f, a, b));
    }
    return func;
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
      this.#instance(log, keys.slice(0, log.same.length), base, locals),
      cursor.set(i32.add(base.get, c32(offset))),
    ];
    if (measure.function === 'streak')
      return [...start, ...this.#streak(log, measure, base, cursor, f as Body<'i64'>)];

    const range = rangeOf(
      this.#e,
      measure.window,
      { locals, event: undefined, line: undefined, kept: false },
      this.#periods,
      this.#expressions(),
      this.#sinceTick,
    );
    const length = locals.i32('length');
    const lo = locals.i32('lo');
    const hi = locals.i32('hi');
    const at = locals.i32('at');
    const tick = locals.i32('tick');
    const field =
      log.fields.find((each) => each.name === measure.field) ??
      (log.subject.kind === 'flow' ? log.fields[0] : undefined);
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
    const hooks = this.#hooks(log, measure, field, cursor, locals);
    const hasHi = range.to !== undefined || looksAtTick;
    const hasLo = range.from !== undefined || range.fromTick !== undefined;
    const code: Stmt[] = [
      ...start,
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
        const isFull = hooks.full;
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
          ? this.#findNext().call(base.get, c32(log.stride), lo.get, hi.get)
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
          ? this.#findLast().call(base.get, c32(log.stride), previous, lo.get)
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
        const best = this.#treeBest(log, index, base.get, cursor.get, lo, hi, locals);
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

  /** What happens to a cursor's sum when an entry comes into its window or leaves it. */
  #hooks(
    log: Log,
    measure: PlanMeasure,
    field: LoggedField | undefined,
    cursor: Local<'i32'>,
    locals: Locals,
  ): { readonly add: (entry: I32) => Stmt; readonly remove: (entry: I32) => Stmt; readonly full: boolean } {
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
        const full = log.subject.kind !== 'flow' && this.#isFull(measure);
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
          found.set(this.#e.counters.add.call(i32.add(cursor.get, c32(TABLE)), value(entry)));
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
  #isFull(measure: PlanMeasure): boolean {
    const { subject, field } = measure;
    if (subject.kind !== 'event' || field === undefined) return true;
    const stored = this.#e.plan.events
      .find((each) => each.name === subject.event)
      ?.fields.find((each) => each.name === field)?.type;
    if (stored?.kind !== 'value' || stored.min === undefined || stored.max === undefined) return true;
    const reach = most([stored.max, -stored.min]);
    return reach * (1n << 31n) > MAX;
  }

  // ---- reversal --------------------------------------------------------------------------------------------------

  /**
   * A reversal of a recorded event of this type: its entries die where it is wholly reversed, otherwise their values
   * become what is left.
   */
  reversed(event: string, record: I32, gone: I32, left: I64, original: I64, locals: Locals): Stmt {
    const by = byFieldOf(this.#e, event);
    return doAll(
      ...this.of(event).map((log, i) => {
        const base = locals.i32('base');
        const number = locals.i32('number');
        const entry = locals.i32('entry');
        const changes = log.fields.filter((field) => field.original !== undefined);
        return doAll(
          base.set(load32(record, RECORD_LOGS + 8 * i)),
          when(base.get, [
            number.set(load32(record, RECORD_LOGS + 8 * i + 4)),
            entry.set(entryAt(log, base.get, number.get)),
            this.#leave(log, base, number, entry, locals),
            when(
              gone,
              [this.#kill(log, entry.get, number.get)],
              changes.map((field) => {
                const whole_ = load64(entry.get, field.original ?? 0);
                const share =
                  field.name === by
                    ? left
                    : choose(
                        i64.eqz(original),
                        ZERO64,
                        this.#e.arithmetic.scaleShare('floor').call(whole_, left, original),
                      );
                return store64(entry.get, share, field.value);
              }),
            ),
            this.#enter(log, base, number, entry, locals),
            this.#treeUpdates(log, base, number, locals),
            when(gone, [this.#streaksOff(log, base, entry, locals)]),
          ]),
        );
      }),
    );
  }

  #kill(log: Log, entry: I32, number: I32): Stmt {
    return doAll(
      store32(entry, c32(0), ALIVE),
      store32(entry, i32.add(number, c32(1)), NEXT),
      store32(entry, i32.sub(number, c32(1)), PREVIOUS),
      ...log.fields.map((field) => store64(entry, ZERO64, field.value)),
    );
  }

  /** Takes an entry out of every window that it is in, before it changes. */
  #leave(log: Log, base: Local<'i32'>, number: Local<'i32'>, entry: Local<'i32'>, locals: Locals): Stmt {
    return this.#inWindows(log, base, number, locals, (hooks) => hooks.remove(entry.get));
  }

  #enter(log: Log, base: Local<'i32'>, number: Local<'i32'>, entry: Local<'i32'>, locals: Locals): Stmt {
    return this.#inWindows(log, base, number, locals, (hooks) => hooks.add(entry.get));
  }

  #inWindows(
    log: Log,
    base: Local<'i32'>,
    number: Local<'i32'>,
    locals: Locals,
    act: (hooks: { readonly add: (entry: I32) => Stmt; readonly remove: (entry: I32) => Stmt }) => Stmt,
  ): Stmt {
    const code: Stmt[] = [];
    for (const [index, offset] of log.cursors) {
      const measure = this.#measure(index);
      if (!['count', 'sum', 'distinct'].includes(measure.function)) continue;
      const cursor = locals.i32('cursor');
      const field =
        log.fields.find((each) => each.name === measure.field) ??
        (log.subject.kind === 'flow' ? log.fields[0] : undefined);
      code.push(
        cursor.set(i32.add(base.get, c32(offset))),
        when(
          i32.and(i32.ge(number.get, load32(cursor.get, LO)), i32.lt(number.get, load32(cursor.get, HI))),
          [act(this.#hooks(log, measure, field, cursor, locals))],
        ),
      );
    }
    return doAll(...code);
  }

  // ---- point flows -----------------------------------------------------------------------------------------------

  /** Logs of a flow of a points type. */
  flowsOf(flow: 'earned' | 'used' | 'expired', points: number): readonly Log[] {
    return this.logs.filter(
      (log) => log.subject.kind === 'flow' && log.subject.flow === flow && log.subject.points === points,
    );
  }

  /** Whether a flow from a source counts in a log, as far as the source decides. */
  static counts(log: Log, source: string): boolean {
    return (
      log.subject.kind === 'flow' &&
      (log.subject.sources === undefined || log.subject.sources.includes(source))
    );
  }

  /** The filter of the event at hand for a log; undefined where the log asks nothing of a cause. */
  causeOf(log: Log): { readonly counts: Slot<'i32'>; readonly keys: readonly Slot<'i64'>[] } | undefined {
    return this.#causes.find((each) => each.log === log);
  }

  /** Filters that an expiry asks of the event that caused the lot: what lots keep. */
  expiredFilters(points: number): readonly CauseFilter[] {
    return this.#causes.filter(
      ({ log }) =>
        log.subject.kind === 'flow' && log.subject.flow === 'expired' && log.subject.points === points,
    );
  }

  /**
   * Adds a flow to a log where its cause counts; leaves the instance (0 where it does not count) and the number of the entry
   * at `slot`.
   */
  flow(
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
      this.#instance(log, keys, base, locals),
      appendEntry(this.#e, log, base.get, entry),
      store64(entry.get, quantity, log.fields[0]?.value ?? 0),
      ...(slot === undefined
        ? []
        : [store32(slot, base.get), store32(slot, i32.sub(load32(base.get, LENGTH), c32(1)), 4)]),
    ];
    const none = slot === undefined ? [] : [store32(slot, c32(0))];
    return counts === undefined ? doAll(...body) : when(counts, body, none);
  }

  /** Takes something off a flow that a slot names. */
  shrinkFlow(log: Log, slot: I32, by: I64, locals: Locals): Stmt {
    const base = locals.i32('base');
    const number = locals.i32('number');
    const entry = locals.i32('entry');
    const value = log.fields[0]?.value ?? 0;
    return doAll(
      base.set(load32(slot)),
      when(base.get, [
        number.set(load32(slot, 4)),
        entry.set(entryAt(log, base.get, number.get)),
        this.#leave(log, base, number, entry, locals),
        store64(entry.get, i64.sub(load64(entry.get, value), by), value),
        when(i64.le(load64(entry.get, value), ZERO64), [this.#kill(log, entry.get, number.get)]),
        this.#enter(log, base, number, entry, locals),
      ]),
    );
  }

  /** Notes that a level was reached or lapsed. */
  happened(kind: 'reach' | 'lapse', ladder: number, level: number, locals: Locals): Stmt {
    return doAll(
      ...this.logs
        .filter(
          ({ subject }) => subject.kind === kind && subject.ladder === ladder && subject.level === level,
        )
        .map((log) => appendEntry(this.#e, log, c32(log.address), locals.i32('entry'))),
    );
  }

  // ---- first and last of what lives ------------------------------------------------------------------------------

  /** The first living entry from one on; `end` where there is none. Dead ones are passed in ever longer steps. */
  #findNext() {
    this.#nextAlive ??= this.#e.m.func(
      'alive.next',
      ['i32', 'i32', 'i32', 'i32'],
      'i32',
      (f, base, stride, from, end) => {
        const at = f.i32('at');
        const next = f.i32('next');
        const entry = (i: I32): I32 => i32.add(load32(base.get), i32.mul(i, stride.get));
        return [
          during(i32.lt(from.get, end.get), [
            at.set(entry(from.get)),
            when(load32(at.get, ALIVE), [f.ret(from.get)]),
            next.set(load32(at.get, NEXT)),
            when(i32.lt(next.get, load32(base.get, LENGTH)), [
              when(i32.eqz(load32(entry(next.get), ALIVE)), [
                store32(at.get, load32(entry(next.get), NEXT), NEXT),
                next.set(load32(at.get, NEXT)),
              ]),
            ]),
            from.set(next.get),
          ]),
          f.ret(end.get),
        ];
      },
    );
    return this.#nextAlive;
  }

  /** The last living entry from one back to `end`; one before `end` where there is none. */
  #findLast() {
    this.#lastAlive ??= this.#e.m.func(
      'alive.last',
      ['i32', 'i32', 'i32', 'i32'],
      'i32',
      (f, base, stride, from, end) => {
        const at = f.i32('at');
        const next = f.i32('next');
        const entry = (i: I32): I32 => i32.add(load32(base.get), i32.mul(i, stride.get));
        return [
          during(i32.ge(from.get, end.get), [
            at.set(entry(from.get)),
            when(load32(at.get, ALIVE), [f.ret(from.get)]),
            next.set(load32(at.get, PREVIOUS)),
            when(i32.ge(next.get, c32(0)), [
              when(i32.eqz(load32(entry(next.get), ALIVE)), [
                store32(at.get, load32(entry(next.get), PREVIOUS), PREVIOUS),
                next.set(load32(at.get, PREVIOUS)),
              ]),
            ]),
            from.set(next.get),
          ]),
          f.ret(i32.sub(end.get, c32(1))),
        ];
      },
    );
    return this.#lastAlive;
  }

  // ---- streaks ---------------------------------------------------------------------------------------------------
  // A cursor of a streak: first period of the present run, then a vector of periods with how many events they have.

  #streakOn(measure: PlanMeasure, cursor: I32, locals: Locals): Stmt {
    const { g, arena } = this.#e;
    const k = locals.i32('k');
    const last = locals.i32('last');
    const vector = i32.add(cursor, c32(8));
    const length = load32(vector, LENGTH);
    const index = this.#periods.of(measure.period ?? 0).index;
    const isNext = locals.i32('isNext');
    return doAll(
      k.set(index.call(g.day.get)),
      last.set(i32.add(load32(vector), i32.shl(i32.sub(length, c32(1)), c32(3)))),
      isNext.set(c32(0)),
      when(i32.ne(length, c32(0)), [
        when(
          i32.eq(load32(last.get), k.get),
          [store32(last.get, i32.add(load32(last.get, 4), c32(1)), 4), isNext.set(c32(2))],
          [
            isNext.set(
              i32.and(i32.eq(load32(last.get), i32.sub(k.get, c32(1))), i32.ne(load32(last.get, 4), c32(0))),
            ),
          ],
        ),
      ]),
      when(i32.ne(isNext.get, c32(2)), [
        when(i32.eqz(isNext.get), [store32(cursor, k.get)]),
        last.set(arena.push.call(vector, c32(8))),
        store32(last.get, k.get),
        store32(last.get, c32(1), 4),
      ]),
    );
  }

  #streaksOff(log: Log, base: Local<'i32'>, entry: Local<'i32'>, locals: Locals): Stmt {
    const code: Stmt[] = [];
    for (const [index, offset] of log.cursors) {
      const measure = this.#measure(index);
      if (measure.function !== 'streak') continue;
      const cursor = locals.i32('cursor');
      const k = locals.i32('k');
      const [low, high, middle] = [locals.i32('low'), locals.i32('high'), locals.i32('middle')];
      const periodAt = (i: I32): I32 => i32.add(load32(cursor.get, 8), i32.shl(i, c32(3)));
      code.push(
        cursor.set(i32.add(base.get, c32(offset))),
        k.set(this.#periods.of(measure.period ?? 0).index.call(load32(entry.get, DAY))),
        low.set(c32(0)),
        high.set(i32.sub(load32(cursor.get, 12), c32(1))),
        during(i32.lt(low.get, high.get), [
          middle.set(i32.shr(i32.add(low.get, high.get), c32(1))),
          when(
            i32.lt(load32(periodAt(middle.get)), k.get),
            [low.set(i32.add(middle.get, c32(1)))],
            [high.set(middle.get)],
          ),
        ]),
        middle.set(periodAt(low.get)),
        store32(middle.get, i32.sub(load32(middle.get, 4), c32(1)), 4),
        // An emptied period ends the run before it; the latest one may fill again.
        when(
          and(
            i32.eqz(load32(middle.get, 4)),
            i32.lt(low.get, i32.sub(load32(cursor.get, 12), c32(1))),
            i32.le(load32(cursor.get), k.get),
          ),
          [store32(cursor.get, i32.add(k.get, c32(1)))],
        ),
      );
    }
    return doAll(...code);
  }

  #streak(
    log: Log,
    measure: PlanMeasure,
    base: Local<'i32'>,
    cursor: Local<'i32'>,
    f: Body<'i64'>,
  ): readonly Stmt[] {
    const { g } = this.#e;
    const last = f.i32('last');
    const present = f.i32('present');
    const count = f.i32('count');
    const entry = f.i32('entry');
    const length = load32(cursor.get, 12);
    const zero = f.ret(ZERO64);
    return [
      g.has.set(c32(1)),
      when(i32.eqz(length), [zero]),
      present.set(this.#periods.of(measure.period ?? 0).index.call(g.today.get)),
      last.set(i32.add(load32(cursor.get, 8), i32.shl(i32.sub(length, c32(1)), c32(3)))),
      count.set(load32(last.get, 4)),
      ...(measure.beforeThis
        ? [
            entry.set(entryAt(log, base.get, i32.sub(load32(base.get, LENGTH), c32(1)))),
            when(i32.ge(load32(entry.get, TICK), g.before.get), [count.set(i32.sub(count.get, c32(1)))]),
          ]
        : []),
      when(or(i32.ne(load32(last.get), present.get), i32.le(count.get, c32(0))), [zero]),
      f.ret(i64.extend(i32.add(i32.sub(present.get, load32(cursor.get)), c32(1)))),
    ];
  }

  // ---- lowest and highest ----------------------------------------------------------------------------------------
  // A tournament: leaves are entries, every node names the better of two, −1 for none. At SUM: nodes, then leaves.

  #betterOf(log: Log, index: number): Func<readonly ['i32', 'i32', 'i32'], 'i32'> {
    const known = this.#better.get(index);
    if (known !== undefined) return known;
    const measure = this.#measure(index);
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
  #treeSet(log: Log, index: number, base: I32, cursor: I32, number: I32, leaf: I32, locals: Locals): Stmt {
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

  #treeGrow(log: Log, index: number, base: I32, cursor: I32, locals: Locals): Stmt {
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
            this.#treeSet(
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
        [this.#treeSet(log, index, base, cursor, number.get, number.get, locals)],
      ),
    );
  }

  /** The leaf of an entry that may be dead: logs that nothing reverses have no dead ones. */
  #deadLeaf(log: Log, number: I32): I32 {
    return log.reversible ? c32(-1) : number;
  }

  #treeUpdates(log: Log, base: Local<'i32'>, number: Local<'i32'>, locals: Locals): Stmt {
    const code: Stmt[] = [];
    for (const [index, offset] of log.cursors) {
      const measure = this.#measure(index);
      if (measure.function !== 'lowest' && measure.function !== 'highest') continue;
      if (measure.field === undefined) continue;
      const cursor = locals.i32('cursor');
      const alive = load32(entryAt(log, base.get, number.get), ALIVE);
      code.push(
        cursor.set(i32.add(base.get, c32(offset))),
        this.#treeSet(
          log,
          index,
          base.get,
          cursor.get,
          number.get,
          select(alive, number.get, c32(-1)),
          locals,
        ),
      );
    }
    return doAll(...code);
  }

  #treeBest(
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

  // ---- the last day of a tier ------------------------------------------------------------------------------------

  readonly #tiers = new Map<string, number>();

  /** Stretches of days with a tier at a level or above: a vector of first and last day, the latest open at {@link MOST}. */
  #stretches(ladder: number, level: number): number | undefined {
    const asked = this.#e.plan.measures.some(
      ({ subject }) => subject.kind === 'tier' && subject.ladder === ladder && subject.level === level,
    );
    if (!asked) return undefined;
    const key = `${ladder}.${level}`;
    const address = this.#tiers.get(key) ?? this.#e.state.place(16);
    this.#tiers.set(key, address);
    return address;
  }

  /** On the enrolment day everybody has the base of every ladder. */
  beginTiers(locals: Locals): Stmt {
    return doAll(
      ...this.#e.plan.ladders.map((_, ladder) => this.#openStretch(this.#stretches(ladder, 0), locals)),
    );
  }

  #openStretch(address: number | undefined, locals: Locals): Stmt {
    if (address === undefined) return nop;
    const entry = locals.i32('entry');
    return doAll(
      entry.set(this.#e.arena.push.call(c32(address), c32(8))),
      store32(entry.get, this.#e.g.day.get),
      store32(entry.get, c32(MOST), 4),
    );
  }

  /** Notes a change of tier; at a day's start the old one lasted until the day before. */
  tierChanged(ladder: number, from: I32, to: I32, lastDay: I32, locals: Locals): Stmt {
    const levels = this.#e.plan.ladders[ladder]?.levels ?? [];
    return doAll(
      ...levels.map((_, level) => {
        const address = this.#stretches(ladder, level);
        if (address === undefined || level === 0) return nop;
        const entry = locals.i32('entry');
        const was = i32.ge(from, c32(level));
        const is = i32.ge(to, c32(level));
        return doAll(
          when(i32.and(is, not(was)), [this.#openStretch(address, locals)]),
          when(i32.and(was, not(is)), [
            entry.set(
              i32.add(load32(c32(address)), i32.shl(i32.sub(load32(c32(address), 4), c32(1)), c32(3))),
            ),
            store32(entry.get, lastDay, 4),
          ]),
        );
      }),
    );
  }

  #tierBody(index: number, measure: PlanMeasure, f: Body<'i32'>): readonly Stmt[] {
    const { subject } = measure;
    if (subject.kind !== 'tier') throw new Error('no tier');
    const address = this.#stretches(subject.ladder, subject.level);
    if (address === undefined) throw new Error(`no stretches for ${index}`);
    const { g } = this.#e;
    const range = rangeOf(
      this.#e,
      measure.window,
      { locals: f, event: undefined, line: undefined, kept: false },
      this.#periods,
      this.#expressions(),
      this.#sinceTick,
    );
    const at = f.i32('at');
    const day = f.i32('day');
    return [
      range.set,
      at.set(load32(c32(address), 4)),
      during(i32.gt(at.get, c32(0)), [
        at.set(i32.sub(at.get, c32(1))),
        day.set(load32(i32.add(load32(c32(address)), i32.shl(at.get, c32(3))), 4)),
        when(i32.eq(day.get, c32(MOST)), [day.set(g.today.get)]),
        ...(range.to === undefined ? [] : [day.set(minOf(day.get, range.to.get))]),
        when(
          and(
            i32.ge(day.get, load32(i32.add(load32(c32(address)), i32.shl(at.get, c32(3))))),
            ...(range.from === undefined ? [] : [i32.ge(day.get, range.from.get)]),
          ),
          [g.has.set(c32(1)), f.ret(day.get)],
        ),
      ]),
      g.has.set(c32(0)),
      f.ret(c32(0)),
    ];
  }
}
