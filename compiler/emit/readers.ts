import { type Engine, Unbounded } from './engine.ts';
import type { Fields } from './fields.ts';
import { MOST_LIMBS, wideBytes } from './library/wide.ts';
import { linesValue } from './lines.ts';
import { type NamedFunction, namedValue } from './named-measures.ts';
import { parameterValue } from './parameters.ts';
import type { Periods } from './periods.ts';
import type { ExpressionCode, Readers, StateReaders } from './reading.ts';
import { c32, copy, doAll, fill, i32, load32 } from './wasm/code.ts';

/** Everything that expressions read, for one module. */
export function newReaders(
  e: Engine,
  fields: Fields,
  periods: Periods,
  state: StateReaders,
  expressions: () => ExpressionCode,
): Readers {
  const named = new Map<number, NamedFunction>();

  const wideOf: Readers['wideOf'] = (part) => {
    if (part.kind === 'wide') return { set: doAll(), address: part.address, limbs: part.limbs };
    const address = e.state.place(wideBytes(2));
    return { set: e.wide.set.call(c32(address), c32(2), part.value), address, limbs: 2 };
  };

  return {
    field: (name, place) => fields.field(name, place),
    lineField: (name, place) => fields.lineField(name, place),
    attribute: (name, locals) => fields.attribute(name, locals),
    parameter: (expr, place) => parameterValue(e, expr, place, expressions()),
    named: (expr, place) => namedValue(e, named, expr, place, expressions()),
    ...state,
    period: periods.of,
    lines: linesValue.bind(undefined, e),
    wideOf,
    wideRoom: (limbs, span) => {
      if (limbs > MOST_LIMBS) throw new Unbounded('wide', span);
      return { address: e.state.place(wideBytes(limbs)) };
    },
    wideMove: (to, toLimbs, from, fromLimbs) =>
      doAll(
        fill(c32(to + 4 + 4 * fromLimbs), c32(0), c32(4 * (toLimbs - fromLimbs))),
        copy(c32(to), c32(from), c32(4 + 4 * fromLimbs)),
      ),
    wideIsNegative: (address) => i32.ne(load32(c32(0), address), c32(0)),
  };
}
