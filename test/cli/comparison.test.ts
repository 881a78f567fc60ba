import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clubFolder } from './club.ts';
import { folder, kizuna } from './command.ts';

/** A star (2 JPY) per 100 JPY and five on a big day, to be used by the end of the next month; silver and gold for ever. */
const SHOP = `kizuna: 1
program: shop
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY }
  refund: { reverses: purchase by amount, amount?: JPY }
points:
  star: { expires: "end_of(month, earned + 1 month)", expense: 2 JPY }
parameters:
  yen_per_star: 100 JPY
tiers:
  status:
    base: regular
    levels:
      silver: { reach: sum(purchase.amount during this month) >= 3_000 JPY, until: forever }
      gold: { reach: sum(purchase.amount) >= 8_000 JPY, until: forever }
rules:
  base: { on: purchase, give: 1 star per yen_per_star of amount, builds: economic }
  big_day: { on: purchase, when: amount >= 2_000 JPY, give: 5 stars, builds: economic }
rewards:
  cup: { price: 10 stars, worth: 100 JPY, expense: 50 JPY, builds: economic }
segments:
  buyers: count(purchase) >= 2
kpis:
  revenue: { measure: total(sum(purchase.amount)) }
  silver_share: { measure: share(tier(status) >= silver), target: at least 40% }
  cost: { measure: program_cost() }
  owed: { measure: liability() }
  fans: { measure: share(tier(status) = gold among count(purchase) >= 9) }
guardrails:
  fair: losers at most 50%
  silver_stays: change(silver_share) >= 0%
`;

/** Stars cost more, a big day gives more, silver is further away. */
const DEAR = SHOP.replace('yen_per_star: 100', 'yen_per_star: 120')
  .replace('give: 5 stars', 'give: 12 stars')
  .replace('>= 3_000 JPY', '>= 3_500 JPY');

/** Reads another event, and gives for it. */
const WITH_VISITS = DEAR.replace('  refund:', '  visit: {}\n  refund:').replace(
  'rules:\n',
  'rules:\n  hello: { on: visit, give: 3 stars, builds: behavioral }\n',
);

const rows = (list: readonly Readonly<Record<string, unknown>>[]): string =>
  list.map((row) => `${JSON.stringify(row)}\n`).join('');

/*
 * Under the base:
 *   m1  4000 → 40 + 5, silver; 1500 → 15; a cup takes 10; the other 50 expire. Worth 10 × 2 = 20 JPY.
 *   m2  900 → 9; 2500 → 25 + 5, silver by 3400 in February; 1000 of 2500 come back, 60% are kept: ⌊25 × 0.6⌋ = 15 and
 *       ⌊5 × 0.6⌋ = 3. 9 + 15 + 3 = 27 until 31 March, which is the last day: 54 JPY.
 *   m3  3000 → 30 + 5, silver; all expire: 0.   m4  90 → nothing.
 *   m5  2000 → 20 + 5: 50 JPY.   m6  1900 → 19: 38 JPY.
 *   Issued 60 + 39 + 35 + 25 + 19 = 178, used 10, expired 50 + 35, reversed 10 + 2, outstanding 27 + 25 + 19 = 71.
 * Under the candidate:
 *   m1  ⌊4000 / 120⌋ = 33 + 12, silver; 12; used 10, 47 expire: 20 JPY, as before.
 *   m2  7; 20 + 12, 3400 are no silver; kept ⌊20 × 0.6⌋ = 12 and ⌊12 × 0.6⌋ = 7: 26, 52 JPY: loses 2 of 54 = 3.7%.
 *   m3  25 + 12 expire, no silver: 0.   m4  0.
 *   m5  16 + 12: 56 JPY: wins 6 of 50 = 12%.   m6  15: 30 JPY: loses 8 of 38 = 21%.
 *   Issued 57 + 39 + 37 + 28 + 15 = 176, used 10, expired 47 + 37, reversed 8 + 5, outstanding 26 + 28 + 15 = 69.
 */
