import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { folder, kizuna } from '../cli/command.ts';
import { answered, given, HISTORY, PROGRAM } from './desk.ts';
import { engineInPlace } from './in-place.ts';

const client = engineInPlace();
afterAll(() => client.end());

// If it fails, the report that is handed on from the page says something else than the one of the command.
it.each(['en', 'ja'] as const)(
  'hands on the report that `kizuna simulate --html` writes (%s)',
  async (language) => {
    const place = folder({ 'program.yaml': PROGRAM, 'history.jsonl': HISTORY });
    const html = join(place.path, 'report.html');
    const history = join(place.path, 'history.jsonl');
    kizuna(['simulate', place.path, '--history', history, '--html', html, '--lang', language]);
    const written = readFileSync(html, 'utf8');
    place.remove();
    await answered(client, 'open', { source: given(HISTORY), program: PROGRAM });
    const candidate = { label: 'program', text: PROGRAM };
    await answered(client, 'replay', { candidate, base: undefined, added: [] });
    expect(await answered(client, 'report', { language, histories: ['history.jsonl'] })).toBe(written);
  },
);

// If it fails, whoever is handed the report reads figures of a change, and nothing of what it changes.
it('holds the comparison where there is a base', async () => {
  await answered(client, 'open', { source: given(HISTORY), program: PROGRAM });
  const candidate = { label: 'after', text: PROGRAM };
  const base = { label: 'before <1>', text: PROGRAM };
  await answered(client, 'replay', { candidate, base, added: [] });
  const compared = await answered(client, 'report', { language: 'en', histories: [] });
  expect(compared).toContain('<section id="comparison"');
  expect(compared).toContain('Base: “before &lt;1&gt;”. Candidate: “after”');
  expect(compared).toContain('<h3>Winners and losers</h3>');
  await answered(client, 'replay', { candidate, base: undefined, added: [] });
  expect(await answered(client, 'report', { language: 'en', histories: [] })).not.toContain('comparison');
});

// If it fails, somebody who asks too early gets a page without figures instead of a word.
it('refuses a report where nothing was replayed', async () => {
  const fresh = engineInPlace(1);
  const outcome = await fresh.ask('report', { language: 'en', histories: [] }).outcome;
  fresh.end();
  expect(outcome).toEqual({ kind: 'refused', refusal: { why: 'no-history' } });
});
