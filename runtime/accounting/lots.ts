import type { LedgerKind } from '../../schema/index.ts';
import { smaller } from '../engine/index.ts';
import { type FlowTotals, NO_MOVES, type PointsMoves } from './flows.ts';

/** A part of a lot: points that were issued in one month, with a sale or not. */
interface Part {
  /** Undefined: did not come with a sale. */
  readonly issued: number | undefined;
  rest: bigint;
  /** What a debt was paid with, without a row. */
  paid: bigint;
}

/** What a ledger row says to this. */
export interface LotRow {
  readonly kind: LedgerKind;
  /** Number of the month of its day. */
  readonly month: number;
  /** Index into `Plan.points`. */
  readonly type: number;
  readonly quantity: bigint;
  /** What identifies the rule or reward. */
  readonly by: number | string;
  /** 0: none. */
  readonly lot: number;
  /** Whether the event that caused the row is a purchase. */
  readonly isSale: boolean;
}

interface Debt {
  left: bigint;
}

/**
 * Follows the lots of one member after the other through the rows of their ledger, and notes what became of points by the month
 * in which they were issued. A debt (points used, whose sale came back) is paid by the next points of the kind: those count as
 * used when they pay, and the points that made the debt stay used.
 */
export class LotBook {
  readonly #totals: FlowTotals;
  readonly #lots = new Map<number, Part[]>();
  readonly #uses = new Map<string, Part[]>();
  readonly #debts = new Map<number, Debt>();

  constructor(totals: FlowTotals) {
    this.#totals = totals;
  }

  /** The rows that follow are another member's. */
  next(): void {
    this.#lots.clear();
    this.#uses.clear();
    this.#debts.clear();
  }

  row(row: LotRow): void {
    const { kind, quantity } = row;
    switch (kind) {
      case 'earn':
        this.#issue(row);
        return;
      case 'use': {
        const pieces = this.#take(row, -quantity, 'used');
        const key = `${row.type} ${row.by}`;
        const known = this.#uses.get(key);
        if (known === undefined) this.#uses.set(key, pieces);
        else known.push(...pieces);
        return;
      }
      case 'expire':
      case 'forfeit':
        this.#take(row, -quantity, 'ended');
        return;
      case 'reverse':
        if (quantity > 0n) this.#giveBack(row);
        else if (row.lot === 0) this.#debt(row.type).left -= quantity;
        else this.#take(row, -quantity, 'back');
        return;
      case 'decline':
      case 'reach':
      case 'lapse':
        return;
    }
  }

  #issue({ type, month, quantity, lot, isSale }: LotRow): void {
    const issued = isSale ? month : undefined;
    this.#note(type, issued, month, { issued: quantity });
    const part: Part = { issued, rest: quantity, paid: 0n };
    this.#lots.set(lot, [part]);
    this.#pay(type, month, part);
  }

  #pay(type: number, month: number, part: Part): void {
    const debt = this.#debt(type);
    if (debt.left === 0n) return;
    const paid = smaller(part.rest, debt.left);
    debt.left -= paid;
    part.rest -= paid;
    part.paid += paid;
    this.#note(type, part.issued, month, { used: paid });
  }

  /** Takes points out of a lot, and says whose they were. */
  #take({ type, month, lot }: LotRow, quantity: bigint, as: 'used' | 'ended' | 'back'): Part[] {
    const pieces: Part[] = [];
    let left = quantity;
    for (const part of this.#lots.get(lot) ?? []) {
      if (left === 0n) break;
      // More is there than a debt left of it: the debt is not paid by this lot, which was still to become available.
      const missing = left > part.rest ? left - part.rest : 0n;
      const unpaid = smaller(missing, part.paid);
      if (unpaid > 0n) {
        part.paid -= unpaid;
        part.rest += unpaid;
        this.#debt(type).left += unpaid;
        this.#note(type, part.issued, month, { used: -unpaid });
      }
      const taken = smaller(left, part.rest);
      if (taken === 0n) continue;
      part.rest -= taken;
      left -= taken;
      this.#note(type, part.issued, month, { [as]: taken });
      pieces.push({ issued: part.issued, rest: taken, paid: 0n });
    }
    return pieces;
  }

  /** Points that come back are those that were used last by the same reward or rule. */
  #giveBack({ type, month, quantity, by, lot }: LotRow): void {
    const uses = this.#uses.get(`${type} ${by}`) ?? [];
    const parts: Part[] = [];
    let left = quantity;
    while (left > 0n) {
      const last = uses.at(-1);
      if (last === undefined) break;
      const back = smaller(left, last.rest);
      last.rest -= back;
      left -= back;
      if (last.rest === 0n) uses.pop();
      this.#note(type, last.issued, month, { used: -back });
      const part: Part = { issued: last.issued, rest: back, paid: 0n };
      parts.push(part);
      this.#pay(type, month, part);
    }
    this.#lots.set(lot, parts);
  }

  #debt(type: number): Debt {
    const known = this.#debts.get(type);
    if (known !== undefined) return known;
    const debt = { left: 0n };
    this.#debts.set(type, debt);
    return debt;
  }

  #note(type: number, issued: number | undefined, month: number, moves: Partial<PointsMoves>): void {
    this.#totals.move(type, issued, month, { ...NO_MOVES, ...moves });
  }
}
