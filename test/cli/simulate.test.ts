import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna, type Ran } from './command.ts';

/** A star (2 JPY) per 100 JPY, to be used by the end of the next month; a cup, a lounge, four KPIs. */
const SHOP = `kizuna: 1
program: shop
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY }
  visit: {}
points:
  star: { expires: "end_of(month, earned + 1 month)", expense: 2 JPY }
tiers:
  status:
    base: regular
    levels:
      silver:
        reach: sum(purchase.amount during this month) >= 3_000 JPY
        until: end_of(month, reached)
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }
  hello: { on: visit, give: 3 stars, builds: behavioral }
rewards:
  cup: { price: 10 stars, worth: 100 JPY, expense: 50 JPY, builds: economic }
benefits:
  lounge: { when: tier(status) = silver, expense: 30 JPY, per: visit, builds: psychological }
segments:
  big: sum(purchase.amount) >= 2_000 JPY
loyalty:
  mix: { economic: 50%, behavioral: 30%, psychological: 20% }
kpis:
  repeat: { measure: share(count(purchase) >= 2 among count(purchase) >= 1), target: at least 60% }
  revenue: { measure: total(sum(purchase.amount)) }
  cost_rate: { measure: program_cost(during last 12 months) / total(sum(purchase.amount)), target: at most 4% }
  fans: { measure: share(count(visit) >= 1 among count(purchase) >= 5), target: at least 10% }
`;

const VISITS = [
  { member: 'm1', at: '2026-01-10T10:00', type: 'purchase', id: 'a1', amount: 2000 },
  { member: 'm1', at: '2026-01-20T10:00', type: 'purchase', id: 'a2', amount: 1500 },
  { member: 'm1', at: '2026-01-25T10:00', type: 'visit', id: 'a3' },
  { member: 'm1', at: '2026-02-05T10:00', type: 'redeem', id: 'a4', reward: 'cup' },
  { member: 'm2', at: '2026-02-10T10:00', type: 'purchase', id: 'b1', amount: 900 },
  { member: 'm2', at: '2026-02-11T10:00', type: 'purchase', id: 'b2', amount: 'much' },
  { member: 'm2', at: '2026-03-15T10:00', type: 'visit', id: 'b3' },
]
  .map((row) => `${JSON.stringify(row)}\n`)
  .join('');

const BARE = `kizuna: 1
program: bare
version: "1"
currency: JPY
timezone: Asia/Tokyo
events: { purchase: { amount: JPY } }
`;

const PURCHASE = '{"member":"m1","at":"2026-01-10T10:00","type":"purchase","id":"a1","amount":2000}\n';

let place: ReturnType<typeof folder>;
const at = (name: string) => `${place.path}/${name}`;
const simulate = (...args: string[]) =>
  kizuna(['simulate', at('shop.yaml'), '--history', at('visits.jsonl'), '--until', '2026-03-31', ...args]);

beforeAll(() => {
  place = folder({
    'shop.yaml': SHOP,
    'visits.jsonl': VISITS,
    'bare.yaml': BARE,
    'purchase.jsonl': PURCHASE,
    'nothing.jsonl': '',
  });
});
afterAll(() => place.remove());

/** Without progress, which is told of what takes long. */
const told = ({ exit, out, err }: Ran) => ({
  exit,
  out,
  err: err.replace(/^(?:replaying members|reading the history|checking members): .*\n/gm, ''),
});

const frac = (numerator: number, denominator = 1) => ({
  numerator: String(numerator),
  denominator: String(denominator),
});

