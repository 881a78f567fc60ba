export type { Accumulator } from './accumulator.ts';
export { mergeAccumulators, newAccumulator } from './accumulator.ts';
export { addMember, type MemberResult } from './add-member.ts';
export { windowAt } from './contribution.ts';
export {
  accumulatorOf,
  addCounted,
  type Counted,
  monthNumber,
  type ReturnedCost,
  returnedAt,
} from './counted.ts';
export type { Flow } from './flows.ts';
export type { AgeTotals, MonthTotals, SourceTotals } from './month.ts';
export type { Matrix } from './moves.ts';
export type { KpiObservation, KpiResult, PopulationOptions, PopulationResult } from './population.ts';
export { kpiValues, PopulationRun, populationResult, runPopulation } from './population.ts';
export type { RunTotals } from './run-totals.ts';
