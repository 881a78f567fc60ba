import { save } from '../share/index.ts';
import { fileName } from './file-name.ts';

/** Spreadsheets know by it that the text is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** Saves CSV, in as many parts as it was written in, under a name that every system takes. */
export function saveCsvFile(program: string, title: string, parts: readonly string[]): void {
  save(`${fileName(program, title)}.csv`, new Blob([BYTE_ORDER_MARK, ...parts]), 'text/csv;charset=utf-8');
}
