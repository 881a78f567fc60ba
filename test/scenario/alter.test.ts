import { describe, expect, it } from 'vitest';
import { dayOfTime, type MemberHistory } from '../../schema/index.ts';
import { altered, day, purchases, type Row, rejectedOf, responseOf, rowsOf } from './altered.ts';
import { SHOP } from './shop.ts';

const SOURCE = 'source: Pilot';
const assume = (...assumptions: readonly string[]) =>
  responseOf(`  from: 2026-03-01\n  assumptions:\n${assumptions.map((each) => `    ${each}\n`).join('')}`);

const eventsOf = (members: readonly MemberHistory[]) => members.flatMap(({ events }) => events);
const amountsOf = (members: readonly MemberHistory[], type: string) =>
  eventsOf(members).flatMap((event) => (event.type === type ? [Number(event.fields.amount)] : []));

describe('how often', () => {
  const often = assume(`often: { changes: frequency, range: [-50%, 250%], ${SOURCE} }`);
  // 1,000 members with 10 purchases each from 2026-03-01 to 03-10: 10,000 purchases.
  const rows = purchases(1_000, 10, '2026-03-01', 1_000);

  it('10 % more of 10,000 purchases are 1,000 more, within 4 standard deviations', async () => {
    const { members, touched } = await altered(often, rows, { shares: [0.1], until: '2026-06-30' });
    // Each of 10,000 is repeated with a chance of 0.1: σ = √(10,000 · 0.1 · 0.9) = 30.
    const more = eventsOf(members).length - 10_000;
    expect(Math.abs(more - 1_000)).toBeLessThanOrEqual(120);
    expect(touched).toEqual([more]);
  });

  it('250 % more are two more each, and half of them a third: 25,000 more', async () => {
    const { members } = await altered(often, rows, { shares: [2.5], until: '2026-06-30' });
    // 20,000 for certain; of 10,000 more each with a chance of a half: σ = √(10,000 · 0.5 · 0.5) = 50.
    expect(Math.abs(eventsOf(members).length - 35_000)).toBeLessThanOrEqual(200);
  });

  it('20 % fewer are 2,000 fewer', async () => {
    const { members } = await altered(often, rows, { shares: [-0.2], until: '2026-06-30' });
    // σ = √(10,000 · 0.2 · 0.8) = 40.
    expect(Math.abs(eventsOf(members).length - 8_000)).toBeLessThanOrEqual(160);
  });

  it('leaves alone what was before, and what comes after the run', async () => {
    const early = purchases(100, 10, '2026-02-01', 1_000);
    const { members, touched } = await altered(often, early, { shares: [1], until: '2026-06-30' });
    expect(touched).toEqual([0]);
    expect(eventsOf(members)).toHaveLength(1_000);
    const late = await altered(often, rows, { shares: [1], until: '2026-02-28' });
    expect(late.touched).toEqual([0]);
  });

  it('ends when the assumption says so', async () => {
    const short = assume(`often: { changes: frequency, lasts: 3 days, value: 100%, ${SOURCE} }`);
    const { touched } = await altered(short, rows, { shares: [1], until: '2026-06-30' });
    // 1, 2 and 3 March: 3 of each member's 10 purchases.
    expect(touched).toEqual([3_000]);
  });

  it('repeats on the same weekday and hour, one to four weeks later, within the run', async () => {
    const { members } = await altered(often, purchases(500, 1, '2026-03-01', 1_000), {
      shares: [1],
      until: '2026-03-20',
    });
    const days = new Set<number>();
    for (const { events } of members) {
      expect(events).toHaveLength(2);
      const [first, second] = events;
      const later = ((second?.at ?? 0) - (first?.at ?? 0)) / 86_400;
      days.add(later);
      expect(second?.fields).toEqual(first?.fields);
      expect(second?.id).not.toBe(first?.id);
    }
    // 2026-03-20 is 19 days after the first: one or two weeks fit.
    expect([...days].sort()).toEqual([14, 7]);
  });

  it('a stronger response keeps what a weaker one did', async () => {
    const of = async (share: number) =>
      new Set(
        rowsOf((await altered(often, rows, { shares: [share], until: '2026-06-30' })).members).map((row) =>
          JSON.stringify(row),
        ),
      );
    const [weak, strong] = [await of(0.1), await of(0.2)];
    expect([...weak].filter((row) => !strong.has(row))).toEqual([]);
    expect(strong.size).toBeGreaterThan(weak.size);
  });

  it('depends on the member, not on who stands beside him', async () => {
    const some = rows.filter(({ member }) => String(member).endsWith('7')).reverse();
    const all = await altered(often, rows, { shares: [0.5], until: '2026-06-30', size: 50 });
    const few = await altered(often, some, { shares: [0.5], until: '2026-06-30' });
    const chosen = all.members.filter(({ member }) => member.endsWith('7'));
    expect(rowsOf(few.members)).toEqual(rowsOf(chosen));
  });

  it('differs from draw to draw, and from assumption to assumption', async () => {
    const one = await altered(often, rows, { shares: [0.1], until: '2026-06-30', draw: 1 });
    const two = await altered(often, rows, { shares: [0.1], until: '2026-06-30', draw: 2 });
    expect(rowsOf(one.members)).not.toEqual(rowsOf(two.members));
    const other = assume(`other: { changes: frequency, value: 10%, ${SOURCE} }`);
    const third = await altered(other, rows, { shares: [0.1], until: '2026-06-30', draw: 1 });
    expect(rowsOf(one.members)).not.toEqual(rowsOf(third.members));
  });
});

