import { describe, expect, test } from 'vitest';
import { dayOf, formatTime } from '../../schema/index.ts';
import { readBoth } from '../columns/both.ts';
import {
  bytes,
  event,
  events,
  field,
  isWhole,
  lines,
  plan,
  read,
  reasons,
  reward,
  types,
  withoutGiftCards,
} from './plan.ts';

const jsonl = (rows: readonly object[]) =>
  rows.map((row) => JSON.stringify({ member: 'm1', ...row })).join('\n');

describe('case 25: instants, zones, bad rows', () => {
  const program = plan({
    currency: { code: 'USD', decimals: 2 },
    timezone: 'America/New_York',
    events: [
      event('purchase', [field('amount', types.dollar)]),
      event('refund', [field('amount?', types.dollar)], { event: 'purchase', by: 'amount' }),
      event('visit', []),
    ],
  });
  const rows = [
    { type: 'enroll', at: '2025-11-01' },
    { id: 'v0', at: '2025-11-01T03:59:00Z', type: 'visit' },
    { id: 'v1', at: '2025-11-02T03:59:00Z', type: 'visit' },
    { id: 'v2', at: '2025-11-02T04:00:00Z', type: 'visit' },
    { id: 'v3', at: '2025-11-02T05:30:00Z', type: 'visit' },
    { id: 'v4', at: '2025-11-02T06:15:00Z', type: 'visit' },
    { id: 'v2', at: '2025-11-02T07:00:00Z', type: 'visit' },
    { id: 'v5', at: '2025-11-03T04:59:00Z', type: 'visit' },
    { id: 'v6', at: '2025-11-03T05:00:00Z', type: 'visit' },
    { id: 'r0', at: '2025-11-03T14:00:00Z', type: 'refund', of: 'p1', amount: '1.00' },
    { id: 'p1', at: '2025-11-03T15:00:00Z', type: 'purchase', amount: '10.00' },
    { id: 'r1', at: '2025-11-03T16:00:00Z', type: 'refund', of: 'p1', amount: '4.00' },
    { id: 'r2', at: '2025-11-03T17:00:00Z', type: 'refund', of: 'p1', amount: '6.01' },
    { id: 'r3', at: '2025-11-03T18:00:00Z', type: 'refund', of: 'p1', amount: '0.00' },
    { id: 'r4', at: '2025-11-03T19:00:00Z', type: 'refund', of: 'v5' },
    { id: 'v7', at: '2026-03-08T02:30', type: 'visit' },
  ];

  test('the five bad rows, and local times as the case gives them', async () => {
    const result = await read(program, jsonl(rows));
    expect(result.rejected.map((r) => `${r.event} ${r.reason}`)).toEqual([
      'v0 before-enrolment',
      'v2 duplicate-id',
      'r0 reversal-later',
      'r2 reversal-exceeds',
      'r4 reversal-other-type',
    ]);
    expect(events(result).map((e) => `${e.id} ${formatTime(e.at)}`)).toEqual([
      'v1 2025-11-01T23:59:00',
      'v2 2025-11-02T00:00:00',
      'v3 2025-11-02T01:30:00',
      'v4 2025-11-02T01:15:00',
      'v5 2025-11-02T23:59:00',
      'v6 2025-11-03T00:00:00',
      'p1 2025-11-03T10:00:00',
      'r1 2025-11-03T11:00:00',
      'r3 2025-11-03T13:00:00',
      'v7 2026-03-08T02:30:00',
    ]);
  });

  test('in a fold the earlier instant, in a gap the later; the clock text is kept', async () => {
    const order = await read(
      program,
      jsonl([
        { id: 'est', at: '2025-11-02T06:00:00Z', type: 'visit' }, // 01:00 EST
        { id: 'fold', at: '2025-11-02T01:30', type: 'visit' }, // first 01:30 is EDT: 05:30Z
        { id: 'after', at: '2026-03-08T07:00:00Z', type: 'visit' }, // 03:00 EDT, the first instant after the gap
        { id: 'gap', at: '2026-03-08T02:30', type: 'visit' }, // read with EST: 07:30Z
      ]),
    );
    expect(events(order).map((e) => e.id)).toEqual(['fold', 'est', 'after', 'gap']);
    expect(formatTime(events(order)[3]?.at ?? 0)).toBe('2026-03-08T02:30:00');
  });

  test('a date without a time sorts first in its day, also before midnight itself', async () => {
    const order = await read(
      program,
      jsonl([
        { id: 'midnight', at: '2026-05-01T00:00:00', type: 'visit' },
        { id: 'date', at: '2026-05-01', type: 'visit' },
        { id: 'before', at: '2026-04-30T23:59:59.999', type: 'visit' },
      ]),
    );
    expect(events(order).map((e) => e.id)).toEqual(['before', 'date', 'midnight']);
  });

  test('clocks that go back over midnight never reopen a day (O10)', async () => {
    // St John's, 2010-11-07: at 00:01 clocks go back to 23:01 of the 6th.
    const result = await read(
      plan({ ...program, timezone: 'America/St_Johns' }),
      jsonl([
        { id: 'first', at: '2010-11-07T02:30:30Z', type: 'visit' }, // 00:00:30 NDT (−2:30)
        { id: 'again', at: '2010-11-07T02:31:00Z', type: 'visit' }, // 23:01 NST (−3:30) of the 6th
      ]),
    );
    expect(events(result).map((e) => formatTime(e.at))).toEqual([
      '2010-11-07T00:00:30',
      '2010-11-06T23:01:00',
    ]);
    // The member enrolled on the day of the first event, the 7th; the second happens on that day too.
    expect(result.members[0]?.enrolled).toBe(dayOf(2010, 11, 7));
    expect(result.lastDay).toBe(dayOf(2010, 11, 7));
  });

  test('at one instant `sequence` decides, then the order of the input', async () => {
    const at = '2026-05-01T10:00:00Z';
    const result = await read(
      program,
      jsonl([
        { id: 'c', at, type: 'visit', sequence: 3 },
        { id: 'a', at, type: 'visit', sequence: 1 },
        { id: 'b', at, type: 'visit', sequence: 1 },
      ]),
    );
    expect(events(result).map((e) => e.id)).toEqual(['a', 'b', 'c']);
    expect(result.warnings).toEqual([]);
  });

  test('a tie between files is a warning, once', async () => {
    const line = (id: string) => bytes(jsonl([{ id, at: '2026-05-01T10:00:00Z', type: 'visit' }]));
    const result = await readBoth(program, [
      { name: 'a.jsonl', chunks: [line('x')] },
      { name: 'b.jsonl', chunks: [line('y')] },
    ]);
    expect(events(result).map((e) => e.id)).toEqual(['x', 'y']);
    expect(result.warnings.map((w) => w.code)).toEqual(['tie-between-files']);
  });

  test('a history that starts before the first date of a parameter is a warning', async () => {
    const parameters = [
      {
        name: 'step',
        type: types.dollar,
        content: {
          kind: 'dated',
          entries: [{ from: dayOf(2026, 1, 1), content: { kind: 'value', value: 5n } }],
        },
        text: '',
        span: { start: 0, end: 0 },
      },
    ] as const;
    const enrol = { type: 'enroll', at: '2020-01-01' };
    const on = (at: string) => read(plan({ ...program, parameters }), jsonl([enrol, { at, type: 'visit' }]));
    expect((await on('2025-12-31')).warnings.map((w) => w.code)).toEqual(['parameter-starts-late']);
    expect((await on('2026-01-01')).warnings).toEqual([]);
  });
});

