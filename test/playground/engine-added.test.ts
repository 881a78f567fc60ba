import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddedEvent } from '../../playground/contract/index.ts';
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
});
