export {
  addFractions,
  compareFractions,
  divideFractions,
  multiplyFractions,
  negateFraction,
  toFraction,
  ZERO,
} from './exact.ts';
export { parts } from './expressions.ts';
export type { MemberRun, Observation, RunOptions } from './member-run.ts';
export { runMember } from './member-run.ts';
export type { Cost, CostOwner } from './member-state.ts';
export { evaluateField } from './record.ts';
export type { AmountTrace, Consideration, LimitTrace, Subject, Tracer, Verdict } from './tracer.ts';
