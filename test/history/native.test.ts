import { describe, expect, test } from 'vitest';
import { rejectsCsv } from '../../runtime/history/index.ts';
import { dayOf, formatTime } from '../../schema/index.ts';
import { event, events, field, isWhole, lines, plan, read, reasons, reward, types } from './plan.ts';

const rich = plan({
  attributes: [field('birthday?', types.date), field('plan', types.channel)],
  events: [
    event('purchase', [
      field('amount', types.yen, { min: 0n, max: 10_000n }),
      field('at_desk?', types.boolean),
      field('rate?', types.number),
      field('seen?', types.datetime),
      field('level?', types.status),
      field('type?', types.text),
      lines('items?', [field('sku', types.text), field('n?', types.integer)]),
    ]),
  ],
  rewards: [reward('free_cup')],
});
const enroll = '{"member":"m1","type":"enroll","at":"2024-01-01","plan":"app","birthday":"1990-05-01"}';
const row = (more: string) => `{"member":"m1","type":"purchase","at":"2026-05-01T10:00:00+09:00",${more}}`;

describe('native JSON Lines', () => {
  test('brings every type of value, exactly', async () => {
    const text = [
      enroll,
      row(
        '"id":"e1","amount":1000,"at_desk":true,"rate":0.1250,"seen":"2026-04-30T20:00:00Z","level":"gold","fields":{"type":"gift"},"items":[{"sku":"A","n":2},{"sku":"B"}]',
      ),
      '{"member":"m1","type":"redeem","at":"2026-05-02","reward":"free_cup"}',
      '{"member":"m1","type":"profile","at":"2026-05-03","plan":"store"}',
    ].join('\n');
    const result = await read(rich, text);
    expect(result.rejected).toEqual([]);
    const [member] = result.members;
    expect(member?.enrolled).toBe(dayOf(2024, 1, 1));
    expect(member?.attributes).toEqual({ plan: 'app', birthday: dayOf(1990, 5, 1) });
    const [purchase, redeem, profile] = events(result);
    expect(purchase?.fields).toEqual({
      amount: 1000n,
      at_desk: true,
      rate: 1250n, // 0.1250 at 4 decimals
      seen: (dayOf(2026, 5, 1) * 24 + 5) * 3600, // 20:00 UTC is 05:00 in Tokyo
      level: 2,
      type: 'gift',
      items: [{ sku: 'A', n: 2n }, { sku: 'B' }],
    });
    expect(redeem?.fields).toEqual({ reward: 'free_cup', quantity: 1n });
    expect(redeem?.id).toBe('in.txt:3');
    expect(profile?.fields).toEqual({ plan: 'store' });
    expect(result.lastDay).toBe(dayOf(2026, 5, 3));
    expect(result.rows).toBe(4);
  });

  const bad: readonly (readonly [string, string])[] = [
    ['unreadable-row', '{"member":"m1",'],
    ['unreadable-row', '[1]'],
    ['unreadable-row', '{"member":"m1","member":"m2"}'],
    ['missing-type', '{"member":"m1","at":"2026-05-01"}'],
    ['unknown-event', '{"member":"m1","at":"2026-05-01","type":"purchas"}'],
    ['missing-member', '{"at":"2026-05-01","type":"purchase","amount":1}'],
    ['missing-time', '{"member":"m1","type":"purchase","amount":1}'],
    ['unreadable-time', '{"member":"m1","type":"purchase","at":"2026-02-29","amount":1}'],
    ['missing-field', row('"rate":1')],
    ['unknown-field', row('"amount":1,"amuont":1')],
    ['unknown-field', row('"amount":1,"of":"e0"')],
    ['wrong-type', row('"amount":[1]')],
    ['wrong-type', row('"amount":true')],
    ['wrong-type', row('"amount":1,"items":{"sku":"A"}')],
    ['missing-field', row('"amount":1,"items":[{"n":1}]')],
    ['unknown-field', row('"amount":1,"items":[{"sku":"A","m":1}]')],
    ['unreadable-number', row('"amount":"12a"')],
    ['too-many-decimals', row('"amount":10.5')],
    ['too-many-decimals', row('"amount":1,"rate":0.12345')],
    ['out-of-bounds', row('"amount":10001')],
    ['out-of-bounds', row('"amount":-1')],
    ['number-too-large', row('"amount":1,"rate":1e18')],
    ['unknown-word', row('"amount":1,"level":"platinum"')],
    ['unreadable-time', row('"amount":1,"seen":"yesterday"')],
    ['unreadable-date', '{"member":"m1","type":"profile","at":"2026-05-01","birthday":"1990-13-01"}'],
    ['enrolled-fixed', '{"member":"m1","type":"profile","at":"2026-05-01","enrolled":"2020-01-01"}'],
    ['unknown-reward', '{"member":"m1","type":"redeem","at":"2026-05-01","reward":"free_cap"}'],
    ['out-of-bounds', '{"member":"m1","type":"redeem","at":"2026-05-01","reward":"free_cup","quantity":0}'],
    ['before-enrolment', '{"member":"m1","type":"purchase","at":"2023-12-31","amount":1}'],
    ['duplicate-enrolment', enroll],
    ['member-incomplete', '{"member":"m2","type":"purchase","at":"2026-05-01","amount":1}'],
  ];
  test.each(bad)('%s: %s', async (reason, text) => {
    const result = await read(rich, `${enroll}\n${text}\n`);
    expect(reasons(result)).toEqual([`2 ${reason}`]);
    expect(result.rejected[0]?.raw).toBe(text);
    expect(result.rejected[0]?.message.ja).not.toBe('');
    expect(isWhole(result)).toBe(true);
  });

  test('an amount keeps all its digits, far beyond a float', async () => {
    const result = await read(
      plan(),
      '{"member":"m","type":"purchase","at":"2026-05-01","amount":9007199254740993}',
    );
    expect(events(result)[0]?.fields).toEqual({ amount: 9007199254740993n });
  });

  test('near names are offered', async () => {
    const result = await read(plan(), '{"member":"m1","at":"2026-05-01","type":"purchas"}');
    expect(result.rejected[0]?.message.en).toContain('did you mean `purchase`?');
  });

  test('a derived field cannot be brought', async () => {
    const program = plan({
      events: [
        event('purchase', [field('amount', types.yen)], undefined, [
          { name: 'points', type: types.yen, optional: false, expr: exprOf() },
        ]),
      ],
    });
    const text = '{"member":"m","type":"purchase","at":"2026-05-01","amount":1,"points":5}';
    expect(reasons(await read(program, text))).toEqual(['1 derived-field']);
  });
});

