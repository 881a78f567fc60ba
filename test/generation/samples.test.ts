import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folder, kizuna, root } from '../cli/command.ts';

const place = folder({});
afterAll(place.remove);

const LARGEST = 200_000;

/** The arguments behind `kizuna -- generate` in a README, its lines joined. */
function commandIn(readme: string): readonly string[] {
  const written = /npm run -s kizuna -- (generate (?:[^`\n\\]|\\\n)*)/.exec(readme)?.[1];
  if (written === undefined) throw new Error('the README names no command');
  return written.replaceAll('\\\n', ' ').trim().split(/\s+/);
}

// If one fails, a README tells how to make a history that is another one.
describe.each(readdirSync(join(root, 'programs')))('the sample history of %s', (name) => {
  const program = join('programs', name);
  const history = join(program, 'history.jsonl');

  it('is what the command in its README writes, and no row of it is rejected', () => {
    const kept = readFileSync(join(root, history));
    const args = commandIn(readFileSync(join(root, program, 'README.md'), 'utf8'));
    expect(args.slice(0, 4)).toEqual(['generate', program, '-o', history]);
    const written = join(place.path, `${name}.jsonl`);
    expect(kizuna(['generate', program, '-o', written, ...args.slice(4)]).exit).toBe(0);
    expect(readFileSync(written).equals(kept)).toBe(true);
    expect(kept.length).toBeLessThan(LARGEST);
    const ran = kizuna(['run', program, '--history', history, '--strict', '--format', 'json']);
    expect(ran.exit).toBe(0);
    const { kpis } = JSON.parse(ran.out);
    expect(Object.values<{ value: unknown }>(kpis).some(({ value }) => value !== null)).toBe(true);
  });
});
