import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Mapping, readColumns, readHistory } from '../../runtime/index.ts';
import { bytes, event, field, lines, plan as planOf, reward, types } from '../history/plan.ts';
import { attributesFor, rowsFor, writeRows } from '../properties/history-arbitrary.ts';
import { fragments, programs } from '../properties/plans.ts';
import { mappingOf, planOf as programPlan, realData } from '../real/real-run.ts';
import { membersIn, readBoth } from './both.ts';
import { withoutPlaces } from './histories.ts';

const specimens = [...programs(), ...fragments()];

/** Pieces that turn up where they should not. */
const splinters = [
  ...['{', '}', '[', ']', ':', ',', '"', '""', '\\', '\\u0041', "'", '\t', '\n', '\r', ' ', '　', '\u00a0'],
  ...['null', 'true', '1e3', '-0', '1.50', '.5', '９', '99999999999999999999', '¥1,234', '△5', '1,000'],
  ...['2026-02-30', '2024-01-05', '2024-01-05T10:00:00Z', '20:00', 'ガ', 'ｶﾞ', '\u0000', '\uFFFD', 'of', 'e1'],
  ...['"of":"e0",', '"id":"e1",', '"sequence":2,', '"fields":{},', '"amount":null,', '"quantity":0,'],
];
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 20 }),
  put: fc.oneof(fc.constantFrom(...splinters), fc.string({ maxLength: 3 })),
});

function damaged(text: string, { at, length, put }: { at: number; length: number; put: string }): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + put + text.slice(start + length);
}

// If it fails, the compiled engine replays other events than the reference engine, or other rows are rejected.
describe('columns say what the reader of rows says', () => {
  it.each(programs())('of the sample history of $name', async ({ name, plan }) => {
    const history = readFileSync(new URL(`../../programs/${name}/history.jsonl`, import.meta.url));
    const read = await readBoth(plan, [{ name: 'history.jsonl', chunks: [history] }]);
    expect(read.members.length).toBeGreaterThan(0);
  });

  it('of generated and damaged histories in JSON Lines', async () => {
    const chosen = fc.constantFrom(...specimens).chain(({ plan }) =>
      fc
        .record({
          rows: rowsFor(plan, 16),
          attributes: attributesFor(plan),
          damages: fc.array(damage, { maxLength: 2 }),
          flat: fc.boolean(),
        })
        .map(({ rows, attributes, damages, flat }) => {
          const whole = writeRows(rows, plan, attributes);
          // Half of them with the fields beside the built-in keys.
          const text = flat
            ? whole.replaceAll(',"fields":{}', '').replaceAll(/"fields":\{(.*)\}\}/g, '$1}')
            : whole;
          return { plan, text: damages.reduce(damaged, text) };
        }),
    );
    await fc.assert(
      fc.asyncProperty(chosen, async ({ plan, text }) => {
        await readBoth(plan, [{ name: 'h.jsonl', chunks: [bytes(text)] }]);
      }),
      { numRuns: 1500 },
    );
  }, 300_000);

  it('of two files with the same ids, places as ids, and equal instants', async () => {
    const plan = planOf();
    const one =
      '{"member":"a","at":"2026-05-01","type":"visit"}\n{"member":"b","at":"2026-05-02","type":"visit"}\n';
    const two = '{"member":"a","id":"h:1","at":"2026-05-01","type":"visit"}\n';
    const first = { name: 'h', chunks: [bytes(one)] };
    const second = { name: 'i', chunks: [bytes(two)] };
    const read = await readBoth(plan, [first, second]);
    expect(read.rejected.map((row) => `${row.file} ${row.reason}`)).toEqual(['i duplicate-id']);
    // The same file twice: each row is there twice.
    expect((await readBoth(plan, [first, first])).rejected.map((row) => row.reason)).toEqual([
      'duplicate-id',
      'duplicate-id',
    ]);
  });
});

