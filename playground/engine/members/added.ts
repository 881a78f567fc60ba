import { bytesOfChunk, chunksOf, Dictionary } from '../../../runtime/index.ts';
import { type Day, dayOfTime, type HistoryEvent, layoutOf } from '../../../schema/index.ts';
import type { AddedEvent } from '../../contract/index.ts';
import type { Reading } from '../history/reading.ts';
import type { AskedThread } from '../threads/asking.ts';
import type { Instead } from '../threads/contract.ts';
import { memberIn, withEvents } from './finding.ts';

const ALL = { rows: Number.POSITIVE_INFINITY };

/** Events that were added by hand, as they change the columns of readings. */
export interface Added {
  /** The same for the same events. */
  readonly name: string;
  /** The last day on which one happens. */
  readonly lastDay: Day | undefined;
  readonly of: ReadonlyMap<AskedThread, readonly Instead[]>;
}

/** The members to whom something was added, in every reading; a member whom the history does not know stays away. */
export async function addedTo(readings: readonly Reading[], added: readonly AddedEvent[]): Promise<Added> {
  const events = new Map<string, HistoryEvent[]>();
  for (const { member, event } of added) events.set(member, [...(events.get(member) ?? []), event]);
  const of = new Map<AskedThread, Instead[]>();
  for (const reading of new Set(readings)) {
    const { number, plan } = reading;
    const layout = layoutOf(plan);
    for (const [member, more] of events) {
      const found = await memberIn(reading, member);
      if (found === undefined) continue;
      const { history, thread, chunk, place } = found;
      // Codes of texts need be the same within a member alone.
      const [made] = chunksOf(plan, layout, new Dictionary(layout), [withEvents(history, more)], ALL);
      if (made === undefined) continue;
      const own = { reading: number, chunk, place, bytes: bytesOfChunk(made) };
      of.set(thread, [...(of.get(thread) ?? []), own]);
    }
  }
  const days = added.map(({ event }) => dayOfTime(event.at));
  const name = JSON.stringify(added, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
  return { name, lastDay: days.length === 0 ? undefined : Math.max(...days), of };
}
