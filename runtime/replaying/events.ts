import { type Chunk, type Day, dayOfTime, type MemberHistory } from '../../schema/index.ts';

/** Events of the members of a chunk who are in a run, up to its end. */
export function eventsIn({ members, enrolled, firstRow, day }: Chunk, until: Day): number {
  let events = 0;
  for (let member = 0; member < members; member += 1) {
    if ((enrolled[member] ?? 0) > until) continue;
    const end = firstRow[member + 1] ?? 0;
    for (let row = firstRow[member] ?? 0; row < end; row += 1) if ((day[row] ?? 0) <= until) events += 1;
  }
  return events;
}

/** As {@link eventsIn} of one member. */
export function eventsOf({ enrolled, events }: MemberHistory, until: Day): number {
  return enrolled > until ? 0 : events.filter(({ at }) => dayOfTime(at) <= until).length;
}
