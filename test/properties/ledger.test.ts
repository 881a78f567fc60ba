import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHistory, runMember, runPopulation } from '../../runtime/index.ts';
import type { LedgerRow, MemberHistory, Plan } from '../../schema/index.ts';
import { attributesFor, RUN_END, rowsFor, writeRows } from './history-arbitrary.ts';
import { fragments, programs } from './plans.ts';

const specimens = [...programs(), ...fragments()];

async function read(plan: Plan, text: string): Promise<readonly MemberHistory[]> {
  const result = await readHistory(plan, [{ name: 'h.jsonl', chunks: [new TextEncoder().encode(text)] }]);
  expect(result.problems).toEqual([]);
  expect(result.rows).toBe(result.accepted + result.rejected.length);
  return result.members;
}

function historyOf(plan: Plan) {
  return fc
    .record({ rows: rowsFor(plan), attributes: attributesFor(plan) })
    .map(({ rows, attributes }) => writeRows(rows, plan, attributes));
}

/**
 * Books of one points type as its rows tell them: issued − used − expired − forfeited − reversed, where what a
 * cancelled use gives back is a negative reversal.
 */
function balances(rows: readonly LedgerRow[]): void {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    if (row.kind === 'reach' || row.kind === 'lapse') continue;
    const moved = row.kind === 'decline' ? 0n : (row.quantity ?? 0n);
    const sum = (sums.get(row.what) ?? 0n) + moved;
    sums.set(row.what, sum);
    expect(`${row.what} ${(row.balance ?? 0n) + (row.pending ?? 0n)}`).toBe(`${row.what} ${sum}`);
    if (row.kind === 'earn') expect(row.quantity).toBeGreaterThan(0n);
    if (row.kind === 'use' || row.kind === 'expire' || row.kind === 'forfeit')
      expect(row.quantity).toBeLessThan(0n);
    expect(row.pending).toBeGreaterThanOrEqual(0n);
  }
}

// If it fails, points appear or vanish without a row.
describe('conservation at every row', () => {
  it.each(specimens)('$name', async ({ plan }) => {
    await fc.assert(
      fc.asyncProperty(historyOf(plan), async (text) => {
        for (const history of await read(plan, text)) {
          const run = runMember(plan, history, { until: RUN_END });
          if (run === undefined) continue;
          balances(run.rows);
          for (const { issued, used, expired, forfeited, reversed, available, pending, debt } of run.outcome
            .points)
            expect(issued - used - expired - forfeited - reversed).toBe(available + pending - debt);
        }
      }),
      { numRuns: 12 },
    );
  });
});

// If it fails, a member's points depend on whom else the file holds, or in which order.
describe('independence of members', () => {
  it.each(programs())('$name: order and company do not matter', async ({ plan }) => {
    await fc.assert(
      fc.asyncProperty(historyOf(plan), fc.boolean(), async (text, reversed) => {
        const members = await read(plan, text);
        const rows: LedgerRow[] = [];
        const whole = runPopulation(plan, reversed ? [...members].reverse() : members, {
          until: RUN_END,
          onRow: (row) => rows.push(row),
        });
        const again = runPopulation(plan, members, { until: RUN_END });
        expect(whole.kpis).toEqual(again.kpis);
        expect(whole.months).toEqual(again.months);
        expect(whole.outcomes).toEqual(again.outcomes);
        for (const history of members) {
          const alone = runMember(plan, history, { until: RUN_END });
          expect(rows.filter((row) => row.member === history.member)).toEqual(alone?.rows ?? []);
        }
      }),
      { numRuns: 12 },
    );
  });
});

// If it fails, the same file gives another ledger when the disk hands it over in other pieces.
describe('independence of chunks', () => {
  it.each(programs())('$name', async ({ plan }) => {
    await fc.assert(
      fc.asyncProperty(
        historyOf(plan),
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
        async (text, sizes) => {
          const bytes = new TextEncoder().encode(text);
          const chunks: Uint8Array[] = [];
          let at = 0;
          for (let i = 0; at < bytes.length; i += 1) {
            const size = sizes[i % sizes.length] ?? 1;
            chunks.push(bytes.slice(at, at + size));
            at += size;
          }
          const pieces = await readHistory(plan, [{ name: 'h.jsonl', chunks }]);
          const whole = await readHistory(plan, [{ name: 'h.jsonl', chunks: [bytes] }]);
          expect(pieces).toEqual(whole);
        },
      ),
      { numRuns: 10 },
    );
  });
});

// If it fails, the end of the run changes what happened before it.
describe('a shorter run is the beginning of a longer one', () => {
  it.each(programs())('$name', async ({ plan }) => {
    await fc.assert(
      fc.asyncProperty(historyOf(plan), fc.integer({ min: 0, max: 900 }), async (text, early) => {
        const until = RUN_END - 1100 + early;
        for (const history of await read(plan, text)) {
          const whole = runMember(plan, history, { until: RUN_END });
          const first = runMember(plan, history, { until });
          const before = whole?.rows.filter((row) => row.at < (until + 1) * 86_400) ?? [];
          expect(first?.rows ?? []).toEqual(before);
        }
      }),
      { numRuns: 8 },
    );
  });
});
