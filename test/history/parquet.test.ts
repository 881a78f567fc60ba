import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import type { Mapping, RandomFile } from '../../runtime/history/index.ts';
import { readHistory } from '../../runtime/history/index.ts';
import { parquetBy } from './parquet-fixture.ts';
import { event, field, lines, plan, types } from './plan.ts';

const shop = plan({
  timezone: 'Asia/Tokyo',
  attributes: [field('birthday?', types.date)],
  events: [
    event('purchase', [
      field('amount', types.dollar),
      field('big?', types.integer),
      field('store?', types.text),
      field('app?', types.boolean),
      field('day?', types.date),
      field('when?', types.datetime),
      lines('items?', [field('sku', types.text), field('amount', types.dollar)]),
    ]),
  ],
});

const read = (chunks: RandomFile, mapping?: Mapping) =>
  readHistory(shop, [{ name: 'h.parquet', chunks, mapping }]);

const fieldsOf = async (query: string, options?: string) => {
  const result = await read(await parquetBy(query, options));
  expect(result.problems).toEqual([]);
  return {
    fields: result.members.flatMap((m) => m.events.map((e) => e.fields)),
    rejected: result.rejected.map(({ line, column, reason }) => ({ line, column, reason })),
  };
};

const ROW = `'m1' AS member, 'purchase' AS type, TIMESTAMP '2026-05-01 10:00:00' AS at`;

