import { describe, expect, test } from 'vitest';
import { checkMapping, type Mapping } from '../../runtime/history/index.ts';
import { dayOf, formatTime } from '../../schema/index.ts';
import { readBoth } from '../columns/both.ts';
import { bytes, event, events, field, isWhole, lines, plan, read, reasons, types } from './plan.ts';

const purchase = {
  event: 'purchase',
  member: { column: 'customer' },
  at: { column: 'date' },
  fields: { amount: { column: 'amount' } },
} as const;

function mapping(parts: Partial<Mapping>): Mapping {
  return { kizuna: 1, mapping: 'test', format: 'csv', rows: [purchase], ...parts };
}

describe('what a row is', () => {
  const byAmount = mapping({
    rows: [
      { when: { column: 'kind', is: 'postage' }, ignore: 'postage line' },
      {
        when: { column: 'amount', below: 0 },
        event: 'refund',
        member: { column: 'customer' },
        at: { column: 'date' },
        of: { find: 'last', event: 'purchase', where_left: 'covers' },
        fields: { amount: { column: 'amount', negate: 'yes' } },
      },
      {
        ...purchase,
        when: [
          { column: 'kind', in: ['sale', 'gift'] },
          { column: 'amount', at_least: 0 },
        ],
      },
    ],
  });

  test('is decided by the first entry whose tests hold', async () => {
    const text = [
      'kind,customer,date,amount',
      'sale,c1,2026-05-01,1000',
      'sale,c1,2026-05-02,300',
      'postage,c1,2026-05-02,500',
      'sale,c1,2026-05-03,-400', // only the purchase of 1000 covers it
      'sale,c1,2026-05-04,-300', // the last one with 300 left is that of the 2nd
      'sale,c1,2026-05-05,-700', // of the first one 600 is left
      'loan,c1,2026-05-06,1',
      'sale,,2026-05-06,1',
    ].join('\n');
    const result = await read(plan(), text, byAmount);
    expect(result.ignored).toEqual(new Map([['postage line', 1]]));
    expect(reasons(result)).toEqual(['7 reversal-no-original', '8 no-row-matches', '9 missing-member']);
    expect(events(result).map((e) => [e.id, e.of, e.fields.amount])).toEqual([
      ['in.txt:2', undefined, 1000n],
      ['in.txt:3', undefined, 300n],
      ['in.txt:5', 'in.txt:2', 400n],
      ['in.txt:6', 'in.txt:3', 300n],
    ]);
    expect(isWhole(result)).toBe(true);
  });

  test('the original can be asked to agree in a field', async () => {
    const program = plan({
      events: [
        event('purchase', [field('amount', types.yen), field('product', types.text)]),
        event('refund', [field('amount?', types.yen), field('item', types.text)], {
          event: 'purchase',
          by: 'amount',
        }),
      ],
    });
    const fields = { amount: { column: 'amount' }, product: { column: 'sku' } };
    const back = mapping({
      rows: [
        {
          ...purchase,
          when: { column: 'amount', empty: 'yes' },
          event: 'refund',
          of: { find: 'last', event: 'purchase', same: { product: 'item' } },
          fields: { item: { column: 'sku' } },
        },
        { ...purchase, fields },
      ],
    });
    const text =
      'customer,date,amount,sku\nc,2026-05-01,10,A\nc,2026-05-02,20,B\nc,2026-05-03,,A\nc,2026-05-04,,A\n';
    const result = await read(program, text, back);
    expect(events(result).map((e) => e.of)).toEqual([undefined, undefined, 'in.txt:2']);
    expect(reasons(result)).toEqual(['5 reversal-no-original']);
  });

  test('an id column names the original', async () => {
    const rows = [
      {
        ...purchase,
        when: { column: 'id', starts_with: 'C' },
        event: 'refund',
        id: { column: 'id' },
        of: { column: 'original' },
        fields: {},
      },
      { ...purchase, id: { column: 'id' } },
    ];
    const text =
      'id,customer,date,amount,original\nA1,c,2026-05-01,10,\nC1,c,2026-05-02,,A1\nC2,c,2026-05-02,,\n';
    const result = await read(plan(), text, mapping({ rows }));
    expect(events(result).map((e) => [e.id, e.of])).toEqual([
      ['A1', undefined],
      ['C1', 'A1'],
    ]);
    expect(reasons(result)).toEqual(['4 missing-field']);
  });
});

