export type { Mapping } from './mapping.ts';
export { historyMessages } from './messages.ts';
export type { HistoryNotice, HistoryRead, HistorySource, ReadOptions } from './read-history.ts';
export { checkMapping, readHistory } from './read-history.ts';
export { countByReason, rejectsCsv } from './rejects.ts';
export type { Chunks } from './text.ts';
