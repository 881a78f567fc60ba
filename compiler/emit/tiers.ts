import type { PlanLadder } from '../../schema/index.ts';
import { maxOf, minOf } from './arena.ts';
import { type Engine, type Locals, NONE, type Slot } from './engine.ts';
import type { Expressions } from './expressions.ts';
import { kindOf, type Lots } from './lots.ts';
import type { Measures } from './measures.ts';
import type { Place } from './reading.ts';
import type { Rules, Triggered } from './rules.ts';
import { small, type Value } from './values.ts';
import {
  after,
  and,
  c32,
  c64,
  doAll,
  goTo,
  type I32,
  i32,
  load32,
  loop,
  nop,
  or,
  type Stmt,
  select,
  store32,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

interface LadderState {
  readonly tier: Slot<'i32'>;
  readonly since: Slot<'i32'>;
  readonly sinceTick: Slot<'i32'>;
  /** Held until, and held without a date, per level. */
  readonly held: number;
  readonly open: number;
  /** Holds of rules that the next review takes in, per level. */
  readonly holds: number;
  readonly hasHolds: Slot<'i32'>;
  /** 0: not looked at; 1: only holds are taken in; 2: `reach` is asked. */
  readonly look: Slot<'i32'>;
  /** Day that windows count from, for a delayed review; none = today. */
  readonly asOf: Slot<'i32'>;
  /** Tier before and after the last pass. */
  readonly from: Slot<'i32'>;
  readonly to: Slot<'i32'>;
}

/** No tick: a period anchored here begins when the step ends (ruling T6). */
const UNSETTLED = 0x7fff_ffff;

/** Ladders and their reviews (language §7). */
export class Tiers {
  readonly #e: Engine;
  readonly #states: readonly LadderState[];
  readonly #expressions: () => Expressions;
  readonly morning: Slot<'i32'>;
  /** `() → posted`: reviews the ladders whose `look` is set. */
  readonly review: Func<readonly [], 'i32'>;

  constructor(e: Engine, expressions: () => Expressions) {
    this.#e = e;
    this.#expressions = expressions;
    const { state, plan } = e;
    this.morning = state.i32();
    this.#states = plan.ladders.map((ladder) => ({
      tier: state.i32(),
      since: state.i32(),
      sinceTick: state.i32(),
      held: state.place(4 * ladder.levels.length),
      open: state.place(4 * ladder.levels.length),
      holds: state.place(4 * ladder.levels.length),
      hasHolds: state.i32(),
      look: state.i32(),
      asOf: state.i32(),
      from: state.i32(),
      to: state.i32(),
    }));
    this.review = e.m.declare('review', [], 'i32');
  }

  #state(ladder: number): LadderState {
    const state = this.#states[ladder];
    if (state === undefined) throw new Error('no such ladder');
    return state;
  }

  tier(ladder: number): I32 {
    return this.#state(ladder).tier.get;
  }

  since(ladder: number): I32 {
    return this.#state(ladder).since.get;
  }

  sinceTick(ladder: number): I32 {
    return this.#state(ladder).sinceTick.get;
  }

  #heldAt(state: LadderState, level: I32): I32 {
    return load32(i32.shl(level, c32(2)), state.held);
  }

  /** Held-until of the present tier; missing where it has none, or where only its `reach` still holds it. */
  held(ladder: number, locals: Locals): Value {
    const state = this.#state(ladder);
    const day = locals.i32('held');
    const there = locals.i32('there');
    return small(
      after(
        [day.set(this.#heldAt(state, state.tier.get)), there.set(i32.ge(day.get, this.#e.g.day.get))],
        day.get,
      ),
      there,
    );
  }

  hold(ladder: number, level: number, until: I32): Stmt {
    const state = this.#state(ladder);
    const address = state.holds + 4 * level;
    return doAll(store32(c32(0), maxOf(load32(c32(0), address), until), address), state.hasHolds.set(c32(1)));
  }

  /** Holds a level until a day, unless it is held longer already; the day after wants a look. */
  #holdUntil(state: LadderState, level: number, until: I32): Stmt {
    const { wake } = this.#e.g;
    const address = state.held + 4 * level;
    return when(i32.gt(until, load32(c32(0), address)), [
      store32(c32(0), until, address),
      wake.set(minOf(wake.get, i32.add(until, c32(1)))),
    ]);
  }

  /** On the enrolment day everybody has the base of every ladder. */
  begin(): Stmt {
    const { g, plan } = this.#e;
    return doAll(
      ...this.#states.map((state, ladder) =>
        doAll(
          state.since.set(g.enrolled.get),
          ...(plan.ladders[ladder]?.levels ?? []).flatMap((_, level) => [
            store32(c32(0), NONE, state.held + 4 * level),
            store32(c32(0), NONE, state.holds + 4 * level),
          ]),
        ),
      ),
    );
  }

  /** Asks for a look at every ladder with `review: on event`. */
  lookAtEvent(): Stmt {
    const { plan } = this.#e;
    return doAll(
      ...this.#states.map((state, ladder) =>
        plan.ladders[ladder]?.review.kind === 'event'
          ? doAll(state.look.set(c32(2)), state.asOf.set(NONE))
          : nop,
      ),
    );
  }

  /** Asks for a look at a ladder whose schedule is due, or of which something was held until yesterday (ruling T3). */
  lookAtMorning(due: (ladder: number) => { readonly isDue: I32; readonly start: I32 } | undefined): Stmt {
    const { g, plan } = this.#e;
    return doAll(
      ...this.#states.map((state, ladder) => {
        const levels = plan.ladders[ladder]?.levels ?? [];
        const yesterday = i32.sub(g.day.get, c32(1));
        const passed = or(
          c32(0),
          ...levels.slice(1).map((_, i) => i32.eq(load32(c32(0), state.held + 4 * (i + 1)), yesterday)),
        );
        const held = when(passed, [state.look.set(c32(2)), state.asOf.set(NONE)]);
        const schedule = due(ladder);
        if (schedule === undefined) return held;
        return when(schedule.isDue, [state.look.set(c32(2)), state.asOf.set(schedule.start)], [held]);
      }),
    );
  }

  /** 1 where some ladder is to be looked at. */
  anyLook(): I32 {
    return this.#states.reduce<I32>(
      (any, state) => i32.or(any, i32.or(state.look.get, state.hasHolds.get)),
      c32(0),
    );
  }

  /** The next day after which something that was held until then is looked at. */
  due(next: { readonly get: I32; readonly set: (value: I32) => Stmt }): Stmt {
    const { g, plan } = this.#e;
    return doAll(
      ...this.#states.flatMap((state, ladder) =>
        (plan.ladders[ladder]?.levels ?? []).slice(1).map((level, i) => {
          const holdable =
            level.until !== undefined ||
            plan.rules.some((rule) => rule.hold?.ladder === ladder && rule.hold.level === i + 1);
          if (!holdable) return nop;
          const held = load32(c32(0), state.held + 4 * (i + 1));
          return when(i32.and(i32.ge(held, g.day.get), i32.lt(held, next.get)), [
            next.set(select(i32.lt(i32.add(held, c32(1)), next.get), i32.add(held, c32(1)), next.get)),
          ]);
        }),
      ),
    );
  }

  /** Ends a step: periods anchored at `since` of a ladder that changed in it begin now. */
  settle(): Stmt {
    const { g } = this.#e;
    return doAll(
      ...this.#states.map((state) =>
        when(i32.eq(state.sinceTick.get, c32(UNSETTLED)), [
          state.sinceTick.set(g.tick.get),
          g.tick.set(i32.add(g.tick.get, c32(1))),
        ]),
      ),
    );
  }

  /** Makes the review, once rules and lots are there. */
  define(lots: Lots, measures: Measures, rules: Rules, frame: (asOf?: I32) => Stmt): void {
    const { m, plan } = this.#e;
    const looks = plan.ladders.map((ladder, index) => this.#look(ladder, index, lots, measures, frame));
    m.define(this.review, (f) => {
      const pass = f.i32('pass');
      const posted = f.i32('posted');
      const changed = f.i32('changed');
      const ignored = f.i32('rules');
      const place: Place = { locals: f, event: undefined, line: undefined, kept: false };
      const triggered: Triggered[] = plan.rules.flatMap((rule, index) => {
        const { trigger } = rule;
        if (trigger.kind !== 'reach' && trigger.kind !== 'lapse') return [];
        const { from, to } = this.#state(trigger.ladder);
        const level = c32(trigger.level);
        const guard =
          trigger.kind === 'reach'
            ? i32.and(i32.gt(level, from.get), i32.le(level, to.get))
            : i32.and(i32.le(level, from.get), i32.gt(level, to.get));
        return [{ rule: index, guard, frame: nop }];
      });
      return [
        pass.set(c32(0)),
        posted.set(c32(0)),
        loop('pass', (again) => [
          ...this.#states.map((state, ladder) =>
            when(state.hasHolds.get, [
              state.hasHolds.set(c32(0)),
              when(i32.eqz(state.look.get), [state.look.set(c32(1)), state.asOf.set(NONE)]),
              ...(plan.ladders[ladder]?.levels ?? []).flatMap((_, level) => {
                const hold = state.holds + 4 * level;
                return [this.#holdUntil(state, level, load32(c32(0), hold)), store32(c32(0), NONE, hold)];
              }),
            ]),
          ),
          changed.set(c32(0)),
          ...this.#states.map((state, ladder) =>
            doAll(
              state.from.set(state.tier.get),
              state.to.set(state.tier.get),
              when(state.look.get, [
                changed.set(i32.or(changed.get, looks[ladder]?.call(i32.eqz(pass.get)) ?? c32(0))),
              ]),
            ),
          ),
          when(changed.get, [
            posted.set(c32(1)),
            frame(),
            ...rules.run(triggered, place, ignored),
            pass.set(i32.add(pass.get, c32(1))),
            goTo(again),
          ]),
        ]),
        ...this.#states.map((state) => state.look.set(c32(0))),
        f.ret(posted.get),
      ];
    });
  }

  /** `(mayLower) → changed`: one ladder in one pass: dates are extended, the tier is decided, rows are posted. */
  #look(
    ladder: PlanLadder,
    index: number,
    lots: Lots,
    measures: Measures,
    frame: (asOf?: I32) => Stmt,
  ): Func<readonly ['i32'], 'i32'> {
    const { m, g, working } = this.#e;
    const state = this.#state(index);
    const setFrame = when(i32.eq(state.asOf.get, NONE), [frame()], [frame(state.asOf.get)]);
    return m.func(`${ladder.name}.look`, ['i32'], 'i32', (f, mayLower) => {
      const place: Place = { locals: f, event: undefined, line: undefined, kept: false };
      const from = f.i32('from');
      const to = f.i32('to');
      const held = f.i32('held');
      const reached = f.i32('reached');
      const until = f.i32('until');
      const extend = (level: number): Stmt => this.#holdUntil(state, level, until.get);
      const asked = ladder.levels.flatMap((level, number) => {
        if (level.reach === undefined) return [];
        const open = state.open + 4 * number;
        const name = `${ladder.name}.${level.name}`;
        const isReached = reached.set(this.#expressions().condition(level.reach, place));
        if (level.until === undefined) {
          const stays = i32.and(i32.eqz(mayLower.get), load32(c32(0), open));
          return [working(name), isReached, store32(c32(0), i32.or(reached.get, stays), open)];
        }
        return [
          working(name),
          isReached,
          when(reached.get, [until.set(this.#expressions().small(level.until, place, NONE)), extend(number)]),
        ];
      });
      const isHeld = (level: number): I32 =>
        or(load32(c32(0), state.open + 4 * level), i32.ge(load32(c32(0), state.held + 4 * level), g.day.get));
      const findHeld = doAll(
        held.set(c32(0)),
        ...ladder.levels.map((_, level) => (level === 0 ? nop : when(isHeld(level), [held.set(c32(level))]))),
      );
      const drop =
        ladder.drop === 'one level'
          ? when(i32.lt(to.get, i32.sub(from.get, c32(1))), [
              setFrame,
              g.reached.set(g.day.get),
              ...ladder.levels.map((level, number) =>
                number === 0 || level.until === undefined
                  ? nop
                  : when(i32.eq(from.get, c32(number + 1)), [
                      working(`${ladder.name}.${level.name}`),
                      until.set(this.#expressions().small(level.until, place, NONE)),
                      extend(number),
                      findHeld,
                      to.set(held.get),
                    ]),
              ),
            ])
          : nop;
      const row = (level: number, kind: 'reach' | 'lapse'): Stmt => {
        const heldUntil = load32(c32(0), state.held + 4 * level);
        const shown = kind === 'reach' ? select(i32.ge(heldUntil, g.day.get), heldUntil, NONE) : NONE;
        return doAll(
          lots.row.call(kindOf(kind), c32(index * 65_536 + level), c32(-1), c32(0), shown, c64(0)),
          measures.happened(kind, index, level, f),
          g.tick.set(i32.add(g.tick.get, c32(1))),
        );
      };
      const levels = ladder.levels.map((_, level) => level).slice(1);
      return [
        when(i32.eq(state.look.get, c32(2)), [setFrame, g.reached.set(g.day.get), ...asked]),
        from.set(state.tier.get),
        findHeld,
        to.set(select(mayLower.get, held.get, maxOf(from.get, held.get))),
        drop,
        when(i32.eq(to.get, from.get), [f.ret(c32(0))]),
        state.from.set(from.get),
        state.to.set(to.get),
        measures.tierChanged(index, from.get, to.get, i32.sub(g.day.get, this.morning.get), f),
        g.tick.set(i32.add(g.tick.get, c32(1))),
        state.tier.set(to.get),
        state.since.set(g.day.get),
        // What the rest of this step posts lies before the new period too.
        state.sinceTick.set(c32(UNSETTLED)),
        ...levels.map((level) =>
          when(and(i32.gt(c32(level), from.get), i32.le(c32(level), to.get)), [row(level, 'reach')]),
        ),
        ...[...levels]
          .reverse()
          .map((level) =>
            when(and(i32.le(c32(level), from.get), i32.gt(c32(level), to.get)), [row(level, 'lapse')]),
          ),
        f.ret(c32(1)),
      ];
    });
  }
}
