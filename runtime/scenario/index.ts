export { type Altered, HistoryAlterer } from './alter.ts';
export { type BreakEven, STRONGEST } from './break-even.ts';
export type { Groups } from './decisions.ts';
export { asNumber, type PeriodFigures } from './period.ts';
export type { Quantiles } from './quantiles.ts';
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
