import type { PlanPeriod } from '../../schema/index.ts';
import { civilOf, FIRST_DAY, FOREVER } from '../../schema/index.ts';
import { maxOf, minOf } from './arena.ts';
import type { Engine } from './engine.ts';
import { and, c32, choose, type I32, i32, type Stmt, select, when } from './wasm/code.ts';
import type { Body, Func } from './wasm/module.ts';

/** Days of more than a hundred years. */
const CENTURY = 40_000;

type OfDay = Func<readonly ['i32'], 'i32'>;

/** Functions of one period; days are clamped to the calendar. */
export interface Period {
  /** `(day) → k`, the number of the period that holds the day. */
  readonly index: OfDay;
  /** `(k) → day`, the first day of the k-th. */
  readonly startOf: OfDay;
  /** `(day) →` first and last day of the period that holds the day. */
  readonly start: OfDay;
  readonly end: OfDay;
}

export interface Periods {
  readonly of: (period: number) => Period;
}

/** Periods of the program, each with the last answer kept: asking again for the same month costs two comparisons. */
export function newPeriods(e: Engine, since: (ladder: number) => I32): Periods {
  const made = new Map<number, Period>();
  return {
    of: (number) => {
      const known = made.get(number);
      if (known !== undefined) return known;
      const plan = e.plan.periods[number];
      if (plan === undefined) throw new Error('no such period');
      const period = newPeriod(e, plan, since);
      made.set(number, period);
      return period;
    },
  };
}

function newPeriod(e: Engine, plan: PlanPeriod, since: (ladder: number) => I32): Period {
  const { m, calendar, g, state } = e;
  const { unit, count } = plan.length;
  const anchor: I32 =
    plan.anchor.kind === 'day'
      ? c32(plan.anchor.day)
      : plan.anchor.kind === 'enrolled'
        ? g.enrolled.get
        : since(plan.anchor.ladder);
  /** n divided by count, toward minus infinity. */
  const floorBy = (n: I32): I32 =>
    count === 1 ? n : i32.div(i32.sub(n, select(i32.lt(n, c32(0)), c32(count - 1), c32(0))), c32(count));
  const counted = m.func(`${plan.name}.counted`, ['i32'], 'i32', (f, day) => {
    const n = f.i32('n');
    const clamped = maxOf(c32(FIRST_DAY), minOf(c32(FOREVER), day.get));
    const length = unit === 'days' ? i32.sub(clamped, anchor) : calendar.monthsBetween.call(anchor, clamped);
    return [n.set(length), f.ret(floorBy(n.get))];
  });
  const startOf = m.func(`${plan.name}.startOf`, ['i32'], 'i32', (f, k) => {
    const by = i32.mul(k.get, c32(count));
    return [f.ret((unit === 'months' ? calendar.addMonths : calendar.addDays).call(anchor, by))];
  });
  if (unit === 'days' && count === 1 && plan.anchor.kind === 'day') {
    // A day is its own start and end.
    const self = m.func(`${plan.name}.start`, ['i32'], 'i32', (f, day) => [f.ret(day.get)]);
    return { index: counted, startOf, start: self, end: self };
  }
  const endOf = (next: I32): I32 => choose(i32.ge(next, c32(FOREVER)), c32(FOREVER), i32.sub(next, c32(1)));
  if (plan.anchor.kind === 'since') return sinceChange(e, plan.name, anchor, { counted, startOf, endOf });
  const anchored = plan.anchor.kind === 'day' ? civilOf(plan.anchor.day) : undefined;
  const isCivil = unit === 'months' && anchored?.day === 1 && count <= 1200;
  /** Starts and ends are asked of other days, mostly: each keeps the period it found last. */
  const edge = (name: 'start' | 'end', value: (from: I32, next: I32) => I32): OfDay => {
    const [from, next] =
      plan.anchor.kind === 'day'
        ? [m.global(`${plan.name}.${name}.from`, 'i32'), m.global(`${plan.name}.${name}.next`, 'i32')]
        : [state.i32(), state.i32()];
    /** Months that begin on the first: first days are found without counting from the anchor. */
    const lookAtMonths = (day: I32, f: Body<'void'>): readonly Stmt[] => {
      const month = f.i32('month');
      const base = anchored === undefined ? 0 : anchored.year * 12 + anchored.month - 1;
      const startOfMonth = (number: I32): I32 =>
        calendar.dayOf.call(i32.div(number, c32(12)), i32.add(i32.rem(number, c32(12)), c32(1)), c32(1));
      return [
        calendar.civil.call(day),
        month.set(i32.add(i32.mul(calendar.year.get, c32(12)), i32.sub(calendar.month.get, c32(1)))),
        month.set(i32.add(i32.mul(floorBy(i32.sub(month.get, c32(base))), c32(count)), c32(base))),
        from.set(startOfMonth(month.get)),
        next.set(startOfMonth(i32.add(month.get, c32(count)))),
      ];
    };
    const look = m.func(`${plan.name}.${name}.look`, ['i32'], 'void', (f, day) => {
      // Near the ends of the calendar days are held at its edges, which counting from the anchor sees to.
      const k = f.i32('k');
      const steps = [
        k.set(counted.call(day.get)),
        from.set(startOf.call(k.get)),
        next.set(startOf.call(i32.add(k.get, c32(1)))),
      ];
      if (!isCivil) return steps;
      const isWell = i32.and(
        i32.gt(day.get, c32(FIRST_DAY + CENTURY)),
        i32.lt(day.get, c32(FOREVER - CENTURY)),
      );
      return [when(isWell, lookAtMonths(day.get, f), steps)];
    });
    return m.func(`${plan.name}.${name}`, ['i32'], 'i32', (f, day) => {
      const isKept = i32.and(i32.ge(day.get, from.get), i32.lt(day.get, next.get));
      return [when(i32.eqz(isKept), [look.call(day.get)]), f.ret(value(from.get, next.get))];
    });
  };
  return {
    index: counted,
    startOf,
    start: edge('start', (from) => from),
    end: edge('end', (_, next) => endOf(next)),
  };
}

/** A period that counts anew whenever a level changes: what was found last holds for as long as it has not. */
function sinceChange(
  e: Engine,
  name: string,
  anchor: I32,
  parts: { readonly counted: OfDay; readonly startOf: OfDay; readonly endOf: (next: I32) => I32 },
): Period {
  const { m, state } = e;
  const [since, from, next, number] = [state.i32(), state.i32(), state.i32(), state.i32()];
  const look = m.func(`${name}.look`, ['i32'], 'void', (_, day) => [
    since.set(anchor),
    number.set(parts.counted.call(day.get)),
    from.set(parts.startOf.call(number.get)),
    next.set(parts.startOf.call(i32.add(number.get, c32(1)))),
  ]);
  const asked = (what: string, value: I32): OfDay =>
    m.func(`${name}.${what}`, ['i32'], 'i32', (f, day) => {
      const isKept = and(i32.eq(since.get, anchor), i32.ge(day.get, from.get), i32.lt(day.get, next.get));
      return [when(i32.eqz(isKept), [look.call(day.get)]), f.ret(value)];
    });
  return {
    index: asked('index', number.get),
    startOf: parts.startOf,
    start: asked('start', from.get),
    end: asked('end', parts.endOf(next.get)),
  };
}