describe('columns of mapped files say what the reader of rows says', () => {
  const item = [field('sku', types.text), field('price', types.yen), field('gift?', types.boolean)];
  const plan = planOf({
    attributes: [
      field('enrolled', types.date),
      field('birthday?', types.date),
      field('kind?', types.channel),
    ],
    events: [
      event('purchase', [
        field('amount', types.yen, { min: 0n, max: 1_000_000n }),
        field('channel?', types.channel),
        field('note?', types.text),
        field('status?', types.status),
        field('seen?', types.datetime),
        field('rate?', types.number),
        lines('items?', item),
      ]),
      event('refund', [field('amount?', types.yen)], { event: 'purchase', by: 'amount' }),
      event('visit', []),
    ],
    rewards: [reward('cup'), reward('bag')],
  });
  const columns = ['kind', 'member', 'at', 'id', 'amount', 'channel', 'note', 'status', 'seen', 'rate', 'of'];
  const base = { member: { column: 'member' }, at: { column: 'at' }, id: { column: 'id' } } as const;
  const mapping: Mapping = {
    kizuna: 1,
    mapping: 'test',
    format: 'csv',
    zone: 'Europe/London',
    rows: [
      { when: { column: 'kind', in: ['skip', 'ガ'] }, ignore: 'skipped' },
      {
        when: { column: 'kind', starts_with: 'E' },
        event: 'enroll',
        ...base,
        fields: { birthday: { column: 'seen' } },
      },
      {
        when: { column: 'kind', is: 'redeem' },
        event: 'redeem',
        ...base,
        fields: { reward: { column: 'note' }, quantity: { column: 'amount' } },
      },
      {
        when: [
          { column: 'amount', below: 0 },
          { column: 'of', empty: 'yes' },
        ],
        event: 'refund',
        ...base,
        of: { find: 'last', event: 'purchase', where_left: 'covers' },
        fields: { amount: { column: 'amount', negate: 'yes' } },
      },
      {
        when: { column: 'of', empty: 'no' },
        event: 'refund',
        ...base,
        sequence: { column: 'rate' },
        of: { column: 'of' },
        fields: {},
      },
      {
        when: { column: 'amount', at_least: 0 },
        event: 'purchase',
        ...base,
        fields: {
          amount: { column: 'amount' },
          channel: { column: 'channel', words: { s: 'store', ａ: 'app', online: 'online' } },
          note: { column: 'note' },
          status: { column: 'status' },
          seen: { column: 'seen' },
          rate: { column: 'rate' },
        },
        lines: { items: { sku: { column: 'note' }, price: { column: 'amount' }, gift: { column: 'of' } } },
      },
      { when: { column: 'kind', is_not: 'none' }, event: 'visit', ...base },
    ],
  };
  const cell: Readonly<Record<string, readonly string[]>> = {
    kind: ['', 'sale', 'sale', 'skip', 'ｓkip', 'E', 'Enrol', 'redeem', 'none', 'ガ'],
    member: ['m1', 'm2', 'm3', 'Ｍ１', 'm 1', '', ' m1 ', '会員'],
    at: [
      ...['2026-05-01', '2026-05-02 10:00', '2026-05-02T10:00:30', '2026-03-29T01:30:00', '2026-10-25 01:30'],
      ...[
        '2026-05-03T23:30:00-05:00',
        '2026-05-03T10:00Z',
        '２０２６-05-01',
        '2026-05-01T10:00:00.250',
        '1899-12-31',
      ],
      ...[
        '2026-02-30',
        '',
        'x',
        '2026-05-04T24:00',
        '2026-05-04t09:00z',
        '2026-05-01T10:00:00+0900',
        '2200-01-01',
      ],
    ],
    id: ['', 'e1', 'e2', 'e3', 'e4', 'ｅ１', 'in.txt:2', '7'],
    amount: [
      '100',
      '250',
      '0',
      '-100',
      '-0',
      '1,200',
      '¥300',
      '１２',
      '1.00',
      '1.5',
      '',
      'x',
      '1000001',
      '3',
      '+7',
    ],
    channel: ['', 's', 'a', 'Ａ', 'online', 'x'],
    note: ['', 'cup', 'bag', 'tea', '茶', ' padded ', 'say "hi"', 'a,b', '"', 'two\nlines'],
    status: ['', 'gold', 'regular', 'none', 'ｇold'],
    seen: ['', '2026-05-01', '2026-05-01T10:00:00+09:00', '1990-02-28', 'x'],
    rate: ['', '1.25', '3', '0.00010', '1.23456', '99999999999999999'],
    of: ['', '', '', 'e1', 'e2', 'yes', 'no', '1'],
  };
  const quoted = (text: string, always: boolean) =>
    always || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const row = fc
    .record(Object.fromEntries(columns.map((name) => [name, fc.constantFrom(...(cell[name] ?? ['']))])))
    .chain((values) =>
      fc.boolean().map((always) => columns.map((name) => quoted(values[name] ?? '', always)).join(',')),
    );
  const table = fc
    .record({
      rows: fc.array(row, { maxLength: 14 }),
      damages: fc.array(damage, { maxLength: 2 }),
      end: fc.constantFrom('\n', '\r\n', '\r'),
    })
    .map(({ rows, damages, end }) => damages.reduce(damaged, [columns.join(','), ...rows].join(end)));

  it('CSV', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (text) => {
        await readBoth(plan, [{ name: 'in.txt', chunks: [bytes(text)], mapping }]);
      }),
      { numRuns: 1500 },
    );
  }, 300_000);

  it('native CSV', async () => {
    const names =
      'type,member,at,id,amount,channel,note,status,seen,rate,of,sequence,reward,quantity,birthday';
    const values: Readonly<Record<string, readonly string[]>> = {
      ...cell,
      type: ['purchase', 'purchase', 'refund', 'visit', 'enroll', 'profile', 'redeem', '', 'no'],
      channel: ['', '', 'store', 'app', 'x'],
      reward: ['', '', '', 'cup', 'x'],
      quantity: ['', '', '', '2', '0'],
      birthday: ['', '', '', '1990-05-01'],
      sequence: ['', '', '', '1', '2', '1.5', '9223372036854775807'],
      status: ['', '', 'gold'],
      rate: ['', '', '1.25'],
      seen: ['', '', '2026-05-01'],
      note: ['', '', 'say "hi"', '茶'],
    };
    const native = fc
      .record(
        Object.fromEntries(
          names.split(',').map((name) => [name, fc.constantFrom(...(values[name] ?? ['']))]),
        ),
      )
      .map((one) =>
        names
          .split(',')
          .map((name) => quoted(one[name] ?? '', false))
          .join(','),
      );
    const files = fc
      .record({ rows: fc.array(native, { maxLength: 14 }), damages: fc.array(damage, { maxLength: 1 }) })
      .map(({ rows, damages }) => damages.reduce(damaged, [names, ...rows].join('\n')));
    await fc.assert(
      fc.asyncProperty(files, async (text) => {
        await readBoth(plan, [{ name: 'in.txt', chunks: [bytes(text)] }]);
      }),
      { numRuns: 800 },
    );
  }, 300_000);

  it('in another encoding, and with a byte-order mark', async () => {
    const text = `${columns.join(',')}\nsale,m1,2026-05-01,,5,,café,,,,\n`;
    const utf16 = new Uint8Array(
      new Uint16Array([...`\uFEFF${text}`].map((char) => char.charCodeAt(0))).buffer,
    );
    const marked = bytes(`\uFEFF${text}`);
    for (const content of [utf16, marked]) {
      const read = await readBoth(plan, [{ name: 'in.txt', chunks: [content], mapping }]);
      expect(read.members[0]?.events[0]?.fields.note).toBe('café');
    }
    const latin = Uint8Array.from([...text].map((char) => char.charCodeAt(0)));
    await readBoth(plan, [{ name: 'in.txt', chunks: [latin], mapping }]);
    await readBoth(plan, [{ name: 'in.txt', chunks: [latin], mapping: { ...mapping, encoding: 'latin1' } }]);
  });
});

