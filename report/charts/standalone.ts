import { html, type Markup } from '../markup/index.ts';
import { type ChartTheme, standaloneStyles } from './styles.ts';
import { fitted } from './text-width.ts';

/** A drawing as a file of its own, and its size in pixels. */
export interface StandaloneChart {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 20;
const HEAD = 28;
const TITLE = 15;

/** A chart with its title, styles and paper in one SVG document that needs no page around it; undefined: it is no chart of ours. */
export function standaloneChart(
  { markup }: Markup,
  title: string,
  theme: ChartTheme,
): StandaloneChart | undefined {
  const [, inner, outer] = [
    ...(/^<svg class="kz-chart"[^>]* viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(markup) ?? []),
  ].map(Number);
  if (inner === undefined || outer === undefined) return undefined;
  const width = Math.ceil(inner) + 2 * MARGIN;
  const height = Math.ceil(outer) + HEAD + 2 * MARGIN;
  const chart: Markup = {
    markup: markup.replace(
      '<svg ',
      `<svg x="${MARGIN}" y="${MARGIN + HEAD}" width="${inner}" height="${outer}" `,
    ),
  };
  const styles: Markup = { markup: standaloneStyles(theme) };
  const page = html`<svg xmlns="http://www.w3.org/2000/svg" class="kz-chart" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><style>${styles}</style><rect class="kz-paper" width="${width}" height="${height}"/><text class="kz-ink" x="${MARGIN}" y="${MARGIN + TITLE}" font-size="${TITLE}" font-weight="600">${fitted(title, TITLE, inner)}</text>${chart}</svg>`;
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${page.markup}\n`, width, height };
}
