import { html, type Markup } from '../markup/index.ts';
import { cellText, type Section, type SectionCell } from '../section/index.ts';
import { DASH, empty, type Row, table, withCode } from './parts.ts';
import type { Setting } from './setting.ts';

/** As it begins a line of a page: where it is told from what is around it, such as on a terminal, it begins small. */
export function opening({ language }: Setting, text: string): string {
  return language === 'en' ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** As a sentence of its own. */
function sentence(setting: Setting, text: string): string {
  const stop = setting.words({ en: '.', ja: '。' });
  return `${opening(setting, text)}${text.endsWith(stop) ? '' : stop}`;
}

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
  const named = heads.map((column) => ({ ...column, title: opening(setting, column.title) }));
  const lines = rows.map(([name = '', ...cells]): Row => {
    const head = html`${opening(setting, cellText(name))}`;
    const look = isStrong(name) ? ({ look: 'total' } as const) : {};
    return { head, cells: cells.map(shown), ...look };
  });
  return table(opening(setting, title), named, lines);
}

/** What it says beneath its table; alone where there is none. */
export function sectionNotes(setting: Setting, { rows, notes }: Section): Markup | undefined {
  const said = notes.map((text) => sentence(setting, text));
  if (rows.length === 0) return html`${said.map(empty)}`;
  return said.length === 0
    ? undefined
    : html`<ul class="notes">${said.map((text) => html`<li>${withCode(text)}</li>`)}</ul>`;
}
