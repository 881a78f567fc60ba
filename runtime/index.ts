export type {
  AmountTrace,
  Consideration,
  Cost,
  CostOwner,
  LimitTrace,
  MemberRun,
  Observation,
  RunOptions,
  Subject,
  Tracer,
  Verdict,
} from './engine/index.ts';
export { evaluateField, runMember } from './engine/index.ts';