// If it fails, a consultant tells a client other figures than the terms give.
describe('simulate', () => {
  it('gives the figures worked out by hand', () => {
    const ran = simulate('--format', 'json');
    expect(ran.exit).toBe(0);
    const got = JSON.parse(ran.out);
    expect(got).toMatchObject({
      program: 'shop',
      first: '2026-01-10',
      until: '2026-03-31',
      rows: { read: 7, accepted: 6 },
      members: 2,
      events: 6,
    });
    // m1 bought twice, m2 once: 1 of 2. Sales 2,000 + 1,500 + 900. Cost 50 for the cup and 30 for the lounge: 80 / 4,400.
    // Nobody bought five times.
    expect(got.kpis).toEqual({
      repeat: { value: frac(1, 2), target: { is: 'at least', value: '0.6' }, verdict: 'missed' },
      revenue: { value: frac(4400), target: null, verdict: 'none' },
      cost_rate: { value: frac(1, 55), target: { is: 'at most', value: '0.04' }, verdict: 'met' },
      fans: { value: null, target: { is: 'at least', value: '0.1' }, verdict: 'unknown' },
    });
    expect(got.cost).toEqual(frac(80));
    expect(got.sources).toEqual([
      { kind: 'rule', name: 'base', builds: 'economic', times: 3, members: 2, cost: frac(0), share: frac(0) },
      {
        kind: 'rule',
        name: 'hello',
        builds: 'behavioral',
        times: 2,
        members: 2,
        cost: frac(0),
        share: frac(0),
      },
      {
        kind: 'reward',
        name: 'cup',
        builds: 'economic',
        times: 1,
        members: 1,
        cost: frac(50),
        share: frac(5, 8),
      },
      {
        kind: 'benefit',
        name: 'lounge',
        builds: 'psychological',
        times: 1,
        members: 1,
        cost: frac(30),
        share: frac(3, 8),
      },
    ]);
    // m1: 20 + 15 + 3 stars, 10 used, 28 expire after 02-28. m2: 9 to be used until 03-31, that day included, and 3.
    // Of 10 + 28 stars that ended, 28 ended unused: 14/19. 12 stars at 2 JPY.
    expect(got.points.star).toMatchObject({
      issued: '50',
      used: '10',
      expired: '28',
      reversed: '0',
      outstanding: '12',
      breakage: frac(14, 19),
      liability: frac(24),
    });
    expect(got.liability).toEqual(frac(24));
    // 3,500 JPY in January are silver, until its end.
    expect(got.tiers.status).toEqual({
      regular: { members: 2, reached: 0, lapsed: 0 },
      silver: { members: 0, reached: 1, lapsed: 1 },
    });
    // 50 and 30 of 80, against 50%, 30%, 20%. Both bought and both visited; the lounge was m1's alone.
    expect(got.mix).toEqual({
      economic: {
        spend: frac(50),
        share: frac(5, 8),
        target: frac(1, 2),
        difference: frac(1, 8),
        reached: 2,
      },
      behavioral: {
        spend: frac(0),
        share: frac(0),
        target: frac(3, 10),
        difference: frac(-3, 10),
        reached: 2,
      },
      psychological: {
        spend: frac(30),
        share: frac(3, 8),
        target: frac(1, 5),
        difference: frac(7, 40),
        reached: 1,
      },
    });
    expect(got.segments).toEqual({ big: 1 });
    // m1 was silver at the end of January, when it was new, and regular from February on; m2 was never anything else.
    expect(got.tierMoves.status).toEqual({
      monthly: [
        { new: true, to: 'regular', members: 1 },
        { new: true, to: 'silver', members: 1 },
        { from: 'regular', to: 'regular', members: 2 },
        { from: 'silver', to: 'regular', members: 1 },
      ],
      overall: [
        { from: 'regular', to: 'regular', members: 1 },
        { from: 'silver', to: 'regular', members: 1 },
      ],
    });
    // m1 was big at each of three month ends, m2 at none of its two.
    expect(got.segmentMoves).toEqual({
      monthly: [
        { new: true, to: null, members: 1 },
        { new: true, to: 'big', members: 1 },
        { from: null, to: null, members: 1 },
        { from: 'big', to: 'big', members: 2 },
      ],
      overall: [
        { from: null, to: null, members: 1 },
        { from: 'big', to: 'big', members: 1 },
      ],
    });
    // 10 stars of January were used in February, 28 ended on 03-01: none was 3 months old.
    const none = { used: '0', expired: '0', forfeited: '0', outstanding: '0', liability: frac(0) };
    expect(got.points.star.ages).toEqual([
      {
        from: 0,
        until: 3,
        used: '10',
        expired: '28',
        forfeited: '0',
        outstanding: '12',
        liability: frac(24),
      },
      { from: 3, until: 6, ...none },
      { from: 6, until: 12, ...none },
      { from: 12, until: 24, ...none },
      { from: 24, until: null, ...none },
    ]);
  });

  it('gives each month as it was', () => {
    const { months } = JSON.parse(simulate('--format', 'json').out);
    const brief = months.map((month: Record<string, unknown>) => {
      const { until, members, kpis, cost, points, tiers, mix } = month as {
        until: string;
        members: number;
        kpis: { repeat: unknown; revenue: unknown; fans: unknown };
        cost: unknown;
        points: { star: { issued: string; used: string; expired: string; outstanding: string } };
        tiers: { status: { silver: unknown } };
        mix: Record<string, { spend: { numerator: string }; reached: number }>;
      };
      const { issued, used, expired, outstanding } = points.star;
      return {
        until,
        members,
        repeat: kpis.repeat,
        revenue: kpis.revenue,
        fans: kpis.fans,
        cost,
        star: [issued, used, expired, outstanding],
        silver: tiers.status.silver,
        reached: Object.values(mix).map(({ reached }) => reached),
      };
    });
    // February: m1's 28 stars are outstanding on their last day, beside m2's 9; silver lapsed on 02-01. Economic: m1's
    // cup and m2's stars. March: the 28 expire on the 1st, m2 visits: 9 + 3.
    expect(brief).toEqual([
      {
        until: '2026-01-31',
        members: 1,
        repeat: frac(1),
        revenue: frac(3500),
        fans: null,
        cost: frac(30),
        star: ['38', '0', '0', '38'],
        silver: { members: 1, reached: 1, lapsed: 0 },
        reached: [1, 1, 1],
      },
      {
        until: '2026-02-28',
        members: 2,
        repeat: frac(1, 2),
        revenue: frac(4400),
        fans: null,
        cost: frac(50),
        star: ['9', '10', '0', '37'],
        silver: { members: 0, reached: 0, lapsed: 1 },
        reached: [2, 0, 0],
      },
      {
        until: '2026-03-31',
        members: 2,
        repeat: frac(1, 2),
        revenue: frac(4400),
        fans: null,
        cost: frac(0),
        star: ['3', '0', '28', '12'],
        silver: { members: 0, reached: 0, lapsed: 0 },
        reached: [0, 1, 0],
      },
    ]);
  });

  it('shows them to people, in both languages, within 80 columns', () => {
    const en = simulate();
    expect(en.exit).toBe(0);
    const lines = en.out.split('\n').map((line) => line.trim().replace(/ {2,}/g, ' | '));
    for (const line of [
      'targets | 1 met, 1 missed, 1 cannot be said',
      'repeat | 50% | ≥ 60% | ✗ missed | █▁▁',
      'revenue | 4,400 JPY | ▁██',
      'cost_rate | 1.8% | ≤ 4% | ✓ met | ▁██',
      'fans | - | ≥ 10% | ? cannot be said | ···',
      '-: nobody and nothing to count (the denominator is 0)',
      'cup | reward | 1 | 50 | 62.5% | ▁█▁',
      'lounge | benefit | 1 | 30 | 37.5% | █▁▁',
      // 38, 37 and 12 of 38: heights 7, 6.8 and 2.2.
      'star | 12 | 24 | 73.7% | ██▃',
      'psychological | 30 | 37.5% | 20.0% | +17.5 pp | 1 | █▁▁',
      'behavioral | 0 | 0.0% | 30.0% | −30.0 pp | 2 | █▁█',
      '2026-02 | 2 | 50 | 74 | - | 1',
      // 38 + 9 − 10 stars are left after February; 28 expire on 03-01.
      '2026-02 | 9 | 10 | - | 37',
      '2026-03 | 3 | - | 28 | 12',
      'under 3 months | 12 | 24 | 10 | 28',
      'silver | 1 | -',
      '(new) | 1 | 1',
      'base | rule | 3 | 2 | ██▁',
      'big | 1 | 1 | - | ███ | ██████████',
    ])
      expect(lines).toContain(line);
    for (const line of en.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(en.err).toContain('visits.jsonl:6: ');
    const ja = simulate('--lang', 'ja');
    expect(ja.out).toContain('達成 1、未達 1、判定不能 1');
    expect(ja.out).toContain('+17.5%ポイント');
    expect(ja.out).toContain('目標配分');
  });

  it('is the same by both engines, on any number of threads', () => {
    const meant = told(simulate('--format', 'json', '--engine', 'reference'));
    for (const more of [[], ['--workers', '2'], ['--workers', '1', '--sort-on-disk']])
      expect(told(simulate('--format', 'json', ...more))).toEqual(meant);
    const early = (...more: string[]) => told(simulate('--format', 'json', '--until', '2026-01-25', ...more));
    // Of m1's events three lie before February; m2 is not there yet.
    expect(JSON.parse(early().out)).toMatchObject({ members: 1, events: 3 });
    expect(early('--engine', 'reference')).toEqual(early());
  });

  it('says in words what there is not', () => {
    const bare = kizuna(['simulate', at('bare.yaml'), '--history', at('purchase.jsonl')]);
    expect(told(bare)).toMatchObject({ exit: 0, err: '' });
    expect(bare.out).toContain('members  1\n');
    expect(bare.out).toContain('targets  the program states none');
    expect(bare.out).toContain('the program states no KPIs');
    expect(bare.out).toContain('the program cost nothing (JPY)');
    expect(bare.out).toContain('the program has no points');
    expect(bare.out).toContain('the program states no `loyalty.mix`');
    const json = JSON.parse(
      kizuna(['simulate', at('bare.yaml'), '--history', at('purchase.jsonl'), '--format', 'json']).out,
    );
    expect(json).toMatchObject({ kpis: {}, points: {}, liability: null, cost: frac(0) });
    expect(json.mix.economic).toEqual({
      spend: frac(0),
      share: null,
      target: null,
      difference: null,
      reached: 0,
    });
  });

  it('answers input that it cannot use', () => {
    const over = (...args: string[]) => kizuna(['simulate', at('shop.yaml'), ...args]);
    const empty = over('--history', at('nothing.jsonl'));
    expect(empty).toMatchObject({ exit: 1, out: '' });
    expect(empty.err).toContain('the history holds no usable row');
    expect(over('--history', at('nowhere.jsonl'))).toMatchObject({ exit: 2, out: '' });
    expect(over()).toMatchObject({ exit: 2, out: '' });
    expect(simulate('--workers', 'many').err).toContain('takes a whole number');
    expect(simulate('--until', '2025-01-01').err).toContain('lies before the first day of the history');
    expect(simulate('--strict')).toMatchObject({ exit: 1, out: '' });
    const clash = simulate('--rejects', at('visits.jsonl'));
    expect(clash).toMatchObject({ exit: 2, out: '' });
    expect(clash.err).toContain('would write over a file that is read');
  });

  it('leaves stdout to the rejected rows where they go there', () => {
    const ran = simulate('--rejects', '-');
    expect(ran.out).toContain('visits.jsonl,6,');
    expect(ran.out).not.toContain('KPI');
    expect(ran.err).toContain('✗ missed');
  });
});
