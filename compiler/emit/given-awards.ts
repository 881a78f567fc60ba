import { type Engine, type Slot, ZERO64 } from './engine.ts';
import { eachNode } from './nodes.ts';
import { doAll, type Stmt } from './wasm/code.ts';

/** What rules gave at this occasion, for `award(…)`: only where some rule reads it. */
export class GivenAwards {
  readonly #e: Engine;
  readonly #given = new Map<string, Slot<'i64'>>();
  /** Rules that {@link #noteReads} has looked through. */
  readonly #noted = new Set<number>();

  constructor(e: Engine) {
    this.#e = e;
  }

  /** What a rule gave of a points type; undefined where no rule is known to read it. */
  known(rule: number, points: number): Slot<'i64'> | undefined {
    return this.#given.get(`${rule}.${points}`);
  }

  /** What a rule gave of a points type, for a rule that reads it. */
  slot(rule: number, points: number): Slot<'i64'> {
    const key = `${rule}.${points}`;
    const slot = this.#given.get(key) ?? this.#e.state.i64();
    this.#given.set(key, slot);
    return slot;
  }

  /** Clears what `award(…)` of these rules reads, whether or not the rules that it names come at this occasion. */
  forget(rules: readonly number[]): Stmt {
    for (const rule of rules) this.#noteReads(rule);
    return doAll(...[...this.#given.values()].map((slot) => slot.set(ZERO64)));
  }

  /** Finds which awards a rule reads, so that there is a place for them before they are posted. */
  #noteReads(index: number): void {
    if (this.#noted.has(index)) return;
    const { rules, parameters } = this.#e.plan;
    const parts = this.#noted.size === 0 ? [rules[index], parameters] : [rules[index]];
    this.#noted.add(index);
    eachNode(parts, (node) => {
      if (node.kind === 'award' && Array.isArray(node.rules) && typeof node.points === 'number')
        for (const rule of node.rules) if (typeof rule === 'number') this.slot(rule, node.points);
    });
  }
}
