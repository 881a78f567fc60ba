export { ChunkBuilder, type GrowingEvent, type GrowingLines } from './chunk-builder.ts';
export { Dictionary } from './dictionary.ts';
export { type Cut, delimiterByte, drive, isBlank, rawOf } from './drive.ts';
export { GrowingColumn } from './growing.ts';
export { type ChunkSize, chunksOf, membersOf, textAt, writeMember } from './member-columns.ts';
export { type ColumnsOptions, type ColumnsRead, readColumns } from './read-columns.ts';
export type { RowCutter } from './row-cutter.ts';
