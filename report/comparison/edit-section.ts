import type { Difference } from '../../compiler/index.ts';
import { type Section, type SectionCell, toned } from '../section/index.ts';
import type { Writing } from './writing.ts';

const MOST = 20;
const WIDEST = 48;

function cut(text: string): string {
  const signs = [...text];
  return signs.length <= WIDEST ? text : `${signs.slice(0, WIDEST - 1).join('')}…`;
}

/** What the candidate's document says differently. */
export function editSection(edits: readonly Difference[], { words }: Writing): Section {
  const cell = (text: string | undefined): SectionCell =>
    text === undefined ? toned(words({ en: 'not there', ja: 'なし' }), 'dim') : cut(text);
  const rest = edits.length - MOST;
  const notes: string[] = [];
  if (edits.length === 0)
    notes.push(words({ en: 'both say the same', ja: '変更前と変更案の内容は同じです' }));
  if (rest > 0) notes.push(words({ en: `and ${rest} more`, ja: `ほか ${rest} 件` }));
  return {
    title: words({ en: 'what changes in the program', ja: 'プログラムの変更点' }),
    columns: [
      { title: words({ en: 'where', ja: '場所' }) },
      { title: words({ en: 'base', ja: '変更前' }) },
      { title: words({ en: 'candidate', ja: '変更案' }) },
    ],
    rows: edits.slice(0, MOST).map(({ path, before, after }) => [path.join('.'), cell(before), cell(after)]),
    notes,
    isDetail: false,
  };
}
