import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fragments, laidOver } from './fragments.ts';
import { applied, findings, type Kind, located, wellFormed } from './located.ts';

const HEAD = 'kizuna: 1\nprogram: x\ncurrency: JPY\ntimezone: Asia/Tokyo\n';
const MAPPING = 'kizuna: 1\nmapping: m\nformat: csv\n';
const CASE = 'kizuna: 1\ntests: x\ncases:\n  one:\n';

describe('documents that are right', () => {
  it('the example of the language page has no finding', () => {
    const text = readFileSync(new URL('./language-example.yaml', import.meta.url), 'utf8');
    expect(findings(text, 'program')).toEqual([]);
  });

  it.each(fragments.map(({ name, text }) => [name, text]))('%s has no finding', (_name, text) => {
    expect(located(laidOver(text), 'program')).toEqual([]);
  });

  const right: readonly (readonly [Kind, string, string])[] = [
    [
      'program',
      'tables by several keys, by bands, by date',
      `${HEAD}parameters:
  fare_rate: { by: [carrier, fare], ana: { full: 150%, super: 75% }, otherwise: 100% }
  by_amount: { by: amount, ..99: 0%, 100..9_999: 1%, 10_000..: 2% }
  dated: { 2024-04-01: { by: tier(status), regular: 0%, gold: 5% }, 2025-04-01: 1.50 }
  plain: 20_000
`,
    ],
    [
      'program',
      'groups, drop, review, after, settle, hold, forfeit, take',
      `${HEAD}tiers:
  status: { review: every month, after: 2 days, drop: one level, base: a, levels: { b: { reach: no, until: forever } } }
groups: { g: { pick: highest, limit: [100 stars per day, 2 per month] } }
rules:
  a: { every: month, after: 2 days, settle: 1 star per 100 JPY of x per month }
  b: { on: [visit, purchase], hold: { status: b, until: today + 3 months }, group: g }
  c: { on: 2026-02-01, take: 10 stars, give: [1 voucher, 2 tickets], during: { until: 2027-01-01 } }
  d: { on: leave, forfeit: balance(star), aimed_at: dormant, available: earned, expires: forever }
rewards: { r: { price: [10 stars, 5 miles], give: 1 ticket, available: earned + 1 day, expires: earned + 1 month, during: { from: 2026-01-01 } } }
`,
    ],
    [
      'program',
      'types with bounds, optional entries, names in Japanese and with a hyphen',
      `${HEAD}members: { birthday?: date, plan: { type: [free, paid] }, 会員番号: text }
events: { 購入: { 金額: { type: JPY, min: 0, max: 10_000_000_000 }, ratio?: { type: number, decimals: 2 }, lines: { each: { n: integer, kind?: [x, y] } } }, in-store: {} }
`,
    ],
    [
      'tests',
      'every part of a case',
      `${CASE}    title: { en: A refund, ja: 返品 }
    parameters: { yen_per_star: 60 JPY, t: { by: member.plan, free: 1%, paid: 2% } }
    until: 2026-12-31
    members: { m1: { enrolled: 2024-01-01, birthday: 1990-05-01 }, 002: {} }
    events:
      - { id: e1, at: 2026-05-01 10:00, member: m1, event: purchase, fields: { amount: 1_000, items: [ { category: tea, amount: 300 } ] }, of: e0, sequence: 2 }
      - { id: 2, at: 2026-05-01T10:00:00Z, event: redeem, fields: { reward: cup, quantity: 1 } }
    expect:
      state: [ { member: m1, on: 2026-05-31, balance: { star: 22 }, pending: { star: 0 }, tier: { status: silver }, held: { status: 2026-12-31 }, segments: { loyal: yes } } ]
      ledger:
        m1: [ { at: 2026-05-01 10:00, kind: earn, what: star, quantity: 18, by: base, cause: e1, lot: L1, expires: 2027-05-31, balance: 18/0 } ]
        m2: []
      rows: [ { member: m1, kind: decline, what: star, quantity: 100, by: cup } ]
      absent: [ { member: m1, kind: earn, by: win_back } ]
      rejected: [ { id: r4, reason: reversal-exceeds } ]
      errors: [ { member: m1, event: e2, in: big, code: overflow } ]
`,
    ],
    [
      'mapping',
      'every way to find a value',
      `${MAPPING}delimiter: "\\t"
header: no
skip: 1
columns: [id, n, t, a]
encoding: shift_jis
zone: Europe/London
rows:
  - { when: { column: id, empty: yes }, ignore: no customer }
  - when: [ { column: id, starts_with: C }, { column: n, below: 0, in: [1, 2] } ]
    event: refund
    id: { column: id }
    member: { column: m }
    at: { column: [d, t], format: yyyy-MM-dd HH:mm:ss }
    sequence: { column: n }
    of: { find: last, event: purchase, where_left: covers, same: { product: product } }
    fields: { amount: { column: a, negate: yes, decimal: ".", thousands: "," }, ch: { column: c, words: { 1: store } }, store: { is: "001" } }
    lines: { items: { product: { column: p } } }
    group_by: [id]
  - { event: purchase, member: { column: m }, at: { column: d }, of: { column: o } }
members: { file: c.txt, format: fixed, columns: { id: { from: 1, width: 5 } }, id: { column: id }, enrolled: { column: e, format: yyyyMMdd }, attributes: { birthday: { column: b } } }
`,
    ],
    [
      'scenario',
      'a change of some entries, and an assumption',
      `kizuna: 1
scenario: cheaper-silver
program: ../program.yaml
changes:
  parameters: { yen_per_star: 50 JPY }
  tiers: { status: { levels: { silver: { reach: spend >= 20_000 JPY } } } }
  kpis: { nps: { target: at least 30 } }
remove: [rules.win_back]
response:
  from: 2026-04-01
  margin: { value: 40%, source: Accounts }
  assumptions:
    more_visits: { segment: loyal, event: purchase, changes: frequency, value: 5%, range: [0%, 10%], source: { en: Pilot, ja: 試行 } }
    hurry: { changes: pressure, near: free_cup, within: 30 stars, lasts: 6 months, value: 0.1, source: Pilot }
`,
    ],
  ];
  it.each(right)('%s: %s', (kind, _name, text) => {
    expect(located(text, kind)).toEqual([]);
  });
});

