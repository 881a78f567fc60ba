import type { Engine } from './engine.ts';
import { ALIVE, LENGTH, NEXT, PREVIOUS } from './logs.ts';
import { c32, during, type I32, i32, load32, store32, when } from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** `(instance, stride, from, end) → number` of a living entry. */
type Find = Func<readonly ['i32', 'i32', 'i32', 'i32'], 'i32'>;

/** One of the two ways along a log. */
interface Way {
  /** Where an entry keeps the number of the next one on this way. */
  readonly link: number;
  readonly isBefore: (at: I32, end: I32) => I32;
  readonly isEntry: (at: I32, length: I32) => I32;
  /** What is answered where nothing lives. */
  readonly none: (end: I32) => I32;
}

/** Functions that find what lives in logs whose entries can die. */
export class Living {
  readonly #e: Engine;
  #next: Find | undefined;
  #last: Find | undefined;

  constructor(e: Engine) {
    this.#e = e;
  }

  /** The first living entry from one on; `end` where there is none. */
  next(): Find {
    this.#next ??= this.#finder('alive.next', {
      link: NEXT,
      isBefore: (at, end) => i32.lt(at, end),
      isEntry: (at, length) => i32.lt(at, length),
      none: (end) => end,
    });
    return this.#next;
  }

  /** The last living entry from one back to `end`; one before `end` where there is none. */
  last(): Find {
    this.#last ??= this.#finder('alive.last', {
      link: PREVIOUS,
      isBefore: (at, end) => i32.ge(at, end),
      isEntry: (at) => i32.ge(at, c32(0)),
      none: (end) => i32.sub(end, c32(1)),
    });
    return this.#last;
  }

  /** Walks one way along the links; dead entries are passed in ever longer steps. */
  #finder(name: string, way: Way): Find {
    return this.#e.m.func(name, ['i32', 'i32', 'i32', 'i32'], 'i32', (f, base, stride, from, end) => {
      const at = f.i32('at');
      const next = f.i32('next');
      const entry = (i: I32): I32 => i32.add(load32(base.get), i32.mul(i, stride.get));
      return [
        during(way.isBefore(from.get, end.get), [
          at.set(entry(from.get)),
          when(load32(at.get, ALIVE), [f.ret(from.get)]),
          next.set(load32(at.get, way.link)),
          when(way.isEntry(next.get, load32(base.get, LENGTH)), [
            when(i32.eqz(load32(entry(next.get), ALIVE)), [
              store32(at.get, load32(entry(next.get), way.link), way.link),
              next.set(load32(at.get, way.link)),
            ]),
          ]),
          from.set(next.get),
        ]),
        f.ret(way.none(end.get)),
      ];
    });
  }
}
