import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../schema/index.ts';
import { caseOf } from '../abi/cases.ts';
import { compiledTotals, referenceTotals, totalsText } from '../differential/compiled-population.ts';

const PROGRAM = `
kizuna: 1
program: case
version: "1"
title: Case
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: { type: JPY, max: 10_000_000 } }
  refund: { reverses: redeem }
  closing: {}
points:
  star: { expires: earned + 12 months }
tiers:
  status:
    base: regular
    levels:
      gold:
        reach: sum(purchase.amount during last 3 months) >= 2_000 JPY
        until: end_of(month, reached)
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }
  closing: { on: closing, forfeit: 4 stars, builds: behavioral }
rewards:
  cup: { price: 15 stars, worth: 100 JPY, builds: economic }
segments:
  big: sum(purchase.amount) >= 1_000 JPY
  recent: count(purchase during last 2 months) >= 1
`;

/**
 * a: 10 stars on 01-31, 20 on 02-15. A cup on 04-30 takes the 10 (01-31 + 3 months = 04-30) and 5 of the 20; it is given back
 * on 08-20, as a lot of that day that ends with the latest of those used, on 2026-02-15. 4 of the 30 are forfeited on 09-01;
 * lots that end on one day go in the order of their days: of those of 02-15. Both end on 2026-02-16.
 * b: buys nothing, and has nothing to forfeit: a rule that posts nothing did not fire.
 */
const HISTORY = [
  { member: 'a', at: '2025-01-31T10:00', type: 'purchase', id: 'a1', amount: 1000 },
  { member: 'a', at: '2025-02-15T10:00', type: 'purchase', id: 'a2', amount: 2000 },
  { member: 'a', at: '2025-04-30T10:00', type: 'redeem', id: 'a3', reward: 'cup' },
  { member: 'a', at: '2025-08-20T10:00', type: 'refund', id: 'a4', of: 'a3' },
  { member: 'a', at: '2025-09-01T10:00', type: 'closing', id: 'a5' },
  { member: 'b', at: '2025-03-05T10:00', type: 'closing', id: 'b1' },
]
  .map((row) => `${JSON.stringify(row)}\n`)
  .join('');

// If one fails, a dashboard tells where members came from, or how old points were, otherwise than the ledger does.
describe('what is observed besides KPIs', async () => {
  const until = parseDay('2026-03-10') ?? 0;
  const { plan, members } = await caseOf('case', PROGRAM, HISTORY, until);
  const totals = referenceTotals(plan, members, until);
  const month = (name: string) => {
    const found = [...totals.months.values()].find(({ day }) => formatDay(day).startsWith(name));
    if (found === undefined) throw new Error(`nothing in ${name}`);
    return found;
  };

  it('is the same by the compiled engine', () => {
    expect(totalsText(plan, compiledTotals(plan, members, until))).toBe(totalsText(plan, totals));
  });

  it('tells outstanding points by the completed months since their lots were posted', () => {
    const left = (name: string) => month(name).ages[0]?.outstanding;
    expect(left('2025-01')).toEqual([10n, 0n, 0n, 0n, 0n]);
    expect(left('2025-03')).toEqual([30n, 0n, 0n, 0n, 0n]);
    expect(left('2025-04')).toEqual([15n, 0n, 0n, 0n, 0n]);
    // 02-15 + 3 months = 05-15, + 6 months = 08-15.
    expect(left('2025-05')).toEqual([0n, 15n, 0n, 0n, 0n]);
    expect(left('2025-07')).toEqual([0n, 15n, 0n, 0n, 0n]);
    expect(left('2025-08')).toEqual([15n, 0n, 15n, 0n, 0n]);
    expect(left('2025-09')).toEqual([15n, 0n, 11n, 0n, 0n]);
    // 08-20 + 3 months = 11-20.
    expect(left('2025-11')).toEqual([0n, 15n, 11n, 0n, 0n]);
    expect(left('2026-02')).toEqual([0n, 0n, 0n, 0n, 0n]);
  });

  it('tells the age at which points were used, expired and were forfeited', () => {
    expect(month('2025-04').ages[0]?.used).toEqual([5n, 10n, 0n, 0n, 0n]);
    expect(month('2025-09').ages[0]?.forfeited).toEqual([0n, 0n, 4n, 0n, 0n]);
    // On 02-16: a year after 02-15, and 5 months after 08-20.
    expect(month('2026-02').ages[0]?.expired).toEqual([0n, 15n, 0n, 11n, 0n]);
  });

  it('counts moves between levels, from month to month and from first to last', () => {
    // Rows: new, regular, gold; columns: regular, gold. a reaches gold on 02-15 with 3,000 JPY and holds it to the end of
    // February; at the start of March, April and May the last three months still hold the 2,000 of 02-15.
    expect(month('2025-01').moves).toEqual([
      [
        [1n, 0n],
        [0n, 0n],
        [0n, 0n],
      ],
    ]);
    expect(month('2025-02').moves).toEqual([
      [
        [0n, 0n],
        [0n, 1n],
        [0n, 0n],
      ],
    ]);
    expect(month('2025-03').moves).toEqual([
      [
        [1n, 0n],
        [0n, 0n],
        [0n, 1n],
      ],
    ]);
    expect(totals.run.moves).toEqual([
      [
        [2n, 0n],
        [0n, 0n],
      ],
    ]);
  });

  it('counts members in segments, who joined, who left, and each pair of where they were and are', () => {
    // Rows: new, none, big, recent; columns: none, big, recent.
    expect(month('2025-01').segmentMoves).toEqual([
      [0n, 1n, 1n],
      [0n, 0n, 0n],
      [0n, 0n, 0n],
      [0n, 0n, 0n],
    ]);
    expect(month('2025-02').segmentMoves).toEqual([
      [0n, 0n, 0n],
      [0n, 0n, 0n],
      [0n, 1n, 1n],
      [0n, 1n, 1n],
    ]);
    expect(month('2025-03').segmentMoves).toEqual([
      [1n, 0n, 0n],
      [0n, 0n, 0n],
      [0n, 1n, 1n],
      [0n, 1n, 1n],
    ]);
    // The last two months begin on 03-01: nothing was bought in them.
    expect(month('2025-04').segmentMoves).toEqual([
      [0n, 0n, 0n],
      [1n, 0n, 0n],
      [0n, 1n, 0n],
      [0n, 1n, 0n],
    ]);
    expect(month('2025-01').segments).toEqual([
      { members: 1n, joined: 1n, left: 0n },
      { members: 1n, joined: 1n, left: 0n },
    ]);
    expect(month('2025-04').segments).toEqual([
      { members: 1n, joined: 0n, left: 0n },
      { members: 0n, joined: 0n, left: 1n },
    ]);
    // a was in both at first and is in one; b was and is in none.
    expect(totals.run.segmentMoves).toEqual([
      [1n, 0n, 0n],
      [0n, 1n, 0n],
      [0n, 1n, 0n],
    ]);
  });

  it('counts a member once whom something reached often', () => {
    expect(totals.run.rules).toEqual([1n, 1n]);
    expect(totals.run.rewards).toEqual([1n]);
    expect(totals.run.builds).toEqual({ economic: 1n, behavioral: 1n, psychological: 0n });
    expect(month('2025-02').rules.map((rule) => rule.members)).toEqual([1n, 0n]);
    expect(month('2025-09').rules.map((rule) => rule.members)).toEqual([0n, 1n]);
  });
});