describe('columns of real files say what the reader of rows says', () => {
  const CDNOW = realData('cdnow/CDNOW_master.txt');
  const RETAIL = realData('online-retail/invoices.csv');

  test.skipIf(!existsSync(CDNOW))(
    'CDNOW: fixed width',
    async () => {
      const plan = programPlan('cdnow-club');
      const read = await readBoth(plan, [
        { name: 'cdnow', chunks: [readFileSync(CDNOW)], mapping: mappingOf('cdnow-club') },
      ]);
      expect([read.rows, read.members.length]).toEqual([69_659, 23_570]);
    },
    120_000,
  );

  test.skipIf(!existsSync(RETAIL))(
    'Online Retail: CSV, refunds that name no original, read from a stream once',
    async () => {
      const plan = programPlan('online-retail-club');
      const content = readFileSync(RETAIL);
      function* once() {
        for (let at = 0; at < content.length; at += 100_000) yield content.subarray(at, at + 100_000);
      }
      const mapping = mappingOf('online-retail-club');
      const { members, ...rest } = await readHistory(plan, [{ name: 'retail', chunks: [content], mapping }]);
      const columns = await readColumns(plan, [{ name: 'retail', chunks: once(), mapping }]);
      expect(columns.rejected).toEqual(rest.rejected);
      expect(columns.rejected.length).toBeGreaterThan(0);
      expect([columns.rows, columns.accepted, columns.ignored]).toEqual([
        rest.rows,
        rest.accepted,
        rest.ignored,
      ]);
      expect(membersIn(plan, columns, 1000)).toEqual(withoutPlaces(plan, members));
    },
    120_000,
  );
});
