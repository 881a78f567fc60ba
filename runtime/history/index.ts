export type { CellMap } from './cell-map.ts';
export { Collector, type Draft, type Enrolment, type Original, type SourceRow } from './collector.ts';
export type {
  CompiledEntry,
  CompiledEvent,
  CompiledTest,
  CompiledTime,
  CompiledValue,
} from './compile-mapping.ts';
export { Fault, fault } from './fault.ts';
export {
  jsonReader,
  PLAIN_STYLE,
  type Setting,
  type TextReader,
  textReader,
  type ValueStyle,
} from './field-reader.ts';
export { fitHistory, fitMember, incomplete, type Ties } from './fit.ts';
export { type Json, parseJson } from './json-text.ts';
export type { Mapping } from './mapping.ts';
export { historyMessages } from './messages.ts';
export {
  type Clock,
  type ClockFormat,
  canHappen,
  clockFormat,
  ISO,
  type Moment,
  momentOf,
} from './moment.ts';
export { nativeHeader, nativeRows } from './native-rows.ts';
export {
  comparable,
  formatQuantity,
  halfWidth,
  type NumberStyle,
  readQuantity,
  signsOf,
} from './number.ts';
export {
  openParquet,
  type ParquetColumns,
  type ParquetGroup,
  parquetColumns,
  parquetRows,
  pathsOf,
  type RandomFile,
} from './parquet-file.ts';
export { entryOf, type ParquetEntries, type ParquetVector } from './parquet-pages.ts';
export { columnName, jsonOf, type ParquetKind } from './parquet-value.ts';
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
  isJsonText,
  isParquet,
  ROW_FORMS,
  rawTexts,
  readHistory,
  readNativeRows,
  readRows,
  readSources,
  rejectUncut,
  warningsOf,
} from './read-history.ts';
export { countByReason, rejectsCsv } from './rejects.ts';
export { Reversals } from './reversal.ts';
export { cellTest } from './row-test.ts';
export { CsvScanner, LineScanner, type RawRow, ROW_LIMIT, type Scanner } from './scan.ts';
export { type EventShape, shapesOf } from './shape.ts';
export type { Chunks } from './text.ts';
export { isEncoding, joined, markOf } from './text.ts';
export { type Zone, Zones } from './zone.ts';