const HISTORY = rows([
  { member: 'm1', at: '2026-01-10T10:00', type: 'purchase', id: 'a1', amount: 4000 },
  { member: 'm1', at: '2026-01-20T10:00', type: 'purchase', id: 'a2', amount: 1500 },
  { member: 'm1', at: '2026-02-05T10:00', type: 'redeem', id: 'a3', reward: 'cup' },
  { member: 'm2', at: '2026-02-10T10:00', type: 'purchase', id: 'b1', amount: 900 },
  { member: 'm2', at: '2026-02-12T10:00', type: 'purchase', id: 'b2', amount: 2500 },
  { member: 'm2', at: '2026-02-15T10:00', type: 'refund', id: 'b3', of: 'b2', amount: 1000 },
  { member: 'm3', at: '2026-01-05T10:00', type: 'purchase', id: 'c1', amount: 3000 },
  { member: 'm4', at: '2026-03-10T10:00', type: 'purchase', id: 'd1', amount: 90 },
  { member: 'm5', at: '2026-03-20T10:00', type: 'purchase', id: 'e1', amount: 2000 },
  { member: 'm6', at: '2026-03-25T10:00', type: 'purchase', id: 'f1', amount: 1900 },
]);
const VISITS = rows([
  { member: 'm6', at: '2026-03-26T10:00', type: 'visit', id: 'f2' },
  { member: 'v1', at: '2026-03-27T10:00', type: 'visit', id: 'g1' },
]);

const SCENARIO = `kizuna: 1
scenario: dear
program: shop.yaml
title: { en: Dearer stars, ja: スターの値上げ }
changes:
  parameters: { yen_per_star: 120 JPY }
  rules: { big_day: { give: 12 stars } }
  tiers: { status: { levels: { silver: { reach: sum(purchase.amount during this month) >= 3_500 JPY } } } }
`;

let place: ReturnType<typeof folder>;
const at = (name: string) => `${place.path}/${name}`;
const UNTIL = ['--until', '2026-03-31'];
const compare = (base: string, candidate: string, history: string, ...args: string[]) =>
  kizuna(['compare', at(base), at(candidate), '--history', at(history), ...args]);
const json = (base: string, candidate: string, history = 'history.jsonl', ...args: string[]) =>
  JSON.parse(compare(base, candidate, history, ...UNTIL, '--json', ...args).out);
const whole = (value: number) => ({ numerator: String(value), denominator: '1' });

beforeAll(() => {
  place = folder({
    'shop.yaml': SHOP,
    'dear.yaml': DEAR,
    'visits.yaml': WITH_VISITS,
    'dear-scenario.yaml': SCENARIO,
    'fine.yaml': SHOP.replace('give: 5 stars', 'give: 6 stars'),
    'dollars.yaml': SHOP.replaceAll('JPY', 'USD'),
    'coins.yaml': SHOP.replace('  star:', '  coin: { expense: 3 JPY }\n  star:').replace(
      'give: 5 stars',
      'give: 5 coins',
    ),
    'ladder.yaml': SHOP.replaceAll('status', 'rank'),
    'loose.yaml': DEAR.replace('  silver_stays: change(silver_share) >= 0%\n', '').replace('50%', '90%'),
    'bare.yaml':
      'kizuna: 1\nprogram: bare\nversion: "1"\ncurrency: JPY\ntimezone: Asia/Tokyo\nevents: { purchase: { amount: JPY } }\n',
    // 10 000 000 000 JPY × 10^9 leaves 64 bits.
    'wide.yaml': SHOP.replace('of amount, builds', 'of (amount * 1_000_000_000), builds').replace(
      'yen_per_star: 100 JPY',
      'yen_per_star: 100_000_000_000 JPY',
    ),
    'broken.yaml': SHOP.replace('>= 3_000 JPY', '>= 3_000'),
    'tests.yaml': 'kizuna: 1\ntests: shop\ncases: {}\n',
    'history.jsonl': HISTORY,
    'visits.jsonl': HISTORY + VISITS,
    'rich.jsonl':
      HISTORY +
      rows([{ member: 'r1', at: '2026-03-01T10:00', type: 'purchase', id: 'x', amount: 10_000_000_000 }]),
    'one.jsonl': rows([{ member: 'm4', at: '2026-03-10T10:00', type: 'purchase', id: 'd1', amount: 90 }]),
    'empty.jsonl': '',
  });
});
afterAll(() => place.remove());

