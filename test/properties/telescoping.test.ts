import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { readHistory, runMember } from '../../runtime/index.ts';
import { dayOf, type LedgerRow } from '../../schema/index.ts';

const UNTIL = dayOf(2024, 12, 31);

function program(rounding: string, rate: number): string {
  return `
kizuna: 1
program: telescope
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY }
  refund: { reverses: purchase by amount, amount?: JPY }
points:
  star: { decimals: 1, rounding: ${rounding} }
rules:
  base: { on: purchase, give: 1 star per 1 JPY of amount pro rata, builds: economic }
  part: { on: purchase, give: amount * ${rate} stars / 100 JPY, builds: economic }
  bonus: { on: purchase, give: 25% of award(part), builds: economic }
`;
}

const roundings = ['down', 'up', 'half_up', 'half_even'];

async function replay(
  source: string,
  amount: number,
  parts: readonly number[],
): Promise<readonly LedgerRow[]> {
  const { value: plan } = compile(source);
  if (plan === undefined) throw new Error('does not compile');
  const lines = [
    { member: 'm', type: 'enroll', at: '2024-01-01' },
    { member: 'm', id: 'e', at: '2024-02-01T10:00:00', type: 'purchase', amount: String(amount) },
    ...parts.map((part, index) => ({
      member: 'm',
      id: `r${index}`,
      at: `2024-03-01T10:00:${String(index).padStart(2, '0')}`,
      type: 'refund',
      of: 'e',
      amount: String(part),
    })),
  ];
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const read = await readHistory(plan, [{ name: 'h', chunks: [new TextEncoder().encode(text)] }]);
  expect(read.rejected.map((row) => row.reason)).toEqual([]);
  const [history] = read.members;
  if (history === undefined) throw new Error('no member');
  return runMember(plan, history, { until: UNTIL })?.rows ?? [];
}

/** What is left of every award after the rows. */
function left(rows: readonly LedgerRow[]): Readonly<Record<string, bigint>> {
  const sums: Record<string, bigint> = {};
  for (const row of rows)
    if (row.by !== undefined) sums[row.by] = (sums[row.by] ?? 0n) + (row.quantity ?? 0n);
  return sums;
}

/** award × left / amount under a rounding mode, at one decimal, in whole-number arithmetic of its own. */
function kept(award: bigint, remaining: bigint, amount: bigint, rounding: string): bigint {
  const product = award * remaining;
  const floor = product / amount;
  const rest = product % amount;
  if (rest === 0n || rounding === 'down') return floor;
  if (rounding === 'up') return floor + 1n;
  if (rest * 2n !== amount) return rest * 2n > amount ? floor + 1n : floor;
  return rounding === 'half_up' || floor % 2n === 1n ? floor + 1n : floor;
}

const split = fc
  .record({
    amount: fc.integer({ min: 1, max: 100_000 }),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
    rounding: fc.constantFrom(...roundings),
    rate: fc.constantFrom(1, 2.5, 7, 33),
  })
  .map(({ amount, cuts, ...rest }) => {
    const points = [...cuts.map((cut) => Math.round(cut * amount)), 0, amount].sort((a, b) => a - b);
    const parts = points.slice(1).map((point, index) => point - (points[index] ?? 0));
    // A part of nothing after the whole is gone would be a bad row; before that it takes nothing.
    const last = parts.findLastIndex((part) => part > 0);
    return { amount, parts: parts.slice(0, last + 1), ...rest };
  });

// If it fails, a member who returns a basket item by item keeps points that another who returns it at once does not.
describe('partial reversals telescope (ruling R1)', () => {
  it('parts that add up to the whole take back exactly the whole', async () => {
    await fc.assert(
      fc.asyncProperty(split, async ({ amount, parts, rounding, rate }) => {
        const rows = await replay(program(rounding, rate), amount, parts);
        for (const sum of Object.values(left(rows))) expect(sum).toBe(0n);
      }),
      { numRuns: 300 },
    );
  });

  it('what stays after any part is the award scaled once and rounded once', async () => {
    await fc.assert(
      fc.asyncProperty(split, async ({ amount, parts, rounding, rate }) => {
        const source = program(rounding, rate);
        const awards = left(await replay(source, amount, []));
        const some = parts.slice(0, -1);
        const remaining = BigInt(amount - some.reduce((sum, part) => sum + part, 0));
        if (remaining === 0n) return;
        const after = left(await replay(source, amount, some));
        for (const [rule, award] of Object.entries(awards))
          expect(`${rule} ${after[rule]}`).toBe(
            `${rule} ${kept(award, remaining, BigInt(amount), rounding)}`,
          );
      }),
      { numRuns: 300 },
    );
  });
});
