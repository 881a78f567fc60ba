export {
  type ComparedVersion,
  type ComparisonFigures,
  comparisonFigures,
  type SourceChange,
} from './figures.ts';
export { comparisonHead } from './head.ts';
export { comparisonMarkdown } from './markdown.ts';
export { CHANGE_TITLES } from './member-sections.ts';
export { comparisonSections } from './sections.ts';
export { type Writing, writingOf } from './writing.ts';
