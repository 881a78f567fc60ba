import { afterEach, describe, expect, it } from 'vitest';
import type { HistoryFile, HistorySpec, Progress } from '../../playground/contract/index.ts';
import type { EngineClient } from '../../playground/engine/index.ts';
import { answered, DEARER, EVERYBODY, fileOf, given, HISTORY, PROGRAM, replay } from './desk.ts';
import { engineInPlace } from './in-place.ts';
import { compareByReference, planOf, readText, runByReference } from './reference.ts';

let client: EngineClient;
afterEach(() => client.end());

const MADE: HistorySpec = { kind: 'generated', program: PROGRAM, events: 1500, seed: 3 };

/** The tea house that takes reviews of three stars and more for reviews: others cannot be used, and a field is new. */
const STRICTER = PROGRAM.replace(
  'review: { product: text, stars: integer }',
  'review: { product: text, stars: { type: integer, min: 3 }, photo?: [yes, no] }',
);

async function refusalOf(source: HistorySpec, program = PROGRAM): Promise<unknown> {
  const outcome = await client.ask('open', { source, program }).outcome;
  return outcome.kind === 'refused' ? outcome.refusal : outcome.answer;
}

// If it fails, an edit that changes what rows mean shows figures of the rows as they were.
describe('a program that reads the history otherwise', () => {
  it('has it read again, and its base keeps its own reading', async () => {
    expect(STRICTER).not.toBe(PROGRAM);
    client = engineInPlace(2);
    await answered(client, 'open', { source: given(HISTORY), program: PROGRAM });
    await replay(client, PROGRAM);
    const stages: Progress['stage'][] = [];
    const ask = {
      candidate: { label: 'candidate', text: STRICTER },
      base: { label: 'base', text: PROGRAM },
      added: [],
    };
    const outcome = await client.ask('replay', ask, ({ stage }) => stages.push(stage)).outcome;
    if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusal));
    const plans = [planOf(PROGRAM), planOf(STRICTER)] as const;
    const reads = [
      await readText(plans[0], 'history.jsonl', HISTORY),
      await readText(plans[1], 'history.jsonl', HISTORY),
    ] as const;
    const runs = [runByReference(plans[0], reads[0]), runByReference(plans[1], reads[1])] as const;
    expect(outcome.answer.base?.figures).toEqual(runs[0].figures);
    expect(outcome.answer.candidate.figures).toEqual(runs[1].figures);
    expect(outcome.answer.comparison?.members).toEqual(compareByReference(plans, runs));
    // Back again nothing is read, and the members are those of the old reading.
    expect((await replay(client, PROGRAM)).candidate.figures).toEqual(runs[0].figures);
  });

  it('reads a made-up history as it would read its file', async () => {
    client = engineInPlace(2);
    await answered(client, 'open', { source: MADE, program: PROGRAM });
    const before = await replay(client, PROGRAM);
    const after = await replay(client, STRICTER);
    const { history } = after.candidate.figures;
    expect(history.rows).toBe(1500);
    const rejected = history.rejected.reduce((sum, { count }) => sum + count, 0);
    expect(history.accepted + rejected).toBe(1500);
    expect(before.candidate.figures.history.accepted).toBe(1500);
    expect((await answered(client, 'rejects', { language: 'en' })).split('\n').length - 2).toBe(rejected);
  });
});

