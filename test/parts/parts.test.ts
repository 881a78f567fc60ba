import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { membersOf } from '../../runtime/columns/index.ts';
import type { FileContent, HistorySource, Mapping } from '../../runtime/history/index.ts';
import { readHistory, Zones } from '../../runtime/history/index.ts';
import { bytesOfChunk, chunkFrom, HistoryParts, readPart, type Store } from '../../runtime/parts/index.ts';
import type { MemberHistory, Plan } from '../../schema/index.ts';
import { parquetBy } from '../history/parquet-fixture.ts';
import { event, field, lines, plan, reward, types } from '../history/plan.ts';

const shop = plan({
  attributes: [field('birthday?', types.date)],
  events: [
    event('purchase', [field('amount', types.dollar), lines('items?', [field('amount', types.dollar)])]),
    event('refund', [field('amount?', types.dollar)], { event: 'purchase', by: 'amount' }),
  ],
  rewards: [reward('free_cup')],
});

function memoryStore(): Store & { readonly sizes: () => number[] } {
  const parts = new Map<number, Uint8Array[]>();
  return {
    append: (part, bytes) => void parts.set(part, [...(parts.get(part) ?? []), bytes]),
    read: (part) => new Uint8Array(Buffer.concat(parts.get(part) ?? [])),
    sizes: () => [...parts.values()].map((blocks) => blocks.reduce((sum, block) => sum + block.length, 0)),
  };
}

const text = (content: string): FileContent => [new TextEncoder().encode(content)];

/** Both readers of the same files; the parts must say the same, in the same order, of everything. */
async function same(
  program: Plan,
  sources: readonly HistorySource[],
  parts: number,
  memberSources = new Map<string, FileContent>(),
): Promise<{ readonly sizes: number[]; readonly members: MemberHistory[] }> {
  const { members, ...summary } = await readHistory(program, sources, { memberSources });
  const store = memoryStore();
  const dealt = await HistoryParts.of(program, sources, {
    memberSources,
    store,
    parts,
    sample: (file) => {
      const chunks = typeof file === 'string' ? memberSources.get(file) : file.chunks;
      return chunks ?? [];
    },
  });
  const withoutPlaces = members.map((each) => ({
    ...each,
    events: each.events.map((one) => ({ ...one, place: undefined })),
  }));
  for (const way of ['rows', 'columns', 'stored', 'rows'] as const) {
    const found: MemberHistory[] = [];
    const ways = {
      rows: () => dealt.read((some) => void found.push(...some)),
      columns: () =>
        dealt.readColumns((columns) => {
          for (const chunk of columns.chunks({ rows: 1000 }))
            found.push(...membersOf(program, columns.layout, columns.dictionary, chunk));
        }),
      // As threads do: from nothing but plain data, back as bytes.
      stored: () =>
        dealt.summaryOf(async (count, take) => {
          const told = structuredClone(dealt.dealt);
          const zones = new Zones();
          for (let part = 0; part < count; part += 1) {
            const { summary: own, columns } = await readPart(program, told, store.read(part), zones);
            take(structuredClone(own));
            for (const chunk of columns.chunks({ rows: 1000 })) {
              const back = chunkFrom(columns.layout, bytesOfChunk(chunk));
              found.push(...membersOf(program, columns.layout, columns.dictionary, back));
            }
          }
        }),
    };
    const read = await ways[way]();
    expect(found).toEqual(way === 'rows' ? members : withoutPlaces);
    expect({ ...read, ignored: [...read.ignored].sort() }).toEqual({
      ...summary,
      ignored: [...summary.ignored].sort(),
    });
  }
  return { sizes: store.sizes(), members: [...members] };
}

const NATIVE = [
  { member: 'm2', at: '2026-05-01', type: 'enroll', birthday: '1990-05-01' },
  { member: 'm1', id: 'e1', at: '2026-05-01T10:00', type: 'purchase', amount: 12 },
  { member: 'm3', id: 'e1', at: '2026-05-01T11:00', type: 'purchase', amount: 12.345 },
  { id: 'e4', member: 'm2', at: '2026-05-02', type: 'refund', of: 'e1' },
  { member: 'm9', id: 'r1', at: '2026-05-03', type: 'refund', of: 'nobodys' },
  { member: 'm1', at: '2026-05-03T10:00', type: 'refund', of: 'e1', amount: 2 },
  { member: 'm1', id: 'e1', at: '2026-05-04T10:00', type: 'purchase', amount: 1 },
  { at: '2026-05-04T10:00', type: 'purchase', amount: 1 },
  { member: 7, id: 'e7', at: '2026-05-04T10:00', type: 'purchase', amount: 1, items: [{ amount: 1 }] },
  { member: 'm2', at: '2026-05-04T10:00', type: 'enroll' },
  { member: '渋\\谷"', id: 'x', at: '2026-05-04T10:00', type: 'redeem', reward: 'free_cup' },
];

