import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna, type Ran } from '../cli/command.ts';

/** What the articles ask for, in small: nothing is missing. */
const GOOD = `kizuna: 1
program: shop
version: "1"
currency: USD
timezone: America/New_York
purpose: Bring first-time guests back
revisit: every 3 months
events:
  purchase: { amount: USD }
  refund: { reverses: purchase by amount, amount?: USD }
  visit: {}
  survey: { recommend: integer }
points:
  star: { expires: earned + 6 months, expense: 0.01 USD }
rules:
  base: { on: purchase, give: 1 star per 1 USD of amount, builds: economic }
  hello: { on: visit, give: 2 stars, limit: 1 per day, builds: behavioral }
  welcome: { on: enroll, give: 5 stars, builds: psychological }
  win_back:
    on: purchase
    when: (days since last(purchase before this) otherwise 0) > 90
    give: 10 stars
    limit: 1 per year
    builds: behavioral
  thanks: { every: year, when: loyal, give: 20 stars, builds: psychological }
rewards:
  cup: { price: 10 stars, worth: 0.20 USD, builds: economic }
segments:
  loyal: sum(purchase.amount during last 12 months) >= 50 USD
loyalty:
  economic: count(purchase)
  behavioral: count(visit)
  psychological: 10 * (last(survey.recommend) otherwise 5)
  mix: { economic: 60%, behavioral: 20%, psychological: 20% }
kpis:
  repeat: { measure: share(count(purchase) >= 2 among count(purchase) >= 1), target: at least 50% }
  nps: { measure: nps(survey.recommend), target: at least 20 }
`;

/** Two members; m1 buys twice and takes a cup: 30 + 10 + 5 stars, and 10 of them go. */
const HISTORY = [
  '{"id":"p1","member":"m1","type":"purchase","at":"2026-01-05","amount":30}',
  '{"id":"p2","member":"m1","type":"purchase","at":"2026-01-09","amount":10}',
  '{"id":"r1","member":"m1","type":"redeem","at":"2026-01-10","reward":"cup"}',
  '{"id":"p3","member":"m2","type":"purchase","at":"2026-01-07","amount":5}',
  '{"id":"v1","member":"m2","type":"visit","at":"2026-01-31"}',
].join('\n');

interface Review {
  readonly files: readonly {
    readonly members: number | null;
    readonly findings: readonly { readonly code: string; readonly message: { readonly en: string } }[];
    readonly allowed: readonly { readonly code: string; readonly reason: string }[];
  }[];
}

const { path, remove } = folder({
  'program.yaml': GOOD,
  'bad.yaml': GOOD.replace('revisit: every 3 months\n', ''),
  'allowed.yaml': GOOD.replace('purpose:', '# kizuna: allow revisit-missing (a pilot)\npurpose:').replace(
    'revisit: every 3 months\n',
    '',
  ),
  'hint.yaml': GOOD.replace('USD\n', 'JPY\n')
    .replaceAll('USD', 'JPY')
    .replaceAll('0.01 ', '1 ')
    .replaceAll('0.20', '2'),
  'figures.yaml': GOOD.replace(
    '  win_back:',
    '  win_back: # kizuna: allow rule-never-fired (nobody is away for long yet)',
  ),
  'history.jsonl': HISTORY,
});
afterAll(remove);
const review = (file: string, ...more: readonly string[]): Ran =>
  kizuna(['review', `${path}/${file}`, ...more]);
const figures = (file: string, ...more: readonly string[]): Ran =>
  review(file, '--history', `${path}/history.jsonl`, ...more);

describe('kizuna review', () => {
  it('0 and one line when there is nothing to say', () => {
    expect(review('program.yaml')).toEqual({ exit: 0, out: 'shop: no findings\n', err: '' });
  });

  it('1 with findings, each at its place', () => {
    const ran = review('bad.yaml');
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain('warning[revisit-missing]');
    expect(ran.out).toContain('bad.yaml:6:1');
    expect(ran.out).toMatch(/shop: 1 finding\n$/);
  });

  it('0 with hints alone, and none of them fails a build', () => {
    const ran = review('hint.yaml');
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('hint[jp-revenue-recognition]');
    expect(ran.out).toContain('not legal');
    expect(ran.out).toMatch(/shop: no findings, \d hints?\n$/);
  });

  it('says how many findings are allowed, and why in JSON', () => {
    expect(review('allowed.yaml')).toMatchObject({ exit: 0, out: 'shop: no findings, 1 allowed\n' });
    const { files } = JSON.parse(review('allowed.yaml', '--format', 'json').out) as Review;
    expect(files[0]).toMatchObject({
      members: null,
      findings: [],
      allowed: [{ code: 'revisit-missing', reason: 'a pilot' }],
    });
  });

  it('in Japanese', () => {
    const ran = review('bad.yaml', '--lang', 'ja');
    expect(ran.out).toContain('warning[見直しの周期がない revisit-missing]');
    expect(ran.out).toMatch(/shop: 指摘 1 件\n$/);
  });

  it('for GitHub', () => {
    expect(review('bad.yaml', '--format', 'github').out).toMatch(/^::warning file=.*bad\.yaml,line=6,/);
  });
});

describe('kizuna review --history', () => {
  let ran: Ran;
  beforeAll(() => {
    ran = figures('program.yaml', '--format', 'json');
  });

  it('looks at figures', () => {
    expect(ran).toMatchObject({ exit: 1, err: '' });
    const { files } = JSON.parse(ran.out) as Review;
    expect(files[0]?.members).toBe(2);
    // One of two buyers bought again: 50%, met. Nobody answered a survey. m1 bought for 40 USD: nobody is loyal. 10 stars
    // of the enrolment (the first lot to end) cost: 5 of `welcome`, then 5 of `base`: 50 : 50.
    expect(files[0]?.findings.map(({ code }) => code).sort()).toEqual([
      'kpi-unmeasurable',
      'rule-never-fired',
      'rule-never-fired',
      'segment-empty',
      'spend-off-mix',
    ]);
    const mix = files[0]?.findings.find(({ code }) => code === 'spend-off-mix')?.message.en;
    expect(mix).toBe(
      'the money went to economic 50%, behavioral 0%, psychological 50%, and was meant for economic 60%, behavioral 20%, psychological 20%',
    );
  });

  it('the same by the reference engine', () => {
    expect(figures('program.yaml', '--format', 'json', '--engine', 'reference')).toEqual(ran);
  });

  it('a comment about figures is not in vain without them', () => {
    expect(review('figures.yaml')).toEqual({ exit: 0, out: 'shop: no findings\n', err: '' });
    expect(figures('figures.yaml').out).toMatch(/shop: 4 findings, 1 allowed\n$/);
  });
});

describe('what cannot be reviewed', () => {
  it.each([
    [['--until', '2026-01-31'], '`--until` says something about a history'],
    [['--mapping', 'x.yaml'], '`--mapping` says something about a history'],
    [['--history', 'nowhere.jsonl'], 'there is no such file'],
  ])('%j', (more, message) => {
    const ran = review('program.yaml', ...more);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(message);
    expect(ran.out).toBe('');
  });

  it('a program that does not compile is not reviewed', () => {
    const place = folder({ 'program.yaml': GOOD.replace('>= 50 USD', '>= 50') });
    const ran = kizuna(['review', place.path]);
    place.remove();
    expect(ran.exit).toBe(1);
    expect(ran.out).toBe('');
    expect(ran.err).toContain('error[unit-mismatch]');
  });
});
