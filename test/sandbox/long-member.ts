import { localTime, type MemberHistory } from '../../schema/index.ts';
import type { Case } from '../abi/cases.ts';

const SECONDS = 86_400;

/** One member with all that the sample's members did, again and again, evenly over some days. */
export function longMember({ members }: Case, count: number, from: number, days: number): MemberHistory {
  const events = members.flatMap((member) => member.events).filter((event) => event.of === undefined);
  const attributes = members[0]?.attributes ?? {};
  return {
    member: 'long',
    enrolled: from,
    attributes,
    events: Array.from({ length: count }, (_, i) => {
      const { type = '', fields = {} } = events[(i * 7) % events.length] ?? {};
      const second = Math.floor((i * days * SECONDS) / count);
      const at = localTime(from + Math.floor(second / SECONDS), second % SECONDS);
      return { type, id: `e${i}`, at, fields, of: undefined, place: undefined };
    }),
  };
}
