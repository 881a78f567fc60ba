import { type FlowBetween, sankeyChart } from '../charts/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { DASH, plate, type Row, right, table } from './parts.ts';
import type { Setting } from './setting.ts';

/** Members who were at one place and came to another. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly members: bigint;
}

type Matrix = readonly (readonly bigint[])[];

/** Beyond this, a matrix is too wide for paper. */
const WIDEST = 8;
const LONGEST = 12;

/** The last rows are the columns; those before them are of members who were nowhere yet. */
const isStay = (rows: readonly unknown[], columns: readonly unknown[], i: number, j: number): boolean =>
  i - (rows.length - columns.length) === j;

/** What moved, from the names of rows to those of columns, without those who stayed. */
export function movesIn(
  matrix: Matrix,
  rows: readonly string[],
  columns: readonly string[],
): readonly Move[] {
  return matrix.flatMap((row, i) =>
    row.flatMap((members, j) => {
      const [from = '', to = ''] = [rows[i], columns[j]];
      return members === 0n || isStay(rows, columns, i, j) ? [] : [{ from, to, members }];
    }),
  );
}

/** The largest moves, one a row. */
export function movesTable({ words, numbers }: Setting, caption: string, moves: readonly Move[]): Markup {
  const largest = moves.toSorted((a, b) => Number(b.members - a.members)).slice(0, LONGEST);
  const rows = largest.map(
    ({ from, to, members }): Row => ({
      head: html`${from}`,
      cells: [html`<span aria-hidden="true">→ </span>${to}`, html`${numbers.count(members)}`],
    }),
  );
  const columns = [
    { title: words({ en: 'From', ja: '移動元' }) },
    { title: words({ en: 'To', ja: '移動先' }) },
    right(words({ en: 'Moves', ja: '移動' })),
  ];
  const more = moves.length - largest.length;
  const note =
    more === 0
      ? undefined
      : html`<p class="note">${words({
          en: `The ${LONGEST} largest; ${numbers.count(more)} smaller ones are left out.`,
          ja: `多い順に ${LONGEST} 件。ほか ${numbers.count(more)} 件は省略しました。`,
        })}</p>`;
  return html`${table(caption, columns, rows)}${note}`;
}

/** From where to where, as a table of both; as a list where it would be too wide. Who stayed is in the diagonal where `stays`. */
export function movesMatrix(
  setting: Setting,
  caption: string,
  matrix: Matrix,
  rows: readonly string[],
  columns: readonly string[],
  stays: boolean,
): Markup {
  const { words, numbers } = setting;
  if (columns.length > WIDEST) return movesTable(setting, caption, movesIn(matrix, rows, columns));
  const body = matrix.map(
    (row, i): Row => ({
      head: html`${rows[i]}`,
      cells: row.map((members, j) =>
        members === 0n || (!stays && isStay(rows, columns, i, j)) ? DASH : html`${numbers.count(members)}`,
      ),
    }),
  );
  const head = [{ title: words({ en: 'From ↓ to →', ja: '移動元 ↓ 移動先 →' }) }, ...columns.map(right)];
  return table(caption, head, body);
}

/** Moves as flows between two sides, the highest place on top as in a stacked chart; `shades` say how strong each is. */
export function movesPlate(
  setting: Setting,
  id: string,
  title: string,
  matrix: Matrix,
  names: readonly string[],
  shades: readonly number[],
): Markup {
  const { words, numbers } = setting;
  const sides = names.map((name, at) => ({ name, tone: 'accent' as const, shade: shades[at] ?? 1 }));
  const fromTop = (at: number): number => names.length - 1 - at;
  const flows = matrix.flatMap((row, from) =>
    row.flatMap((members, to): readonly FlowBetween[] => {
      if (members === 0n || from === to) return [];
      const text = `${names[from]} → ${names[to]}: ${numbers.count(members)}`;
      // Upwards in the accent, downwards in grey; the sides say it without colour.
      const tone = to > from ? 'accent' : 'muted';
      return [{ from: fromTop(from), to: fromTop(to), value: Number(members), text, tone }];
    }),
  );
  const description = words({
    en: 'Each band is a move from a level on the left to one on the right, as thick as there were moves. The table has the figures.',
    ja: '左の段階から右の段階への移動を、回数に応じた太さの帯で示します。数値は表にあります。',
  });
  const heads: [string, string] = [words({ en: 'from', ja: '移動元' }), words({ en: 'to', ja: '移動先' })];
  const side = sides.toReversed();
  return plate(title, sankeyChart({ id, title, description, left: side, right: side, flows, heads }));
}
