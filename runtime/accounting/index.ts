export { usedSoFar } from './assumption.ts';
export { FlowTotals, type PointsFlows, type PointsMoves, type TypeFlows } from './flows.ts';
export { followBatch, followMember } from './follow.ts';
export { LotBook } from './lots.ts';
export {
  type Allocation,
  allocate,
  catchUp,
  type Progress,
  type PromisedPoints,
  recognized,
} from './obligation.ts';
export {
  type AccountingMonth,
  accountingSchedule,
  type MonthOfSales,
  type ObligationTerms,
} from './schedule.ts';
