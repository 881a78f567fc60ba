import { describe, expect, it } from 'vitest';
import { Fault, openParquet, parquetColumns } from '../../runtime/history/index.ts';
import type { Mapping } from '../../runtime/index.ts';
import { parquetBy } from '../history/parquet-fixture.ts';
import { event, field, lines, plan as planOf, reward, types } from '../history/plan.ts';
import { readBoth } from './both.ts';

const plan = planOf({
  timezone: 'Asia/Tokyo',
  attributes: [field('birthday?', types.date)],
  events: [
    event('purchase', [
      field('amount', types.dollar, { min: 0n, max: 1_000_000n }),
      field('big?', types.integer),
      field('rate?', types.number),
      field('store?', types.text),
      field('channel?', types.channel),
      field('status?', types.status),
      field('app?', types.boolean),
      field('day?', types.date),
      field('when?', types.datetime),
      lines('items?', [field('sku', types.text)]),
    ]),
    event('refund', [field('amount?', types.dollar)], { event: 'purchase', by: 'amount' }),
    event('visit', []),
  ],
  rewards: [reward('cup')],
});

const read = async (query: string, options?: string, mapping?: Mapping) =>
  readBoth(plan, [{ name: 'h.parquet', chunks: await parquetBy(query, options), mapping }]);

const HEAD = `'m' || (i % 7) AS member, 'purchase' AS type, TIMESTAMP '2026-05-01 10:00:00' + INTERVAL (i) SECOND AS at, 'e' || i AS id`;