describe('values', () => {
  const amounts = async (cells: readonly string[], source: object = {}, program = plan()) => {
    const text = ['customer\tdate\tamount', ...cells.map((c) => `c\t2026-05-01\t${c}`)].join('\n');
    const tabs = mapping({
      delimiter: '\\t',
      rows: [{ ...purchase, fields: { amount: { column: 'amount', ...source } } }],
    });
    const result = await read(program, text, tabs);
    const good = new Map(events(result).map((e) => [e.place?.line, e.fields.amount]));
    const bad = new Map(result.rejected.map((r) => [r.line, r.reason]));
    return cells.map((_, index) => good.get(index + 2) ?? bad.get(index + 2));
  };

  test('Japanese amounts: full width, separators, currency, △', async () => {
    expect(
      await amounts([
        '１，２３４',
        '¥1,234',
        '￥１，２３４',
        '1,234円',
        'JPY 1,234',
        '△1,234',
        '▲1,234円',
        '(1,234)',
        '－１２',
      ]),
    ).toEqual([1234n, 1234n, 1234n, 1234n, 1234n, -1234n, -1234n, -1234n, -12n]);
  });

  test('what is no number stays out', async () => {
    expect(
      await amounts(['1,23', '12,34,567', '1.5', '10²', '①', '$5', '--5', '△-5', '1 000', ',123', '.']),
    ).toEqual([
      'misplaced-separator',
      'misplaced-separator',
      'too-many-decimals',
      'unreadable-number',
      'unreadable-number',
      'unreadable-number',
      'unreadable-number',
      'unreadable-number',
      'unreadable-number',
      'misplaced-separator',
      'unreadable-number',
    ]);
  });

  test('zeros beyond the decimals of the currency are no digits; anything else is an error, never a rounding', async () => {
    const usd = plan({
      currency: { code: 'USD', decimals: 2 },
      events: [event('purchase', [field('amount', types.dollar)])],
    });
    // 77183.600 USD is 7,718,360 cents.
    expect(await amounts(['77183.600', '1.005', '$1,000.5', '-0.01', '.5'], {}, usd)).toEqual([
      7718360n,
      'too-many-decimals',
      100050n,
      -1n,
      50n,
    ]);
  });

  test('other separators', async () => {
    const eur = plan({ events: [event('purchase', [field('amount', types.dollar)])] });
    expect(await amounts(['1.234,50', '1234,5', '1,234.50'], { decimal: ',' }, eur)).toEqual([
      123450n,
      123450n,
      'unreadable-number',
    ]);
    expect(await amounts(['1 234', '1234'], { thousands: ' ' })).toEqual([1234n, 1234n]);
  });

  test('words, constants, and times in two columns of another zone', async () => {
    const rows = [
      {
        ...purchase,
        at: { column: ['date', 'time'], format: 'yyyy年M月d日 H:mm' },
        fields: { amount: { is: '500' }, channel: { column: 'ch', words: { '1': 'store', アプリ: 'app' } } },
      },
    ];
    const text =
      'customer,date,time,ch\nc,2026年5月1日,9:30,1\nc,２０２６年５月２日,9:30,アプリ\nc,2026年5月3日,9:30,2\nc,2026年2月30日,9:30,1\n';
    const result = await read(plan(), text, mapping({ rows, zone: 'Europe/London' }));
    // British summer time is UTC+1, Tokyo UTC+9: 09:30 is 17:30.
    expect(events(result).map((e) => formatTime(e.at))).toEqual([
      '2026-05-01T17:30:00',
      '2026-05-02T17:30:00',
    ]);
    expect(events(result).map((e) => e.fields)).toEqual([
      { amount: 500n, channel: 'store' },
      { amount: 500n, channel: 'app' },
    ]);
    expect(reasons(result)).toEqual(['4 unknown-word', '5 unreadable-time']);
    expect(result.rejected[0]).toMatchObject({ column: 'ch', value: '2' });
  });
});

