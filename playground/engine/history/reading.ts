import { type Dictionary, type HistorySummary, warningsOf } from '../../../runtime/index.ts';
import type { Day, Plan } from '../../../schema/index.ts';
import type { AskedThread } from '../threads/asking.ts';
import type { PieceRead } from '../threads/contract.ts';

/** Whole members of a history in one chunk, which one thread holds. */
export interface Piece {
  readonly thread: AskedThread;
  readonly chunk: number;
  readonly members: number;
}

/** A history as one program reads it: dealt out to threads, in the order of members' ids. */
export interface Reading {
  readonly number: number;
  readonly plan: Plan;
  readonly pieces: readonly Piece[];
  readonly members: number;
  /** Rows of events that could be used. */
  readonly events: number;
  readonly summary: HistorySummary;
  /** Texts of the columns, where the threads do not have them. */
  readonly dictionary: Dictionary | undefined;
}

/** What reading the pieces of one file told, as if it had been read in one; lines are counted through. */
export function readingOfPieces(
  number: number,
  plan: Plan,
  read: readonly (readonly [AskedThread, PieceRead])[],
): Reading {
  const sorted = [...read].sort(([, a], [, b]) => a.chunk - b.chunk);
  const rejected: HistorySummary['rejected'][number][] = [];
  const ignored = new Map<string, number>();
  let [rows, accepted, events, members, ties] = [0, 0, 0, 0, 0];
  let first: PieceRead['ties']['first'];
  let [firstDay, firstEvent, lastDay] = [Infinity, Infinity, -Infinity];
  for (const [, piece] of sorted) {
    for (const row of piece.rejected) rejected.push({ ...row, line: row.line + rows });
    for (const [reason, count] of piece.ignored) ignored.set(reason, (ignored.get(reason) ?? 0) + count);
    rows += piece.rows;
    accepted += piece.accepted;
    events += piece.events;
    members += piece.members;
    ties += piece.ties.count;
    first ??= piece.ties.first;
    firstDay = Math.min(firstDay, piece.firstDay ?? Infinity);
    firstEvent = Math.min(firstEvent, piece.firstEvent ?? Infinity);
    lastDay = Math.max(lastDay, piece.lastDay ?? -Infinity);
  }
  const known = (day: number): Day | undefined => (Number.isFinite(day) ? day : undefined);
  return {
    number,
    plan,
    pieces: sorted.map(([thread, { chunk, members: own }]) => ({ thread, chunk, members: own })),
    members,
    events,
    summary: {
      rejected,
      ignored,
      warnings: warningsOf(plan, { count: ties, first }, known(firstEvent)),
      problems: [],
      firstDay: known(firstDay),
      lastDay: known(lastDay),
      rows,
      accepted,
    },
    dictionary: undefined,
  };
}
