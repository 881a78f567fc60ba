import type { Span } from '../../schema/index.ts';
import { type CauseFilter, Causes } from './causes.ts';
import { enter, kill, leave } from './cursors.ts';
import { type Engine, type Locals, type Slot, ZERO64 } from './engine.ts';
import type { Expressions } from './expressions.ts';
import { Extremes } from './extremes.ts';
import type { Fields } from './fields.ts';
import { appendFlow, flowsOf, shrinkFlow } from './flows.ts';
import { instanceOf, keyOf } from './instances.ts';
import {
  appendEntry,
  byFieldOf,
  changed,
  entryAt,
  LENGTH,
  type Log,
  type LoggedField,
  logsOf,
} from './logs.ts';
import { MeasureFunctions } from './measure-functions.ts';
import type { Periods } from './periods.ts';
import type { Place } from './reading.ts';
import { RECORD_LOGS } from './records.ts';
import { Streaks } from './streaks.ts';
import { SumChecks } from './sum-checks.ts';
import { TierStretches } from './tier-stretches.ts';
import { MAX, MIN, small, type Value, whole } from './values.ts';
import {
  after,
  and,
  c32,
  choose,
  doAll,
  type I32,
  type I64,
  i32,
  i64,
  load32,
  load64,
  nop,
  type Stmt,
  store32,
  store64,
  when,
} from './wasm/code.ts';

/** A measure `before this` at an event that reverses: its value from before the reversal. */
interface Kept {
  readonly value: Slot<'i32'> | Slot<'i64'>;
  readonly has: Slot<'i32'>;
}

/** Aggregates over history: logs of what happened, and for each measure a cursor that moves over its log. */
export class Measures {
  readonly logs: readonly Log[];
  readonly #e: Engine;
  readonly #fields: Fields;
  readonly #causes: Causes;
  readonly #streaks: Streaks;
  readonly #extremes: Extremes;
  readonly #stretches: TierStretches;
  readonly #functions: MeasureFunctions;
  readonly #sums: SumChecks;
  readonly #kept = new Map<string, Kept>();

  constructor(
    e: Engine,
    fields: Fields,
    periods: Periods,
    sinceTick: (ladder: number) => I32,
    expressions: () => Expressions,
  ) {
    this.#e = e;
    this.#fields = fields;
    this.logs = logsOf(e);
    this.#causes = new Causes(e, this.logs, fields, expressions);
    this.#streaks = new Streaks(e, periods);
    this.#extremes = new Extremes(e);
    this.#stretches = new TierStretches(e);
    const keepers = { streaks: this.#streaks, extremes: this.#extremes, stretches: this.#stretches };
    this.#functions = new MeasureFunctions(e, this.logs, fields, periods, keepers, sinceTick, expressions);
    this.#sums = new SumChecks(e, fields, this.#functions);
  }

  /** Logs of events of a type. */
  of(event: string): readonly Log[] {
    return this.logs.filter((log) => log.subject.kind === 'event' && log.subject.event === event);
  }

  // ---- recording -------------------------------------------------------------------------------------------------

  /** Forgets what the last event meant for flows: a step without a cause counts for none that asks for one. */
  forgetCause(): Stmt {
    return this.#causes.forget();
  }

  /**
   * Decides every `where` over this type, in the order of measures; the code that adds the event comes later and reads
   * the locals.
   */
  decide(event: string, place: Place): { readonly set: Stmt; readonly decided: ReadonlyMap<Log, I32> } {
    return this.#causes.decide(event, place);
  }

  /** Adds the event at hand to the logs of its type. `record`: its entry in history, where it can be reversed. */
  append(event: string, decided: ReadonlyMap<Log, I32>, record: I32 | undefined, place: Place): Stmt {
    const { locals } = place;
    return doAll(
      ...this.of(event).map((log, i) => {
        const base = locals.i32('base');
        const entry = locals.i32('entry');
        const keys = log.same.map((name) => keyOf(this.#fields, name, place));
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
          instanceOf(
            this.#e,
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
      if (measure.function === 'streak') code.push(this.#streaks.added(measure, cursor, locals));
      if ((measure.function === 'lowest' || measure.function === 'highest') && measure.field !== undefined)
        code.push(this.#extremes.added(log, index, base, cursor, locals));
    }
    return doAll(...code);
  }

  /** A sum overflows when it is updated (ruling X1), whoever reads it. */
  checkSums(event: string, place: Place): Stmt {
    return this.#sums.check(event, place);
  }

  // ---- reading ---------------------------------------------------------------------------------------------------

  /** The value of a measure as the frame sees history. */
  read(index: number, place: Place, span: Span): Value {
    const measure = this.#functions.measure(index);
    const kept = place.kept && measure.beforeThis ? this.#kept.get(`${place.event}:${index}`) : undefined;
    if (kept !== undefined) {
      const there = place.locals.i32('there');
      const presence = [there.set(kept.has.get)];
      return kept.value.get.type === 'i64'
        ? whole(after(presence, kept.value.get as I64), MIN, MAX, there)
        : small(after(presence, kept.value.get as I32), there);
    }
    return this.#functions.call(index, place, span);
  }

  /** Works out measures `before this` while the event that reverses has not taken effect yet. */
  keepBefore(event: number, indices: readonly number[], place: Place): Stmt {
    return doAll(
      ...indices.map((index) => {
        const value = this.#functions.call(
          index,
          { ...place, kept: false },
          this.#functions.measure(index).span,
        );
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
            leave(this.#e, log, base, number, entry, locals),
            when(
              gone,
              [kill(log, entry.get, number.get)],
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
            enter(this.#e, log, base, number, entry, locals),
            this.#extremes.changed(log, base, number, locals),
            when(gone, [this.#streaks.off(log, base, entry, locals)]),
            changed(log),
          ]),
        );
      }),
    );
  }

  // ---- point flows -----------------------------------------------------------------------------------------------

  /** Logs of a flow of a points type. */
  flowsOf(flow: 'earned' | 'used' | 'expired', points: number): readonly Log[] {
    return flowsOf(this.logs, flow, points);
  }

  /** Whether a flow from a source counts in a log, as far as the source decides. */
  static counts(log: Log, source: string): boolean {
    return (
      log.subject.kind === 'flow' &&
      (log.subject.sources === undefined || log.subject.sources.includes(source))
    );
  }

  /** The filter of the event at hand for a log; undefined where the log asks nothing of a cause. */
  causeOf(log: Log): CauseFilter | undefined {
    return this.#causes.of(log);
  }

  /** Filters that an expiry asks of the event that caused the lot: what lots keep. */
  expiredFilters(points: number): readonly CauseFilter[] {
    return this.#causes.expired(points);
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
    return appendFlow(this.#e, log, counts, keys, quantity, slot, locals);
  }

  /** Takes something off a flow that a slot names. */
  shrinkFlow(log: Log, slot: I32, by: I64, locals: Locals): Stmt {
    return shrinkFlow(this.#e, log, slot, by, locals);
  }

  // ---- tiers -----------------------------------------------------------------------------------------------------

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

  /** On the enrolment day everybody has the base of every ladder. */
  beginTiers(locals: Locals): Stmt {
    return this.#stretches.begin(locals);
  }

  /** Notes a change of tier; at a day's start the old one lasted until the day before. */
  tierChanged(ladder: number, from: I32, to: I32, lastDay: I32, locals: Locals): Stmt {
    return this.#stretches.changed(ladder, from, to, lastDay, locals);
  }
}