describe('several rows, one event', () => {
  const program = plan({
    events: [
      event('purchase', [
        field('shop?', types.text),
        lines('items', [field('sku', types.text), field('amount', types.yen)]),
      ]),
    ],
  });
  const grouped = mapping({
    rows: [
      {
        event: 'purchase',
        id: { column: 'invoice' },
        member: { column: 'customer' },
        at: { column: 'date' },
        fields: { shop: { column: 'shop' } },
        lines: { items: { sku: { column: 'sku' }, amount: { column: 'amount' } } },
        group_by: ['invoice'],
      },
    ],
  });
  const header = 'invoice,customer,date,shop,sku,amount\n';

  test('need not stand together', async () => {
    const text = `${header}1,c,2026-05-01T10:00,x,A,10\n2,c,2026-05-02,x,B,20\n1,c,2026-05-01T10:01,x,C,30\n`;
    const result = await read(program, text, grouped);
    expect(result.rejected).toEqual([]);
    expect(events(result).map((e) => [e.id, e.place?.line, e.fields.items])).toEqual([
      [
        '1',
        2,
        [
          { sku: 'A', amount: 10n },
          { sku: 'C', amount: 30n },
        ],
      ],
      ['2', 3, [{ sku: 'B', amount: 20n }]],
    ]);
    expect([result.rows, result.accepted]).toEqual([3, 3]);
  });

  test('one bad row takes the whole event out, and every row is reported', async () => {
    const text = `${header}1,c,2026-05-01,x,A,10\n1,c,2026-05-01,x,B,abc\n1,c,2026-05-01,x,C,30\n`;
    const result = await read(program, text, grouped);
    expect(reasons(result)).toEqual(['2 part-of-bad-event', '3 unreadable-number', '4 part-of-bad-event']);
    expect(isWhole(result)).toBe(true);
  });

  test('must agree in what is said once', async () => {
    const text = `${header}1,c,2026-05-01,x,A,10\n1,d,2026-05-01,x,B,20\n`;
    expect(reasons(await read(program, text, grouped))).toEqual(['2 part-of-bad-event', '3 rows-disagree']);
  });

  test('are all rejected when the event does not fit', async () => {
    const text = `${header}1,c,2026-05-01,x,A,10\n1,c,2026-05-01,x,B,20\n`;
    const needy = plan({ ...program, attributes: [field('birthday', types.date)] });
    const result = await read(needy, text, grouped);
    expect(reasons(result)).toEqual(['2 member-incomplete', '3 member-incomplete']);
  });
});

describe('other layouts', () => {
  const places = {
    customer: { from: 1, width: 4 },
    date: { from: 5, width: 10 },
    amount: { from: 15, width: 6 },
  };

  test('fixed width', async () => {
    const text = 'header\r\nc1  2026-05-01  1234\r\nc2  2026-05-02   500';
    const result = await read(plan(), text, mapping({ format: 'fixed', skip: 1, columns: places }));
    expect(events(result).map((e) => [e.place?.line, e.fields.amount])).toEqual([
      [2, 1234n],
      [3, 500n],
    ]);
  });

  test('fixed width in Shift_JIS counts bytes', async () => {
    // 会員 = 89 EF 88 F5, two bytes each: four places.
    const row = [0x89, 0xef, 0x88, 0xf5, ...bytes('2026-05-01  1234\n')];
    const layout = mapping({ format: 'fixed', columns: places, encoding: 'shift_jis' });
    const result = await read(plan(), Uint8Array.from(row), layout);
    expect(result.members.map((m) => m.member)).toEqual(['会員']);
    expect(events(result)[0]?.fields.amount).toBe(1234n);
  });

  test('JSON Lines with paths; numbers keep their digits', async () => {
    const rows = [
      { ...purchase, member: { column: 'customer.id' }, fields: { amount: { column: 'amount' } } },
    ];
    const text =
      '{"customer":{"id":7},"date":"2026-05-01","amount":9007199254740993}\n{"customer":{"id":[]},"date":"2026-05-01"}\nnonsense\n{"customer":{"id":7},"date":"2026-05-02","amount":1.2e3}\n';
    const result = await read(plan(), text, mapping({ format: 'jsonl', rows }));
    expect(events(result).map((e) => e.fields.amount)).toEqual([9007199254740993n, 1200n]);
    expect(reasons(result)).toEqual(['2 wrong-type', '3 unreadable-row']);
  });

  test('no header: columns by position', async () => {
    const layout = mapping({ header: 'no', columns: ['customer', 'date', 'amount'], delimiter: ';' });
    const result = await read(plan(), 'c;2026-05-01;"1;0"\nc;2026-05-01;10\n', layout);
    expect(reasons(result)).toEqual(['1 unreadable-number']);
    expect(events(result)).toHaveLength(1);
  });

  test('members from a file of their own', async () => {
    const program = plan({ attributes: [field('birthday', types.date)] });
    const withMembers = mapping({
      members: {
        file: 'customers.csv',
        format: 'csv',
        id: { column: 'no' },
        enrolled: { column: 'joined', format: 'yyyy/MM/dd' },
        attributes: { birthday: { column: 'born', format: 'yyyyMMdd' } },
      },
    });
    const source = {
      name: 'sales.csv',
      chunks: [bytes('customer,date,amount\nc1,2026-05-01,10\nc2,2026-05-01,10\nc3,2026-05-01,10\n')],
      mapping: withMembers,
    };
    const members = bytes(
      'no,joined,born\nc1,2026/04/01,19900501\nc2,2026/04/01,\nc9,2026/04/02,20000101\nc1,2026/04/01,19900501\n',
    );
    const result = await readBoth(program, [source], {
      memberSources: new Map([['customers.csv', [members]]]),
    });
    expect(result.members.map((m) => [m.member, m.enrolled, m.attributes.birthday, m.events.length])).toEqual(
      [
        ['c1', dayOf(2026, 4, 1), dayOf(1990, 5, 1), 1],
        ['c9', dayOf(2026, 4, 2), dayOf(2000, 1, 1), 0],
      ],
    );
    expect(result.rejected.map((r) => `${r.file}:${r.line} ${r.reason}`).sort()).toEqual([
      'customers.csv:3 member-incomplete',
      'customers.csv:5 duplicate-enrolment',
      'sales.csv:3 member-incomplete',
      'sales.csv:4 unknown-member',
    ]);
    expect(isWhole(result)).toBe(true);
    const without = await readBoth(program, [source]);
    expect(without.problems.map((p) => p.code)).toEqual(['mapping-members-file']);
  });
});