describe('requests', () => {
  it('of replays give way to newer ones, and can be cancelled', async () => {
    client = engineInPlace(2);
    await answered(client, 'open', { source: MADE, program: PROGRAM });
    const ask = (text: string) => ({ candidate: { label: '', text }, base: undefined, added: [] });
    const first = client.ask('replay', ask(PROGRAM));
    const second = client.ask('replay', ask(DEARER));
    expect(await first.outcome).toEqual({ kind: 'refused', refusal: { why: 'cancelled' } });
    expect((await second.outcome).kind).toBe('answer');
    const third = client.ask('replay', ask(PROGRAM));
    client.cancel(third.number);
    expect(await third.outcome).toEqual({ kind: 'refused', refusal: { why: 'cancelled' } });
    // What was shown before is still there to be asked.
    const { total } = await answered(client, 'members', { query: EVERYBODY, from: 0, to: 0 }).then((page) =>
      page.kind === 'page' ? page : { total: -1 },
    );
    expect(total).toBeGreaterThan(0);
  });

  it('to open a history can be cancelled, and another is opened after it', async () => {
    client = engineInPlace(2);
    const large = client.ask('open', { source: { ...MADE, events: 50_000 }, program: PROGRAM });
    client.cancel(large.number);
    expect(await large.outcome).toEqual({ kind: 'refused', refusal: { why: 'cancelled' } });
    expect((await answered(client, 'open', { source: MADE, program: PROGRAM })).rows).toBe(1500);
    const replaced = client.ask('open', { source: { ...MADE, events: 50_000 }, program: PROGRAM });
    const last = client.ask('open', { source: { ...MADE, seed: 4 }, program: PROGRAM });
    expect((await replaced.outcome).kind).toBe('refused');
    expect((await last.outcome).kind).toBe('answer');
  });

  it('are refused where a thread dies, and answered again afterwards: the history is opened once more', async () => {
    const kills: (() => void)[] = [];
    client = engineInPlace(2, (kill) => kills.push(kill));
    await answered(client, 'open', { source: MADE, program: PROGRAM });
    const { figures } = (await replay(client, PROGRAM)).candidate;
    const asked = client.ask('replay', {
      candidate: { label: '', text: DEARER },
      base: undefined,
      added: [],
    });
    // Once it is on its way to the threads.
    await new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
    kills[0]?.();
    expect(await asked.outcome).toMatchObject({ kind: 'refused', refusal: { why: 'fault' } });
    expect((await replay(client, PROGRAM)).candidate.figures).toEqual(figures);
  });

  it('before there is a history, and of a broken program, are refused with the reason', async () => {
    client = engineInPlace(1);
    const ask = { candidate: { label: '', text: PROGRAM }, base: undefined, added: [] };
    expect(await client.ask('replay', ask).outcome).toEqual({
      kind: 'refused',
      refusal: { why: 'no-history' },
    });
    await answered(client, 'open', { source: MADE, program: PROGRAM });
    const broken = await client.ask('replay', { ...ask, base: { label: '', text: 'kizuna: 1\n' } }).outcome;
    if (broken.kind === 'answer' || broken.refusal.why !== 'broken')
      throw new Error('a broken base was replayed');
    expect(broken.refusal.side).toBe('base');
    expect(broken.refusal.diagnostics.length).toBeGreaterThan(0);
  });
});

// If it fails, a page hangs or shows nothing where somebody drops the wrong thing.
describe('files that are no history', () => {
  const files = (...list: HistoryFile[]): HistorySpec => ({ kind: 'files', files: list, mapping: undefined });

  it('are refused, or say of every row what is wrong with it', async () => {
    client = engineInPlace(2);
    const folder: HistoryFile = {
      name: 'folder',
      size: 4096,
      slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotFoundError')) }),
    };
    expect(await refusalOf(files(folder))).toMatchObject({ why: 'unreadable' });
    expect(await refusalOf(files())).toMatchObject({ why: 'unreadable' });
    expect(await refusalOf(files(fileOf('x.parquet', 'no parquet at all')))).toMatchObject({
      why: 'unreadable',
    });
    const noise = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919 + (at >> 3)) % 256);
    const read = await refusalOf(files(fileOf('noise.jsonl', noise)));
    expect(read).toMatchObject({ members: 0, events: 0 });
    expect(await refusalOf({ ...given(HISTORY), mapping: 'not: [a, mapping' } as HistorySpec)).toMatchObject({
      why: 'unreadable',
    });
  });

  it('leave a history of nobody, which has no figures', async () => {
    client = engineInPlace(2);
    await answered(client, 'open', { source: given(''), program: PROGRAM });
    const ask = { candidate: { label: '', text: PROGRAM }, base: undefined, added: [] };
    const outcome = await client.ask('replay', ask).outcome;
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { why: 'unreadable' } });
  });

  it('leave the history at hand where it is, and another can be opened after them', async () => {
    client = engineInPlace(2);
    await answered(client, 'open', { source: MADE, program: PROGRAM });
    const { figures } = (await replay(client, PROGRAM)).candidate;
    await refusalOf(files(fileOf('x.parquet', 'PAR1 and no more')));
    const slice = () => ({ arrayBuffer: () => Promise.reject(new Error('it was read')) });
    const huge = await refusalOf(files({ name: 'huge.csv', size: 3_000_000_000, slice }));
    expect(JSON.stringify(huge)).toContain('3.0 GB');
    expect((await replay(client, PROGRAM)).candidate.figures).toEqual(figures);
    const { members } = await answered(client, 'open', { source: given(HISTORY), program: PROGRAM });
    expect((await replay(client, PROGRAM)).members).toBe(members);
  });
});
