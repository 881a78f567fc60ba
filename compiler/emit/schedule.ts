import type { PlanTrigger } from '../../schema/index.ts';
import { FOREVER } from '../../schema/index.ts';
import { maxOf, minOf } from './arena.ts';
import type { Engine, Locals, Slot } from './engine.ts';
import type { Fields } from './fields.ts';
import type { Periods } from './periods.ts';
import { c32, choose, doAll, type I32, i32, type Stmt, when } from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** Something that comes on days of its own: the next of them is kept. */
interface Schedule {
  readonly key: string;
  readonly next: Slot<'i32'>;
  /** `(day) →` the first due day after it. */
  readonly after: Func<readonly ['i32'], 'i32'>;
  readonly afterDays: number;
  readonly readsBirthday: boolean;
}

/** Whether a schedule comes today, and the day from which its windows count. */
export interface Due {
  readonly isDue: I32;
  readonly start: I32;
}

type Timed = Extract<PlanTrigger, { kind: 'date' | 'every' | 'birthday' | 'anniversary' }>;

/** Periods, birthdays, anniversaries and dates on which reviews and rules come. */
export class Schedules {
  readonly #e: Engine;
  readonly #periods: Periods;
  readonly #fields: Fields;
  readonly #known = new Map<string, Schedule>();
  /** The first day on which one of them comes. */
  readonly next: Slot<'i32'>;
  #yearly: Func<readonly ['i32', 'i32'], 'i32'> | undefined;

  constructor(e: Engine, periods: Periods, fields: Fields) {
    this.#e = e;
    this.#periods = periods;
    this.#fields = fields;
    this.next = e.state.i32();
    for (const { review } of e.plan.ladders) if (review.kind === 'every') this.#of(review);
    for (const { trigger } of e.plan.rules) {
      if (isTimed(trigger)) this.#of(trigger);
    }
  }

  /** Due days of a scheduled review or rule; undefined for one that no day brings. */
  due(trigger: PlanTrigger | Extract<PlanTrigger, { kind: 'every' }>): Due | undefined {
    if (!isTimed(trigger)) return undefined;
    const { next, afterDays } = this.#of(trigger);
    const { day } = this.#e.g;
    return {
      isDue: i32.eq(next.get, day.get),
      start: afterDays === 0 ? day.get : i32.sub(day.get, c32(afterDays)),
    };
  }

  #of(trigger: Timed): Schedule {
    const key =
      trigger.kind === 'every'
        ? `every ${trigger.period} ${trigger.afterDays}`
        : trigger.kind === 'date'
          ? `date ${trigger.day}`
          : trigger.kind;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const schedule: Schedule = {
      key,
      next: this.#e.state.i32(),
      after: this.#e.m.func(`next ${key}`, ['i32'], 'i32', (f, day) => [
        f.ret(this.#after(trigger, day.get, f)),
      ]),
      afterDays: trigger.kind === 'every' ? trigger.afterDays : 0,
      readsBirthday: trigger.kind === 'birthday',
    };
    this.#known.set(key, schedule);
    return schedule;
  }

  #after(trigger: Timed, day: I32, locals: Locals): I32 {
    const { g } = this.#e;
    const never = c32(FOREVER);
    switch (trigger.kind) {
      case 'date':
        return choose(i32.lt(day, c32(trigger.day)), c32(trigger.day), never);
      case 'every': {
        const period = this.#periods.of(trigger.period);
        const from = maxOf(i32.sub(day, c32(trigger.afterDays)), g.enrolled.get);
        const next = period.startOf.call(i32.add(period.index.call(from), c32(1)));
        return minOf(i32.add(next, c32(trigger.afterDays)), never);
      }
      case 'birthday': {
        const birthday = this.#fields.birthday();
        if (birthday === undefined) return never;
        return choose(birthday.present, this.#nextYearly().call(birthday.value, day), never);
      }
      case 'anniversary': {
        void locals;
        return this.#nextYearly().call(g.enrolled.get, day);
      }
    }
  }

  /** `(date, day) →` the first day after `day` with the date's month and day; 29 February falls on the 28th (ruling C3). */
  #nextYearly() {
    const { m, calendar } = this.#e;
    this.#yearly ??= m.func('next.yearly', ['i32', 'i32'], 'i32', (f, date, day) => {
      const month = f.i32('month');
      const dayOfMonth = f.i32('dayOfMonth');
      const year = f.i32('year');
      const next = f.i32('next');
      const isLeap = i32.and(
        i32.eqz(i32.and(year.get, c32(3))),
        i32.or(i32.ne(i32.rem(year.get, c32(100)), c32(0)), i32.eqz(i32.rem(year.get, c32(400)))),
      );
      // Only February's length depends on the year: any other date is there every year.
      const inYear = calendar.dayOf.call(
        year.get,
        month.get,
        choose(
          i32.and(i32.eq(month.get, c32(2)), i32.eq(dayOfMonth.get, c32(29))),
          i32.add(c32(28), isLeap),
          dayOfMonth.get,
        ),
      );
      return [
        month.set(calendar.monthOf.call(date.get)),
        dayOfMonth.set(calendar.dayOfMonth.call(date.get)),
        year.set(calendar.yearOf.call(day.get)),
        next.set(inYear),
        when(i32.gt(next.get, day.get), [f.ret(next.get)]),
        year.set(i32.add(year.get, c32(1))),
        f.ret(inYear),
      ];
    });
    return this.#yearly;
  }

  /** Sets every schedule to its first day after the present one. */
  begin(): Stmt {
    return this.#renew(
      () => true,
      () => c32(1),
    );
  }

  /** Moves schedules that came today on. */
  moveOn(): Stmt {
    const { day } = this.#e.g;
    return when(i32.le(this.next.get, day.get), [
      this.#renew(
        () => true,
        ({ next }) => i32.le(next.get, day.get),
      ),
    ]);
  }

  /** A profile may have told another birthday. */
  birthdayChanged(): Stmt {
    return this.#renew(
      ({ readsBirthday }) => readsBirthday,
      () => c32(1),
    );
  }

  #renew(which: (schedule: Schedule) => boolean, when_: (schedule: Schedule) => I32): Stmt {
    const { day } = this.#e.g;
    const all = [...this.#known.values()];
    return doAll(
      ...all.filter(which).map((each) => when(when_(each), [each.next.set(each.after.call(day.get))])),
      this.next.set(c32(FOREVER)),
      ...all.map(({ next }) => when(i32.lt(next.get, this.next.get), [this.next.set(next.get)])),
      this.#e.g.wake.set(minOf(this.#e.g.wake.get, this.next.get)),
    );
  }
}

export function isTimed(trigger: PlanTrigger): trigger is Timed {
  return (
    trigger.kind === 'date' ||
    trigger.kind === 'every' ||
    trigger.kind === 'birthday' ||
    trigger.kind === 'anniversary'
  );
}
