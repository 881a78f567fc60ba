import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddedEvent, MembersQuery } from '../../playground/contract/index.ts';
import type { EngineClient } from '../../playground/engine/index.ts';
import type { HistoryRead } from '../../runtime/index.ts';
import { dayOfTime, type HistoryEvent, type MemberHistory } from '../../schema/index.ts';
import { answered, DEARER, EVERYBODY, given, HISTORY, PROGRAM } from './desk.ts';
import { engineInPlace } from './in-place.ts';
import { compareByReference, planOf, type ReferenceRun, readText, runByReference } from './reference.ts';

let client: EngineClient;
let read: HistoryRead;
beforeAll(async () => {
  client = engineInPlace(2);
  read = await readText(planOf(PROGRAM), 'history.jsonl', HISTORY);
});
afterAll(() => client.end());

/** The purchase of a member, once more under another id at the end of the history. */
function tried({ member, events }: MemberHistory, at: number): AddedEvent {
  const bought = events.find(({ type }) => type === 'purchase');
  if (bought === undefined) throw new Error('bought nothing');
  const event: HistoryEvent = { ...bought, id: `tried-${member}`, at, place: undefined };
  return { member, event };
}

function runWith(text: string, added: readonly AddedEvent[]): ReferenceRun {
  const members = read.members.map((history) => {
    const more = added.flatMap(({ member, event }) => (member === history.member ? [event] : []));
    return { ...history, events: [...history.events, ...more] };
  });
  return runByReference(planOf(text), { ...read, members });
}

// If it fails, what somebody tries on a member changes the figures of others, or changes nothing.
describe('events added by hand', () => {
  it('are replayed as if they stood in the history', async () => {
    await answered(client, 'open', { source: given(HISTORY), program: PROGRAM });
    const buyers = read.members.filter(({ events }) => events.some(({ type }) => type === 'purchase'));
    const last = (read.lastDay ?? 0) * 86_400 + 86_399;
    // The first and the last of them, and two who are neighbours: every way to cut a chunk.
    const chosen = [buyers[0], buyers[1], buyers.at(-1)].filter((each) => each !== undefined);
    const added = chosen.map((history) => tried(history, last));
    const ask = {
      candidate: { label: 'candidate', text: DEARER },
      base: { label: 'base', text: PROGRAM },
      added,
    };
    const without = await answered(client, 'replay', { ...ask, added: [] });
    const answer = await answered(client, 'replay', ask);
    const runs = [runWith(PROGRAM, added), runWith(DEARER, added)] as const;
    expect(answer.base?.figures).toEqual(runs[0].figures);
    expect(answer.candidate.figures).toEqual(runs[1].figures);
    expect(answer.comparison?.members).toEqual(compareByReference([planOf(PROGRAM), planOf(DEARER)], runs));
    expect(answer.candidate.figures.points).not.toEqual(without.candidate.figures.points);
    const page = await answered(client, 'members', { query: EVERYBODY, from: 0, to: 1e6 });
    if (page.kind === 'broken') throw new Error('a condition out of nowhere');
    const issued = page.columns.findIndex(({ key }) => key === 'points:star:issued');
    expect(page.rows.map((row) => row[issued])).toEqual(
      runs[1].outcomes.map(({ points }) => points[0]?.issued),
    );
    // Taken back, everything is as it was.
    expect((await answered(client, 'replay', { ...ask, added: [] })).candidate.figures).toEqual(
      without.candidate.figures,
    );
  });

  it('of a made-up member move the last day of the run where they are later', async () => {
    await answered(client, 'open', {
      source: { kind: 'generated', program: PROGRAM, events: 800, seed: 5 },
      program: PROGRAM,
    });
    const ask = { candidate: { label: '', text: PROGRAM }, base: undefined, added: [] };
    const { until, candidate } = await answered(client, 'replay', ask);
    const event: HistoryEvent = {
      type: 'visit',
      id: 'tried',
      at: (until + 40) * 86_400,
      fields: {},
      of: undefined,
      place: undefined,
    };
    const later = await answered(client, 'replay', { ...ask, added: [{ member: 'm00000001', event }] });
    expect(later.until).toBe(dayOfTime(event.at));
    expect(later.candidate.figures.events).toBe(candidate.figures.events + 1);
  });

  it('are in all that is asked of members, in the report and in scenarios', async () => {
    const text = readFileSync('programs/tea-house/scenarios/cheaper-silver.yaml', 'utf8');
    const scenario = text.replace('draws: 200', 'draws: 3');
    const buyers = read.members.filter(({ events }) => events.some(({ type }) => type === 'purchase'));
    const [first] = buyers;
    // Whoever buys again after half a year is reached by a rule that reached them never or long ago.
    const longAgo = ((read.lastDay ?? 0) - 181) * 86_400;
    const dormant = buyers.find(({ events }) =>
      events.every(({ type, at }) => type !== 'purchase' || at < longAgo),
    );
    if (first === undefined || dormant === undefined) throw new Error('everybody is alike');
    const last = (read.lastDay ?? 0) * 86_400 + 86_399;
    const added = [first, dormant].map(({ member }) => {
      const { event } = tried(first, last);
      return { member, event: { ...event, id: `tried-${member}` } };
    });
    const lines = HISTORY.trimEnd().split('\n');
    const row = lines
      .map((line) => JSON.parse(line))
      .find(({ member, type }) => member === first.member && type === 'purchase');
    const at = new Date(last * 1000).toISOString().slice(0, 19);
    const rows = added.map(({ member, event: { id } }) => JSON.stringify({ ...row, member, id, at }));
    const bought = first.events.filter(({ type }) => type === 'purchase').length;
    const told = async (history: string, by: readonly AddedEvent[]) => {
      await answered(client, 'open', { source: given(history), program: PROGRAM });
      const candidate = { label: 'program', text: PROGRAM };
      await answered(client, 'replay', { candidate, base: undefined, added: by });
      const page = (query: Partial<MembersQuery>) =>
        answered(client, 'members', { query: { ...EVERYBODY, ...query }, from: 0, to: 1e6 });
      const report = await answered(client, 'report', { language: 'en', histories: [] });
      const simulated = await answered(client, 'scenario', { program: PROGRAM, scenario, draws: undefined });
      return {
        all: await page({}),
        buyers: await page({ filter: `count(purchase) >= ${bought + 1}` }),
        reached: await page({ reachedBy: 'win_back' }),
        // How many rows the file had stands elsewhere in it.
        lifetime: /<section[^>]*lifetime[\s\S]*?<\/section>/.exec(report)?.[0],
        figures: simulated.kind === 'simulated' && simulated.rows,
      };
    };
    const byHand = await told(HISTORY, added);
    const inFile = await told([...lines, ...rows].join('\n'), []);
    expect(byHand).toEqual(inFile);
    const without = await told(HISTORY, []);
    for (const key of ['all', 'buyers', 'reached', 'lifetime', 'figures'] as const)
      expect(without[key], key).not.toEqual(byHand[key]);
  });
});
