import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccountingMonth,
  accountingSchedule,
  FlowTotals,
  LotBook,
  usedSoFar,
} from '../../runtime/index.ts';
import type { LedgerKind } from '../../schema/index.ts';

const yen = (n: number) => ({ n: BigInt(n), d: 1n });
const POINT = { type: 0, decimals: 0, price: yen(1), expectedUse: { n: 19n, d: 20n } };

/** Ledger rows of one member: month, kind, points, lot, and whether a purchase caused it. */
type Row = readonly [month: number, kind: LedgerKind, quantity: number, lot: number, isSale?: boolean];

function flowsOf(...members: readonly (readonly Row[])[]) {
  const totals = new FlowTotals(1);
  const book = new LotBook(totals);
  for (const rows of members) {
    book.next();
    for (const [month, kind, quantity, lot, isSale = true] of rows)
      book.row({
        kind,
        month,
        type: 0,
        quantity: BigInt(quantity),
        by: kind === 'use' || quantity > 0 ? 1 : 0,
        lot,
        isSale,
      });
  }
  return totals.flows;
}

function months(
  sales: Readonly<Record<number, readonly [sold: number, back: number]>>,
  flows: ReturnType<typeof flowsOf>,
) {
  return accountingSchedule({
    sales: new Map(
      Object.entries(sales).map(([month, [sold, back]]) => [
        Number(month),
        { sold: yen(sold), back: yen(back) },
      ]),
    ),
    flows,
    terms: [POINT],
    decimals: 0,
  });
}

const line = ({ sales, goods, opening, added, back, onUse, onExpiry, closing }: AccountingMonth) =>
  [sales, goods, opening, added, back, onUse, onExpiry, closing].map(Number);

