import { describe, expect, it } from 'vitest';
import {
  askGuardrails,
  ComparisonTally,
  kpiChanges,
  type MemberComparison,
  yardstickOf,
} from '../../runtime/index.ts';
import type { Fraction, Plan } from '../../schema/index.ts';
import { planOf, SHOP, shopWith } from './shops.ts';

const shop = planOf(SHOP);
const GUARDRAILS = '  fair: losers at most 10%\n  sales: change(revenue) >= 0 JPY\n';

/** So many winners and losers among so many members. */
function compared(members: number, winners: number, losers: number): MemberComparison {
  const none = new ComparisonTally(shop, shop, yardstickOf(shop, shop)).result;
  return { ...none, members, all: { ...none.all, members, winners, losers } };
}

const yen = (amount: bigint): Fraction => ({ n: amount, d: 1n });

/** KPIs of both versions in document order; undefined = nobody to count. */
function changes(
  base: Plan,
  candidate: Plan,
  before: readonly (Fraction | undefined)[],
  after: readonly (Fraction | undefined)[],
) {
  const results = (plan: Plan, values: readonly (Fraction | undefined)[]) =>
    plan.kpis.map(({ name }, index) => ({ name, value: values[index], target: 'none' as const }));
  return kpiChanges(
    { plan: base, kpis: results(base, before) },
    { plan: candidate, kpis: results(candidate, after) },
  );
}

const verdicts = (
  base: Plan,
  candidate: Plan,
  members: MemberComparison,
  [before, after]: readonly [readonly (Fraction | undefined)[], readonly (Fraction | undefined)[]],
) =>
  askGuardrails(base, candidate, members, changes(base, candidate, before, after)).map(
    ({ guardrail, of, kept, verdict }) => `${of} ${guardrail.name} ${kept} ${verdict}`,
  );

const SAME = [
  [yen(100n), { n: 1n, d: 2n }],
  [yen(100n), { n: 1n, d: 2n }],
] as const;

