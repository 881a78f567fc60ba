import type { Day, LedgerRow, Plan } from '../../schema/index.ts';
import { dayOfTime } from '../../schema/index.ts';

/** Totals of one points type over rows, at its decimals. */
export interface Flow {
  /** Awarded. */
  readonly issued: bigint;
  /** Used, and come back by a cancellation. */
  readonly used: bigint;
  readonly returned: bigint;
  readonly expired: bigint;
  readonly forfeited: bigint;
  /** Taken back of awards, debts included. */
  readonly reversed: bigint;
}

export const NO_FLOW: Flow = {
  issued: 0n,
  used: 0n,
  returned: 0n,
  expired: 0n,
  forfeited: 0n,
  reversed: 0n,
};

export function addFlows(a: Flow, b: Flow): Flow {
  return {
    issued: a.issued + b.issued,
    used: a.used + b.used,
    returned: a.returned + b.returned,
    expired: a.expired + b.expired,
    forfeited: a.forfeited + b.forfeited,
    reversed: a.reversed + b.reversed,
  };
}

/** What one ledger row moves; nothing for rows without a quantity, and for declines. */
export function flowOf(row: LedgerRow): Flow {
  const quantity = row.quantity ?? 0n;
  switch (row.kind) {
    case 'earn':
      return { ...NO_FLOW, issued: quantity };
    case 'use':
      return { ...NO_FLOW, used: -quantity };
    case 'expire':
      return { ...NO_FLOW, expired: -quantity };
    case 'forfeit':
      return { ...NO_FLOW, forfeited: -quantity };
    case 'reverse':
      return quantity < 0n ? { ...NO_FLOW, reversed: -quantity } : { ...NO_FLOW, returned: quantity };
    case 'decline':
    case 'reach':
    case 'lapse':
      return NO_FLOW;
  }
}

/** A row with its local day (the running maximum, ruling O10) and points type. */
export interface DatedRow {
  readonly row: LedgerRow;
  readonly day: Day;
  /** Index into `Plan.points`; −1 for reach and lapse. */
  readonly points: number;
}

export function datedRows(plan: Plan, rows: readonly LedgerRow[]): readonly DatedRow[] {
  let day = Number.NEGATIVE_INFINITY;
  return rows.map((row) => {
    day = Math.max(day, dayOfTime(row.at));
    return { row, day, points: plan.points.findIndex((each) => each.name === row.what) };
  });
}