describe('a history in parts says what the history as a whole says', () => {
  const jsonl = `${NATIVE.map((row) => JSON.stringify(row)).join('\n')}\n\nno object\n{"member": "m1" }\n`;

  test.each([1, 2, 3, 8, 50])('native JSON Lines in %i parts', async (parts) => {
    const { members } = await same(shop, [{ name: 'h.jsonl', chunks: text(jsonl) }], parts);
    expect(members.map((m) => m.member)).toEqual(['7', 'm1', 'm2', '渋\\谷"']);
  });

  test('of another member, in another part: the reason is found out all the same', async () => {
    const { rejected } = await readHistory(shop, [{ name: 'h.jsonl', chunks: text(jsonl) }]);
    expect(rejected.map((row) => row.reason)).toContain('reversal-other-member');
    expect(rejected.map((row) => row.reason)).toContain('reversal-unknown');
  });

  const csv = [
    'member,id,at,type,of,amount,items',
    'm1,e1,2026-05-01T10:00:00,purchase,,"1,200",',
    '',
    'm2,"e\n2",2026-05-01T10:00:00,purchase,,5,"[{""amount"":5}]"',
    'm1,e2,2026-05-02,refund,e1,200',
    'm3,"e3,2026-05-02,purchase,,1,',
    'm3,e4,2026-05-02,purchase,,1\0,',
    ' m1 ,e5,2026-05-02,purchase,,1,',
    '',
  ].join('\r\n');

  test.each([1, 2, 5])('native CSV with quotes, empty lines and broken rows in %i parts', async (parts) => {
    await same(
      shop,
      [
        { name: 'a.csv', chunks: text(`\uFEFF${csv}`) },
        { name: 'b.jsonl', chunks: text(jsonl) },
      ],
      parts,
    );
  });

  const mapping: Mapping = {
    kizuna: 1,
    mapping: 'shop',
    format: 'csv',
    encoding: 'shift_jis',
    skip: 1,
    rows: [
      { when: { column: 'kind', is: 'rest' }, ignore: 'rest' },
      {
        when: { column: 'kind', is: 'sale' },
        event: 'purchase',
        member: { column: 'no' },
        at: { column: 'day' },
        fields: { amount: { column: 'total' } },
        lines: { items: { amount: { column: 'amount' } } },
        group_by: ['receipt'],
      },
      {
        when: { column: 'kind', is: 'back' },
        event: 'refund',
        member: { column: 'no' },
        at: { column: 'day' },
        of: { find: 'last', event: 'purchase', where_left: 'covers' },
        fields: { amount: { column: 'total' } },
      },
    ],
    members: {
      file: 'members.csv',
      format: 'csv',
      id: { column: 'no' },
      attributes: { birthday: { column: 'born' } },
    },
  };
  // `A1` in full width and in half width is one member; receipt 2 is of two members, receipt 3 has a bad first row.
  const till = new Uint8Array(
    Buffer.concat([
      Buffer.from('written by a till\r\nno,day,kind,receipt,total,amount\r\nA1,2026-05-01,sale,1,5,2\r\n'),
      Buffer.from([0x82, 0x60, 0x82, 0x50]),
      Buffer.from(
        [
          ',2026-05-01,sale,1,5,3',
          'B1,2026-05-01,sale,2,1,1',
          'C1,2026-05-01,sale,2,1,1',
          ',2026-05-01,sale,3,1,1',
          'B1,2026-05-01,sale,3,1,1',
          'B1,2026-05-01,sale,5,1,1',
          'B1,2026-05-02,back,,1,',
          'A1,2026-05-02,back,,9,',
          'Z1,2026-05-02,back,,9,',
          'A1,2026-05-02,rest,,,',
          'A1,2026-05-02,what,,,',
          'A1,2026-05-02,sale,,1,1',
          'A1,2026-05-02,sale',
          'C1,2026-05-03,sale,4,x,1',
          '',
        ].join('\r\n'),
      ),
    ]),
  );

  test.each([1, 2, 3, 4, 20])('a mapping with receipts of several rows in %i parts', async (parts) => {
    const members = text('no,born\nA1,1990-01-01\nB1,1991-01-01\nB1,1991-01-01\nC1,x\nD1,\n');
    const { members: found } = await same(
      shop,
      [{ name: 'till.csv', chunks: [till], mapping }],
      parts,
      new Map([['members.csv', members]]),
    );
    expect(found.map((m) => [m.member, m.events.length])).toEqual([
      ['A1', 1],
      ['B1', 2],
    ]);
  });

  test.each([1, 4])('Parquet, native and through a mapping, in %i parts', async (parts) => {
    const query = `SELECT 'm' || (i * 7919 % 101) AS member, 'e' || i AS id, 'purchase' AS type,
      TIMESTAMP '2026-05-01 10:00:00' + INTERVAL (i) SECOND AS at, (i % 7)::DOUBLE / 1000 AS amount, [{amount: i % 3}] AS items FROM range(500) t(i)`;
    await same(shop, [{ name: 'h.parquet', chunks: await parquetBy(query) }], parts);
    const typed: Mapping = {
      kizuna: 1,
      mapping: 'typed',
      format: 'parquet',
      rows: [
        {
          event: 'purchase',
          member: { column: 'm.no' },
          at: { column: 'day' },
          fields: { amount: { column: 'a' } },
        },
      ],
    };
    const nested = `SELECT {no: i % 13} AS m, DATE '2026-05-01' + (i % 5)::INT AS day, i AS a, [i] AS unread FROM range(200) t(i)`;
    await same(shop, [{ name: 'n.parquet', chunks: await parquetBy(nested), mapping: typed }], parts);
  });

  test('a mapping that does not fit the file is told, and nothing is read', async () => {
    await same(
      shop,
      [{ name: 'x.csv', chunks: text('a,b\n1,2\n'), mapping }],
      3,
      new Map([['members.csv', text('no,born\n')]]),
    );
    await same(shop, [{ name: 'x.csv', chunks: text(''), mapping: { ...mapping, format: 'parquet' } }], 3);
  });

  test('ties between files are counted over all parts, and the first is the first of all', async () => {
    const rows = (id: string) =>
      ['m1', 'm5', 'm9']
        .map((member) => JSON.stringify({ member, id, at: '2026-05-01T10:00', type: 'purchase', amount: 1 }))
        .join('\n');
    await same(
      shop,
      [
        { name: 'a.jsonl', chunks: text(rows('a')) },
        { name: 'b.jsonl', chunks: text(rows('b')) },
      ],
      3,
    );
  });

  test('many members come to parts of about one size', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) =>
      JSON.stringify({
        member: `m${(i * 7919) % 3001}`,
        id: `e${i}`,
        at: '2026-05-01T10:00',
        type: 'purchase',
        amount: i % 50,
      }),
    );
    const { sizes } = await same(shop, [{ name: 'h.jsonl', chunks: text(rows.join('\n')) }], 10);
    expect(sizes.length).toBe(10);
    expect(Math.max(...sizes)).toBeLessThan(2 * Math.min(...sizes));
  });
});

