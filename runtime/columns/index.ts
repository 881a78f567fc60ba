export { Dictionary } from './dictionary.ts';
export { type Cut, delimiterByte, drive, isBlank, rawOf } from './drive.ts';
export { type ChunkSize, chunksOf, fieldsAt, linesAt, membersOf, textAt } from './member-columns.ts';
export { type ColumnsOptions, type ColumnsRead, readColumns } from './read-columns.ts';
export type { RowCutter } from './row-cutter.ts';
export { isText, trimEnd, trimStart } from './text-bytes.ts';
