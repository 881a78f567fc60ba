export type { ChunkSize, ColumnsOptions, ColumnsRead } from './columns/index.ts';
export {
  chunksOf,
  Dictionary,
  membersOf,
  readColumns,
  textAt,
} from './columns/index.ts';
export { type Batch, CompiledProgram, membersIn, type ReplayedMember } from './compiled/index.ts';
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
export {
  addFractions,
  compareFractions,
  divideFractions,
  negateFraction,
  power10,
  reduced,
  runMember,
  ZERO,
} from './engine/index.ts';
export type { CustomerModel, GenerationOptions, RowFormat, RowWriter } from './generation/index.ts';
export { customerModel, Generator, rowWriter } from './generation/index.ts';
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
export {
  checkMapping,
  countByReason,
  historyMessages,
  readHistory,
  rejectsCsv,
  Zones,
} from './history/index.ts';
export type {
  BgNbdFit,
  BgNbdParameters,
  Convergence,
  Forecast,
  ForecastMember,
  ForecastOptions,
  ForecastWarning,
  GammaGammaFit,
  GammaGammaParameters,
  Independence,
  Interval,
  Level,
  LtvModel,
  LtvValue,
  MemberForecast,
  OutcomeOptions,
  Outcomes,
  ParameterEstimate,
  Purchase,
  PurchaseSummary,
  Random,
  Refusal,
  RefusalReason,
  RepeatSummary,
  SpendSummary,
  Spread,
  TimeUnit,
} from './ltv/index.ts';
export {
  bgNbdLogLikelihood,
  discountedPurchases,
  drawOutcomes,
  expectedOfNewMember,
  expectedPurchases,
  expectedSpend,
  fitBgNbd,
  fitGammaGamma,
  forecastLtv,
  gammaGammaLogLikelihood,
  historicLtv,
  ltvAfterCost,
  ltvByChurn,
  ltvByMargin,
  ltvByRevenue,
  probabilityAlive,
  randomFrom,
  refusalText,
  summarizePurchases,
} from './ltv/index.ts';
export type { DealtHistory, HistorySummary, PartSummary, Store } from './parts/index.ts';
export { bytesOfChunk, chunkFrom, HistoryParts, readPart } from './parts/index.ts';
export type {
  Answer,
  Failure,
  FromThread,
  PoolOptions,
  Prepare,
  Thread,
  ThreadEvents,
  ToThread,
  Work,
} from './pool/index.ts';
export { inPlace, membersApart, Pool, serve } from './pool/index.ts';
export type {
  Accumulator,
  Counted,
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
  accumulatorOf,
  addCounted,
  addMember,
  kpiValues,
  mergeAccumulators,
  newAccumulator,
  PopulationRun,
  populationResult,
  runPopulation,
} from './population/index.ts';
