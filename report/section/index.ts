export { type CsvCell, sectionCsv, toCsv } from './csv.ts';
export { cellText, right, type Section, type SectionCell, type SectionColumn, toned } from './section.ts';
