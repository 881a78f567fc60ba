import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLUB, folder, kizuna, root } from './command.ts';

const UNTIDY = CLUB.replace('points:\n  star: {}\n', 'points:\n    star:   {}   \n\n\n\n');
const TIDY = CLUB.replace('points:\n  star: {}\n', 'points:\n  star: {}\n\n');
const BROKEN = 'kizuna: 1\nprogram: "club\n';

let place: ReturnType<typeof folder>;
const at = (name: string) => join(place.path, name);
const read = (name: string) => readFileSync(at(name), 'utf8');

beforeEach(() => {
  place = folder({
    'club/program.yaml': UNTIDY,
    'club/tests.yaml': 'kizuna: 1\ntests: club\ncases: {}\n',
    'club/scenarios/dearer.yaml': 'kizuna: 1\nscenario:   dearer\nprogram: ../program.yaml\n',
    'club/history.jsonl': '{"id":  1}\n',
    'broken.yaml': BROKEN,
    'empty/notes.txt': '',
  });
});
afterEach(() => place.remove());

describe('kizuna format', () => {
  it('changes the documents of a folder in place, scenarios too, and nothing else', () => {
    const ran = kizuna(['format', at('club')]);
    expect(ran).toEqual({
      exit: 0,
      out: `${at('club/program.yaml')}: formatted\n${at('club/scenarios/dearer.yaml')}: formatted\n1 document is as it should be\n`,
      err: '',
    });
    expect(read('club/program.yaml')).toBe(TIDY);
    expect(read('club/scenarios/dearer.yaml')).toBe(
      'kizuna: 1\nscenario: dearer\nprogram: ../program.yaml\n',
    );
    expect(read('club/history.jsonl')).toBe('{"id":  1}\n');
    expect(kizuna(['format', at('club')])).toEqual({
      exit: 0,
      out: '3 documents are as they should be\n',
      err: '',
    });
  });

  it('--check names what would change, changes nothing and fails, so that a CI job stops', () => {
    const ran = kizuna(['format', '--check', at('club/program.yaml'), at('club/tests.yaml'), '--lang', 'ja']);
    expect(ran).toEqual({
      exit: 1,
      out: `${at('club/program.yaml')}: 整形で変わります\n1 件は整っています\n`,
      err: '',
    });
    expect(read('club/program.yaml')).toBe(UNTIDY);
    expect(kizuna(['format', '--check', at('club/tests.yaml')]).exit).toBe(0);
  });

  it('leaves what cannot be read as it is and says why', () => {
    const ran = kizuna(['format', at('broken.yaml'), at('club/program.yaml')]);
    expect(ran.exit).toBe(1);
    expect(ran.err).toContain('error[unclosed-quote]');
    expect(ran.err).toContain('broken.yaml:2:10');
    expect(read('broken.yaml')).toBe(BROKEN);
    expect(read('club/program.yaml')).toBe(TIDY);
  });

  it.each([
    ['gone.yaml', 'there is no such file'],
    ['empty', 'there is no YAML file in this folder'],
    ['club/history.jsonl', 'this is a history, not a document'],
  ])('says what is wrong with %s, exit 2', (name, why) => {
    const ran = kizuna(['format', at(name)]);
    expect(ran).toMatchObject({ exit: 2, out: '' });
    expect(ran.err).toContain(`${name}: ${why}`);
  });

  it('reads stdin and writes stdout, the text and nothing else', () => {
    const through = (input: string, ...args: readonly string[]) => {
      const done = spawnSync(process.execPath, [join(root, 'dist', 'kizuna.js'), 'format', '-', ...args], {
        input,
        encoding: 'utf8',
      });
      return { exit: done.status, out: done.stdout };
    };
    expect(through(UNTIDY)).toEqual({ exit: 0, out: TIDY });
    expect(through(TIDY)).toEqual({ exit: 0, out: TIDY });
    expect(through(UNTIDY, '--check')).toEqual({ exit: 1, out: '-: would change\n' });
    expect(through(BROKEN)).toEqual({ exit: 1, out: '' });
  });

  it('a file of a revision is looked at, never written', () => {
    const git = (...args: readonly string[]) =>
      spawnSync('git', ['-C', place.path, '-c', 'user.name=t', '-c', 'user.email=t@t.invalid', ...args]);
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'Start');
    const named = 'git:HEAD:club/program.yaml';
    const looked = kizuna(['format', '--check', named], {}, place.path);
    expect(looked).toEqual({ exit: 1, out: `${named}: would change\n`, err: '' });
    const refused = kizuna(['format', named], {}, place.path);
    expect(refused).toMatchObject({ exit: 2, out: '' });
    expect(refused.err).toContain('a file of a revision cannot be changed');
    expect(read('club/program.yaml')).toBe(UNTIDY);
  });

  it('the pages show before and after as the command writes it', () => {
    for (const page of ['docs/cli.md', 'docs/cli.ja.md']) {
      const text = readFileSync(join(root, page), 'utf8');
      const [before = '', after = ''] = [...text.matchAll(/```yaml\n(gold:[\s\S]*?)```/g)].map(
        (each) => each[1],
      );
      place.remove();
      place = folder({ 'gold.yaml': before });
      kizuna(['format', at('gold.yaml')]);
      expect(read('gold.yaml')).toBe(after);
    }
  });
});
