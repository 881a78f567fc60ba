export { type KpiKind, kpiKind, unitAfter } from './figures/index.ts';
export { type Report, reportPage } from './html/index.ts';
