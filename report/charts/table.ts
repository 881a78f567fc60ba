import { html, type Markup } from '../markup/index.ts';
import type { Timeline } from './timeline.ts';

/** The same figures as a table, for whoever does not see the chart or wants them exactly. */
export function timelineTable({ title, labels, series, formatFull }: Timeline, place: string): Markup {
  const head = series.map(({ name }) => html`<th scope="col" class="n">${name}</th>`);
  const rows = labels.map((label, index) => {
    const cells = series.map(({ values }) => {
      const value = values[index];
      return html`<td class="n">${value === undefined ? '–' : formatFull(value)}</td>`;
    });
    return html`<tr><th scope="row">${label}</th>${cells}</tr>`;
  });
  return html`<table><caption class="unseen">${title}</caption><thead><tr><th scope="col">${place}</th>${head}</tr></thead><tbody>${rows}</tbody></table>`;
}
