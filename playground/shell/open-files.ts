import { readDocument } from '../share/index.ts';
import type { Controller } from '../state/index.ts';

const nameOf = ({ name }: File): string => name.replace(/\.(ya?ml|kizuna\.json|json)$/i, '');

/** What is not a document of the editor: rows, to be read as a history. */
const isHistory = ({ name }: File): boolean => /\.(csv|tsv|txt|jsonl|ndjson|parquet)$/i.test(name);

/** Opens files that somebody chose or dropped: documents in the editor, anything with rows as a history. */
export async function openFiles(controller: Controller, files: readonly File[]): Promise<void> {
  const rows = files.filter(isHistory);
  if (rows.length > 0) controller.offerHistory(rows);
  for (const file of files) {
    if (isHistory(file)) continue;
    const read = await readDocument(file);
    const tell = (en: string, ja: string): void =>
      controller.tell({ kind: 'trouble', text: { en: `${file.name}: ${en}`, ja: `${file.name}: ${ja}` } });
    switch (read.kind) {
      case 'program':
        controller.openProgram({
          name: nameOf(file),
          documents: { program: read.text, tests: '', scenario: '' },
        });
        break;
      case 'tests':
      case 'scenario':
        controller.edit(read.kind, read.text);
        controller.setTab(read.kind);
        break;
      case 'page':
        if (!controller.restore(read.text))
          tell(
            'this was not saved by this version of Kizuna',
            'このバージョンの Kizuna で保存されたファイルではありません',
          );
        break;
      case 'mapping':
        tell(
          'a mapping belongs to a history: open it together with its rows, under history',
          'マッピングは履歴の読み方を書いた文書です。「履歴」で行のファイルと一緒に開いてください',
        );
        break;
      case 'large':
        tell('too large for a document of the editor', 'エディターの文書としては大きすぎます');
        break;
      case 'unknown':
        tell(
          'neither a program, tests or a scenario (YAML) nor rows of a history (CSV, JSON Lines, Parquet)',
          'プログラム・テスト・シナリオ（YAML）でも、履歴の行（CSV、JSON Lines、Parquet）でもありません',
        );
        break;
    }
  }
}
