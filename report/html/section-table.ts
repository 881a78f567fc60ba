import { html, type Markup } from '../markup/index.ts';
import { cellText, opening, type Section, type SectionCell, sentence } from '../section/index.ts';
import { DASH, empty, type Row, table, withCode } from './parts.ts';
import type { Setting } from './setting.ts';

const isStrong = (cell: SectionCell | undefined): boolean =>
  cell !== undefined && typeof cell !== 'string' && cell.tone === 'strong';

/** A figure with the signs of a page. */
function shown(cell: SectionCell): Markup {
  const text = cellText(cell);
  if (text === '-') return DASH;
  const figure = text.replace(/^-(?=\d)/, '−');
  return isStrong(cell) ? html`<strong>${figure}</strong>` : html`${withCode(figure)}`;
}

/** The table of a section that other parts of a report show too; its title heads the first column. */
export function sectionTable(setting: Setting, { title, columns, rows }: Section): Markup {
  const [first, ...others] = columns;
  const heads = [{ ...first, title }, ...others];
  const named = heads.map((column) => ({ ...column, title: opening(setting.language, column.title) }));
  const lines = rows.map(([name = '', ...cells]): Row => {
    const head = html`${opening(setting.language, cellText(name))}`;
    const look = isStrong(name) ? ({ look: 'total' } as const) : {};
    return { head, cells: cells.map(shown), ...look };
  });
  return table(opening(setting.language, title), named, lines);
}

/** What it says beneath its table; alone where there is none. */
export function sectionNotes(setting: Setting, { rows, notes }: Section): Markup | undefined {
  const said = notes.map((text) => sentence(setting.language, text));
  if (rows.length === 0) return html`${said.map(empty)}`;
  return said.length === 0
    ? undefined
    : html`<ul class="notes">${said.map((text) => html`<li>${withCode(text)}</li>`)}</ul>`;
}
