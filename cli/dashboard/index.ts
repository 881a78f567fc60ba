export { type Dashboard, dashboardOf } from './figures.ts';
export { jsonDashboard } from './json.ts';
export { prettyDashboard } from './pretty.ts';