describe('what the types of a column become', () => {
  // 12.5 dollars are 1250 cents, whatever type brings them.
  test.each([
    ['1250::DECIMAL(4,0) / 100', '12.50::DECIMAL(4,2)'],
    ['decimal in 32 bits', '12.50::DECIMAL(9,2)'],
    ['decimal in 64 bits', '12.50::DECIMAL(18,4)'],
    ['decimal in 128 bits', '12.5::DECIMAL(38,10)'],
    ['double', '12.5::DOUBLE'],
    ['float', '12.5::FLOAT'],
    ['text', "'12.50'"],
  ])('an amount as %s', async (_name, value) => {
    const { fields, rejected } = await fieldsOf(`SELECT ${ROW}, ${value} AS amount`);
    expect(rejected).toEqual([]);
    expect(fields).toEqual([{ amount: 1250n }]);
  });

  test('a decimal below zero, and one that no float holds, keep every digit', async () => {
    const { fields, rejected } = await fieldsOf(
      `SELECT 'm' || i AS member, 'purchase' AS type, TIMESTAMP '2026-05-01 10:00:00' AS at, a AS amount
       FROM (VALUES (1, -0.05::DECIMAL(38,2)), (2, 90071992547409.93::DECIMAL(38,2))) t(i, a)`,
    );
    expect(rejected).toEqual([]);
    expect(fields).toEqual([{ amount: -5n }, { amount: 9007199254740993n }]);
  });

  test('a float is the shortest decimal that names it: 0.1 in single precision is ten cents', async () => {
    const { fields } = await fieldsOf(`SELECT ${ROW}, 0.1::FLOAT AS amount`);
    expect(fields).toEqual([{ amount: 10n }]);
  });

  test('a float with more decimals than the currency, and what is no number, are bad rows', async () => {
    const { rejected } = await fieldsOf(
      `SELECT 'm1' AS member, 'purchase' AS type, TIMESTAMP '2026-05-01 10:00:00' AS at, a::DOUBLE AS amount
       FROM (VALUES (0.125), ('NaN'::DOUBLE), ('Infinity'::DOUBLE)) t(a)`,
    );
    expect(rejected).toEqual([
      { line: 1, column: 'amount', reason: 'too-many-decimals' },
      { line: 2, column: 'amount', reason: 'unreadable-number' },
      { line: 3, column: 'amount', reason: 'unreadable-number' },
    ]);
  });

  test.each([
    ['TINYINT', '-100', -100n],
    ['UTINYINT', '200', 200n],
    ['USMALLINT', '65535', 65535n],
    ['UINTEGER', '4294967295', 4294967295n],
    ['BIGINT', '-9007199254740993', -9007199254740993n],
    ['UBIGINT', '9223372036854775807', 9223372036854775807n],
  ])('a whole number as %s', async (type, value, expected) => {
    const { fields, rejected } = await fieldsOf(`SELECT ${ROW}, 1 AS amount, ${value}::${type} AS big`);
    expect(rejected).toEqual([]);
    expect(fields).toEqual([{ amount: 100n, big: expected }]);
  });

  test('a number beyond 64 bits is a bad row and not another number', async () => {
    const { rejected } = await fieldsOf(`SELECT ${ROW}, 1 AS amount, 18446744073709551615::UBIGINT AS big`);
    expect(rejected).toEqual([{ line: 1, column: 'big', reason: 'number-too-large' }]);
  });

  test('text, booleans, dates, times, and nulls as left out', async () => {
    const { fields, rejected } = await fieldsOf(
      `SELECT ${ROW}, 1 AS amount, '渋谷' AS store, true AS app, DATE '2024-02-29' AS day, NULL::VARCHAR AS "unused",
       TIMESTAMP_NS '2026-05-01 23:30:00.123456789' AS "when"`,
    );
    expect(rejected).toEqual([]);
    // 2024-02-29: 54 years of 365 days, 13 leap days before it (1972 … 2020), 59 days: 19710 + 13 + 59 − 1 + 1 = 19782.
    // 2026-05-01: 19782 + 792 days later = 20574; 23:30 is 84600 s.
    expect(fields).toEqual([
      { amount: 100n, store: '渋谷', app: true, day: 19782, when: 20574 * 86400 + 84600 },
    ]);
  });

  // 01:00 UTC is 10:00 in Tokyo; a clock time of no zone is what the clock in Tokyo showed.
  test.each([
    ['TIMESTAMP_MS', "TIMESTAMP_MS '2026-05-01 10:00:00'"],
    ['TIMESTAMP', "TIMESTAMP '2026-05-01 10:00:00'"],
    ['TIMESTAMP_NS', "TIMESTAMP_NS '2026-05-01 10:00:00'"],
    ['TIMESTAMPTZ', "TIMESTAMPTZ '2026-05-01 01:00:00+00'"],
    ['text', "'2026-05-01T10:00:00+09:00'"],
  ])('a moment as %s', async (_type, at) => {
    const result = await read(
      await parquetBy(`SELECT 'm1' AS member, 'purchase' AS type, ${at} AS at, 1 AS amount`),
    );
    expect(result.rejected).toEqual([]);
    expect(result.members[0]?.events[0]?.at).toBe(20574 * 86400 + 36000);
  });

  test('a list of structs is a list of lines', async () => {
    const { fields, rejected } = await fieldsOf(
      `SELECT ${ROW}, 3 AS amount, [{sku: 'A', amount: 1.25::DECIMAL(9,2)}, {sku: 'B', amount: 1.75::DECIMAL(9,2)}] AS items`,
    );
    expect(rejected).toEqual([]);
    expect(fields).toEqual([
      {
        amount: 300n,
        items: [
          { sku: 'A', amount: 125n },
          { sku: 'B', amount: 175n },
        ],
      },
    ]);
  });

  test.each(['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw'])(
    'many rows in many row groups, packed by %s',
    async (codec) => {
      const query = `SELECT 'm' || (i % 7) AS member, 'purchase' AS type, TIMESTAMP '2026-05-01 10:00:00' + INTERVAL (i) MINUTE AS at,
        'e' || i AS id, (i % 100)::DECIMAL(9,2) AS amount FROM range(5000) t(i)`;
      const result = await read(await parquetBy(query, `, COMPRESSION ${codec}, ROW_GROUP_SIZE 2048`));
      expect(result.problems).toEqual([]);
      expect(result.rejected).toEqual([]);
      expect(result.rows).toBe(5000);
      const amounts = result.members.flatMap((m) => m.events.map((e) => e.fields.amount));
      // 50 times the dollars 0 to 99, which are 4950.
      expect(amounts.reduce((sum: bigint, each) => sum + (typeof each === 'bigint' ? each : 0n), 0n)).toBe(
        50n * 495_000n,
      );
    },
  );
});

