import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna, type Ran } from './command.ts';

/** A point (1 JPY) per 100 JPY, a cup for ten of them, a pot for 25; friends have spent 3,000 JPY. */
const STAND = `kizuna: 1
program: stand
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY }
  visit: {}
points:
  point: { expense: 1 JPY }
rules:
  base: { on: purchase, give: 1 point per 100 JPY of amount, builds: economic }
rewards:
  cup: { price: 10 points, expense: 8 JPY, builds: economic }
  pot: { price: 25 points, expense: 20 JPY, builds: economic }
tiers:
  status: { base: guest, levels: { friend: { reach: sum(purchase.amount) >= 3_000 JPY } } }
segments:
  regulars: count(purchase) >= 2
standard: { purchase: purchase.amount, active: count(purchase) >= 1 }
kpis:
  revenue: { measure: total(sum(purchase.amount)) }
  cost_rate: { measure: program_cost() / total(sum(purchase.amount)) }
`;

/** The change: service at every purchase, for 25 JPY. */
const CHANGE = `kizuna: 1
scenario: service
program: stand.yaml
changes:
  benefits: { service: { expense: 25 JPY, per: purchase, builds: psychological } }
`;

const response = (bigger: string) => `${CHANGE}response:
  from: 2026-03-01
  draws: 7
  margin: { value: 50%, source: Accounts of 2025 }
  assumptions:
    bigger: { changes: amount, value: ${bigger}, source: Pilot in one shop }
    visits: { segment: regulars, changes: frequency, event: visit, value: 10%, source: A guess }
`;

const row = (member: number, month: number, extra: object) => ({
  member: `m${member}`,
  at: `2026-0${month}-1${member}T10:00`,
  ...extra,
});

/** Four members with a purchase of 1,000 JPY each month from January to May, and one cup used in April. */
const ROWS: readonly object[] = [1, 2, 3, 4].flatMap((member) =>
  [1, 2, 3, 4, 5].map((month) =>
    row(member, month, { type: 'purchase', id: `p${member}${month}`, amount: 1000 }),
  ),
);
const USED = { member: 'm1', at: '2026-04-20T10:00', type: 'redeem', id: 'c', reward: 'cup' };
const lines = (rows: readonly object[]) => rows.map((each) => `${JSON.stringify(each)}\n`).join('');

/** 300 members who buy, return, visit and redeem at moments of their own. */
const MANY: readonly object[] = Array.from({ length: 300 }, (_, member) => {
  const at = (month: number, hour: number) =>
    `2026-0${month}-${String(1 + (member % 28)).padStart(2, '0')}T${hour}:${String(member % 60).padStart(2, '0')}`;
  const own = { member: `k${member}` };
  return [
    ...[1, 2, 3, 4, 5].map((month) => ({
      ...own,
      at: at(month, 10),
      type: 'purchase',
      id: `p${member}-${month}`,
      amount: 400 + 7 * member,
    })),
    { ...own, at: at(4, 12), type: 'visit', id: `v${member}` },
    { ...own, at: at(5, 13), type: 'redeem', id: `c${member}`, reward: 'cup' },
  ];
}).flat();

/** The same rows in another order. */
const shuffled = (rows: readonly object[]) =>
  rows
    .map((each, index) => ({ each, key: (index * 7_919) % rows.length }))
    .sort((a, b) => a.key - b.key)
    .map(({ each }) => each);

let place: ReturnType<typeof folder>;
const at = (name: string) => `${place.path}/${name}`;
const run = (scenario: string, ...args: string[]): Ran =>
  kizuna(['scenario', at(scenario), '--history', at('rows.jsonl'), ...args]);

interface Figure {
  readonly name: string;
  readonly base?: { readonly numerator: string; readonly denominator: string };
  readonly no_response?: { readonly numerator: string; readonly denominator: string };
  readonly assumed?: { readonly low: number; readonly median: number; readonly high: number };
}

/** Base, without a response, and the draws. */
type Three = readonly [number | undefined, number | undefined, Figure['assumed'] | undefined];

