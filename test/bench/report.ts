import type { Timing } from './series.ts';

/** A line of the table: what was measured, the figure, and how it stands to its peer and to what is aimed at. */
export interface Figure {
  readonly what: string;
  readonly figure: string;
  readonly ratio?: string;
  readonly aim?: string;
}

export const say = (text: string): void => void process.stdout.write(`${text}\n`);

export const ms = ({ median, least }: Timing): string =>
  `${median.toFixed(2)} ms (least ${least.toFixed(2)})`;

/** Three digits that count. */
export const times = (ratio: number): string =>
  `${ratio.toLocaleString('en', { maximumSignificantDigits: 3 })}×`;

/** Bytes as megabytes. */
export const megabytes = (bytes: number): string => String(Math.round(bytes / 2 ** 20));

/** Rows or events a second, in millions. */
export const millions = (count: number, milliseconds: number): string =>
  `${(count / milliseconds / 1000).toFixed(2)} M/s`;

/** Events a second, of a number of events in a number of milliseconds. */
export const perSecond = (events: number, milliseconds: number): string =>
  `${Math.round((events / milliseconds) * 1000).toLocaleString('en')} events/s`;

/** The figures of a bench as they come, then all of them once more as one table. */
export class Report {
  readonly #figures: Figure[] = [];

  get figures(): readonly Figure[] {
    return this.#figures;
  }

  /** Figures that have been told already. */
  keep(figures: readonly Figure[]): void {
    this.#figures.push(...figures);
  }

  title(text: string): void {
    say(text);
  }

  add(figure: Figure): void {
    this.#figures.push(figure);
    const more = [figure.ratio, figure.aim === undefined ? undefined : `aim ${figure.aim}`];
    say(
      `  ${[figure.what.padEnd(46), figure.figure, ...more.filter((each) => each !== undefined)].join('  ')}`,
    );
  }

  table(): void {
    const rows = [
      ['what', 'figure', 'ratio', 'aim'],
      ...this.#figures.map(({ what, figure, ratio, aim }) => [what, figure, ratio ?? '', aim ?? '']),
    ];
    const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    const line = (row: readonly string[]) =>
      `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
    say('');
    for (const [index, row] of rows.entries()) {
      say(line(row));
      if (index === 0) say(line(widths.map((width) => '-'.repeat(width))));
    }
  }
}