describe('the mapping itself', () => {
  const codes = (parts: Partial<Mapping>, program = plan()) =>
    checkMapping(program, mapping(parts)).map((p) => `${p.path.join('.')} ${p.code}`);
  const row = (more: object) => ({ rows: [{ ...purchase, ...more }] });

  test('is checked against the program', () => {
    expect(codes({})).toEqual([]);
    expect(codes(row({ event: 'purchas' }))).toEqual(['rows.0.event mapping-unknown-event']);
    expect(codes(row({ fields: { amuont: { column: 'amount' } } }))).toEqual([
      'rows.0.fields.amuont mapping-unknown-field',
    ]);
    expect(codes(row({ fields: {} }))).toEqual(['rows.0.event mapping-missing-field']);
    expect(codes(row({ event: 'refund', fields: {} }))).toEqual(['rows.0.event mapping-of-missing']);
    expect(codes(row({ of: { column: 'x' } }))).toEqual(['rows.0.of mapping-of-unused']);
    expect(codes(row({ event: 'refund', fields: {}, of: { find: 'last', event: 'visit' } }))).toEqual([
      'rows.0.of.event mapping-find-type',
    ]);
    expect(codes(row({ fields: { amount: { is: 'many' } } }))).toEqual([
      'rows.0.fields.amount.is mapping-word',
    ]);
    expect(
      codes(row({ fields: { ...purchase.fields, channel: { column: 'c', words: { '1': 'shop' } } } })),
    ).toEqual(['rows.0.fields.channel.words.1 mapping-word']);
    expect(codes(row({ at: { column: 'date', format: 'dd-mm-yy' } }))).toEqual([
      'rows.0.at.format mapping-format',
    ]);
    expect(codes(row({ fields: { amount: { column: 'amount', decimal: ',', thousands: ',' } } }))).toEqual([
      'rows.0.fields.amount mapping-separators',
    ]);
    expect(codes({ zone: 'Europe/Londn' })).toEqual(['zone mapping-unknown-zone']);
    expect(codes({ delimiter: '""' })).toEqual(['delimiter mapping-delimiter']);
    expect(codes({ header: 'no' })).toEqual(['header mapping-columns-needed']);
    expect(codes({ format: 'fixed', columns: { customer: { from: 1, width: 2 } } })).toEqual([
      'rows.0.at.column mapping-unknown-column',
      'rows.0.fields.amount.column mapping-unknown-column',
    ]);
  });

  test('a column that the header lacks makes the file unreadable, said once, with the near name', async () => {
    const result = await read(plan(), 'custmer,date,amount\nc,2026-05-01,1\n', mapping({}));
    expect(result.problems.map((p) => p.message.en)).toEqual([
      '`in.txt` has no column called `customer`; did you mean `custmer`?',
    ]);
    expect(result.members).toEqual([]);
  });
});
