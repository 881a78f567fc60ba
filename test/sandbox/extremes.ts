import type { Column, Fields, FieldValue, MemberHistory } from '../../schema/index.ts';
import type { Compiled } from './run.ts';
import { drawn } from './run.ts';

const MOST = (1n << 63n) - 1n;

/** The numbers at which 64 bits end, and those around nothing. */
export const EXTREMES: readonly bigint[] = [
  MOST,
  MOST - 1n,
  MOST / 2n,
  1n << 32n,
  1n,
  0n,
  -1n,
  -MOST / 2n,
  -MOST,
  -MOST - 1n,
];

/** The member with quantities of events replaced by extremes, as drawn; about one in `keep` stays as it was. */
export function withExtremes(
  { manifest }: Compiled,
  history: MemberHistory,
  seed: number,
  keep: number,
  extremes: readonly bigint[] = EXTREMES,
): MemberHistory {
  const draw = drawn(seed);
  const next = (most: number): number => draw.next().value % most;
  const changed = (columns: readonly Column[], fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]): [string, FieldValue] => {
        const column = columns.find((each) => each.name === name);
        if (typeof value !== 'bigint' || column?.type.kind !== 'quantity' || next(keep) === 0)
          return [name, value];
        return [name, extremes[next(extremes.length)] ?? value];
      }),
    );
  return {
    ...history,
    member: `${history.member} (${seed})`,
    events: history.events.map((event) => {
      const layout = manifest.layout.events.find((each) => each.name === event.type);
      if (layout === undefined) return event;
      const lists = layout.lines.map(({ name, columns }): [string, FieldValue] => {
        const lines = event.fields[name];
        return [name, Array.isArray(lines) ? lines.map((line: Fields) => changed(columns, line)) : undefined];
      });
      const fields = { ...changed(layout.columns, event.fields), ...Object.fromEntries(lists) };
      return { ...event, fields };
    }),
  };
}
