export type { AgeReport, MovesReport, ReportFigures, SourceReport, Verdict } from './dashboard.ts';
export { type KpiKind, kpiKind } from './kpi-kind.ts';
export { noCost } from './no-cost.ts';
export { drawn, type Numbers, numbersOf, type Shown } from './numbers.ts';
export { unitAfter } from './unit.ts';
