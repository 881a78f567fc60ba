import type { PlanRule } from '../../schema/index.ts';
import { type Amount, type Candidate, limitsOf } from './candidates.ts';
import { NONE, ZERO64 } from './engine.ts';
import { Limits } from './limits.ts';
import type { Place } from './reading.ts';
import { COUNTER } from './records.ts';
import { isDuring, type RuleParts, roundedAmount } from './rule-parts.ts';
import {
  c32,
  c64,
  type I32,
  i32,
  i64,
  type Local,
  load64,
  or,
  type Stmt,
  select,
  when,
} from './wasm/code.ts';

/** Whether a rule is a candidate, and with which amounts. */
export class RuleDeciding {
  readonly #parts: RuleParts;
  readonly #settles = new Map<object, { period: number; field: undefined; points: number }>();

  constructor(parts: RuleParts) {
    this.#parts = parts;
  }

  /** Code of a function that leaves 1 where the rule is a candidate; its amounts stand in its slots then. */
  decide(rule: PlanRule, candidate: Candidate, place: Place, ret: (value: I32) => Stmt): readonly Stmt[] {
    const { g, working } = this.#parts.e;
    const { locals } = place;
    const no = ret(c32(0));
    const code: Stmt[] = [working(rule.name)];
    if (rule.during.from !== undefined || rule.during.until !== undefined)
      code.push(when(i32.eqz(isDuring(this.#parts.e, rule.during)), [no]));
    if (rule.when !== undefined)
      code.push(when(i32.eqz(this.#parts.expressions().condition(rule.when, place)), [no]));

    const evaluated = (amounts: readonly Amount[]) =>
      amounts.map((each) => {
        const final = locals.i64('final');
        const value = roundedAmount(this.#parts, each.plan, place);
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
        const settle = this.#parts.limits.counterOf(this.#settleCounter(rule.settle));
        code.push(
          this.#parts.limits.find(settle, counter, place),
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
        hold.set(this.#parts.expressions().small(until, place, NONE)),
        // A hold to a date that has passed does nothing (ruling T2).
        when(i32.lt(hold.get, g.today.get), [hold.set(NONE)]),
      );
    }
    const isAbove = (each: { readonly final: Local<'i64'> }): I32 => i64.gt(each.final.get, ZERO64);
    const works = (): I32 => or(i32.ne(hold.get, NONE), ...[...take, ...forfeit, ...give].map(isAbove));
    code.push(when(i32.eqz(works()), [no]));

    const takes = locals.i32('takes');
    const limits = limitsOf(this.#parts.e.plan, rule);
    if (limits.length > 0) code.push(takes.set(or(...take.map(isAbove), c32(0))));
    limits.forEach((limit, i) => {
      const { room, counter, set } = this.#parts.limits.room(limit, place);
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
          [when(takes.get, [Limits.wouldCut(take, limit.points, room, cut, locals), when(cut.get, [no])])],
        ),
      );
    });
    for (const each of [...take, ...forfeit, ...give]) code.push(each.slot.set(each.final.get));
    code.push(candidate.hold.set(hold.get), ret(c32(1)));
    return code;
  }

  #settleCounter(settle: NonNullable<PlanRule['settle']>) {
    const known = this.#settles.get(settle) ?? {
      period: settle.period,
      field: undefined,
      points: settle.due.points,
    };
    this.#settles.set(settle, known);
    return known;
  }
}
