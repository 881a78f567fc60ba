export { compareColumns } from './compare-columns.ts';
export {
  ComparisonTally,
  changeClass,
  type GroupChange,
  type MemberChange,
  type MemberComparison,
  type NamedChange,
  type TierMoves,
} from './comparison.ts';
export { askGuardrails, type GuardrailResult } from './guardrails.ts';
export { type KpiChange, kpiChanges } from './kpi-change.ts';
export { readAlike } from './reading.ts';
export { type Standing, standingAt, standingOf, worthsOf } from './standing.ts';
export { type KeptOutcomes, PRESENCE, type StandingColumns, standingColumns } from './standing-columns.ts';
export { classOfChange, sharedLadders, type WorthColumns, worthColumns } from './worth-columns.ts';
export { type Weight, type Yardstick, yardstickOf } from './yardstick.ts';
