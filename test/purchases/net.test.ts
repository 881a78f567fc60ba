import { describe, expect, it } from 'vitest';
import { compile, emitPlan } from '../../compiler/index.ts';
import {
  buyersIn,
  chunksOf,
  collectChunk,
  collectMember,
  Dictionary,
  PurchaseCollector,
  type PurchaseFacts,
  purchaseTerms,
  readHistory,
} from '../../runtime/index.ts';
import { type Plan, parseDay } from '../../schema/index.ts';

const SHOP = (standard: string) => `
kizuna: 1
program: shop
version: "1"
currency: JPY
timezone: Asia/Tokyo
standard: { purchase: ${standard} }
members: { plan: [free, paid] }
events:
  purchase:
    items: { each: { category: [tea, card], amount: JPY } }
    amount: JPY
    eligible: { is: sum(items.amount where category != card) }
    favoured: { is: if member.plan = paid then amount else 0 JPY }
  refund: { reverses: purchase by amount, amount?: JPY }
  cancel: { reverses: purchase }
`;

const row = (values: Readonly<Record<string, unknown>>) => `${JSON.stringify(values)}\n`;
const buy = (member: string, id: string, at: string, tea: number, card: number) =>
  row({
    member,
    id,
    at,
    type: 'purchase',
    amount: tea + card,
    items: [
      { category: 'tea', amount: tea },
      { category: 'card', amount: card },
    ],
  });
const HISTORY = [
  row({ member: 'a', at: '2025-01-01', type: 'enroll', plan: 'free' }),
  buy('a', 'a1', '2025-01-10', 1000, 0),
  buy('a', 'a2', '2025-01-10T15:00', 300, 200),
  buy('a', 'a3', '2026-02-01', 700, 300),
  row({ member: 'a', id: 'r1', at: '2026-02-03', type: 'refund', of: 'a3', amount: 333 }),
  buy('a', 'a4', '2026-03-01', 900, 0),
  row({ member: 'a', id: 'r2', at: '2026-03-02', type: 'cancel', of: 'a4' }),
  row({ member: 'b', at: '2026-01-01', type: 'enroll', plan: 'free' }),
  buy('b', 'b1', '2026-01-20', 500, 0),
  row({ member: 'b', id: 'r3', at: '2026-02-20', type: 'refund', of: 'b1' }),
  row({ member: 'c', at: '2026-01-01', type: 'enroll', plan: 'paid' }),
  buy('c', 'c1', '2026-03-30', 40, 2),
  buy('c', 'c2', '2026-04-01', 999, 0),
].join('');

const UNTIL = parseDay('2026-03-31') ?? 0;

function planFor(standard: string): Plan {
  const { value, diagnostics } = compile(SHOP(standard));
  return value ?? expect.fail(diagnostics.map(({ message }) => message.en).join('\n'));
}

/** What both ways of reading find: members one by one, and columns in chunks of one row, merged backwards. */
async function bothFacts(standard: string): Promise<readonly PurchaseFacts[]> {
  const plan = planFor(standard);
  const terms = purchaseTerms(plan) ?? expect.fail('no purchase');
  const read = await readHistory(plan, [{ name: 'h.jsonl', chunks: [new TextEncoder().encode(HISTORY)] }]);
  expect([read.problems, read.rejected]).toEqual([[], []]);
  const rows = new PurchaseCollector(UNTIL);
  for (const member of read.members) collectMember(rows, plan, terms, member, UNTIL);
  const { manifest } = emitPlan(plan, { source: '', compiler: '' });
  const { layout } = manifest;
  const parts: PurchaseFacts[] = [];
  for (const chunk of chunksOf(plan, layout, new Dictionary(layout), read.members, { rows: 1 })) {
    const part = new PurchaseCollector(UNTIL);
    collectChunk(part, plan, terms, layout, chunk, UNTIL, () => false);
    parts.push(part.facts);
  }
  const columns = new PurchaseCollector(UNTIL);
  for (const part of parts.toReversed()) columns.add(part);
  return [rows.facts, columns.facts];
}

// If one fails, lifetime value and the books count purchases that aggregates of the program do not.
describe('purchases net of reversals', () => {
  it('of a stored field: what is left, without what came back as a whole, up to the end', async () => {
    for (const facts of await bothFacts('purchase.amount')) {
      // a: 1000 + 500 on one day, 1000 − 333 = 667, nothing of a4. b: nothing. c: 42; c2 lies after the end.
      expect([facts.buyers, facts.purchases, facts.spend]).toEqual([2, 4, 2_209n]);
      expect(facts.year).toEqual({ buyers: 2, purchases: 2, spend: 709n });
      // 2024-04-01 to 2025-03-31: a, who bought in the last twelve months too.
      expect(facts.before).toEqual({ buyers: 1, kept: 1 });
      const month = (year: number, number: number) => facts.months.get(year * 12 + number - 1);
      expect(month(2026, 2)).toEqual({ sold: 1_000n, back: 333n + 500n });
      expect(month(2026, 3)).toEqual({ sold: 942n, back: 900n });
      const sample = [...buyersIn(facts.sample)]
        .map(({ hash: _, ...each }) => each)
        .toSorted((x, y) => y.age - x.age);
      // a: 10 January 2025 to 1 February 2026 is 387 days, to the end 445; the first day's 1,500 do not count.
      expect(sample).toEqual([
        { frequency: 1, recency: 387, age: 445, repeated: 667 },
        { frequency: 0, recency: 0, age: 1, repeated: 0 },
      ]);
    }
  });

  it('of a derived field: worked out from the lines, and shrunk in proportion', async () => {
    for (const facts of await bothFacts('purchase.eligible')) {
      // 1000 + 300 + ⌊700 × 667 ÷ 1000⌋ = 466, and 40 of c.
      expect(facts.spend).toBe(1_806n);
      expect(facts.months.get(2026 * 12 + 1)).toEqual({ sold: 700n, back: 234n + 500n });
    }
  });

  it('says where the amount cannot be told from the purchase alone', () => {
    expect(purchaseTerms(planFor('purchase.amount'))?.isTold).toBe(true);
    expect(purchaseTerms(planFor('purchase.eligible'))?.isTold).toBe(true);
    expect(purchaseTerms(planFor('purchase.favoured'))?.isTold).toBe(false);
  });
});

describe('the sample of buyers', () => {
  it('is the same however members are dealt out, and as large as it may be', () => {
    const facts = (order: readonly number[], parts: number) => {
      const collectors = Array.from({ length: parts }, () => new PurchaseCollector(1_000, 50));
      for (const n of order)
        collectors[n % parts]?.member(
          [{ day: n, whole: BigInt(n), amount: BigInt(n), gone: false, by: undefined }],
          () => `m${n}`,
        );
      const all = new PurchaseCollector(1_000, 50);
      for (const collector of collectors) all.add(collector.facts);
      return all.facts;
    };
    const order = Array.from({ length: 900 }, (_, n) => n);
    const once = facts(order, 1);
    expect([...buyersIn(once.sample)].length).toBe(50);
    expect(facts(order.toReversed(), 7)).toEqual(once);
    // Not the first, nor the last: of ids in order, a fair share from each half (50 of 900; 25 expected, 3.4 off is one σ).
    const early = [...buyersIn(once.sample)].filter(({ age }) => age > 550).length;
    expect(Math.abs(early - 25)).toBeLessThan(14);
  });
});
