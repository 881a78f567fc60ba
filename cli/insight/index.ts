export { type Accounting, accountingOf } from './accounting.ts';
export { jsonAccounting } from './accounting-json.ts';
export { accountingSection } from './accounting-section.ts';
export { type Lifetime, lifetimeOf } from './lifetime.ts';
export { jsonLifetime } from './lifetime-json.ts';
export { lifetimeSection } from './lifetime-section.ts';
export { type InsightOptions, readInsightOptions, takesInsight } from './options.ts';
