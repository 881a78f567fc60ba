export type { ChunkSize, ColumnsOptions, ColumnsRead } from './columns/index.ts';
export {
  chunksOf,
  Dictionary,
  membersOf,
  readColumns,
  textAt,
} from './columns/index.ts';
export { type Batch, CompiledProgram, manifestOf, membersIn, type ReplayedMember } from './compiled/index.ts';
export type {
  AmountTrace,
  Consideration,
  Cost,
  CostOwner,
  LimitTrace,
  MemberRun,
  Observation,
  RunOptions,
  Subject,
  Tracer,
  Verdict,
} from './engine/index.ts';
export { runMember } from './engine/index.ts';
export type {
  Chunks,
  FileContent,
  HistoryNotice,
  HistoryRead,
  HistorySource,
  Mapping,
  RandomFile,
  ReadOptions,
} from './history/index.ts';
export { checkMapping, countByReason, historyMessages, readHistory, rejectsCsv } from './history/index.ts';
export type { HistorySummary, Store } from './parts/index.ts';
export { HistoryParts } from './parts/index.ts';
export type {
  Accumulator,
  Flow,
  KpiObservation,
  KpiResult,
  MemberResult,
  MonthTotals,
  PopulationOptions,
  PopulationResult,
  SourceTotals,
} from './population/index.ts';
export {
  addMember,
  kpiValues,
  mergeAccumulators,
  newAccumulator,
  PopulationRun,
  runPopulation,
} from './population/index.ts';
