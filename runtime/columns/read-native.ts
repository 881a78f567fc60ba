import type { Plan } from '../../schema/index.ts';
import {
  Fault,
  type HistorySource,
  isParquet,
  openParquet,
  parquetColumns,
  type RandomFile,
  ROW_FORMS,
} from '../history/index.ts';
import type { ColumnSink } from './column-sink.ts';
import { type Cut, drive } from './drive.ts';
import { NativeRows } from './native-rows.ts';
import { trimStart } from './text-bytes.ts';
import { driveTyped } from './typed-rows.ts';

/** Reads a native file by its bytes or its typed columns; rows with a doubt go the way of the reader of rows. */
export async function readNativeColumns(
  plan: Plan,
  source: HistorySource,
  number: number,
  sink: ColumnSink,
): Promise<Fault | undefined> {
  const { chunks } = source;
  if (isParquet(chunks)) return readTypedColumns(plan, source.name, chunks, number, sink);
  await drive(chunks, undefined, (first) => {
    const json = first[trimStart(first, 0, first.length)] === 123;
    const cut: Cut = json ? { kind: 'lines' } : { kind: 'cells', delimiter: 44 };
    return { cut, reader: new NativeRows(plan, source.name, number, sink, cut) };
  });
  return undefined;
}

async function readTypedColumns(
  plan: Plan,
  file: string,
  content: RandomFile,
  number: number,
  sink: ColumnSink,
): Promise<Fault | undefined> {
  const opened = await openParquet(file, content);
  if (opened instanceof Fault) return opened;
  const columns = parquetColumns(file, opened, undefined);
  if (columns === undefined) return ROW_FORMS.native(plan, { name: file, chunks: content }, sink);
  const rows = new NativeRows(plan, file, number, sink, { kind: 'lines' });
  rows.openTyped(columns.names);
  return driveTyped(columns, rows);
}