describe('kizuna compare', () => {
  it('comes to the figures worked out by hand', () => {
    const found = json('shop.yaml', 'dear.yaml');
    expect(found).toMatchObject({
      first: '2026-01-05',
      until: '2026-03-31',
      events: { base: 10, candidate: 10 },
      rejected: { base: 0, candidate: 0 },
      members: {
        by: 'JPY',
        compared: 6,
        only_base: 0,
        only_candidate: 0,
        stopped: 0,
        all: { members: 6, winners: 1, losers: 2, gained: '6', lost: '-10' },
        // m4, m5, m6 and m1, m2, m3.
        tiers: {
          status: {
            regular: { members: 3, winners: 1, losers: 1, gained: '6', lost: '-8' },
            silver: { members: 3, winners: 0, losers: 1, gained: '0', lost: '-2' },
            gold: { members: 0, winners: 0, losers: 0, gained: '0', lost: '0' },
          },
        },
        // m1 and m2: what came back in part was bought none the less.
        segments: { buyers: { members: 2, winners: 0, losers: 1, gained: '0', lost: '-2' } },
        // −1, +3, −4 stars.
        points: { star: { members: 6, winners: 1, losers: 2, gained: '3', lost: '-5' } },
        // 21% and 3.7% lost, three unchanged, 12% won.
        spread: [0, 1, 0, 0, 1, 3, 0, 0, 1, 0, 0, 0],
      },
      moves: {
        status: {
          regular: { regular: 3, silver: 0, gold: 0 },
          silver: { regular: 2, silver: 1, gold: 0 },
          gold: { regular: 0, silver: 0, gold: 0 },
        },
      },
      // One cup; 71 and 69 stars at 2 JPY.
      cost: { base: whole(50), candidate: whole(50) },
      liability: { base: whole(142), candidate: whole(138) },
      points: {
        star: {
          issued: { base: '178', candidate: '176' },
          used: { base: '10', candidate: '10' },
          expired: { base: '85', candidate: '84' },
          reversed: { base: '12', candidate: '13' },
          outstanding: { base: '71', candidate: '69' },
        },
      },
    });
    expect(found.members.worst).toEqual([
      {
        member: 'm6',
        base: '38',
        candidate: '30',
        change: '-8',
        tiers: { base: { status: 'regular' }, candidate: { status: 'regular' } },
      },
      {
        member: 'm2',
        base: '54',
        candidate: '52',
        change: '-2',
        tiers: { base: { status: 'silver' }, candidate: { status: 'regular' } },
      },
    ]);
    expect(found.members.best.map((each: { member: string }) => each.member)).toEqual(['m5']);
    expect(found.edits.map((each: { path: string }) => each.path)).toEqual([
      'parameters.yen_per_star',
      'tiers.status.levels.silver.reach',
      'rules.big_day.give',
    ]);
  });

  it('says what accounts for the change, KPIs and guardrails, exactly', () => {
    const { sources, kpis, guardrails } = json('shop.yaml', 'dear.yaml');
    // Before reversals: 158 → 128 stars by seven purchases, 20 → 48 on four big days; 60 and 56 JPY of 116 in size.
    expect(sources).toMatchObject([
      {
        name: 'base',
        times: { base: 7, candidate: 7 },
        given: { base: '316', candidate: '256' },
        change: '-60',
        share: { numerator: '15', denominator: '29' },
      },
      {
        name: 'big_day',
        times: { base: 4, candidate: 4 },
        given: { base: '40', candidate: '96' },
        change: '56',
        share: { numerator: '14', denominator: '29' },
      },
    ]);
    // 4000 + 1500 + 900 + 2500 − 1000 + 3000 + 90 + 2000 + 1900.
    expect(kpis.revenue).toMatchObject({ base: whole(14_890), candidate: whole(14_890), change: whole(0) });
    // Three of six, one of six.
    expect(kpis.silver_share).toMatchObject({
      change: { numerator: '-1', denominator: '3' },
      target: { base: 'met', candidate: 'missed' },
    });
    expect(kpis.owed).toMatchObject({ base: whole(142), candidate: whole(138), change: whole(-4) });
    // Nobody bought nine times.
    expect(kpis.fans).toMatchObject({ base: null, candidate: null, change: null });
    expect(guardrails).toMatchObject([
      {
        name: 'fair',
        of: 'base',
        kept: 'kept',
        value: { numerator: '1', denominator: '3' },
        verdict: 'passed',
      },
      { name: 'silver_stays', value: { numerator: '-1', denominator: '3' }, verdict: 'failed' },
    ]);
  });

  it('ends with 0 where all guardrails pass, 1 where one does not, 2 where it cannot begin', () => {
    expect(compare('shop.yaml', 'fine.yaml', 'history.jsonl', ...UNTIL).exit).toBe(0);
    expect(compare('shop.yaml', 'dear.yaml', 'history.jsonl', ...UNTIL).exit).toBe(1);
    // Looser guardrails do not help: those of the base are asked.
    const loose = compare('shop.yaml', 'loose.yaml', 'history.jsonl', ...UNTIL);
    expect(loose.exit).toBe(1);
    expect(loose.out).toMatch(
      /✗ failed +silver_stays +change\(silver_share\) >= 0% +−33\.3 pp +base, the candidate drops it/,
    );
    expect(loose.out).toContain('the base’s guardrails bind the candidate');
    expect(compare('shop.yaml', 'nowhere.yaml', 'history.jsonl').exit).toBe(2);
  });

  it('comes to the same by either engine and any number of threads, byte for byte', () => {
    for (const candidate of ['dear.yaml', 'visits.yaml']) {
      const run = (...args: string[]) =>
        compare('shop.yaml', candidate, 'visits.jsonl', ...UNTIL, '--json', ...args).out;
      const one = run();
      expect(one).toContain('"guardrails"');
      expect(run('--engine', 'reference')).toBe(one);
      expect(run('--workers', '0')).toBe(one);
      expect(run('--workers', '2')).toBe(one);
      expect(run('--workers', '2', '--sort-on-disk')).toBe(one);
      expect(run('--engine', 'reference', '--sort-on-disk')).toBe(one);
    }
  });

  it('takes a scenario as it takes a program that says the same', () => {
    const { candidate, ...scenario } = json('shop.yaml', 'dear-scenario.yaml');
    expect(candidate.file).toBe(at('dear-scenario.yaml'));
    const { candidate: _, ...program } = json('shop.yaml', 'dear.yaml');
    expect(scenario).toEqual(program);
  });

  it('is shown in both languages and as Markdown', () => {
    const japanese = compare('shop.yaml', 'dear.yaml', 'history.jsonl', ...UNTIL, '--lang', 'ja').out;
    expect(japanese).toMatch(/✗ 不合格 +silver_stays/);
    expect(japanese).toMatch(/全員 +6 +1 +2 +33\.3% +\+¥6 +−¥10 +−¥5/);
    expect(japanese).toMatch(/5%未満の損 +1 +16\.7%/);
    expect(japanese).toContain('`--explain m6` で理由を表示します');
    const english = compare('shop.yaml', 'dear.yaml', 'history.jsonl', ...UNTIL).out;
    expect(english).toMatch(/everybody +6 +1 +2 +33\.3% +\+¥6 +−¥10 +−¥5/);
    expect(english).toContain('-: nobody and nothing to count (the denominator is 0)');
    const markdown = compare('shop.yaml', 'dear.yaml', 'history.jsonl', ...UNTIL, '--markdown');
    expect(markdown.exit).toBe(1);
    expect(markdown.out).toMatch(/^## shop: ✗ 1 of 2 guardrails not passed\n/);
    expect(markdown.out).toContain('| m6 | ¥38 | ¥30 | −¥8 | regular |');
    expect(compare('shop.yaml', 'dear.yaml', 'history.jsonl', ...UNTIL, '--format', 'markdown').out).toBe(
      markdown.out,
    );
  });
});

describe('versions that are not alike', () => {
  it('with other events: each reads for itself, and who is in one run only is counted apart', () => {
    const found = json('shop.yaml', 'visits.yaml', 'visits.jsonl');
    // v1 only visited. m6 gets 3 stars for a visit: 18 → 36 of 38 JPY: loses 2.
    expect(found.members).toMatchObject({
      compared: 6,
      only_base: 0,
      only_candidate: 1,
      all: { winners: 1, losers: 2, gained: '6', lost: '-4' },
    });
    // Ten events that both know, and two visits that only the candidate does.
    expect(found).toMatchObject({
      events: { base: 10, candidate: 12 },
      rejected: { base: 2, candidate: 0 },
    });
    const rejects = at('rejects.csv');
    const ran = compare('shop.yaml', 'visits.yaml', 'visits.jsonl', ...UNTIL, '--rejects', rejects);
    expect(ran.err).toContain(`as ${at('shop.yaml')} reads the history:`);
    expect(ran.out).toContain('10 events under the base, 12 under the candidate, 6 members in both');
    expect(ran.out).toContain('rows that could not be used: 2 under the base, 0 under the candidate');
    expect(ran.out).toContain('1 only in the run of the candidate (their rows do not fit the base)');
    // Two visits, each once.
    expect(readFileSync(rejects, 'utf8').trim().split('\n')).toHaveLength(3);
    const strict = compare('shop.yaml', 'visits.yaml', 'visits.jsonl', ...UNTIL, '--strict');
    expect(strict).toMatchObject({ exit: 1, out: '' });
    // The other way round they are missing from the candidate.
    expect(json('visits.yaml', 'shop.yaml', 'visits.jsonl').members).toMatchObject({
      only_base: 1,
      only_candidate: 0,
    });
  });

  it('with other points: each is worth its own expense', () => {
    const { members, points } = json('shop.yaml', 'coins.yaml');
    // Five coins of 3 JPY in place of five stars of 2 JPY, and coins never expire:
    // m1 + 15, m2 27 → 24 stars + 3 coins: 48 + 9 − 54 = +3, m3 + 15, m5 40 + 15 − 50 = +5; m4 and m6 as before.
    expect(members.all).toEqual({ members: 6, winners: 4, losers: 0, gained: '38', lost: '0' });
    expect(points.coin.issued).toEqual({ base: null, candidate: '20' });
  });

  it('with other tiers: levels of one version only are shown, and nobody moves', () => {
    const found = json('shop.yaml', 'ladder.yaml');
    expect(found.moves).toEqual({});
    expect(found.members.all).toMatchObject({ winners: 0, losers: 0 });
    const ran = compare('shop.yaml', 'ladder.yaml', 'history.jsonl', ...UNTIL);
    expect(ran.out).toMatch(/tiers of one version only\n[^\n]*\n +status\.regular +3 +-/);
    expect(ran.out).toMatch(/rank\.silver +- +3/);
    // `silver_share` asks another ladder now.
    expect(ran.exit).toBe(1);
    expect(ran.out).toMatch(
      /\? cannot be said +silver_stays +change\(silver_share\) >= 0% +measured differently/,
    );
  });

  it('with other currencies: points are compared, money is not', () => {
    const found = json('shop.yaml', 'dollars.yaml');
    // 100 USD a star: the same stars.
    expect(found.members).toMatchObject({ by: 'star', all: { winners: 0, losers: 0 } });
    expect(found.kpis.revenue.change).toBeNull();
    // A cup for 50 JPY, and for 50 USD.
    expect(found.cost).toEqual({ base: whole(50), candidate: whole(50) });
    const { out } = compare('shop.yaml', 'dollars.yaml', 'history.jsonl', ...UNTIL);
    expect(out).toMatch(/cost +¥50 +\$50\.00 +-\n/);
    expect(out).toContain('the versions have different currencies: their amounts are not compared');
  });

  it('with no points, KPIs, tiers or guardrails on one side', () => {
    const { exit, out } = compare('bare.yaml', 'bare.yaml', 'one.jsonl');
    expect(exit).toBe(0);
    for (const said of [
      'neither version states any: `guardrails:` says',
      'neither version states any: `kpis:` says',
      'neither version has points',
      'the versions share no points',
    ])
      expect(out).toContain(said);
    // The base states guardrails; the KPI of one of them is gone.
    const gone = compare('shop.yaml', 'bare.yaml', 'one.jsonl');
    expect(gone.exit).toBe(1);
    expect(gone.out).toMatch(
      /\? cannot be said +silver_stays .* nothing to compare +base, the candidate drops it/,
    );
  });

  it('where a member stops in one of them: reported, and not compared', () => {
    const ran = compare('shop.yaml', 'wide.yaml', 'rich.jsonl', ...UNTIL);
    expect(ran.exit).toBe(1);
    expect(ran.err).toContain('r1');
    expect(ran.out).toContain('1 stopped by an error, and not compared');
    // ⌊amount × 10^9 / 10^11⌋ is ⌊amount / 100⌋: nothing changes for the others.
    expect(json('shop.yaml', 'wide.yaml', 'rich.jsonl').members).toMatchObject({
      compared: 6,
      stopped: 1,
      all: { winners: 0, losers: 0 },
    });
  });
});

describe('small histories', () => {
  it('of one member, who got nothing', () => {
    const { members, kpis } = json('shop.yaml', 'dear.yaml', 'one.jsonl');
    expect(members.all).toEqual({ members: 1, winners: 0, losers: 0, gained: '0', lost: '0' });
    expect(kpis.silver_share).toMatchObject({ change: whole(0) });
  });

  it('of nothing', () => {
    const ran = compare('shop.yaml', 'dear.yaml', 'empty.jsonl');
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.err).toContain('the history holds no usable row');
    expect(compare('shop.yaml', 'visits.yaml', 'empty.jsonl', '--engine', 'reference').exit).toBe(1);
  });
});

