import { describe, expect, it } from 'vitest';
import {
  barChart,
  CHART_COLOURS,
  lineChart,
  type SankeyChart,
  sankeyChart,
  standaloneChart,
  type Timeline,
  timelineCsv,
  timelineSection,
} from '../../report/charts/index.ts';

const COST: Timeline = {
  id: 'cost',
  title: 'Cost',
  description: 'by month',
  labels: ['January', 'February'],
  series: [
    { name: 'base', tone: 'muted', values: [10, undefined] },
    { name: 'candidate', tone: 'accent', values: [12, 15] },
  ],
  format: String,
  formatFull: (value) => `${value} JPY`,
};

const MOVES: SankeyChart = {
  id: 'moves',
  title: 'Moves',
  description: 'between levels',
  left: [
    { name: 'gold', tone: 'accent' },
    { name: 'green', tone: 'accent' },
  ],
  right: [
    { name: 'gold', tone: 'accent' },
    { name: 'green', tone: 'accent' },
  ],
  flows: [
    { from: 0, to: 0, value: 0, text: 'none', tone: 'muted' },
    { from: 0, to: 1, value: 2, text: '2 fell', tone: 'muted' },
    { from: 1, to: 0, value: 5, text: '5 rose', tone: 'accent' },
  ],
  heads: ['from', 'to'],
};

// If it fails, a chart that is taken into slides has no colours, no title or is cut off.
describe('a chart as a file of its own', () => {
  it('brings its styles in the theme that was asked for, its title and its paper', () => {
    const chart = lineChart(COST);
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(chart.markup) ?? [];
    const light = standaloneChart(chart, 'Cost & more', 'light');
    // 20 px around it, and 28 px above it for its title.
    expect(light?.width).toBe(Number(width) + 40);
    expect(light?.height).toBe(Number(height) + 68);
    expect(light?.svg).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/,
    );
    expect(light?.svg).toContain(`<svg x="20" y="48" width="${width}" height="${height}" class="kz-chart"`);
    expect(light?.svg).toContain('>Cost &amp; more</text>');
    expect(light?.svg).toContain('--kz-paper:#ffffff');
    expect(standaloneChart(chart, 'Cost', 'dark')?.svg).toContain('--kz-paper:#1b1f25');
    // Every class that is drawn has a rule, and nothing is fetched.
    const classes = new Set(
      [...(light?.svg ?? '').matchAll(/class="([^"]+)"/g)].flatMap(([, all = '']) => all.split(' ')),
    );
    for (const name of classes) expect(light?.svg).toContain(`.${name}`);
    expect(light?.svg).not.toMatch(/@import|url\(|href/);
  });

  it('is refused for what is no chart', () => {
    expect(standaloneChart({ markup: '<svg><script>1</script></svg>' }, 'x', 'light')).toBeUndefined();
  });
});

describe('charts under a strict policy', () => {
  it('hold no styles and no scripts in their marks, which a policy would drop', () => {
    for (const { markup } of [lineChart(COST), sankeyChart(MOVES), barChart({ ...COST, bars: [] })])
      expect(markup).not.toMatch(/ style=|<style|<script| on\w+=/);
  });

  it('know a page that states its theme from one that follows the device', () => {
    expect(CHART_COLOURS).toMatch(/:root\[data-theme="dark"\]\{--kz-accent:#7fb0e6/);
    expect(CHART_COLOURS).toMatch(
      /prefers-color-scheme:dark\)\{:root:not\(\[data-theme\]\)\{--kz-accent:#7fb0e6/,
    );
  });
});

// If it fails, whoever picks a bar or a month on the page is shown another's members.
describe('places that can be picked', () => {
  const placesOf = (markup: string): readonly (readonly [string, string])[] =>
    [...markup.matchAll(/data-place="(\d+)"[^>]*><title>([^<]*)/g)].map(([, place = '', title = '']) => [
      place,
      title,
    ]);

  it('are known by their index in what was drawn', () => {
    expect(placesOf(lineChart(COST).markup)).toEqual([
      ['0', 'January\nbase: 10 JPY\ncandidate: 12 JPY'],
      ['1', 'February\nbase: –\ncandidate: 15 JPY'],
    ]);
    const bars = barChart({
      id: 'b',
      title: 'B',
      description: 'b',
      bars: [{ name: 'a', value: 1, text: '1', tone: 'accent' }],
    });
    expect(placesOf(bars.markup)).toEqual([['0', 'a: 1']]);
    // The first flow is empty and not drawn; the others keep their index.
    expect(placesOf(sankeyChart(MOVES).markup)).toEqual([
      ['1', '2 fell'],
      ['2', '5 rose'],
    ]);
  });
});

// If it fails, whoever does not see the chart reads other figures than it shows.
describe('charts as tables', () => {
  it('list every place with the values of every series', () => {
    const { columns, rows } = timelineSection(COST, 'month');
    expect(columns.map(({ title }) => title)).toEqual(['month', 'base', 'candidate']);
    expect(rows).toEqual([
      ['January', '10 JPY', '12 JPY'],
      ['February', '-', '15 JPY'],
    ]);
  });

  it('are written as the numbers that were drawn', () => {
    expect(timelineCsv(COST, 'month')).toBe('month,base,candidate\r\nJanuary,10,12\r\nFebruary,,15\r\n');
  });
});
