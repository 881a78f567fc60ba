import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineAnswers } from '../../playground/contract/index.ts';
import type { EngineClient } from '../../playground/engine/index.ts';
import { answered, PROGRAM, replay } from './desk.ts';
import { engineInPlace } from './in-place.ts';

const SCENARIO = readFileSync('programs/tea-house/scenarios/cheaper-silver.yaml', 'utf8');

let client: EngineClient;
afterEach(() => client.end());

/** The tea house that takes reviews of so many stars and more: it reads a history otherwise. */
const taking = (stars: number): string =>
  PROGRAM.replace(
    'review: { product: text, stars: integer }',
    `review: { product: text, stars: { type: integer, min: ${stars} } }`,
  );

// If it fails, whoever types quickly sees figures of a part of the members, and they stay.
describe('a reading that is cancelled', () => {
  it('takes nothing of the one that follows it', async () => {
    expect(taking(4)).not.toBe(PROGRAM);
    client = engineInPlace(1);
    // Three blocks: progress is told after the second.
    const source = { kind: 'generated', program: PROGRAM, events: 80_000, seed: 3 } as const;
    const { members } = await answered(client, 'open', { source, program: PROGRAM });
    await replay(client, PROGRAM);
    const edit = { candidate: { label: '', text: taking(4) }, base: undefined, added: [] };
    let first: Promise<{ readonly kind: string }> | undefined;
    const next = await new Promise<EngineAnswers['replay']>((resolve, reject) => {
      first = client.ask('replay', edit, ({ stage }) => {
        if (stage === 'reading') replay(client, taking(3)).then(resolve, reject);
      }).outcome;
    });
    expect((await first)?.kind).toBe('refused');
    expect(next.candidate.figures.members).toBe(members);
    expect(next.candidate.figures.events).toBe(next.events);
  });

  it('by a scenario that gives way to a replay takes nothing of that either', async () => {
    client = engineInPlace(1);
    const source = { kind: 'generated', program: PROGRAM, events: 80_000, seed: 3 } as const;
    const { members } = await answered(client, 'open', { source, program: PROGRAM });
    const asked = { program: taking(4), scenario: SCENARIO, draws: undefined };
    const next = await new Promise<EngineAnswers['replay']>((resolve, reject) => {
      client.ask('scenario', asked, ({ stage }) => {
        if (stage === 'reading') replay(client, taking(3)).then(resolve, reject);
      });
    });
    expect(next.candidate.figures.members).toBe(members);
  });
});
