import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLUB, folder, HISTORY, kizuna, root } from './command.ts';

const tests = (stars: number) => `kizuna: 1
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

let place: ReturnType<typeof folder>;
const at = (name: string) => join(place.path, name);

beforeAll(() => {
  place = folder({
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
});
afterAll(() => place.remove());

describe('the command', () => {
  it('explains itself in both languages, with an example for each command', () => {
    for (const name of ['check', 'test', 'run', 'explain', 'plan']) {
      const en = kizuna([name, '--help']);
      expect(en).toMatchObject({ exit: 0, err: '' });
      expect(en.out).toContain(`Example:\n  kizuna ${name} `);
      const ja = kizuna([name, '--help', '--lang', 'ja']);
      expect(ja.exit).toBe(0);
      expect(ja.out).toContain(`使い方: kizuna ${name}`);
      expect(ja.out).toContain(`例:\n  kizuna ${name} `);
    }
    const all = kizuna(['--help'], { LANG: 'ja_JP.UTF-8' }).out;
    expect(all).toContain('プログラムを履歴に適用する');
    expect(all).not.toMatch(/show|Usage|display/);
  });

  it.each([
    [['chekc'], 'there is no command `chekc`', 'did you mean `check`?'],
    [['check', '--fromat', 'json', 'x'], 'there is no option `--fromat`', 'did you mean `--format`?'],
    [['check'], 'an argument is missing: files', 'kizuna --help'],
    [['check', '--format', 'xml', 'x'], '`xml` is not a value of `--format', 'pretty, json, github'],
    [['check', 'x', '--format'], '`--format <format>` needs a value', 'kizuna --help'],
    [['run', 'x'], '`--history <files...>` is needed', 'kizuna --help'],
    [['plan', 'x', 'y'], 'too many arguments', 'kizuna --help'],
    [['check', '--lang', 'fr', 'x'], '`fr` is not a value of `--lang', 'en, ja'],
  ])('answers %j with what is wrong and what to do, exit 2', (args, what, help) => {
    const ran = kizuna(args);
    expect(ran.exit).toBe(2);
    expect(ran.out).toBe('');
    expect(ran.err).toContain(what);
    expect(ran.err).toContain(help);
  });

  it('says what is wrong with the arguments in Japanese too', () => {
    const ran = kizuna(['chekc', '--lang=ja']);
    expect(ran.exit).toBe(2);
    expect(ran.err).toBe('kizuna: `chekc` というコマンドはありません\n   = 対処: `check` でしょうか\n');
  });

  it('shows its help and exits 2 when nothing is asked', () => {
    expect(kizuna([])).toMatchObject({ exit: 2, out: '' });
    expect(kizuna([]).err).toContain('Usage: kizuna');
    expect(kizuna(['help']).exit).toBe(0);
  });

  it('knows the version of its package', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(kizuna(['--version'])).toEqual({ exit: 0, out: `${version}\n`, err: '' });
  });
});

