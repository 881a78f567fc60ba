import { usePage } from '../state/index.ts';
import { useSay } from '../words/index.ts';
import { saveCsvFile } from './save-csv-file.ts';

/** A table as a file. */
export function SaveCsv({ title, csv }: { readonly title: string; readonly csv: () => string }) {
  const say = useSay();
  const program = usePage((state) => state.name);
  const write = (): void => saveCsvFile(program, title, [csv()]);
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
