import { right, type Section, toCsv } from '../section/index.ts';
import type { Bars } from './bars.ts';
import type { SankeyChart } from './sankey.ts';
import type { Timeline } from './timeline.ts';

const plain = (title: string, columns: Section['columns'], rows: Section['rows']): Section => ({
  title,
  columns,
  rows,
  notes: [],
  isDetail: false,
});

/** The figures of a chart as a table; `place` heads its places, such as months. */
export function timelineSection({ title, labels, series, formatFull }: Timeline, place: string): Section {
  const columns = [{ title: place }, ...series.map(({ name }) => right(name))];
  const rows = labels.map((label, index) => [
    label,
    ...series.map(({ values }) => {
      const value = values[index];
      return value === undefined ? '-' : formatFull(value);
    }),
  ]);
  return plain(title, columns, rows);
}

/** As {@link timelineSection}, as CSV, with numbers as they were drawn. */
export function timelineCsv({ labels, series }: Timeline, place: string): string {
  return toCsv([
    [place, ...series.map(({ name }) => name)],
    ...labels.map((label, index) => [label, ...series.map(({ values }) => values[index])]),
  ]);
}

/** The bars of a chart as a table; `heads` stand above names and values. */
export function barsSection({ title, bars }: Bars, [name, value]: readonly [string, string]): Section {
  return plain(
    title,
    [{ title: name }, right(value)],
    bars.map((bar) => [bar.name, bar.text]),
  );
}

/** The flows of a chart as a table, the largest first; `value` heads how large they are. */
export function flowsSection(
  { title, left, right: to, flows, heads }: SankeyChart,
  value: string,
  format: (value: number) => string,
): Section {
  return plain(
    title,
    [{ title: heads[0] }, { title: heads[1] }, right(value)],
    flows
      .filter((flow) => flow.value > 0)
      .toSorted((a, b) => b.value - a.value)
      .map((flow) => [left[flow.from]?.name ?? '', to[flow.to]?.name ?? '', format(flow.value)]),
  );
}
