import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { runMember } from '../../runtime/index.ts';
import type { HistoryEvent, MemberHistory, Plan } from '../../schema/index.ts';
import { localTime } from '../../schema/index.ts';
import { day } from './build.ts';

const PROGRAM = `
kizuna: 1
program: case
version: "1"
title: Case
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: { type: JPY, max: 10_000_000 } }
  refund: { reverses: purchase by amount, amount?: { type: JPY, max: 10_000_000 } }
  cancel: { reverses: redeem }
  swap: {}
  leave: {}
points:
  star:
    available: earned + 1 day
    expires: end_of(month, earned + 1 month)
    rounding: half_up
  mile: { decimals: 1, rounding: half_even, shortfall: forgive, expires: (last(purchase) otherwise earned) + 2 months }
  coin: {}
tiers:
  status:
    base: regular
    levels:
      silver: { reach: sum(purchase.amount during last 3 months) >= 5_000 JPY }
      gold: { reach: sum(purchase.amount during this year) >= 9_000 JPY, until: reached + 1 month }
rules:
  base: { on: purchase, give: [7 stars per 100 JPY of amount, amount * 0.1 miles / 30 JPY, 3 coins] }
  bonus:
    on: purchase
    give: 50% of award(base, star)
    limit: [40 stars per month, 2 per week]
  steps: { on: purchase, settle: 1 coin per 1_000 JPY of sum(purchase.amount during this month) per month }
  swap: { on: swap, take: 20 stars, give: 2 coins }
  gone: { on: leave, forfeit: 15 stars }
  monthly: { every: month, when: tier(status) >= silver, give: 5 stars }
  up: { on: reach status.gold, give: 30 stars }
  down: { on: lapse status.silver, give: 1 coin }
rewards:
  cup: { price: [30 stars, 2 coins], worth: 300 JPY, give: 1 mile }
`;

function compiled(): Plan {
  const { value, diagnostics } = compile(PROGRAM);
  if (value === undefined) throw new Error(diagnostics.map((each) => each.message.en).join('\n'));
  return value;
}
const plan = compiled();
const START = day('2026-01-01');

/** Something a member does `gap` days after the last; refunds and cancellations name an earlier event by number. */
const act = fc.record({
  gap: fc.integer({ min: 0, max: 25 }),
  type: fc.constantFrom('purchase', 'purchase', 'purchase', 'refund', 'redeem', 'cancel', 'swap', 'leave'),
  amount: fc.bigInt({ min: 0n, max: 6000n }),
  target: fc.nat(),
  whole: fc.boolean(),
});

/** A history that fits: no reversal takes more than is left (what the reader of histories sees to). */
function historyOf(acts: readonly (typeof act extends fc.Arbitrary<infer T> ? T : never)[]): MemberHistory {
  const events: HistoryEvent[] = [];
  const left = new Map<string, bigint>();
  let on = START;
  acts.forEach(({ gap, type, amount, target, whole }, i) => {
    on += gap;
    const base = { id: `e${i}`, at: localTime(on, 3600 + i), place: undefined };
    if (type === 'purchase') {
      left.set(base.id, amount);
      events.push({ ...base, type, fields: { amount }, of: undefined });
    } else if (type === 'redeem') {
      events.push({ ...base, type, fields: { reward: 'cup', quantity: (amount % 2n) + 1n }, of: undefined });
    } else if (type === 'refund' || type === 'cancel') {
      const wanted = type === 'refund' ? 'purchase' : 'redeem';
      const open = events.filter(
        (each) =>
          each.type === wanted &&
          left.get(each.id) !== 0n &&
          !events.some((other) => other.type === 'cancel' && other.of === each.id),
      );
      const original = open[target % Math.max(1, open.length)];
      if (original === undefined) return;
      const rest = left.get(original.id) ?? 0n;
      const part = whole || rest === 0n ? rest : amount % (rest + 1n);
      if (type === 'refund') left.set(original.id, rest - part);
      const fields = type === 'refund' && !whole ? { amount: part } : {};
      events.push({ ...base, type, fields, of: original.id });
    } else {
      events.push({ ...base, type, fields: {}, of: undefined });
    }
  });
  return { member: 'm', enrolled: START, attributes: {}, events };
}

const until = day('2029-01-31');

describe('any history', () => {
  it('keeps its books, row by row', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const run = runMember(plan, historyOf(acts), { until });
        const sums = new Map<string, bigint>();
        for (const row of run?.rows ?? []) {
          if (row.quantity === undefined) continue;
          const moved = row.kind === 'decline' ? 0n : row.quantity;
          const sum = (sums.get(row.what) ?? 0n) + moved;
          sums.set(row.what, sum);
          // A lot that pays a debt moves both sides alike, so the sum of rows is always the balance.
          expect((row.balance ?? 0n) + (row.pending ?? 0n)).toBe(sum);
          expect(row.pending).toBeGreaterThanOrEqual(0n);
        }
        for (const points of run?.outcome.points ?? []) {
          const { issued, used, expired, forfeited, reversed, available, pending, debt } = points;
          expect(issued - used - expired - forfeited - reversed).toBe(available + pending - debt);
          expect(available === 0n || debt === 0n).toBe(true);
          expect(points.points === 'mile' ? debt : 0n).toBe(0n);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is replayed to the same ledger', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        const history = historyOf(acts);
        expect(runMember(plan, history, { until })).toEqual(runMember(plan, history, { until }));
      }),
      { numRuns: 30 },
    );
  });

  it('leaves nothing of a purchase that is refunded in parts, whatever the parts', () => {
    const parts = fc.array(fc.bigInt({ min: 0n, max: 3000n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(parts, (amounts) => {
        const amount = amounts.reduce((sum, each) => sum + each, 0n);
        const events: HistoryEvent[] = [
          {
            id: 'p',
            type: 'purchase',
            at: localTime(START, 60),
            fields: { amount },
            of: undefined,
            place: undefined,
          },
          ...amounts.map((part, i) => ({
            id: `r${i}`,
            type: 'refund',
            at: localTime(START, 120 + i),
            fields: { amount: part },
            of: 'p',
            place: undefined,
          })),
        ];
        const rows = runMember(
          plan,
          { member: 'm', enrolled: START, attributes: {}, events },
          { until: START },
        )?.rows;
        // `down` is caused by the refund that ends silver, not by the purchase.
        const caused = rows?.filter((row) => row.quantity !== undefined && row.by !== 'down') ?? [];
        expect(caused.reduce((sum, row) => sum + (row.quantity ?? 0n), 0n)).toBe(0n);
      }),
      { numRuns: 150 },
    );
  });
});
