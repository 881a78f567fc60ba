import type { OutcomePlaces, Plan, PlanExpr, ScorePlace } from '../../schema/index.ts';
import { POINTS_TOTALS as POINTS, RETURNED_COST, ROW, type TotalsPlaces } from '../../schema/index.ts';
import { maxOf, minOf } from './arena.ts';
import { type Engine, type Locals, type Slot, ZERO64 } from './engine.ts';
import { Expressions } from './expressions.ts';
import { wideBytes } from './library/wide.ts';
import { Limits } from './limits.ts';
import { byFieldOf, isReversible } from './logs.ts';
import { Lots } from './lots.ts';
import { Measures } from './measures.ts';
import { emitObserver, type Observer } from './observe.ts';
import { newPeriods, type Periods } from './periods.ts';
import { Fields, newReaders } from './readers.ts';
import type { Place, StateReaders } from './reading.ts';
import {
  AWARD,
  AWARD_EFFECT,
  COST,
  COST_EFFECT,
  EFFECT,
  RECORD,
  RECORD_LOGS,
  USE_EFFECT,
} from './records.ts';
import { Rules, type Triggered } from './rules.ts';
import { Schedules } from './schedule.ts';
import { Tiers } from './tiers.ts';
import { Totals } from './totals.ts';
import { power10, type Ratio, scaleOf } from './values.ts';
import {
  and,
  block,
  c32,
  c64,
  choose,
  copy,
  doAll,
  during,
  fill,
  goTo,
  goToIf,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  load32,
  load64,
  loop,
  nop,
  type Stmt,
  select,
  store32,
  store64,
  trap,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

const SECONDS = 86_400;
const NO_TICK = 0x7fff_ffff;

export interface Program {
  readonly outcome: OutcomePlaces;
  readonly totals: TotalsPlaces;
  /** KPI of each thing that is asked at an observation. */
  readonly asked: readonly string[];
  /** Addresses of the vectors of rows and outcomes. */
  readonly rows: number;
  readonly outcomes: number;
}

/** Emits everything that replays a member. */
export function emitProgram(e: Engine): Program {
  const { m, g, plan, state, layout, pointers, working, arena } = e;
  // What one call leaves for the host stands before the member's own state, which is cleared.
  const rows = state.place(16);
  const outcomes = state.place(16);
  const returned = state.place(16);
  const builds = state.place(plan.rules.length + plan.rewards.length + plan.benefits.length);
  const clearFrom = Math.ceil(state.end / 8) * 8;

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

  /** A fresh snapshot, windows counting from a day (today where none is given). */
  const frame = (asOf?: I32): Stmt =>
    asOf === undefined
      ? doAll(
          lots.snapshot(),
          g.asOf.set(g.today.get),
          g.windowEnd.set(i32.sub(g.today.get, tiers.morning.get)),
        )
      : doAll(lots.snapshot(), g.asOf.set(asOf), g.windowEnd.set(i32.sub(asOf, c32(1))));
  tiers.define(lots, measures, rules, frame);

  /** Moment and frame of a step. */
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
  /** Per row of the member: its entry in history, or 0. */
  const recordOf = state.i32();

  // ---- recording -------------------------------------------------------------------------------------------------

  const bump = g.tick.set(i32.add(g.tick.get, c32(1)));

  /** Puts the event at hand into history; derived fields and `where`s are decided from the state before it. */
  const record = (event: string, number: number | undefined, place: Place): Stmt => {
    const { locals } = place;
    const code: Stmt[] = [];
    const planEvent = number === undefined ? undefined : plan.events[number];
    for (const derived of planEvent?.derived ?? []) {
      code.push(working(`${event}.${derived.name}`));
      const slot = fields.derived(number ?? -1).find((each) => each.name === derived.name);
      const value = expressions().value(derived.expr, place);
      if (slot === undefined) continue;
      if (value.kind === 'ratio') throw new Error('a derived quotient');
      const set =
        value.kind === 'i32'
          ? (slot.value as Slot<'i32'>).set(value.value)
          : (slot.value as Slot<'i64'>).set(value.value);
      code.push(set);
      if (slot.present) code.push(slot.present.set(value.present?.get ?? c32(1)));
    }
    const { set, decided } = measures.decide(event, place);
    code.push(set);
    const made = locals.i32('record');
    if (number !== undefined && isReversible(e, event)) {
      const bytes = RECORD_LOGS + 8 * measures.of(event).length;
      const by = byFieldOf(e, event);
      const original = by === undefined ? undefined : fields.field(by, place);
      const value = original?.kind === 'i64' ? original.value : ZERO64;
      const whole = locals.i64('original');
      code.push(
        made.set(arena.alloc.call(c32(bytes))),
        fill(made.get, c32(0), c32(RECORD_LOGS)),
        store32(made.get, c32(number), RECORD.event),
        whole.set(value),
        original?.present === undefined ? nop : whole.set(select(original.present.get, whole.get, ZERO64)),
        store64(made.get, whole.get, RECORD.original),
        store64(made.get, whole.get, RECORD.left),
        store32(i32.add(recordOf.get, i32.shl(i32.sub(g.cause.get, g.firstRow.get), c32(2))), made.get),
        measures.append(event, decided, made.get, place),
      );
      code.push(g.record.set(made.get));
    } else {
      code.push(measures.append(event, decided, undefined, place));
    }
    const check = measures.checkSums(event, place);
    code.push(bump, check === nop ? nop : doAll(frame(), check));
    return doAll(...code);
  };

  // ---- reversal --------------------------------------------------------------------------------------------------

  const kept = m.func('kept', ['i32', 'i64', 'i64', 'i64'], 'i64', (f, points, quantity, left, original) => [
    ...plan.points.map(({ rounding }, number) =>
      when(i32.eq(points.get, c32(number)), [
        f.ret(e.arithmetic.scaleShare(rounding).call(quantity.get, left.get, original.get)),
      ]),
    ),
    f.ret(ZERO64),
  ]);
  const recovers = reversals ? plan.points.map((_, points) => lots.recover(points)) : [];
  const givesBack = reversals ? plan.points.map((_, points) => lots.giveBack(points)) : [];

  /** Leaves it to the host to take part of a benefit's or reward's cost back: that part is a quotient. */
  const returnCost = (made: I32, effect: I32, before: I64, locals: Locals): Stmt => {
    const change = locals.i64('change');
    const original = locals.i64('of');
    const entry = locals.i32('entry');
    const sources = plan.rules.length + plan.rewards.length;
    return doAll(
      original.set(load64(made, RECORD.original)),
      when(
        i64.eqz(original.get),
        [original.set(c64(1)), change.set(choose(load32(made, RECORD.gone), c64(-1), ZERO64))],
        [change.set(i64.sub(choose(load32(made, RECORD.gone), ZERO64, load64(made, RECORD.left)), before))],
      ),
      when(and(i32.ne(totals.month.get, c32(0)), i64.ne(change.get, ZERO64)), [
        entry.set(arena.push.call(c32(returned), c32(RETURNED_COST.bytes))),
        store32(entry.get, g.member.get, RETURNED_COST.member),
        store32(entry.get, g.day.get, RETURNED_COST.day),
        store32(entry.get, load32(effect, COST.owner), RETURNED_COST.owner),
        store64(entry.get, load64(effect, COST.expense), RETURNED_COST.expense),
        store64(entry.get, load64(effect, COST.quantity), RETURNED_COST.quantity),
        store64(entry.get, change.get, RETURNED_COST.change),
        store64(entry.get, original.get, RETURNED_COST.original),
        ...plan.benefits.map((_, index) =>
          when(i32.eq(load32(effect, COST.owner), c32(sources + index)), [totals.touch(sources + index)]),
        ),
      ]),
    );
  };

  /** `(record, before)`: scales what a reversed event caused, in posting order, to what is left of it. */
  const scaleEffects = m.func('scale', ['i32', 'i64'], 'void', (f, made, before) => {
    const effect = f.i32('effect');
    const last = f.i32('last');
    const quantity = f.i64('quantity');
    const stays = f.i64('stays');
    const back = f.i64('back');
    const original = load64(made.get, RECORD.original);
    const keptOf = choose(
      load32(made.get, RECORD.gone),
      ZERO64,
      choose(
        i64.eqz(original),
        quantity.get,
        kept.call(load32(effect.get, AWARD.points), quantity.get, load64(made.get, RECORD.left), original),
      ),
    );
    return [
      effect.set(load32(made.get, RECORD.first)),
      // What the reversal itself causes comes after these.
      last.set(load32(made.get, RECORD.last)),
      during(i32.ne(effect.get, c32(0)), [
        frame(),
        back.set(ZERO64),
        when(
          i32.eq(load32(effect.get, EFFECT.kind), c32(COST_EFFECT)),
          [returnCost(made.get, effect.get, before.get, f)],
          [
            quantity.set(load64(effect.get, AWARD.quantity)),
            stays.set(keptOf),
            back.set(i64.sub(load64(effect.get, AWARD.kept), stays.get)),
          ],
        ),
        when(i64.gt(back.get, ZERO64), [
          store64(effect.get, stays.get, AWARD.kept),
          ...plan.points.map((_, points) =>
            when(i32.eq(load32(effect.get, AWARD.points), c32(points)), [
              when(
                i32.eq(load32(effect.get, EFFECT.kind), c32(AWARD_EFFECT)),
                [recovers[points]?.call(effect.get, back.get) ?? nop],
                [
                  when(i32.eq(load32(effect.get, EFFECT.kind), c32(USE_EFFECT)), [
                    f.i64('came').set(givesBack[points]?.call(effect.get, back.get) ?? ZERO64),
                  ]),
                ],
              ),
            ]),
          ),
        ]),
        when(i32.eq(effect.get, last.get), [f.ret()]),
        effect.set(load32(effect.get, EFFECT.next)),
      ]),
    ];
  });

  const takeBack = (event: Plan['events'][number], number: number, place: Place): Stmt => {
    const terms = event.reverses;
    if (terms === undefined) return nop;
    const { locals } = place;
    const of = locals.i32('of');
    const made = locals.i32('reversed');
    const asked = locals.i64('asked');
    const left = locals.i64('left');
    const gone = locals.i32('gone');
    const target = layout.events.findIndex((each) => each.name === terms.event);
    const taken = ((): Stmt => {
      const before = load64(made.get, RECORD.left);
      if (terms.by === undefined) return doAll(asked.set(before), gone.set(c32(1)));
      const value = fields.field(terms.by, place);
      if (value.kind !== 'i64') return doAll(asked.set(before), gone.set(c32(1)));
      const own = scaleOf(typeOf(plan, event.name, terms.by));
      const other = scaleOf(typeOf(plan, terms.event, terms.by));
      const up =
        other > own
          ? e.arithmetic.checkedMul(asked.get, c64(power10(other - own)), asked.set(c64((1n << 63n) - 1n)))
          : asked.get;
      return doAll(
        asked.set(value.value),
        other > own ? scaledAsk(asked, power10(other - own)) : asked.set(up),
        value.present === undefined ? nop : when(i32.eqz(value.present.get), [asked.set(before)]),
        when(i64.gt(asked.get, before), [asked.set(before)]),
        gone.set(i64.le(i64.sub(before, asked.get), ZERO64)),
      );
    })();
    void number;
    return doAll(
      of.set(load32(i32.add(pointers.rows.of.get, i32.shl(g.cause.get, c32(2))))),
      // Only a row before this one, of the same member, can be taken back.
      when(i32.ltU(i32.sub(of.get, g.firstRow.get), i32.sub(g.cause.get, g.firstRow.get)), [
        made.set(load32(i32.add(recordOf.get, i32.shl(i32.sub(of.get, g.firstRow.get), c32(2))))),
        when(made.get, [
          when(
            and(i32.eq(load32(made.get, RECORD.event), c32(target)), i32.eqz(load32(made.get, RECORD.gone))),
            [
              working(event.name),
              taken,
              left.set(i64.sub(load64(made.get, RECORD.left), asked.get)),
              store64(made.get, left.get, RECORD.left),
              store32(made.get, gone.get, RECORD.gone),
              bump,
              measures.reversed(
                terms.event,
                made.get,
                gone.get,
                left.get,
                load64(made.get, RECORD.original),
                locals,
              ),
              when(i32.and(gone.get, i32.ne(load32(made.get, RECORD.firing), c32(0))), [
                lots.recount(load32(made.get, RECORD.firing), locals),
              ]),
              scaleEffects.call(made.get, i64.add(left.get, asked.get)),
            ],
          ),
        ]),
      ]),
    );
  };

  /** A benefit costs its expense each time its event happens while its `when` is true. */
  const benefitCost = (benefit: Plan['benefits'][number], place: Place): Stmt => {
    const { expense } = benefit;
    if (expense === undefined) return nop;
    const index = plan.benefits.indexOf(benefit);
    const owner = plan.rules.length + plan.rewards.length + index;
    const factor = expense * power10(totals.costScale - plan.currency.decimals);
    return doAll(
      when(totals.month.get, [
        totals.cost(c32(owner), c64(1), factor),
        expense > 0n ? totals.add(c32(totals.cells.benefits + 2 * index), c64(1)) : nop,
        totals.touch(owner),
      ]),
      when(g.record.get, [lots.chainCost(expense, c64(1), owner, place.locals)]),
    );
  };

  /** A benefit's `when` is asked each time its event happens: it may raise, and it costs where it is true. */
  const benefits = (event: string, place: Place): Stmt =>
    doAll(
      ...plan.benefits
        .filter((benefit) => benefit.per === event)
        .map((benefit) => {
          const { from, until } = benefit.during;
          const isDuring = and(
            ...(from === undefined ? [] : [i32.ge(g.day.get, c32(from))]),
            ...(until === undefined ? [] : [i32.le(g.day.get, c32(until))]),
          );
          const cost = benefitCost(benefit, place);
          if (benefit.when === undefined) return when(isDuring, [working(benefit.name), cost]);
          return when(isDuring, [
            working(benefit.name),
            frame(),
            when(expressions().condition(benefit.when, place), [cost]),
          ]);
        }),
    );

  const triggeredBy = (event: string): Triggered[] =>
    plan.rules.flatMap((rule, index) =>
      rule.trigger.kind === 'event' && rule.trigger.events.includes(event)
        ? [{ rule: index, guard: undefined, frame: nop }]
        : [],
    );

  /** What follows the recording: reversal, benefits, rules, reviews. */
  const afterRecording = (event: string, number: number, place: Place, began: Local<'i32'>): Stmt => {
    const { locals } = place;
    const planEvent = plan.events[number];
    const triggered = triggeredBy(event);
    const reverses = planEvent?.reverses !== undefined;
    const keptMeasures = reverses
      ? beforeMeasures(
          plan,
          triggered.map((each) => each.rule),
        )
      : [];
    const code: Stmt[] = [];
    if (keptMeasures.length > 0) {
      code.push(
        frame(),
        g.before.set(began.get),
        measures.keepBefore(number, keptMeasures, place),
        g.before.set(c32(NO_TICK)),
      );
    }
    if (planEvent !== undefined && reverses) code.push(takeBack(planEvent, number, place));
    code.push(benefits(event, place));
    if (triggered.length > 0) {
      code.push(
        frame(),
        g.before.set(began.get),
        ...rules.run(triggered, { ...place, kept: keptMeasures.length > 0 }, undefined),
        g.before.set(c32(NO_TICK)),
      );
    }
    code.push(tiers.lookAtEvent(), locals.i32('reviewed').set(tiers.review.call()), tiers.settle());
    return doAll(...code);
  };

  // ---- events ----------------------------------------------------------------------------------------------------

  const redeemNumber = layout.events.findIndex((each) => each.name === 'redeem');
  const recordRedeem = m.func('redeem.record', [], 'void', (f) => [
    record('redeem', redeemNumber, { locals: f, event: redeemNumber, line: undefined, kept: false }),
  ]);
  const redeems = plan.rewards.map((reward, index) =>
    m.func(`${reward.name}.redeem`, ['i64'], 'i32', (f, quantity) => {
      const place: Place = { locals: f, event: redeemNumber, line: undefined, kept: false };
      const accepted = f.i32('accepted');
      const snapshot = f.i32('snapshot');
      const { refuse, hand } = rules.reward(index, reward, quantity.get, place, accepted);
      return [
        refuse,
        when(i32.eqz(accepted.get), [f.ret(c32(0))]),
        snapshot.set(g.snapshot.get),
        recordRedeem.call(),
        // What it costs and gives was decided before it was recorded.
        g.snapshot.set(snapshot.get),
        hand(g.record.get),
        f.ret(c32(1)),
      ];
    }),
  );

  const events = layout.events.map(({ name }, number) =>
    m.func(`on ${name}`, [], 'void', (f) => {
      const place: Place = { locals: f, event: number, line: undefined, kept: false };
      const began = f.i32('began');
      const code: Stmt[] = [began.set(g.tick.get)];
      if (name === 'redeem') {
        const columns = pointers.events[number]?.columns ?? [];
        const [reward, quantity] = columns;
        if (reward === undefined || quantity === undefined) throw new Error('a redemption of nothing');
        const which = f.i32('which');
        const times = f.i64('times');
        const accepted = f.i32('accepted');
        const whichValue = fields.column(reward, g.index.get, f);
        const timesValue = fields.column(quantity, g.index.get, f);
        code.push(
          which.set(whichValue.kind === 'i32' ? whichValue.value : c32(-1)),
          times.set(timesValue.kind === 'i64' ? timesValue.value : ZERO64),
          when(i64.le(times.get, ZERO64), [f.ret()]),
          ...redeems.map((redeem, index) =>
            when(i32.eq(which.get, c32(e.codeOf(plan.rewards[index]?.name ?? ''))), [
              accepted.set(redeem.call(times.get)),
            ]),
          ),
          when(i32.eqz(accepted.get), [f.ret()]),
        );
      } else {
        if (name === 'profile') code.push(...fields.updateAttributes(), schedules.birthdayChanged());
        code.push(record(name, number, place));
      }
      code.push(afterRecording(name, number, place, began));
      return code;
    }),
  );

  const takeEvent = m.func('event', ['i32', 'i32'], 'void', (f, row, day) => {
    const at = f.i64('at');
    const type = f.i32('type');
    const rowAt = (column: { readonly get: I32 }): I32 =>
      load32(i32.add(column.get, i32.shl(row.get, c32(2))));
    return [
      at.set(
        i64.add(
          i64.mul(i64.extend(rowAt(pointers.rows.day)), c64(SECONDS)),
          i64.extend(rowAt(pointers.rows.second)),
        ),
      ),
      begin(day.get, at.get, false),
      g.cause.set(row.get),
      g.index.set(rowAt(pointers.rows.index)),
      type.set(rowAt(pointers.rows.event)),
      ...events.map((on, number) => when(i32.eq(type.get, c32(number)), [on.call(), f.ret()])),
    ];
  });

  // ---- days ------------------------------------------------------------------------------------------------------

  const enroll = m.func('enroll', [], 'void', (f) => {
    const place: Place = { locals: f, event: undefined, line: undefined, kept: false };
    const triggered = plan.rules.flatMap((rule, index) =>
      rule.trigger.kind === 'enroll' ? [{ rule: index, guard: undefined, frame: nop }] : [],
    );
    return [
      begin(g.enrolled.get, i64.mul(i64.extend(g.enrolled.get), c64(SECONDS)), false),
      record('enroll', undefined, place),
      frame(),
      ...rules.run(triggered, place, undefined),
      tiers.lookAtEvent(),
      f.i32('reviewed').set(tiers.review.call()),
      tiers.settle(),
    ];
  });

  const startDay = m.func('morning', ['i32'], 'void', (f, day) => {
    const place: Place = { locals: f, event: undefined, line: undefined, kept: false };
    const posted = f.i32('posted');
    const triggered: Triggered[] = plan.rules.flatMap((rule, index) => {
      const due = schedules.due(rule.trigger);
      if (due === undefined) return [];
      const asOf = doAll(g.asOf.set(due.start), g.windowEnd.set(i32.sub(due.start, c32(1))));
      return [{ rule: index, guard: due.isDue, frame: asOf }];
    });
    return [
      g.day.set(day.get),
      begin(day.get, i64.mul(i64.extend(day.get), c64(SECONDS)), true),
      lots.open(f),
      frame(),
      lots.expire(f),
      tiers.lookAtMorning((ladder) => {
        const review = plan.ladders[ladder]?.review;
        return review?.kind === 'every' ? schedules.due(review) : undefined;
      }),
      posted.set(c32(0)),
      when(tiers.anyLook(), [posted.set(tiers.review.call()), tiers.settle()]),
      frame(),
      ...rules.run(triggered, place, posted),
      when(posted.get, [tiers.lookAtEvent(), posted.set(tiers.review.call())]),
      tiers.settle(),
      schedules.moveOn(),
    ];
  });

  /** `(before) → day`: the next day whose start has something to do, after the present day; opens lots up to then. */
  const nextDue = m.func('due', ['i32'], 'i32', (f, before) => {
    const next = f.i32('next');
    const opens = f.i32('opens');
    // Dates that move are asked as of tomorrow's start.
    const tomorrow = [
      g.today.set(i32.add(g.day.get, c32(1))),
      g.now.set(i64.mul(i64.extend(g.today.get), c64(SECONDS))),
      tiers.morning.set(c32(1)),
      frame(),
    ];
    return [
      next.set(schedules.next.get),
      tiers.due(next),
      ...(lots.moves ? tomorrow : []),
      lots.due(next, f),
      next.set(maxOf(next.get, i32.add(g.day.get, c32(1)))),
      // Lots that open on a day between have no step of their own, but their ends count from then on.
      loop('opening', (again) => [
        opens.set(lots.opensNext()),
        when(i32.lt(opens.get, minOf(next.get, before.get)), [
          g.day.set(maxOf(opens.get, g.day.get)),
          lots.open(f),
          lots.dueOpen(next),
          goTo(again),
        ]),
      ]),
      f.ret(next.get),
    ];
  });
  /** A day on which nothing is due begins without a morning. */
  const quietDay = m.func('quiet', ['i32'], 'void', (f, day) => [g.day.set(day.get), lots.open(f)]);

  // ---- the member ------------------------------------------------------------------------------------------------

  const observer = emitObserver(e, totals, lots, tiers, expressions, begin);
  const outcome = emitOutcome(e, expressions, lots, tiers, outcomes, begin);
  const clearTo = stateEnd(e);

  const member = emitMember(
    e,
    {
      enroll,
      event: takeEvent,
      morning: startDay,
      due: nextDue,
      quiet: quietDay,
      outcome: outcome.write,
      setUp: doAll(
        fill(c32(clearFrom), c32(0), i32.sub(clearTo, c32(clearFrom))),
        ...fields.loadAttributes(),
        tiers.begin(),
      ),
      first: schedules.begin(),
      beginTiers: (locals) => measures.beginTiers(locals),
      records: (locals) => {
        if (!reversals) return nop;
        const bytes = locals.i32('bytes');
        const end = load32(i32.add(pointers.members.firstRow.get, i32.shl(g.member.get, c32(2))), 4);
        return doAll(
          bytes.set(i32.shl(i32.sub(end, g.firstRow.get), c32(2))),
          when(i32.lt(bytes.get, c32(0)), [trap]),
          recordOf.set(arena.alloc.call(bytes.get)),
          fill(recordOf.get, c32(0), bytes.get),
        );
      },
    },
    { rows, outcomes, returned },
    outcome.places.bytes,
    totals,
    observer,
  );
  exportAll(e, member);
  return {
    outcome: outcome.places,
    totals: {
      cells: totals.cells,
      costScale: totals.costScale,
      leafScales: observer.scales,
      returned,
    },
    asked: observer.asked,
    rows,
    outcomes,
  };
}

/** The end of the member's state, known once everything is built: a multiple of 8. */
function stateEnd(e: Engine): I32 {
  return { type: 'i32', write: (sink) => c32(Math.ceil(e.state.end / 8) * 8).write(sink) };
}

/** The higher of two addresses: they count without a sign. */
function laterOf(a: I32, b: I32): I32 {
  return select(i32.gtU(a, b), a, b);
}

function got<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('built out of order');
  return value;
}

