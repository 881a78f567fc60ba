import { type ColumnChunk, parquetMetadata } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { Collector, type RandomFile, type RawRow, readNativeRows } from '../../runtime/history/index.ts';
import { parquetBy } from './parquet-fixture.ts';

const GROUP = 2048;

/** A file that remembers which of its bytes were asked for. */
function watched(bytes: ArrayBuffer, few: boolean): { readonly file: RandomFile; readonly asked: string[] } {
  const asked: string[] = [];
  const file = {
    byteLength: bytes.byteLength,
    few,
    slice(start: number, end = bytes.byteLength) {
      asked.push(`${start}-${end}`);
      return bytes.slice(start, end);
    },
  };
  return { file, asked };
}

/** Where a column of a row group stands, as the file says. */
function placeOf({ meta_data: meta }: ColumnChunk): string {
  if (meta === undefined) throw new Error('no column');
  const start = Number(meta.dictionary_page_offset ?? meta.data_page_offset);
  return `${start}-${start + Number(meta.total_compressed_size)}`;
}

/** Per row group: where its columns stand. */
function placesOf(bytes: ArrayBuffer, column?: string): string[][] {
  return parquetMetadata(bytes).row_groups.map((group) =>
    group.columns
      .filter((each) => column === undefined || each.meta_data?.path_in_schema.join('.') === column)
      .map(placeOf),
  );
}

async function rowsOf(file: RandomFile, take: (row: RawRow) => void): Promise<void> {
  const failed = await readNativeRows('h.parquet', file, new Collector(undefined), () => take);
  expect(failed).toBeUndefined();
}

const NESTED = `SELECT 'm' || (i % 7) AS member,
  CASE WHEN i % 5 = 0 THEN NULL ELSE [CASE WHEN j % 3 = 1 THEN NULL ELSE j END FOR j IN range(i % 5 - 1)] END AS tags,
  [range(j) FOR j IN range(i % 4)] AS deep,
  CASE WHEN i % 4 = 0 THEN NULL ELSE {name: 't' || i, home: CASE WHEN i % 3 = 0 THEN NULL ELSE {city: i} END} END AS "who",
  [CASE WHEN j = 1 THEN NULL ELSE {sku: 's' || j, paid: i % 2 = 0, parts: range(j)} END FOR j IN range(i % 6)] AS items
  FROM range(5000) t(i)`;

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** What the query says of its row `i`. */
function nestedRow(i: number): unknown {
  return {
    member: `m${i % 7}`,
    tags: i % 5 === 0 ? null : upTo((i % 5) - 1).map((j) => (j % 3 === 1 ? null : j)),
    deep: upTo(i % 4).map(upTo),
    who: i % 4 === 0 ? null : { name: `t${i}`, home: i % 3 === 0 ? null : { city: i } },
    items: upTo(i % 6).map((j) => (j === 1 ? null : { sku: `s${j}`, paid: i % 2 === 0, parts: upTo(j) })),
  };
}

describe('lists and structs', () => {
  test.each(['', ', DICTIONARY_SIZE_LIMIT 1', ', PARQUET_VERSION V2', ', COMPRESSION zstd'])(
    'are put together as they were taken apart%s',
    async (options) => {
      const { file } = watched(await parquetBy(NESTED, `, ROW_GROUP_SIZE ${GROUP}${options}`), false);
      const rows: RawRow[] = [];
      await rowsOf(file, (row) => rows.push(row));
      expect(rows.map((row) => row.line)).toEqual(upTo(5000).map((i) => i + 1));
      expect(rows.map((row): unknown => JSON.parse(row.raw))).toEqual(upTo(5000).map(nestedRow));
    },
  );

  test('with any byte turned over end in a fault or in rows, and never in an exception', async () => {
    const whole = await parquetBy(NESTED.replace('5000', '60'), ', COMPRESSION uncompressed');
    for (let at = 0; at < whole.byteLength; at += 3) {
      const bytes = new Uint8Array(whole.slice(0));
      bytes[at] = (bytes[at] ?? 0) ^ (at % 2 === 0 ? 0xff : 1 << (at % 8));
      let rows = 0;
      const failed = await readNativeRows('h', bytes.buffer, new Collector(undefined), () => () => {
        rows += 1;
      });
      expect(failed !== undefined || rows <= 60).toBe(true);
    }
  });
});

describe('what is read of a file', () => {
  test('each column of a row group once, and no group before the rows of the last one are handed on', async () => {
    const bytes = await parquetBy(NESTED, `, ROW_GROUP_SIZE ${GROUP}`);
    const groups = placesOf(bytes);
    // 5000 rows are two groups of 2048 and one of 904.
    expect(groups.length).toBe(3);
    const { file, asked } = watched(bytes, false);
    const known = new Set(groups.flat());
    await rowsOf(file, ({ line }) => {
      const soFar = groups.slice(0, Math.ceil(line / GROUP)).flat();
      expect(asked.filter((one) => known.has(one))).toEqual(soFar);
    });
    const data = asked.filter((one) => known.has(one));
    expect(new Set(data).size).toBe(data.length);
  });

  test('rows that stand for others: no column but the member, and some rows of all groups', async () => {
    const bytes = await parquetBy(
      `SELECT 'm' || i AS member, md5(i::VARCHAR) AS long, [i] AS items FROM range(200000) t(i)`,
      `, ROW_GROUP_SIZE ${GROUP}`,
    );
    const { file, asked } = watched(bytes, true);
    const members = placesOf(bytes, 'member').flat();
    const others = placesOf(bytes)
      .flat()
      .filter((place) => !members.includes(place));
    // 200 000 / 2048 = 97.7.
    expect(members.length).toBe(98);
    const lines: number[] = [];
    await rowsOf(file, ({ line, raw }) => {
      lines.push(line);
      expect(raw).toBe(`{"member":"m${line - 1}"}`);
    });
    // Every other of the 98 groups, as there are more than 64: 49 × 2048 = 100 352 rows, of which every other one is taken.
    expect(asked.filter((one) => members.includes(one))).toEqual(members.filter((_, at) => at % 2 === 0));
    expect(asked.filter((one) => others.includes(one))).toEqual([]);
    expect(lines.length).toBe(49 * (GROUP / 2));
    expect(lines.length).toBeLessThanOrEqual(1 << 16);
    expect(Math.max(...lines)).toBeGreaterThan(195_000);
  });
});
