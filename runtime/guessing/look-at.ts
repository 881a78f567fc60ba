import { Fault, isParquet, openParquet, parquetRows, pathsOf, type RandomFile } from '../history/index.ts';
import { cutSample } from './cut.ts';
import { sampleText } from './encoding.ts';
import { jsonCells } from './json-cells.ts';
import { shortened, surveyedColumn } from './looks.ts';
import { refuse } from './refusals.ts';
import { type CutSample, type Refused, SURVEYED_ROWS, type Survey, type SurveyResult } from './survey.ts';

/** The beginning of a file: its first bytes, or a Parquet file, of which the first rows are read. */
export type FileStart = Uint8Array | RandomFile;

/** Columns beyond these are not looked at; no export of purchases has so many. */
const MOST_COLUMNS = 300;

/**
 * Says how a file is laid out and what stands in its columns; `whole`: the bytes are all of it. Never throws: what cannot be
 * a history is refused with a reason.
 */
export async function surveyColumns(file: string, start: FileStart, whole: boolean): Promise<SurveyResult> {
  if (!(start instanceof Uint8Array) && isParquet(start)) return surveyParquet(file, start);
  const bytes = start instanceof Uint8Array ? start : new Uint8Array();
  if (bytes.length === 0) return refuse(file, 'file-empty', {});
  if (String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1') {
    const why = {
      en: 'a Parquet file is read from its end, which is not here',
      ja: 'Parquet ファイルは末尾から読みますが、その部分がありません',
    };
    return refuse(file, 'file-parquet', { why });
  }
  const decoded = sampleText(file, bytes, whole);
  if ('kind' in decoded) return decoded;
  const cut = cutSample(file, decoded.text, whole);
  if ('kind' in cut) return cut;
  const { encoding } = decoded;
  const layout = encoding === 'utf-8' ? cut.layout : { ...cut.layout, encoding };
  return surveyOf(file, { ...cut, layout, notes: [...decoded.notes, ...cut.notes] }, whole);
}

async function surveyParquet(file: string, content: RandomFile): Promise<SurveyResult> {
  const opened = await openParquet(file, content);
  if (opened instanceof Fault) return refuse(file, 'file-parquet', { why: opened.message });
  const paths = pathsOf(opened.fields);
  const objects = [];
  const batches = parquetRows(file, opened, undefined, 0);
  for (;;) {
    const next = await batches.next();
    if (next.done === true) {
      if (next.value !== undefined) return refuse(file, 'file-parquet', { why: next.value.message });
      break;
    }
    for (const row of next.value) if (row.json?.kind === 'object') objects.push(row.json);
    if (objects.length >= SURVEYED_ROWS) break;
  }
  if (objects.length === 0) return refuse(file, 'file-no-rows', { header: paths.join(', ').slice(0, 200) });
  const { names, cells } = jsonCells(objects.slice(0, SURVEYED_ROWS));
  const whole = opened.metadata.num_rows <= BigInt(objects.length);
  return surveyOf(file, { layout: { format: 'parquet' }, names, rows: cells, notes: [] }, whole);
}

function surveyOf(file: string, cut: CutSample, whole: boolean): Survey | Refused {
  if (cut.rows.length === 0)
    return refuse(file, 'file-no-rows', { header: cut.names.join(', ').slice(0, 200) });
  const names = cut.names.slice(0, MOST_COLUMNS);
  const columns = names.map((name, at) =>
    surveyedColumn(
      name,
      cut.rows.map((row) => row[at] ?? ''),
    ),
  );
  if (columns.length < 2) return refuse(file, 'file-one-column', {});
  return {
    kind: 'columns',
    file,
    layout: cut.layout,
    native: isNative(cut),
    rows: cut.rows.length,
    whole: whole && cut.rows.length < SURVEYED_ROWS,
    columns,
    notes: cut.notes,
    cells: cut.rows.map((row) => names.map((_, at) => shortened(row[at] ?? ''))),
  };
}

/** The native form is UTF-8, has commas and a header at the top, and these three columns. */
function isNative({ layout, names }: CutSample): boolean {
  const { delimiter, header, skip, encoding, format } = layout;
  const plain =
    delimiter === undefined && header === undefined && skip === undefined && encoding === undefined;
  return plain && format !== 'fixed' && ['member', 'type', 'at'].every((name) => names.includes(name));
}
