export type { Accumulator, MemberResult } from './accumulator.ts';
export { addMember, mergeAccumulators, newAccumulator } from './accumulator.ts';
export {
  accumulatorOf,
  addCounted,
  type Counted,
  monthNumber,
  type ReturnedCost,
  returnedAt,
} from './counted.ts';
export type { Flow } from './flows.ts';
export type { MonthTotals, SourceTotals } from './month.ts';
export type { KpiObservation, KpiResult, PopulationOptions, PopulationResult } from './population.ts';
export { kpiValues, PopulationRun, populationResult, runPopulation } from './population.ts';
