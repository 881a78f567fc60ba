import { html, type Markup } from '../markup/index.ts';

/** What every chart says of itself to whoever does not see it. `id` is unique on its page. */
export interface ChartHead {
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in a sentence. */
  readonly description: string;
}

/** An SVG of that size in user units, as wide as its place on the page. */
export function svg(head: ChartHead, width: number, height: number, content: readonly Markup[]): Markup {
  const { id, title, description } = head;
  return html`<svg class="kz-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>${content}</svg>`;
}

/** Written as it is: attributes made by ourselves. */
export const raw = (markup: string): Markup => ({ markup });
