import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folder, kizuna } from './command.ts';

const programs = readdirSync('programs').sort();
let place: ReturnType<typeof folder>;
beforeAll(() => {
  place = folder({});
});
afterAll(() => place.remove());

// If one fails, an example that we hand to a newcomer does not work as it stands.
describe.each(programs)('programs/%s', (name) => {
  const program = join('programs', name);
  const history = join(program, 'history.jsonl');

  it('passes its tests', () => {
    const ran = kizuna(['test', program]);
    expect(ran.out).toMatch(/\n[1-9]\d* passed, 0 failed\n$/);
    expect(ran.exit).toBe(0);
  });

  it.each(['en', 'ja'])('is replayed over its sample history and explained (%s)', (language) => {
    const [ledger, outcomes] = [`${name}.${language}.csv`, `${name}.${language}.jsonl`].map((file) =>
      join(place.path, file),
    );
    const ran = kizuna([
      ...['run', program, '--history', history, '--lang', language],
      ...['--ledger', ledger ?? '', '--outcomes', outcomes ?? ''],
    ]);
    expect(ran.err).not.toContain('KIZUNA_DEBUG');
    expect(ran.exit).toBe(0);
    const lines = readFileSync(outcomes ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    const members = readFileSync(history, 'utf8').match(/"member":"[^"]+"/g) ?? [];
    expect(lines.length).toBe(new Set(members).size);
    const { member } = JSON.parse(lines[0] ?? '{}');
    const told = kizuna(['explain', program, '--history', history, '--member', member, '--lang', language]);
    expect(told.err).not.toContain('KIZUNA_DEBUG');
    expect(told.exit).toBe(0);
    expect(told.out.length).toBeGreaterThan(100);
  });
});
