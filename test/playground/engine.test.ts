import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EngineClient } from '../../playground/engine/index.ts';
import { folder, kizuna } from '../cli/command.ts';
import { answered, DEARER, given, HISTORY, PROGRAM, replay } from './desk.ts';
import { engineInPlace } from './in-place.ts';
import { compareByReference, planOf, readText, runByReference } from './reference.ts';

const clients: EngineClient[] = [];
afterAll(() => {
  for (const client of clients) client.end();
});

function engine(threads?: number): EngineClient {
  const client = engineInPlace(threads);
  clients.push(client);
  return client;
}

// If it fails, a consultant reads other figures on the page than the reference engine gives.
describe('figures', () => {
  it('are those of the reference engine over the sample history', async () => {
    const client = engine();
    const plan = planOf(PROGRAM);
    const read = await readText(plan, 'history.jsonl', HISTORY);
    const summary = await answered(client, 'open', { source: given(HISTORY), program: PROGRAM });
    expect(summary).toMatchObject({
      members: read.members.length,
      rows: read.rows,
      rejected: read.rejected.length,
    });
    const { candidate, until } = await replay(client, PROGRAM);
    expect(until).toBe(read.lastDay);
    expect(candidate.figures).toEqual(runByReference(plan, read).figures);
  });

  it('of a made-up history are those of the rows that `kizuna generate` writes, both versions and what lies between them', async () => {
    const place = folder({ 'program.yaml': PROGRAM });
    const path = join(place.path, 'made.jsonl');
    kizuna(['generate', join(place.path, 'program.yaml'), '-o', path, '--events', '6000', '--seed', '7']);
    const text = readFileSync(path, 'utf8');
    place.remove();
    const client = engine();
    const summary = await answered(client, 'open', {
      source: { kind: 'generated', program: PROGRAM, events: 6000, seed: 7 },
      program: PROGRAM,
    });
    const [base, candidate] = [planOf(PROGRAM), planOf(DEARER)];
    const read = await readText(base, 'made.jsonl', text);
    expect(summary).toMatchObject({ rows: 6000, members: read.members.length, rejected: 0 });
    const answer = await replay(client, DEARER, PROGRAM);
    const runs = [runByReference(base, read), runByReference(candidate, read)] as const;
    expect(answer.base?.figures).toEqual(runs[0].figures);
    expect(answer.candidate.figures).toEqual(runs[1].figures);
    expect(answer.comparison?.members).toEqual(compareByReference([base, candidate], runs));
    expect(answer.comparison?.members.all.losers).toBeGreaterThan(0);
  });
});
