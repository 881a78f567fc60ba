import type { Localized } from '../../schema/index.ts';
import { CsvScanner, LineScanner, parseJson, type RawRow, type Scanner } from '../history/index.ts';
import { fixedColumns } from './fixed-width.ts';
import { jsonCells } from './json-cells.ts';
import { refuse } from './refusals.ts';
import { type CutSample, type Refused, SURVEYED_ROWS, type SurveyLayout } from './survey.ts';

const DELIMITERS = [',', '\t', ';', '|'] as const;

/** Finds out how the text of a file is cut into columns, or why it is not. */
export function cutSample(file: string, text: string, whole: boolean): CutSample | Refused {
  const start = text.slice(0, 2000).trimStart();
  if (start === '') return refuse(file, 'file-empty', {});
  if (/^<(?:!doctype|html|head|\?xml|!--)/i.test(start)) {
    const what = /^<\?xml/i.test(start)
      ? { en: 'an XML document', ja: 'XML 文書' }
      : { en: 'a web page', ja: 'ウェブページ' };
    return refuse(file, 'file-web-page', { what });
  }
  if (/^\[\s*[[{]/.test(start)) return refuse(file, 'file-json-list', {});
  if (start.startsWith('{')) return jsonSample(file, text, whole);
  const part = beginning(text);
  return delimited(file, part, whole && part.length === text.length);
}

/** As many lines as are looked at. */
function beginning(text: string): string {
  let at = -1;
  for (let line = 0; line < SURVEYED_ROWS + 50; line += 1) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) return text;
  }
  return text.slice(0, at + 1);
}

function scanned(scanner: Scanner, text: string, whole: boolean): RawRow[] {
  const rows = scanner.push(text, whole);
  // A sample that ends before its first row does is still looked at.
  return (rows.length === 0 ? scanner.push('', true) : rows).slice(0, SURVEYED_ROWS + 20);
}

function jsonSample(file: string, text: string, whole: boolean): CutSample | Refused {
  const rows = scanned(new LineScanner(), text, whole).map((row) => parseJson(row.raw));
  const objects = rows.flatMap((json) => (json?.kind === 'object' ? [json] : []));
  if (objects.length < rows.length / 2) {
    const what = { en: 'text with braces', ja: '波括弧で始まるテキスト' };
    return refuse(file, 'file-binary', { what });
  }
  const { names, cells } = jsonCells(objects.slice(0, SURVEYED_ROWS));
  return { layout: { format: 'jsonl' }, names, rows: cells, notes: [] };
}

interface Cut {
  readonly delimiter: (typeof DELIMITERS)[number];
  readonly rows: readonly RawRow[];
  readonly width: number;
  /** Share of rows of that width. */
  readonly share: number;
}

function cutBy(delimiter: (typeof DELIMITERS)[number], text: string, whole: boolean): Cut {
  const rows = scanned(new CsvScanner(delimiter), text, whole);
  const widths = new Map<number, number>();
  for (const row of rows) widths.set(row.cells.length, (widths.get(row.cells.length) ?? 0) + 1);
  const [width, count] = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { delimiter, rows, width, share: rows.length === 0 ? 0 : count / rows.length };
}

function delimited(file: string, text: string, whole: boolean): CutSample | Refused {
  const cuts = DELIMITERS.map((delimiter) => cutBy(delimiter, text, whole));
  const best = cuts
    .filter((cut) => cut.width > 1 && cut.share > 0.5)
    .sort((a, b) => Math.round(b.share * 20) - Math.round(a.share * 20) || b.width - a.width)[0];
  if (best !== undefined) return table(file, best);
  const lines = scanned(new LineScanner(), text, whole).map((row) => row.raw);
  return fixedColumns(lines) ?? refuse(file, 'file-one-column', {});
}

/** Finds the header of a table, and names the columns where it cannot. */
function table(file: string, { delimiter, rows, width }: Cut): CutSample | Refused {
  const notes: Localized[] = [];
  const first = rows.findIndex(
    (row) => row.cells.length >= width - 1 && row.cells.length <= width && row.cells.length > 1,
  );
  const head = rows[first];
  if (head === undefined) return refuse(file, 'file-one-column', {});
  const csv = {
    format: 'csv',
    ...(delimiter === ',' ? {} : { delimiter: delimiter === '\t' ? '\\t' : delimiter }),
  } as const;
  const skip = head.line - 1;
  const written = head.cells.map((cell) => cell.trim().normalize('NFC'));
  const isHeader = looksLikeHeader(written, rows.slice(first + 1));
  if (skip > 0)
    notes.push({
      en: `the first ${skip} ${skip === 1 ? 'line stands' : 'lines stand'} above the table and ${skip === 1 ? 'is' : 'are'} left out`,
      ja: `表の上にある先頭の ${skip} 行は読み飛ばします`,
    });
  const data = rows
    .slice(isHeader ? first + 1 : first)
    .filter((row) => row.cells.length === width)
    .slice(0, SURVEYED_ROWS)
    .map((row) => row.cells.map((cell) => cell.trim()));
  if (data.length === 0) return refuse(file, 'file-no-rows', { header: written.join(', ').slice(0, 200) });
  const isWhole = isHeader && written.length === width && written.every((name) => name !== '');
  if (isWhole && new Set(written).size === width)
    return { layout: { ...csv, ...(skip > 0 ? { skip } : {}) }, names: written, rows: data, notes };
  const names = ownNames(isHeader ? written : [], width);
  if (isHeader)
    notes.push({
      en: 'the header leaves columns unnamed or names two alike, so the mapping names the columns itself',
      ja: '見出しに空の列名や同じ列名があるため、マッピングで列名を付けます',
    });
  else
    notes.push({
      en: 'the file has no header; its columns are numbered',
      ja: '見出しの行がないため、列に番号を付けます',
    });
  const above = isHeader ? head.line : skip;
  const layout: SurveyLayout = {
    ...csv,
    header: 'no',
    columns: names,
    ...(above > 0 ? { skip: above } : {}),
  };
  return { layout, names, rows: data, notes };
}

/** A header is a row of names: no numbers or dates, and other values below. */
function looksLikeHeader(cells: readonly string[], below: readonly RawRow[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  if (filled.length === 0 || filled.some((cell) => /^[-+¥$€£]?[\d０-９][\d０-９,./:年月日\s-]*$/.test(cell)))
    return false;
  if (below.length === 0) return true;
  const again = cells.filter(
    (cell, at) => cell !== '' && below.slice(0, 200).some((row) => row.cells[at]?.trim() === cell),
  );
  return again.length * 2 < filled.length || again.length === 0;
}

/** Names of all columns, none twice: what the header says, else `column_3`. */
function ownNames(written: readonly string[], width: number): string[] {
  const names: string[] = [];
  for (let at = 0; at < width; at += 1) {
    const wanted = written[at] || `column_${at + 1}`;
    let name = wanted;
    for (let again = 2; names.includes(name); again += 1) name = `${wanted}_${again}`;
    names.push(name);
  }
  return names;
}
