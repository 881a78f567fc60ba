import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, kizuna, root } from './command.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const TEA_HOUSE = 'programs/tea-house';

describe('what the pages show', () => {
  it.each(['docs/cli.md', 'docs/cli.ja.md'])('the tests document of %s passes', (page) => {
    const example = /```yaml\n(kizuna: 1\ntests:[\s\S]*?)```/.exec(read(page))?.[1] ?? '';
    const place = folder({ 'program.yaml': read(`${TEA_HOUSE}/program.yaml`), 'tests.yaml': example });
    const ran = kizuna(['test', place.path]);
    place.remove();
    expect(ran).toMatchObject({ exit: 0, err: '' });
    expect(ran.out).toContain('1 passed, 0 failed');
  });

  it.each(['docs/cli.md', 'docs/cli.ja.md'])('%s names every option of every command', (page) => {
    const text = read(page);
    for (const command of [
      'check',
      'format',
      'review',
      'test',
      'run',
      'simulate',
      'compare',
      'explain',
      'generate',
      'mapping',
      'compile',
      'inspect',
      'plan',
    ]) {
      const { out } = kizuna([command, '--help']);
      const options = [...out.matchAll(/^ {2}(--[a-z]+)/gm)].map((match) => match[1] ?? '');
      expect(options).toContain('--lang');
      for (const option of options) expect(text, `${command} ${option}`).toContain(option);
    }
  });

  it('the dashboard in docs/cli.md is what the command prints', () => {
    const block =
      /kizuna -- simulate programs\/tea-house.*\n([\s\S]*?)```/.exec(read('docs/cli.md'))?.[1] ?? '';
    const { out } = kizuna(['simulate', TEA_HOUSE, '--history', `${TEA_HOUSE}/history.jsonl`]);
    const shown = block.trimEnd().split('\n');
    expect(shown.length).toBeGreaterThan(10);
    const printed = out.split('\n');
    for (const line of shown) if (line.trim() !== '…') expect(printed).toContain(line);
  });

  it.each([
    ['docs/compare.md', 'en'],
    ['docs/compare.ja.md', 'ja'],
  ])('the comparison in %s is what the command prints', (page, language) => {
    const block = /kizuna -- compare programs\/tea-house.*\n([\s\S]*?)```/.exec(read(page))?.[1] ?? '';
    const candidate = `${TEA_HOUSE}/scenarios/sixty-yen.yaml`;
    const args = ['--history', `${TEA_HOUSE}/history.jsonl`, '--lang', language];
    const { exit, out } = kizuna(['compare', TEA_HOUSE, candidate, ...args]);
    // Three quarters of the guests lose: the page shows a guardrail that does not pass.
    expect(exit).toBe(1);
    const shown = block.trimEnd().split('\n');
    expect(shown.length).toBeGreaterThan(30);
    const printed = out.split('\n');
    for (const line of shown) if (line.trim() !== '…') expect(printed).toContain(line);
  });

  it.each([
    ['README.md', 'en'],
    ['README.ja.md', 'ja'],
  ])('the explanation in %s is what the command prints', (page, language) => {
    const block = /explain programs\/tea-house[^`]*?\n(2024-[\s\S]*?)```/.exec(read(page))?.[1] ?? '';
    const event = ['--member', 'm00000067', '--event', 'm00000067-13'];
    const args = ['--history', `${TEA_HOUSE}/history.jsonl`, ...event];
    const { out } = kizuna(['explain', `${TEA_HOUSE}/program.yaml`, ...args, '--lang', language]);
    const shown = block.trimEnd().split('\n');
    expect(shown.length).toBeGreaterThan(10);
    const printed = out.split('\n');
    for (const line of shown) if (line.trim() !== '…') expect(printed).toContain(line);
  });
});
