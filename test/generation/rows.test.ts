import { describe, expect, it } from 'vitest';
import { readHistory, runMember } from '../../runtime/index.ts';
import { dayOf, type Plan } from '../../schema/index.ts';
import { affordable, grantingOf } from './grants.ts';
import { generatorOf, membersOf, PROGRAMS, planOf, programPlan, textOf } from './programs.ts';

const ROWS = 2000;

async function readText(plan: Plan, text: string) {
  const chunks = [new TextEncoder().encode(text)];
  return await readHistory(plan, [{ name: 'generated', chunks, mapping: undefined }]);
}

/** Every kind of field, bounds that bind, names that rows use themselves, and reversals of every sort. */
const EVERYTHING = `
kizuna: 1
program: everything
version: "1"
currency: EUR
timezone: Europe/Berlin
members:
  birthday?: date
  since: date
  plan: [free, paid]
  vip: boolean
events:
  visit: { id: text, type: integer, ok?: boolean, when: date, hour?: datetime }
  order:
    total: { type: EUR, min: 10.00, max: 40.00 }
    items: { each: { kind: [a, b], price: EUR, count: { type: integer, min: 2, max: 3 } } }
    worth: { is: sum(items.price where kind = a) }
  whole_return: { reverses: order }
  parcel: { weight?: { type: integer, max: 30_000 }, fee: EUR }
  part_return: { reverses: parcel by fee, fee: EUR }
  weight_return: { reverses: parcel by fee, fee?: EUR }
  own_return: { reverses: order by worth, worth: EUR }
  line_return:
    reverses: order by worth
    items: { each: { kind: [a, b], price: EUR, count: { type: integer, min: 2, max: 3 } } }
    worth: { is: sum(items.price where kind = a) }
  cancel: { reverses: redeem }
  poll: { mood: { type: integer, min: -2, max: 2 }, far: { type: integer, min: 100, max: 5000 } }
points: { star: {} }
rules:
  base: { on: order, give: 1 star per 1.00 EUR of total }
rewards:
  cup: { price: 50 stars }
standard: { purchase: order.total }
`;

describe('rows that are generated', () => {
  it.each(PROGRAMS)('are read without a rejection: %s', async (name) => {
    const plan = programPlan(name);
    for (const format of ['jsonl', 'csv'] as const) {
      const read = await readText(plan, textOf(generatorOf(plan), ROWS, format));
      expect(read.rejected).toEqual([]);
      expect(read.problems).toEqual([]);
      expect(read.accepted).toBe(ROWS);
    }
  });

  it('are read without a rejection, whatever the fields and reversals of a program are', async () => {
    const plan = planOf(EVERYTHING);
    for (const format of ['jsonl', 'csv'] as const) {
      const read = await readText(plan, textOf(generatorOf(plan), 20_000, format));
      expect(read.rejected).toEqual([]);
      expect(read.accepted).toBe(20_000);
      const found = new Set(read.members.flatMap((member) => member.events.map((event) => event.type)));
      for (const { name } of plan.events) expect(found).toContain(name);
    }
  });

  it('say what the generator made, in both formats', async () => {
    const plan = planOf(EVERYTHING);
    const made = membersOf(generatorOf(plan), 40).map(({ events, ...rest }) => ({
      ...rest,
      events: events.map(({ place: _, ...event }) => event),
    }));
    const rows = made.reduce((sum, { events }) => sum + events.length + 1, 0);
    for (const format of ['jsonl', 'csv'] as const) {
      const read = await readText(plan, textOf(generatorOf(plan), rows, format));
      const members = read.members.map(({ events, ...rest }) => ({
        ...rest,
        events: events.map(({ place: _, ...event }) => event),
      }));
      expect(members).toEqual(made);
    }
  });

  it('are in order of members, and of time within one', () => {
    const plan = programPlan('tea-house');
    const members = membersOf(generatorOf(plan), 300);
    expect(members.map((each) => each.member)).toEqual(members.map((each) => each.member).sort());
    for (const { events } of members)
      for (const [index, { at }] of events.entries())
        expect(at).toBeGreaterThanOrEqual(events[index - 1]?.at ?? Number.NEGATIVE_INFINITY);
  });

  it('stay within the dates that were asked for', () => {
    const [from, until] = [dayOf(2025, 2, 3), dayOf(2025, 2, 9)];
    const generator = generatorOf(programPlan('tea-house'), { from, until });
    for (const { enrolled, events } of membersOf(generator, 500)) {
      expect(enrolled).toBeGreaterThanOrEqual(from);
      for (const { at } of events) expect(at).toBeLessThan((until + 1) * 86_400);
    }
  });
});

