import type { Engine } from './engine.ts';
import { ALIVE, LENGTH, NEXT, PREVIOUS } from './logs.ts';
import { c32, during, type I32, i32, load32, store32, when } from './wasm/code.ts';
import type { Func } from './wasm/module.ts';

/** Functions that find what lives in logs whose entries can die. */
export class Living {
  readonly #e: Engine;
  #next: Func<readonly ['i32', 'i32', 'i32', 'i32'], 'i32'> | undefined;
  #last: Func<readonly ['i32', 'i32', 'i32', 'i32'], 'i32'> | undefined;

  constructor(e: Engine) {
    this.#e = e;
  }

  /** The first living entry from one on; `end` where there is none. Dead ones are passed in ever longer steps. */
  next(): Func<readonly ['i32', 'i32', 'i32', 'i32'], 'i32'> {
    this.#next ??= this.#e.m.func(
      'alive.next',
      ['i32', 'i32', 'i32', 'i32'],
      'i32',
      (f, base, stride, from, end) => {
        const at = f.i32('at');
        const next = f.i32('next');
        const entry = (i: I32): I32 => i32.add(load32(base.get), i32.mul(i, stride.get));
        return [
          during(i32.lt(from.get, end.get), [
            at.set(entry(from.get)),
            when(load32(at.get, ALIVE), [f.ret(from.get)]),
            next.set(load32(at.get, NEXT)),
            when(i32.lt(next.get, load32(base.get, LENGTH)), [
              when(i32.eqz(load32(entry(next.get), ALIVE)), [
                store32(at.get, load32(entry(next.get), NEXT), NEXT),
                next.set(load32(at.get, NEXT)),
              ]),
            ]),
            from.set(next.get),
          ]),
          f.ret(end.get),
        ];
      },
    );
    return this.#next;
  }

  /** The last living entry from one back to `end`; one before `end` where there is none. */
  last(): Func<readonly ['i32', 'i32', 'i32', 'i32'], 'i32'> {
    this.#last ??= this.#e.m.func(
      'alive.last',
      ['i32', 'i32', 'i32', 'i32'],
      'i32',
      (f, base, stride, from, end) => {
        const at = f.i32('at');
        const next = f.i32('next');
        const entry = (i: I32): I32 => i32.add(load32(base.get), i32.mul(i, stride.get));
        return [
          during(i32.ge(from.get, end.get), [
            at.set(entry(from.get)),
            when(load32(at.get, ALIVE), [f.ret(from.get)]),
            next.set(load32(at.get, PREVIOUS)),
            when(i32.ge(next.get, c32(0)), [
              when(i32.eqz(load32(entry(next.get), ALIVE)), [
                store32(at.get, load32(entry(next.get), PREVIOUS), PREVIOUS),
                next.set(load32(at.get, PREVIOUS)),
              ]),
            ]),
            from.set(next.get),
          ]),
          f.ret(i32.sub(end.get, c32(1))),
        ];
      },
    );
    return this.#last;
  }
}
