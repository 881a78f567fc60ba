import { html, type Markup } from '../markup/index.ts';
import { type ChartHead, raw, svg } from './chart.ts';
import { place } from './scale.ts';
import { fitted } from './text-width.ts';
import { strength, type Tone } from './tone.ts';

export interface Corner {
  readonly name: string;
  readonly tone: Tone;
}

/** Three shares, in the order of the corners; what they add up to counts as the whole. */
export interface Mark {
  readonly name: string;
  readonly shares: readonly [number, number, number];
  /** `diamond`: what was before. */
  readonly shape: 'dot' | 'ring' | 'diamond';
}

/**
 * How many stand where: the triangle is cut into small ones, `parts` along each side. A cell is known by the whole parts of each
 * share, in the order of the corners; what is left of the three makes up the rest of the cell.
 */
export interface Density {
  readonly name: string;
  readonly parts: number;
  readonly cells: readonly {
    readonly at: readonly [number, number, number];
    readonly count: number;
    /** In words, on hover. */
    readonly text: string;
  }[];
}

export interface Triangle extends ChartHead {
  /** Left, right, top. */
  readonly corners: readonly [Corner, Corner, Corner];
  readonly marks: readonly Mark[];
  readonly density?: Density;
}

const WIDTH = 320;
const TEXT = 12;
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

/** The small triangle of a cell, darker the more stand in it; the square root lets sparse cells be seen beside a crowded one. */
function cellsOf({ parts, cells }: Density): readonly Markup[] {
  const most = Math.max(...cells.map(({ count }) => count), 1);
  return cells.flatMap(({ at: [a, b, c], count, text }, index) => {
    // Where one part is left to share out the cell stands upright, where two are it hangs.
    const left = parts - a - b - c;
    if (count <= 0 || left < 1 || left > 2) return [];
    const ends: readonly Mark['shares'][] =
      left === 1
        ? [
            [a + 1, b, c],
            [a, b + 1, c],
            [a, b, c + 1],
          ]
        : [
            [a, b + 1, c + 1],
            [a + 1, b, c + 1],
            [a + 1, b + 1, c],
          ];
    const outline = ends
      .map(pointOf)
      .map((point) => `${point?.x} ${point?.y}`)
      .join('L');
    const shade = strength({ tone: 'muted', shade: 0.12 + 0.68 * Math.sqrt(count / most) });
    return [
      html`<path class="kz-f-muted"${raw(shade)} data-place="${index}" d="M${raw(outline)}Z"><title>${text}</title></path>`,
    ];
  });
}

function signOf(shape: Mark['shape'], x: number, y: number, size: number, name: string): Markup {
  const title = name === '' ? undefined : html`<title>${name}</title>`;
  switch (shape) {
    case 'dot':
      return html`<circle class="kz-f-accent" cx="${x}" cy="${y}" r="${size}">${title}</circle>`;
    case 'ring':
      return html`<circle class="kz-paper" cx="${x}" cy="${y}" r="${size}"/><circle class="kz-s-accent kz-line" cx="${x}" cy="${y}" r="${size}">${title}</circle>`;
    case 'diamond':
      return html`<path class="kz-paper" d="M${x} ${y}m-${size} 0l${size} -${size}l${size} ${size}l-${size} ${size}Z"/><path class="kz-s-muted kz-line" d="M${x} ${y}m-${size} 0l${size} -${size}l${size} ${size}l-${size} ${size}Z">${title}</path>`;
  }
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
  const marks = places.map(({ name, shape, x, y }) => signOf(shape, x, y, 7, name));
  const { density } = chart;
  const rows = [
    ...places.map(({ name, shape }) => ({
      name,
      sign: (y: number) => signOf(shape, LEFT + 6, y - 4, 5, ''),
    })),
    ...(density === undefined
      ? []
      : [
          {
            name: density.name,
            sign: (y: number) =>
              html`<rect class="kz-f-muted" fill-opacity="0.5" x="${LEFT + 1}" y="${y - 9}" width="10" height="10"/>`,
          },
        ]),
  ];
  const key = rows.map(({ name, sign }, index) => {
    const y = TOP + HEIGHT + 48 + index * 20;
    return html`${sign(y)}<text x="${LEFT + 18}" y="${y}">${fitted(name, TEXT, WIDTH - LEFT - 18)}</text>`;
  });
  return svg(chart, WIDTH, TOP + HEIGHT + 36 + rows.length * 20, [
    ...(density === undefined ? [] : cellsOf(density)),
    html`<path class="kz-spoke" d="${raw(spokes)}"/><path class="kz-outline" d="M${raw(outline)}Z"/>`,
    ...labels,
    ...(places.length > 1 ? [html`<path class="kz-goal" d="M${raw(joined)}"/>`] : []),
    ...marks,
    ...key,
  ]);
}
