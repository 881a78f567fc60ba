import type { Chunk, ColumnData, EventData } from '../../schema/index.ts';
import type { EventShape, MoneyColumn } from './event-shapes.ts';

/** Beyond this a number of cents is not exact as an ordinary number; such amounts stay as they are. */
const EXACT = 2 ** 50;

/** A chunk before the change, with the factor of each of its rows. */
interface Before {
  readonly chunk: Chunk;
  readonly factor: Float64Array;
  readonly cancels: { readonly first: Int32Array; readonly next: Int32Array };
}

/** A chunk after it: rows by the rows that they were, and the values to scale. */
interface After {
  readonly source: Int32Array;
  readonly event: Int32Array;
  readonly index: Int32Array;
  readonly of: Int32Array;
  readonly events: readonly EventData[];
}

/** An amount scaled and rounded to a whole step of the currency, half up. The more, the more: cancellations go on to fit. */
function scaled(value: number, factor: number, step: number): number {
  return Math.floor((value * factor) / step + 0.5) * step;
}

/** Scales amounts of money; what cancels an event is scaled with it, so that what was cancelled as a whole still is. */
export class Money {
  readonly #shapes: readonly EventShape[];

  constructor(shapes: readonly EventShape[]) {
    this.#shapes = shapes;
  }

  scale(before: Before, after: After): void {
    const { chunk, factor, cancels } = before;
    if (factor.every((each) => each === 1)) return;
    for (let row = 0; row < chunk.rows; row += 1)
      if (factor[row] !== 1 && (chunk.of[row] ?? -1) < 0 && !this.#fits(before, row)) {
        factor[row] = 1;
        for (let taker = cancels.first[row] ?? -1; taker >= 0; taker = cancels.next[taker] ?? -1)
          factor[taker] = 1;
      }
    // Of each event that was cancelled in parts: how much so far, before scaling.
    const cancelled = new Map<number, number>();
    for (let row = 0; row < after.source.length; row += 1) {
      const by = factor[after.source[row] ?? 0] ?? 1;
      if (by === 1) continue;
      const type = after.event[row] ?? 0;
      const shape = this.#shapes[type];
      const data = after.events[type];
      if (shape === undefined || data === undefined) continue;
      const at = after.index[row] ?? 0;
      const original = after.of[row] ?? -1;
      for (const { column, step } of shape.money) {
        if (original >= 0 && column === shape.by) continue;
        change(data.columns[column], at, (value) => scaled(value, by, step));
      }
      shape.lines.forEach((columns, list) => {
        const lines = data.lines[list];
        const end = lines?.starts[at + 1] ?? 0;
        for (let line = lines?.starts[at] ?? 0; line < end; line += 1)
          for (const { column, step } of columns)
            change(lines?.columns[column], line, (value) => scaled(value, by, step));
      });
      const share = original < 0 ? undefined : shape.money.find(({ column }) => column === shape.by);
      if (share === undefined) continue;
      change(data.columns[share.column], at, (value) => {
        const sofar = cancelled.get(original) ?? 0;
        cancelled.set(original, sofar + value);
        return scaled(sofar + value, by, share.step) - scaled(sofar, by, share.step);
      });
    }
  }

  /** Whether an event stays within the bounds that the program declares, and so does what cancels it. */
  #fits({ chunk, factor, cancels }: Before, row: number): boolean {
    if (!this.#rowFits(chunk, row, factor[row] ?? 1)) return false;
    for (let taker = cancels.first[row] ?? -1; taker >= 0; taker = cancels.next[taker] ?? -1)
      if (!this.#rowFits(chunk, taker, factor[row] ?? 1)) return false;
    return true;
  }

  #rowFits({ event, index, events }: Chunk, row: number, by: number): boolean {
    const type = event[row] ?? 0;
    const shape = this.#shapes[type];
    const data = events[type];
    if (shape === undefined || data === undefined) return true;
    const at = index[row] ?? 0;
    const within = (columns: readonly MoneyColumn[], values: readonly ColumnData[], place: number): boolean =>
      columns.every(({ column, step, min, max }) => {
        const cells = values[column];
        if (cells === undefined || cells.present?.[place] === 0) return true;
        const value = Number(cells.values[place] ?? 0);
        // A part of a cancellation may round to one step less or more.
        const [low, high] = [scaled(value, by, step) - step, scaled(value, by, step) + step];
        if (Math.max(Math.abs(value), Math.abs(low), Math.abs(high)) > EXACT) return false;
        return (min === undefined || low >= Number(min)) && (max === undefined || high <= Number(max));
      });
    if (!within(shape.money, data.columns, at)) return false;
    return shape.lines.every((columns, list) => {
      const lines = data.lines[list];
      const end = lines?.starts[at + 1] ?? 0;
      for (let line = lines?.starts[at] ?? 0; line < end; line += 1)
        if (!within(columns, lines?.columns ?? [], line)) return false;
      return true;
    });
  }
}

function change(column: ColumnData | undefined, at: number, act: (value: number) => number): void {
  if (column === undefined || column.present?.[at] === 0) return;
  const { values } = column;
  if (values instanceof BigInt64Array) values[at] = BigInt(act(Number(values[at] ?? 0n)));
}
