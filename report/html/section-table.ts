import { shareBar } from '../charts/index.ts';
import { html, type Markup } from '../markup/index.ts';
import {
  BAR_SIGN,
  cellText,
  headingOf,
  LONGEST_BAR,
  opening,
  type Section,
  type SectionCell,
  type SectionColumn,
  sentence,
} from '../section/index.ts';
import { DASH, empty, type Row, table, withCode } from './parts.ts';
import type { Setting } from './setting.ts';

const isStrong = (cell: SectionCell | undefined): boolean =>
  cell !== undefined && typeof cell !== 'string' && cell.tone === 'strong';

/** A figure with the signs of a page. */
function shown(cell: SectionCell): Markup {
  const text = cellText(cell);
  if (text === '-') return DASH;
  if (text.startsWith(BAR_SIGN))
    return html`<span class="bar">${shareBar(text.length / LONGEST_BAR, { tone: 'accent' })}</span>`;
  if (typeof cell !== 'string' && cell.name !== undefined) return termed(cell.name, text);
  const figure = text.replace(/^-(?=\d)/, '−');
  if (isStrong(cell)) return html`<strong>${figure}</strong>`;
  const tone = typeof cell === 'string' ? undefined : cell.tone;
  const said = html`${withCode(figure)}`;
  return tone === 'good' || tone === 'bad' ? html`<span class="${tone}">${said}</span>` : said;
}

/** Something of the program as it is called, with its key where that is another. */
function termed(name: string, key: string): Markup {
  return name === key
    ? html`<span class="name">${name}</span>`
    : html`<span class="name">${name}</span> <code class="id">${key}</code>`;
}

/** The table of a section that other parts of a report show too; its title heads the first column. */
export function sectionTable(setting: Setting, section: Section): Markup {
  const [first, ...others] = section.columns;
  return tableOf(setting, section, [{ ...first, title: section.title }, ...others]);
}

/** The table of a section under its title. */
export function headedTable(setting: Setting, section: Section): Markup {
  const heading = html`<h3>${opening(setting.language, headingOf(section))}</h3>`;
  return section.rows.length === 0 ? heading : html`${heading}${tableOf(setting, section, section.columns)}`;
}

function tableOf(setting: Setting, section: Section, columns: readonly SectionColumn[]): Markup {
  const named = columns.map((column) => ({ ...column, title: opening(setting.language, headingOf(column)) }));
  const lines = section.rows.map(([name = '', ...cells]): Row => {
    const isTermed = typeof name !== 'string' && name.name !== undefined;
    const head = isTermed ? shown(name) : html`${opening(setting.language, cellText(name))}`;
    const look = isStrong(name) ? ({ look: 'total' } as const) : {};
    return { head, cells: cells.map(shown), ...look };
  });
  return table(opening(setting.language, headingOf(section)), named, lines);
}

/** What it says beneath its table; alone where there is none. */
export function sectionNotes(setting: Setting, { rows, notes }: Section): Markup | undefined {
  const said = notes.map((text) => sentence(setting.language, text));
  if (rows.length === 0) return html`${said.map(empty)}`;
  return said.length === 0
    ? undefined
    : html`<ul class="notes">${said.map((text) => html`<li>${withCode(text)}</li>`)}</ul>`;
}
