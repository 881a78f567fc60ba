import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emitPlan } from '../../compiler/index.ts';
import {
  ComparisonTally,
  compareColumns,
  type KeptOutcomes,
  type Standing,
  standingAt,
  standingColumns,
  type Weight,
  yardstickOf,
} from '../../runtime/index.ts';
import { type Manifest, type Plan, POINTS_TOTALS, type TextPool } from '../../schema/index.ts';
import { planOf, SHOP, shopWith } from './shops.ts';

/** Where a member stands, as a module writes it: totals per points type, levels, segments. */
interface Written {
  readonly points: readonly (readonly [used: bigint, available: bigint, pending: bigint, debt: bigint])[];
  readonly tiers: readonly number[];
  readonly segments: readonly boolean[];
  readonly stopped: boolean;
}

function manifestOf(plan: Plan): Manifest {
  return emitPlan(plan, { source: '', compiler: '' }).manifest;
}

function outcomesOf({ outcome }: Manifest, members: readonly (Written | undefined)[]): KeptOutcomes {
  const there = members.flatMap((written, member) => (written === undefined ? [] : [{ written, member }]));
  const bytes = new Uint8Array(there.length * outcome.bytes);
  const view = new DataView(bytes.buffer);
  for (const [i, { written, member }] of there.entries()) {
    const start = i * outcome.bytes;
    view.setInt32(start, member, true);
    for (const [type, [used, available, pending, debt]] of written.points.entries()) {
      const at = start + outcome.points + type * POINTS_TOTALS.bytes;
      view.setBigInt64(at + POINTS_TOTALS.used, used, true);
      view.setBigInt64(at + POINTS_TOTALS.available, available, true);
      view.setBigInt64(at + POINTS_TOTALS.pending, pending, true);
      view.setBigInt64(at + POINTS_TOTALS.debt, debt, true);
    }
    for (const [ladder, level] of written.tiers.entries())
      view.setInt32(start + outcome.ladders + 12 * ladder, level, true);
    for (const [segment, isIn] of written.segments.entries())
      view.setInt32(start + outcome.segments + 4 * segment, isIn ? 1 : 0, true);
  }
  const stopped = new Set(there.flatMap(({ written, member }) => (written.stopped ? [member] : [])));
  return { bytes, count: there.length, stopped };
}

function idsOf(count: number): TextPool {
  const ids = Array.from({ length: count }, (_, member) => `m${String(member).padStart(3, '0')}`);
  return {
    bytes: new TextEncoder().encode(ids.join('')),
    ends: Uint32Array.from(ids, (_, member) => 4 * (member + 1)),
  };
}

/** The same by objects, one member after the other. */
function tallied(
  [base, candidate]: readonly [Plan, Plan],
  [own, other]: readonly [Manifest, Manifest],
  count: number,
  [before, after]: readonly [KeptOutcomes, KeptOutcomes],
): ComparisonTally['result'] {
  const yardstick = yardstickOf(base, candidate);
  const weights = yardstick.kind === 'none' ? { base: [], candidate: [] } : yardstick;
  const [had, has] = [standings(own, before, weights.base), standings(other, after, weights.candidate)];
  const tally = new ComparisonTally(base, candidate, yardstick);
  for (let member = 0; member < count; member += 1)
    tally.add(() => `m${String(member).padStart(3, '0')}`, had.get(member), has.get(member));
  return tally.result;
}

function standings(
  manifest: Manifest,
  { bytes, count, stopped }: KeptOutcomes,
  weights: readonly Weight[],
): ReadonlyMap<number, Standing> {
  const view = new DataView(bytes.buffer);
  return new Map(
    Array.from({ length: count }, (_, i): [number, Standing] => {
      const at = i * manifest.outcome.bytes;
      const member = view.getInt32(at, true);
      return [member, standingAt(view, at, manifest, weights, stopped.has(member))];
    }),
  );
}

function anyMember(plan: Plan, most: bigint): fc.Arbitrary<Written | undefined> {
  const total = fc.bigInt({ min: 0n, max: most });
  const segments = plan.named.filter(({ kind }) => kind === 'segment');
  return fc.option(
    fc.record({
      points: fc.tuple(...plan.points.map(() => fc.tuple(total, total, total, total))),
      tiers: fc.tuple(...plan.ladders.map(({ levels }) => fc.nat(levels.length - 1))),
      segments: fc.tuple(...segments.map(() => fc.boolean())),
      stopped: fc.boolean(),
    }),
    { nil: undefined, freq: 9 },
  );
}

const SHOPS = planOf(SHOP);
const BARE = planOf(
  'kizuna: 1\nprogram: bare\ncurrency: JPY\ntimezone: Asia/Tokyo\nevents: { visit: {} }\ntiers:\n  status:\n    base: guest\n    levels:\n      fan: { reach: count(visit) >= 2 }\n      star: { reach: count(visit) >= 9 }\n',
);
const PAIRS: readonly (readonly [string, Plan, Plan])[] = [
  [
    'money, other decimals and a level less',
    SHOPS,
    shopWith(
      ['      gold: { reach: sum(purchase.amount) >= 5_000 JPY, until: forever }\n', ''],
      ['mile: { decimals: 1 }', 'mile: {}'],
      ['give: 1.5 miles', 'give: 2 miles'],
    ),
  ],
  ['levels alone', BARE, BARE],
  ['nothing in common', BARE, SHOPS],
];

// If it fails, the page names other winners and losers than the command.
describe('members compared in columns', () => {
  it.each(PAIRS)('come to what they come to one by one: %s', (_, base, candidate) => {
    const yardstick = yardstickOf(base, candidate);
    const [own, other] = [manifestOf(base), manifestOf(candidate)];
    const pair = (most: bigint) =>
      fc.array(fc.tuple(anyMember(base, most), anyMember(candidate, most)), { maxLength: 40 });
    const compared = (members: readonly (readonly [Written | undefined, Written | undefined])[]) => {
      const before = outcomesOf(
        own,
        members.map(([first]) => first),
      );
      const after = outcomesOf(
        other,
        members.map(([, last]) => last),
      );
      const count = members.length;
      return {
        fast: compareColumns(
          [base, candidate],
          yardstick,
          idsOf(count),
          standingColumns(own, count, before),
          standingColumns(other, count, after),
        ),
        slow: tallied([base, candidate], [own, other], count, [before, after]),
      };
    };
    fc.assert(
      fc.property(fc.oneof(pair(30n), pair(2n ** 30n)), (members) => {
        const { fast, slow } = compared(members);
        expect(fast).toEqual(slow);
      }),
    );
    // Quantities that a column cannot hold are left to the tally, and never rounded.
    fc.assert(
      fc.property(pair(2n ** 61n), (members) => {
        const { fast, slow } = compared(members);
        if (fast !== undefined) expect(fast).toEqual(slow);
      }),
    );
  });
});
