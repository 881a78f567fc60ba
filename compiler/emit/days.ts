import { maxOf, minOf } from './arena.ts';
import { type Parts, startOf } from './parts.ts';
import type { Place } from './reading.ts';
import { record } from './recording.ts';
import type { Triggered } from './rules.ts';
import { c32, doAll, goTo, i32, loop, nop, when } from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** The steps of a member that no row brings. */
export interface Days {
  readonly enroll: Func<readonly [], 'void'>;
  readonly morning: Func<readonly ['i32'], 'void'>;
  /** `(before) → day`: the next day whose start has something to do, after the present day; opens lots up to then. */
  readonly due: Func<readonly ['i32'], 'i32'>;
  /** A day on which nothing is due begins without a morning. */
  readonly quiet: Func<readonly ['i32'], 'void'>;
}

/** Emits the enrolment, the starts of days, and the search for the next one. */
export function emitDays(parts: Parts): Days {
  const {
    engine: { m, g },
    lots,
  } = parts;
  return {
    enroll: emitEnroll(parts),
    morning: emitMorning(parts),
    due: emitDue(parts),
    quiet: m.func('quiet', ['i32'], 'void', (f, day) => [g.day.set(day.get), lots.open(f)]),
  };
}

function emitEnroll(parts: Parts): Days['enroll'] {
  const { engine: e, rules, tiers, frame, begin } = parts;
  const { m, g, plan } = e;
  return m.func('enroll', [], 'void', (f) => {
    const place: Place = { locals: f, event: undefined, line: undefined, kept: false };
    const triggered = plan.rules.flatMap((rule, index) =>
      rule.trigger.kind === 'enroll' ? [{ rule: index, guard: undefined, frame: nop }] : [],
    );
    return [
      begin(g.enrolled.get, startOf(g.enrolled.get), false),
      record(parts, 'enroll', undefined, place),
      frame(),
      ...rules.run(triggered, place, undefined),
      tiers.lookAtEvent(),
      f.i32('reviewed').set(tiers.review.call()),
      tiers.settle(),
    ];
  });
}

function emitMorning(parts: Parts): Days['morning'] {
  const { engine: e, lots, rules, tiers, schedules, frame, begin } = parts;
  const { m, g, plan } = e;
  return m.func('morning', ['i32'], 'void', (f, day) => {
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
      begin(day.get, startOf(day.get), true),
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
}

function emitDue(parts: Parts): Days['due'] {
  const { engine: e, lots, tiers, schedules, frame } = parts;
  const { m, g } = e;
  return m.func('due', ['i32'], 'i32', (f, before) => {
    const next = f.i32('next');
    const opens = f.i32('opens');
    // Dates that move are asked as of tomorrow's start.
    const tomorrow = [
      g.today.set(i32.add(g.day.get, c32(1))),
      g.now.set(startOf(g.today.get)),
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
      // Where dates move every day is asked; otherwise what is posted until then says when it ends.
      lots.moves ? nop : g.wake.set(minOf(next.get, lots.opensNext())),
      f.ret(next.get),
    ];
  });
}
