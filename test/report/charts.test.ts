import { describe, expect, it } from 'vitest';
import {
  barChart,
  columnChart,
  lineChart,
  ramp,
  sankeyChart,
  shareBar,
  sparkline,
  stackedAreaChart,
  type Timeline,
  timelineTable,
  triangleChart,
} from '../../report/charts/index.ts';
import { labelled, scaleOf } from '../../report/charts/scale.ts';
import { fitted, textWidth } from '../../report/charts/text-width.ts';

const HEAD = { id: 'x', title: 'Cost', description: 'by month' };

/** The `d` of every path of a class. */
const paths = (markup: string, look: string): readonly string[] =>
  [...markup.matchAll(/<path class="([^"]*)"[^>]*? d="([^"]*)"/g)]
    .filter(([, classes = '']) => classes.split(' ').includes(look))
    .map(([, , path = '']) => path);

const rects = (markup: string, look: string) =>
  [
    ...markup.matchAll(
      /<rect class="([^"]*)"[^>]*? x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"/g,
    ),
  ]
    .filter(([, classes = '']) => classes.split(' ').includes(look))
    .map(([, , ...numbers]) => numbers.map(Number));

const chart = (labels: readonly string[], ...series: Timeline['series']): Timeline => ({
  ...HEAD,
  labels,
  series,
  format: String,
  formatFull: (value) => `${value} JPY`,
});

// If it fails, a chart tells another story than the figures.
describe('scales', () => {
  it('end at round ticks that hold all values and zero', () => {
    // A range of 38,108 in about 4 steps: 9,527, rounded up to 10,000.
    expect(scaleOf([26_352, 38_108]).ticks).toEqual([0, 10_000, 20_000, 30_000, 40_000]);
    // 0.9 in 4 steps: 0.225, rounded up to 0.25.
    expect(scaleOf([0.1, 0.9]).ticks).toEqual([0, 0.25, 0.5, 0.75, 1]);
    // From −3 to 5: 8 in 4 steps of 2, from −4 to 6.
    expect(scaleOf([-3, 5]).ticks).toEqual([-4, -2, 0, 2, 4, 6]);
  });

  it('count whole things in whole steps', () => {
    // 2 in 4 steps would be 0.5.
    expect(scaleOf([1, 2]).ticks).toEqual([0, 1, 2]);
  });

  it('stand where there is nothing to measure', () => {
    expect(scaleOf([]).ticks).toEqual([0, 1]);
    expect(scaleOf([0, 0]).ticks).toEqual([0, 1]);
    expect(scaleOf([Number.NaN, Number.POSITIVE_INFINITY, 3]).to).toBe(3);
  });

  it('label places evenly up to the last', () => {
    expect(labelled(12, 12)).toHaveLength(12);
    // 36 places, room for 5: every 12th, counted from the last.
    expect(labelled(36, 5)).toEqual([11, 23, 35]);
    expect(labelled(1, 5)).toEqual([0]);
    expect(labelled(0, 5)).toEqual([]);
  });
});

describe('a sparkline', () => {
  it('goes from the least value at the bottom to the most at the top', () => {
    // 200 by 44 with a margin of 5: x from 5 to 195, y from 39 to 5.
    const { markup } = sparkline({ ...HEAD, values: [0, 5, 10], tone: 'accent' });
    expect(paths(markup, 'kz-s-accent')).toEqual(['M5 39L100 22L195 5']);
    expect(markup).toContain('cx="195" cy="5" r="3.5"');
  });

  it('has room for the goal', () => {
    // From 0 to the goal of 20: 10 is half way.
    const { markup } = sparkline({ ...HEAD, values: [0, 10], tone: 'accent', goal: 20 });
    expect(paths(markup, 'kz-s-accent')).toEqual(['M5 39L195 22']);
    expect(paths(markup, 'kz-goal')).toEqual(['M0 5H200']);
  });

  it('leaves a gap where there is no value, and no mark at the end', () => {
    const { markup } = sparkline({ ...HEAD, values: [1, undefined, 3, 2, undefined], tone: 'accent' });
    expect(paths(markup, 'kz-s-accent')).toHaveLength(1);
    expect(markup.match(/<circle/g)).toHaveLength(1);
    expect(sparkline({ ...HEAD, values: [undefined], tone: 'accent' }).markup).not.toMatch(/NaN|Infinity/);
  });
});

