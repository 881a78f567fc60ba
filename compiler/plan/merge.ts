import type { PlanMeasure } from '../../schema/index.ts';
import type { TypedProgram } from '../check/index.ts';

/** What makes two measures one: everything but the words and the place. */
function identity(measure: PlanMeasure, rename: (index: number) => number): string {
  return JSON.stringify(measure, (key, value: unknown) => {
    // INVARIANT: a unit is keyed by the program's own names, which may be `span`, `text` or `measure`.
    if (key === 'unit')
      return typeof value === 'object' && value !== null ? Object.entries(value).sort() : value;
    if (key === 'span' || key === 'text') return undefined;
    if (key === 'measure' && typeof value === 'number') return rename(value);
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

/** Old index → new index of every measure, and the measures that stay, in order of first use. */
export function mergeMeasures(program: TypedProgram): {
  readonly measures: readonly PlanMeasure[];
  readonly rename: (index: number) => number;
} {
  const kept: PlanMeasure[] = [];
  const known = new Map<string, number>();
  const renamed: number[] = [];
  const rename = (index: number) => renamed[index] ?? index;
  for (const measure of program.measures) {
    const key = identity(measure, rename);
    const found = known.get(key);
    if (found === undefined) {
      known.set(key, kept.length);
      renamed.push(kept.length);
      kept.push(measure);
    } else renamed.push(found);
  }
  return { measures: kept, rename };
}

/**
 * The same data with every `measure` index renamed. Nothing is changed in place, and whatever may hold an index is new, also
 * where the same expression stands in two places: those who read a Plan tell its parts apart by what they are.
 */
export function renameMeasures<T>(data: T, rename: (index: number) => number): T {
  const visit = (value: object): object => {
    if (Array.isArray(value)) return value.map((child) => (isObject(child) ? visit(child) : child));
    const copy: Record<string, unknown> = { ...value };
    for (const key of Object.keys(copy)) {
      const child = copy[key];
      if (isObject(child)) {
        if (!WITHOUT_INDEX.has(key)) copy[key] = visit(child);
      } else if (key === 'measure' && typeof child === 'number') copy[key] = rename(child);
    }
    return copy;
  };
  return (isObject(data) ? visit(data) : data) as T;
}

/** Under these keys stand places, types and names: no expression, and so no index of a measure. */
const WITHOUT_INDEX: ReadonlySet<string> = new Set(['unit', 'span', 'nameSpan', 'type', 'title', 'message']);

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
