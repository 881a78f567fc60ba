export { figuresOf } from './figures.ts';
export { jsonSummary } from './json.ts';
export { membersTable } from './members.ts';
export { prettySummary } from './pretty.ts';
export { type MemberTotals, Tally } from './tally.ts';