describe('how much each', () => {
  const much = assume(`much: { changes: amount, range: [-50%, 50%], ${SOURCE} }`);
  const bought = (amount: number, ...refunds: readonly (number | undefined)[]) => [
    { member: 'm1', type: 'purchase', id: 'p', at: '2026-03-01T10:00', amount },
    ...refunds.map((part, index) => ({
      member: 'm1',
      type: 'refund',
      id: `r${index}`,
      at: `2026-03-0${index + 2}T10:00`,
      of: 'p',
      ...(part !== undefined && { amount: part }),
    })),
  ];

  it('scales amounts, and what was taken back of them with them', async () => {
    const { members } = await altered(much, bought(1_000, 300, 700), { shares: [0.1], until: '2026-06-30' });
    expect(amountsOf(members, 'purchase')).toEqual([1_100]);
    expect(amountsOf(members, 'refund')).toEqual([330, 770]);
  });

  it('what was taken back as a whole in parts still is', async () => {
    const { members } = await altered(much, bought(999, 333, 333, 333), {
      shares: [0.1],
      until: '2026-06-30',
    });
    // 999 · 1.1 = 1098.9 → 1,099. Parts so far: 366.3 → 366, 732.6 → 733, 1,099: 366 + 367 + 366.
    expect(amountsOf(members, 'purchase')).toEqual([1_099]);
    expect(amountsOf(members, 'refund')).toEqual([366, 367, 366]);
    expect(await rejectedOf(much.plan, members)).toEqual([]);
  });

  it('leaves out what the refund leaves out', async () => {
    const { members } = await altered(much, bought(1_000, undefined), { shares: [0.1], until: '2026-06-30' });
    expect(eventsOf(members).map(({ fields }) => fields.amount)).toEqual([1_100n, undefined]);
  });

  it('leaves an amount alone where the program bounds it', async () => {
    const bounded = SHOP.replace('{ amount: JPY }', '{ amount: { type: JPY, max: 1_050 } }');
    const prepared = responseOf(
      `  from: 2026-03-01\n  assumptions: { much: { changes: amount, value: 10%, ${SOURCE} } }`,
      bounded,
    );
    const { members } = await altered(prepared, bought(1_000, 400), { shares: [0.1], until: '2026-06-30' });
    expect(amountsOf(members, 'purchase')).toEqual([1_000]);
    expect(amountsOf(members, 'refund')).toEqual([400]);
  });

  it('leaves alone what was cancelled by a share that a field is derived for', async () => {
    const derived = SHOP.replace(
      '{ amount: JPY }',
      '{ amount: JPY, net: { is: "round(amount * 10%, 1 JPY)" } }',
    ).replace('{ reverses: purchase by amount, amount?: JPY }', '{ reverses: purchase by net, net: JPY }');
    const prepared = responseOf(
      `  from: 2026-03-01\n  assumptions: { much: { changes: amount, value: 10%, ${SOURCE} } }`,
      derived,
    );
    const rows = [
      ...bought(1_000),
      { member: 'm1', type: 'refund', id: 'r', at: '2026-03-05T10:00', of: 'p', net: 100 },
      { member: 'm2', type: 'purchase', id: 'q', at: '2026-03-05T10:00', amount: 1_000 },
    ];
    const { members } = await altered(prepared, rows, { shares: [0.1], until: '2026-06-30' });
    expect(amountsOf(members, 'purchase')).toEqual([1_000, 1_100]);
    expect(await rejectedOf(prepared.plan, members)).toEqual([]);
  });
});

