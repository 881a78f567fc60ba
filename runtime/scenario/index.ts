export { type Altered, HistoryAlterer } from './alter.ts';
export { type BreakEven, findBreakEven, STRONGEST, type Trial } from './break-even.ts';
export type { Groups } from './decisions.ts';
export { drawn } from './draws.ts';
export { asNumber, netOf, type PeriodFigures, periodFigures } from './period.ts';
export { type Quantiles, quantilesOf } from './quantiles.ts';
export { addTallies, figuresOf, type RunFigures, type RunTally } from './run-totals.ts';
export {
  type JobResult,
  type JobRunner,
  type ResponseFigures,
  type Scenario,
  type ScenarioFigures,
  simulateScenario,
} from './simulate.ts';
export { type Counting, countingSpend } from './spend.ts';
export {
  type Done,
  type Job,
  type Participants,
  type Role,
  type ScenarioTask,
  ScenarioWork,
} from './work.ts';
