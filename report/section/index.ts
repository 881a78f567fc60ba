export { type CsvCell, sectionCsv, toCsv } from './csv.ts';
export {
  cellText,
  opening,
  right,
  type Section,
  type SectionCell,
  type SectionColumn,
  sentence,
  toned,
} from './section.ts';
