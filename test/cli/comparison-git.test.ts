import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna } from './command.ts';
import { DEAR, HISTORY, SCENARIO, SHOP } from './shop.ts';

const UNTIL = ['--until', '2026-03-31'];

describe('a version out of git', () => {
  let work: ReturnType<typeof folder>;
  const git = (...args: string[]) => {
    const own = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    const done = spawnSync('git', [...own, ...args], { cwd: work.path, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
  };
  const here = (base: string, ...args: string[]) =>
    kizuna(['compare', base, ...args, '--history', 'history.jsonl', ...UNTIL, '--json'], {}, work.path);

  beforeAll(() => {
    work = folder({ 'shop.yaml': SHOP, 'history.jsonl': HISTORY });
    mkdirSync(`${work.path}/programs/shop`, { recursive: true });
    mkdirSync(`${work.path}/plans`);
    writeFileSync(`${work.path}/old.yaml`, SHOP);
    writeFileSync(`${work.path}/old-scenario.yaml`, SCENARIO.replace('shop.yaml', 'old.yaml'));
    writeFileSync(`${work.path}/plans/old.yaml`, SCENARIO.replace('shop.yaml', '../old.yaml'));
    writeFileSync(`${work.path}/programs/shop/program.yaml`, SHOP);
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'A shop');
    // By now there is no program in it.
    writeFileSync(`${work.path}/old.yaml`, 'gone: yes\n');
    writeFileSync(`${work.path}/shop.yaml`, DEAR);
    writeFileSync(`${work.path}/programs/shop/program.yaml`, DEAR);
  });
  afterAll(() => work.remove());

  it('is compared with what stands there now', () => {
    const found = JSON.parse(here('git:HEAD:shop.yaml', 'shop.yaml').out);
    expect(found.base.file).toBe('git:HEAD:shop.yaml');
    expect(found.members.all).toEqual({ members: 6, winners: 1, losers: 2, gained: '6', lost: '-10' });
    // A folder stands for the program in it; a path can start at the root of the disk.
    for (const base of ['git:HEAD:programs/shop', `git:HEAD:${work.path}/programs/shop/program.yaml`]) {
      const other = here(base, 'programs/shop');
      expect(other.exit).toBe(1);
      expect(JSON.parse(other.out).members).toEqual(found.members);
    }
    // From a folder beneath, paths are meant from there; a folder can be named by dots alone.
    for (const base of ['git:HEAD:program.yaml', 'git:HEAD:.', 'git:HEAD:../shop']) {
      const beneath = kizuna(
        ['compare', base, '.', '--history', '../../history.jsonl', ...UNTIL, '--json'],
        {},
        `${work.path}/programs/shop`,
      );
      expect(JSON.parse(beneath.out).members).toEqual(found.members);
    }
  });

  it('can be a scenario, which takes the program of that revision', () => {
    for (const scenario of ['git:HEAD:old-scenario.yaml', 'git:HEAD:plans/old.yaml']) {
      const { out } = here('git:HEAD:shop.yaml', scenario);
      expect(JSON.parse(out).members.all).toEqual({
        members: 6,
        winners: 1,
        losers: 2,
        gained: '6',
        lost: '-10',
      });
    }
    expect(here('git:HEAD:shop.yaml', 'old-scenario.yaml').exit).toBe(1);
    // The program can also be named from the root of the disk.
    writeFileSync(`${work.path}/near.yaml`, SCENARIO);
    writeFileSync(`${work.path}/far.yaml`, SCENARIO.replace('shop.yaml', `${work.path}/shop.yaml`));
    const [near, far] = ['near.yaml', 'far.yaml'].map((each) => here('git:HEAD:shop.yaml', each));
    expect(JSON.parse(far?.out ?? '').members).toEqual(JSON.parse(near?.out ?? '').members);
  });

  it('is missed in words', () => {
    const cases: readonly [string, string][] = [
      ['git:nowhere:shop.yaml', 'git knows no revision `nowhere`'],
      ['git:HEAD:other.yaml', '`other.yaml` is not in revision `HEAD`'],
      ['git:HEAD:programs', '`programs/program.yaml` is not in revision `HEAD`'],
      ['git:HEAD', 'write `git:REVISION:PATH`'],
      ['git:--output=x:shop.yaml', 'write `git:REVISION:PATH`'],
      ['git:HEAD:../outside.yaml', '`../outside.yaml` is not in revision `HEAD`'],
    ];
    for (const [base, said] of cases) {
      const ran = here(base, 'shop.yaml');
      expect(ran.err).toContain(said);
      expect(ran).toMatchObject({ exit: 2, out: '' });
    }
    // Files need no repository; a revision does.
    const place = folder({ 'shop.yaml': SHOP, 'dear.yaml': DEAR, 'history.jsonl': HISTORY });
    const inPlace = (base: string, ...args: string[]) =>
      kizuna(
        ['compare', base, ...args, '--history', 'history.jsonl'],
        { GIT_CEILING_DIRECTORIES: '/' },
        place.path,
      );
    const outside = inPlace('shop.yaml', 'dear.yaml');
    expect(outside.err).toBe('');
    const nowhere = inPlace('git:HEAD:shop.yaml', 'shop.yaml', '--lang', 'ja');
    place.remove();
    expect(nowhere.exit).toBe(2);
    expect(nowhere.err).toContain('ここは git リポジトリではありません');
  });
});