// If it fails, the compiled engine replays other events of a Parquet file than the reference engine, or rejects other rows.
describe('typed columns say what the reader of rows says', () => {
  const values: Readonly<Record<string, readonly string[]>> = {
    amount: [
      ...[
        'i::DECIMAL(9,2)',
        '(i / 8)::DECIMAL(18,4)',
        '(i / 10)::DECIMAL(38,9)',
        '(i - 3)::TINYINT',
        'i::UINTEGER',
      ],
      ...[
        'i::BIGINT * 3000',
        '(i % 10)::UBIGINT * 1000000000000000000',
        'i / 4',
        '(i / 3)::FLOAT',
        "'NaN'::DOUBLE",
        '1e-7 * i',
      ],
      ...[
        "i || '.5'",
        "'$' || i",
        'CASE WHEN i % 3 = 0 THEN NULL ELSE i END',
        'NULL',
        'i % 2 = 0',
        "DATE '2026-05-01'",
      ],
    ],
    big: [
      ...[
        '9007199254740990::BIGINT + i',
        '-9007199254740990::BIGINT - i',
        '9223372036854775807 - i',
        '-i',
        '18446744073709551615::UBIGINT',
      ],
      ...[
        '(-1)::INTEGER',
        '4294967295::UINTEGER',
        '1e300',
        '2147483646 + i',
        '(-2147483647)::BIGINT - i',
        '99999999999999999999999999999999999999::DECIMAL(38,0)',
      ],
    ],
    rate: [
      'i::DECIMAL(9,4) / 7',
      '0.00010::DECIMAL(9,5)',
      '0.00012::DECIMAL(9,5)',
      '0.1::FLOAT',
      '-0.0::DOUBLE',
      'i::HUGEINT',
    ],
    store: [
      "'s' || (i % 3)",
      "'渋谷'",
      "' padded '",
      "''",
      'i',
      'i::DECIMAL(9,2)',
      "DATE '2026-05-01' + i::INTEGER",
      'true',
      "'a' || chr(0) || 'b'",
      "chr(65279) || 'x'",
      'uuid()',
      'i::DOUBLE * 1e30',
    ],
    channel: [
      "'store'",
      "CASE i % 3 WHEN 0 THEN 'app' WHEN 1 THEN 'online' END",
      "'no'",
      "'ａｐｐ'",
      '1',
      "'s'::ENUM('s', 'store')",
    ],
    status: ["'gold'", "'none'", '0'],
    app: [
      'i % 2 = 0',
      'CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 0 END',
      "'yes'",
      '1',
      "'x'",
      '1.0::DOUBLE',
    ],
    day: [
      "DATE '2024-02-29' + i::INTEGER",
      "DATE '0099-01-01'",
      "TIMESTAMP '2024-02-29 10:00:00'",
      "'2024-02-30'",
      '20240229',
      "DATE '5877642-06-25'",
    ],
    when: [
      ...[
        "TIMESTAMP '2026-05-01 10:00:00.25'",
        "TIMESTAMP_NS '2026-05-01 23:30:00.123456789'",
        "TIMESTAMP_MS '1969-12-31 23:59:59.999'",
      ],
      ...[
        "TIMESTAMPTZ '2026-05-01 01:00:00+00'",
        "TIMESTAMP_S '2026-05-01 10:00:00'",
        "DATE '2026-05-01'",
        "TIME '10:00:00'",
        "TIMESTAMP '0001-01-01 00:00:00'",
        "TIMESTAMP '9999-12-31 23:59:59'",
      ],
    ],
    unknown: ['NULL::INTEGER', 'CASE WHEN i = 3 THEN 1 END'],
    of: ['NULL::VARCHAR', "'e1'"],
    sequence: [
      'i',
      'i::DECIMAL(9,1)',
      "CASE WHEN i % 2 = 0 THEN '' ELSE '5' END",
      '9223372036854775807',
      "'x'",
      '1e30',
    ],
  };
  const cases = Object.entries(values).flatMap(([name, each]) => each.map((value) => [name, value] as const));

  it.each(cases)('%s as %s', async (name, value) => {
    const amount = name === 'amount' ? '' : ', i AS amount';
    const result = await read(`SELECT ${HEAD}${amount}, ${value} AS "${name}" FROM range(20) t(i)`);
    expect(result.problems).toEqual([]);
    expect(result.rows).toBe(20);
  });

  it.each([
    ["TIMESTAMP_NS '2026-05-01 10:00:00.000000001'"],
    ["TIMESTAMP_MS '2026-05-01 10:00:00.5'"],
    ["TIMESTAMPTZ '2026-03-29 01:30:00+00'"],
    ["DATE '2026-05-01'"],
    ["'2026-05-01T10:00'"],
    ['20260501'],
    ["TIMESTAMP '1899-12-31 00:00:00'"],
    ["TIMESTAMP '294246-01-01 00:00:00'"],
    ['NULL::TIMESTAMP'],
    ["TIME '10:00:00'"],
    ['true'],
  ])('a moment as %s', async (at) => {
    const result = await read(`SELECT 'm1' AS member, 'visit' AS type, ${at} AS at FROM range(3)`);
    expect(result.rows).toBe(3);
  });

  it.each([
    ["' m' || i || ' '"],
    ['i'],
    ['i::DOUBLE'],
    ["'会員' || i"],
    ["'Ｍ' || i"],
    ['i % 2 = 0'],
    ['NULL::INTEGER'],
    ["''"],
    ['chr(0) || i'],
  ])('a member and an id as %s', async (value) => {
    await read(
      `SELECT ${value} AS member, 'visit' AS type, TIMESTAMP '2026-05-01 10:00:00' AS at, ${value} AS id FROM range(4) t(i)`,
    );
  });

  it('enrolments, refunds, rewards, and rows of all kinds in many groups', async () => {
    const rows = `SELECT 'm' || (i % 97) AS member,
        CASE WHEN i < 97 THEN 'enroll' WHEN i % 11 = 0 THEN 'refund' WHEN i % 13 = 0 THEN 'redeem' WHEN i % 17 = 0 THEN 'profile'
          WHEN i % 19 = 0 THEN 'nothing' ELSE 'purchase' END AS type,
        TIMESTAMP '2026-05-01 10:00:00' + INTERVAL (i) MINUTE AS at,
        CASE WHEN i % 5 > 0 THEN 'e' || (i - i % 23 // 22) END AS id,
        CASE WHEN type = 'refund' THEN 'e' || (i - 97) END AS of,
        CASE WHEN type IN ('purchase', 'refund') THEN (i % 100)::DECIMAL(9,2) END AS amount,
        CASE WHEN type = 'redeem' THEN CASE WHEN i % 2 = 0 THEN 'cup' ELSE 'hat' END END AS reward,
        CASE WHEN type IN ('enroll', 'profile') THEN DATE '1990-01-01' + (i % 50)::INTEGER END AS birthday
      FROM range(20000) t(i)`;
    for (const options of [
      ', ROW_GROUP_SIZE 2048',
      ', ROW_GROUP_SIZE 4096, COMPRESSION zstd',
      ', PARQUET_VERSION V2',
      ', PARQUET_VERSION V2, COMPRESSION uncompressed',
    ]) {
      const result = await read(rows, options);
      expect(result.problems).toEqual([]);
      expect(new Set(result.rejected.map((row) => row.reason)).size).toBeGreaterThan(3);
      expect(result.accepted).toBeGreaterThan(15_000);
    }
  }, 60_000);

  it('few values in a dictionary, and many that are written plainly', async () => {
    const rows = `SELECT ${HEAD}, (i % 3)::DECIMAL(9,2) AS amount, CASE WHEN i % 4 = 0 THEN NULL ELSE 's' || (i % 5) END AS store,
        CASE WHEN i % 2 = 0 THEN md5(i::VARCHAR) END AS note FROM range(9000) t(i)`;
    for (const size of [0, 1, 100_000]) {
      const result = await read(rows.replace('AS note', 'AS store2'), `, DICTIONARY_SIZE_LIMIT ${size}`);
      expect(result.rows).toBe(9000);
    }
  });

  it('columns that are nested, or of no known type', async () => {
    const nested = await read(
      `SELECT ${HEAD}, i AS amount, [{sku: 'A'}, {sku: i::VARCHAR}] AS items FROM range(20) t(i)`,
    );
    expect(nested.accepted).toBe(20);
    const unknown = await read(`SELECT ${HEAD}, i AS amount, INTERVAL 1 DAY AS big FROM range(3) t(i)`);
    expect(unknown.problems.map((problem) => problem.code)).toEqual(['parquet-type']);
  });

  it('a file without rows, and one without columns that are needed', async () => {
    expect((await read(`SELECT ${HEAD}, i AS amount FROM range(0) t(i)`)).rows).toBe(0);
    const result = await read('SELECT i AS amount FROM range(3) t(i)');
    expect(result.rejected.map((row) => row.reason)).toEqual([
      'missing-type',
      'missing-type',
      'missing-type',
    ]);
  });
});