describe('reversals', () => {
  const buy = { id: 'p1', at: '2026-05-01', type: 'purchase', amount: 1000 };
  const refund = (more: object) => ({ id: 'r1', at: '2026-05-02', type: 'refund', of: 'p1', ...more });
  const bad: readonly (readonly [string, readonly object[]])[] = [
    ['reversal-unknown', [refund({ of: 'p9' })]],
    ['reversal-of-bad-row', [{ ...buy, at: '2026-04-01' }, refund({})]],
    ['reversal-exceeds', [buy, refund({ amount: 1001 })]],
    ['reversal-negative', [buy, refund({ amount: -1 })]],
    ['reversal-done', [buy, refund({}), refund({ id: 'r2', amount: 0 })]],
    ['reversal-of-reversal', [buy, refund({ amount: 1 }), refund({ id: 'r2', of: 'r1' })]],
    ['reversal-other-type', [{ ...buy, id: 'p1', type: 'visit', amount: undefined }, refund({})]],
    ['reversal-later', [{ ...buy, at: '2026-05-03' }, refund({})]],
    ['missing-field', [buy, refund({ of: undefined })]],
  ];
  test.each(bad)('%s', async (reason, rows) => {
    const result = await read(plan(), jsonl([{ type: 'enroll', at: '2026-04-15' }, ...rows]));
    expect(result.rejected.at(-1)?.reason).toBe(reason);
    expect(isWhole(result)).toBe(true);
  });

  test('of another member', async () => {
    const result = await read(plan(), jsonl([buy, refund({ member: 'm2' })]));
    expect(reasons(result)).toEqual(['2 reversal-other-member']);
  });

  test('parts add up to the whole and no more (R7); zero fits', async () => {
    const part = (id: string, amount?: number) => refund({ id, amount });
    const result = await read(
      plan(),
      jsonl([buy, part('a', 333), part('b', 0), part('c', 667), part('d', 0)]),
    );
    // 333 + 0 + 667 = 1000: nothing is left for d.
    expect(reasons(result)).toEqual(['5 reversal-done']);
  });

  test('left out means all that is left', async () => {
    const result = await read(
      plan(),
      jsonl([buy, refund({ id: 'a', amount: 1 }), refund({ id: 'b' }), refund({ id: 'c' })]),
    );
    expect(reasons(result)).toEqual(['4 reversal-done']);
  });

  test('a redemption is cancelled as a whole', async () => {
    const program = plan({
      events: [event('cancel', [], { event: 'redeem', by: undefined })],
      rewards: [reward('cup')],
    });
    const cancel = { at: '2026-05-02', type: 'cancel', of: 'x' };
    const result = await read(
      program,
      jsonl([
        { id: 'x', at: '2026-05-01', type: 'redeem', reward: 'cup' },
        { id: 'c1', ...cancel },
        { id: 'c2', ...cancel },
      ]),
    );
    expect(reasons(result)).toEqual(['3 reversal-done']);
  });

  test('case 28: a derived `by` field tells a row that does not fit', async () => {
    const items = lines('items', [field('category', types.text), field('amount', types.yen)]);
    const program = plan({
      events: [
        event('purchase', [items], undefined, [withoutGiftCards('eligible', types.yen)]),
        event('refund', [items], { event: 'purchase', by: 'eligible' }, [
          withoutGiftCards('eligible', types.yen),
        ]),
      ],
    });
    const line = (category: string, amount: number) => ({ category, amount });
    const rows = [
      { id: 'e1', at: '2026-05-01', type: 'purchase', items: [line('tea', 1200), line('gift_card', 3000)] },
      { id: 'r1', at: '2026-05-02', type: 'refund', of: 'e1', items: [line('gift_card', 3000)] },
      { id: 'r2', at: '2026-05-03', type: 'refund', of: 'e1', items: [line('tea', 300)] },
      { id: 'e2', at: '2026-05-04', type: 'purchase', items: [line('gift_card', 5000)] },
      { id: 'r3', at: '2026-05-05', type: 'refund', of: 'e2', items: [line('gift_card', 5000)] },
      { id: 'r4', at: '2026-05-06', type: 'refund', of: 'e1', items: [line('tea', 900)] },
      { id: 'e3', at: '2026-05-07', type: 'purchase', items: [line('food', 600)] },
      { id: 'r5', at: '2026-05-08', type: 'refund', of: 'e3', items: [line('food', 601)] },
    ];
    const result = await read(program, jsonl(rows));
    expect(result.rejected.map((r) => `${r.event} ${r.reason}`)).toEqual(['r5 reversal-exceeds']);
  });
});
