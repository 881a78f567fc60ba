export type { Store } from './dealer.ts';
export type { DealtHistory } from './part-files.ts';
export {
  HistoryParts,
  type HistorySummary,
  type PartSummary,
  type PartsOptions,
  readPart,
} from './read-parts.ts';
export { bytesOfChunk, chunkFrom } from './stored-chunk.ts';
