import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import {
  addMember,
  kpiValues,
  mergeAccumulators,
  newAccumulator,
  runPopulation,
} from '../../runtime/index.ts';
import type { Fraction, HistoryEvent, MemberHistory, Plan } from '../../schema/index.ts';
import { day, happen } from './build.ts';

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
  survey: { recommend: { type: integer, max: 10 } }
  lounge: {}
points:
  star:
    expires: end_of(month, earned + 1 month)
    expense: 2 JPY
standard: { purchase: purchase.amount, active: count(purchase during last 1 month) >= 1 }
tiers:
  status:
    base: regular
    levels:
      gold: { reach: sum(purchase.amount) >= 10_000 JPY, until: forever }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }
rewards:
  cup: { price: 10 stars, worth: 100 JPY, expense: 30 JPY, builds: economic }
  tea: { price: 10 stars, worth: 50 JPY, builds: economic }
benefits:
  room: { when: tier(status) = gold, expense: 500 JPY, per: lounge, builds: psychological }
kpis:
  repeat: { measure: repeat_rate, target: at least 50% }
  second: { measure: second_purchase_rate }
  kept: { measure: retention_rate(during last 1 month) }
  lost: { measure: churn_rate(during last 1 month) }
  active: { measure: active_rate }
  value: { measure: ltv }
  nps: { measure: nps(survey.recommend), target: at least 50 }
  burnt: { measure: redemption_rate(star) }
  ended: { measure: breakage(star) }
  owed: { measure: liability(star) }
  cost: { measure: program_cost }
  rate: { measure: program_cost / total(sum(purchase.amount)), target: at most 1% }
  joined: { measure: enrolled(during this month) }
  big: { measure: share(sum(purchase.amount) >= 5_000 JPY among count(purchase) >= 1) }
  average: { measure: mean(last(survey.recommend)) }
