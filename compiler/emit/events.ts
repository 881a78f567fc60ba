import type { Plan } from '../../schema/index.ts';
import { ZERO64 } from './engine.ts';
import { eachNode } from './nodes.ts';
import { NO_TICK, type Parts, SECONDS } from './parts.ts';
import type { Place } from './reading.ts';
import { record } from './recording.ts';
import type { TakeBack } from './reversal.ts';
import type { Triggered } from './rules.ts';
import { power10 } from './values.ts';
import {
  and,
  c32,
  c64,
  doAll,
  type I32,
  i32,
  i64,
  type Local,
  load32,
  nop,
  type Stmt,
  when,
} from './wasm/code.ts';
import type { Body, Func } from './wasm/module.ts';

/** Emits `event(row, day)`: the step of a row, by the type of its event. */
export function emitEvents(parts: Parts, takeBack: TakeBack): Func<readonly ['i32', 'i32'], 'void'> {
  const { engine: e, fields, schedules, begin } = parts;
  const { m, g, layout, pointers } = e;
  const redeems = emitRedeems(parts);
  const events = layout.events.map(({ name }, number) =>
    m.func(`on ${name}`, [], 'void', (f) => {
      const place: Place = { locals: f, event: number, line: undefined, kept: false };
      const began = f.i32('began');
      const code: Stmt[] = [began.set(g.tick.get)];
      if (name === 'redeem') {
        code.push(...redeemed(parts, redeems, number, f));
      } else {
        if (name === 'profile') code.push(...fields.updateAttributes(), schedules.birthdayChanged());
        code.push(record(parts, name, number, place));
      }
      code.push(afterRecording(parts, takeBack, name, number, place, began));
      return code;
    }),
  );

  return m.func('event', ['i32', 'i32'], 'void', (f, row, day) => {
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
}

type Redeem = Func<readonly ['i64'], 'i32'>;

/** Per reward: `(quantity)`, whether it was accepted; then it is recorded, and handed out. */
function emitRedeems(parts: Parts): readonly Redeem[] {
  const { engine: e, rules } = parts;
  const { m, g, plan, layout } = e;
  const redeemNumber = layout.events.findIndex((each) => each.name === 'redeem');
  const recordRedeem = m.func('redeem.record', [], 'void', (f) => [
    record(parts, 'redeem', redeemNumber, { locals: f, event: redeemNumber, line: undefined, kept: false }),
  ]);
  return plan.rewards.map((reward, index) =>
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
}

/** Leaves the step where the reward is refused. */
function redeemed(parts: Parts, redeems: readonly Redeem[], event: number, f: Body<'void'>): readonly Stmt[] {
  const { engine: e, fields } = parts;
  const { g, plan, pointers } = e;
  const columns = pointers.events[event]?.columns ?? [];
  const [reward, quantity] = columns;
  if (reward === undefined || quantity === undefined) throw new Error('a redemption of nothing');
  const which = f.i32('which');
  const times = f.i64('times');
  const accepted = f.i32('accepted');
  const whichValue = fields.column(reward, g.index.get, f);
  const timesValue = fields.column(quantity, g.index.get, f);
  return [
    which.set(whichValue.kind === 'i32' ? whichValue.value : c32(-1)),
    times.set(timesValue.kind === 'i64' ? timesValue.value : ZERO64),
    when(i64.le(times.get, ZERO64), [f.ret()]),
    ...redeems.map((redeem, index) =>
      when(i32.eq(which.get, c32(e.codeOf(plan.rewards[index]?.name ?? ''))), [
        accepted.set(redeem.call(times.get)),
      ]),
    ),
    when(i32.eqz(accepted.get), [f.ret()]),
  ];
}

/** What follows the recording: reversal, benefits, rules, reviews. */
function afterRecording(
  parts: Parts,
  takeBack: TakeBack,
  event: string,
  number: number,
  place: Place,
  began: Local<'i32'>,
): Stmt {
  const { engine: e, measures, rules, tiers, frame } = parts;
  const { g, plan } = e;
  const { locals } = place;
  const planEvent = plan.events[number];
  const triggered = triggeredBy(plan, event);
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
  if (planEvent !== undefined && reverses) code.push(takeBack(planEvent, place));
  code.push(benefits(parts, event, place));
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
}

function triggeredBy(plan: Plan, event: string): Triggered[] {
  return plan.rules.flatMap((rule, index) =>
    rule.trigger.kind === 'event' && rule.trigger.events.includes(event)
      ? [{ rule: index, guard: undefined, frame: nop }]
      : [],
  );
}

/** A benefit's `when` is asked each time its event happens: it may raise, and it costs where it is true. */
function benefits(parts: Parts, event: string, place: Place): Stmt {
  const { engine: e, expressions, frame } = parts;
  const { g, plan, working } = e;
  return doAll(
    ...plan.benefits
      .filter((benefit) => benefit.per === event)
      .map((benefit) => {
        const { from, until } = benefit.during;
        const isDuring = and(
          ...(from === undefined ? [] : [i32.ge(g.day.get, c32(from))]),
          ...(until === undefined ? [] : [i32.le(g.day.get, c32(until))]),
        );
        const cost = benefitCost(parts, benefit, place);
        if (benefit.when === undefined) return when(isDuring, [working(benefit.name), cost]);
        return when(isDuring, [
          working(benefit.name),
          frame(),
          when(expressions.condition(benefit.when, place), [cost]),
        ]);
      }),
  );
}

/** A benefit costs its expense each time its event happens while its `when` is true. */
function benefitCost(parts: Parts, benefit: Plan['benefits'][number], place: Place): Stmt {
  const { engine: e, totals, lots } = parts;
  const { g, plan } = e;
  const { expense } = benefit;
  if (expense === undefined) return nop;
  const index = plan.benefits.indexOf(benefit);
  const owner = plan.rules.length + plan.rewards.length + index;
  const factor = expense * power10(totals.costScale - plan.currency.decimals);
  return doAll(
    when(totals.month.get, [
      totals.cost(c32(owner), c64(1), factor),
      ...(expense > 0n
        ? [totals.add(c32(totals.cells.benefits + 2 * index), c64(1)), totals.reach(owner)]
        : [totals.touch(owner)]),
    ]),
    when(g.record.get, [lots.chainCost(expense, c64(1), owner, place.locals)]),
  );
}

/** Measures `before this` that some of these rules read, behind names too. */
function beforeMeasures(plan: Plan, rules: readonly number[]): readonly number[] {
  const found = new Set<number>();
  const seen = new Set<number>();
  const read = new Set<number>();
  const walk = (part: unknown): void =>
    eachNode(part, (node) => {
      if (node.kind === 'measure' && typeof node.measure === 'number') {
        const measure = plan.measures[node.measure];
        if (measure?.beforeThis === true) found.add(node.measure);
      }
      if (node.kind === 'named' && typeof node.named === 'number' && !seen.has(node.named)) {
        seen.add(node.named);
        walk(plan.named[node.named]?.expr);
      }
      if (node.kind === 'parameter' && typeof node.parameter === 'number' && !read.has(node.parameter)) {
        read.add(node.parameter);
        walk(plan.parameters[node.parameter]?.content);
      }
    });
  for (const rule of rules) walk(plan.rules[rule]);
  return [...found];
}
