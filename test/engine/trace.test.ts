import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { type Consideration, runMember } from '../../runtime/index.ts';
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
points:
  star: {}
tiers:
  status:
    base: regular
    levels:
      gold: { reach: sum(purchase.amount) >= 1_500 JPY, until: forever }
groups:
  bonus: { pick: highest }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount, limit: 15 stars per month }
  small: { on: purchase, give: 3 stars, group: bonus }
  large: { on: purchase, give: 1 star per 200 JPY of amount, group: bonus }
  never: { on: purchase, when: amount < 0 JPY or amount > 5_000 JPY and 1 < 0, give: 1 star }
  late: { on: purchase, during: { from: 2027-01-01 }, give: 1 star }
  once: { on: purchase, give: 1 star, limit: 1 per member }
rewards:
  cup: { price: 100 stars, worth: 100 JPY }
`;

function heard(): readonly Consideration[] {
  const { value: plan, diagnostics } = compile(PROGRAM);
  if (plan === undefined) throw new Error(diagnostics.map((each) => each.message.en).join('\n'));
  const list: Consideration[] = [];
  const events = [
    happen('e1', '2026-05-01 10:00', 'purchase', { amount: 1000n }),
    happen('e2', '2026-05-02 10:00', 'purchase', { amount: 800n }),
    happen('x1', '2026-05-03 10:00', 'redeem', { reward: 'cup', quantity: 1n }),
  ];
  const history = { member: 'm1', enrolled: day('2026-01-01'), attributes: {}, events };
  runMember(plan, history, { until: day('2026-05-31'), trace: { considered: (each) => list.push(each) } });
  return list;
}

// If it fails, `explain` tells a member's story wrongly.
describe('a trace', () => {
  const all = heard();
  const told = (event: string): Record<string, string> =>
    Object.fromEntries(
      all.filter((each) => each.event === event).map((each) => [each.subject.name, each.verdict.kind]),
    );

  it('says of each rule, reward and level what became of it', () => {
    expect(told('e1')).toEqual({
      base: 'fired',
      // 1 000 / 200 = 5 stars beat 3.
      small: 'lost',
      large: 'fired',
      never: 'when-false',
      late: 'outside-during',
      once: 'fired',
      'status.gold': 'not-reached',
    });
    expect(told('e2')).toMatchObject({ once: 'limit-full', 'status.gold': 'reached' });
    expect(told('x1')).toEqual({ cup: 'declined' });
  });

  it('shows an amount before and after rounding and limits', () => {
    const base = all.find((each) => each.event === 'e2' && each.subject.name === 'base');
    // 800 / 100 = 8, of which 15 − 10 = 5 fit.
    expect(base?.amounts).toMatchObject([{ kind: 'give', exact: 8n, rounded: 8n, final: 5n }]);
    expect(base?.amounts[0]?.cutBy?.room).toBe(5n);
  });

  it('leaves out what `or` and `and` did not need', () => {
    const never = all.find((each) => each.event === 'e1' && each.subject.name === 'never');
    const constants = [...(never?.values.keys() ?? [])].filter((expr) => expr.kind === 'constant');
    // amount < 0 is asked, then amount > 5 000; `1 < 0` behind it is not.
    expect(constants.map((expr) => expr.kind === 'constant' && expr.value)).toEqual([0n, 5000n]);
  });
});
