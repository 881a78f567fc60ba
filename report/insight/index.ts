export { type AccountingAsked, accountingOf } from './accounting.ts';
export { ACCOUNTING_TITLE, accountingSections, MONTHS_LISTED } from './accounting-sections.ts';
export { type AccountedPoints, type Accounting, type Lifetime, looksAhead } from './figures.ts';
export { type LifetimeAsked, lifetimeOf } from './lifetime.ts';
export { LIFETIME_TITLE, lifetimeOutlook, lifetimeSection } from './lifetime-section.ts';
export { type InsightWriting, insightWriting } from './writing.ts';
