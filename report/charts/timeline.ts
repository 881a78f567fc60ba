import { html, type Markup } from '../markup/index.ts';
import { type ChartHead, svg } from './chart.ts';
import { labelled, place, type Scale } from './scale.ts';
import { fitted, textWidth } from './text-width.ts';
import { type Look, strength } from './tone.ts';

export interface Series extends Look {
  readonly name: string;
  /** One per place of the timeline; undefined: no value. */
  readonly values: readonly (number | undefined)[];
  /** Lines of one tone told apart. */
  readonly stroke?: 'solid' | 'dash' | 'dot';
}

/** Series over the same places, from left to right. */
export interface Timeline extends ChartHead {
  /** Of the places, such as months. */
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** Of the ticks. */
  readonly format: (value: number) => string;
  /** Of a value on hover. */
  readonly formatFull: (value: number) => string;
}

/** The inside of a chart between its axes, in user units. */
export interface Field {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

const WIDTH = 440;
const PLOT_HEIGHT = 160;
const TEXT = 12;
const LINE = 18;
const RIGHT = 16;
const AXIS = 24;
const KEY = 12;
const GAP = 16;
/** Room that a label of a place takes at least. */
const LABEL_ROOM = 68;

/** What is drawn where in a legend, row by row. */
function legend(
  series: readonly Series[],
  kind: 'line' | 'block',
): { rows: number; content: readonly Markup[] } {
  if (series.length < 2) return { rows: 0, content: [] };
  let x = 0;
  let row = 0;
  const content = series.map((each) => {
    const name = fitted(each.name, TEXT, WIDTH - KEY - 6);
    const width = KEY + 6 + textWidth(name, TEXT);
    if (x > 0 && x + width > WIDTH) {
      x = 0;
      row += 1;
    }
    const at = place(x);
    const middle = row * LINE + 8;
    x += width + GAP;
    const sign =
      kind === 'block'
        ? html`<rect class="${`kz-f-${each.tone}`}"${{ markup: strength(each) }} x="${at}" y="${middle - 5}" width="10" height="10" rx="2"/>`
        : html`<path class="${`kz-s-${each.tone} ${strokeOf(each)}`}" d="M${at} ${middle}h${KEY}"/>`;
    return html`${sign}<text x="${place(at + KEY + 6)}" y="${middle + 4}">${name}</text>`;
  });
  return { rows: row + 1, content };
}

export function strokeOf({ stroke }: Series): string {
  return stroke === undefined || stroke === 'solid' ? 'kz-line' : `kz-line kz-${stroke}`;
}

/** `points`: places are points on the axis, the first and last at its ends; `bands`: each has a width of its own. */
export function timeline(
  chart: Timeline,
  scale: Scale,
  places: 'points' | 'bands',
  key: 'line' | 'block',
  draw: (field: Field) => readonly Markup[],
): Markup {
  const count = chart.labels.length;
  const above = legend(chart.series, key);
  const top = above.rows * LINE + 10;
  const bottom = top + PLOT_HEIGHT;
  const ticks = scale.ticks.map((value) => ({ value, text: chart.format(value) }));
  const left = Math.ceil(Math.max(...ticks.map(({ text }) => textWidth(text, TEXT)))) + 10;
  const right = WIDTH - RIGHT;
  const band = (right - left) / Math.max(1, count);
  const step = count < 2 ? 0 : (right - left) / (count - 1);
  const x = (index: number): number =>
    place(
      places === 'bands' ? left + (index + 0.5) * band : count < 2 ? (left + right) / 2 : left + index * step,
    );
  const y = (value: number): number =>
    place(bottom - ((value - scale.from) * PLOT_HEIGHT) / (scale.to - scale.from));
  const grid = ticks.map(
    ({ value, text }) =>
      html`<path class="${value === 0 ? 'kz-zero' : 'kz-grid'}" d="M${left} ${y(value)}H${right}"/><text x="${left - 8}" y="${place(y(value) + 4)}" text-anchor="end">${text}</text>`,
  );
  const widest = Math.max(...chart.labels.map((label) => textWidth(label, TEXT)), 0);
  const most = Math.max(1, Math.floor((right - left) / Math.max(LABEL_ROOM, widest + 14)));
  const labels = labelled(count, most).map((index) => {
    const text = fitted(chart.labels[index] ?? '', TEXT, WIDTH / 2);
    const half = textWidth(text, TEXT) / 2 + 3;
    // Labels stay inside: the last leans left, the first right.
    const at = place(Math.min(WIDTH - half, Math.max(half, x(index))));
    return html`<text x="${at}" y="${bottom + 17}" text-anchor="middle">${text}</text>`;
  });
  const hits = chart.labels.map((label, index) => {
    const values = chart.series.map(({ name, values: own }) => {
      const value = own[index];
      return `\n${name}: ${value === undefined ? '–' : chart.formatFull(value)}`;
    });
    const width = place(places === 'bands' || count < 2 ? band : step);
    const from = place(Math.max(0, x(index) - width / 2));
    return html`<rect class="kz-hit" data-place="${index}" x="${from}" y="${top}" width="${width}" height="${PLOT_HEIGHT}"><title>${label}${values.join('')}</title></rect>`;
  });
  return svg(chart, WIDTH, bottom + AXIS, [
    ...above.content,
    ...grid,
    ...draw({ left, right, top, bottom, x, y }),
    ...labels,
    ...hits,
  ]);
}