describe('guardrails', () => {
  it('are held to the exact share and change', () => {
    // 10 of 100 lose = 10%: at most 10%; 11 of 100 are too many. Revenue 100 → 99 is below 0.
    expect(verdicts(shop, shop, compared(100, 0, 10), SAME)).toEqual([
      'base fair kept passed',
      'base sales kept passed',
    ]);
    expect(verdicts(shop, shop, compared(100, 0, 11), [[yen(100n)], [yen(99n)]])).toEqual([
      'base fair kept failed',
      'base sales kept failed',
    ]);
    // 1 of 9 = 11.1…%, and no rounding makes it 11%.
    const third = shopWith(['losers at most 10%', 'losers at most 11.1111%']);
    expect(verdicts(third, third, compared(9, 0, 1), SAME)[0]).toBe('base fair kept failed');
    const [found] = askGuardrails(shop, shop, compared(9, 0, 1), changes(shop, shop, [], []));
    expect(found).toMatchObject({ value: { n: 1n, d: 9n }, bound: { n: 1n, d: 10n } });
  });

  it.each([
    ['losers = 25%', true],
    ['losers = 24%', false],
    ['losers != 25%', false],
    ['losers != 24%', true],
    ['losers < 25%', false],
    ['losers < 26%', true],
    ['losers <= 25%', true],
    ['losers <= 24%', false],
    ['losers > 25%', false],
    ['losers > 24%', true],
    ['losers >= 25%', true],
    ['losers >= 26%', false],
    ['losers at least 25%', true],
    ['losers at most 25%', true],
    ['winners > 49%', true],
    ['winners > 50%', false],
  ])('understand %s', (asks, holds) => {
    // 1 of 4 loses, 2 of 4 win.
    const plan = shopWith(['losers at most 10%', asks]);
    expect(verdicts(plan, plan, compared(4, 2, 1), SAME)[0]).toBe(
      `base fair kept ${holds ? 'passed' : 'failed'}`,
    );
  });

  it('of the base bind the candidate: whoever loosens or drops one is still asked', () => {
    const looser = shopWith(['losers at most 10%', 'losers at most 50%']);
    // 20% lose: too many for the base.
    expect(verdicts(shop, looser, compared(10, 0, 2), SAME)).toEqual([
      'base fair changed failed',
      'base sales kept passed',
      'candidate fair changed passed',
    ]);
    const none = shopWith([`guardrails:\n${GUARDRAILS}`, '']);
    expect(verdicts(shop, none, compared(10, 0, 2), SAME)).toEqual([
      'base fair removed failed',
      'base sales removed passed',
    ]);
    expect(verdicts(none, shop, compared(10, 0, 1), SAME)).toEqual([
      'candidate fair new passed',
      'candidate sales new passed',
    ]);
    // A tighter one is asked beside the old one.
    const tighter = shopWith(['losers at most 10%', 'losers at most 1%']);
    expect(verdicts(shop, tighter, compared(50, 0, 1), SAME)).toEqual([
      'base fair changed passed',
      'base sales kept passed',
      'candidate fair changed failed',
    ]);
  });

  it('cannot be said, and so do not pass, without members or figures', () => {
    expect(verdicts(shop, shop, compared(0, 0, 0), SAME)[0]).toBe('base fair kept unknown');
    expect(verdicts(shop, shop, compared(1, 0, 0), [[undefined], [yen(1n)]])[1]).toBe(
      'base sales kept unknown',
    );
    expect(verdicts(shop, shop, compared(1, 0, 0), [[yen(1n)], [undefined]])[1]).toBe(
      'base sales kept unknown',
    );
  });

  it('cannot be said where the versions share no points, so that nobody can be seen to lose', () => {
    const bare = (points: string, guardrails: string) =>
      planOf(
        `kizuna: 1\nprogram: bare\ncurrency: JPY\ntimezone: Asia/Tokyo\nevents: { visit: {} }\n${points}guardrails: { ${guardrails} }\n`,
      );
    const stars = bare('points: { star: {} }\n', 'fair: losers at most 1%, more: winners at most 1%');
    const coins = bare('points: { coin: {} }\n', '');
    expect(verdicts(stars, coins, compared(10, 0, 0), [[], []])).toEqual([
      'base fair removed unknown',
      'base more removed unknown',
    ]);
    // What a coin costs says nothing of the stars that it takes the place of.
    const dear = bare('points: { coin: { expense: 1 JPY } }\n', '');
    expect(verdicts(stars, dear, compared(10, 0, 0), [[], []])[0]).toBe('base fair removed unknown');
    // A program without points takes none from anybody.
    const none = bare('', 'fair: losers at most 1%');
    expect(verdicts(none, none, compared(10, 0, 0), [[], []])).toEqual(['base fair kept passed']);
  });

  it('cannot be said where the KPI is gone, is measured differently, or counts something else', () => {
    const members = compared(1, 0, 0);
    const sold = '  revenue: { measure: total(sum(purchase.amount)) }\n';
    const gone = shopWith([sold, ''], [GUARDRAILS, '  fair: losers at most 10%\n']);
    expect(verdicts(shop, gone, members, [[yen(1n)], [yen(2n)]])).toContain('base sales removed unknown');
    const other = shopWith([
      'measure: total(sum(purchase.amount)) }',
      'measure: total(2 * sum(purchase.amount)) }',
    ]);
    expect(verdicts(shop, other, members, [[yen(1n)], [yen(2n)]])).toContain('base sales kept unknown');
    // The figures are shown none the less: 2 − 1 JPY.
    expect(changes(shop, other, [yen(1n)], [yen(2n)])[0]).toMatchObject({
      sameMeasure: false,
      change: { n: 1n, d: 1n },
    });
    // Dollars less yen is nothing.
    const dollars = planOf(SHOP.replaceAll('JPY', 'USD'));
    expect(changes(shop, dollars, [yen(1n)], [yen(2n)])[0]).toMatchObject({ sameMeasure: true });
    expect(changes(shop, dollars, [yen(1n)], [yen(2n)])[0]?.change).toBeUndefined();
    expect(verdicts(shop, dollars, members, [[yen(1n)], [yen(2n)]])).toContain('base sales changed unknown');
    // A share has no currency: 1/2 → 3/4.
    const half = [yen(1n), { n: 1n, d: 2n }];
    expect(changes(shop, dollars, half, [yen(1n), { n: 3n, d: 4n }])[1]?.change).toEqual({ n: 1n, d: 4n });
  });

  it('see a definition behind a KPI that the candidate rewrites, wherever it stands', () => {
    const PROGRAM = `kizuna: 1
program: p
currency: JPY
timezone: Asia/Tokyo
parameters: { big: 100 JPY }
events: { purchase: { amount: JPY, paid: { is: amount } }, visit: {} }
measures:
  spend: sum(purchase.amount)
standard: { purchase: purchase.amount, active: count(purchase) >= 1 }
kpis:
  revenue: { measure: total(spend) }
  active: { measure: active_rate() }
  large: { measure: share(spend >= big) }
  taken: { measure: total(sum(purchase.paid)) }
`;
    const same = (from: string, to: string): readonly boolean[] => {
      const [own, other] = [planOf(PROGRAM), planOf(PROGRAM.replace(from, to))];
      return changes(own, other, [], []).map(({ sameMeasure }) => sameMeasure);
    };
    // Three times the spend is behind `revenue` and `large`.
    expect(same('spend: sum', 'spend: 3 * sum')).toEqual([false, true, false, true]);
    expect(same('active: count(purchase) >= 1', 'active: count(purchase) >= 0')).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(same('big: 100 JPY', 'big: 1 JPY')).toEqual([true, true, false, true]);
    expect(same('{ is: amount }', '{ is: 2 * amount }')).toEqual([true, true, true, false]);
    // Another measure before it moves its number, and changes nothing of it.
    expect(same('  spend:', '  visits: count(visit)\n  spend:')).toEqual([true, true, true, true]);
  });

  it('do not mind how a measure is laid out', () => {
    const wide = shopWith([
      'measure: total(sum(purchase.amount)) }',
      'measure: total(sum(purchase.amount)\n      ) }',
    ]);
    expect(changes(shop, wide, [yen(1n)], [yen(1n)])[0]).toMatchObject({ change: { n: 0n, d: 1n } });
  });
});