describe('--explain', () => {
  it('shows where the versions part for a member, and why', () => {
    const { exit, out } = compare('shop.yaml', 'dear.yaml', 'history.jsonl', ...UNTIL, '--explain', 'm6');
    expect(exit).toBe(1);
    const told = out.slice(out.indexOf('\nm6: '));
    expect(told).toMatch(/m6: the versions post different rows in 1 of \d+ steps/);
    // 1900 / 100 and ⌊1900 / 120⌋.
    expect(told).toContain('yen_per_star = 100 JPY');
    expect(told).toContain('1 star per yen_per_star of amount = 19 star');
    expect(told).toContain('yen_per_star = 120 JPY');
    expect(told).toContain('1 star per yen_per_star of amount = 15 star');
    expect(told).toContain(`${at('dear.yaml')}:20 |`);
  });

  it('says so where they do not, and where there is no such member', () => {
    const same = compare(
      'shop.yaml',
      'dear.yaml',
      'history.jsonl',
      ...UNTIL,
      '--explain',
      'm4',
      '--lang',
      'ja',
    );
    expect(same.out).toContain('m4: どちらの版でも台帳は同じです');
    const unknown = compare('shop.yaml', 'fine.yaml', 'history.jsonl', ...UNTIL, '--explain', 'nobody');
    expect(unknown.exit).toBe(2);
    expect(unknown.err).toContain('there is no member `nobody` in this history');
    // v1 is a member for the candidate only.
    const half = compare('shop.yaml', 'visits.yaml', 'visits.jsonl', ...UNTIL, '--explain', 'v1');
    expect(half.exit).toBe(2);
    expect(half.err).toContain(`there is no member \`v1\` in this history, as ${at('shop.yaml')} reads it`);
  });
});

