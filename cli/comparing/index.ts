export { type Compared, compareHistory } from './compare-history.ts';
export { explainMember } from './explain-member.ts';
export { jsonComparison } from './json.ts';
export { type ComparingSetup, prepareComparing } from './pair-work.ts';
export { prettyComparison } from './pretty.ts';
