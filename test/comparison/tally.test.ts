import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ComparisonTally,
  changeClass,
  type MemberComparison,
  type Standing,
  yardstickOf,
} from '../../runtime/index.ts';
import { planOf, SHOP, shopWith } from './shops.ts';

const base = planOf(SHOP);
// No gold; miles at no decimals.
const candidate = shopWith(
  ['      gold: { reach: sum(purchase.amount) >= 5_000 JPY, until: forever }\n', ''],
  ['mile: { decimals: 1 }', 'mile: {}'],
  ['give: 1.5 miles', 'give: 2 miles'],
);
const yardstick = yardstickOf(base, candidate);

const standing = (
  [stars, miles]: readonly [number, number],
  tier: number,
  [big, paying]: readonly [boolean, boolean] = [false, false],
  stopped = false,
): Standing => ({
  worth: 2n * BigInt(stars),
  points: [BigInt(stars), BigInt(miles)],
  tiers: [tier],
  segments: [big, paying],
  stopped,
});

interface Member {
  readonly id: string;
  readonly base: Standing | undefined;
  readonly candidate: Standing | undefined;
}

function tallied(members: readonly Member[]): ComparisonTally {
  const tally = new ComparisonTally(base, candidate, yardstick);
  for (const member of members) tally.add(() => member.id, member.base, member.candidate);
  return tally;
}

describe('members of a program without points', () => {
  it('win and lose by the levels that they hold', () => {
    const plan = planOf(
      'kizuna: 1\nprogram: bare\ncurrency: JPY\ntimezone: Asia/Tokyo\nevents: { visit: {} }\ntiers:\n  status:\n    base: guest\n    levels:\n      fan: { reach: count(visit) >= 2 }\n      star: { reach: count(visit) >= 9 }\n',
    );
    const holds = (tier: number): Standing => ({
      worth: 0n,
      points: [],
      tiers: [tier],
      segments: [],
      stopped: false,
    });
    const tally = new ComparisonTally(plan, plan, yardstickOf(plan, plan));
    tally.add(() => 'up', holds(0), holds(2));
    tally.add(() => 'down', holds(2), holds(1));
    tally.add(() => 'same', holds(1), holds(1));
    const { all, worst } = tally.result;
    expect(all).toEqual({ members: 3, winners: 1, losers: 1, gained: 2n, lost: -1n });
    expect(worst).toMatchObject([{ member: 'down', base: 2n, candidate: 1n }]);
  });
});

