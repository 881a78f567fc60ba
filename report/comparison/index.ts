export {
  type ComparedVersion,
  type ComparisonFigures,
  comparisonFigures,
  type SourceChange,
} from './figures.ts';
export { comparisonHead } from './head.ts';
export { comparisonMarkdown } from './markdown.ts';
export { comparisonSections } from './sections.ts';
export { type Writing, writingOf } from './writing.ts';
