export { exact, jsonHead, jsonQuantities, jsonSummary } from './json.ts';
export { showKpi, showRounded, showTarget } from './kpi-value.ts';
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