/** A number at a larger scale, at most what 64 bits hold. */
function scaledAsk(asked: Local<'i64'>, by: bigint): Stmt {
  const most = ((1n << 63n) - 1n) / by;
  return asked.set(select(i64.gt(asked.get, c64(most)), c64((1n << 63n) - 1n), i64.mul(asked.get, c64(by))));
}

function typeOf(plan: Plan, event: string, field: string): PlanExpr['type'] {
  const own = plan.events.find((each) => each.name === event);
  const derived = own?.derived.find((each) => each.name === field);
  if (derived !== undefined) return derived.type;
  const stored = own?.fields.find((each) => each.name === field)?.type;
  if (stored?.kind === 'value') return stored.type;
  return { kind: 'quantity', unit: {}, scale: 0 };
}

/** Measures `before this` that some of these rules read, behind names too. */
function beforeMeasures(plan: Plan, rules: readonly number[]): readonly number[] {
  const found = new Set<number>();
  const seen = new Set<number>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) walk(each);
    else if (typeof value === 'object' && value !== null) {
      const node = value as { kind?: unknown; measure?: unknown; named?: unknown; parameter?: unknown };
      if (node.kind === 'measure' && typeof node.measure === 'number') {
        const measure = plan.measures[node.measure];
        if (measure?.beforeThis === true) found.add(node.measure);
      }
      if (node.kind === 'named' && typeof node.named === 'number' && !seen.has(node.named)) {
        seen.add(node.named);
        walk(plan.named[node.named]?.expr);
      }
      if (node.kind === 'parameter' && typeof node.parameter === 'number')
        walk(plan.parameters[node.parameter]?.content);
      for (const each of Object.values(value)) walk(each);
    }
  };
  for (const rule of rules) walk(plan.rules[rule]);
  return [...found];
}

