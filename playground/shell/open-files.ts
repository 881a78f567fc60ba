import type { DocumentKind } from '../contract/index.ts';
import { readDocument } from '../share/index.ts';
import type { Controller, Notice } from '../state/index.ts';

const nameOf = ({ name }: File): string => name.replace(/\.(ya?ml|kizuna\.json|json)$/i, '');

/** What is not a document of the editor: rows, to be read as a history. */
const isHistory = ({ name }: File): boolean => /\.(csv|tsv|txt|jsonl|ndjson|parquet)$/i.test(name);

/** What to say of tests that are written for another program than the one that is open; scenarios name theirs by a path. */
function strangerOf(
  controller: Controller,
  { name }: File,
  { kind, text }: { readonly kind: DocumentKind; readonly text: string },
): Notice | undefined {
  const [, wanted] = /^tests\s*:\s*['"]?([^\s'"#]+)/m.exec(text) ?? [];
  const own = controller.store.getState().inspected?.plan?.program;
  if (kind !== 'tests' || wanted === undefined || own === undefined || wanted === own) return undefined;
  return {
    kind: 'trouble',
    text: {
      en: `${name}: these are tests of ${wanted}, and the program that is open is ${own}`,
      ja: `${name}: これは ${wanted} のテストです。開いているプログラムは ${own} です`,
    },
  };
}

/** Opens files that somebody chose or dropped: documents in the editor, anything with rows as a history. */
export async function openFiles(controller: Controller, files: readonly File[]): Promise<void> {
  // What was wrong with files before these is over.
  if (controller.store.getState().notice?.kind === 'trouble') controller.dismiss();
  const rows = files.filter(isHistory);
  const read = await Promise.all(
    files.filter((file) => !isHistory(file)).map(async (file) => ({ file, own: await readDocument(file) })),
  );
  const textOf = (kind: DocumentKind): string | undefined =>
    read.flatMap(({ own }) => (own.kind === kind && 'text' in own ? [own.text] : []))[0];
  const main = read.find(({ own }) => own.kind === 'program');
  // A program comes with the tests and the scenario beside it; without one they belong to the program that is open.
  if (main !== undefined)
    controller.openProgram({
      name: nameOf(main.file),
      documents: {
        program: textOf('program') ?? '',
        tests: textOf('tests') ?? '',
        scenario: textOf('scenario') ?? '',
      },
    });
  for (const { file, own } of read) {
    const tell = (en: string, ja: string): void =>
      controller.tell({ kind: 'trouble', text: { en: `${file.name}: ${en}`, ja: `${file.name}: ${ja}` } });
    switch (own.kind) {
      case 'program':
        break;
      case 'tests':
      case 'scenario':
        if (main !== undefined) break;
        controller.openDocument(own.kind, own.text, strangerOf(controller, file, own));
        break;
      case 'page':
        if (!controller.restore(own.text))
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
  // Last, since they are read for the program that was dropped with them.
  if (rows.length > 0) controller.offerHistory(rows);
}
