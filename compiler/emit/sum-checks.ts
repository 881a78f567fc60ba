import { type Engine, type Slot, ZERO64 } from './engine.ts';
import type { Fields } from './fields.ts';
import type { MeasureFunctions } from './measure-functions.ts';
import type { Place } from './reading.ts';
import { MIN } from './values.ts';
import { c64, doAll, i32, i64, type Stmt, select, when } from './wasm/code.ts';

/** Sums that may leave 64 bits; what was added in all tells when they need a look. */
export class SumChecks {
  readonly #e: Engine;
  readonly #fields: Fields;
  readonly #functions: MeasureFunctions;
  readonly #sizes = new Map<string, Slot<'i64'>>();

  constructor(e: Engine, fields: Fields, functions: MeasureFunctions) {
    this.#e = e;
    this.#fields = fields;
    this.#functions = functions;
  }

  /** A sum overflows when it is updated (ruling X1), whoever reads it. */
  check(event: string, place: Place): Stmt {
    const code: Stmt[] = [];
    const seen = new Set<string>();
    this.#e.plan.measures.forEach((measure, index) => {
      const { subject, field } = measure;
      if (measure.function !== 'sum' || subject.kind !== 'event' || subject.event !== event) return;
      if (field === undefined) return;
      const key = `${event}.${field}`;
      const size = this.#sizes.get(key) ?? this.#e.state.i64();
      this.#sizes.set(key, size);
      if (!seen.has(key)) {
        seen.add(key);
        const value = this.#fields.field(field, place);
        if (value.kind !== 'i64') return;
        const own = place.locals.i64('size');
        const magnitude = select(i64.lt(own.get, ZERO64), i64.sub(ZERO64, own.get), own.get);
        // Once beyond, always beyond: the sums are then looked at one by one.
        const grown = i64.add(size.get, magnitude);
        const isBeyond = i32.or(
          i64.lt(size.get, ZERO64),
          i32.or(i64.lt(magnitude, ZERO64), i64.lt(grown, ZERO64)),
        );
        const add = size.set(select(isBeyond, c64(MIN), grown));
        code.push(own.set(value.value), value.present === undefined ? add : when(value.present.get, [add]));
      }
      const read = this.#functions.call(index, place, measure.span);
      if (read.kind !== 'i64') return;
      code.push(
        when(i64.lt(size.get, ZERO64), [
          this.#e.working(measure.text),
          place.locals.i64('checked').set(read.value),
        ]),
      );
    });
    return doAll(...code);
  }
}
