import { expect } from 'vitest';
import {
  type ColumnsRead,
  type HistoryRead,
  type HistorySource,
  membersOf,
  type ReadOptions,
  readColumns,
  readHistory,
} from '../../runtime/index.ts';
import type { MemberHistory, Plan } from '../../schema/index.ts';
import { withoutPlaces } from './histories.ts';

/** The members of all chunks, back as objects. */
export function membersIn(plan: Plan, read: ColumnsRead, rows: number): readonly MemberHistory[] {
  return [...read.chunks({ rows })].flatMap((chunk) => membersOf(plan, read.layout, read.dictionary, chunk));
}

/**
 * Reads a history into objects, and holds its columns to the same events, rejects and counts. Sources must be such as can
 * be read twice.
 */
export async function readBoth(
  plan: Plan,
  sources: readonly HistorySource[],
  options: ReadOptions = {},
): Promise<HistoryRead> {
  const { members, ...rest } = await readHistory(plan, sources, options);
  const columns = await readColumns(plan, sources, { ...options, onProgress: () => undefined });
  const { rejected, ignored, warnings, problems, firstDay, lastDay, rows, accepted } = columns;
  expect({ rejected, ignored, warnings, problems, firstDay, lastDay, rows, accepted }).toEqual(rest);
  expect(membersIn(plan, columns, 50)).toEqual(withoutPlaces(plan, members));
  expect(columns.members).toBe(members.length);
  const last = members.at(-1);
  const chunk = last && columns.chunkOf(last.member);
  if (chunk !== undefined)
    expect(membersOf(plan, columns.layout, columns.dictionary, chunk)).toEqual(
      withoutPlaces(plan, members.slice(-1)),
    );
  return { members, ...rest };
}
