import { runMember } from '../../runtime/index.ts';
import type { Fraction, MemberHistory, Plan, Value } from '../../schema/index.ts';
import type { Cell, Replay } from './contract.ts';

function cell(value: Cell | Value | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? `${(value as Fraction).n}/${(value as Fraction).d}` : String(value);
}

/** Cells as texts, so that hosts in languages with other numbers compare. */
export function textsOf(
  lists: readonly (readonly (Cell | Value | undefined)[])[],
): readonly (string | null)[][] {
  return lists.map((list) => list.map(cell));
}

/** What a host must decode, as the reference engine finds it. */
export function expectedOf(plan: Plan, members: readonly MemberHistory[], until: number) {
  const rows: Parameters<typeof textsOf>[0][number][] = [];
  const outcomes: typeof rows = [];
  const errors: typeof rows = [];
  for (const history of members) {
    const run = runMember(plan, history, { until });
    if (run === undefined) continue;
    const { member, error, points, tiers, segments, loyalty } = run.outcome;
    for (const row of run.rows) {
      const { at, kind, what, by, cause, lot, expires, quantity, balance, pending } = row;
      rows.push([member, at, kind, what, by, cause, lot, expires, quantity, balance, pending]);
    }
    outcomes.push([
      member,
      error === undefined ? 0 : 1,
      ...points.flatMap((p) => [
        ...[p.available, p.pending, p.debt, p.issued],
        ...[p.used, p.expired, p.forfeited, p.reversed],
      ]),
      ...tiers.flatMap(({ level, since, held }) => [level, since, held]),
      segments.join(' '),
      ...Object.values(loyalty),
    ]);
    if (error !== undefined)
      errors.push([member, error.event, error.at, error.in, error.span.start, error.span.end]);
  }
  return { rows: textsOf(rows), outcomes: textsOf(outcomes), errors: textsOf(errors) };
}

/** What a host decoded, to be held against {@link expectedOf}. */
export function foundOf({ rows, outcomes, errors }: Replay): ReturnType<typeof expectedOf> {
  return { rows: textsOf(rows), outcomes: textsOf(outcomes), errors: textsOf(errors) };
}