/** Public data sets, not part of this repository: beside it where they are at hand. */
const CDNOW = '../shared/data/cdnow/CDNOW_master.txt';
const RETAIL = '../shared/data/online-retail/invoices.csv';

describe('real data in parts', () => {
  const twice = (path: string, mapping: Mapping): HistorySource[] => {
    const file = new Uint8Array(readFileSync(path));
    return ['one', 'two'].map((name) => ({ name, chunks: [file], mapping }));
  };
  const usd = { ...shop, currency: { code: 'USD', decimals: 2 } };

  test.skipIf(!existsSync(CDNOW))(`CDNOW (${CDNOW}), one export after the other`, async () => {
    const { sizes } = await same(
      usd,
      twice(CDNOW, {
        kizuna: 1,
        mapping: 'cdnow',
        format: 'fixed',
        skip: 1,
        columns: {
          member: { from: 2, width: 5 },
          date: { from: 8, width: 8 },
          dollars: { from: 19, width: 8 },
        },
        rows: [
          {
            event: 'purchase',
            member: { column: 'member' },
            at: { column: 'date', format: 'yyyyMMdd' },
            fields: { amount: { column: 'dollars' } },
          },
        ],
      }),
      7,
    );
    expect(sizes.length).toBe(7);
  });

  test.skipIf(!existsSync(RETAIL))(`Online Retail (${RETAIL}), one export after the other`, async () => {
    const head = {
      member: { column: 'customer_id' },
      at: { column: 'invoice_date', format: 'yyyy-MM-dd HH:mm:ss' },
    };
    await same(
      usd,
      twice(RETAIL, {
        kizuna: 1,
        mapping: 'online-retail',
        format: 'csv',
        rows: [
          {
            when: { column: 'invoice_no', starts_with: 'C' },
            event: 'refund',
            ...head,
            of: { find: 'last', event: 'purchase', where_left: 'covers' },
            fields: { amount: { column: 'amount', negate: 'yes' } },
          },
          {
            event: 'purchase',
            ...head,
            id: { column: 'invoice_no' },
            fields: { amount: { column: 'amount' } },
            group_by: ['country', 'items'],
          },
        ],
      }),
      7,
    );
  });
});