describe('charts over months', () => {
  it('draw columns as high as their values', () => {
    // Ticks 0, 5, … 20; the widest, `20`, takes 2 × 0.64 × 12 = 15.4, so the field begins at 16 + 10 = 26 and is 398 wide.
    // Each of two bands is 199 wide, its column 48 at most, in the middle: 26 + 99.5 − 24 = 101.5 and 300.5.
    // Heights are of 160 units for 20, above the ground at 170.
    const { markup } = columnChart(chart(['a', 'b'], { name: 'cost', tone: 'economic', values: [10, 20] }));
    expect(rects(markup, 'kz-f-economic')).toEqual([
      [101.5, 90, 48, 80],
      [300.5, 10, 48, 160],
    ]);
  });

  it('stack columns, and hang what is below zero from the axis', () => {
    // From −10 to 30: ticks of 10, 40 in all, 4 units each. The legend takes 18: the field is from 28 to 188.
    const { markup } = columnChart(
      chart(
        ['a'],
        { name: 'one', tone: 'economic', values: [10] },
        { name: 'two', tone: 'behavioral', values: [20] },
        { name: 'three', tone: 'bad', values: [-10] },
      ),
    );
    const [, yOne, , one] = rects(markup, 'kz-f-economic')[1] ?? [];
    const [, yTwo, , two] = rects(markup, 'kz-f-behavioral')[1] ?? [];
    const [, yThree, , three] = rects(markup, 'kz-f-bad')[1] ?? [];
    expect([yOne, one]).toEqual([108, 40]);
    expect([yTwo, two]).toEqual([28, 80]);
    expect([yThree, three]).toEqual([148, 40]);
  });

  it('stack areas on one another', () => {
    // 1 + 3 and 2 + 1 on a scale of 4; ticks of one sign end the axis at 8 + 10 = 18. 40 units for 1 above 188.
    const { markup } = stackedAreaChart(
      chart(
        ['a', 'b'],
        { name: 'silver', tone: 'accent', shade: 0.5, values: [1, 2] },
        { name: 'gold', tone: 'accent', values: [3, 1] },
      ),
    );
    expect(paths(markup, 'kz-edge')).toEqual([
      'M18 148L424 108L424 188L18 188Z',
      'M18 28L424 68L424 108L18 148Z',
    ]);
    expect(markup).toContain('fill-opacity="0.5"');
  });

  it('draw one place over the whole axis, and none without falling over', () => {
    const one = stackedAreaChart(chart(['a'], { name: 'gold', tone: 'accent', values: [4] }));
    expect(paths(one.markup, 'kz-edge')).toEqual(['M18 10L424 10L424 170L18 170Z']);
    const dot = lineChart(chart(['a'], { name: 'gold', tone: 'accent', values: [4] }));
    expect(dot.markup).toContain('<circle class="kz-f-accent" cx="221" cy="10"');
    for (const draw of [lineChart, columnChart, stackedAreaChart])
      expect(draw(chart([], { name: 'gold', tone: 'accent', values: [] })).markup).not.toMatch(
        /NaN|undefined/,
      );
  });

  it('break a line where a value is missing', () => {
    const { markup } = lineChart(
      chart(['a', 'b', 'c', 'd'], { name: 'x', tone: 'accent', values: [4, 2, undefined, 4] }),
      { filled: true },
    );
    // The field from 18 to 424: 406 ÷ 3 = 135.33 between places.
    expect(paths(markup, 'kz-s-accent')).toEqual(['M18 10L153.3 90']);
    expect(paths(markup, 'kz-area')).toEqual(['M18 170L18 10L153.3 90V170Z']);
    expect(markup).toContain('cx="424" cy="10"');
  });

  it('tell the value of every place in words', () => {
    const timeline = chart(['May', 'June'], { name: 'cost', tone: 'economic', values: [10, undefined] });
    expect(columnChart(timeline).markup).toContain('<title>June\ncost: –</title>');
    const { markup } = timelineTable(timeline, 'Month');
    expect(markup).toContain('<th scope="row">May</th><td class="n">10 JPY</td>');
    expect(markup).toContain('<th scope="row">June</th><td class="n">–</td>');
  });
});

describe('bars', () => {
  it('are as long as their share of the most', () => {
    // The name takes 0.6 × 12 + 12 = 19.2, the text `25%` (1.28 + 0.9) × 12 + 10 = 36.2: 384.6 are left for all of 1.
    const { markup } = barChart({
      ...HEAD,
      most: 1,
      bars: [{ name: 'a', tone: 'economic', value: 0.25, text: '25%', goal: 0.5 }],
    });
    expect(rects(markup, 'kz-f-economic')).toEqual([[19.2, 8, 96.2, 14]]);
    // The goal: 19.2 + 192.3.
    expect(markup).toContain('d="M211.5 4v22"');
    expect(shareBar(0.25, { tone: 'accent' }).markup).toContain('width="25" height="8"');
    expect(shareBar(7, { tone: 'accent' }).markup).toContain('class="kz-f-accent" width="100"');
  });

  it('show what was before beneath what is', () => {
    // As above: 384.6 are left for all of 1, and half of them is 192.3.
    const { markup } = barChart({
      ...HEAD,
      most: 1,
      bars: [{ name: 'a', tone: 'economic', value: 0.25, text: '25%', before: 0.5 }],
    });
    expect(rects(markup, 'kz-f-economic')).toEqual([[19.2, 8, 96.2, 14]]);
    expect(rects(markup, 'kz-f-muted')).toEqual([[19.2, 23, 192.3, 3]]);
  });

  it('say where the value may lie as well', () => {
    // 19.2 before the bars, 2 × 0.64 × 12 + 10 = 25.4 after them: 395.4 for 80, so that 40 is at 216.9 and 80 at 414.6.
    const range = { low: 40, high: 80 };
    const { markup } = barChart({
      ...HEAD,
      bars: [{ name: 'a', tone: 'accent', value: 50, text: '50', range }],
    });
    expect(markup).toContain('class="kz-range" d="M216.9 15H414.6M216.9 10v10M414.6 10v10"');
    expect(markup).toContain('<text x="422.6"');
  });
});

