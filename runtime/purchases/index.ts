export { type MonthSales, PurchaseCollector, type PurchaseFacts } from './facts.ts';
export { collectChunk } from './from-chunk.ts';
export { collectMember } from './from-history.ts';
export { buyersIn, type SampledBuyer } from './sample.ts';
export { type PurchaseTerms, purchaseTerms } from './terms.ts';