describe('documents that are wrong', () => {
  const wrong: readonly (readonly [Kind, string, readonly (readonly [string, string])[]])[] = [
    [
      'program',
      'kizuna: 1\nprogram: x\n',
      [
        ['missing-key', 'kizuna'],
        ['missing-key', 'kizuna'],
      ],
    ],
    ['program', `kizuna: 2\n${HEAD.slice(10)}`, [['unknown-version', '2']]],
    ['program', HEAD.replace('1', '"1"'), [['quoted-number', '"1"']]],
    ['program', `${HEAD}points: { star: { decimals: '2' } }\n`, [['quoted-number', "'2'"]]],
    ['program', 'hello\n', [['expected-map', 'hello']]],
    ['program', `${HEAD}rule: {}\n`, [['unknown-key', 'rule']]],
    ['program', HEAD.replace('currency', 'curency'), [['unknown-key', 'curency']]],
    ['program', `${HEAD}rules:\n  a: { on: visit, gives: 1 star }\n`, [['unknown-key', 'gives']]],
    ['program', `${HEAD}rules:\n  a: { on: visit, if: x, give: 1 star }\n`, [['unknown-key', 'if']]],
    ['program', `${HEAD}rules: { a: { when?: yes } }\n`, [['unknown-key', 'when?']]],
    ['program', `${HEAD}rules: [1]\n`, [['expected-map', 'rules']]],
    ['program', `${HEAD}rules:\n  a:\n`, [['empty-value', 'a']]],
    ['program', `${HEAD}rules: { a: { limit: { b: 1 } } }\n`, [['expected-other', 'limit']]],
    ['program', `${HEAD}rules: { a: { give: [{ b: 1 }] } }\n`, [['expected-text', 'b']]],
    ['program', `${HEAD}rules: { a: { on: [] } }\n`, [['too-few', 'on']]],
    ['program', `${HEAD}rules: { a: { builds: emotional } }\n`, [['unknown-choice', 'emotional']]],
    ['program', `${HEAD}rules: { a: { hold: { until: today } } }\n`, [['too-few', 'hold']]],
    ['program', `${HEAD}points: { star: { rounding: dwon } }\n`, [['unknown-choice', 'dwon']]],
    ['program', `${HEAD}points: { star: { redeemable: maybe } }\n`, [['expected-yes-no', 'maybe']]],
    ['program', `${HEAD}points: { star: { decimals: 12 } }\n`, [['out-of-bounds', '12']]],
    ['program', `${HEAD}points: { star: { decimals: two } }\n`, [['expected-form', 'two']]],
    ['program', `${HEAD}points: { star?: {} }\n`, [['optional-here', '?']]],
    ['program', `${HEAD}points: { 1a: {} }\n`, [['bad-name', '1a']]],
    ['program', `${HEAD}tiers: { s: { base: x } }\n`, [['missing-key', 's']]],
    ['program', `${HEAD}tiers: { s: { base: x, levels: {} } }\n`, [['too-few', 'levels']]],
    ['program', `${HEAD}parameters: { a: { 2026-04-1: 5 } }\n`, [['bad-key', '2026-04-1']]],
    ['program', `${HEAD}parameters: { a: [1] }\n`, [['expected-other', 'a']]],
    ['program', `${HEAD}events: { a: { b: { is: 1, each: { c: text } } } }\n`, [['not-together', 'is']]],
    ['program', `${HEAD}events: { a: { b: { min: 3 } } }\n`, [['missing-key', 'b']]],
    ['program', `${HEAD}events: { a: { b: [x, x] } }\n`, [['duplicate-item', 'x']]],
    ['program', HEAD.replace('JPY', 'yen'), [['expected-form', 'yen']]],
    ['program', `${HEAD}title: { fr: x }\n`, [['unknown-key', 'fr']]],
    ['program', `${HEAD}title: ~\n`, [['null-value', '~']]],
    ['tests', `${CASE}    events: []\n`, [['test-expects-nothing', 'one']]],
    ['tests', `${CASE}    expect: {}\n`, [['test-expects-nothing', 'expect']]],
    ['tests', `${CASE}    expect: { ledger: { m: [ { kind: earn } ] } }\n`, [['missing-key', 'kind']]],
    ['tests', `${CASE}    expect: { rows: [ { kind: earned } ] }\n`, [['unknown-choice', 'earned']]],
    ['mapping', `${MAPPING}rows: [ { ignor: x } ]\n`, [['unknown-key', 'ignor']]],
    ['mapping', `${MAPPING}rows: [ { when: { column: a }, ignore: yes } ]\n`, [['too-few', 'when']]],
    ['mapping', `${MAPPING.replace('csv', 'cvs')}rows: [ { ignore: yes } ]\n`, [['unknown-choice', 'cvs']]],
    ['scenario', 'kizuna: 1\nscenario: x\nprogram: p.yaml\nchanges: {}\n', [['too-few', 'changes']]],
  ];
  it.each(wrong)('%s %j', (kind, text, expected) => {
    const found = findings(text, kind);
    expect(found.map(({ code, span }) => [code, text.slice(span.start, span.end)])).toEqual(expected);
    wellFormed(text, found);
  });

  it('a fix leaves a document without that finding', () => {
    for (const [kind, text] of wrong) {
      for (const { code, message, fix } of findings(text, kind)) {
        if (fix === undefined) continue;
        // Another key may be missing too: that is another finding of the same code.
        const left = findings(applied(text, fix.edits), kind).filter(
          (each) => each.code === code && each.message.en === message.en,
        );
        expect(left, text).toEqual([]);
      }
    }
  });

  it('says what to write instead, in both languages', () => {
    const [found] = findings(`${HEAD}rules:\n  a: { on: visit, gives: 1 star }\n`, 'program');
    expect(found?.message.en).toBe('there is no entry called `gives` in `rules.a`');
    expect(found?.message.ja).toBe('`rules.a` に `gives` という項目はありません');
    expect(found?.help?.en).toBe('did you mean `give`?');
    const [missing] = findings(`${HEAD}periods: { f: { every: 1 year } }\n`, 'program');
    expect(missing?.message.en).toBe('`from` is missing in `periods.f`');
    expect(missing?.help?.ja).toBe('`from: 04-01` のように書き足してください');
  });
});