/** The figures of a run as JSON. */
function figuresOf({ out }: Ran): ReadonlyMap<string, Three> {
  const { figures } = JSON.parse(out) as { readonly figures: readonly Figure[] };
  const number = (value: Figure['base']) =>
    value === undefined ? undefined : Number(value.numerator) / Number(value.denominator);
  return new Map(
    figures.map(({ name, base, no_response, assumed }): readonly [string, Three] => [
      name,
      [number(base), number(no_response), assumed],
    ]),
  );
}

const same = (value: number) => ({ low: value, median: value, high: value });

beforeAll(() => {
  place = folder({
    'stand.yaml': STAND,
    'change.yaml': CHANGE,
    'bigger.yaml': response('10%'),
    'nothing.yaml': response('0%').replace('value: 10%', 'value: 0%'),
    'many.yaml': response('10%')
      .replace('value: 10%, source: Pilot', 'range: [0%, 20%], source: Pilot')
      .replace('changes: frequency, event: visit', 'changes: frequency'),
    'groups.yaml': `${CHANGE}response:
  from: 2026-03-01
  draws: 1
  assumptions:
    all: { changes: frequency, value: 5%, source: A guess }
    regulars: { segment: regulars, changes: frequency, value: 5%, source: A guess }
    guests: { tier: status.guest, changes: frequency, value: 5%, source: A guess }
    friends: { tier: status.friend, changes: frequency, value: 5%, source: A guess }
    three: { who: count(purchase) >= 3, changes: frequency, value: 5%, source: A guess }
    near_pot: { changes: pressure, near: pot, within: 5 points, value: 5%, source: A guess }
    nearer_pot: { changes: pressure, near: pot, within: 4 points, value: 5%, source: A guess }
    near_cup: { changes: pressure, near: cup, within: 9 points, value: 5%, source: A guess }
    near_friend: { changes: pressure, near: status.friend, within: 1_000 JPY, value: 5%, source: A guess }
`,
    'titled.yaml': response('10%')
      .replace(
        'scenario: service',
        'scenario: service\ntitle: { en: Service for everybody, ja: すべての購入にサービス }',
      )
      .replace('margin: { value: 50%', 'margin: { range: [40%, 60%]'),
    'shelf/program.yaml': STAND,
    'shelf/scenarios/one.yaml': CHANGE.replace('stand.yaml', '../program.yaml'),
    'shelf/scenarios/two.yml': CHANGE.replace('stand.yaml', '../program.yaml'),
    'shelf/bare/program.yaml': STAND,
    'late.yaml': response('10%').replace('2026-03-01', '2027-03-01'),
    'unknown.yaml': response('10%').replace('segment: regulars', 'segment: regluars'),
    'lost.yaml': CHANGE.replace('stand.yaml', 'stand/program.yaml'),
    'sourceless.yaml': response('10%').replace(', source: Pilot in one shop', ''),
    'rows.jsonl': lines([...ROWS, USED]),
    'many.jsonl': lines(MANY),
    'shuffled.jsonl': lines(shuffled(MANY)),
    'empty.jsonl': '',
  });
});

afterAll(() => place.remove());

