import { html, type Markup } from '../markup/index.ts';
import { type ChartHead, raw, svg } from './chart.ts';
import { place } from './scale.ts';
import type { Tone } from './tone.ts';

export interface Sparkline extends ChartHead {
  /** Undefined: no value; the line has a gap. */
  readonly values: readonly (number | undefined)[];
  readonly tone: Tone;
  /** A line across, such as a target. */
  readonly goal?: number | undefined;
  /** The same series of another version, at the same places: a faint line behind. */
  readonly before?: readonly (number | undefined)[];
}

const WIDTH = 200;
const HEIGHT = 44;
const MARGIN = 5;

/** A small line without axes: the shape of a series, its last value marked. */
export function sparkline(chart: Sparkline): Markup {
  const { values, tone, goal, before = [] } = chart;
  const known = values.filter((value) => value !== undefined);
  const all = [...known, ...before, goal].filter((value) => value !== undefined);
  const low = Math.min(...all);
  const high = Math.max(...all);
  const x = (index: number): number =>
    place(values.length < 2 ? WIDTH / 2 : MARGIN + (index * (WIDTH - 2 * MARGIN)) / (values.length - 1));
  const y = (value: number): number =>
    place(
      high === low ? HEIGHT / 2 : HEIGHT - MARGIN - ((value - low) * (HEIGHT - 2 * MARGIN)) / (high - low),
    );
  const content: Markup[] = [];
  if (goal !== undefined && known.length > 0)
    content.push(html`<path class="kz-goal" d="M0 ${y(goal)}H${WIDTH}"/>`);
  const lineOf = (run: Run): string => run.map(({ index, value }) => `${x(index)} ${y(value)}`).join('L');
  for (const run of runsOf(before))
    content.push(html`<path class="kz-s-muted kz-line kz-dash" d="M${raw(lineOf(run))}"/>`);
  for (const run of runsOf(values)) {
    const line = lineOf(run);
    const [only] = run;
    content.push(
      run.length === 1 && only !== undefined
        ? html`<circle class="${`kz-f-${tone}`}" cx="${x(only.index)}" cy="${y(only.value)}" r="2"/>`
        : html`<path class="${`kz-s-${tone}`} kz-line" d="M${raw(line)}"/>`,
    );
  }
  const last = values.at(-1);
  if (last !== undefined)
    content.push(
      html`<circle class="${`kz-f-${tone}`}" cx="${x(values.length - 1)}" cy="${y(last)}" r="3.5"/>`,
    );
  return svg(chart, WIDTH, HEIGHT, content);
}

type Run = readonly { readonly index: number; readonly value: number }[];

/** Values side by side without a gap. */
export function runsOf(values: readonly (number | undefined)[]): readonly Run[] {
  const runs: { readonly index: number; readonly value: number }[][] = [];
  values.forEach((value, index) => {
    if (value === undefined) return;
    const run = runs.at(-1);
    if (run !== undefined && values[index - 1] !== undefined) run.push({ index, value });
    else runs.push([{ index, value }]);
  });
  return runs;
}
