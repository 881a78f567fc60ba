import { describe, expect, test } from 'vitest';
import { checkMapping, type Mapping } from '../../runtime/history/index.ts';
import { dayOf, formatTime } from '../../schema/index.ts';
import { readBoth } from '../columns/both.ts';
import { bytes, event, events, field, isWhole, lines, plan, read, reasons, types } from './plan.ts';

// What exports of real systems bring along. Each of these, read wrongly, would move points without anybody being told.

const purchase = {
  event: 'purchase',
  member: { column: 'customer' },
  at: { column: 'date' },
  fields: { amount: { column: 'amount' } },
} as const;

function mapping(parts: Partial<Mapping>): Mapping {
  return { kizuna: 1, mapping: 'test', format: 'csv', rows: [purchase], ...parts };
}

const refund = {
  ...purchase,
  event: 'refund',
  of: { column: 'of' },
} as const;

describe('full width and half width', () => {
  test('are one member and one id, so that nobody is split in two', async () => {
    const rows = [
      { ...refund, when: { column: 'kind', is: 2 }, fields: {} },
      { ...purchase, id: { column: 'id' } },
    ];
    const text =
      'customer,id,date,amount,kind,of\nＡ００１,Ｒ－１,2026-05-01,10,１,\nA001,R-2,2026-05-02,20,1,\nA001,,2026-05-03,,２,Ｒ－２\n';
    const result = await read(plan(), text, mapping({ rows }));
    expect(reasons(result)).toEqual([]);
    expect(result.members.map((m) => m.member)).toEqual(['A001']);
    expect(events(result).map((e) => [e.type, e.id, e.of])).toEqual([
      ['purchase', 'R-1', undefined],
      ['purchase', 'R-2', undefined],
      ['refund', 'in.txt:4', 'R-2'],
    ]);
  });

  test('are one word; a text is kept as it stands', async () => {
    const program = plan({
      events: [
        event('purchase', [
          field('amount', types.yen),
          field('channel', types.channel),
          field('shop', types.text),
        ]),
      ],
    });
    const fields = {
      amount: { column: 'amount' },
      channel: { column: 'ch', words: { '1': 'store', app: 'app' } },
      shop: { column: 'shop' },
    };
    const text = 'customer,date,amount,ch,shop\nc,2026-05-01,1,１,１号店\nc,2026-05-02,1,ａｐｐ,ｼﾌﾞﾔ\n';
    const result = await read(program, text, mapping({ rows: [{ ...purchase, fields }] }));
    expect(events(result).map((e) => [e.fields.channel, e.fields.shop])).toEqual([
      ['store', '１号店'],
      ['app', 'ｼﾌﾞﾔ'],
    ]);
  });

  test('the file of members knows them too', async () => {
    const members = { file: 'm.csv', format: 'csv', id: { column: 'no' } } as const;
    const source = {
      name: 'in.csv',
      chunks: [bytes('customer,date,amount\nA1,2026-05-01,1\n')],
      mapping: mapping({ members }),
    };
    const memberSources = new Map([['m.csv', [bytes('no\nＡ１\n')]]]);
    expect((await readBoth(plan(), [source], { memberSources })).rejected).toEqual([]);
  });
});

