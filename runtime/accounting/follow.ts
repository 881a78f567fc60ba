import {
  type Day,
  dayOfTime,
  LEDGER_KINDS,
  type LedgerRow,
  type MemberHistory,
  type Plan,
  ROW,
  SECONDS_PER_DAY,
} from '../../schema/index.ts';
import type { Batch } from '../compiled/index.ts';
import { monthNumber } from '../population/index.ts';
import type { LotBook } from './lots.ts';

/** Follows the rows that a module wrote; members that `isLeftOut` names are passed over, and `purchase` is the event of sales. */
export function followBatch(
  book: LotBook,
  { rows, rowCount, chunk, manifest }: Batch,
  purchase: string,
  isLeftOut: (member: number) => boolean,
): void {
  const sale = manifest.layout.events.findIndex(({ name }) => name === purchase);
  const month = monthsByDay();
  let member = -1;
  let day = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const at = row * ROW.bytes;
    const own = rows.getInt32(at + ROW.member, true);
    if (own !== member) {
      book.next();
      member = own;
      day = Number.NEGATIVE_INFINITY;
    }
    if (isLeftOut(own)) continue;
    const kind = LEDGER_KINDS[rows.getInt32(at + ROW.kind, true)] ?? 'decline';
    day = Math.max(day, Math.floor(Number(rows.getBigInt64(at + ROW.at, true)) / SECONDS_PER_DAY));
    if (kind === 'reach' || kind === 'lapse' || kind === 'decline') continue;
    const cause = rows.getInt32(at + ROW.cause, true);
    book.row({
      kind,
      month: month(day),
      type: rows.getInt32(at + ROW.what, true),
      quantity: rows.getBigInt64(at + ROW.quantity, true),
      by: rows.getInt32(at + ROW.by, true),
      lot: rows.getInt32(at + ROW.lot, true),
      isSale: cause >= 0 && chunk.event[cause] === sale,
    });
  }
}

/** Follows the rows of one member's ledger. */
export function followMember(
  book: LotBook,
  plan: Plan,
  history: MemberHistory,
  rows: readonly LedgerRow[],
  purchase: string,
): void {
  book.next();
  const month = monthsByDay();
  const sales = new Set(history.events.filter(({ type }) => type === purchase).map(({ id }) => id));
  let day = Number.NEGATIVE_INFINITY;
  for (const { at, kind, what, quantity, by, lot, cause } of rows) {
    day = Math.max(day, dayOfTime(at));
    if (quantity === undefined) continue;
    book.row({
      kind,
      month: month(day),
      type: plan.points.findIndex(({ name }) => name === what),
      quantity,
      by: by ?? '',
      lot: lot ?? 0,
      isSale: cause !== undefined && sales.has(cause),
    });
  }
}

/** Rows of one day follow each other: its month is found once. */
function monthsByDay(): (day: Day) => number {
  let known = Number.NaN;
  let month = 0;
  return (day) => {
    if (day !== known) {
      known = day;
      month = monthNumber(day);
    }
    return month;
  };
}
