import { sankeyChart } from '../charts/index.ts';
import { isStay, type Move, type MoveMatrix, movesDrawing, movesIn } from '../drawing/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { DASH, plate, type Row, right, table } from './parts.ts';
import type { Setting } from './setting.ts';

/** Beyond this, a matrix is too wide for paper. */
const WIDEST = 8;
const LONGEST = 12;

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
  matrix: MoveMatrix,
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

/** Moves as flows between two sides. */
export function movesPlate(
  setting: Setting,
  id: string,
  title: string,
  matrix: MoveMatrix,
  names: readonly string[],
  shades: readonly number[],
): Markup {
  return plate(title, sankeyChart(movesDrawing(setting, id, title, matrix, names, shades)));
}