describe('typed columns of mapped files say what the reader of rows says', () => {
  const mapping: Mapping = {
    kizuna: 1,
    mapping: 'shop',
    format: 'parquet',
    zone: 'Europe/London',
    rows: [
      { when: { column: 'kind', in: ['test', '3'] }, ignore: 'test' },
      {
        when: { column: 'total', below: 0 },
        event: 'refund',
        member: { column: 'who' },
        at: { column: ['day', 'clock'] },
        of: { find: 'last', event: 'purchase', where_left: 'covers' },
        fields: { amount: { column: 'total', negate: 'yes' } },
      },
      {
        event: 'purchase',
        member: { column: 'who' },
        id: { column: 'no' },
        at: { column: ['day', 'clock'] },
        fields: {
          amount: { column: 'total' },
          store: { column: 'shop' },
          channel: { column: 'kind', words: { s: 'store', a: 'app', true: 'online' } },
          app: { column: 'app' },
        },
      },
    ],
  };
  const rows = (parts: string) => `SELECT ${parts} FROM (SELECT i, i % 5 AS member FROM range(400) t(i))`;

  it.each([
    [
      `'Ｍ' || member AS who, 'n' || i AS no, DATE '2026-05-01' + (i // 50)::INTEGER AS day, TIME '10:00:00' + INTERVAL (i) SECOND AS clock,
      CASE WHEN i % 9 = 8 THEN -(i - 8) ELSE i END::DECIMAL(9,2) AS total, ' s' || member || ' ' AS shop, CASE i % 4 WHEN 0 THEN 's' WHEN 1 THEN 'a' WHEN 2 THEN 'test' END AS kind, i % 2 = 0 AS app`,
    ],
    [
      `member AS who, i::DOUBLE AS no, '2026-05-0' || (1 + i // 50) AS day, '10:0' || (i % 10) AS clock,
      CASE WHEN i % 30 = 0 THEN NULL ELSE i / 4 END AS total, chr(0) || 'x' AS shop, i % 4 AS kind, CASE WHEN i % 3 = 0 THEN 'yes' END AS app`,
    ],
    [
      `CASE WHEN i % 50 = 0 THEN NULL ELSE 'm' || member END AS who, NULL AS no, TIMESTAMP '2026-03-29 00:30:00' + INTERVAL (i) MINUTE AS day, '' AS clock,
      i AS total, '渋谷' AS shop, i % 2 = 0 AS kind, i % 2 AS app`,
    ],
  ])('%s', async (parts) => {
    for (const format of ['parquet', 'csv'] as const) {
      const result = await read(rows(parts), ', ROW_GROUP_SIZE 2048', { ...mapping, format });
      expect([result.problems, result.rows]).toEqual([[], 400]);
      expect(result.accepted + result.rejected.length).toBeGreaterThan(0);
    }
  });

  it('columns that are not there, and rows that are several events', async () => {
    const parts = `'m' || member AS who, i AS no, DATE '2026-05-01' AS day, TIME '10:00:00' AS clock, i AS total, 's' AS shop, 's' AS kind, true AS app`;
    const { problems } = await read(rows(parts.replace('AS shop', 'AS shpo')), '', mapping);
    expect(problems.map((problem) => problem.code)).toEqual(['mapping-unknown-column']);
    const [, , purchase] = mapping.rows;
    if (purchase === undefined || !('event' in purchase)) throw new Error('no purchase');
    const grouped = { ...mapping, rows: [{ ...purchase, group_by: ['who'] }] };
    const result = await read(rows(parts), '', grouped);
    expect(result.rows).toBe(400);
  });
});