describe('check', () => {
  it('says shortly that all is well, one line for each document of any kind', () => {
    const ran = kizuna(['check', at('program.yaml'), at('tests.yaml'), at('mapping.yaml')]);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    expect(ran.out.split('\n').map((line) => line.replace(/\(\d+ ms\)/, '(ms)'))).toEqual([
      'club: 2 rules, 1 tier, 1 reward: no findings (ms)',
      'club tests: 2 cases: no findings (ms)',
      'orders mapping: 1 kind of row: no findings (ms)',
      '',
    ]);
  });

  it('shows a finding at its place and exits 1', () => {
    const ran = kizuna(['check', at('broken.yaml')]);
    expect(ran.exit).toBe(1);
    const lines = ran.out.split('\n');
    expect(lines[0]).toMatch(/^error\[[a-z-]+\]: /);
    // The comparison stands on line 18; the plain number at its end is what is wrong.
    expect(lines[1]).toMatch(/^ {2}--> .*broken\.yaml:18:\d+$/);
    expect(lines[3]).toBe('18 |         reach: sum(purchase.amount during this year) >= 3_000');
    const caret = (lines[4] ?? '').indexOf('^');
    expect((lines[3] ?? '').slice(caret)).toBe('3_000');
    expect(ran.out).toContain('3_000 JPY');
    expect(ran.out.trimEnd().split('\n').at(-1)).toBe('1 error, 0 warnings');
  });

  it('shows it in Japanese when asked or when the locale says so', () => {
    const ran = kizuna(['check', at('broken.yaml')], { LC_ALL: 'ja_JP.UTF-8' });
    expect(ran.exit).toBe(1);
    expect(ran.out).toMatch(/^error\[[^\]]*[ぁ-んァ-ン一-龯][^\]]* [a-z-]+\]: .*[。ぁ-ん]/);
    expect(ran.out).toContain('   = 対処: ');
    expect(ran.out).toContain('エラー 1 件、警告 0 件');
    expect(kizuna(['check', at('broken.yaml'), '--lang', 'ja']).out).toBe(ran.out);
  });

  it('writes no colours where nobody watches', () => {
    expect(kizuna(['check', at('broken.yaml')]).out).not.toContain('\u001b');
    expect(kizuna(['check', at('broken.yaml')], { NO_COLOR: '1' }).out).not.toContain('\u001b');
  });

  it('gives GitHub one annotation a line, at the place', () => {
    const ran = kizuna(['check', '--format', 'github', at('broken.yaml')]);
    expect(ran.exit).toBe(1);
    expect(ran.out).toMatch(
      /^::error file=[^,]*broken\.yaml,line=18,endLine=18,col=\d+,endColumn=\d+,title=[a-z-]+::/,
    );
    expect(ran.out.trimEnd().split('\n')).toHaveLength(1);
  });

  it('gives other programs JSON with both languages', () => {
    const ran = kizuna(['check', '--format', 'json', at('broken.yaml'), at('program.yaml')]);
    expect(ran.exit).toBe(1);
    const { files } = JSON.parse(ran.out);
    expect(files).toHaveLength(2);
    expect(files[0].findings).toHaveLength(1);
    const [finding] = files[0].findings;
    expect(finding).toMatchObject({ severity: 'error', start: { line: 18 }, end: { line: 18 } });
    const text = readFileSync(at('broken.yaml'), 'utf8');
    expect(text.slice(finding.start.offset, finding.end.offset)).toBe('3_000');
    expect(finding.message.ja).not.toBe(finding.message.en);
    expect(files[1].findings).toEqual([]);
  });

  it.each([
    ['nothing.yaml', 2, 'there is no such file'],
    ['.', 2, 'this is a folder'],
    ['binary.yaml', 1, 'this is not a text file'],
    ['sjis.yaml', 1, 'this is not UTF-8'],
  ])('says of %s in words what is wrong, exit %i', (name, exit, words) => {
    const ran = kizuna(['check', at(name)]);
    expect(ran.exit).toBe(exit);
    expect(ran.err).toContain(words);
    expect(ran.err).not.toMatch(/at .*\(.*:\d+:\d+\)|Error:/);
  });

  it('finds an empty document wanting', () => {
    const ran = kizuna(['check', at('empty.yaml')]);
    expect(ran.exit).toBe(1);
    expect(ran.out).toMatch(/^error\[[a-z-]+\]/);
  });

  it('checks the other files when one is missing', () => {
    const ran = kizuna(['check', at('nothing.yaml'), at('program.yaml')]);
    expect(ran.exit).toBe(2);
    expect(ran.out).toContain('club: 2 rules');
  });
});

describe('test', () => {
  it('runs every case, with its own parameters laid over', () => {
    const ran = kizuna(['test', at('program.yaml')]);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    expect(ran.out).toBe('✓ club star: A star per 100 JPY\n✓ club dearer\n2 passed, 0 failed\n');
    expect(kizuna(['test', at('program.yaml'), '--lang', 'ja']).out).toContain('✓ club star: 100円で1スター');
  });

  it('shows expected and got side by side and exits 1', () => {
    const ran = kizuna(['test', at('wrong-tests.yaml')]);
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain('✗ club star');
    expect(ran.out).toMatch(/wrong-tests\.yaml:10: ledger of m1/);
    expect(ran.out).toMatch(/▶ {2}earn {2}star {2}20 {2}base {2}e1 {2}earn {2}star {2}19 {2}base {2}e1/);
    expect(ran.out).toContain('1 passed, 1 failed');
  });

  it('runs only the cases asked for, and calls a run of none a failure', () => {
    expect(kizuna(['test', at('wrong-tests.yaml'), '--filter', 'dear']).out).toBe(
      '✓ club dearer\n1 passed, 0 failed\n',
    );
    const none = kizuna(['test', at('tests.yaml'), '--filter', 'nothing']);
    expect(none).toMatchObject({ exit: 1, out: '' });
    expect(none.err).toContain('no test was run');
  });

  it('does not let a case pass that expects nothing', () => {
    const ran = kizuna(['test', at('idle-tests.yaml')]);
    expect(ran.exit).toBe(1);
  });

  it('says so where there are no tests at all', () => {
    const ran = kizuna(['test'], {}, place.path);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain('there is no programs/*/tests.yaml here');
  });
});

