import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EngineAnswers, HistoryFile, HistorySpec } from '../../playground/contract/engine.ts';
import type { EngineClient } from '../../playground/engine/index.ts';
import { folder, kizuna } from '../cli/command.ts';
import { engineInPlace } from './in-place.ts';
import { compareByReference, planOf, readText, runByReference } from './reference.ts';

const PROGRAM = readFileSync('programs/tea-house/program.yaml', 'utf8');
const HISTORY = readFileSync('programs/tea-house/history.jsonl', 'utf8');

function fileOf(name: string, text: string): HistoryFile {
  return new File([text], name);
}

/** A file that a page was given, in the native form. */
function given(text: string): HistorySpec {
  return { kind: 'files', files: [fileOf('history.jsonl', text)], mapping: undefined };
}

const clients: EngineClient[] = [];
afterAll(() => {
  for (const client of clients) client.end();
});

function engine(threads?: number): EngineClient {
  const client = engineInPlace(threads);
  clients.push(client);
  return client;
}

async function open(
  client: EngineClient,
  source: HistorySpec,
  program = PROGRAM,
): Promise<EngineAnswers['open']> {
  const outcome = await client.ask('open', { source, program }).outcome;
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusal));
  return outcome.answer;
}

async function replay(
  client: EngineClient,
  candidate: string,
  base?: string,
): Promise<EngineAnswers['replay']> {
  const ask = {
    candidate: { label: 'candidate', text: candidate },
    base: base === undefined ? undefined : { label: 'base', text: base },
    added: [],
  };
  const outcome = await client.ask('replay', ask).outcome;
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusal));
  return outcome.answer;
}

/** The tea house with a dearer point. */
const DEARER = PROGRAM.replace(/yen_per_star: \{ ([\d-]+): \d+ JPY/, 'yen_per_star: { $1: 97 JPY');

// If it fails, a consultant reads other figures on the page than the reference engine gives.
describe('figures', () => {
  it('are those of the reference engine over the sample history', async () => {
    const client = engine();
    const plan = planOf(PROGRAM);
    const read = await readText(plan, 'history.jsonl', HISTORY);
    const summary = await open(client, given(HISTORY));
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
    const summary = await open(client, { kind: 'generated', program: PROGRAM, events: 6000, seed: 7 });
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
