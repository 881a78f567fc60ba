export { ChunkTally, type ChunkTotals } from './chunk-tally.ts';
export { eventsOf } from './events.ts';
export { MemberTally, type MemberTotals, type PointsTotals } from './member-tally.ts';
export { ReplayTally, type ReplayTotals } from './replay-tally.ts';
export { type Studied, type Studies, Study } from './study.ts';
