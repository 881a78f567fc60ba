import { html, type Markup } from '../markup/index.ts';
import { raw } from './chart.ts';
import { place, scaleOf } from './scale.ts';
import { runsOf } from './sparkline.ts';
import { type Field, type Series, strokeOf, type Timeline, timeline } from './timeline.ts';
import { strength } from './tone.ts';

/** One line per series; `filled`: the ground beneath is tinted, for a single series. */
export function lineChart(chart: Timeline, { filled = false } = {}): Markup {
  const values = chart.series.flatMap((series) => series.values.filter((value) => value !== undefined));
  return timeline(chart, scaleOf(values), 'points', 'line', (field) =>
    chart.series.map((series) => lineOf(series, field, filled)),
  );
}

function lineOf(series: Series, { x, y }: Field, filled: boolean): Markup {
  const { tone, values } = series;
  const pieces = runsOf(values).map((run) => {
    const first = run[0];
    const last = run.at(-1);
    if (first === undefined || last === undefined) return undefined;
    if (run.length === 1)
      return html`<circle class="${`kz-f-${tone}`}" cx="${x(first.index)}" cy="${y(first.value)}" r="3.5"/>`;
    const line = run.map(({ index, value }) => `${x(index)} ${y(value)}`).join('L');
    const ground = `M${x(first.index)} ${y(0)}L${line}V${y(0)}Z`;
    return html`${filled ? html`<path class="${`kz-f-${tone}`} kz-area" d="${raw(ground)}"/>` : undefined}<path class="${`kz-s-${tone} ${strokeOf(series)}`}" d="M${raw(line)}"/>`;
  });
  return html`${pieces}`;
}

/** Series on top of each other, the first at the bottom; a missing value counts as 0. */
export function stackedAreaChart(chart: Timeline): Markup {
  const edges = stackedEdges(chart.series);
  const top = edges.at(-1) ?? [];
  return timeline(chart, scaleOf(top), 'points', 'block', ({ x, y, left, right }) =>
    chart.series.map((series, at) => {
      const lower = edges[at] ?? [];
      const upper = edges[at + 1] ?? [];
      // A single place has no width of its own: it takes the whole axis.
      const xs = upper.length === 1 ? [left, right] : upper.map((_, index) => x(index));
      const heights = (edge: readonly number[]) => (edge.length === 1 ? [edge[0], edge[0]] : edge);
      const path = (edge: readonly number[]) =>
        heights(edge).map((value, index) => `${xs[index]} ${y(value ?? 0)}`);
      const outline = [...path(upper), ...path(lower).toReversed()].join('L');
      return html`<path class="${`kz-f-${series.tone}`} kz-edge"${raw(strength(series))} d="M${raw(outline)}Z"/>`;
    }),
  );
}

/** Heights of the lines between stacked series, from the ground up. */
function stackedEdges(series: readonly Series[]): readonly (readonly number[])[] {
  const count = series[0]?.values.length ?? 0;
  const edges = [Array.from({ length: count }, () => 0)];
  for (const { values } of series) {
    const below = edges.at(-1) ?? [];
    edges.push(below.map((height, index) => height + (values[index] ?? 0)));
  }
  return edges;
}

/** Columns of stacked parts, the first at the bottom; what is below zero hangs from the axis. */
export function columnChart(chart: Timeline): Markup {
  const count = chart.labels.length;
  const stacks = Array.from({ length: count }, (_, index) => stackOf(chart.series, index));
  const ends = stacks.flatMap((parts) => parts.flatMap(({ from, to }) => [from, to]));
  return timeline(chart, scaleOf(ends), 'bands', 'block', ({ x, y, left, right }) => {
    const band = (right - left) / Math.max(1, count);
    const width = place(Math.min(48, Math.max(1, band * 0.72)));
    return stacks.flatMap((parts, index) =>
      parts.map(({ series, from, to }) => {
        const upper = Math.min(y(from), y(to));
        const height = place(Math.abs(y(to) - y(from)));
        return html`<rect class="${`kz-f-${series.tone}`}"${raw(strength(series))} x="${place(x(index) - width / 2)}" y="${upper}" width="${width}" height="${height}"/>`;
      }),
    );
  });
}

function stackOf(series: readonly Series[], index: number) {
  let above = 0;
  let below = 0;
  return series.flatMap((each) => {
    const value = each.values[index] ?? 0;
    if (value === 0) return [];
    const from = value > 0 ? above : below;
    const to = from + value;
    if (value > 0) above = to;
    else below = to;
    return [{ series: each, from, to }];
  });
}
