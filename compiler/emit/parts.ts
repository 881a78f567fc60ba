import type { Engine, Slot } from './engine.ts';
import { Expressions } from './expressions.ts';
import { Fields } from './fields.ts';
import { Limits } from './limits.ts';
import { Lots } from './lots.ts';
import { Measures } from './measures.ts';
import { newPeriods, type Periods } from './periods.ts';
import { newReaders } from './readers.ts';
import type { StateReaders } from './reading.ts';
import { Rules } from './rules.ts';
import { Schedules } from './schedule.ts';
import { Tiers } from './tiers.ts';
import { Totals } from './totals.ts';
import { c32, c64, doAll, type I32, type I64, i32, i64, type Stmt, when } from './wasm/code.ts';

/** Seconds of a day of the calendar. */
export const SECONDS = 86_400;
/** Later than every tick: everything that was recorded counts. */
export const NO_TICK = 0x7fff_ffff;

/** What the steps of a member share: its state, what names mean to expressions, and how a step begins. */
export interface Parts {
  readonly engine: Engine;
  readonly expressions: Expressions;
  readonly fields: Fields;
  readonly measures: Measures;
  readonly totals: Totals;
  readonly lots: Lots;
  readonly rules: Rules;
  readonly tiers: Tiers;
  readonly schedules: Schedules;
  /** Vector of the costs that the host takes back in part. */
  readonly returned: number;
  /** A fresh snapshot, windows counting from a day (today where none is given). */
  readonly frame: (asOf?: I32) => Stmt;
  /** Moment and frame of a step. */
  readonly begin: (day: I32, at: I64, morning: boolean) => Stmt;
  /** True where some event takes another back. */
  readonly reversals: boolean;
  /** Per row of the member: its entry in history, or 0. */
  readonly recordOf: Slot<'i32'>;
}

/** Lays out the member's state, in an order that modules keep. `rows`, `returned`, `builds`: what the host takes. */
export function newParts(e: Engine, rows: number, returned: number, builds: number): Parts {
  const { g, plan, state } = e;
  const box: { expressions?: Expressions; lots?: Lots; measures?: Measures; rules?: Rules } = {};
  const expressions = (): Expressions => got(box.expressions);
  const tiers = new Tiers(e, expressions);
  const periods: Periods = newPeriods(e, (ladder) => tiers.since(ladder));
  const fields = new Fields(e);
  const stateReaders: StateReaders = {
    measure: (index, place, span) => got(box.measures).read(index, place, span),
    balance: (points, pending) => got(box.lots).balance(points, pending),
    tier: (ladder) => tiers.tier(ladder),
    since: (ladder) => tiers.since(ladder),
    held: (ladder, locals) => tiers.held(ladder, locals),
    award: (rule, points) => got(box.rules).award(rule, points),
  };
  const readers = newReaders(e, fields, periods, stateReaders, expressions);
  box.expressions = new Expressions(e, readers);
  const measures = new Measures(e, fields, periods, (ladder) => tiers.sinceTick(ladder), expressions);
  box.measures = measures;
  const totals = new Totals(e, returned, builds);
  const lots = new Lots(e, rows, measures, totals, expressions);
  box.lots = lots;
  const limits = new Limits(e, periods, expressions);
  const rules = new Rules(e, lots, limits, totals, expressions, (ladder, level, until) =>
    tiers.hold(ladder, level, until),
  );
  box.rules = rules;
  lots.begin();
  const schedules = new Schedules(e, periods, fields);

  const frame = (asOf?: I32): Stmt =>
    asOf === undefined
      ? doAll(
          lots.snapshot(),
          g.asOf.set(g.today.get),
          g.windowEnd.set(i32.sub(g.today.get, tiers.morning.get)),
        )
      : doAll(lots.snapshot(), g.asOf.set(asOf), g.windowEnd.set(i32.sub(asOf, c32(1))));
  tiers.define(lots, measures, rules, frame);

  const begin = (day: I32, at: I64, morning: boolean): Stmt =>
    doAll(
      g.today.set(day),
      g.now.set(at),
      g.at.set(at),
      tiers.morning.set(c32(morning ? 1 : 0)),
      g.before.set(c32(NO_TICK)),
      g.record.set(c32(0)),
      g.cause.set(c32(-1)),
      measures.forgetCause(),
      when(totals.base.get, [totals.enter.call(day)]),
      frame(),
    );

  const reversals = plan.events.some((each) => each.reverses !== undefined);
  return {
    engine: e,
    expressions: expressions(),
    fields,
    measures,
    totals,
    lots,
    rules,
    tiers,
    schedules,
    returned,
    frame,
    begin,
    reversals,
    recordOf: state.i32(),
  };
}

/** The first second of a day. */
export function startOf(day: I32): I64 {
  return i64.mul(i64.extend(day), c64(SECONDS));
}

function got<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('built out of order');
  return value;
}
