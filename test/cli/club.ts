import { CLUB, folder, HISTORY } from './command.ts';

/** A tests document of the club: a star per 100 JPY, a star dearer, a refund that does not fit. */
export const tests = (stars: number) => `kizuna: 1
tests: club
cases:
  star:
    title: { en: A star per 100 JPY, ja: 100円で1スター }
    members: { m1: { enrolled: 2026-01-01 } }
    events:
      - { id: e1, at: 2026-05-01 10:00, event: purchase, fields: { amount: 1_999 } }
    expect:
      ledger: { m1: [ { kind: earn, what: star, quantity: ${stars}, by: base, cause: e1 } ] }
  dearer:
    parameters: { yen_per_star: 200 JPY }
    members: { m1: { enrolled: 2026-01-01 } }
    events:
      - { id: e1, at: 2026-05-01 10:00, event: purchase, fields: { amount: 1_999 } }
      - { id: r1, at: 2026-05-02 10:00, event: refund, of: e1, fields: { amount: 5_000 } }
    expect:
      state: [ { member: m1, on: 2026-04-30, balance: { star: 0 } }, { member: m1, balance: { star: 9 }, tier: { status: regular } } ]
      rejected: [ { id: r1, reason: reversal-exceeds } ]
`;

/** A folder with the club, what can be wrong with it, and its history in several forms. */
export const clubFolder = () =>
  folder({
    'program.yaml': CLUB,
    'broken.yaml': CLUB.replace('>= 3_000 JPY', '>= 3_000'),
    'empty.yaml': '',
    'binary.yaml': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]),
    'sjis.yaml': new Uint8Array([0x70, 0x3a, 0x20, 0x83, 0x65, 0x83, 0x42]),
    'tests.yaml': tests(19),
    'wrong-tests.yaml': tests(20),
    'idle-tests.yaml': 'kizuna: 1\ntests: club\ncases:\n  idle:\n    expect: { ledger: {} }\n',
    'history.jsonl': HISTORY,
    'good.jsonl': HISTORY.split('\n')
      .filter((line) => !line.includes('r1'))
      .join('\n'),
    'orders.csv': 'no,who,when,yen\n1,m1,2026/05/01,2000\n2,m1,2026/05/02,oops\n',
    'mapping.yaml': `kizuna: 1
mapping: orders
format: csv
rows:
  - event: purchase
    id: { column: no }
    member: { column: who }
    at: { column: when, format: yyyy/MM/dd }
    fields: { amount: { column: yen } }
`,
  });
