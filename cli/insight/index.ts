export { jsonAccounting } from './accounting-json.ts';
export { jsonLifetime } from './lifetime-json.ts';
export { type InsightOptions, readInsightOptions, takesInsight } from './options.ts';
export { prettyInsight } from './pretty.ts';