`;

function compiled(): Plan {
  const { value, diagnostics } = compile(PROGRAM);
  const errors = diagnostics.filter((each) => each.severity === 'error');
  if (value === undefined) throw new Error(errors.map((each) => each.message.en).join('\n'));
  return value;
}

function member(id: string, enrolled: string, events: readonly HistoryEvent[]): MemberHistory {
  return { member: id, enrolled: day(enrolled), attributes: {}, events };
}

/**
 * a: buys 12 000 on 01-10 (120 stars to 02-28), uses 10 for a cup on 01-20, visits the lounge twice (once before gold).
 * b: buys 1 000 on 01-15 and 4 000 on 02-10, refunds the whole of the second on 02-12.
 * c: enrols on 02-05, buys nothing. d: enrols after the run.
 */
const MEMBERS: readonly MemberHistory[] = [
  member('a', '2026-01-01', [
    happen('a0', '2026-01-05 10:00', 'lounge'),
    happen('a1', '2026-01-10 10:00', 'purchase', { amount: 12_000n }),
    happen('a2', '2026-01-20 10:00', 'redeem', { reward: 'cup', quantity: 1n }),
    happen('a3', '2026-01-21 10:00', 'lounge'),
    happen('a4', '2026-01-22 10:00', 'survey', { recommend: 9n }),
    happen('a5', '2026-02-20 10:00', 'redeem', { reward: 'tea', quantity: 2n }),
    happen('a6', '2026-02-21 10:00', 'cancel', {}, 'a2'),
  ]),
  member('b', '2026-01-01', [
    happen('b1', '2026-01-15 10:00', 'purchase', { amount: 1000n }),
    happen('b2', '2026-02-10 10:00', 'purchase', { amount: 4000n }),
    happen('b3', '2026-02-12 10:00', 'refund', {}, 'b2'),
    happen('b4', '2026-02-13 10:00', 'survey', { recommend: 6n }),
  ]),
  member('c', '2026-02-05', [happen('c1', '2026-02-06 10:00', 'survey', { recommend: 10n })]),
  member('d', '2026-05-01', []),
];

function text(value: Fraction | undefined): string {
  if (value === undefined) return 'missing';
  const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));
  const g = divisor(value.n < 0n ? -value.n : value.n, value.d);
  return value.d === g ? `${value.n / g}` : `${value.n / g}/${value.d / g}`;
}

function observed(plan: Plan, members: readonly MemberHistory[], until: string): Record<string, string>[] {
  return runPopulation(plan, members, { until: day(until) }).kpis.map(({ kpis }) =>
    Object.fromEntries(kpis.map(({ name, value, target }) => [name, `${text(value)} ${target}`])),
  );
}

describe('KPIs', () => {
  const plan = compiled();
  const [january, february, march] = observed(plan, MEMBERS, '2026-03-15');

  it('are those of each month, by hand', () => {
    expect(january).toEqual({
      // One purchase each.
      repeat: '0 missed',
      second: '0 none',
      // Active on the day before the month that ends on 01-31, that is 12-31: nobody was a member.
      kept: 'missing none',
      lost: 'missing none',
      active: '1 none',
      // (12 000 + 1 000) / 2
      value: '6500 none',
      nps: '100 met',
      // 10 of 120 + 10
      burnt: '1/13 none',
      ended: '0 none',
      // 120 − 10 + 10 stars at 2 JPY
      owed: '240 none',
      // The cup 30, the lounge as gold 500.
      cost: '530 none',
      // 530 / 13 000 = 4.08 %
      rate: '53/1300 missed',
      joined: '2 none',
      big: '1/2 none',
      average: '9 none',
    });
    expect(february).toEqual({
      // b's second purchase is gone.
      repeat: '0 missed',
      second: '0 none',
      // On 01-28 both were active; on 02-28 neither (the window is after 01-28; b2 is gone).
      kept: '0 none',
      lost: '1 none',
      active: '0 none',
      value: '6500 none',
      // 9, 6, 10: (2 − 1) / 3
      nps: '100/3 missed',
      // Used 10 + 20 − 10 back; issued 120 + 10 + 40 − 40.
      burnt: '2/13 none',
      ended: '0 none',
      // 130 − 20 stars at 2 JPY: those whose last day is today are outstanding (ruling K1).
      owed: '220 none',
      // 530 − 30 back; 20 stars at 2 JPY for tea.
      cost: '540 none',
      rate: '27/650 missed',
      joined: '1 none',
      big: '1/2 none',
      average: '25/3 none',
    });
  });

  it('let points whose last day was the 28th go on the 1st, and observe the run’s end once', () => {
    expect(march?.owed).toBe('0 none');
    // 110 expired; used 20: 110 / 130.
    expect(march?.ended).toBe('11/13 none');
    expect(observed(plan, MEMBERS, '2026-02-28')).toHaveLength(2);
  });

  it('do not depend on the order of members, nor on how they were split', () => {
    const until = day('2026-03-15');
    expect(observed(plan, MEMBERS.toReversed(), '2026-03-15')).toEqual([january, february, march]);
    const [one, two] = [newAccumulator(plan, until), newAccumulator(plan, until)];
    MEMBERS.forEach((each, i) => {
      addMember(i % 2 === 0 ? one : two, each);
    });
    mergeAccumulators(two, one);
    expect(
      kpiValues(plan, two).map(({ kpis }) => kpis.map(({ value, target }) => `${text(value)} ${target}`)),
    ).toEqual([january, february, march].map((each) => Object.values(each ?? {})));
  });

  it('leave out a member whom an overflow stopped, whose earlier rows stand', () => {
    const rich = member('z', '2026-01-01', [
      happen('z1', '2026-01-10 10:00', 'purchase', { amount: 2n ** 62n }),
      happen('z2', '2026-01-11 10:00', 'purchase', { amount: 2n ** 62n }),
    ]);
    const result = runPopulation(plan, [...MEMBERS, rich], { until: day('2026-03-15') });
    expect(result.errors).toMatchObject([{ member: 'z', event: 'z2', code: 'overflow' }]);
    expect(result.months.map((month) => month.members)).toEqual([2n, 3n, 3n]);
    expect(result.members).toBe(4n);
    expect(observed(plan, [...MEMBERS, rich], '2026-03-15')).toEqual([january, february, march]);
    // 130 stars, and those of z1.
    expect(result.months[0]?.flows[0]?.issued).toBe(130n + 2n ** 62n / 100n);
  });

  it('come with totals per rule, reward, benefit, tier and loyalty', () => {
    const { months } = runPopulation(plan, MEMBERS, { until: day('2026-03-15') });
    const [first, second] = months;
    expect(first?.rules[0]).toMatchObject({ times: 2n, issued: [130n] });
    expect(first?.rewards[0]).toMatchObject({ times: 1n, cost: { n: 30n, d: 1n } });
    expect(first?.benefits[0]).toMatchObject({ times: 1n, cost: { n: 500n, d: 1n } });
    expect(first?.tiers[0]).toEqual([
      { members: 1n, reached: 0n, lapsed: 0n },
      { members: 1n, reached: 1n, lapsed: 0n },
    ]);
    expect(first?.builds.economic).toEqual({ members: 2n, spend: { n: 30n, d: 1n } });
    expect(first?.builds.psychological).toEqual({ members: 1n, spend: { n: 500n, d: 1n } });
    // The cup came back (−30); tea's 20 stars cost the rule that gave them 40.
    expect(second?.builds.economic.spend).toEqual({ n: 10n, d: 1n });
    expect(second?.rules[0]?.cost).toEqual({ n: 40n, d: 1n });
    expect(second?.flows[0]).toEqual({
      issued: 40n,
      used: 20n,
      returned: 10n,
      expired: 0n,
      forfeited: 0n,
      reversed: 40n,
    });
  });
});