describe('coming back', () => {
  const back = assume(`back: { segment: loyal, changes: win_back, events: 2, value: 3%, ${SOURCE} }`);
  const dormant = purchases(10_000, 1, '2025-05-01', 1_000);

  it('3 % of 10,000 who stay away return, with 2 events each, in the time', async () => {
    const { members, touched } = await altered(back, dormant, { shares: [0.03], until: '2026-06-30' });
    const returned = members.filter(({ events }) => events.length > 1);
    // σ = √(10,000 · 0.03 · 0.97) = 17.06.
    expect(Math.abs(returned.length - 300)).toBeLessThanOrEqual(68);
    expect(touched).toEqual([2 * returned.length]);
    for (const { events } of returned) {
      expect(events).toHaveLength(3);
      for (const { at, fields } of events.slice(1)) {
        expect(dayOfTime(at)).toBeGreaterThanOrEqual(day('2026-03-01'));
        expect(dayOfTime(at)).toBeLessThanOrEqual(day('2026-06-30'));
        expect(fields).toEqual({ amount: 1_000n });
      }
    }
  });

  it('who comes anyway does not come back, and who never came neither', async () => {
    const anyway = purchases(500, 1, '2026-04-01', 1_000);
    const before: readonly Row[] = purchases(500, 1, '2025-04-01', 1_000).map((row) => ({
      ...row,
      id: `old-${row.id}`,
    }));
    const came = await altered(back, [...before, ...anyway], { shares: [1], until: '2026-06-30' });
    expect(came.touched).toEqual([0]);
    const visitors = before.map(({ member, at, id }) => ({ member, at, id, type: 'visit' }));
    const never = await altered(back, visitors, { shares: [1], until: '2026-06-30' });
    expect(never.touched).toEqual([0]);
  });
});

describe('redeeming', () => {
  it('changes how often members redeem, and nothing else', async () => {
    const more = assume(`more: { changes: redemption, value: 50%, ${SOURCE} }`);
    const rows = [
      ...purchases(1_000, 1, '2026-03-01', 20_000),
      ...Array.from({ length: 1_000 }, (_, member) => ({
        member: `m${String(member).padStart(5, '0')}`,
        type: 'redeem',
        id: `c${member}`,
        at: '2026-03-05T12:00',
        reward: 'cup',
      })),
    ];
    const { members } = await altered(more, rows, { shares: [0.5], until: '2026-06-30' });
    const count = (type: string) => eventsOf(members).filter((event) => event.type === type).length;
    expect(count('purchase')).toBe(1_000);
    // σ = √(1,000 · 0.5 · 0.5) = 15.8.
    expect(Math.abs(count('redeem') - 1_500)).toBeLessThanOrEqual(64);
  });
});

describe('everything at once', () => {
  const all = assume(
    `fewer: { changes: frequency, value: -30%, ${SOURCE} }`,
    `more: { changes: frequency, value: 40%, ${SOURCE} }`,
    `much: { changes: amount, value: -13.7%, ${SOURCE} }`,
    `visits: { changes: frequency, event: visit, value: 120%, ${SOURCE} }`,
    `back: { segment: loyal, changes: win_back, events: 3, value: 50%, ${SOURCE} }`,
    `cups: { changes: redemption, value: 80%, ${SOURCE} }`,
  );
  const rows = Array.from({ length: 200 }, (_, member) => {
    const id = `m${member}`;
    const at = (month: number, date: number) =>
      `2026-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}T1${member % 10}:30`;
    const amount = 500 + 37 * member;
    return [
      { member: id, type: 'purchase', id: `a${member}`, at: at(1, 5 + (member % 20)), amount },
      { member: id, type: 'visit', id: `v${member}`, at: at(3, 1 + (member % 20)) },
      { member: id, type: 'purchase', id: `b${member}`, at: at(3, 1 + (member % 20)), amount },
      {
        member: id,
        type: 'refund',
        id: `r${member}`,
        at: at(4, 1 + (member % 9)),
        of: `b${member}`,
        amount: member,
      },
      { member: id, type: 'redeem', id: `c${member}`, at: at(5, 1 + (member % 9)), reward: 'cup' },
      { member: id, type: 'refund', id: `s${member}`, at: at(6, 1 + (member % 9)), of: `b${member}` },
    ].filter(
      ({ type }) => member % 3 !== 0 || (type !== 'purchase' && type !== 'refund') || member % 2 === 0,
    );
  }).flat();

  it.each([1, 2, 3, 4, 5])('draw %i is a history that a reader takes as it stands', async (draw) => {
    const shares = [-0.3, 0.4, -0.137, 1.2, 0.5, 0.8];
    const kept = rows.filter(({ type, of }) => type !== 'refund' || rows.some(({ id }) => id === of));
    const { members, touched } = await altered(all, kept, { shares, until: '2026-06-30', draw });
    expect(await rejectedOf(all.plan, members)).toEqual([]);
    expect(touched.slice(0, 4).every((events) => events > 0)).toBe(true);
    const ids = eventsOf(members).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { events } of members) {
      const days = events.map(({ at }) => at);
      expect(days).toEqual(days.toSorted((a, b) => a - b));
    }
  });
});
