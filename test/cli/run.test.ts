import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clubFolder } from './club.ts';
import { CLUB, folder, kizuna } from './command.ts';

let place: ReturnType<typeof clubFolder>;
const at = (name: string) => join(place.path, name);

beforeAll(() => {
  place = clubFolder();
});
afterAll(() => place.remove());

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
    expect(ran.err).toContain(`= the only such row; it is in ${rejects}`);
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

  it('writes scores as decimals, quotients cut to four places', () => {
    const loyalty = [
      'loyalty:',
      '  economic: sum(purchase.amount) / 300 JPY',
      '  behavioral: 1.5 * count(purchase)',
      '',
    ].join('\n');
    const buy = '{"member":"m1","id":"e1","at":"2026-05-01","type":"purchase","amount":2000}';
    const scored = folder({ 'program.yaml': `${CLUB}\n${loyalty}`, 'h.jsonl': `${buy}\n` });
    const outcomes = join(scored.path, 'outcomes.jsonl');
    const ran = kizuna([
      'run',
      join(scored.path, 'program.yaml'),
      ...['--history', join(scored.path, 'h.jsonl'), '--outcomes', outcomes],
    ]);
    expect(ran.exit).toBe(0);
    // 2000/300 = 6.66666…; 1.5 × 1
    expect(JSON.parse(readFileSync(outcomes, 'utf8'))).toMatchObject({
      loyalty: { economic: '6.6666', behavioral: '1.5' },
    });
    scored.remove();
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
    [
      ['--history', 'history.jsonl', '--until', '2026-02-30'],
      '`2026-02-30` is not a date\n   = help: write `--until 2026-03-31`',
    ],
    [['--history', 'history.jsonl', '--ledger', 'no/such/folder.csv'], 'cannot be written'],
    [['--history', 'history.jsonl', '--mapping', 'no.yaml'], 'no.yaml: there is no such file'],
    [['--history', 'history.jsonl', '--rows', 'many'], '`--rows` takes a whole number, not `many`'],
    [
      ['--history', 'history.jsonl', '--members', '-1'],
      '`--members` takes a whole number that is 0 or more, not `-1`',
    ],
    [
      ['--history', 'history.jsonl', '--until', '2026-04-30'],
      'before the first day of the history, 2026-05-01',
    ],
    [['--history', 'history.jsonl', './history.jsonl'], './history.jsonl: this file is named twice'],
    [['--history', 'history.jsonl', '--ledger', 'program.yaml'], '`--ledger program.yaml` would write over'],
    [
      ['--history', 'history.jsonl', '--rejects', 'history.jsonl'],
      '`--rejects history.jsonl` would write over',
    ],
    [
      ['--history', 'history.jsonl', '--ledger', '-', '--rejects', '-'],
      '`--ledger` and `--rejects` both go to stdout',
    ],
    [
      ['--history', 'history.jsonl', '--ledger', 'a', '--outcomes', './a'],
      '`--ledger` and `--outcomes` both go to ./a',
    ],
    [
      ['--history', 'history.jsonl', '--mapping', 'program.yaml'],
      'program.yaml: this is a program; a mapping is needed',
    ],
    [
      ['--histroy', 'history.jsonl'],
      '`--history <files...>` is needed\n   = help: `kizuna run --help` shows what there is',
    ],
  ])('answers %j in words, exit 2', (args, words) => {
    const ran = kizuna(['run', 'program.yaml', ...args], {}, place.path);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(words);
  });

  it('leaves the files that it reads as they are', () => {
    const before = readFileSync(at('program.yaml'), 'utf8');
    kizuna(['run', at('program.yaml'), '--history', at('good.jsonl'), '--ledger', at('program.yaml')]);
    expect(readFileSync(at('program.yaml'), 'utf8')).toBe(before);
  });

  it('shows the first members with balance, tier and segments, and says how many more there are', () => {
    const all = kizuna(['run', at('program.yaml'), '--history', at('good.jsonl')]).out;
    // m1: 20 + 10 stars (30 a month); m2: 15, less the cup's 10.
    expect(all).toMatch(/ {2}member {2}balance {2}pending {2}status\n {2}m1 {11}30 {8}- {2}silver\n/);
    expect(all).toMatch(/\n {2}m2 {12}5 {8}- {2}regular\n/);
    expect(all).not.toContain(' more;');
    const one = kizuna(['run', at('program.yaml'), '--history', at('good.jsonl'), '--members', '1']).out;
    expect(one).not.toMatch(/\n {2}m2 /);
    expect(one).toContain('… 1 more; `--members N` shows more, `--outcomes FILE` writes all');
    const none = kizuna(['run', at('program.yaml'), '--history', at('good.jsonl'), '--members', '0']).out;
    expect(none).not.toMatch(/\n {2}m1 /);
  });

  it('takes a folder for the program in it', () => {
    expect(kizuna(['run', place.path, '--history', at('good.jsonl')]).exit).toBe(0);
    expect(kizuna(['plan', place.path]).exit).toBe(0);
  });

  it.each(['run', 'explain', 'plan'])('says in one sentence that %s was given another document', (name) => {
    const rest = name === 'plan' ? [] : ['--history', at('good.jsonl')];
    const member = name === 'explain' ? ['--member', 'm1'] : [];
    const ran = kizuna([name, at('tests.yaml'), ...rest, ...member]);
    expect(ran).toMatchObject({ exit: 2, out: '' });
    expect(ran.err).toBe(`kizuna: ${at('tests.yaml')}: this is a tests document; a program is needed here\n`);
  });

  it('shows why a program does not compile', () => {
    const ran = kizuna(['run', at('broken.yaml'), '--history', at('history.jsonl')]);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.err).toContain('broken.yaml:18:');
  });
});