describe('what a candidate does to members', () => {
  // Worth in JPY: a star is worth 2. Miles of the base have one decimal, of the candidate none.
  const members: readonly Member[] = [
    // 20 → 30 JPY: wins 10. Miles 1.5 → 2: wins 0.5. Regular → silver.
    { id: 'a', base: standing([10, 15], 0), candidate: standing([15, 2], 1) },
    // 200 → 150 JPY: loses 50. Silver, big. Miles 0.3 → 0: loses 0.3.
    { id: 'b', base: standing([100, 3], 1, [true, false]), candidate: standing([75, 0], 1) },
    // 40 → 40: nothing. Gold → silver, big and paying. Miles 1.0 → 1.
    { id: 'c', base: standing([20, 10], 2, [true, true]), candidate: standing([20, 1], 1) },
    // 0 → 6 JPY: wins 6. Regular, paying.
    { id: 'd', base: standing([0, 0], 0, [false, true]), candidate: standing([3, 0], 0) },
    { id: 'e', base: standing([5, 0], 0), candidate: undefined },
    { id: 'f', base: undefined, candidate: standing([5, 0], 0) },
    { id: 'g', base: undefined, candidate: standing([5, 0], 0) },
    { id: 'h', base: standing([5, 0], 0, [true, true], true), candidate: standing([5, 0], 0) },
  ];
  const result = tallied(members).result;

  it('counts who can be compared, and why the others cannot', () => {
    expect(result).toMatchObject({ members: 4, onlyBase: 1, onlyCandidate: 2, stopped: 1 });
  });

  it('adds up winners and losers: all, by tier and segment of the base, by points', () => {
    // Won 10 + 6, lost 50.
    expect(result.all).toEqual({ members: 4, winners: 2, losers: 1, gained: 16n, lost: -50n });
    expect(result.byTier).toEqual([
      {
        ladder: 'status',
        levels: [
          { name: 'regular', members: 2, winners: 2, losers: 0, gained: 16n, lost: 0n },
          { name: 'silver', members: 1, winners: 0, losers: 1, gained: 0n, lost: -50n },
          { name: 'gold', members: 1, winners: 0, losers: 0, gained: 0n, lost: 0n },
        ],
      },
    ]);
    expect(result.bySegment).toEqual([
      { name: 'big', members: 2, winners: 0, losers: 1, gained: 0n, lost: -50n },
      { name: 'paying', members: 2, winners: 1, losers: 0, gained: 6n, lost: 0n },
    ]);
    // Stars +5 −25 ±0 +3; miles in tenths +5 −3 ±0 ±0.
    expect(result.points).toEqual([
      { name: 'star', scale: 0, members: 4, winners: 2, losers: 1, gained: 8n, lost: -25n },
      { name: 'mile', scale: 1, members: 4, winners: 1, losers: 1, gained: 5n, lost: -3n },
    ]);
  });

  it('says where members of a tier go, and whom it hits most', () => {
    expect(result.moves).toEqual([
      {
        ladder: 'status',
        base: ['regular', 'silver', 'gold'],
        candidate: ['regular', 'silver'],
        // d stays, a rises; b stays; c falls.
        members: [
          [1, 1],
          [0, 1],
          [0, 1],
        ],
      },
    ]);
    expect(result.worst).toEqual([
      { member: 'b', base: 200n, candidate: 150n, baseTiers: [1], candidateTiers: [1] },
    ]);
    expect(result.best.map(({ member }) => member)).toEqual(['a', 'd']);
    // b: −50 of 200 = −25%; c: unchanged; a: +10 of 20 = +50%; d: of nothing.
    expect(result.spread).toEqual([0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1]);
  });

  it('keeps the ten who lose most, the first by id where they lose the same', () => {
    // 12 lose 2 JPY, one loses 4; of the 12 the ids m00 … m08 remain.
    const many = Array.from({ length: 12 }, (_, index) => ({
      id: `m${String(11 - index).padStart(2, '0')}`,
      base: standing([5, 0], 0),
      candidate: standing([4, 0], 0),
    }));
    const { worst } = tallied([
      ...many,
      { id: 'z', base: standing([5, 0], 0), candidate: standing([3, 0], 0) },
    ]).result;
    expect(worst.map(({ member }) => member)).toEqual([
      'z',
      ...Array.from({ length: 9 }, (_, index) => `m0${index}`),
    ]);
  });

  it('is nothing of nobody', () => {
    const { members: none, all, spread, worst, moves } = tallied([]).result;
    expect({ none, all, worst }).toEqual({
      none: 0,
      all: { members: 0, winners: 0, losers: 0, gained: 0n, lost: 0n },
      worst: [],
    });
    expect(spread.every((count) => count === 0)).toBe(true);
    expect(moves[0]?.members.flat().every((count) => count === 0)).toBe(true);
  });

  it('lets nobody win or lose where there is nothing to compare by', () => {
    const other = shopWith(
      ['  star: { expense: 2 JPY }\n  mile: { decimals: 1 }', '  coin: {}'],
      ['1 star per', '1 coin per'],
      ['1.5 miles', '2 coins'],
    );
    const plain = shopWith(['star: { expense: 2 JPY }', 'star: {}']);
    const tally = new ComparisonTally(plain, other, yardstickOf(plain, other));
    tally.add(() => 'a', standing([10, 0], 0), { ...standing([0, 0], 1), points: [7n] });
    expect(tally.result).toMatchObject({ members: 1, all: { winners: 0, losers: 0 }, points: [] });
    expect(tally.result.moves[0]?.members[0]).toEqual([0, 1, 0]);
  });
});

