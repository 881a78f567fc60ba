import { save } from '../share/index.ts';
import { usePage } from '../state/index.ts';
import { useSay } from '../words/index.ts';
import { fileName } from './file-name.ts';

/** Spreadsheets know by it that the text is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** A table as a file. */
export function SaveCsv({ title, csv }: { readonly title: string; readonly csv: () => string }) {
  const say = useSay();
  const program = usePage((state) => state.name);
  const write = (): void =>
    save(`${fileName(program, title)}.csv`, `${BYTE_ORDER_MARK}${csv()}`, 'text/csv;charset=utf-8');
  return (
    <button
      type="button"
      className="tool"
      onClick={write}
      aria-label={say({ en: `CSV: save the figures of “${title}”`, ja: `CSV: 「${title}」の数値を保存` })}
    >
      CSV
    </button>
  );
}
