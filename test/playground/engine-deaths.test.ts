import { afterEach, describe, expect, it } from 'vitest';
import type { EngineAnswer, EngineRequest, HistorySpec, Refusal } from '../../playground/contract/index.ts';
import { connectEngine, type EngineClient } from '../../playground/engine/index.ts';
import { answered, fileOf, given, HISTORY, PROGRAM, replay } from './desk.ts';
import { engineInPlace } from './in-place.ts';

let client: EngineClient;
afterEach(() => client.end());

const MADE: HistorySpec = { kind: 'generated', program: PROGRAM, events: 800, seed: 3 };

const told = (): Promise<Refusal | undefined> => new Promise((resolve) => client.onReopened(resolve));

// If it fails, a page that says it is ready refuses to show a member, or shows those of another history.
describe('a thread that dies while nothing is asked', () => {
  it('is told, so that the page asks again for what it shows', async () => {
    const kills: (() => void)[] = [];
    client = engineInPlace(2, (kill) => kills.push(kill));
    await answered(client, 'open', { source: MADE, program: PROGRAM });
    const before = await replay(client, PROGRAM);
    const columns = await answered(client, 'columns', { side: 'candidate' });
    const reopened = told();
    kills[0]?.();
    expect(await reopened).toBeUndefined();
    expect((await replay(client, PROGRAM)).candidate.figures).toEqual(before.candidate.figures);
    expect(await answered(client, 'columns', { side: 'candidate' })).toEqual(columns);
  });

  it('does not bring its history back in place of one that was opened meanwhile', async () => {
    const kills: (() => void)[] = [];
    client = engineInPlace(2, (kill) => kills.push(kill));
    await answered(client, 'open', { source: { ...MADE, events: 20_000 }, program: PROGRAM });
    kills[0]?.();
    const { members } = await answered(client, 'open', { source: given(HISTORY), program: PROGRAM });
    // Longer than it takes to read the other once more.
    for (let time = 0; time < 8; time += 1)
      expect((await replay(client, `${PROGRAM}# ${time}\n`)).members).toBe(members);
  });

  it('is given up where it dies again and again without having been of use', async () => {
    const kills: (() => void)[] = [];
    client = engineInPlace(1, (kill) => kills.push(kill));
    await answered(client, 'open', { source: MADE, program: PROGRAM });
    const all: (Refusal | undefined)[] = [];
    for (let death = 0; death < 3; death += 1) {
      const reopened = told();
      kills.at(-1)?.();
      all.push(await reopened);
    }
    expect(all).toEqual([undefined, undefined, expect.objectContaining({ why: 'unreadable' })]);
    // Whoever opens a history anew is served.
    await answered(client, 'open', { source: MADE, program: PROGRAM });
    expect((await replay(client, PROGRAM)).events).toBeGreaterThan(0);
  });
});

/** An engine that a test answers for. */
function byHand() {
  const asked: EngineRequest[] = [];
  let started = 0;
  let hear: (answer: EngineAnswer) => void = () => undefined;
  let die: (reason: string) => void = () => undefined;
  client = connectEngine(({ message, died }) => {
    started += 1;
    [hear, die] = [message, died];
    return { postMessage: (request) => asked.push(request), terminate: () => undefined };
  });
  const refuse = (number: number): void => hear({ kind: 'refused', number, refusal: { why: 'no-history' } });
  return { asked, refuse, die: () => die('gone'), started: () => started };
}

// If it fails, a page whose files are gone starts workers until the browser ends it, without a word.
describe('a worker that dies', () => {
  it('is not started for ever: whoever asks is told what to do', async () => {
    const engine = byHand();
    const news: (Refusal | undefined)[] = [];
    client.onReopened((refusal) => news.push(refusal));
    const asked = client.ask('columns', { side: 'candidate' });
    for (let death = 0; death < 10; death += 1) engine.die();
    expect((await asked.outcome).kind).toBe('refused');
    expect(engine.started()).toBe(3);
    const { outcome } = client.ask('columns', { side: 'candidate' });
    expect(await outcome).toMatchObject({
      refusal: { why: 'unreadable', reason: { ja: expect.stringContaining('再読み込み') } },
    });
    expect(news).toMatchObject([{ why: 'unreadable' }]);
  });

  it('has the history opened again that was opened, not one that was refused', async () => {
    const engine = byHand();
    const bad: HistorySpec = { kind: 'files', files: [fileOf('no.csv', '')], mapping: undefined };
    const { number, outcome } = client.ask('open', { source: bad, program: PROGRAM });
    engine.refuse(number);
    await outcome;
    engine.die();
    expect(engine.asked.map(({ kind }) => kind)).toEqual(['open']);
  });
});