const standings = fc
  .record({
    stars: fc.integer({ min: -20, max: 60 }),
    miles: fc.integer({ min: -20, max: 60 }),
    segments: fc.tuple(fc.boolean(), fc.boolean()),
    stopped: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
  })
  .chain(({ stars, miles, segments, stopped }) =>
    fc.integer({ min: 0, max: 1 }).map((tier) => standing([stars, miles], tier, segments, stopped)),
  );
const memberLists = fc
  .array(
    fc.record({
      base: fc.option(standings, { nil: undefined, freq: 9 }),
      candidate: fc.option(standings, { nil: undefined, freq: 9 }),
    }),
    { maxLength: 60 },
  )
  .map((list) => list.map((each, index): Member => ({ id: `m${index}`, ...each })));

describe('a tally', () => {
  it('does not depend on the order of members, nor on how they are dealt out and merged', () => {
    fc.assert(
      fc.property(
        memberLists.chain((members) =>
          fc.tuple(
            fc.constant(members),
            fc.shuffledSubarray([...members], { minLength: members.length }),
            fc.array(fc.nat({ max: 4 }), { minLength: members.length, maxLength: members.length }),
          ),
        ),
        ([members, shuffled, parts]) => {
          const whole = tallied(members).result;
          expect(tallied(shuffled).result).toEqual(whole);
          const merged = new ComparisonTally(base, candidate, yardstick);
          for (let part = 4; part >= 0; part -= 1)
            merged.merge(tallied(shuffled.filter((_, index) => parts[index] === part)).result);
          expect(merged.result).toEqual(whole);
        },
      ),
    );
  });

  it('keeps its sums together: groups, points and classes are of the same members', () => {
    fc.assert(
      fc.property(memberLists, (members) => {
        const { all, byTier, spread, moves, points, ...rest }: MemberComparison = tallied(members).result;
        const both = members.filter((each) => each.base !== undefined && each.candidate !== undefined);
        expect(rest.members + rest.stopped).toBe(both.length);
        expect(rest.onlyBase + rest.onlyCandidate + both.length).toBeLessThanOrEqual(members.length);
        const sum = (list: readonly number[]) => list.reduce((total, each) => total + each, 0);
        expect(sum(spread)).toBe(rest.members);
        expect(sum((moves[0]?.members ?? []).flat())).toBe(rest.members);
        const levels = byTier[0]?.levels ?? [];
        expect(sum(levels.map((level) => level.losers))).toBe(all.losers);
        expect(levels.reduce((total, { gained, lost }) => total + gained + lost, 0n)).toBe(
          all.gained + all.lost,
        );
        // By 2 JPY a star.
        expect(all.gained).toBe(2n * (points[0]?.gained ?? 0n));
      }),
    );
  });
});

describe('classes of change', () => {
  // Of 200: 0 lose ≥ 50%, 1 ≥ 20%, 2 ≥ 10%, 3 ≥ 5%, 4 less; 5 none; 6 win ≤ 5%, 7 ≤ 10%, 8 ≤ 20%, 9 ≤ 50%, 10 more; 11 of nothing.
  it.each([
    [200n, -10n, 0],
    [200n, 0n, 0],
    [200n, 100n, 0],
    [200n, 101n, 1],
    [200n, 160n, 1],
    [200n, 161n, 2],
    [200n, 180n, 2],
    [200n, 181n, 3],
    [200n, 190n, 3],
    [200n, 191n, 4],
    [200n, 199n, 4],
    [200n, 200n, 5],
    [200n, 201n, 6],
    [200n, 210n, 6],
    [200n, 211n, 7],
    [200n, 220n, 7],
    [200n, 221n, 8],
    [200n, 240n, 8],
    [200n, 241n, 9],
    [200n, 300n, 9],
    [200n, 301n, 10],
    [0n, 0n, 5],
    [0n, 1n, 11],
    [0n, -1n, 0],
    [-10n, -5n, 11],
    [-10n, -20n, 0],
    [-10n, -10n, 5],
  ])('%s → %s is class %s', (before, after, place) => {
    expect(changeClass(before, after)).toBe(place);
  });
});
