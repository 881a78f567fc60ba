import type { Fault, ParquetColumns, RawRow } from '../history/index.ts';
import type { TypedColumn } from './typed-plan.ts';
import { TypedPool, type TypedTexts } from './typed-texts.ts';

/** The rows of one row group. */
export class TypedRows {
  readonly columns: readonly TypedColumn[];
  /** Rows of the file before them. */
  readonly start: number;
  readonly #pool: TypedPool;
  #texts: readonly TypedTexts[] | undefined;

  constructor(columns: readonly TypedColumn[], start: number, pool: TypedPool) {
    this.columns = columns;
    this.start = start;
    this.#pool = pool;
  }

  /** The columns as texts, which are written when they are first asked for. */
  get texts(): readonly TypedTexts[] {
    if (this.#texts === undefined) {
      this.#pool.clear();
      this.#texts = this.columns.map(({ kind, vector }) => this.#pool.write(kind, vector));
    }
    return this.#texts;
  }

  /** Where the texts stand. */
  get bytes(): Uint8Array {
    return this.#pool.bytes;
  }
}

/** Takes rows of typed columns. */
export interface TypedReader {
  /** What follows are rows of these columns. */
  begin(rows: TypedRows): void;
  /** Takes the row at `row`; false: it must be looked at as an object. */
  typed(rows: TypedRows, row: number): boolean;
  raw(row: RawRow): boolean;
}

/** Reads a file of typed columns to its end, or to where it is damaged. */
export async function driveTyped(columns: ParquetColumns, reader: TypedReader): Promise<Fault | undefined> {
  const pool = new TypedPool();
  for (let index = 0; index < columns.groups; index += 1) {
    const group = await columns.group(index);
    if (group === undefined) {
      const failed = await rowByRow(columns.rowsOf(index), reader);
      if (failed !== undefined) return failed;
      continue;
    }
    const typed = group.vectors.flatMap((vector, at): TypedColumn[] => {
      const kind = columns.kinds[at];
      return kind === undefined ? [] : [{ kind, vector }];
    });
    const rows = new TypedRows(typed, group.start, pool);
    reader.begin(rows);
    for (let row = 0; row < group.rows; row += 1) if (!reader.typed(rows, row)) reader.raw(group.rowAt(row));
  }
  return undefined;
}

async function rowByRow(
  batches: ReturnType<ParquetColumns['rowsOf']>,
  reader: TypedReader,
): Promise<Fault | undefined> {
  for (;;) {
    const next = await batches.next();
    if (next.done === true) return next.value;
    for (const row of next.value) reader.raw(row);
  }
}