describe('what decides the rows', () => {
  it('the same seed gives the same bytes, another seed others', () => {
    const plan = programPlan('tea-house');
    const text = textOf(generatorOf(plan), ROWS);
    expect(textOf(generatorOf(plan), ROWS)).toBe(text);
    expect(textOf(generatorOf(plan, { seed: 2 }), ROWS)).not.toBe(text);
    // Seeds that agree in their lower 32 bits are different seeds.
    expect(textOf(generatorOf(plan, { seed: 1 + 2 ** 32 }), ROWS)).not.toBe(text);
  });

  it('the first members do not depend on how many there are, nor on what was made before', () => {
    const plan = programPlan('tea-house');
    const many = membersOf(generatorOf(plan), 300);
    expect(membersOf(generatorOf(plan), 100)).toEqual(many.slice(0, 100));
    expect(generatorOf(plan).member(250)).toEqual(many[250]);
  });
});

describe('redemptions', () => {
  it('that stay are granted when the program is replayed, and everything else is as without them', () => {
    const plan = programPlan('tea-house');
    const attempted = membersOf(generatorOf(plan), 200);
    const kept = affordable(grantingOf(plan), attempted);
    const until = dayOf(2025, 12, 31);
    let granted = 0;
    for (const [index, history] of kept.entries()) {
      const rows = runMember(plan, history, { until })?.rows ?? [];
      for (const { id } of history.events.filter((event) => event.type === 'redeem')) {
        expect(rows.filter((row) => row.cause === id).map((row) => row.kind)).toContain('use');
        granted += 1;
      }
      const others = (events: typeof history.events) => events.filter((event) => event.type !== 'redeem');
      expect(others(history.events)).toEqual(others(attempted[index]?.events ?? []));
    }
    expect(granted).toBeGreaterThan(0);
  });
});

describe('values', () => {
  it('lines add up to what was spent', () => {
    for (const { events } of membersOf(generatorOf(programPlan('tea-house')), 200)) {
      for (const { type, fields } of events) {
        if (type !== 'purchase' || !Array.isArray(fields.items)) continue;
        const total = fields.items.reduce((sum, line) => sum + BigInt(String(line.amount)), 0n);
        expect(fields.amount).toBe(total);
      }
    }
  });

  it('keep to declared bounds and words', () => {
    const members = membersOf(generatorOf(planOf(EVERYTHING)), 300);
    const events = members.flatMap((member) => member.events);
    const of = (type: string) => events.filter((event) => event.type === type);
    for (const { fields } of of('order')) {
      expect(Number(fields.total)).toBeGreaterThanOrEqual(1000); // 10.00 EUR at two decimals
      expect(Number(fields.total)).toBeLessThanOrEqual(4000);
    }
    for (const { fields } of of('poll')) {
      expect([-2, -1, 0, 1, 2]).toContain(Number(fields.mood));
      expect(Number(fields.far)).toBeGreaterThanOrEqual(100);
      expect(Number(fields.far)).toBeLessThanOrEqual(5000);
    }
    const optional = of('visit').filter((event) => event.fields.ok !== undefined).length;
    expect(optional).toBeGreaterThan(0);
    expect(optional).toBeLessThan(of('visit').length);
  });

  it('a program without money has customers who come for its first event', async () => {
    const plan = planOf(`
kizuna: 1
program: community
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  post: { topic: text }
  answer: {}
points: { thanks: {} }
rules:
  first: { on: post, give: 1 thanks }
`);
    const generator = generatorOf(plan);
    expect(generator.roles).toMatchObject({ main: { name: 'post' }, pays: false });
    const read = await readText(plan, textOf(generator, ROWS));
    expect(read.rejected).toEqual([]);
    for (const { events } of membersOf(generator, 50)) expect(events[0]?.type).toBe('post');
  });
});