describe('kizuna scenario', () => {
  it('sets the changed program beside the base, without any response', () => {
    const figures = figuresOf(run('change.yaml', '--format', 'json'));
    // 20 purchases of 1,000 JPY. Base: one cup for 8 JPY. Changed: 20 · 25 JPY of service more.
    expect(figures.get('revenue')).toEqual([20_000, 20_000, undefined]);
    expect(figures.get('cost')).toEqual([8, 508, undefined]);
    expect(figures.get('cost_rate')).toEqual([8 / 20_000, 508 / 20_000, undefined]);
    // 20 · 10 points less the 10 of the cup.
    expect(figures.get('liability')).toEqual([190, 190, undefined]);
    expect(figures.get('point issued')).toEqual([200, 200, undefined]);
    expect(figures.get('point used')).toEqual([10, 10, undefined]);
    expect(figures.get('spend')).toEqual([20_000, 20_000, undefined]);
    expect(figures.has('net')).toBe(false);
  });

  it('comes to what the other commands say of the changed program', () => {
    const simulated = kizuna([
      'simulate',
      at('change.yaml'),
      '--history',
      at('rows.jsonl'),
      '--format',
      'json',
    ]);
    const dashboard = JSON.parse(simulated.out) as {
      readonly cost: { numerator: string; denominator: string };
      readonly liability: { numerator: string; denominator: string };
    };
    const figures = figuresOf(run('change.yaml', '--format', 'json'));
    const number = ({ numerator, denominator }: { numerator: string; denominator: string }) =>
      Number(numerator) / Number(denominator);
    expect(number(dashboard.cost)).toBe(figures.get('cost')?.[1]);
    expect(number(dashboard.liability)).toBe(figures.get('liability')?.[1]);
  });

  it('counts from the day of the response on, and draws what is assumed', () => {
    const figures = figuresOf(run('bigger.yaml', '--format', 'json'));
    // From March on: 12 purchases. Amounts 10 % larger: 12 · 1,100 JPY, 12 · 11 points.
    expect(figures.get('spend')).toEqual([12_000, 12_000, same(13_200)]);
    expect(figures.get('margin')).toEqual([6_000, 6_000, same(6_600)]);
    expect(figures.get('point issued')).toEqual([120, 120, same(132)]);
    expect(figures.get('cost')).toEqual([8, 308, same(308)]);
    // 8 · 10 points before, 120 or 132 since, 10 used.
    expect(figures.get('liability')).toEqual([190, 190, same(202)]);
    // 80 points were owed at the end of February.
    expect(figures.get('growth')).toEqual([110, 110, same(122)]);
    // Margin less cost less what is owed more than at the end of February: 110 or 122.
    expect(figures.get('net')).toEqual([5_882, 5_582, same(6_170)]);
    expect(figures.get('gain')).toEqual([undefined, -300, same(288)]);
  });

  it('finds how strong the response must be', () => {
    const { response: found } = JSON.parse(run('bigger.yaml', '--format', 'json').out);
    // A factor k adds 12 · 100 k · 50 % = 600 k to the margin, and below 1 no point: 300 JPY are paid for at 0.5; amounts are
    // whole yen, so 1,049.5 counts as 1,050, at 0.495.
    for (const { kind, factor } of [found.break_even, found.assumptions[0].break_even]) {
      expect(kind).toBe('from');
      expect(factor).toBeGreaterThanOrEqual(0.495);
      expect(factor).toBeLessThanOrEqual(0.51);
    }
    // Nobody visits, so more visits are none.
    expect(found.assumptions[1]).toMatchObject({ members: 4, touched: 0, break_even: { kind: 'never' } });
    expect(found.pays).toBe(1);
  });

  it('decides who responds by the day before', () => {
    const { response: found } = JSON.parse(run('groups.yaml', '--format', 'json').out);
    // At the end of February everybody has 2 purchases, 2,000 JPY and 20 points: all guests, none with three purchases; 5 points
    // from a pot and 1,000 JPY from being a friend, 10 past a cup.
    const sizes = found.assumptions.map(({ name, members }: { name: string; members?: number }) => [
      name,
      members,
    ]);
    expect(sizes).toEqual([
      ['all', undefined],
      ['regulars', 4],
      ['guests', 4],
      ['friends', 0],
      ['three', 0],
      ['near_pot', 4],
      ['nearer_pot', 0],
      ['near_cup', 0],
      ['near_friend', 4],
    ]);
  });

  it('without any effect comes to exactly what is computed without a response', () => {
    const figures = figuresOf(run('nothing.yaml', '--format', 'json'));
    const left = [...figures].filter(
      ([, [, unchanged, drawn]]) => unchanged !== undefined || drawn !== undefined,
    );
    expect(left.length).toBeGreaterThan(8);
    for (const [name, [, unchanged, drawn]] of left) expect(drawn, name).toEqual(same(unchanged ?? 0));
  });

  it('does not depend on threads, parts of the history, or the order of its rows', () => {
    const figures = (file: string, ...args: string[]) => {
      const ran = kizuna(['scenario', at('many.yaml'), '--history', at(file), '--format', 'json', ...args]);
      expect(ran.exit, ran.err).toBe(0);
      return JSON.parse(ran.out) as {
        readonly response: { readonly assumptions: readonly { readonly touched: number }[] };
      };
    };
    const one = figures('many.jsonl', '--workers', '0');
    expect(one.response.assumptions.every(({ touched }) => touched > 0)).toBe(true);
    expect(figures('many.jsonl', '--workers', '1')).toEqual(one);
    expect(figures('many.jsonl', '--workers', '2', '--sort-on-disk')).toEqual(one);
    expect(figures('shuffled.jsonl', '--workers', '2')).toEqual(one);
    expect(figures('many.jsonl', '--workers', '0', '--seed', '2')).not.toEqual(one);
  });

  it.each(['en', 'ja'])(
    'shows assumptions apart from what is computed, each with its source (%s)',
    (language) => {
      const { out, err, exit } = run('bigger.yaml', '--lang', language);
      expect(err).toBe('');
      expect(exit).toBe(0);
      for (const source of ['Accounts of 2025', 'Pilot in one shop', 'A guess'])
        expect(out).toContain(source);
      expect(out).toContain(language === 'en' ? 'Computed, not assumed.' : '仮定を含みません');
      expect(out).toContain(
        language === 'en'
          ? 'stated by the scenario, not found in the history'
          : '履歴から分かったことではありません',
      );
      expect(out).toMatch(
        language === 'en' ? /all together +pays from 0\.5\d times/ : /すべて同時 +仮定の 0\.5\d 倍から/,
      );
      for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
    },
  );
});

