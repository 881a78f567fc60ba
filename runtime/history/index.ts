export type { CellMap } from './cell-map.ts';
export { Collector, type Draft, type Enrolment, type Original, type SourceRow } from './collector.ts';
export type { CompiledEvent, CompiledTime, CompiledValue } from './compile-mapping.ts';
export { Fault, fault } from './fault.ts';
export { fitMember, incomplete, type Ties } from './fit.ts';
export type { Mapping } from './mapping.ts';
export { historyMessages } from './messages.ts';
export type { RandomFile } from './parquet-file.ts';
export type {
  CompiledMapping,
  FileContent,
  Forms,
  HistoryNotice,
  HistoryRead,
  HistorySource,
  ReadOptions,
} from './read-history.ts';
export {
  checkMapping,
  inOrderOf,
  isParquet,
  ROW_FORMS,
  rawTexts,
  readHistory,
  readSources,
  rowsOf,
  warningsOf,
} from './read-history.ts';
export { countByReason, rejectsCsv } from './rejects.ts';
export { Reversals } from './reversal.ts';
export { type EventShape, shapesOf } from './shape.ts';
export type { Chunks } from './text.ts';
