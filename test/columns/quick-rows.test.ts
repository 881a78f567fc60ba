import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, event, field, lines, plan as planOf, reward, types } from '../history/plan.ts';
import { readBoth } from './both.ts';

const plan = planOf({
  timezone: 'Europe/London',
  attributes: [field('enrolled', types.date), field('birthday?', types.date)],
  events: [
    event('purchase', [
      field('amount', types.yen, { min: 0n, max: 5000n }),
      field('note?', types.text),
      field('channel?', types.channel),
      lines('items?', [field('sku', types.text)]),
    ]),
    event('refund', [field('amount?', types.yen)], { event: 'purchase', by: 'amount' }),
    event('visit', []),
  ],
  rewards: [reward('cup')],
});

const HEADERS = [
  'member,id,at,type,amount,note,channel,of,sequence,reward,quantity,birthday',
  'type,at,member,amount,id,note,of',
  'amount,member,type,note,at',
  'at,type,member',
] as const;

/** Mostly what is plain, and now and then what is not. */
function mostly(plain: readonly string[], odd: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 24, arbitrary: fc.constantFrom(...plain) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
}

const cells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  member: mostly(
    ['m1', 'm2', 'm3', 'member-no-12345', 'a b'],
    ['', ' m1', 'm1 ', 'Ｍ1', '会員', '"m1"', 'm"1', 'm\u00001', '\u00a0m1'],
  ),
  id: mostly(
    ['', 'e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7', 'long-id-0000000001', 'long-id-0000000002'],
    ['"e1"', ' e1', 'é', 'h:2'],
  ),
  at: mostly(
    [
      '2026-05-01T10:00:00',
      '2026-05-02T10:00:00',
      '2026-03-29T01:30:00',
      '2026-10-25T01:30:00',
      '2025-12-31T23:59:59',
    ],
    [
      '2026-05-01',
      '2026-05-01T10:00',
      '2026-05-01T10:00:00Z',
      '2026-02-30T10:00:00',
      '1899-05-01T10:00:00',
      '2026-05-01T10:00:00.5',
      '',
      '2026-05-01T24:00:00',
      'x'.repeat(19),
    ],
  ),
  type: mostly(
    ['purchase', 'purchase', 'visit', 'refund', 'profile', 'redeem', 'enroll'],
    ['', 'purchases', 'no', '"visit"', ' visit'],
  ),
  amount: mostly(['', '100', '7', '2500'], ['-1', '5001', '1.5', '1,0', '"1,000"', 'x', '９']),
  note: mostly(
    ['', '', 'tea', 'two words'],
    ['茶', '"a,b"', '"say ""hi"""', 'trailing ', '"two\nlines"', 'quo"te'],
  ),
  channel: mostly(['', '', 'store', 'app'], ['x', ' app']),
  of: mostly(['', '', 'e1', 'e2'], [' e1']),
  sequence: mostly(['', '', ''], ['1', '2', 'x']),
  reward: mostly(['', '', 'cup'], ['hat']),
  quantity: mostly(['', '', '2'], ['0']),
  birthday: mostly(['', ''], ['1990-05-01']),
};

// If it fails, rows that look plain are read as other rows than the reader of rows reads.
describe('plain rows of CSV that are taken in one pass', () => {
  it.each(HEADERS)(
    'under %s',
    async (header) => {
      const names = header.split(',');
      const row = fc
        .tuple(...names.map((name) => cells[name] ?? fc.constant('')))
        .map((each) => each.join(','));
      const table = fc
        .record({
          rows: fc.array(row, { minLength: 2, maxLength: 40 }),
          end: fc.constantFrom('\n', '\n', '\n', '\r\n'),
          closed: fc.boolean(),
          sizes: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 4 }),
        })
        .map(({ rows, end, closed, sizes }) => ({
          text: [header, ...rows].join(end) + (closed ? end : ''),
          sizes,
        }));
      await fc.assert(
        fc.asyncProperty(table, async ({ text }) => {
          await readBoth(plan, [{ name: 'h', chunks: [bytes(text)] }]);
        }),
        { numRuns: 250 },
      );
    },
    120_000,
  );

  it('over the borders of blocks, which may be the same memory', async () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, n) =>
        `m${(n * 7) % 999},e${n},2026-05-01T${String(10 + (n % 10)).padStart(2, '0')}:00:00,${n % 9 === 0 ? 'visit,' : `purchase,${n % 5000}`}`,
    );
    const whole = bytes(`member,id,at,type,amount\n${rows.join('\n')}\n`);
    function* blocks() {
      const block = new Uint8Array(300_000);
      for (let at = 0; at < whole.length; at += block.length) {
        const part = whole.subarray(at, at + block.length);
        block.set(part);
        yield block.subarray(0, part.length);
      }
    }
    const chunks = { [Symbol.iterator]: blocks };
    const read = await readBoth(plan, [{ name: 'h', chunks }]);
    expect([read.rows, read.accepted, read.members.length]).toEqual([40_000, 40_000, 999]);
    const last = read.members.find((one) => one.member === `m${(39_999 * 7) % 999}`);
    expect(last?.events.some((one) => one.id === 'e39999')).toBe(true);
  });
});
