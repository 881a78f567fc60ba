import { cellText, type Section } from './section.ts';

/** A cell of a file; undefined is an empty one. */
export type CsvCell = string | number | bigint | undefined;

/** What opens a formula in a spreadsheet, beside what only looks like it. */
const FORMULA = /^[\t\r\n ]*[=+\-@＝＋－＠]/u;
/** A signed figure with its unit, as people write it: `-3`, `+1.2 pp`, `+1.2%ポイント`, `-¥1,200`, `+3.5万`. It calls nothing. */
const SIGNED = /^[+-]\p{Sc}?\d[\d.,]*(?: ?(?:%?\p{L}+|%))?$/u;

/** Text as spreadsheets read it as text: what would be a formula there gets the apostrophe that says it is none. */
function unarmed(text: string): string {
  return FORMULA.test(text) && !SIGNED.test(text) ? `'${text}` : text;
}

function written(cell: CsvCell): string {
  if (cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = unarmed(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV (RFC 4180, lines end in CR LF). Names come from programs and histories of anybody, so none becomes a formula. */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');
}

/** A cell as a figure: dashes that say there is none become empty, the minus of print becomes that of a keyboard. */
function figureOf(text: string): string {
  if (/^[-–·]$/.test(text)) return '';
  return text.replace(/^−(?=\p{Sc}?\d)/u, '-').replaceAll('`', '');
}

/** The table of a section as CSV, without its notes; its title heads a first column that has no title of its own. */
export function sectionCsv({ title, columns, rows }: Section): string {
  const head = columns.map((column, index) => (index === 0 && column.title === '' ? title : column.title));
  return toCsv([head, ...rows.map((row) => row.map((cell) => figureOf(cellText(cell))))]);
}