describe('run', () => {
  it('writes the ledger, keeps bad rows out and says which', () => {
    const ledger = at('ledger.csv');
    const rejects = at('rejects.csv');
    const ran = kizuna([
      'run',
      at('program.yaml'),
      '--history',
      at('history.jsonl'),
      '--ledger',
      ledger,
      '--rejects',
      rejects,
      '--until',
      '2026-05-31',
    ]);
    expect(ran.exit).toBe(0);
    // 2 000 / 100 = 20; 30 a month leave 10 of e2's 20, then none. m1 spent 4 000 by e2: silver after it; e3 is below
    // 1 000, so no bonus. m2: 15, less the cup's 10.
    expect(readFileSync(ledger, 'utf8')).toBe(
      [
        'member,at,kind,what,quantity,by,cause,lot,expires,balance,pending',
        'm1,2026-05-01T10:00:00,earn,star,20,base,e1,1,,20,0',
        'm1,2026-05-02T10:00:00,earn,star,10,base,e2,2,,30,0',
        'm1,2026-05-02T10:00:00,reach,status.silver,,,e2,,2027-12-31,,',
        'm2,2026-05-05T10:00:00,earn,star,15,base,f1,1,,15,0',
        'm2,2026-05-06T10:00:00,use,star,-10,cup,f2,1,,5,0',
        '',
      ].join('\n'),
    );
    expect(ran.err).toContain('error[reversal-unknown]');
    expect(ran.err).toContain('history.jsonl:4: ');
    expect(ran.err).toContain(`all are in ${rejects}`);
    expect(readFileSync(rejects, 'utf8').split('\n')).toHaveLength(3);
    expect(ran.out).toContain('6 read, 5 accepted, 1 rejected, 0 ignored');
  });

  it('writes JSON Lines to stdout for `-`, the summary then to stderr', () => {
    const ran = kizuna(['run', at('program.yaml'), '--history', at('good.jsonl'), '--ledger', '-']);
    expect(ran.exit).toBe(0);
    const rows = ran.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toHaveLength(5);
    expect(rows[0]).toEqual({
      member: 'm1',
      at: '2026-05-01T10:00:00',
      kind: 'earn',
      what: 'star',
      quantity: '20',
      by: 'base',
      cause: 'e1',
      lot: 1,
      balance: '20',
      pending: '0',
    });
    expect(ran.err).toContain('5 read, 5 accepted');
  });

  it('sums up for programs', () => {
    const outcomes = at('outcomes.jsonl');
    const ran = kizuna([
      'run',
      at('program.yaml'),
      '--history',
      at('good.jsonl'),
      '--format',
      'json',
      '--outcomes',
      outcomes,
    ]);
    expect(JSON.parse(ran.out)).toMatchObject({
      program: 'club',
      until: '2026-05-06',
      members: 2,
      stopped: 0,
      ledger_rows: 5,
      // issued 20 + 10 + 15 = 45; a cup used 10; 30 + 5 are left
      points: { star: { issued: '45', used: '10', expired: '0', available: '35', pending: '0', debt: '0' } },
      tiers: { status: { regular: 1, silver: 1 } },
      rules: [
        { name: 'base', times: 3, issued: { star: '45' } },
        { name: 'bonus', times: 0, issued: { star: '0' } },
        { kind: 'reward', name: 'cup', times: 1, declined: 0 },
      ],
    });
    const lines = readFileSync(outcomes, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        member: 'm1',
        points: { star: { balance: '30' } },
        tiers: { status: { level: 'silver', held: '2027-12-31' } },
      },
      {
        member: 'm2',
        points: { star: { balance: '5', used: '10' } },
        tiers: { status: { level: 'regular' } },
      },
    ]);
  });

  it('ends at a bad row under --strict, before anything is written', () => {
    const ledger = at('strict.csv');
    const ran = kizuna([
      'run',
      at('program.yaml'),
      '--history',
      at('history.jsonl'),
      '--strict',
      '--ledger',
      ledger,
    ]);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(existsSync(ledger)).toBe(false);
  });

  it('reads other columns through a mapping', () => {
    const ran = kizuna([
      'run',
      at('program.yaml'),
      '--history',
      at('orders.csv'),
      '--mapping',
      at('mapping.yaml'),
      '--lang',
      'ja',
    ]);
    expect(ran.exit).toBe(0);
    expect(ran.err).toContain('orders.csv:3: ');
    expect(ran.out).toContain('読込 2、採用 1、除外 1、対象外 0');
  });

  it('says when a mapping does not fit the program, at its place', () => {
    const wrong = folder({
      'mapping.yaml': readFileSync(at('mapping.yaml'), 'utf8').replace('{ amount:', '{ amont:'),
    });
    const ran = kizuna([
      'run',
      at('program.yaml'),
      '--history',
      at('orders.csv'),
      '--mapping',
      join(wrong.path, 'mapping.yaml'),
    ]);
    wrong.remove();
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.err).toContain('did you mean `amount`?');
    expect(ran.err).toMatch(/mapping\.yaml:9:\d+/);
  });

  it.each([
    [['--history', 'no.jsonl'], 'no.jsonl: there is no such file'],
    [['--history', 'history.jsonl', '--until', '2026-02-30'], '`2026-02-30` is not a date'],
    [['--history', 'history.jsonl', '--ledger', 'no/such/folder.csv'], 'cannot be written'],
    [['--history', 'history.jsonl', '--mapping', 'no.yaml'], 'no.yaml: there is no such file'],
    [['--history', 'history.jsonl', '--rows', 'many'], '`--rows` is a number'],
  ])('answers %j in words, exit 2', (args, words) => {
    const ran = kizuna(['run', 'program.yaml', ...args], {}, place.path);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(words);
  });

  it('shows why a program does not compile', () => {
    const ran = kizuna(['run', at('broken.yaml'), '--history', at('history.jsonl')]);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.err).toContain('broken.yaml:18:');
  });
});

