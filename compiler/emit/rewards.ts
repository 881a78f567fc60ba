import type { PlanAmount, PlanReward, Span } from '../../schema/index.ts';
import { above } from './candidates.ts';
import { NONE, ZERO64 } from './engine.ts';
import { count, Limits } from './limits.ts';
import { kindOf } from './lots.ts';
import type { Place } from './reading.ts';
import { FIRING, RECORD } from './records.ts';
import { isDuring, type RuleParts, roundedAmount } from './rule-parts.ts';
import { decline, gave } from './rule-posting.ts';
import { power10 } from './values.ts';
import {
  c32,
  doAll,
  type I32,
  type I64,
  i32,
  i64,
  type Local,
  nop,
  or,
  type Stmt,
  select,
  store32,
  store64,
  when,
} from './wasm/code.ts';

/** Code of a redemption; `record` is its entry in history, or 0. */
export interface Redemption {
  readonly refuse: Stmt;
  readonly hand: (record: I32) => Stmt;
}

/**
 * A redemption of one reward: `refuse` runs the code and leaves 0 in `accepted` where it does not happen, having posted
 * decline rows; `hand` posts it (ruling P14).
 */
export function redemption(
  parts: RuleParts,
  index: number,
  reward: PlanReward,
  quantity: I64,
  place: Place,
  accepted: Local<'i32'>,
): Redemption {
  const { locals } = place;
  const { g, arena, plan, working } = parts.e;
  const by = plan.rules.length + index;
  const price: { points: number; final: Local<'i64'>; span: Span }[] = [];
  const give: { points: number; final: Local<'i64'>; plan: PlanAmount }[] = [];
  const code: Stmt[] = [working(reward.name), accepted.set(c32(0))];
  for (const each of reward.price) {
    const value = roundedAmount(parts, each, place, quantity);
    const final = locals.i64('price');
    code.push(value.set, final.set(value.value));
    price.push({ points: each.points, final, span: each.amount.span });
  }
  for (const each of reward.give) {
    const value = roundedAmount(parts, each, place, quantity);
    const final = locals.i64('give');
    code.push(value.set, final.set(value.value));
    give.push({ points: each.points, final, plan: each });
  }
  const declined = doAll(
    ...price.map((each) =>
      when(i64.gt(each.final.get, ZERO64), [
        parts.lots.row.call(kindOf('decline'), c32(each.points), c32(by), c32(0), NONE, each.final.get),
      ]),
    ),
  );
  const refused = locals.i32('refused');
  code.push(refused.set(c32(0)));
  if (reward.during.from !== undefined || reward.during.until !== undefined)
    code.push(when(i32.eqz(isDuring(parts.e, reward.during)), [refused.set(c32(1)), declined]));
  if (reward.when !== undefined) {
    const asked = parts.expressions().condition(reward.when, place);
    code.push(when(i32.eqz(refused.get), [when(i32.eqz(asked), [refused.set(c32(1)), declined])]));
  }
  const counters = reward.limits.map((limit) => {
    const room = parts.limits.room(limit, place);
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
          [Limits.wouldCut(give, limit.points, room.room, cut, locals)],
          [Limits.wouldCut(price, limit.points, room.room, cut, locals)],
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
      decline(
        parts,
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
          parts.lots.use(posting(each.points, each.final), costs, locals),
        ]),
      );
    for (const each of give) {
      body.push(
        when(i64.gt(each.final.get, ZERO64), [
          parts.lots.award(posting(each.points, each.final), reward.dates, place, each.plan.amount.span),
          counters.length === 0 ? nop : gave(firing.get, each.points),
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
      const { costScale } = parts.totals;
      const factor = reward.expense * power10(costScale - plan.currency.decimals);
      body.push(
        parts.totals.cost(c32(by), quantity, factor),
        when(record, [parts.lots.chainCost(reward.expense, quantity, by, locals)]),
      );
    }
    body.push(
      when(parts.totals.month.get, [parts.totals.fired(by, quantity)]),
      when(record, [store32(record, firing.get, RECORD.firing)]),
    );
    return doAll(...body);
  };
  return { refuse: doAll(...code), hand };
}
