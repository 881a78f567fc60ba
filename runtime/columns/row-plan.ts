import type { CellWriter } from './cell-writers.ts';
import type { GrowingLines } from './chunk-builder.ts';
import type { GrowingColumn } from './growing.ts';

/** What each row of one type writes into one column. */
export interface PlannedField {
  readonly into: GrowingColumn;
  /** Index of its cell; −1: the file has none. */
  readonly cell: number;
  readonly writer: CellWriter;
  readonly required: boolean;
  /** What is not said is 1. */
  readonly isOne: boolean;
}

/** How rows of one type in a file of cells are written, once it is known which cell goes where. */
export class RowPlan {
  readonly #fields: readonly PlannedField[];
  /** Cells that say nothing about such a row. */
  readonly #empty: readonly number[];
  readonly #lines: readonly GrowingLines[];

  constructor(fields: readonly PlannedField[], empty: readonly number[], lines: readonly GrowingLines[]) {
    this.#fields = fields;
    this.#empty = empty;
    this.#lines = lines;
  }

  /**
   * Writes a row whose cells stand trimmed from `starts` to `ends` into columns that have `rows` values. False: nothing
   * was written.
   */
  write(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, rows: number): boolean {
    const fields = this.#fields;
    const empty = this.#empty;
    for (let each = 0; each < empty.length; each += 1) {
      const cell = empty[each] ?? 0;
      if (starts[cell] !== ends[cell]) return false;
    }
    for (let each = 0; each < fields.length; each += 1) {
      const field = fields[each];
      if (field === undefined) continue;
      const { cell, into } = field;
      const from = cell < 0 ? 0 : (starts[cell] ?? 0);
      const to = cell < 0 ? 0 : (ends[cell] ?? 0);
      if (from < to) {
        if (field.writer.write(bytes, from, to)) continue;
      } else if (!field.required) {
        if (field.isOne) into.writeInteger(1);
        else into.writeMissing();
        continue;
      }
      for (let before = 0; before < each; before += 1) fields[before]?.into.cut(rows);
      return false;
    }
    for (let each = 0; each < this.#lines.length; each += 1) {
      const list = this.#lines[each];
      if (list !== undefined) list.starts.push(list.count);
    }
    return true;
  }
}
