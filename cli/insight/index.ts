export { accountingOf } from './accounting.ts';
export { jsonAccounting } from './accounting-json.ts';
export { lifetimeOf } from './lifetime.ts';
export { jsonLifetime } from './lifetime-json.ts';
export { type InsightOptions, readInsightOptions, takesInsight } from './options.ts';
export { prettyInsight } from './pretty.ts';
