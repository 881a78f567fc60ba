export {
  type ComparedVersion,
  type ComparisonFigures,
  comparisonFigures,
  comparisonHead,
  comparisonMarkdown,
  comparisonSections,
  type SourceChange,
  type Writing,
  writingOf,
} from './comparison/index.ts';
export type {
  AgeFigures,
  BooksFigures,
  KpiFigures,
  KpiKind,
  LadderFigures,
  LevelFigures,
  LoyaltyFigures,
  MoveFigures,
  Numbers,
  PointsMonth,
  ReplayOutcome,
  ReportFigures,
  RuleFigures,
  RunFigures,
  SegmentFigures,
  Shown,
  SourceFigures,
  Verdict,
} from './figures/index.ts';
export {
  costOf,
  drawn,
  kpiKind,
  liabilityOf,
  noCost,
  numbersOf,
  reportFigures,
  runFigures,
  totalOf,
  unitAfter,
} from './figures/index.ts';
export { type Report, reportPage } from './html/index.ts';
export {
  type AccountedPoints,
  type Accounting,
  accountingSections,
  insightWriting,
  type Lifetime,
  lifetimeSection,
} from './insight/index.ts';
export { cellText, type Section, type SectionCell } from './section/index.ts';
