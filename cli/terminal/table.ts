import type { Paint } from './terminal.ts';
import { padEnd, padStart, widthOf } from './width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** A cell: its text, and how it is painted after it was measured. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

/** Columns side by side under their titles, widths by what is shown; no cell is cut. Ends without a line break. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  paint: Paint,
  indent = '  ',
): string {
  const widths = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...rows.map((row) => widthOf(textOf(row[index] ?? '')))),
  );
  const line = (cells: readonly Cell[]): string =>
    indent +
    columns
      .map((column, index) => {
        const cell = cells[index] ?? '';
        const last = index === columns.length - 1;
        const width = widths[index] ?? 0;
        const text = textOf(cell);
        const padded = column.align === 'right' ? padStart(text, width) : last ? text : padEnd(text, width);
        return typeof cell === 'string' ? padded : cell.paint(padded);
      })
      .join('  ')
      .trimEnd();
  const titles = columns.map((column) => ({ text: column.title, paint: paint.dim }));
  return [line(titles), ...rows.map(line)].join('\n');
}
