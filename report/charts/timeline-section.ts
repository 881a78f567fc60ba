import { right, type Section, toCsv } from '../section/index.ts';
import type { Timeline } from './timeline.ts';

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
  return { title, columns, rows, notes: [], isDetail: false };
}

/** As {@link timelineSection}, as CSV, with numbers as they were drawn. */
export function timelineCsv({ labels, series }: Timeline, place: string): string {
  return toCsv([
    [place, ...series.map(({ name }) => name)],
    ...labels.map((label, index) => [label, ...series.map(({ values }) => values[index])]),
  ]);
}