// If one fails, a liability on somebody's books does not add up.
describe('the books of points, month by month', () => {
  it('defers the published sale, and recognizes it with use and expiry until nothing is left', () => {
    // 100,000 with 10,000 points, 95 % expected: 8,676 deferred. 4,500 used: of 4,500 + 95 % of 5,500 = 9,725 in all,
    // 8,676 × 4,500 ÷ 9,725 = 4,014.5…; 5,000 more used: 9,500 of 9,500 + 95 % of 500 = 9,975: 8,676 × 9,500 ÷ 9,975 = 8,262.9,
    // less 4,015 = 4,248; the last 500 expire: 8,676 − 8,263 = 413.
    const flows = flowsOf([
      [1, 'earn', 10_000, 1],
      [2, 'use', -4_500, 1],
      [3, 'use', -5_000, 1],
      [4, 'expire', -500, 1],
    ]);
    expect(months({ 1: [100_000, 0] }, flows).map(line)).toEqual([
      [100_000, 91_324, 0, 8_676, 0, 0, 0, 8_676],
      [0, 0, 8_676, 0, 0, 4_015, 0, 4_661],
      [0, 0, 4_661, 0, 0, 4_248, 0, 413],
      [0, 0, 413, 0, 0, 0, 413, 0],
    ]);
  });

  it('recognizes everything on expiry where nobody used a point', () => {
    const flows = flowsOf([
      [1, 'earn', 10_000, 1],
      [13, 'expire', -10_000, 1],
    ]);
    const books = months({ 1: [100_000, 0] }, flows);
    expect(books.length).toBe(13);
    expect(line(books.at(-1) ?? expect.fail())).toEqual([0, 0, 8_676, 0, 0, 0, 8_676, 0]);
  });

  it('gives the liability back with the sale that comes back', () => {
    // Half of the sale and of its points: 8,676 ÷ 2 = 4,338 is given back, and sales of −50,000 are −45,662 of goods.
    const flows = flowsOf([
      [1, 'earn', 10_000, 1],
      [2, 'reverse', -5_000, 1],
    ]);
    expect(months({ 1: [100_000, 0], 2: [0, 50_000] }, flows).map(line)).toEqual([
      [100_000, 91_324, 0, 8_676, 0, 0, 0, 8_676],
      [-50_000, -45_662, 8_676, 0, 4_338, 0, 0, 4_338],
    ]);
  });

  it('counts points that pay a debt as used, in the month in which they are issued', () => {
    // 100 used, their sale comes back: 100 owed. The next 250 pay it: 150 are there, and expire.
    const flows = flowsOf([
      [1, 'earn', 100, 1],
      [1, 'use', -100, 1],
      [2, 'reverse', -100, 0],
      [3, 'earn', 250, 2],
      [4, 'expire', -150, 2],
    ]);
    const of = (issued: number, month: number) => flows[0]?.sold.get(issued)?.get(month);
    expect(of(3, 3)).toEqual({ issued: 250n, used: 100n, ended: 0n, back: 0n });
    expect(of(3, 4)).toEqual({ issued: 0n, used: 0n, ended: 150n, back: 0n });
    const books = months({ 1: [10_000, 0], 2: [0, 10_000], 3: [25_000, 0] }, flows);
    expect(books.at(-1)?.closing).toBe(0n);
    // 200 used of 200 + 150 that are gone.
    expect(usedSoFar(flows[0])).toEqual({ n: 4n, d: 7n });
  });

  it('takes a payment back that was none: the lot was still pending, and is gone as a whole', () => {
    const flows = flowsOf([
      [1, 'earn', 100, 1],
      [1, 'use', -100, 1],
      [2, 'reverse', -100, 0],
      [2, 'earn', 80, 2],
      [2, 'reverse', -80, 2],
      [3, 'earn', 120, 3],
      [4, 'expire', -20, 3],
    ]);
    // The debt of 100 is paid by the third lot alone.
    expect(flows[0]?.sold.get(2)?.get(2)).toEqual({ issued: 80n, used: 0n, ended: 0n, back: 80n });
    expect(flows[0]?.sold.get(3)?.get(3)?.used).toBe(100n);
  });

  it('puts points that come back where they were issued', () => {
    const flows = flowsOf([
      [1, 'earn', 50, 1],
      [2, 'earn', 50, 2],
      [3, 'use', -50, 1],
      [3, 'use', -30, 2],
      [4, 'reverse', 40, 3],
      [5, 'expire', -40, 3],
    ]);
    // Of the 40, 30 were of the second month, used last, and 10 of the first.
    expect(flows[0]?.sold.get(2)?.get(4)?.used).toBe(-30n);
    expect(flows[0]?.sold.get(1)?.get(4)?.used).toBe(-10n);
    expect(flows[0]?.sold.get(2)?.get(5)?.ended).toBe(30n);
    expect(flows[0]?.sold.get(1)?.get(5)?.ended).toBe(10n);
  });

  it('keeps points that no sale brought out of the liability', () => {
    const flows = flowsOf([
      [1, 'earn', 100, 1, false],
      [2, 'use', -60, 1],
    ]);
    const books = months({ 1: [1_000, 0] }, flows);
    expect(books.map(({ closing }) => closing)).toEqual([0n, 0n]);
    expect(books[1]?.others[0]?.used).toBe(60n);
  });

  it('adds up, whatever happens: opening + added − back − recognized = closing, and 0 once every point is gone', () => {
    const lot = fc.record({
      month: fc.integer({ min: 1, max: 9 }),
      points: fc.integer({ min: 1, max: 5_000 }),
      used: fc.double({ min: 0, max: 1, noNaN: true }),
      back: fc.double({ min: 0, max: 1, noNaN: true }),
      paid: fc.integer({ min: 0, max: 1_000_000 }),
      rate: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(
        fc.array(lot, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 20 }),
        (lots, rate) => {
          const rows = lots
            .flatMap(({ month, points, used, back }, index): Row[] => {
              const use = Math.floor(points * used);
              const gone = Math.floor((points - use) * back);
              return [
                [month, 'earn', points, index + 1],
                ...(use > 0 ? [[month + 2, 'use', -use, index + 1] as const] : []),
                ...(gone > 0 ? [[month + 3, 'reverse', -gone, index + 1] as const] : []),
                ...(points > use + gone
                  ? [[month + 5, 'expire', use + gone - points, index + 1] as const]
                  : []),
              ];
            })
            .toSorted((a, b) => a[0] - b[0]);
          const sales = new Map<number, { sold: { n: bigint; d: bigint }; back: { n: bigint; d: bigint } }>();
          for (const { month, paid } of lots)
            sales.set(month, { sold: yen(Number(sales.get(month)?.sold.n ?? 0n) + paid), back: yen(0) });
          const books = accountingSchedule({
            sales,
            flows: flowsOf(rows),
            terms: [{ ...POINT, expectedUse: { n: BigInt(rate), d: 20n } }],
            decimals: 0,
          });
          let before = 0n;
          for (const {
            opening,
            added,
            back,
            onUse,
            onExpiry,
            closing,
            goods,
            deferred,
            sales: sold,
          } of books) {
            expect(opening).toBe(before);
            expect(opening + added - back - onUse - onExpiry).toBe(closing);
            expect(goods + deferred).toBe(sold);
            expect(closing >= 0n).toBe(true);
            expect(onExpiry >= 0n).toBe(true);
            before = closing;
          }
          expect(before).toBe(0n);
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });
});
