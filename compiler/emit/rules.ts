import type { PlanAmount, PlanLimit, PlanReward, PlanRule, Span } from '../../schema/index.ts';
import { type Engine, type Locals, NONE, type Slot, ZERO64 } from './engine.ts';
import type { Expressions } from './expressions.ts';
import { checkedAdd } from './library/arithmetic.ts';
import { count, Limits } from './limits.ts';
import { kindOf, type Lots, minOf64 } from './lots.ts';
import { eachNode } from './nodes.ts';
import type { Place } from './reading.ts';
import { COUNTER, FIRING, RECORD } from './records.ts';
import type { Totals } from './totals.ts';
import { power10, roundedTo, scaleOf } from './values.ts';
import {
  and,
  c32,
  c64,
  doAll,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  load32,
  load64,
  nop,
  or,
  type Stmt,
  select,
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** An amount of a candidate, in memory between deciding and posting. */
interface Amount {
  readonly points: number;
  readonly slot: Slot<'i64'>;
  readonly plan: PlanAmount;
}

interface Candidate {
  readonly take: readonly Amount[];
  readonly forfeit: readonly Amount[];
  readonly give: readonly Amount[];
  readonly hold: Slot<'i32'>;
  /** Counter of each limit (own, then the group's), found while deciding; the last is that of `settle`. */
  readonly counters: readonly Slot<'i32'>[];
}

type Flag = Func<readonly [], 'i32'>;

/** A rule that may be triggered: in which event's fields it is decided, and when. */
export interface Triggered {
  readonly rule: number;
  readonly guard: I32 | undefined;
  /** Sets the day from which its windows count; the frame is set back afterwards. */
  readonly frame: Stmt;
}

/** Deciding and posting of rules (language §9). */
export class Rules {
  readonly #e: Engine;
  readonly #lots: Lots;
  readonly #limits: Limits;
  readonly #totals: Totals;
  readonly #expressions: () => Expressions;
  readonly #hold: (ladder: number, level: number, until: I32) => Stmt;
  readonly #candidates: readonly Candidate[];
  readonly #made = new Map<string, { readonly decide: Flag; readonly post: Flag }>();
  /** What rules gave at this occasion, for `award(…)`: only where some rule reads it. */
  readonly #given = new Map<string, Slot<'i64'>>();
  /** Rules that {@link #noteReads} has looked through. */
  readonly #noted = new Set<number>();

  constructor(
    e: Engine,
    lots: Lots,
    limits: Limits,
    totals: Totals,
    expressions: () => Expressions,
    hold: (ladder: number, level: number, until: I32) => Stmt,
  ) {
    this.#e = e;
    this.#lots = lots;
    this.#limits = limits;
    this.#totals = totals;
    this.#expressions = expressions;
    this.#hold = hold;
    const { state, plan } = e;
    const slots = (amounts: readonly PlanAmount[]): Amount[] =>
      amounts.map((each) => ({ points: each.points, slot: state.i64(), plan: each }));
    this.#candidates = plan.rules.map((rule) => ({
      take: slots(rule.take),
      forfeit: slots(rule.forfeit),
      give: slots([...rule.give, ...(rule.settle ? [rule.settle.due] : [])]),
      hold: state.i32(),
      counters: [...this.#limitsOf(rule), ...(rule.settle ? [rule.settle] : [])].map(() => state.i32()),
    }));
  }

  #limitsOf(rule: PlanRule): readonly PlanLimit[] {
    const group = rule.group === undefined ? undefined : this.#e.plan.groups[rule.group];
    return [...rule.limits, ...(group?.limits ?? [])];
  }

  /** What a rule gave of a points type at this occasion. */
  award(rule: number, points: number): I64 {
    return this.#givenSlot(rule, points).get;
  }

  #givenSlot(rule: number, points: number): Slot<'i64'> {
    const key = `${rule}.${points}`;
    const slot = this.#given.get(key) ?? this.#e.state.i64();
    this.#given.set(key, slot);
    return slot;
  }

  /** Evaluates an amount and rounds it once, as its points type says, `times` times. */
  #round(
    { points, amount }: PlanAmount,
    place: Place,
    times?: I64,
  ): { readonly set: Stmt; readonly value: I64 } {
    const { locals } = place;
    const type = this.#e.plan.points[points];
    const overflow = this.#e.overflow(amount.span);
    const one = roundedTo(
      this.#e,
      locals,
      this.#expressions().number(amount, place),
      scaleOf(amount.type),
      type?.decimals ?? 0,
      type?.rounding ?? 'down',
      overflow,
      amount.span,
    );
    if (times === undefined) return one;
    const kept = locals.i64('amount');
    const by = locals.i64('times');
    return {
      set: doAll(
        one.set,
        kept.set(one.value),
        by.set(times),
        kept.set(this.#e.arithmetic.checkedMul(kept.get, by.get, overflow)),
      ),
      value: kept.get,
    };
  }

  #isDuring(during: PlanRule['during']): I32 {
    const { today } = this.#e.g;
    return and(
      ...(during.from === undefined ? [] : [i32.ge(today.get, c32(during.from))]),
      ...(during.until === undefined ? [] : [i32.le(today.get, c32(during.until))]),
    );
  }

  /** `() → 1` where the rule is a candidate; its amounts stand in its slots then. `event`: whose fields it sees. */
  #functions(index: number, event: number | undefined, kept: boolean) {
    const key = `${index}:${event ?? ''}:${kept}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const rule = this.#e.plan.rules[index];
    const candidate = this.#candidates[index];
    if (rule === undefined || candidate === undefined) throw new Error('no such rule');
    const suffix = event === undefined ? '' : `@${this.#e.layout.events[event]?.name}`;
    const decide = this.#e.m.func(`${rule.name}.decide${suffix}`, [], 'i32', (f) => [
      ...this.#decide(rule, candidate, { locals: f, event, line: undefined, kept }, f.ret),
    ]);
    const post = this.#e.m.func(`${rule.name}.post${suffix}`, [], 'i32', (f) => [
      ...this.#post(index, rule, candidate, { locals: f, event, line: undefined, kept }, f.ret),
    ]);
    const made = { decide, post };
    this.#made.set(key, made);
    return made;
  }

  #decide(rule: PlanRule, candidate: Candidate, place: Place, ret: (value: I32) => Stmt): readonly Stmt[] {
    const { g, working } = this.#e;
    const { locals } = place;
    const no = ret(c32(0));
    const code: Stmt[] = [working(rule.name)];
    if (rule.during.from !== undefined || rule.during.until !== undefined)
      code.push(when(i32.eqz(this.#isDuring(rule.during)), [no]));
    if (rule.when !== undefined)
      code.push(when(i32.eqz(this.#expressions().condition(rule.when, place)), [no]));

    const evaluated = (amounts: readonly Amount[]) =>
      amounts.map((each) => {
        const final = locals.i64('final');
        const value = this.#round(each.plan, place);
        code.push(value.set, final.set(value.value));
        return { points: each.points, final, slot: each.slot };
      });
    const take = evaluated(candidate.take);
    const forfeit = evaluated(candidate.forfeit);
    const give = evaluated(candidate.give);
    if (rule.settle !== undefined) {
      const due = give.at(-1);
      const slot = candidate.counters.at(-1);
      if (due !== undefined && slot !== undefined) {
        const counter = locals.i32('counter');
        const given = locals.i64('given');
        const settle = this.#limits.counterOf(this.#settleCounter(rule.settle));
        code.push(
          this.#limits.find(settle, counter, place),
          slot.set(counter.get),
          given.set(load64(counter.get, COUNTER.taken)),
          // What is due less what was given; never a take.
          due.final.set(select(i64.gt(due.final.get, given.get), i64.sub(due.final.get, given.get), ZERO64)),
        );
      }
    }
    const hold = locals.i32('hold');
    code.push(hold.set(NONE));
    if (rule.hold !== undefined) {
      const { until } = rule.hold;
      code.push(
        hold.set(this.#expressions().small(until, place, NONE)),
        // A hold to a date that has passed does nothing (ruling T2).
        when(i32.lt(hold.get, g.today.get), [hold.set(NONE)]),
      );
    }
    const isAbove = (each: { readonly final: Local<'i64'> }): I32 => i64.gt(each.final.get, ZERO64);
    const works = (): I32 => or(i32.ne(hold.get, NONE), ...[...take, ...forfeit, ...give].map(isAbove));
    code.push(when(i32.eqz(works()), [no]));

    const takes = locals.i32('takes');
    const limits = this.#limitsOf(rule);
    if (limits.length > 0) code.push(takes.set(or(...take.map(isAbove), c32(0))));
    limits.forEach((limit, i) => {
      const { room, counter, set } = this.#limits.room(limit, place);
      const slot = candidate.counters[i];
      if (slot === undefined) return;
      code.push(set, slot.set(counter.get));
      if (limit.points === undefined) {
        code.push(when(i64.lt(room.get, c64(1)), [no]));
        return;
      }
      const before = locals.i32('before');
      const cut = locals.i32('cut');
      code.push(
        before.set(or(...give.filter((each) => each.points === limit.points).map(isAbove), c32(0))),
        cut.set(c32(0)),
        when(
          before.get,
          [
            Limits.cut(give, limit.points, room, cut, locals),
            // A rule that takes is never cut: over a limit it does nothing (ruling P4).
            when(i32.and(takes.get, cut.get), [no]),
            when(i32.eqz(works()), [no]),
          ],
          [when(takes.get, [this.#wouldCut(take, limit.points, room, cut, locals), when(cut.get, [no])])],
        ),
      );
    });
    for (const each of [...take, ...forfeit, ...give]) code.push(each.slot.set(each.final.get));
    code.push(candidate.hold.set(hold.get), ret(c32(1)));
    return code;
  }

  #wouldCut(
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

  readonly #settles = new Map<object, { period: number; field: undefined; points: number }>();

  #settleCounter(settle: NonNullable<PlanRule['settle']>) {
    const known = this.#settles.get(settle) ?? {
      period: settle.period,
      field: undefined,
      points: settle.due.points,
    };
    this.#settles.set(settle, known);
    return known;
  }

  /** Decline rows of what the running balance does not cover; `short` is set where there was one. */
  #decline(
    take: readonly { readonly points: number; readonly quantity: I64; readonly span: Span }[],
    by: number,
    short: Local<'i32'>,
    locals: Locals,
  ): Stmt {
    const types = [...new Set(take.map((each) => each.points))];
    return doAll(
      short.set(c32(0)),
      ...types.map((points) => {
        const asked = locals.i64('asked');
        const parts = take.filter((each) => each.points === points);
        const part = locals.i64('part');
        return doAll(
          asked.set(ZERO64),
          ...parts.flatMap(({ quantity, span }) => [
            part.set(above(quantity)),
            asked.set(checkedAdd(asked.get, part.get, this.#e.overflow(span))),
          ]),
          when(and(i64.gt(asked.get, ZERO64), i64.lt(this.#lots.running(points), asked.get)), [
            short.set(c32(1)),
            this.#lots.row.call(kindOf('decline'), c32(points), c32(by), c32(0), NONE, asked.get),
          ]),
        );
      }),
    );
  }

  #post(
    index: number,
    rule: PlanRule,
    candidate: Candidate,
    place: Place,
    ret: (value: I32) => Stmt,
  ): readonly Stmt[] {
    const { working, g, arena } = this.#e;
    const { locals } = place;
    const short = locals.i32('short');
    const works = locals.i32('works');
    const firing = locals.i32('firing');
    const limits = this.#limitsOf(rule);
    const code: Stmt[] = [working(rule.name)];
    if (candidate.take.length > 0) {
      code.push(
        this.#decline(
          candidate.take.map((each) => ({
            points: each.points,
            quantity: each.slot.get,
            span: each.plan.amount.span,
          })),
          index,
          short,
          locals,
        ),
        when(short.get, [ret(c32(0))]),
      );
    }
    const counters = candidate.counters.length;
    code.push(works.set(i32.ne(candidate.hold.get, NONE)), firing.set(c32(0)));
    if (counters > 0) {
      code.push(
        firing.set(arena.alloc.call(c32(FIRING.list + 8 * counters))),
        store32(firing.get, g.day.get, FIRING.day),
        store32(firing.get, c32(0), FIRING.awards),
        store32(firing.get, c32(0), FIRING.alive),
        store32(firing.get, c32(0), FIRING.isReward),
        store64(firing.get, c64(1), FIRING.now),
        store64(firing.get, c64(1), FIRING.times),
        store32(firing.get, c32(0), FIRING.gave),
        store32(firing.get, c32(counters), FIRING.counters),
        store32(firing.get, c32(0), FIRING.record),
      );
    }
    const posting = (each: Amount) => ({
      points: each.points,
      quantity: each.slot.get,
      source: rule.name,
      by: index,
      firing: firing.get,
    });
    // Points that turn into others cost when those are used.
    const converts = or(c32(0), ...candidate.give.map((each) => i64.gt(each.slot.get, ZERO64)));
    for (const each of candidate.take) {
      code.push(
        when(i64.gt(each.slot.get, ZERO64), [
          this.#lots.use(posting(each), i32.eqz(converts), locals),
          works.set(c32(1)),
        ]),
      );
    }
    for (const each of candidate.forfeit) {
      const taken = locals.i64('taken');
      code.push(
        when(i64.gt(each.slot.get, ZERO64), [
          taken.set(this.#lots.forfeit(each.points, each.slot.get, index)),
          when(i64.gt(taken.get, ZERO64), [works.set(c32(1))]),
        ]),
      );
    }
    for (const each of candidate.give) {
      const given = this.#given.get(`${index}.${each.points}`);
      code.push(
        when(i64.gt(each.slot.get, ZERO64), [
          this.#lots.award(posting(each), rule.dates, place, each.plan.amount.span),
          works.set(c32(1)),
          counters === 0 ? nop : this.#gave(firing.get, each.points),
          given === undefined ? nop : given.set(i64.add(given.get, each.slot.get)),
        ]),
      );
    }
    if (rule.hold !== undefined) {
      code.push(
        when(i32.ne(candidate.hold.get, NONE), [
          this.#hold(rule.hold.ladder, rule.hold.level, candidate.hold.get),
        ]),
      );
    }
    code.push(when(i32.eqz(works.get), [ret(c32(0))]));
    limits.forEach((limit, i) => {
      const slot = candidate.counters[i];
      if (slot === undefined) return;
      const amount =
        limit.points === undefined ? c64(1) : this.#counted(candidate, limit.points, locals, code);
      code.push(count(firing.get, i, slot.get, limit.points, amount));
    });
    const slot = candidate.counters[limits.length];
    if (rule.settle !== undefined && slot !== undefined) {
      const { points } = rule.settle.due;
      const sum = candidate.give
        .filter((each) => each.points === points)
        .map((each) => above(each.slot.get))
        .reduce((a, b) => i64.add(a, b), ZERO64);
      code.push(count(firing.get, limits.length, slot.get, points, sum));
    }
    code.push(when(this.#totals.month.get, [this.#totals.fired(index, c64(1))]), ret(c32(1)));
    return code;
  }

  #gave(firing: I32, points: number): Stmt {
    return doAll(
      store32(firing, i32.add(load32(firing, FIRING.awards), c32(1)), FIRING.awards),
      store32(firing, i32.add(load32(firing, FIRING.alive), c32(1)), FIRING.alive),
      store32(firing, i32.or(load32(firing, FIRING.gave), c32(1 << points)), FIRING.gave),
    );
  }

  /** What a firing counts of a points type: awards, or, where it gave none, what it used. */
  #counted(candidate: Pick<Candidate, 'give' | 'take'>, points: number, locals: Locals, code: Stmt[]): I64 {
    const sum = (amounts: readonly Amount[]): I64 =>
      amounts
        .filter((each) => each.points === points)
        .map((each) => above(each.slot.get))
        .reduce((a, b) => i64.add(a, b), ZERO64);
    const given = locals.i64('given');
    code.push(given.set(sum(candidate.give)));
    return select(i64.ne(given.get, ZERO64), given.get, sum(candidate.take));
  }

  /** Clears what `award(…)` of these rules reads, whether or not the rules that it names come at this occasion. */
  #forget(rules: readonly number[]): Stmt {
    for (const rule of rules) this.#noteReads(rule);
    return doAll(...[...this.#given.values()].map((slot) => slot.set(ZERO64)));
  }

  /** Finds which awards a rule reads, so that there is a place for them before they are posted. */
  #noteReads(index: number): void {
    if (this.#noted.has(index)) return;
    const { rules, parameters } = this.#e.plan;
    const parts = this.#noted.size === 0 ? [rules[index], parameters] : [rules[index]];
    this.#noted.add(index);
    eachNode(parts, (node) => {
      if (node.kind === 'award' && Array.isArray(node.rules) && typeof node.points === 'number')
        for (const rule of node.rules) if (typeof rule === 'number') this.#givenSlot(rule, node.points);
    });
  }

  /**
   * Rules of one occasion, in document order, on one snapshot. `posted` is set where anything but a decline was posted or
   * held.
   */
  run(triggered: readonly Triggered[], place: Place, posted: Local<'i32'> | undefined): readonly Stmt[] {
    const { plan } = this.#e;
    const code: Stmt[] = [this.#forget(triggered.map((each) => each.rule))];
    const note = (flag: I32): Stmt =>
      posted === undefined ? place.locals.i32('ignored').set(flag) : when(flag, [posted.set(c32(1))]);
    for (let i = 0; i < triggered.length; ) {
      const first = triggered[i];
      if (first === undefined) break;
      const group = plan.rules[first.rule]?.group;
      const pick = group === undefined ? 'all' : (plan.groups[group]?.pick ?? 'all');
      const size =
        group === undefined
          ? 1
          : triggered.slice(i).findIndex((each) => plan.rules[each.rule]?.group !== group);
      const together = triggered.slice(i, size < 0 ? undefined : i + size);
      i += together.length;
      if (pick === 'all') {
        for (const each of together) {
          const { decide, post } = this.#functions(each.rule, place.event, place.kept);
          const body = [each.frame, when(decide.call(), [note(post.call())])];
          code.push(each.guard === undefined ? doAll(...body) : when(each.guard, body));
        }
        continue;
      }
      code.push(...this.#pickOne(together, pick, place, note));
    }
    return code;
  }

  /** A group that picks: all are decided first; `first`: document order; `highest`: the largest award (ruling P7). */
  #pickOne(
    together: readonly Triggered[],
    pick: 'first' | 'highest',
    place: Place,
    note: (flag: I32) => Stmt,
  ): readonly Stmt[] {
    const { locals } = place;
    const winner = locals.i32('winner');
    const best = locals.i64('best');
    const size = locals.i64('size');
    const code: Stmt[] = [winner.set(c32(-1)), best.set(ZERO64)];
    for (const each of together) {
      const { decide } = this.#functions(each.rule, place.event, place.kept);
      const gives = (this.#candidates[each.rule]?.give ?? [])
        .map((one) => above(one.slot.get))
        .reduce((a, b) => i64.add(a, b), ZERO64);
      const isBetter =
        pick === 'first'
          ? i32.lt(winner.get, c32(0))
          : i32.or(i32.lt(winner.get, c32(0)), i64.gt(size.get, best.get));
      const body = [
        each.frame,
        when(decide.call(), [
          size.set(gives),
          when(isBetter, [winner.set(c32(each.rule)), best.set(size.get)]),
        ]),
      ];
      code.push(each.guard === undefined ? doAll(...body) : when(each.guard, body));
    }
    for (const each of together) {
      const { post } = this.#functions(each.rule, place.event, place.kept);
      code.push(when(i32.eq(winner.get, c32(each.rule)), [each.frame, note(post.call())]));
    }
    return code;
  }

  /**
   * A redemption of one reward: `refuse` runs the code and leaves 0 in `accepted` where it does not happen, having posted
   * decline rows; `hand` posts it (ruling P14).
   */
  reward(
    index: number,
    reward: PlanReward,
    quantity: I64,
    place: Place,
    accepted: Local<'i32'>,
  ): { readonly refuse: Stmt; readonly hand: (record: I32) => Stmt } {
    const { locals } = place;
    const { g, arena, plan, working } = this.#e;
    const by = plan.rules.length + index;
    const price: { points: number; final: Local<'i64'>; span: Span }[] = [];
    const give: { points: number; final: Local<'i64'>; plan: PlanAmount }[] = [];
    const code: Stmt[] = [working(reward.name), accepted.set(c32(0))];
    for (const each of reward.price) {
      const value = this.#round(each, place, quantity);
      const final = locals.i64('price');
      code.push(value.set, final.set(value.value));
      price.push({ points: each.points, final, span: each.amount.span });
    }
    for (const each of reward.give) {
      const value = this.#round(each, place, quantity);
      const final = locals.i64('give');
      code.push(value.set, final.set(value.value));
      give.push({ points: each.points, final, plan: each });
    }
    const decline = doAll(
      ...price.map((each) =>
        when(i64.gt(each.final.get, ZERO64), [
          this.#lots.row.call(kindOf('decline'), c32(each.points), c32(by), c32(0), NONE, each.final.get),
        ]),
      ),
    );
    const refused = locals.i32('refused');
    code.push(refused.set(c32(0)));
    if (reward.during.from !== undefined || reward.during.until !== undefined)
      code.push(when(i32.eqz(this.#isDuring(reward.during)), [refused.set(c32(1)), decline]));
    if (reward.when !== undefined) {
      const asked = this.#expressions().condition(reward.when, place);
      code.push(when(i32.eqz(refused.get), [when(i32.eqz(asked), [refused.set(c32(1)), decline])]));
    }
    const counters = reward.limits.map((limit) => {
      const room = this.#limits.room(limit, place);
      const kept = locals.i32('kept');
      const cut = locals.i32('cut');
      const isGive = give.some((each) => each.points === limit.points);
      const body: Stmt[] = [room.set, kept.set(room.counter.get)];
      if (limit.points === undefined) {
        body.push(when(i64.lt(room.room.get, quantity), [refused.set(c32(1))]));
      } else {
        const anyGive = isGive
          ? or(
              ...give
                .filter((each) => each.points === limit.points)
                .map((each) => i64.gt(each.final.get, ZERO64)),
            )
          : c32(0);
        body.push(
          cut.set(c32(0)),
          when(
            anyGive,
            [this.#wouldCut(give, limit.points, room.room, cut, locals)],
            [this.#wouldCut(price, limit.points, room.room, cut, locals)],
          ),
          when(cut.get, [refused.set(c32(1))]),
        );
      }
      code.push(when(i32.eqz(refused.get), body));
      return { limit, kept };
    });
    const short = locals.i32('short');
    code.push(
      when(i32.eqz(refused.get), [
        this.#decline(
          price.map((each) => ({ points: each.points, quantity: each.final.get, span: each.span })),
          by,
          short,
          locals,
        ),
        accepted.set(i32.eqz(short.get)),
      ]),
    );
    const hand = (record: I32): Stmt => {
      const firing = locals.i32('firing');
      const body: Stmt[] = [working(reward.name), firing.set(c32(0))];
      if (counters.length > 0) {
        body.push(
          firing.set(arena.alloc.call(c32(FIRING.list + 8 * counters.length))),
          store32(firing.get, g.day.get, FIRING.day),
          store32(firing.get, c32(0), FIRING.awards),
          store32(firing.get, c32(0), FIRING.alive),
          store32(firing.get, c32(1), FIRING.isReward),
          store64(firing.get, quantity, FIRING.now),
          store64(firing.get, quantity, FIRING.times),
          store32(firing.get, c32(0), FIRING.gave),
          store32(firing.get, c32(counters.length), FIRING.counters),
          store32(firing.get, record, FIRING.record),
        );
      }
      const posting = (points: number, final: Local<'i64'>) => ({
        points,
        quantity: final.get,
        source: reward.name,
        by,
        firing: firing.get,
      });
      // A reward that states its own expense, or gives other points, costs nothing by the points that it takes.
      const converts = or(c32(0), ...give.map((each) => i64.gt(each.final.get, ZERO64)));
      const costs = reward.expense === undefined ? i32.eqz(converts) : c32(0);
      for (const each of price)
        body.push(
          when(i64.gt(each.final.get, ZERO64), [
            this.#lots.use(posting(each.points, each.final), costs, locals),
          ]),
        );
      for (const each of give) {
        body.push(
          when(i64.gt(each.final.get, ZERO64), [
            this.#lots.award(posting(each.points, each.final), reward.dates, place, each.plan.amount.span),
            counters.length === 0 ? nop : this.#gave(firing.get, each.points),
          ]),
        );
      }
      counters.forEach(({ limit, kept }, i) => {
        const sum = (amounts: readonly { readonly points: number; readonly final: Local<'i64'> }[]): I64 =>
          amounts
            .filter((each) => each.points === limit.points)
            .map((each) => above(each.final.get))
            .reduce((a, b) => i64.add(a, b), ZERO64);
        if (limit.points === undefined) {
          body.push(count(firing.get, i, kept.get, undefined, quantity));
          return;
        }
        const given = locals.i64('given');
        body.push(given.set(sum(give)));
        body.push(
          count(
            firing.get,
            i,
            kept.get,
            limit.points,
            select(i64.ne(given.get, ZERO64), given.get, sum(price)),
          ),
        );
      });
      if (reward.expense !== undefined) {
        const { costScale } = this.#totals;
        const factor = reward.expense * power10(costScale - plan.currency.decimals);
        body.push(
          this.#totals.cost(c32(by), quantity, factor),
          when(record, [this.#lots.chainCost(reward.expense, quantity, by, locals)]),
        );
      }
      body.push(
        when(this.#totals.month.get, [this.#totals.fired(by, quantity)]),
        when(record, [store32(record, firing.get, RECORD.firing)]),
      );
      return doAll(...body);
    };
    return { refuse: doAll(...code), hand };
  }
}

/** A quantity, or 0 where it is below. */
function above(quantity: I64): I64 {
  return select(i64.gt(quantity, ZERO64), quantity, ZERO64);
}
