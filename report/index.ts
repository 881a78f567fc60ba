export { type KpiKind, kpiKind, unitAfter } from './figures/index.ts';
