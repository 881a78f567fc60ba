export { ChunkBuilder, type GrowingEvent, type GrowingLines } from './chunk-builder.ts';
export { Dictionary } from './dictionary.ts';
export { GrowingColumn } from './growing.ts';
export { type ChunkSize, chunksOf, membersOf, textAt, writeMember } from './member-columns.ts';
export { type ColumnsOptions, type ColumnsRead, readColumns } from './read-columns.ts';
