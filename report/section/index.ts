export { type CsvCell, sectionCsv, toCsv } from './csv.ts';
export {
  BAR_SIGN,
  called,
  cellText,
  headingOf,
  LONGEST_BAR,
  opening,
  right,
  type Section,
  type SectionCell,
  type SectionColumn,
  sentence,
  type Tone,
  toned,
} from './section.ts';
