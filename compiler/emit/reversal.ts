import { type Plan, type PlanExpr, RETURNED_COST } from '../../schema/index.ts';
import { type Engine, type Locals, ZERO64 } from './engine.ts';
import type { Parts } from './parts.ts';
import type { Place } from './reading.ts';
import { nextTick } from './recording.ts';
import { AWARD, AWARD_EFFECT, COST, COST_EFFECT, EFFECT, RECORD, USE_EFFECT } from './records.ts';
import { power10, scaleOf } from './values.ts';
import {
  and,
  c32,
  c64,
  choose,
  doAll,
  during,
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
  store32,
  store64,
  when,
} from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** Code that takes back what a reversing event names, and all or part of what that caused. */
export type TakeBack = (event: Plan['events'][number], place: Place) => Stmt;

type Terms = NonNullable<Plan['events'][number]['reverses']>;
type Scale = Func<readonly ['i32', 'i64'], 'void'>;

/** Emits what reversals share. */
export function emitReversal(parts: Parts): TakeBack {
  const kept = emitKept(parts.engine);
  const scale = emitScale(parts, kept);
  return (event, place) => takeBack(parts, scale, event, place);
}

function takeBack(parts: Parts, scale: Scale, event: Plan['events'][number], place: Place): Stmt {
  const { engine: e, measures, lots, recordOf } = parts;
  const { g, layout, pointers, working } = e;
  const terms = event.reverses;
  if (terms === undefined) return nop;
  const { locals } = place;
  const of = locals.i32('of');
  const made = locals.i32('reversed');
  const asked = locals.i64('asked');
  const left = locals.i64('left');
  const gone = locals.i32('gone');
  const target = layout.events.findIndex((each) => each.name === terms.event);
  const before = load64(made.get, RECORD.left);
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
            ask(parts, event, terms, before, asked, gone, place),
            left.set(i64.sub(load64(made.get, RECORD.left), asked.get)),
            store64(made.get, left.get, RECORD.left),
            store32(made.get, gone.get, RECORD.gone),
            nextTick(e),
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
            scale.call(made.get, i64.add(left.get, asked.get)),
          ],
        ),
      ]),
    ]),
  );
}

/** Sets how much is taken back, at most what is left, and whether nothing stays. */
function ask(
  parts: Parts,
  event: Plan['events'][number],
  terms: Terms,
  before: I64,
  asked: Local<'i64'>,
  gone: Local<'i32'>,
  place: Place,
): Stmt {
  const { engine: e, fields } = parts;
  const { plan } = e;
  const all = doAll(asked.set(before), gone.set(c32(1)));
  if (terms.by === undefined) return all;
  const value = fields.field(terms.by, place);
  if (value.kind !== 'i64') return all;
  const own = scaleOf(typeOf(plan, event.name, terms.by));
  const other = scaleOf(typeOf(plan, terms.event, terms.by));
  return doAll(
    asked.set(value.value),
    other > own ? scaledAsk(asked, power10(other - own)) : asked.set(asked.get),
    value.present === undefined ? nop : when(i32.eqz(value.present.get), [asked.set(before)]),
    when(i64.gt(asked.get, before), [asked.set(before)]),
    gone.set(i64.le(i64.sub(before, asked.get), ZERO64)),
  );
}

type Kept = Func<readonly ['i32', 'i64', 'i64', 'i64'], 'i64'>;

/** `(points, quantity, left, original)`: the share of a quantity that stays. */
function emitKept(e: Engine): Kept {
  const { m, plan } = e;
  return m.func('kept', ['i32', 'i64', 'i64', 'i64'], 'i64', (f, points, quantity, left, original) => [
    ...plan.points.map(({ rounding }, number) =>
      when(i32.eq(points.get, c32(number)), [
        f.ret(e.arithmetic.scaleShare(rounding).call(quantity.get, left.get, original.get)),
      ]),
    ),
    f.ret(ZERO64),
  ]);
}

/** `(record, before)`: scales what a reversed event caused, in posting order, to what is left of it. */
function emitScale(parts: Parts, kept: Kept): Scale {
  const { engine: e, lots, frame, reversals } = parts;
  const { m, plan } = e;
  const recovers = reversals ? plan.points.map((_, points) => lots.recover(points)) : [];
  const givesBack = reversals ? plan.points.map((_, points) => lots.giveBack(points)) : [];
  return m.func('scale', ['i32', 'i64'], 'void', (f, made, before) => {
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
          [returnCost(parts, made.get, effect.get, before.get, f)],
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
}

/** Leaves it to the host to take part of a benefit's or reward's cost back: that part is a quotient. */
function returnCost(parts: Parts, made: I32, effect: I32, before: I64, locals: Locals): Stmt {
  const { engine: e, totals, returned } = parts;
  const { g, plan, arena } = e;
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
