import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const PROGRAMS = new URL('../../programs/', import.meta.url);
const DOCUMENTS = new URL('../../schema/documents/', import.meta.url);

const files = readdirSync(PROGRAMS, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.yaml'));

// An editor finds keys, words and explanations by this line alone: no plugin of ours, no setting.
describe('the first line of every document', () => {
  it('is looked at in several programs', () => {
    expect(files.filter((path) => path.endsWith('/program.yaml')).length).toBeGreaterThan(5);
  });

  it.each(files)('%s names the schema of its kind', (path) => {
    const url = new URL(path, PROGRAMS);
    const text = readFileSync(url, 'utf8');
    const [, target = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const [, kind = ''] = /^kizuna: 1\n(program|tests|scenario|mapping): /m.exec(text) ?? [];
    expect(new URL(target, url).href).toBe(new URL(`${kind}.schema.json`, DOCUMENTS).href);
    expect(existsSync(new URL(target, url))).toBe(true);
  });
});
