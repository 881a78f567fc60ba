import { chunkFrom, membersOf } from '../../../runtime/index.ts';
import { type HistoryEvent, layoutOf, type MemberHistory } from '../../../schema/index.ts';
import type { Reading } from '../history/reading.ts';
import type { AskedThread } from '../threads/asking.ts';

/** A member of a history, as a program reads it, and who holds it. */
export interface MemberAt {
  readonly history: MemberHistory;
  readonly thread: AskedThread;
  readonly chunk: number;
  readonly place: number;
}

/** Undefined where there is no such member. */
export async function memberIn(
  { number, plan, pieces, dictionary }: Reading,
  member: string,
): Promise<MemberAt | undefined> {
  for (const thread of new Set(pieces.map((piece) => piece.thread))) {
    const found = await thread.ask('member', { reading: number, member });
    if (found === undefined) continue;
    const { chunk, place } = found;
    if (found.kind === 'history') return { history: found.history, thread, chunk, place };
    if (dictionary === undefined) return undefined;
    const layout = layoutOf(plan);
    const [history] = membersOf(plan, layout, dictionary, chunkFrom(layout, found.bytes));
    return history && { history, thread, chunk, place };
  }
  return undefined;
}

/** A history with more events in it, each behind what is there at that moment. */
export function withEvents(history: MemberHistory, added: readonly HistoryEvent[]): MemberHistory {
  if (added.length === 0) return history;
  const events = [...history.events, ...added];
  const order = new Map(events.map((event, place) => [event, place]));
  events.sort((a, b) => a.at - b.at || (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return { ...history, events };
}