describe('explain', () => {
  const explain = (...args: string[]) =>
    kizuna(['explain', at('program.yaml'), '--history', at('history.jsonl'), ...args]);

  it('shows the values behind an award, and the limit that cut it', () => {
    const ran = explain('--member', 'm1', '--event', 'e2');
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('● rule base: gave 10 star');
    expect(ran.out).toMatch(/program\.yaml:\d+ \| give: 1 star per yen_per_star of amount/);
    expect(ran.out).toContain('yen_per_star = 100 JPY');
    expect(ran.out).toContain('amount = 2,000 JPY');
    expect(ran.out).toContain('limit `30 stars per month` cut 20 star to 10 star (room 10 star)');
    expect(ran.out).toContain('level status.silver: reached, until 2027-12-31');
    expect(ran.out).toContain('sum(purchase.amount during this year) = 4,000 JPY');
  });

  it('shows the part of a condition that was false, and only it', () => {
    const regular = explain('--member', 'm1', '--event', 'e2').out;
    expect(regular).toContain('○ rule bonus: did not fire: its condition is not met');
    expect(regular).toContain('tier(status) >= silver = no');
    expect(regular).not.toContain('amount >= 1_000 JPY =');
    const silver = explain('--member', 'm1', '--event', 'e3').out;
    expect(silver).toContain('amount >= 1_000 JPY = no');
    expect(silver).not.toContain('tier(status) >= silver = no');
    expect(silver).toContain('limit `30 stars per month` leaves no room (0)');
  });

  it('speaks Japanese', () => {
    const ran = explain('--member', 'm2', '--lang', 'ja');
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('ルール base: 15 star を付与');
    expect(ran.out).toContain('特典 cup: 10 star を使用');
  });

  it.each([
    [['--member', 'nobody'], 'there is no member `nobody`'],
    [['--member', 'm1', '--event', 'e99'], 'member `m1` has no event `e99`'],
    [['--member', 'm1', '--event', 'r1'], 'names `e9`, which this member never did'],
  ])('answers %j in words, exit 2', (args, words) => {
    const ran = explain(...args);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(words);
  });
});

describe('plan', () => {
  it('prints what a program compiles to', () => {
    const ran = kizuna(['plan', at('program.yaml')]);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    expect(ran.out).toContain('sum(purchase.amount during this year)');
  });

  it('shows why a program does not compile', () => {
    const ran = kizuna(['plan', at('broken.yaml')]);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.err).toContain('broken.yaml:18:');
  });
});