describe('what cannot be done is answered in words', () => {
  const club = clubFolder();
  afterAll(() => club.remove());

  it.each<[string, () => ReturnType<typeof kizuna>, number, string]>([
    [
      'an end before the history',
      () => compare('shop.yaml', 'dear.yaml', 'history.jsonl', '--until', '2025-12-31'),
      2,
      '`--until 2025-12-31` lies before the first day of the history, 2026-01-05',
    ],
    [
      'no such day',
      () => compare('shop.yaml', 'dear.yaml', 'history.jsonl', '--until', '2026-02-30'),
      2,
      '2026-02-30',
    ],
    [
      'a candidate that does not compile',
      () => compare('shop.yaml', 'broken.yaml', 'history.jsonl'),
      1,
      'error[',
    ],
    ['a base that does not compile', () => compare('broken.yaml', 'shop.yaml', 'history.jsonl'), 1, 'error['],
    [
      'a tests document',
      () => compare('shop.yaml', 'tests.yaml', 'history.jsonl'),
      2,
      'this is a tests document; a program is needed here',
    ],
    [
      'two forms at once',
      () => compare('shop.yaml', 'dear.yaml', 'history.jsonl', '--json', '--markdown'),
      2,
      'ask for different forms: choose one',
    ],
    [
      'an explanation for a machine',
      () => compare('shop.yaml', 'dear.yaml', 'history.jsonl', '--json', '--explain', 'm1'),
      2,
      '`--explain` is for people: leave out `--json`',
    ],
    [
      'bad rows over the history',
      () => compare('shop.yaml', 'dear.yaml', 'history.jsonl', '--rejects', at('history.jsonl')),
      2,
      'would write over a file that is read',
    ],
    [
      'bad rows over the candidate',
      () => compare('shop.yaml', 'dear.yaml', 'history.jsonl', '--rejects', at('dear.yaml')),
      2,
      'would write over a file that is read',
    ],
    ['no history', () => compare('shop.yaml', 'dear.yaml', 'nowhere.jsonl'), 2, 'there is no such file'],
    [
      'one version',
      () => kizuna(['compare', at('shop.yaml'), '--history', at('history.jsonl')]),
      2,
      'candidate',
    ],
    [
      'a history of another program',
      () => kizuna(['compare', at('bare.yaml'), at('bare.yaml'), '--history', `${club.path}/orders.csv`]),
      1,
      'the history holds no usable row',
    ],
  ])('%s', (_, run, exit, said) => {
    const ran = run();
    expect(ran.err).toContain(said);
    expect(ran).toMatchObject({ exit, out: '' });
  });
});

