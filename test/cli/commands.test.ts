import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clubFolder, tests } from './club.ts';
import { CLUB, folder, kizuna, root } from './command.ts';

let place: ReturnType<typeof clubFolder>;
const at = (name: string) => join(place.path, name);

beforeAll(() => {
  place = clubFolder();
});
afterAll(() => place.remove());

describe('the command', () => {
  it('explains itself in both languages, with an example for each command', () => {
    for (const name of [
      'check',
      'format',
      'test',
      'run',
      'simulate',
      'explain',
      'generate',
      'mapping',
      'compile',
      'inspect',
      'plan',
    ]) {
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
    [['check'], 'an argument is missing: files', 'kizuna check --help'],
    [['check', '--format', 'xml', 'x'], '`xml` is not a value of `--format', 'pretty, json, github'],
    [['check', 'x', '--format'], '`--format <format>` needs a value', 'kizuna check --help'],
    [['run', 'x'], '`--history <files...>` is needed', 'kizuna run --help'],
    [['plan', 'x', 'y'], 'too many arguments', 'kizuna plan --help'],
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
    expect(kizuna(['help', 'nope'])).toEqual({
      exit: 2,
      out: '',
      err: 'kizuna: there is no command `nope`\n   = help: there are check, format, review, test, run, simulate, compare, scenario, explain, generate, mapping, compile, inspect, plan\n',
    });
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
    ['history.jsonl', 2, 'this is a history, not a document; `kizuna run PROGRAM --history '],
    ['binary.yaml', 1, 'this is not a text file'],
    ['sjis.yaml', 1, 'this is not UTF-8'],
  ])('says of %s in words what is wrong, exit %i', (name, exit, words) => {
    const ran = kizuna(['check', at(name)]);
    expect(ran.exit).toBe(exit);
    expect(ran.err).toContain(words);
    expect(ran.err).not.toMatch(/at .*\(.*:\d+:\d+\)|Error:/);
  });

  it('takes the folder of a program for all of its documents, scenarios too, and no other folder', () => {
    const ran = kizuna(['check', join(root, 'programs', 'tea-house')]);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    const [program, tests, scenario] = ran.out.split('\n');
    expect(program).toMatch(/^tea-house: /);
    expect(tests).toMatch(/^tea-house tests: /);
    expect(scenario).toMatch(/ scenario: /);
    const other = kizuna(['check', join(root, 'docs')]);
    expect(other.exit).toBe(2);
    expect(other.err).toContain('this is a folder; name the files in it');
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
    expect(none.err).toBe('kizuna: no test was run\n   = help: no case has `nothing` in its name\n');
  });

  it('does not let a case pass that expects nothing', () => {
    const ran = kizuna(['test', at('idle-tests.yaml')]);
    expect(ran.exit).toBe(1);
  });

  it('runs the tests of the folder it stands in, and says so where there are none at all', () => {
    expect(kizuna(['test'], {}, place.path)).toMatchObject({ exit: 0, err: '' });
    const bare = folder({ 'program.yaml': CLUB });
    const none = kizuna(['test'], {}, bare.path);
    const beside = kizuna(['test', 'program.yaml'], {}, bare.path);
    bare.remove();
    expect(none.exit).toBe(2);
    expect(none.err).toContain('there is no programs/*/tests.yaml here, and no tests.yaml');
    expect(beside.exit).toBe(2);
    expect(beside.err).toContain('program.yaml: there is no tests.yaml beside it');
  });

  it('gives the words of a row that was kept out, and the day of a state', () => {
    const slip = tests(19)
      .replace('balance: { star: 0 }', 'balance: { star: 7 }')
      .replace('      rejected: [ { id: r1, reason: reversal-exceeds } ]\n', '');
    const wrong = folder({ 'program.yaml': CLUB, 'tests.yaml': slip });
    const ran = kizuna(['test', wrong.path]);
    wrong.remove();
    expect(ran.exit).toBe(1);
    expect(ran.out).toMatch(
      /reason reversal-exceeds {2}member m1\n {6}= `5000` is more than the `1999` that is left of `e1`/,
    );
    expect(ran.out).toContain('state of m1 on 2026-04-30\n');
  });
});