/** The state of a member at the run's end, as the host reads it. */
function emitOutcome(
  e: Engine,
  expressions: () => Expressions,
  lots: Lots,
  tiers: Tiers,
  outcomes: number,
  begin: (day: I32, at: I64, morning: boolean) => Stmt,
): { readonly places: OutcomePlaces; readonly write: Func<readonly ['i32'], 'void'> } {
  const { m, g, plan, arena } = e;
  const segments = plan.named.filter((each) => each.kind === 'segment');
  const points = 8;
  const ladders = points + plan.points.length * POINTS.bytes;
  const flags = ladders + plan.ladders.length * 12;
  let offset = Math.ceil((flags + segments.length * 4) / 8) * 8;
  const scores: ScorePlace[] = [];
  const code: Stmt[] = [];
  const write = m.declare('outcome', ['i32'], 'void');
  m.define(write, (f, failed) => {
    const place: Place = { locals: f, event: undefined, line: undefined, kept: false };
    const at = f.i32('outcome');
    segments.forEach((segment, i) => {
      code.push(
        e.working(segment.name),
        store32(at.get, expressions().condition(segment.expr, place), flags + 4 * i),
      );
    });
    for (const { loyalty, expr } of plan.loyalty.scores) {
      code.push(e.working(loyalty));
      const value = expressions().number(expr, place);
      const there = value.present?.get ?? c32(1);
      if (value.kind === 'i64') {
        const top = c64(100n * power10(scaleOf(expr.type)));
        const score = f.i64('score');
        const [clampedLow, own] = [select(i64.lt(score.get, ZERO64), ZERO64, score.get), offset];
        code.push(
          score.set(value.value),
          store32(at.get, there, own),
          store64(at.get, select(i64.gt(score.get, top), top, clampedLow), own + 8),
        );
        scores.push({ kind: 'quantity', offset: own, scale: scaleOf(expr.type) });
        offset += 16;
        continue;
      }
      const placed = writeRatio(e, value, at.get, offset, f);
      code.push(value.prepare, store32(at.get, there, offset), placed.set);
      scores.push({
        kind: 'fraction',
        offset,
        limbs: placed.limbs,
        denominator: offset + 8 + placed.bytes[0],
      });
      offset = Math.ceil((offset + 8 + placed.bytes[0] + placed.bytes[1]) / 8) * 8;
    }
    const bytes = offset;
    return [
      begin(g.until.get, i64.add(i64.mul(i64.extend(g.until.get), c64(SECONDS)), c64(SECONDS - 1)), false),
      at.set(arena.push.call(c32(outcomes), c32(bytes))),
      fill(at.get, c32(0), c32(bytes)),
      store32(at.get, g.member.get),
      store32(at.get, failed.get, 4),
      copy(i32.add(at.get, c32(points)), c32(lots.totalsAt(0)), c32(plan.points.length * POINTS.bytes)),
      ...plan.ladders.flatMap((_, ladder) => {
        const base = ladders + 12 * ladder;
        const held = tiers.held(ladder, f);
        const day = f.i32('held');
        return held.kind !== 'i32' || held.present === undefined
          ? []
          : [
              store32(at.get, tiers.tier(ladder), base),
              store32(at.get, tiers.since(ladder), base + 4),
              day.set(held.value),
              store32(at.get, select(held.present.get, day.get, c32(-0x8000_0000)), base + 8),
            ];
      }),
      when(failed.get, [f.ret()]),
      ...code,
    ];
  });
  return { places: { bytes: offset, points, ladders, segments: flags, scores }, write };
}

