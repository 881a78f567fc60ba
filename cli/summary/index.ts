export { figuresOf } from './figures.ts';
export { jsonSummary } from './json.ts';
export { prettySummary } from './pretty.ts';
