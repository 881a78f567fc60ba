import type { Difference } from '../../compiler/index.ts';
import { called, type Section, type SectionCell, toned } from '../section/index.ts';
import type { Writing } from './writing.ts';

const MOST = 20;
const WIDEST = 48;

/** Signs kept before the place where two texts part. */
const LEAD = 12;

/** A text in little room, from shortly before `parting` on. */
function cut(text: string, parting: number): string {
  const signs = [...text];
  if (signs.length <= WIDEST) return text;
  const from = Math.max(0, Math.min(parting - LEAD, signs.length - WIDEST + 1));
  const lead = from > 0 ? '…' : '';
  const room = WIDEST - lead.length;
  const rest = signs.slice(from);
  return lead + (rest.length <= room ? rest.join('') : `${rest.slice(0, room - 1).join('')}…`);
}

/** How many signs two texts have in common at their beginning. */
function partingOf(before: string | undefined, after: string | undefined): number {
  if (before === undefined || after === undefined) return 0;
  const [one, other] = [[...before], [...after]];
  const at = one.findIndex((sign, index) => sign !== other[index]);
  return at < 0 ? one.length : at;
}

/** What the candidate's document says differently. */
export function editSection(edits: readonly Difference[], { words }: Writing): Section {
  const cell = (text: string | undefined, parting: number): SectionCell =>
    text === undefined ? toned(words({ en: 'not there', ja: 'なし' }), 'dim') : cut(text, parting);
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
    rows: edits.slice(0, MOST).map(({ path, before, after }) => {
      const parting = partingOf(before, after);
      const where = path.join('.');
      // As it is written: no word of a page that would begin large.
      return [called(where, where), cell(before, parting), cell(after, parting)];
    }),
    notes,
    isDetail: false,
  };
}
