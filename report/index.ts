export {
  type ComparedVersion,
  type ComparisonFigures,
  cellText,
  comparisonFigures,
  comparisonMarkdown,
  comparisonSections,
  type Section,
  type SectionCell,
  type SourceChange,
  type Writing,
  writingOf,
} from './comparison/index.ts';
export { type KpiKind, kpiKind, unitAfter } from './figures/index.ts';
export { type Report, reportPage } from './html/index.ts';