/** Writes a clamped quotient: numerator from 8 bytes on, then the denominator. */
function writeRatio(
  e: Engine,
  value: Ratio,
  at: I32,
  offset: number,
  locals: Locals,
): {
  readonly set: Stmt;
  readonly limbs: readonly [number, number];
  readonly bytes: readonly [number, number];
} {
  void locals;
  const part = (side: Ratio['n']): { set: Stmt; address: number; limbs: number } => {
    if (side.kind === 'wide') return { set: nop, address: side.address, limbs: side.limbs };
    const address = e.state.place(wideBytes(2));
    return { set: e.wide.set.call(c32(address), c32(2), side.value), address, limbs: 2 };
  };
  const n = part(value.n);
  const d = part(value.d);
  const bytes: [number, number] = [roundUp(wideBytes(n.limbs)), roundUp(wideBytes(d.limbs))];
  return {
    set: doAll(
      n.set,
      d.set,
      copy(i32.add(at, c32(offset + 8)), c32(n.address), c32(wideBytes(n.limbs))),
      copy(i32.add(at, c32(offset + 8 + bytes[0])), c32(d.address), c32(wideBytes(d.limbs))),
    ),
    limbs: [n.limbs, d.limbs],
    bytes,
  };
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

interface Steps {
  readonly enroll: Func<readonly [], 'void'>;
  readonly event: Func<readonly ['i32', 'i32'], 'void'>;
  readonly morning: Func<readonly ['i32'], 'void'>;
  readonly due: Func<readonly ['i32'], 'i32'>;
  readonly quiet: Func<readonly ['i32'], 'void'>;
  readonly outcome: Func<readonly ['i32'], 'void'>;
  readonly setUp: Stmt;
  readonly first: Stmt;
  readonly beginTiers: (locals: Locals) => Stmt;
  readonly records: (locals: Locals) => Stmt;
}

interface MemberFunctions {
  readonly begin: Func<readonly ['i32', 'i32', 'i32'], 'i32'>;
  readonly reserve: Func<readonly ['i32'], 'i32'>;
  readonly load: Func<readonly ['i32'], 'void'>;
  readonly run: Func<readonly ['i32', 'i32'], 'i32'>;
  readonly rerun: Func<readonly ['i32', 'i32'], 'void'>;
  readonly undo: Func<readonly ['i32'], 'void'>;
  readonly resume: Func<readonly [], 'void'>;
}

/** Rows after which the host is asked to take them: what a call leaves behind is bounded by this and one member's. */
const ROWS_PER_CALL = 65_536;

function emitMember(
  e: Engine,
  steps: Steps,
  vectors: { readonly rows: number; readonly outcomes: number; readonly returned: number },
  outcomeBytes: number,
  totals: Totals,
  observer: Observer,
): MemberFunctions & { readonly done: Func<readonly [], 'void'> } {
  const { m, g, pointers, arena } = e;
  const { rows, outcomes, returned } = vectors;
  const base = m.global('base', 'i32');
  const heap = m.global('heap', 'i32');
  const stepsDone = m.global('steps', 'i32');
  const limit = m.global('limit', 'i32', 0x7fff_ffff);
  const failed = m.global('stopped', 'i32');
  const row = m.global('row', 'i32');
  const end = m.global('lastRow', 'i32');
  const rowsBefore = m.global('rowsBefore', 'i32');
  const outcomesBefore = m.global('outcomesBefore', 'i32');
  const returnedBefore = m.global('returnedBefore', 'i32');
  m.exportGlobal('steps', stepsDone);
  m.exportGlobal('asking', observer.asking);

  /** Where the memory of a member may begin: after what the host has yet to take. */
  const floor = m.func('floor', [], 'i32', (f) => {
    const endOf = (vector: number, stride: number): I32 =>
      i32.add(load32(c32(vector)), i32.mul(load32(c32(vector), 8), c32(stride)));
    const last = [
      endOf(rows, ROW.bytes),
      endOf(outcomes, outcomeBytes),
      endOf(returned, RETURNED_COST.bytes),
    ].reduce(laterOf, base.get);
    return [f.ret(i32.and(i32.add(last, c32(7)), c32(-8)))];
  });

  const step = stepsDone.set(i32.add(stepsDone.get, c32(1)));
  /** Goes on with the member at hand to its end. */
  const goOn = m.func('steps', [], 'void', (f) => {
    const day = f.i32('day');
    const next = f.i32('next');
    const target = f.i32('target');
    const stop = f.i32('stop');
    return [
      block('end', (out) => [
        loop('steps', (again) => [
          day.set(
            choose(
              i32.lt(row.get, end.get),
              maxOf(g.day.get, load32(i32.add(pointers.rows.day.get, i32.shl(row.get, c32(2))))),
              c32(0x7fff_ffff),
            ),
          ),
          when(i32.ne(day.get, g.day.get), [
            target.set(minOf(day.get, i32.add(g.until.get, c32(1)))),
            stop.set(observer.next()),
            next.set(steps.due.call(minOf(target.get, i32.add(stop.get, c32(1))))),
            when(i32.lt(stop.get, minOf(target.get, next.get)), [
              steps.quiet.call(stop.get),
              observer.look.call(stop.get),
              goTo(again),
            ]),
            when(i32.gt(minOf(day.get, next.get), g.until.get), [steps.quiet.call(g.until.get), goTo(out)]),
            when(i32.ge(stepsDone.get, limit.get), [
              // Days before the step that is not to be taken had begun.
              steps.quiet.call(minOf(day.get, i32.sub(next.get, c32(1)))),
              goTo(out),
            ]),
            when(
              i32.le(next.get, day.get),
              [steps.morning.call(next.get), step, goTo(again)],
              [steps.quiet.call(day.get)],
            ),
          ]),
          goToIf(out, i32.gt(day.get, g.until.get)),
          goToIf(out, i32.ge(stepsDone.get, limit.get)),
          steps.event.call(row.get, day.get),
          row.set(i32.add(row.get, c32(1))),
          step,
          goTo(again),
        ]),
      ]),
      steps.outcome.call(failed.get),
    ];
  });
  const replay = m.func('member', ['i32', 'i32'], 'void', (f, number, stopped) => {
    const at = i32.shl(number.get, c32(2));
    return [
      failed.set(stopped.get),
      g.member.set(number.get),
      g.enrolled.set(load32(i32.add(pointers.members.enrolled.get, at))),
      when(i32.gt(g.enrolled.get, g.until.get), [f.ret()]),
      arena.top.set(floor.call()),
      row.set(load32(i32.add(pointers.members.firstRow.get, at))),
      end.set(load32(i32.add(pointers.members.firstRow.get, at), 4)),
      g.firstRow.set(row.get),
      steps.setUp,
      g.day.set(g.enrolled.get),
      g.tick.set(c32(1)),
      g.working.set(c32(0)),
      g.cause.set(c32(-1)),
      g.asOf.set(g.enrolled.get),
      stepsDone.set(c32(0)),
      steps.first,
      steps.records(f),
      steps.beginTiers(f),
      totals.begin(),
      observer.begin.call(stopped.get),
      when(i32.lt(stepsDone.get, limit.get), [steps.enroll.call(), step]),
      goOn.call(),
    ];
  });

  const clear = doAll(
    ...[rows, outcomes, returned].flatMap((vector) => [
      store32(c32(vector), c32(0)),
      store32(c32(vector), c32(0), 4),
      store32(c32(vector), c32(0), 8),
    ]),
  );
  const begin = m.func('begin', ['i32', 'i32', 'i32'], 'i32', (f, until, first, months) => {
    const bytes = f.i32('bytes');
    return [
      g.until.set(until.get),
      arena.top.set(stateEnd(e)),
      totals.base.set(c32(0)),
      totals.first.set(first.get),
      when(i32.gt(months.get, c32(0)), [
        bytes.set(i32.mul(months.get, c32(totals.cells.count * 16))),
        totals.base.set(arena.alloc.call(bytes.get)),
        fill(totals.base.get, c32(0), bytes.get),
      ]),
      heap.set(arena.top.get),
      f.ret(totals.base.get),
    ];
  });
  const reserve = m.func('reserve', ['i32'], 'i32', (f, bytes) => {
    const at = f.i32('at');
    return [
      clear,
      when(i32.eqz(heap.get), [heap.set(stateEnd(e))]),
      arena.top.set(heap.get),
      at.set(arena.alloc.call(bytes.get)),
      base.set(arena.top.get),
      f.ret(at.get),
    ];
  });
  const load = m.func('load', ['i32'], 'void', (_, table) =>
    pointers.all.map((pointer, i) => pointer.set(load32(table.get, 4 * i))),
  );
  const done = m.func('taken', [], 'void', () =>
    [rows, outcomes, returned].map((vector) => store32(c32(vector), c32(0), 4)),
  );
  const before = doAll(
    rowsBefore.set(load32(c32(rows), 4)),
    outcomesBefore.set(load32(c32(outcomes), 4)),
    returnedBefore.set(load32(c32(returned), 4)),
  );
  const cutBack = doAll(
    store32(c32(rows), rowsBefore.get, 4),
    store32(c32(outcomes), outcomesBefore.get, 4),
    store32(c32(returned), returnedBefore.get, 4),
  );
  const run = m.func('run', ['i32', 'i32'], 'i32', (f, from, to) => [
    limit.set(c32(0x7fff_ffff)),
    totals.sign.set(c32(1)),
    during(
      i32.and(
        i32.lt(from.get, to.get),
        i32.and(
          i32.lt(load32(c32(rows), 4), c32(ROWS_PER_CALL)),
          i32.lt(load32(c32(outcomes), 4), c32(ROWS_PER_CALL)),
        ),
      ),
      [before, replay.call(from.get, c32(0)), from.set(i32.add(from.get, c32(1)))],
    ),
    f.ret(from.get),
  ]);
  // The same steps again, counted backwards: what the member brought to the totals before it stopped is taken out.
  const undo = m.func('undo', ['i32'], 'void', (_, member) => [
    cutBack,
    limit.set(c32(0x7fff_ffff)),
    totals.sign.set(c32(-1)),
    replay.call(member.get, c32(0)),
  ]);
  const rerun = m.func('rerun', ['i32', 'i32'], 'void', (_, member, most) => [
    cutBack,
    limit.set(most.get),
    totals.sign.set(c32(1)),
    replay.call(member.get, c32(1)),
  ]);
  const resume = m.func('resume', [], 'void', () => [observer.goOn.call(), goOn.call()]);
  return { begin, reserve, load, run, rerun, undo, resume, done };
}

function exportAll(
  e: Engine,
  functions: MemberFunctions & { readonly done: Func<readonly [], 'void'> },
): void {
  const { m, g } = e;
  m.exportFunc('begin', functions.begin);
  m.exportFunc('reserve', functions.reserve);
  m.exportFunc('load', functions.load);
  m.exportFunc('run', functions.run);
  m.exportFunc('rerun', functions.rerun);
  m.exportFunc('undo', functions.undo);
  m.exportFunc('resume', functions.resume);
  m.exportFunc('taken', functions.done);
  m.exportGlobal('member', g.member);
  m.exportGlobal('working', g.working);
  m.exportGlobal('fault', g.fault);
  m.exportGlobal('cause', g.cause);
  m.exportGlobal('at', g.at);
}
