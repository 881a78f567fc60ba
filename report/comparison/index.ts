export {
  type ComparedVersion,
  type ComparisonFigures,
  comparisonFigures,
  type SourceChange,
} from './figures.ts';
export { comparisonMarkdown } from './markdown.ts';
export { cellText, type Section, type SectionCell, type SectionColumn } from './section.ts';
export { comparisonSections } from './sections.ts';
export { type Writing, writingOf } from './writing.ts';
