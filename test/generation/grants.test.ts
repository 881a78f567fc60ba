import { describe, expect, it } from 'vitest';
import { customerModel, runMember } from '../../runtime/index.ts';
import { dayOf, type MemberHistory } from '../../schema/index.ts';
import { affordable, affordableOneByOne, grantingOf } from './grants.ts';
import { generatorOf, membersOf, PROGRAMS, planOf, programPlan } from './programs.ts';

const redemptions = (members: readonly MemberHistory[]): number =>
  members.reduce((sum, { events }) => sum + events.filter(({ type }) => type === 'redeem').length, 0);

describe('redemptions that a history keeps', () => {
  it.each(PROGRAMS)('are those that the reference engine grants: %s', (name) => {
    const plan = programPlan(name);
    const model = customerModel(plan.currency, { repeat: 18 });
    const members = membersOf(generatorOf(plan, { model, seed: 8 }), 20);
    const expected = members.map((history) => affordableOneByOne(plan, history));
    const granting = grantingOf(plan);
    for (const batch of [1, 7, 20]) expect(affordable(granting, members, batch)).toEqual(expected);
  });

  it('are in every batch of many the same as in small ones', () => {
    const plan = programPlan('tea-house');
    const members = membersOf(generatorOf(plan), 2000);
    const granting = grantingOf(plan);
    const all = affordable(granting, members);
    // More ledger rows than the module hands over at once.
    expect(members.reduce((sum, { events }) => sum + events.length, 0)).toBeGreaterThan(20_000);
    expect(affordable(granting, members, 64)).toEqual(all);
    expect(redemptions(all)).toBeGreaterThan(0);
    expect(redemptions(all)).toBeLessThan(redemptions(members));
  });

  it('take back with them what reverses those that were declined', () => {
    const plan = planOf(`
kizuna: 1
program: cups
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY }
  cancel: { reverses: redeem }
points: { star: {} }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount }
rewards:
  cup: { price: 100 stars }
`);
    const model = { ...customerModel(plan.currency), returns: 1 };
    const members = membersOf(generatorOf(plan, { model }), 60);
    const kept = affordable(grantingOf(plan), members);
    expect(kept).toEqual(members.map((history) => affordableOneByOne(plan, history)));
    const cancels = (all: readonly MemberHistory[]) =>
      all.flatMap(({ events }) => events.filter(({ type }) => type === 'cancel'));
    expect(cancels(kept).length).toBeLessThan(cancels(members).length);
    // Nothing is left that takes back what is not there.
    for (const { events } of kept) {
      const ids = new Set(events.map(({ id }) => id));
      for (const { of } of events) if (of !== undefined) expect(ids).toContain(of);
    }
  });

  it('end where a member stops with a number too large', () => {
    const plan = planOf(`
kizuna: 1
program: large
version: "1"
currency: JPY
timezone: Asia/Tokyo
events: { purchase: { amount: JPY } }
points: { star: {} }
rules:
  base: { on: purchase, give: 300_000_000_000_000 stars per 1 JPY of amount }
rewards:
  cup: { price: 1_000 stars }
`);
    const until = dayOf(2025, 12, 31);
    const members = membersOf(generatorOf(plan), 60);
    const kept = affordable(grantingOf(plan), members, 16);
    expect(kept).toEqual(members.map((history) => affordableOneByOne(plan, history)));
    // 2⁶³ / 3·10¹⁴ is 30,744 JPY: some ten purchases. Who has more stops, and nothing is granted afterwards.
    const stopped = kept.filter(
      (history) => runMember(plan, history, { until })?.outcome.error !== undefined,
    );
    expect(stopped.length).toBeGreaterThan(10);
    expect(stopped.length).toBeLessThan(members.length);
    for (const history of stopped) {
      const { at } = runMember(plan, history, { until })?.outcome.error ?? { at: 0 };
      for (const event of history.events) if (event.type === 'redeem') expect(event.at).toBeLessThan(at);
    }
  });
});
