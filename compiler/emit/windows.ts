import type { PlanWindow } from '../../schema/index.ts';
import type { Engine } from './engine.ts';
import type { Expressions } from './expressions.ts';
import type { Periods } from './periods.ts';
import type { Place } from './reading.ts';
import { c32, doAll, type I32, i32, type Local, nop, type Stmt, select } from './wasm/code.ts';

/** What a window covers, after `set`: whole local days, both included; an absent end is open. */
export interface Range {
  readonly set: Stmt;
  readonly from: Local<'i32'> | undefined;
  readonly to: Local<'i32'> | undefined;
  /** Entries of history before this tick lie before the window (ruling T6). */
  readonly fromTick: Local<'i32'> | undefined;
}

const NEVER = 0x7fff_ffff;

/** The days of a window, seen from the frame (language §5). */
export function rangeOf(
  e: Engine,
  window: PlanWindow,
  place: Place,
  periods: Periods,
  expressions: Expressions,
  sinceTick: (ladder: number) => I32,
): Range {
  const { g, calendar } = e;
  const { locals } = place;
  const local = (name: string) => locals.i32(name);
  switch (window.kind) {
    case 'all':
      return { set: nop, from: undefined, to: undefined, fromTick: undefined };
    case 'this': {
      const [from, to] = [local('from'), local('to')];
      const period = periods.of(window.period);
      const anchor = e.plan.periods[window.period]?.anchor;
      const days = [from.set(period.start.call(g.asOf.get)), to.set(g.windowEnd.get)];
      if (anchor?.kind !== 'since') return { set: all(days), from, to, fromTick: undefined };
      const fromTick = local('fromTick');
      const first = i32.eqz(period.index.call(g.asOf.get));
      days.push(fromTick.set(select(first, sinceTick(anchor.ladder), c32(0))));
      return { set: all(days), from, to, fromTick };
    }
    case 'complete': {
      const [from, to, k] = [local('from'), local('to'), local('k')];
      const { index, startOf } = periods.of(window.period);
      return {
        set: all([
          k.set(i32.sub(index.call(g.asOf.get), c32(window.ending))),
          from.set(startOf.call(i32.sub(k.get, c32(window.count - 1)))),
          // The end of the last one: the day before the next begins, never past the calendar.
          to.set(i32.sub(startOf.call(i32.add(k.get, c32(1))), c32(1))),
        ]),
        from,
        to,
        fromTick: undefined,
      };
    }
    case 'last': {
      const [from, to] = [local('from'), local('to')];
      // Windows of one length are asked for together: the last answer is kept.
      const before =
        window.unit === 'months'
          ? calendar.plusMonths(-window.length).call(to.get)
          : calendar.addDays.call(to.get, c32(-window.length));
      return {
        set: all([to.set(g.windowEnd.get), from.set(i32.add(before, c32(1)))]),
        from,
        to,
        fromTick: undefined,
      };
    }
    case 'since': {
      const from = local('from');
      const set = from.set(expressions.small(window.from, place, c32(NEVER)));
      return { set, from, to: undefined, fromTick: undefined };
    }
    case 'between': {
      const [from, to] = [local('from'), local('to')];
      return {
        set: all([
          from.set(expressions.small(window.from, place, c32(NEVER))),
          to.set(expressions.small(window.to, place, c32(-NEVER))),
        ]),
        from,
        to,
        fromTick: undefined,
      };
    }
  }
}

function all(body: readonly Stmt[]): Stmt {
  return doAll(...body);
}
