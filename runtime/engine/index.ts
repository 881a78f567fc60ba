export {
  addFractions,
  compareFractions,
  divideFractions,
  multiplyFractions,
  negateFraction,
  power10,
  reduced,
  roundDivide,
  smaller,
  toFraction,
  ZERO,
} from './exact.ts';
export { bareFrame } from './frame.ts';
export type { Fired, MemberRun, Observation, OpenLot, RunOptions } from './member-run.ts';
export { runMember } from './member-run.ts';
export type { Cost, CostOwner } from './member-state.ts';
export { clampScore } from './outcome.ts';
export { OverflowSignal } from './overflow.ts';
export { periodEnd, periodIndex, periodStart } from './periods.ts';
export { evaluateField } from './record.ts';
export type {
  AmountTrace,
  Consideration,
  LimitTrace,
  StepState,
  Subject,
  Tracer,
  Verdict,
} from './tracer.ts';
export { windowDays } from './windows.ts';
