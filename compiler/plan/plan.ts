import type { Plan } from '../../schema/index.ts';
import type { TypedProgram } from '../check/index.ts';
import { mergeMeasures, renameMeasures } from './merge.ts';

/** A typed program becomes a Plan: equal aggregates are kept once, however often they were written. */
export function plan(program: TypedProgram): Plan {
  const { measures, rename } = mergeMeasures(program);
  const { measures: _unmerged, ...rest } = program;
  return { ...renameMeasures(rest, rename), measures: renameMeasures(measures, rename) };
}