describe('the table', () => {
  const rowsOf = (text: string) => text.split('\n').map((line) => line.trim().split(/ {2,}/));

  it('names the unit of each row, and the growth of the liability that the result takes off', () => {
    const { out } = run('titled.yaml', '--lang', 'en');
    const shown = rowsOf(out);
    // Base: 12,000 JPY at the middle of 40 to 60 %, less 8 for a cup, less 110 owed more; after it 300 more for service.
    expect(shown).toContainEqual([
      'spend of members',
      'JPY',
      '12,000',
      '12,000',
      '13,200',
      '13,200 to 13,200',
    ]);
    expect(shown.find(([name]) => name === 'margin of that spend')?.slice(1, 4)).toEqual([
      'JPY',
      '6,000',
      '6,000',
    ]);
    expect(shown).toContainEqual(['growth of the liability', 'JPY', '110', '110', '122', '122 to 122']);
    expect(shown.find(([name]) => name === 'margin − cost − growth')?.slice(1, 4)).toEqual([
      'JPY',
      '5,882',
      '5,582',
    ]);
    expect(shown).toContainEqual(['revenue', 'JPY', '20,000', '20,000', '21,200', '21,200 to 21,200']);
    expect(shown).toContainEqual(['point issued', 'points', '120', '120', '132', '132 to 132']);
    expect(shown).toContainEqual(['unit', 'base', 'no response', 'assumed (median)', '5 to 95%']);
    const words = out.replace(/\n */g, ' ');
    expect(words).toContain('margin: 50%, the middle of its range, in "base" and "no response"; drawn anew');
    expect(words).toContain('read the row "against the base", in which each draw is compared with it');
  });

  it('compares each draw with its own base, so the medians of the rows need not differ by it', () => {
    const figures = figuresOf(run('titled.yaml', '--format', 'json'));
    // At a margin m the gain is 1,200 m − 300 − 12 JPY, rising with m: its median is that at the median of m.
    const median = (figures.get('margin')?.[2]?.median ?? 0) / 13_200;
    expect(figures.get('gain')?.[2]?.median).toBeCloseTo(1_200 * median - 312, 6);
    expect(median).not.toBe(0.5);
  });

  it.each([
    ['en', 'changed by', 'Service for everybody'],
    ['ja', '変更案', 'すべての購入にサービス'],
  ])('shows the title of the scenario, its head in line (%s)', (language, changed, title) => {
    const [program = '', scenario = '', named = ''] = run('titled.yaml', '--lang', language).out.split('\n');
    expect(scenario.trim().startsWith(changed)).toBe(true);
    // A Japanese letter is two wide.
    const column = (line: string, text: string) =>
      [...line.slice(0, line.indexOf(text))].reduce((sum, each) => sum + (each > '\u2fff' ? 2 : 1), 0);
    expect(column(program, at('stand.yaml'))).toBe(column(scenario, at('titled.yaml')));
    expect(column(named, title)).toBe(column(scenario, at('titled.yaml')));
  });
});

