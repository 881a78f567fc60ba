import type { LedgerKind } from '../../schema/index.ts';

/** Kinds of ledger rows of the tea house, by number. */
export const EARN = 0;
export const USE = 1;
export const EXPIRE = 2;
export const REVERSE = 3;
export const DECLINE = 4;
export const REACH = 5;
export const LAPSE = 6;
export const KINDS: readonly LedgerKind[] = ['earn', 'use', 'expire', 'reverse', 'decline', 'reach', 'lapse'];

/** Who gave or took, by number; the levels take the place of a name in reach and lapse rows. */
export const PURCHASE_STAR = 0;
export const TIER_BONUS = 1;
export const REVIEW_STAR = 2;
export const BIRTHDAY_GIFT = 3;
export const WIN_BACK = 4;
export const FREE_CUP = 5;
export const SOURCES = [
  'purchase_star',
  'tier_bonus',
  'review_star',
  'birthday_gift',
  'win_back',
  'free_cup',
] as const;

/** A lot, cause or date that a row does not have. */
export const NOTHING = -1;

/**
 * Rows of many members, a column each: a tenth of the time that an object per row takes. Columns double when they are
 * full and are used again from the start.
 */
export class Ledger {
  length = 0;
  #room: number;
  kind: Uint8Array;
  /** Second of the local clock. */
  at: Float64Array;
  quantity: Int32Array;
  /** Source, or level of a reach or lapse. */
  by: Uint8Array;
  /** Place of the causing event among the member's, or {@link NOTHING}. */
  cause: Int32Array;
  lot: Int32Array;
  expires: Int32Array;
  balance: Int32Array;
  pending: Int32Array;

  constructor(room = 1 << 16) {
    this.#room = room;
    this.kind = new Uint8Array(room);
    this.at = new Float64Array(room);
    this.quantity = new Int32Array(room);
    this.by = new Uint8Array(room);
    this.cause = new Int32Array(room);
    this.lot = new Int32Array(room);
    this.expires = new Int32Array(room);
    this.balance = new Int32Array(room);
    this.pending = new Int32Array(room);
  }

  clear(): void {
    this.length = 0;
  }

  post(
    kind: number,
    at: number,
    quantity: number,
    by: number,
    cause: number,
    lot: number,
    expires: number,
    balance: number,
    pending: number,
  ): void {
    const row = this.length;
    if (row === this.#room) this.#grow();
    this.kind[row] = kind;
    this.at[row] = at;
    this.quantity[row] = quantity;
    this.by[row] = by;
    this.cause[row] = cause;
    this.lot[row] = lot;
    this.expires[row] = expires;
    this.balance[row] = balance;
    this.pending[row] = pending;
    this.length = row + 1;
  }

  #grow(): void {
    const room = this.#room * 2;
    const wider = new Ledger(room);
    wider.kind.set(this.kind);
    wider.at.set(this.at);
    wider.quantity.set(this.quantity);
    wider.by.set(this.by);
    wider.cause.set(this.cause);
    wider.lot.set(this.lot);
    wider.expires.set(this.expires);
    wider.balance.set(this.balance);
    wider.pending.set(this.pending);
    this.#room = room;
    this.kind = wider.kind;
    this.at = wider.at;
    this.quantity = wider.quantity;
    this.by = wider.by;
    this.cause = wider.cause;
    this.lot = wider.lot;
    this.expires = wider.expires;
    this.balance = wider.balance;
    this.pending = wider.pending;
  }
}
