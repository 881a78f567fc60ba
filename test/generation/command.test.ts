import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CLUB, folder, kizuna } from '../cli/command.ts';
import { affordableOneByOne } from './grants.ts';
import { generatorOf, membersOf, planOf, textOfMembers } from './programs.ts';

const place = folder({
  'program.yaml': CLUB,
  'empty.yaml':
    'kizuna: 1\nprogram: empty\nversion: "1"\ncurrency: JPY\ntimezone: Asia/Tokyo\npoints: { star: {} }\n',
  'silent.yaml':
    'kizuna: 1\nprogram: silent\nversion: "1"\ncurrency: JPY\ntimezone: Asia/Tokyo\nevents: { visit: {} }\npoints: { star: {} }\n',
});
const at = (name: string) => join(place.path, name);
const club = at('program.yaml');
afterAll(place.remove);

describe('kizuna generate', () => {
  it('writes as many rows as asked for, and `kizuna run` takes every one', () => {
    const ran = kizuna(['generate', club, '-o', at('h.jsonl'), '--events', '1_500', '--seed', '3']);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    expect(ran.out).toContain('1,500 rows of');
    const text = readFileSync(at('h.jsonl'), 'utf8');
    expect(text.split('\n')).toHaveLength(1501);
    expect(kizuna(['run', club, '--history', at('h.jsonl'), '--strict']).exit).toBe(0);
    const { out } = kizuna(['generate', club, '-o', '-', '--events', '1500', '--seed', '3']);
    expect(out).toBe(text);
    const attempted = membersOf(generatorOf(planOf(CLUB), { seed: 3 }), 200);
    const kept = attempted.map((history) => affordableOneByOne(planOf(CLUB), history));
    expect(textOfMembers(planOf(CLUB), kept, 1500)).toBe(text);
    const all = kizuna([
      ...['generate', club, '-o', '-', '--events', '1500', '--seed', '3'],
      ...['--redemptions', 'attempted'],
    ]);
    expect(textOfMembers(planOf(CLUB), attempted, 1500)).toBe(all.out);
  });

  it('writes the first members of many as it writes few, as CSV too', () => {
    for (const name of ['few', 'many'])
      kizuna(['generate', club, '-o', at(`${name}.csv`), '--members', name === 'few' ? '10' : '100']);
    const [few, many] = ['few', 'many'].map((name) => readFileSync(at(`${name}.csv`), 'utf8'));
    expect(few).toMatch(/^member,id,at,type,of,/);
    expect(many?.startsWith(few ?? '-')).toBe(true);
    expect(kizuna(['run', club, '--history', at('many.csv'), '--strict']).exit).toBe(0);
  });

  it('says in a program without money what members come for', () => {
    const ran = kizuna(['generate', at('silent.yaml'), '-o', at('s.jsonl'), '--members', '5']);
    expect(ran.exit).toBe(0);
    expect(ran.err).toContain('what members come for is taken to be `visit`');
  });

  it('answers what it cannot do in words, and writes nothing', () => {
    const out = at('never.jsonl');
    const cases: readonly [readonly string[], string][] = [
      [[club, '-o', out, '--members', '0'], '`--members` takes a whole number from 1 to 99,999,999, not `0`'],
      [[club, '-o', out, '--events', 'many'], '`--events` takes a whole number from 1'],
      [[club, '-o', out, '--members', '5', '--events', '5'], 'name one of them'],
      [[club, '-o', out, '--seed', '-1'], '`--seed` takes a whole number'],
      [[club, '-o', out, '--from', '2025-02-30'], '`2025-02-30` is not a date'],
      [[club, '-o', out, '--from', '1850-01-01'], 'a history lies between 1900-01-01 and 2199-12-31'],
      [
        [club, '-o', out, '--from', '2025-01-02', '--until', '2025-01-01'],
        '`--until 2025-01-01` lies before `--from 2025-01-02`',
      ],
      [[club, '-o', out, '--repeat', '0'], '`--repeat` takes a number above 0, at most 1,000'],
      [[club, '-o', out, '--spend', 'much'], '`--spend` takes a number above 0'],
      [[club, '-o', out, '--format', 'xml'], '`xml` is not a value of `--format'],
      [[club, '-o', club], 'would write over a file that is read'],
      [[club, '-o', at('no/such/folder.jsonl')], 'cannot be written (ENOENT)'],
      [[club], '`-o, --output <file>` is needed'],
      [[at('nobody.yaml'), '-o', out], 'there is no such file'],
      [[at('empty.yaml'), '-o', out], 'the program has no event that could happen'],
    ];
    for (const [args, words] of cases) {
      const ran = kizuna(['generate', ...args]);
      expect(ran, args.join(' ')).toMatchObject({ exit: 2, out: '' });
      expect(ran.err).toContain(words);
      expect(kizuna(['generate', ...args, '--lang', 'ja']).err).toMatch(/[ぁ-ん]/);
    }
    expect(existsSync(out)).toBe(false);
  });
});