describe('dates of many kinds', () => {
  const at = async (format: string, cells: readonly string[]) => {
    const text = ['customer;date;amount', ...cells.map((cell) => `c;${cell};1`)].join('\n');
    const rows = [{ ...purchase, at: { column: 'date', format } }];
    const result = await read(plan({ timezone: 'UTC' }), text, mapping({ delimiter: ';', rows }));
    const good = new Map(events(result).map((e) => [e.place?.line, formatTime(e.at)]));
    return cells.map((_, index) => good.get(index + 2) ?? 'bad');
  };

  test('Japanese eras', async () => {
    expect(
      await at('Gy年M月d日', ['令和8年4月1日', '令和元年５月１日', '平成31年4月30日', '2026年4月1日']),
    ).toEqual(['2026-04-01T00:00:00', '2019-05-01T00:00:00', '2019-04-30T00:00:00', 'bad']);
    // 昭和64年 is 1925 + 64.
    expect(await at('Gy.M.d', ['R8.4.1', 'Ｓ64.1.7', 'X1.1.1'])).toEqual([
      '2026-04-01T00:00:00',
      '1989-01-07T00:00:00',
      'bad',
    ]);
  });

  test('hours of half a day, names of months, decimals of seconds', async () => {
    expect(
      await at('M/d/yyyy h:mm a', [
        '5/1/2026 12:05 AM',
        '5/1/2026 12:05 pm',
        '5/1/2026 1:00 PM',
        '5/1/2026 13:00 PM',
      ]),
    ).toEqual(['2026-05-01T00:05:00', '2026-05-01T12:05:00', '2026-05-01T13:00:00', 'bad']);
    expect(await at('yyyy/MM/dd ah時mm分', ['2026/05/01 午後0時30分', '2026/05/01 午前9時05分'])).toEqual([
      '2026-05-01T12:30:00',
      '2026-05-01T09:05:00',
    ]);
    expect(await at('dd-MMM-yyyy', ['01-MAY-2026', '01-Foo-2026'])).toEqual(['2026-05-01T00:00:00', 'bad']);
    expect(await at('yyyy-MM-dd HH:mm:ss.S', ['2026-05-01 10:00:00.123'])).toEqual(['2026-05-01T10:00:00']);
  });

  test('a format that could be cut in two ways is refused: 2026111 is January 11th or November 1st', () => {
    const codes = (format: string) =>
      checkMapping(plan(), mapping({ rows: [{ ...purchase, at: { column: 'date', format } }] })).map(
        (p) => p.code,
      );
    for (const good of ['yyyyMMdd', 'yyyyMMddHHmmss', 'yyyy年M月d日', 'Gy/M/d'])
      expect(codes(good)).toEqual([]);
    for (const bad of [
      'yyyyMd',
      'yyyy-MM-d HHm',
      'yyyy-MM-dHH',
      'y/M/d',
      'Gyyyy/M/d',
      'yyyy/M/d h:mm',
      'yyyy/M/d H:mm a',
      'yyyy-MM-dd HH.S',
      'yy/MM/dd',
    ])
      expect([bad, codes(bad)]).toEqual([bad, ['mapping-format']]);
  });

  test('nothing happens in 9999: one placeholder would let the whole club be replayed for 8,000 years', async () => {
    const text =
      'customer,date,amount\na,9999-12-31,1\nb,1899-12-31,1\nc,9999-12-31T23:59:59-12:00,1\nd,0001-01-01T00:00+14:00,1\ne,2199-12-31,1\nf,1900-01-01,1\n';
    const result = await read(plan(), text, mapping({}));
    expect(reasons(result)).toEqual([2, 3, 4, 5].map((line) => `${line} time-out-of-range`));
    expect(result.rejected[0]).toMatchObject({ column: 'date', value: '9999-12-31' });
    expect([result.firstDay, result.lastDay]).toEqual([dayOf(1900, 1, 1), dayOf(2199, 12, 31)]);
    const native = await read(
      plan(),
      '{"member":"m","type":"enroll","at":"0001-01-01"}\n{"member":"m","type":"visit","at":"9999-12-31"}\n',
    );
    expect(reasons(native)).toEqual(['1 time-out-of-range', '2 time-out-of-range']);
  });

  test('dates that are fields may be any, but not beyond the calendar', async () => {
    const program = plan({
      events: [event('purchase', [field('amount', types.yen), field('seen', types.datetime)])],
    });
    const rows = [{ ...purchase, fields: { ...purchase.fields, seen: { column: 'seen' } } }];
    const text =
      'customer,date,amount,seen\nc,2026-05-01,1,9999-12-31T10:00\nc,2026-05-01,1,9999-12-31T23:59-12:00\n';
    expect(reasons(await read(program, text, mapping({ rows })))).toEqual(['3 unreadable-time']);
  });
});

describe('rows that are one event', () => {
  const program = plan({ events: [event('purchase', [lines('items', [field('amount', types.yen)])])] });
  const grouped = mapping({
    rows: [
      {
        event: 'purchase',
        member: { column: 'customer' },
        at: { column: 'date' },
        lines: { items: { amount: { column: 'amount' } } },
        group_by: ['receipt'],
      },
    ],
  });

  test('without a number of the receipt are not one event', async () => {
    const text =
      'receipt,customer,date,amount\n,c,2026-05-01,10\n,c,2026-05-01,20\nＲ1,c,2026-05-01,1\nR1,c,2026-05-01,2\n';
    const result = await read(program, text, grouped);
    expect(reasons(result)).toEqual(['2 missing-group', '3 missing-group']);
    expect(events(result).map((e) => e.fields.items)).toEqual([[{ amount: 1n }, { amount: 2n }]]);
    expect(isWhole(result)).toBe(true);
  });

  test('a number that comes again days later is another receipt', async () => {
    const text =
      'receipt,customer,date,amount\n7,c,2026-05-01T23:59,10\n7,c,2026-05-02T00:01,20\n8,c,2026-05-01,10\n8,c,2026-05-04,20\n9,c,2026-05-01,10\n9,c,never,20\n';
    const result = await read(program, text, grouped);
    expect(reasons(result)).toEqual([
      '4 part-of-bad-event',
      '5 rows-disagree',
      '6 part-of-bad-event',
      '7 unreadable-time',
    ]);
    expect(events(result)).toHaveLength(1);
    expect(isWhole(result)).toBe(true);
  });
});

