import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clubFolder } from './club.ts';
import { folder, kizuna } from './command.ts';
import { DEAR, HISTORY, rows, SCENARIO, SHOP, VISITS, WITH_VISITS } from './shop.ts';

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