describe('the pages of a file', () => {
  // If it fails, files are read row by row, many times slower.
  it.each([
    [
      'in dictionaries',
      '',
      `(i % 3)::INTEGER AS a, (i % 3)::BIGINT AS b, 's' || (i % 3) AS c, CASE WHEN i % 2 = 0 THEN i % 3 END AS d`,
    ],
    [
      'written plainly',
      ', DICTIONARY_SIZE_LIMIT 1',
      `i::INTEGER AS a, -i::BIGINT AS b, md5(i::VARCHAR) AS c, CASE WHEN i % 2 = 0 THEN i::DOUBLE END AS d`,
    ],
  ])('are known: %s', async (_name, options, columns) => {
    const opened = await openParquet(
      'h',
      await parquetBy(`SELECT ${columns}, i % 2 = 0 AS e FROM range(3000) t(i)`, options),
    );
    if (opened instanceof Fault) throw new Error(opened.message.en);
    const typed = parquetColumns('h', opened, undefined);
    let start = 0;
    for (let index = 0; index < (typed?.groups ?? 0); index += 1) {
      const group = await typed?.group(index);
      expect(group?.vectors.length).toBe(5);
      const batches = typed?.rowsOf(index);
      for (let next = await batches?.next(); next?.done === false; next = await batches?.next())
        for (const row of next.value) expect(group?.rowAt(row.line - 1 - start)).toEqual(row);
      start += group?.rows ?? 0;
    }
    expect(start).toBe(3000);
  });
});

describe('a damaged file of typed columns', () => {
  const rows = `SELECT 'm' || (i % 9) AS member, CASE WHEN i % 7 = 0 THEN 'visit' ELSE 'purchase' END AS type,
    TIMESTAMP '2026-05-01 10:00:00' + INTERVAL (i) SECOND AS at, CASE WHEN i % 7 = 0 THEN NULL ELSE i END AS amount, 'e' || i AS id FROM range(150) t(i)`;

  it.each(['uncompressed', 'snappy'])(
    'with any byte turned over (%s) ends as the reader of rows says',
    async (codec) => {
      const whole = await parquetBy(rows, `, COMPRESSION ${codec}`);
      for (let at = 0; at < whole.byteLength; at += 7) {
        const content = new Uint8Array(whole.slice(0));
        content[at] = (content[at] ?? 0) ^ (at % 2 === 0 ? 0xff : 1 << (at % 8));
        await readBoth(plan, [{ name: 'h.parquet', chunks: content.buffer }]);
      }
    },
    300_000,
  );
});
