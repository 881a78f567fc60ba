export { jsonDashboard } from './json.ts';
export { prettyDashboard } from './pretty.ts';
