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

/** The same data with every `measure` index renamed; nothing is changed in place. */
export function renameMeasures<T>(data: T, rename: (index: number) => number): T {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, child]): [string, unknown] => {
      if (key === 'unit') return [key, child];
      return [key, key === 'measure' && typeof child === 'number' ? rename(child) : visit(child)];
    });
    return Object.fromEntries(entries);
  };
  return visit(data) as T;
}
