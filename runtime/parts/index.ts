export type { Store } from './dealer.ts';
export { HistoryParts, type HistorySummary, type PartsOptions } from './read-parts.ts';
