import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { completions, labels, taken, teaHouse, teaHouseWith } from './cursor.ts';

const WHEN = 'when: (days since last(purchase before this) otherwise 0) > 180';
const NAMED = ['kizuna', 'program', 'currency', 'timezone'];

describe('an empty document', () => {
  it('offers a whole program first, then the keys that a program must have', () => {
    expect(labels('|').slice(0, 5)).toEqual(['a whole small program', ...NAMED]);
  });

  // A designer who begins from nothing would otherwise begin with an error.
  it('offers a program that compiles as it is inserted', () => {
    const { value, diagnostics } = compile(taken('|', 'a whole small program'));
    expect(diagnostics).toEqual([]);
    expect(value?.rules.map(({ name }) => name)).toEqual(['purchase_point']);
  });
});

describe('keys', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    ['half a key at the top', 'kizuna: 1\nprog|', ['program', 'currency'], ['kizuna']],
    [
      'a line in a rule',
      teaHouseWith('    give: 10 stars\n', '    give: 10 stars\n    |\n'),
      ['when', 'group', 'expires'],
      ['give', 'on', 'limit'],
    ],
    [
      'half a key in a rule',
      teaHouseWith('    give: 10 stars\n', '    give: 10 stars\n    wh|\n'),
      ['when'],
      ['give'],
    ],
    ['a rule in braces', 'rules:\n  gift: { on: visit, | }\n', ['give', 'builds'], ['on']],
    ['the first line below a key', 'points:\n  star:\n    |', ['decimals', 'rounding', 'expires'], ['on']],
    [
      'a table by level',
      teaHouseWith('regular: 0%, silver: 25%, gold: 50% }', 'regular: 0%, | }'),
      ['silver', 'gold', 'otherwise'],
      ['regular', 'by'],
    ],
    [
      'a new rule',
      teaHouseWith('rules:\n', 'rules:\n  |\n'),
      ['rule: points for each amount'],
      ['purchase_star'],
    ],
  ])('%s', (_name, text, there, not) => {
    const found = labels(text);
    expect(found).toEqual(expect.arrayContaining([...there]));
    expect(found.filter((label) => not.includes(label))).toEqual([]);
  });

  it('an entry that is taken leaves the document whole', () => {
    const text = teaHouseWith('    give: 10 stars\n', '    give: 10 stars\n    wh|\n');
    expect(taken(text, 'when')).toBe(
      teaHouseWith('    give: 10 stars\n', '    give: 10 stars\n    when: \n'),
    );
  });

  it('a new rule that is taken compiles', () => {
    const text = teaHouseWith('rules:\n', 'rules:\n  |\n');
    const { diagnostics } = compile(taken(text, 'rule: points for each amount'));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('a comment offers nothing', () => {
    expect(labels('kizuna: 1 # pro|')).toEqual([]);
  });
});

