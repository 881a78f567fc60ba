import type { PlanRule, Span } from '../../schema/index.ts';
import { type Amount, above, type Candidate, limitsOf } from './candidates.ts';
import { type Locals, NONE, ZERO64 } from './engine.ts';
import type { GivenAwards } from './given-awards.ts';
import { checkedAdd } from './library/arithmetic.ts';
import { count } from './limits.ts';
import { kindOf } from './lots.ts';
import type { Place } from './reading.ts';
import { FIRING } from './records.ts';
import type { RuleParts } from './rule-parts.ts';
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
  nop,
  or,
  type Stmt,
  select,
  store32,
  store64,
  when,
} from './wasm/code.ts';

/** Posts what a candidate takes, forfeits, gives and holds, and counts it for its limits. */
export class RulePosting {
  readonly #parts: RuleParts;
  readonly #given: GivenAwards;
  readonly #hold: (ladder: number, level: number, until: I32) => Stmt;

  constructor(
    parts: RuleParts,
    given: GivenAwards,
    hold: (ladder: number, level: number, until: I32) => Stmt,
  ) {
    this.#parts = parts;
    this.#given = given;
    this.#hold = hold;
  }

  /** Code of a function that leaves 1 where anything but a decline was posted or held. */
  post(
    index: number,
    rule: PlanRule,
    candidate: Candidate,
    place: Place,
    ret: (value: I32) => Stmt,
  ): readonly Stmt[] {
    const { e, lots, totals } = this.#parts;
    const { working, g, arena } = e;
    const { locals } = place;
    const short = locals.i32('short');
    const works = locals.i32('works');
    const firing = locals.i32('firing');
    const limits = limitsOf(e.plan, rule);
    const code: Stmt[] = [working(rule.name)];
    if (candidate.take.length > 0) {
      code.push(
        decline(
          this.#parts,
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
          lots.use(posting(each), i32.eqz(converts), locals),
          works.set(c32(1)),
        ]),
      );
    }
    for (const each of candidate.forfeit) {
      const taken = locals.i64('taken');
      code.push(
        when(i64.gt(each.slot.get, ZERO64), [
          taken.set(lots.forfeit(each.points, each.slot.get, index)),
          when(i64.gt(taken.get, ZERO64), [works.set(c32(1))]),
        ]),
      );
    }
    for (const each of candidate.give) {
      const given = this.#given.known(index, each.points);
      code.push(
        when(i64.gt(each.slot.get, ZERO64), [
          lots.award(posting(each), rule.dates, place, each.plan.amount.span),
          works.set(c32(1)),
          counters === 0 ? nop : gave(firing.get, each.points),
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
      const amount = limit.points === undefined ? c64(1) : counted(candidate, limit.points, locals, code);
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
    code.push(when(totals.month.get, [totals.fired(index, c64(1))]), ret(c32(1)));
    return code;
  }
}

/** Decline rows of what the running balance does not cover; `short` is set where there was one. */
export function decline(
  parts: RuleParts,
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
      const amounts = take.filter((each) => each.points === points);
      const part = locals.i64('part');
      return doAll(
        asked.set(ZERO64),
        ...amounts.flatMap(({ quantity, span }) => [
          part.set(above(quantity)),
          asked.set(checkedAdd(asked.get, part.get, parts.e.overflow(span))),
        ]),
        when(and(i64.gt(asked.get, ZERO64), i64.lt(parts.lots.running(points), asked.get)), [
          short.set(c32(1)),
          parts.lots.row.call(kindOf('decline'), c32(points), c32(by), c32(0), NONE, asked.get),
        ]),
      );
    }),
  );
}

/** Notes an award on its firing. */
export function gave(firing: I32, points: number): Stmt {
  return doAll(
    store32(firing, i32.add(load32(firing, FIRING.awards), c32(1)), FIRING.awards),
    store32(firing, i32.add(load32(firing, FIRING.alive), c32(1)), FIRING.alive),
    store32(firing, i32.or(load32(firing, FIRING.gave), c32(1 << points)), FIRING.gave),
  );
}

/** What a firing counts of a points type: awards, or, where it gave none, what it used. */
function counted(
  candidate: Pick<Candidate, 'give' | 'take'>,
  points: number,
  locals: Locals,
  code: Stmt[],
): I64 {
  const sum = (amounts: readonly Amount[]): I64 =>
    amounts
      .filter((each) => each.points === points)
      .map((each) => above(each.slot.get))
      .reduce((a, b) => i64.add(a, b), ZERO64);
  const given = locals.i64('given');
  code.push(given.set(sum(candidate.give)));
  return select(i64.ne(given.get, ZERO64), given.get, sum(candidate.take));
}
