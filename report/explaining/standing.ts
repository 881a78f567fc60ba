import type { Consideration } from '../../runtime/index.ts';
import type { Day, LedgerRow, Localized } from '../../schema/index.ts';
import { showDay } from '../ledger/index.ts';

/** What a review of a level came to for a member who may have held it already. */
export interface Standing {
  readonly kind: 'reached' | 'renewed' | 'still' | 'kept' | 'not-reached';
  /** The day until which it is held; undefined where no date holds it. */
  readonly until: Day | undefined;
}

export type Standings = ReadonlyMap<Consideration, Standing>;

/** Levels held so far, by name, and until when (undefined: from review to review). */
export type Held = Map<string, Day | undefined>;

const isLater = (day: Day | undefined, than: Day | undefined): boolean =>
  day !== undefined && than !== undefined && day > than;

function standingOf({ verdict, subject, day }: Consideration, held: Held): Standing | undefined {
  const { name } = subject;
  const until = held.get(name);
  const heldUntil = (least: Day) => held.has(name) && (until === undefined || until >= least);
  if (verdict.kind === 'reached') {
    // Renewed on the morning after its last day, a level was held throughout: nothing lapsed.
    if (!heldUntil(day - 1)) return { kind: 'reached', until: verdict.until };
    const later = isLater(verdict.until, until);
    return { kind: later ? 'renewed' : 'still', until: later ? verdict.until : until };
  }
  if (verdict.kind !== 'not-reached') return undefined;
  // A level without a date ends with the review that does not find it reached.
  return heldUntil(day) && until !== undefined
    ? { kind: 'kept', until }
    : { kind: 'not-reached', until: undefined };
}

/**
 * What each review of a level in a step meant, read from what was held before it. `held` goes on to the next step: it
 * takes in what this one found and posted (a \`hold\` shows in the row of its level).
 */
export function standingsOf(
  considered: readonly Consideration[],
  rows: readonly LedgerRow[],
  held: Held,
): Standings {
  for (const row of rows) if (row.kind === 'lapse') held.delete(row.what);
  const standings = new Map<Consideration, Standing>();
  for (const each of considered) {
    if (each.subject.kind !== 'level') continue;
    const standing = standingOf(each, held);
    if (standing !== undefined) standings.set(each, standing);
  }
  for (const [{ subject }, { kind, until }] of standings) {
    if (kind === 'not-reached') held.delete(subject.name);
    else held.set(subject.name, until);
  }
  for (const row of rows) {
    if (row.kind !== 'reach') continue;
    if (!held.has(row.what) || isLater(row.expires, held.get(row.what))) held.set(row.what, row.expires);
  }
  return standings;
}

/** What a review came to, in one phrase. */
export function standingWords({ kind, until }: Standing): Localized {
  const day = showDay(until);
  const dated = until !== undefined;
  switch (kind) {
    case 'reached':
      return { en: dated ? `reached, until ${day}` : 'reached', ja: dated ? `到達（${day} まで）` : '到達' };
    case 'renewed':
      return { en: `still reached, now until ${day}`, ja: `引き続き到達（${day} まで延長）` };
    case 'still':
      return {
        en: dated ? `still reached, until ${day} as before` : 'still reached',
        ja: dated ? `引き続き到達（変わらず ${day} まで）` : '引き続き到達',
      };
    case 'kept':
      return {
        en: `not reached again, held until ${day} all the same`,
        ja: `今回は未到達（${day} までは維持）`,
      };
    case 'not-reached':
      return { en: 'not reached', ja: '未到達' };
  }
}
