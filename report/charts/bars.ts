import { html, type Markup } from '../markup/index.ts';
import { type ChartHead, raw, svg } from './chart.ts';
import { place, scaleOf } from './scale.ts';
import { fitted, textWidth } from './text-width.ts';
import { type Look, strength } from './tone.ts';

export interface Bar extends Look {
  readonly name: string;
  readonly value: number;
  /** The value in words, at the bar's end. */
  readonly text: string;
  /** Where the value is meant to be. */
  readonly goal?: number | undefined;
  /** What the value was before, drawn as a thinner bar beneath. */
  readonly before?: number | undefined;
  /** Where the value may lie as well, drawn as a line with two ends. */
  readonly range?: { readonly low: number; readonly high: number } | undefined;
}

export interface Bars extends ChartHead {
  readonly bars: readonly Bar[];
  /** What a bar of full length stands for; the largest value where it is left out. */
  readonly most?: number;
}

const WIDTH = 440;
const TEXT = 12;
const ROW = 30;
const THICK = 14;
/** Half of the chart stays for the bars. */
const MOST_OF_NAMES = 208;

/** Horizontal bars from zero, one per row, the goal of each as an upright line, its range as a line along it, what it was as a thin bar beneath. */
export function barChart(chart: Bars): Markup {
  const { bars } = chart;
  const names = Math.min(MOST_OF_NAMES, Math.max(0, ...bars.map(({ name }) => textWidth(name, TEXT)))) + 12;
  const texts = Math.max(0, ...bars.map(({ text }) => textWidth(text, TEXT))) + 10;
  const scale = scaleOf(
    bars.flatMap(({ value, goal, before, range }) => [
      value,
      goal ?? 0,
      before ?? 0,
      range?.low ?? 0,
      range?.high ?? 0,
    ]),
  );
  const from = chart.most === undefined ? scale.from : 0;
  const to = chart.most ?? scale.to;
  const x = (value: number): number =>
    place(names + ((value - from) * (WIDTH - names - texts)) / (to - from));
  const rows = bars.map((bar, index) => {
    const middle = index * ROW + ROW / 2;
    const left = Math.min(x(0), x(bar.value));
    const width = place(Math.abs(x(bar.value) - x(0)));
    const ends = [bar.value, bar.goal ?? 0, bar.before ?? 0, bar.range?.high ?? 0, 0].map(x);
    const end = place(Math.max(...ends) + 8);
    const goal =
      bar.goal === undefined
        ? undefined
        : html`<path class="kz-zero" d="M${x(bar.goal)} ${middle - 11}v22"/><path class="kz-f-muted" d="M${x(bar.goal)} ${middle - 11}m-4 -4h8l-4 5z"/>`;
    const was =
      bar.before === undefined
        ? undefined
        : html`<rect class="kz-f-muted" x="${Math.min(x(0), x(bar.before))}" y="${middle + THICK / 2 + 1}" width="${place(Math.abs(x(bar.before) - x(0)))}" height="3"/>`;
    const range =
      bar.range &&
      html`<path class="kz-range" d="M${x(bar.range.low)} ${middle}H${x(bar.range.high)}M${x(bar.range.low)} ${middle - 5}v10M${x(bar.range.high)} ${middle - 5}v10"/>`;
    return html`<g data-place="${index}"><title>${bar.name}: ${bar.text}</title><text class="kz-ink" x="0" y="${middle + 4}">${fitted(bar.name, TEXT, names - 12)}</text><path class="kz-grid" d="M${x(0)} ${middle - 12}v24"/><rect class="${`kz-f-${bar.tone}`}"${raw(strength(bar))} x="${left}" y="${middle - THICK / 2}" width="${width}" height="${THICK}" rx="2"/>${was}${goal}${range}<text x="${end}" y="${middle + 4}">${bar.text}</text></g>`;
  });
  return svg(chart, WIDTH, Math.max(1, bars.length) * ROW, rows);
}

/** A bar alone, for a cell of a table: the share of a whole, 0 to 1. */
export function shareBar(share: number, look: Look): Markup {
  const width = place(Math.min(1, Math.max(0, share)) * 100);
  return html`<svg class="kz-chart" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="kz-f-muted" fill-opacity="0.16" width="100" height="8"/><rect class="${`kz-f-${look.tone}`}"${raw(strength(look))} width="${width}" height="8"/></svg>`;
}
