import type { Engine, Slot } from './engine.ts';
import type { Expressions } from './expressions.ts';
import type { Fields } from './fields.ts';
import { keyOf } from './instances.ts';
import type { Log } from './logs.ts';
import type { Place } from './reading.ts';
import { c32, doAll, type I32, i32, type Stmt } from './wasm/code.ts';

/** The filter of a flow, decided when its cause is recorded: whether it counts, and what it is compared by. */
export interface CauseFilter {
  readonly log: Log;
  readonly counts: Slot<'i32'>;
  readonly keys: readonly Slot<'i64'>[];
}

/** What the event at hand means for logs: which of them it counts in, and which its flows count in. */
export class Causes {
  readonly #e: Engine;
  readonly #logs: readonly Log[];
  readonly #fields: Fields;
  readonly #expressions: () => Expressions;
  readonly #filters: readonly CauseFilter[];

  constructor(e: Engine, logs: readonly Log[], fields: Fields, expressions: () => Expressions) {
    this.#e = e;
    this.#logs = logs;
    this.#fields = fields;
    this.#expressions = expressions;
    this.#filters = logs
      .filter((log) => log.subject.kind === 'flow' && (log.where !== undefined || log.same.length > 0))
      .map((log) => ({
        log,
        counts: e.state.i32(),
        keys: log.same.map(() => e.state.i64()),
      }));
  }

  /** Forgets what the last event meant for flows: a step without a cause counts for none that asks for one. */
  forget(): Stmt {
    return doAll(...this.#filters.map(({ counts }) => counts.set(c32(0))));
  }

  /**
   * Decides every `where` over this type, in the order of measures; the code that adds the event comes later and reads
   * the locals.
   */
  decide(event: string, place: Place): { readonly set: Stmt; readonly decided: ReadonlyMap<Log, I32> } {
    const decided = new Map<Log, I32>();
    const logs = [...this.#logs].sort((a, b) => a.first - b.first);
    const code: Stmt[] = [];
    for (const log of logs) {
      const { subject, where } = log;
      const text = this.#e.plan.measures[log.first]?.text ?? '';
      if (subject.kind === 'event' && subject.event === event && where !== undefined) {
        const counts = place.locals.i32('counts');
        code.push(this.#e.working(text), counts.set(this.#expressions().condition(where, place)));
        decided.set(log, counts.get);
      }
      const cause = this.#filters.find((each) => each.log === log);
      if (cause === undefined || subject.kind !== 'flow' || !subject.causes.includes(event)) continue;
      if (where !== undefined) {
        code.push(this.#e.working(text), cause.counts.set(this.#expressions().condition(where, place)));
      } else {
        code.push(cause.counts.set(c32(1)));
      }
      log.same.forEach((name, i) => {
        const key = keyOf(this.#fields, name, place);
        const slot = cause.keys[i];
        if (slot === undefined) return;
        code.push(slot.set(key.value));
        if (key.present) code.push(cause.counts.set(i32.and(cause.counts.get, key.present.get)));
      });
    }
    return { set: doAll(...code), decided };
  }

  /** The filter of the event at hand for a log; undefined where the log asks nothing of a cause. */
  of(log: Log): CauseFilter | undefined {
    return this.#filters.find((each) => each.log === log);
  }

  /** Filters that an expiry asks of the event that caused the lot: what lots keep. */
  expired(points: number): readonly CauseFilter[] {
    return this.#filters.filter(
      ({ log }) =>
        log.subject.kind === 'flow' && log.subject.flow === 'expired' && log.subject.points === points,
    );
  }
}