describe('what cannot be simulated', () => {
  it('a folder: says which scenarios are in it, and in its scenarios', () => {
    const ran = kizuna(['scenario', at('shelf'), '--history', at('rows.jsonl'), '--lang', 'en']);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain('shelf: this is a folder; a scenario file is needed');
    expect(ran.err).toContain(
      `the scenarios in it: \`${at('shelf/scenarios/one.yaml')}\`, \`${at('shelf/scenarios/two.yml')}\``,
    );
    expect(ran.err).not.toContain('program.yaml');
    const none = kizuna(['scenario', at('shelf/bare'), '--history', at('rows.jsonl'), '--lang', 'ja']);
    expect(none.exit).toBe(2);
    expect(none.err).toContain('このフォルダーにシナリオはありません');
  });

  it.each<readonly [string, readonly string[], number, string]>([
    ['a program', ['stand.yaml'], 2, 'stand.yaml: this is no scenario'],
    [
      'a response after the end',
      ['late.yaml'],
      2,
      'the response begins on 2027-03-01, after the last day of the run, 2026-05-14',
    ],
    ['no draws', ['bigger.yaml', '--draws', '0'], 2, '`--draws` takes at least 1'],
    ['a seed below 0', ['bigger.yaml', '--seed', '-3'], 2, '`--seed` takes a whole number that is 0 or more'],
    ['draws in words', ['bigger.yaml', '--draws', 'many'], 2, '`--draws` takes a whole number, not `many`'],
    ['a segment that is not there', ['unknown.yaml'], 1, 'there is no segment called `regluars`'],
    ['a program that is not there', ['lost.yaml'], 1, 'there is no program at `stand/program.yaml`'],
    ['an assumption without a source', ['sourceless.yaml'], 1, '`source` is missing'],
    ['no scenario at all', ['none.yaml'], 2, 'none.yaml'],
  ])('%s', (_name, [scenario = '', ...args], exit, text) => {
    const ran = run(scenario, ...args);
    expect(ran.err).toContain(text);
    expect(ran.out).toBe('');
    expect(ran.exit).toBe(exit);
  });

  it('an empty history', () => {
    const ran = kizuna(['scenario', at('bigger.yaml'), '--history', at('empty.jsonl')]);
    expect(ran.err).toContain('the history holds no usable row');
    expect(ran.exit).toBe(1);
  });
});

describe('a scenario in the place of a program', () => {
  it('is checked with its program: a finding names the file that it is in', () => {
    const { out, exit } = kizuna(['check', at('unknown.yaml'), '--format', 'github']);
    expect(exit).toBe(1);
    // The line and column of `regluars` in the scenario.
    expect(out).toContain(`file=${at('unknown.yaml')},line=12,endLine=12,col=24,endColumn=32`);
  });

  it('is run, explained and compared like one', () => {
    const history = ['--history', at('rows.jsonl')];
    expect(kizuna(['run', at('change.yaml'), ...history]).exit).toBe(0);
    expect(kizuna(['compare', at('stand.yaml'), at('change.yaml'), ...history]).exit).toBe(0);
    const { out } = kizuna(['explain', at('change.yaml'), ...history, '--member', 'm1', '--event', 'p11']);
    expect(out).toContain('base');
  });
});