describe('numbers', () => {
  test('0,001 is no thousand but somebody else’s decimals', async () => {
    const text = 'customer;date;amount\nc;2026-05-01;0,001\nc;2026-05-01;0,5\nc;2026-05-01;1,001\n';
    const result = await read(plan(), text, mapping({ delimiter: ';' }));
    expect(reasons(result)).toEqual(['2 misplaced-separator', '3 misplaced-separator']);
  });

  test('a test reads a column as the entry that takes its amount from it', async () => {
    const euro = plan({
      currency: { code: 'EUR', decimals: 2 },
      events: [event('purchase', [field('amount', { kind: 'quantity', unit: { EUR: 1 }, scale: 2 })])],
    });
    const rows = [
      { when: { column: 'amount', below: 0 }, ignore: 'returned' },
      { ...purchase, fields: { amount: { column: 'amount', decimal: ',' } } },
    ];
    const text = 'customer;date;amount\nc;2026-05-01;-1.234,50\nc;2026-05-01;-1,50\nc;2026-05-01;1.234,50\n';
    const result = await read(euro, text, mapping({ delimiter: ';', rows }));
    expect(result.ignored).toEqual(new Map([['returned', 2]]));
    expect(events(result).map((e) => e.fields.amount)).toEqual([123450n]);
  });

  test('nothing is below a word: such a test would never hold, and its rows would be taken for something else', () => {
    const rows = [{ when: { column: 'amount', below: 'zero', at_least: '-1.5' }, ignore: 'x' }, purchase];
    expect(checkMapping(plan(), mapping({ rows })).map((p) => [p.path.join('.'), p.code])).toEqual([
      ['rows.0.when.below', 'mapping-bound'],
    ]);
  });
});

describe('the file itself', () => {
  test('bytes of another encoding are never a member', async () => {
    const text = 'customer,date,amount\nx\0,2026-05-01,1\n';
    expect(reasons(await read(plan(), text, mapping({})))).toEqual(['2 unreadable-text']);
  });

  test('a header that cannot be cut is said to be one', async () => {
    const result = await read(plan(), 'customer,"date,amount\nx,2026-05-01,1\n', mapping({}));
    expect(result.problems.map((p) => p.code)).toEqual(['mapping-header']);
  });

  test('names for columns that have names are refused, not forgotten', () => {
    expect(
      checkMapping(plan(), mapping({ columns: ['customer', 'date', 'amount'] })).map((p) => p.code),
    ).toEqual(['mapping-columns-unused']);
  });

  test('zones are names: an offset means one thing here and nothing there', () => {
    expect(checkMapping(plan(), mapping({ zone: '+09:30' })).map((p) => p.code)).toEqual([
      'mapping-unknown-zone',
    ]);
  });

  test('bad rows are told in the order of the file', async () => {
    const rows = [
      {
        ...refund,
        when: { column: 'amount', below: 0 },
        of: { find: 'last', event: 'purchase' },
        fields: { amount: { column: 'amount', negate: 'yes' } },
      },
      purchase,
    ] as const;
    const text = 'customer,date,amount\nc,2026-05-01,-5\nc,2026-05-01,x\nc,2026-05-01,-6\n';
    const result = await read(plan(), text, mapping({ rows: [...rows] }));
    expect(result.rejected.map((r) => `${r.line} ${r.reason}`)).toEqual([
      '2 reversal-no-original',
      '3 unreadable-number',
      '4 reversal-no-original',
    ]);
  });

  test('an event cannot take back itself', async () => {
    const text = '{"member":"m","id":"r","type":"refund","at":"2026-05-01","of":"r"}\n';
    expect(reasons(await read(plan(), text))).toEqual(['1 reversal-of-itself']);
  });

  test('a quote that never closes costs its own line, whatever the size of the file', async () => {
    const text = `customer,date,amount\n"x,2026-05-01,1\n${'y,2026-05-01,1\n'.repeat(100_000)}`;
    const result = await read(plan(), text, mapping({}));
    expect(reasons(result)).toEqual(['2 unclosed-quote']);
    expect([result.rows, result.accepted]).toEqual([100_001, 100_000]);
  });

  test('lines that end in CR alone are lines, in one piece or in many', async () => {
    const one = '{"member":"m","type":"visit","at":"2026-05-01"}\r';
    const result = await read(plan(), one.repeat(50_000));
    expect([result.rows, result.accepted]).toEqual([50_000, 50_000]);
  });
});
