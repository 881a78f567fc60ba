import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { type HistoryRead, type Mapping, readHistory } from '../../runtime/index.ts';
import { realData, replayAll, Sums } from './real-run.ts';

// Baskets of many lines, 75,000 in all: each must become one event with all of its lines, whatever stands between them in
// the file. The figures expected come from the text itself, cut at its commas; a script in another language over the same
// file gave the same totals.

const file = realData('complete-journey/transactions_sample.csv');

const program = `
kizuna: 1
program: grocer
version: "1"
title: Grocer
currency: USD
timezone: America/New_York
events:
  purchase:
    store: text
    items: { each: { sku: text, quantity: integer, amount: USD, coupon: USD } }
    amount: { is: sum(items.amount) }
    coupon: { is: sum(items.coupon) }
points:
  point: { rounding: down, expires: "end_of(month, earned + 12 months)", expense: 0.01 USD }
rules:
  base: { on: purchase, give: 1 point per 1 USD of amount, builds: economic }
  coupon_used: { on: purchase, when: coupon > 0 USD, give: 5 points, builds: behavioral }
`;

const mapping: Mapping = {
  kizuna: 1,
  mapping: 'grocer',
  format: 'csv',
  rows: [
    {
      event: 'purchase',
      id: { column: 'basket_id' },
      member: { column: 'household_id' },
      at: { column: 'transaction_timestamp', format: 'yyyy-MM-dd HH:mm:ss' },
      fields: { store: { column: 'store_id' } },
      lines: {
        items: {
          sku: { column: 'product_id' },
          quantity: { column: 'quantity' },
          amount: { column: 'sales_value' },
          coupon: { column: 'coupon_disc' },
        },
      },
      group_by: ['basket_id'],
    },
  ],
};

interface Line {
  readonly household: string;
  readonly basket: string;
  readonly cents: number;
  readonly coupon: number;
}

function rawLines(text: string): readonly Line[] {
  return text
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.replaceAll('"', '').split(','))
    .map(([household = '', , basket = '', , , sales = '', , coupon = '']) => ({
      household,
      basket,
      cents: Math.round(Number(sales) * 100),
      coupon: Math.round(Number(coupon) * 100),
    }));
}

describe.skipIf(!existsSync(file))('baskets of Complete Journey (needs ../shared/data)', () => {
  let lines: readonly Line[];
  let read: HistoryRead;
  const earned = new Sums();
  const byRule = new Sums();

  beforeAll(async () => {
    const bytes = readFileSync(file);
    // One line's amount is 4.440892e-16, no amount of cents: its basket of two lines stays out.
    lines = rawLines(bytes.toString('utf8')).filter((line) => line.basket !== '32478901200');
    const { value } = compile(program);
    if (value === undefined) throw new Error('the program of this test does not compile');
    read = await readHistory(value, [{ name: 'transactions.csv', chunks: [bytes], mapping }]);
    replayAll(value, read, (row) => {
      if (row.kind !== 'earn') return;
      earned.add(row.member, Number(row.quantity));
      byRule.add(row.by ?? '', Number(row.quantity));
    });
  }, 300_000);

  it('keeps 74,998 of 75,000 rows, and says of the other two where and why', () => {
    expect(read.problems).toEqual([]);
    expect([read.rows, read.accepted, lines.length]).toEqual([75_000, 74_998, 74_998]);
    expect(read.rejected.map((row) => [row.line, row.column, row.value, row.reason])).toEqual([
      [36_796, undefined, undefined, 'part-of-bad-event'],
      [48_832, 'sales_value', '4.440892e-16', 'unreadable-number'],
    ]);
  });

  it('makes 47,242 baskets of 2,377 households, each with its own lines', () => {
    const counted = new Sums();
    for (const line of lines) counted.add(line.basket, 1);
    const found = new Sums();
    for (const member of read.members)
      for (const event of member.events) {
        const { items } = event.fields;
        found.add(event.id, Array.isArray(items) ? items.length : 0);
      }
    expect([read.members.length, found.entries.length]).toEqual([2_377, 47_242]);
    expect(found.entries).toEqual(counted.entries);
  });

  it('reads every cent: 233,933.39 dollars', () => {
    let cents = 0n;
    for (const member of read.members)
      for (const event of member.events) {
        const { items } = event.fields;
        if (!Array.isArray(items)) continue;
        for (const item of items) if (typeof item.amount === 'bigint') cents += item.amount;
      }
    expect(cents).toBe(23_393_339n);
    expect(lines.reduce((sum, line) => sum + line.cents, 0)).toBe(23_393_339);
  });

  it('gives each household a point per whole dollar of each basket, and five for coupons', () => {
    const baskets = new Map<string, { household: string; cents: number; coupon: number }>();
    for (const { household, basket, cents, coupon } of lines) {
      const known = baskets.get(basket) ?? { household, cents: 0, coupon: 0 };
      baskets.set(basket, { household, cents: known.cents + cents, coupon: known.coupon + coupon });
    }
    const raw = new Sums();
    for (const { household, cents, coupon } of baskets.values())
      raw.add(household, Math.floor(cents / 100) + (coupon > 0 ? 5 : 0));
    expect(earned.entries).toEqual(raw.entries);
    // 1,013 baskets with a coupon.
    expect([byRule.get('base'), byRule.get('coupon_used')]).toEqual([209_738, 5_065]);
  });
});
