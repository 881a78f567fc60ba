import type { PlanMeasure } from '../../schema/index.ts';
import { minOf } from './arena.ts';
import type { Engine, Locals } from './engine.ts';
import {
  and,
  c32,
  doAll,
  during,
  type I32,
  i32,
  load32,
  nop,
  not,
  type Stmt,
  store32,
  when,
} from './wasm/code.ts';
import type { Body } from './wasm/module.ts';
import type { Range } from './windows.ts';

const MOST = 0x7fff_ffff;

/** Stretches of days with a tier at a level or above: what the last day of a tier is read from. */
export class TierStretches {
  readonly #e: Engine;
  readonly #tiers = new Map<string, number>();

  constructor(e: Engine) {
    this.#e = e;
  }

  /** Where the stretches of a level are: a vector of first and last day, the latest open at {@link MOST}. */
  #stretches(ladder: number, level: number): number | undefined {
    const asked = this.#e.plan.measures.some(
      ({ subject }) => subject.kind === 'tier' && subject.ladder === ladder && subject.level === level,
    );
    if (!asked) return undefined;
    const key = `${ladder}.${level}`;
    const address = this.#tiers.get(key) ?? this.#e.state.place(16);
    this.#tiers.set(key, address);
    return address;
  }

  /** On the enrolment day everybody has the base of every ladder. */
  begin(locals: Locals): Stmt {
    return doAll(
      ...this.#e.plan.ladders.map((_, ladder) => this.#openStretch(this.#stretches(ladder, 0), locals)),
    );
  }

  #openStretch(address: number | undefined, locals: Locals): Stmt {
    if (address === undefined) return nop;
    const entry = locals.i32('entry');
    return doAll(
      entry.set(this.#e.arena.push.call(c32(address), c32(8))),
      store32(entry.get, this.#e.g.day.get),
      store32(entry.get, c32(MOST), 4),
    );
  }

  /** Notes a change of tier; at a day's start the old one lasted until the day before. */
  changed(ladder: number, from: I32, to: I32, lastDay: I32, locals: Locals): Stmt {
    const levels = this.#e.plan.ladders[ladder]?.levels ?? [];
    return doAll(
      ...levels.map((_, level) => {
        const address = this.#stretches(ladder, level);
        if (address === undefined || level === 0) return nop;
        const entry = locals.i32('entry');
        const was = i32.ge(from, c32(level));
        const is = i32.ge(to, c32(level));
        return doAll(
          when(i32.and(is, not(was)), [this.#openStretch(address, locals)]),
          when(i32.and(was, not(is)), [
            entry.set(
              i32.add(load32(c32(address)), i32.shl(i32.sub(load32(c32(address), 4), c32(1)), c32(3))),
            ),
            store32(entry.get, lastDay, 4),
          ]),
        );
      }),
    );
  }

  /** The last day of a tier in a window. */
  body(
    index: number,
    measure: PlanMeasure,
    f: Body<'i32'>,
    rangeIn: (locals: Locals) => Range,
  ): readonly Stmt[] {
    const { subject } = measure;
    if (subject.kind !== 'tier') throw new Error('no tier');
    const address = this.#stretches(subject.ladder, subject.level);
    if (address === undefined) throw new Error(`no stretches for ${index}`);
    const { g } = this.#e;
    const range = rangeIn(f);
    const at = f.i32('at');
    const day = f.i32('day');
    return [
      range.set,
      at.set(load32(c32(address), 4)),
      during(i32.gt(at.get, c32(0)), [
        at.set(i32.sub(at.get, c32(1))),
        day.set(load32(i32.add(load32(c32(address)), i32.shl(at.get, c32(3))), 4)),
        when(i32.eq(day.get, c32(MOST)), [day.set(g.today.get)]),
        ...(range.to === undefined ? [] : [day.set(minOf(day.get, range.to.get))]),
        when(
          and(
            i32.ge(day.get, load32(i32.add(load32(c32(address)), i32.shl(at.get, c32(3))))),
            ...(range.from === undefined ? [] : [i32.ge(day.get, range.from.get)]),
          ),
          [g.has.set(c32(1)), f.ret(day.get)],
        ),
      ]),
      g.has.set(c32(0)),
      f.ret(c32(0)),
    ];
  }
}
