import type { Fault, ParquetColumns, RawRow } from '../history/index.ts';
import { TypedPool, type TypedTexts } from './typed-texts.ts';

/** Takes rows of typed columns. */
export interface TypedReader {
  /** Takes the row at `row` of columns whose texts stand in `bytes`; false: it must be looked at as an object. */
  typed(bytes: Uint8Array, texts: readonly TypedTexts[], row: number, place: number): boolean;
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
    pool.clear();
    const texts = group.vectors.map((vector, at) => {
      const kind = columns.kinds[at];
      return kind === undefined ? NOTHING : pool.write(kind, vector);
    });
    const { bytes } = pool;
    for (let row = 0; row < group.rows; row += 1)
      if (!reader.typed(bytes, texts, row, group.start + row + 1)) reader.raw(group.rowAt(row));
  }
  return undefined;
}

const NOTHING: TypedTexts = {
  codes: new Int32Array(0),
  starts: new Int32Array(0),
  ends: new Int32Array(0),
  marks: new Uint8Array(0),
};

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
