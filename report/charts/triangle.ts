import { html, type Markup } from '../markup/index.ts';
import { type ChartHead, raw, svg } from './chart.ts';
import { place } from './scale.ts';
import type { Tone } from './tone.ts';

export interface Corner {
  readonly name: string;
  readonly tone: Tone;
}

/** Three shares, in the order of the corners; what they add up to counts as the whole. */
export interface Mark {
  readonly name: string;
  readonly shares: readonly [number, number, number];
  readonly shape: 'dot' | 'ring';
}

export interface Triangle extends ChartHead {
  /** Left, right, top. */
  readonly corners: readonly [Corner, Corner, Corner];
  readonly marks: readonly Mark[];
}

const WIDTH = 320;
const SIDE = 200;
const HEIGHT = Math.round((SIDE * Math.sqrt(3)) / 2);
const TOP = 28;
const LEFT = (WIDTH - SIDE) / 2;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where shares stand: the nearer to a corner, the larger its share; undefined where there is nothing to divide. */
function pointOf([left, right, top]: Mark['shares']): Point | undefined {
  const all = left + right + top;
  if (!(all > 0)) return undefined;
  return {
    x: place(LEFT + (SIDE * (right + top / 2)) / all),
    y: place(TOP + HEIGHT * (1 - top / all)),
  };
}

/** Three shares of a whole as a place in a triangle, the mark of what is and that of what is meant joined by a line. */
export function triangleChart(chart: Triangle): Markup {
  const [left, right, top] = chart.corners;
  const corners: readonly (Corner & Point)[] = [
    { ...left, x: LEFT, y: TOP + HEIGHT },
    { ...right, x: LEFT + SIDE, y: TOP + HEIGHT },
    { ...top, x: WIDTH / 2, y: TOP },
  ];
  const outline = corners.map(({ x, y }) => `${x} ${y}`).join('L');
  const centre = { x: WIDTH / 2, y: place(TOP + (2 * HEIGHT) / 3) };
  const spokes = corners.map(({ x, y }) => `M${centre.x} ${centre.y}L${x} ${y}`).join('');
  const labels = corners.map(({ name, tone, x, y }, index) => {
    const at = index === 2 ? y - 12 : y + 22;
    return html`<circle class="${`kz-f-${tone}`}" cx="${x}" cy="${y}" r="6"/><text class="kz-ink" x="${x}" y="${at}" text-anchor="middle">${name}</text>`;
  });
  const places = chart.marks.flatMap((mark) => {
    const point = pointOf(mark.shares);
    return point === undefined ? [] : [{ ...mark, ...point }];
  });
  const joined = places.map(({ x, y }) => `${x} ${y}`).join('L');
  const marks = places.map(({ name, shape, x, y }) =>
    shape === 'dot'
      ? html`<circle class="kz-f-accent" cx="${x}" cy="${y}" r="7"><title>${name}</title></circle>`
      : html`<circle class="kz-paper" cx="${x}" cy="${y}" r="7"/><circle class="kz-s-accent kz-line" cx="${x}" cy="${y}" r="7"><title>${name}</title></circle>`,
  );
  const key = places.map(({ name, shape }, index) => {
    const y = TOP + HEIGHT + 48 + index * 20;
    const sign =
      shape === 'dot'
        ? html`<circle class="kz-f-accent" cx="${LEFT + 6}" cy="${y - 4}" r="5"/>`
        : html`<circle class="kz-s-accent kz-line" cx="${LEFT + 6}" cy="${y - 4}" r="5"/>`;
    return html`${sign}<text x="${LEFT + 18}" y="${y}">${name}</text>`;
  });
  return svg(chart, WIDTH, TOP + HEIGHT + 36 + places.length * 20, [
    html`<path class="kz-spoke" d="${raw(spokes)}"/><path class="kz-outline" d="M${raw(outline)}Z"/>`,
    ...labels,
    ...(places.length > 1 ? [html`<path class="kz-goal" d="M${raw(joined)}"/>`] : []),
    ...marks,
    ...key,
  ]);
}