describe('a mapping', () => {
  const mapping: Mapping = {
    kizuna: 1,
    mapping: 'shop',
    format: 'parquet',
    rows: [
      { when: { column: 'kind', is: 'test' }, ignore: 'test' },
      {
        event: 'purchase',
        member: { column: 'customer.no' },
        at: { column: ['day', 'clock'] },
        fields: { amount: { column: 'total' } },
      },
    ],
  };
  const rows = `FROM (VALUES (1, 'sale', 5.0), (2, 'test', 6.0), (3, 'sale', NULL)) t(i, kind, a)`;
  const columns = `{no: 1000 + i} AS customer, kind, DATE '2026-05-01' AS day, TIME '10:00:00' AS clock, a::DECIMAL(9,2) AS total`;

  test.each(['parquet', 'csv'] as const)(
    'with format %s names columns and paths into structs',
    async (format) => {
      const file = await parquetBy(`SELECT ${columns}, INTERVAL 1 DAY AS unread ${rows}`);
      const result = await read(file, { ...mapping, format });
      expect(result.problems).toEqual([]);
      expect(result.ignored).toEqual(new Map([['test', 1]]));
      expect(result.members.map((m) => m.member)).toEqual(['1001']);
      expect(result.members[0]?.events[0]).toMatchObject({
        id: 'h.parquet:1',
        at: 20574 * 86400 + 36000,
        fields: { amount: 500n },
      });
      expect(result.rejected.map(({ line, reason, raw }) => ({ line, reason, raw }))).toEqual([
        {
          line: 3,
          reason: 'missing-field',
          raw: '{"customer":{"no":1003},"kind":"sale","day":"2026-05-01","clock":"10:00:00","total":null}',
        },
      ]);
    },
  );

  test('that names a column which is not there is told so at that place', async () => {
    const file = await parquetBy(
      `SELECT {nr: 1} AS customer, 'sale' AS kind, DATE '2026-05-01' AS day, 1 AS totl`,
    );
    const { problems } = await read(file, mapping);
    expect(problems.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['mapping-unknown-column', 'rows.1.member.column'],
      ['mapping-unknown-column', 'rows.1.at.column'],
      ['mapping-unknown-column', 'rows.1.fields.amount.column'],
    ]);
  });

  test('takes members from a Parquet file of their own', async () => {
    const sale = await parquetBy(
      `SELECT ${columns} FROM (VALUES (1, 'sale', 5.0), (2, 'sale', 6.0)) t(i, kind, a)`,
    );
    const members = await parquetBy(`SELECT 1001 AS no, DATE '1990-02-03' AS born`);
    const result = await readHistory(
      shop,
      [
        {
          name: 'h.parquet',
          chunks: sale,
          mapping: {
            ...mapping,
            members: {
              file: 'members.parquet',
              format: 'parquet',
              id: { column: 'no' },
              attributes: { birthday: { column: 'born' } },
            },
          },
        },
      ],
      { memberSources: new Map([['members.parquet', members]]) },
    );
    expect(result.problems).toEqual([]);
    // 1990-02-03: 20 years of 365 days, 5 leap days (1972 … 1988), 33 days.
    expect(result.members.map((m) => [m.member, m.attributes])).toEqual([['1001', { birthday: 7338 }]]);
    expect(result.rejected.map(({ line, reason }) => [line, reason])).toEqual([[2, 'unknown-member']]);
  });
});

describe('a damaged file', () => {
  const rows = `SELECT 'm' || i AS member, 'purchase' AS type, TIMESTAMP '2026-05-01 10:00:00' AS at, i AS amount FROM range(300) t(i)`;

  test('cut off anywhere is a problem in words and never an exception', async () => {
    const whole = await parquetBy(rows);
    for (let size = 0; size < whole.byteLength; size += 37) {
      const { problems } = await read(whole.slice(0, size));
      expect(problems.map((p) => p.code)).toEqual(['parquet-unreadable']);
    }
  });

  test('with any byte turned over ends in a problem or in rows, and never in an exception', async () => {
    const whole = await parquetBy(rows);
    for (let at = 0; at < whole.byteLength; at += 5) {
      const bytes = new Uint8Array(whole.slice(0));
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      const { problems } = await read(bytes.buffer);
      for (const { code } of problems) expect(['parquet-unreadable', 'parquet-type']).toContain(code);
    }
  });

  test('a column of a type that no cell holds is named, unless a mapping leaves it out', async () => {
    const { problems } = await read(await parquetBy(`SELECT ${ROW}, 1 AS amount, MAP {'a': 1} AS extra`));
    expect(problems.map((p) => [p.code, p.message.en])).toEqual([
      [
        'parquet-type',
        'the column `extra` of `h.parquet` is of type MAP, which is no number, text, date, list or struct',
      ],
    ]);
  });

  test('bytes that are no text make a bad row', async () => {
    const writer = new ByteWriter();
    const text = (name: string): SchemaElement => ({ name, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' });
    const schema = [{ name: 'schema', num_children: 4 }, ...['member', 'type', 'at', 'amount'].map(text)];
    const out = new ParquetWriter({ writer, schema, statistics: false });
    const bytes = (words: string) => new TextEncoder().encode(words);
    out.write({
      columnData: [
        { name: 'member', data: [new Uint8Array([0x93, 0xfa]), bytes('m2')] },
        { name: 'type', data: [bytes('purchase'), bytes('purchase')] },
        { name: 'at', data: [bytes('2026-05-01'), bytes('2026-05-01')] },
        { name: 'amount', data: [bytes('1'), bytes('2')] },
      ],
    });
    out.finish();
    const result = await read(writer.getBuffer());
    expect(result.rejected.map(({ line, reason }) => [line, reason])).toEqual([[1, 'unreadable-text']]);
    expect(result.members.map((m) => m.member)).toEqual(['m2']);
  });
});
