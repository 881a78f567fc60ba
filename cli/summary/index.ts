export { exact, jsonHead, jsonQuantities, jsonSummary } from './json.ts';
export { membersTable } from './members.ts';
export {
  barOf,
  head,
  pointsTable,
  prettySummary,
  right,
  type Setting,
  zeroAsDash,
} from './pretty.ts';
