import type { Localized, Loyalty } from '../../schema/index.ts';
import { type Timeline, timelineTable } from '../charts/index.ts';
import { type Drawn, LOYALTY_WORDS, monthLabels, timelineOf } from '../drawing/index.ts';
import type { Shown } from '../figures/index.ts';
import { html, type Markup } from '../markup/index.ts';
import type { Setting } from './setting.ts';

/** A part of the page with its heading; `id` is where the contents lead to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** A word or two in place of what is not there, and what to do about it. */
export function empty(text: string): Markup {
  return html`<p class="empty">${withCode(text)}</p>`;
}

/** Text in which what stands in backticks is code. */
export function withCode(text: string): readonly Markup[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** What a thing of the program is called, with the name that the file gives it where that is another. */
export function named({ words }: Setting, title: Localized, name: string): Markup {
  const shown = words(title);
  return shown === name
    ? html`<span class="name">${name}</span>`
    : html`<span class="name">${shown}</span> <code class="id">${name}</code>`;
}

/** A short figure with the full one on hover, and for whoever listens. */
export function figure({ text, full }: Shown): Markup {
  return text === full
    ? html`${text}`
    : html`<span title="${full}"><span aria-hidden="true">${text}</span><span class="unseen">${full}</span></span>`;
}

export interface Fact {
  readonly name: string;
  readonly value: Markup;
  readonly note?: string | undefined;
}

/** Figures side by side, each under its name. */
export function facts(list: readonly Fact[]): Markup {
  const items = list.map(
    ({ name, value, note }) =>
      html`<div><dt>${name}</dt><dd>${value}${note === undefined ? undefined : html`<small>${note}</small>`}</dd></div>`,
  );
  return html`<dl class="facts">${items}</dl>`;
}

export function plate(
  caption: string,
  chart: Markup,
  more?: Markup,
  width: 'narrow' | 'full' = 'full',
): Markup {
  return html`<figure class="plate ${width}"><figcaption>${caption}</figcaption>${chart}${more}</figure>`;
}

/** A chart over the months of the run, with its figures as a table to be opened. */
export function monthPlate(
  setting: Setting,
  chart: Drawn,
  draw: (chart: Timeline) => Markup,
  note?: Markup,
): Markup {
  return timelinePlate(setting, monthLabels(setting), chart, draw, { note });
}

/** A chart over months; `isListed`: a table of the section has the figures, so that none is to be opened. */
export function timelinePlate(
  { words }: Setting,
  labels: readonly string[],
  chart: Drawn,
  draw: (chart: Timeline) => Markup,
  { note, isListed = false }: { readonly note?: Markup | undefined; readonly isListed?: boolean },
): Markup {
  if (labels.length === 0)
    return plate(
      chart.title,
      empty(words({ en: 'There is no month to show.', ja: '表示できる月がありません。' })),
    );
  const timeline = timelineOf({ words }, labels, chart);
  const table = isListed
    ? undefined
    : html`<details><summary>${words({ en: 'Figures', ja: '数値を表示' })}</summary><div class="wide" tabindex="0">${timelineTable(timeline, words({ en: 'Month', ja: '月' }))}</div></details>`;
  return plate(chart.title, draw(timeline), html`${note}${table}`);
}

/** A sign in the colour of a loyalty before its word, so that colour is never alone. */
export function loyaltyWord({ words }: Setting, loyalty: Loyalty): Markup {
  return html`<span class="loyalty"><svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true"><circle class="${`kz-f-${loyalty}`}" cx="5" cy="5" r="5"/></svg> ${words(LOYALTY_WORDS[loyalty])}</span>`;
}

export const DASH = html`<span class="none">–</span>`;

export interface Column {
  readonly title: string;
  readonly align?: 'right';
}

export const right = (title: string): Column => ({ title, align: 'right' });

export interface Row {
  readonly head: Markup;
  readonly cells: readonly Markup[];
  /** Faint, because nothing came of it; strong, because it adds up the others. */
  readonly look?: 'idle' | 'total';
}

/** A table whose first column names its rows. */
export function table(caption: string, columns: readonly Column[], rows: readonly Row[]): Markup {
  const head = columns.map(({ title, align }) => {
    // Remarks need no name, and a heading without one would be read as nothing.
    if (title === '') return html`<td></td>`;
    // Short Japanese words would be broken anywhere; names of the program may be of any length.
    const text = /\s/.test(title) || title.length > 7 ? title : html`<span class="kept">${title}</span>`;
    return html`<th scope="col"${align === undefined ? undefined : N}>${text}</th>`;
  });
  const body = rows.map(({ head: name, cells, look }) => {
    const rest = cells.map(
      (cell, index) => html`<td${columns[index + 1]?.align === undefined ? undefined : N}>${cell}</td>`,
    );
    return html`<tr class="${look ?? 'plain'}"><th scope="row">${name}</th>${rest}</tr>`;
  });
  return html`<div class="wide" tabindex="0"><table class="${rows.length > SHORT ? 'long' : 'short'}"><caption class="unseen">${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** Tables of more rows may go over two pages. */
const SHORT = 14;

const N: Markup = { markup: ' class="n"' };