describe('values', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'one of the words of the schema',
      teaHouseWith('builds: behavioral', 'builds: |'),
      ['economic', 'behavioral', 'psychological'],
    ],
    ['the segments', teaHouseWith('aimed_at: [dormant]', 'aimed_at: [|]'), ['new', 'loyal', 'dormant']],
    ['the word that is compared', teaHouseWith(WHEN, 'when: channel = |'), ['store', 'app', 'online']],
    ['the words behind in', teaHouseWith(WHEN, 'when: channel in (store, |'), ['store', 'app', 'online']],
    [
      'the words of lines',
      teaHouseWith('category != gift_card', 'category != |'),
      ['tea', 'food', 'gift_card'],
    ],
    [
      'the levels of the ladder',
      teaHouseWith('when: tier(status) >= silver', 'when: tier(status) >= |'),
      ['regular', 'silver', 'gold'],
    ],
    ['the ladders', teaHouseWith('when: tier(status) >= silver', 'when: tier(|'), ['status']],
    ['the points', teaHouseWith(WHEN, 'when: balance(| ) > 3 stars'), ['star']],
    [
      'fields of an event',
      teaHouseWith('sum(purchase.amount during this year)', 'sum(purchase.|'),
      ['amount', 'channel', 'items', 'eligible'],
    ],
    [
      'attributes',
      teaHouseWith('months since member.enrolled < 3', 'months since member.|'),
      ['enrolled', 'birthday', 'plan'],
    ],
    [
      'periods',
      teaHouseWith('purchase.amount during this year', 'purchase.amount during this |'),
      ['day', 'week', 'month', 'quarter', 'year', 'fiscal_year', 'membership_year', 'status_year'],
    ],
    [
      'windows',
      teaHouseWith('purchase.amount during this year', 'purchase.amount during |'),
      ['this', 'previous', 'last', 'since', 'between', '6 months ending 2 months ago'],
    ],
    ['rules above', teaHouseWith('award(purchase_star)', 'award(|)'), ['purchase_star']],
    [
      'the event that a benefit counts',
      teaHouseWith('per: tasting_visit', 'per: tast|'),
      ['purchase', 'refund', 'visit', 'tasting_visit', 'review', 'survey', 'enroll', 'profile', 'redeem'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(labels(text)).toEqual(expected);
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'a condition sees the event of its rule',
      teaHouseWith(WHEN, 'when: |'),
      ['amount', 'eligible', 'yearly_spend', 'star_rate', 'loyal', 'tier', 'count'],
      ['product', 'recommend', 'share'],
    ],
    [
      'a review has other fields',
      teaHouseWith('    give: 10 stars\n', '    when: |\n    give: 10 stars\n'),
      ['product', 'stars'],
      ['amount', 'channel'],
    ],
    [
      'a filter sees the event that it filters',
      teaHouseWith('purchase.amount during this year', 'purchase.amount where |'),
      ['amount', 'channel', 'eligible'],
      ['product', 'yearly_spend', 'count', 'tier'],
    ],
    [
      'a number takes a unit',
      teaHouseWith(WHEN, 'when: amount >= 500 |'),
      ['JPY', 'stars', '%', 'months'],
      ['and'],
    ],
    [
      'behind a subject come the clauses',
      teaHouseWith('purchase.amount during this year', 'purchase.amount |'),
      ['where', 'during', 'before this'],
      ['and', '>='],
    ],
    [
      'behind a value come the signs',
      teaHouseWith(WHEN, 'when: amount |'),
      ['>=', 'and', 'otherwise', 'between'],
      ['where'],
    ],
    [
      'a limit counts by periods and fields',
      teaHouseWith('limit: 1 per year', 'limit: 1 per |'),
      ['day', 'member', 'channel'],
      ['store'],
    ],
    [
      'what fires a rule',
      teaHouseWith('on: review', 'on: |'),
      ['purchase', 'enroll', 'reach status.gold', 'lapse status.silver'],
      ['reach status.regular', 'month'],
    ],
    [
      'what a rule does every so often',
      teaHouseWith('every: birthday', 'every: |'),
      ['month', 'birthday', 'anniversary'],
      ['purchase', 'status_year'],
    ],
    [
      'types of a field',
      teaHouseWith('review: { product: text', 'review: { product: |'),
      ['JPY', 'text', 'star', 'status'],
      ['purchase'],
    ],
    [
      'a KPI is about members',
      teaHouseWith('measure: nps(survey.recommend during last 12 months)', 'measure: |'),
      ['share', 'nps', 'program_cost'],
      ['tier', 'count'],
    ],
    [
      'inside share a member is asked',
      teaHouseWith('measure: nps(survey.recommend during last 12 months)', 'measure: share(|'),
      ['tier', 'count', 'loyal'],
      ['nps'],
    ],
    [
      'guardrails',
      teaHouseWith('guardrails:', 'guardrails:\n  fair: |'),
      ['losers', 'change(cost_rate)'],
      ['tier'],
    ],
    [
      'a constant takes no names',
      teaHouseWith('worth: 700 JPY', 'worth: |'),
      ['1_000 JPY'],
      ['amount', 'tier'],
    ],
  ])('%s', (_name, text, there, not) => {
    const found = labels(text);
    expect(found).toEqual(expect.arrayContaining([...there]));
    expect(found.filter((label) => not.includes(label))).toEqual([]);
  });

  it('replaces the word at the cursor only', () => {
    const text = teaHouseWith(WHEN, 'when: amount >= 500 JPY and chan|');
    expect(taken(text, 'channel')).toBe(teaHouseWith(WHEN, 'when: amount >= 500 JPY and channel'));
  });

  it('a name of the same kind comes before one of another', () => {
    const found = completions(teaHouseWith(WHEN, 'when: amount >= |'));
    const rank = (label: string) => found.find((each) => each.label === label)?.rank ?? Number.NaN;
    expect(rank('yearly_spend')).toBeLessThan(rank('loyal'));
  });
});

describe('tests and scenarios', () => {
  const HEAD =
    'kizuna: 1\ntests: tea-house\ncases:\n  a:\n    members: { m1: { enrolled: 2026-01-01 } }\n    events:\n';
  it.each<[string, string, readonly string[]]>([
    [
      'the events of the program',
      '      - { id: e1, event: |',
      ['purchase', 'refund', 'visit', 'tasting_visit', 'review', 'survey', 'enroll', 'profile', 'redeem'],
    ],
    ['the members of the case', '      - { id: e1, event: visit, member: | }', ['m1']],
    ['the fields of the event', '      - { id: e1, event: review, fields: { | } }', ['product', 'stars']],
    [
      'the words of the field',
      '      - { id: e1, event: purchase, fields: { channel: |',
      ['store', 'app', 'online'],
    ],
    [
      'the levels',
      '    expect:\n      state: [{ member: m1, tier: { status: | } }]',
      ['regular', 'silver', 'gold'],
    ],
  ])('tests: %s', (_name, rest, expected) => {
    expect(labels(HEAD + rest, 'tests', { program: teaHouse })).toEqual(expected);
  });

  it('a scenario offers what the program has', () => {
    const head = 'kizuna: 1\nscenario: x\nprogram: ../program.yaml\nchanges:\n';
    const of = (rest: string) => labels(head + rest, 'scenario', { program: teaHouse });
    expect(of('  parameters:\n    |')).toEqual(['yen_per_star', 'star_rate']);
    expect(of('  rules:\n    win_back:\n      when: channel = |')).toEqual(['store', 'app', 'online']);
  });
});