describe('a version out of git', () => {
  let work: ReturnType<typeof folder>;
  const git = (...args: string[]) => {
    const own = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    const done = spawnSync('git', [...own, ...args], { cwd: work.path, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
  };
  const here = (base: string, ...args: string[]) =>
    kizuna(['compare', base, ...args, '--history', 'history.jsonl', ...UNTIL, '--json'], {}, work.path);

  beforeAll(() => {
    work = folder({ 'shop.yaml': SHOP, 'history.jsonl': HISTORY });
    mkdirSync(`${work.path}/programs/shop`, { recursive: true });
    mkdirSync(`${work.path}/plans`);
    writeFileSync(`${work.path}/old.yaml`, SHOP);
    writeFileSync(`${work.path}/old-scenario.yaml`, SCENARIO.replace('shop.yaml', 'old.yaml'));
    writeFileSync(`${work.path}/plans/old.yaml`, SCENARIO.replace('shop.yaml', '../old.yaml'));
    writeFileSync(`${work.path}/programs/shop/program.yaml`, SHOP);
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'A shop');
    // By now there is no program in it.
    writeFileSync(`${work.path}/old.yaml`, 'gone: yes\n');
    writeFileSync(`${work.path}/shop.yaml`, DEAR);
    writeFileSync(`${work.path}/programs/shop/program.yaml`, DEAR);
  });
  afterAll(() => work.remove());

  it('is compared with what stands there now', () => {
    const found = JSON.parse(here('git:HEAD:shop.yaml', 'shop.yaml').out);
    expect(found.base.file).toBe('git:HEAD:shop.yaml');
    expect(found.members.all).toEqual({ members: 6, winners: 1, losers: 2, gained: '6', lost: '-10' });
    // A folder stands for the program in it; a path can start at the root of the disk.
    for (const base of ['git:HEAD:programs/shop', `git:HEAD:${work.path}/programs/shop/program.yaml`]) {
      const other = here(base, 'programs/shop');
      expect(other.exit).toBe(1);
      expect(JSON.parse(other.out).members).toEqual(found.members);
    }
    // From a folder beneath, paths are meant from there; a folder can be named by dots alone.
    for (const base of ['git:HEAD:program.yaml', 'git:HEAD:.', 'git:HEAD:../shop']) {
      const beneath = kizuna(
        ['compare', base, '.', '--history', '../../history.jsonl', ...UNTIL, '--json'],
        {},
        `${work.path}/programs/shop`,
      );
      expect(JSON.parse(beneath.out).members).toEqual(found.members);
    }
  });

  it('can be a scenario, which takes the program of that revision', () => {
    for (const scenario of ['git:HEAD:old-scenario.yaml', 'git:HEAD:plans/old.yaml']) {
      const { out } = here('git:HEAD:shop.yaml', scenario);
      expect(JSON.parse(out).members.all).toEqual({
        members: 6,
        winners: 1,
        losers: 2,
        gained: '6',
        lost: '-10',
      });
    }
    expect(here('git:HEAD:shop.yaml', 'old-scenario.yaml').exit).toBe(1);
    // The program can also be named from the root of the disk.
    writeFileSync(`${work.path}/near.yaml`, SCENARIO);
    writeFileSync(`${work.path}/far.yaml`, SCENARIO.replace('shop.yaml', `${work.path}/shop.yaml`));
    const [near, far] = ['near.yaml', 'far.yaml'].map((each) => here('git:HEAD:shop.yaml', each));
    expect(JSON.parse(far?.out ?? '').members).toEqual(JSON.parse(near?.out ?? '').members);
  });

  it('is missed in words', () => {
    const cases: readonly [string, string][] = [
      ['git:nowhere:shop.yaml', 'git knows no revision `nowhere`'],
      ['git:HEAD:other.yaml', '`other.yaml` is not in revision `HEAD`'],
      ['git:HEAD:programs', '`programs/program.yaml` is not in revision `HEAD`'],
      ['git:HEAD', 'write `git:REVISION:PATH`'],
      ['git:--output=x:shop.yaml', 'write `git:REVISION:PATH`'],
      ['git:HEAD:../outside.yaml', '`../outside.yaml` is not in revision `HEAD`'],
    ];
    for (const [base, said] of cases) {
      const ran = here(base, 'shop.yaml');
      expect(ran.err).toContain(said);
      expect(ran).toMatchObject({ exit: 2, out: '' });
    }
    const outside = compare('shop.yaml', 'dear.yaml', 'history.jsonl');
    expect(outside.err).toBe('');
    const nowhere = kizuna(
      ['compare', 'git:HEAD:shop.yaml', 'shop.yaml', '--history', 'history.jsonl', '--lang', 'ja'],
      { GIT_CEILING_DIRECTORIES: '/' },
      place.path,
    );
    expect(nowhere.exit).toBe(2);
    expect(nowhere.err).toContain('ここは git リポジトリではありません');
  });
});