describe('the triangle of loyalties', () => {
  const triangle = (shares: readonly [number, number, number]) =>
    triangleChart({
      ...HEAD,
      corners: [
        { name: 'economic', tone: 'economic' },
        { name: 'behavioral', tone: 'behavioral' },
        { name: 'psychological', tone: 'psychological' },
      ],
      marks: [{ name: 'spent', shares, shape: 'dot' }],
    }).markup;

  it('puts shares where their weights balance', () => {
    // Sides of 200, 173 high, from (60, 201) and (260, 201) up to (160, 28).
    expect(triangle([1, 0, 0])).toContain('class="kz-f-accent" cx="60" cy="201" r="7"');
    expect(triangle([0, 1, 0])).toContain('class="kz-f-accent" cx="260" cy="201" r="7"');
    expect(triangle([0, 0, 1])).toContain('class="kz-f-accent" cx="160" cy="28" r="7"');
    // A third each: 173 ÷ 3 = 57.7 above the ground.
    expect(triangle([1, 1, 1])).toContain('class="kz-f-accent" cx="160" cy="143.3" r="7"');
    // 50 %, 30 %, 20 %: 60 + 200 × (0.3 + 0.1), 201 − 173 × 0.2.
    expect(triangle([0.5, 0.3, 0.2])).toContain('class="kz-f-accent" cx="140" cy="166.4" r="7"');
  });

  it('has no mark where nothing was spent', () => {
    expect(triangle([0, 0, 0])).not.toMatch(/r="7"|NaN/);
  });
});

describe('flows', () => {
  it('are as thick as they are large, and leave out who neither comes nor goes', () => {
    // Two places a side: 2 × 44 high less 14 between them is 74 for 40 moves: 55.5 for 30, 18.5 for 10.
    const { markup } = sankeyChart({
      ...HEAD,
      heads: ['from', 'to'],
      left: [
        { name: 'regular', tone: 'accent' },
        { name: 'silver', tone: 'accent' },
        { name: 'gold', tone: 'accent' },
      ],
      right: [
        { name: 'silver', tone: 'accent' },
        { name: 'gold', tone: 'accent' },
      ],
      flows: [
        { from: 0, to: 0, value: 30, text: 'regular → silver: 30', tone: 'accent' },
        { from: 1, to: 1, value: 10, text: 'silver → gold: 10', tone: 'accent' },
        { from: 2, to: 0, value: 0, text: 'none', tone: 'accent' },
      ],
    });
    expect(rects(markup, 'kz-f-accent').map(([, , , height]) => height)).toEqual([55.5, 18.5, 55.5, 18.5]);
    expect(markup).toContain('<title>silver → gold: 10</title>');
    expect(markup).not.toContain('none');
  });
});

describe('text of charts', () => {
  it('counts Japanese signs as wide ones', () => {
    expect(textWidth('会員', 10)).toBe(20);
    expect(textWidth('ab', 10)).toBe(12);
  });

  it('keeps the end of a name that is cut, where names differ', () => {
    expect(fitted('短い', 10, 100)).toBe('短い');
    const cut = fitted('ロイヤルダイヤモンドプレミアム会員12', 10, 100);
    expect(cut).toMatch(/^ロイ.*…12$/);
    expect(textWidth(cut, 10)).toBeLessThanOrEqual(100);
  });

  it('says what a chart is to whoever does not see it', () => {
    const { markup } = sparkline({ ...HEAD, values: [1, 2], tone: 'accent' });
    expect(markup).toContain('role="img" aria-labelledby="x-title x-desc"');
    expect(markup).toContain('<title id="x-title">Cost</title><desc id="x-desc">by month</desc>');
  });

  it('shades levels from weak to strong', () => {
    expect(ramp(3).map((shade) => Math.round(shade * 10))).toEqual([2, 6, 10]);
    expect(ramp(1)).toHaveLength(1);
  });
});