function exprOf() {
  return {
    kind: 'constant',
    value: 0n,
    type: types.integer,
    optional: false,
    span: { start: 0, end: 0 },
  } as const;
}

describe('native CSV', () => {
  test('has the same names as columns', async () => {
    const text =
      'member,id,at,type,of,amount,channel\r\n' +
      'm2,e1,2026-05-01,purchase,,"1,200",app\r\n' +
      'm1,e1,2026-05-01T09:30:00,purchase,,500,\r\n' +
      'm2,r1,2026-05-02,refund,e1,,\r\n';
    const result = await read(plan(), text);
    expect(result.rejected).toEqual([]);
    expect(result.members.map((m) => m.member)).toEqual(['m1', 'm2']);
    const [one, two, three] = events(result);
    expect(formatTime(one?.at ?? 0)).toBe('2026-05-01T09:30:00');
    expect(two?.fields).toEqual({ amount: 1200n, channel: 'app' });
    expect(three).toMatchObject({ type: 'refund', of: 'e1', fields: {} });
  });

  test('a row with more or fewer columns is bad', async () => {
    const result = await read(
      plan(),
      'member,at,type\nm,2026-05-01\nm,2026-05-01,visit\nm,2026-05-01,visit,1\n',
    );
    expect(reasons(result)).toEqual(['2 ragged-row', '4 ragged-row']);
  });

  test('rejects are CSV again', async () => {
    const result = await read(plan(), 'member,at,type\nm,2026-05-01,"vi\nsit"\n');
    expect(rejectsCsv(result.rejected)).toBe(
      'file,line,column,value,reason,message,raw\n' +
        'in.txt,2,type,"vi\nsit",unknown-event,"the program has no event called `vi\nsit`; did you mean `visit`?","m,2026-05-01,""vi\nsit"""\n',
    );
  });
});
