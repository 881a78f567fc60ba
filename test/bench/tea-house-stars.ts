import type { Day } from '../../schema/index.ts';
import { monthOf, plusMonths, startOf } from './tea-house-calendar.ts';
import { BIRTHDAY_GIFT, EARN, EXPIRE, type Ledger, NOTHING, REVERSE, USE } from './tea-house-ledger.ts';

const NONE = -1;
const SECONDS = 86_400;

/**
 * The stars of one member of the hand-written tea house. Lots of birthday gifts end in the order in which they were given,
 * and so do all others: two queues of lot numbers are all that is needed, and what is pending stands at their ends.
 */
export class TeaHouseStars {
  readonly #ledger: Ledger | undefined;
  #available = 0;
  #pending = 0;
  #debt = 0;
  #issued = 0;
  #used = 0;
  #expired = 0;
  #reversed = 0;
  /** Lots by number, from 1; those above `#opened` are pending. */
  #lots = 0;
  #opened = 0;
  #lotRest = new Int32Array(256);
  /** What expired of a lot. */
  #lotGone = new Int32Array(256);
  #lotEnds = new Int32Array(256);
  #lotBy = new Uint8Array(256);
  /** Lots of birthday gifts, and all others, oldest first. */
  #gifts = new Int32Array(256);
  #giftHead = 0;
  #giftTail = 0;
  #others = new Int32Array(256);
  #otherHead = 0;
  #otherTail = 0;

  constructor(ledger: Ledger | undefined) {
    this.#ledger = ledger;
  }

  /** A new member, who will have so many lots at most. */
  begin(lots: number): void {
    if (lots >= this.#lotRest.length) this.#makeRoom(2 * lots);
    this.#available = 0;
    this.#pending = 0;
    this.#debt = 0;
    this.#issued = 0;
    this.#used = 0;
    this.#expired = 0;
    this.#reversed = 0;
    this.#lots = 0;
    this.#opened = 0;
    this.#giftHead = 0;
    this.#giftTail = 0;
    this.#otherHead = 0;
    this.#otherTail = 0;
  }

  #makeRoom(room: number): void {
    this.#lotRest = new Int32Array(room);
    this.#lotGone = new Int32Array(room);
    this.#lotEnds = new Int32Array(room);
    this.#lotBy = new Uint8Array(room);
    this.#gifts = new Int32Array(room);
    this.#others = new Int32Array(room);
  }

  /** Available less debt. */
  get balance(): number {
    return this.#available - this.#debt;
  }

  get available(): number {
    return this.#available;
  }

  get pending(): number {
    return this.#pending;
  }

  get debt(): number {
    return this.#debt;
  }

  get issued(): number {
    return this.#issued;
  }

  get used(): number {
    return this.#used;
  }

  get expired(): number {
    return this.#expired;
  }

  get reversed(): number {
    return this.#reversed;
  }

  /** Number of the next lot. */
  get nextLot(): number {
    return this.#lots + 1;
  }

  /** The first morning after today on which a lot opens or ends, but not after `latest`. */
  nextDue(today: Day, latest: Day): Day {
    if (this.#opened < this.#lots) return today + 1;
    const lot = this.#firstInUse();
    if (lot === NONE) return latest;
    return Math.min(latest, (this.#lotEnds[lot] ?? 0) + 1);
  }

  /** A row with the balances as they stand, where rows are kept. */
  post(
    kind: number,
    at: number,
    quantity: number,
    by: number,
    cause: number,
    lot: number,
    expires: number,
  ): void {
    const ledger = this.#ledger;
    if (ledger === undefined) return;
    ledger.post(kind, at, quantity, by, cause, lot, expires, this.#available - this.#debt, this.#pending);
  }

  /** Yesterday's lots, if any, become available, and pay what is owed, the one that ends first before the others. */
  open(): void {
    if (this.#opened === this.#lots) return;
    this.#available += this.#pending;
    this.#pending = 0;
    const from = this.#opened + 1;
    this.#opened = this.#lots;
    if (this.#debt === 0) return;
    for (let lot = from; lot <= this.#lots; lot += 1)
      if (this.#lotBy[lot] === BIRTHDAY_GIFT) this.#payWith(lot);
    for (let lot = from; lot <= this.#lots; lot += 1)
      if (this.#lotBy[lot] !== BIRTHDAY_GIFT) this.#payWith(lot);
  }

  #payWith(lot: number): void {
    const rest = this.#lotRest[lot] ?? 0;
    const paid = Math.min(rest, this.#debt);
    this.#lotRest[lot] = rest - paid;
    this.#debt -= paid;
    this.#available -= paid;
  }

  /** First gift of which something is left, or none. */
  #firstGift(): number {
    for (; this.#giftHead < this.#giftTail; this.#giftHead += 1) {
      const lot = this.#gifts[this.#giftHead] ?? 0;
      if ((this.#lotRest[lot] ?? 0) > 0) return lot;
    }
    return NONE;
  }

  #firstOther(): number {
    for (; this.#otherHead < this.#otherTail; this.#otherHead += 1) {
      const lot = this.#others[this.#otherHead] ?? 0;
      if ((this.#lotRest[lot] ?? 0) > 0) return lot;
    }
    return NONE;
  }

  /** The lot that is used next, or none; of two that end on one day the one that is no gift is a year older. */
  #firstInUse(): number {
    const gift = this.#firstGift();
    const other = this.#firstOther();
    if (gift === NONE) return other;
    if (other === NONE) return gift;
    return (this.#lotEnds[gift] ?? 0) < (this.#lotEnds[other] ?? 0) ? gift : other;
  }

  /** Lots whose last day has passed, earliest first. */
  expire(day: Day): void {
    for (;;) {
      const lot = this.#firstInUse();
      if (lot === NONE || (this.#lotEnds[lot] ?? 0) >= day) return;
      const rest = this.#lotRest[lot] ?? 0;
      this.#lotRest[lot] = 0;
      this.#lotGone[lot] = rest;
      this.#available -= rest;
      this.#expired += rest;
      this.post(EXPIRE, day * SECONDS, -rest, this.#lotBy[lot] ?? 0, NOTHING, lot, NOTHING);
    }
  }

  /** A new lot, pending until the next morning. */
  give(quantity: number, by: number, day: Day, at: number, cause: number): void {
    this.#lots += 1;
    const lot = this.#lots;
    const gift = by === BIRTHDAY_GIFT;
    const ends = gift ? plusMonths(day, 1) : startOf(monthOf(day) + 13) - 1;
    this.#lotRest[lot] = quantity;
    this.#lotGone[lot] = 0;
    this.#lotEnds[lot] = ends;
    this.#lotBy[lot] = by;
    if (gift) {
      this.#gifts[this.#giftTail] = lot;
      this.#giftTail += 1;
    } else {
      this.#others[this.#otherTail] = lot;
      this.#otherTail += 1;
    }
    this.#pending += quantity;
    this.#issued += quantity;
    this.post(EARN, at, quantity, by, cause, lot, ends);
  }

  /** Takes what is available, lot by lot, each with a row; what could not be taken. */
  takeAvailable(quantity: number, kind: number, by: number, at: number, cause: number): number {
    let open = quantity;
    while (open > 0) {
      // Lots that are pending stand behind all others of their queue.
      let lot = this.#firstInUse();
      if (lot > this.#opened) {
        const gift = this.#firstGift();
        const other = this.#firstOther();
        lot = lot === gift ? other : gift;
        if (lot > this.#opened) return open;
      }
      if (lot === NONE) return open;
      const rest = this.#lotRest[lot] ?? 0;
      const part = Math.min(rest, open);
      this.#lotRest[lot] = rest - part;
      this.#available -= part;
      open -= part;
      if (kind === USE) this.#used += part;
      else this.#reversed += part;
      this.post(kind, at, -part, by, cause, lot, NOTHING);
    }
    return open;
  }

  /** Takes back part of an award: its own lot, what vanished of it, other lots, and then a debt; what was recovered. */
  recover(quantity: number, lot: number, by: number, at: number, cause: number): number {
    let back = quantity;
    if (back <= 0) return 0;
    let recovered = back;
    const rest = this.#lotRest[lot] ?? 0;
    const own = Math.min(rest, back);
    if (own > 0) {
      this.#lotRest[lot] = rest - own;
      if (lot > this.#opened) this.#pending -= own;
      else this.#available -= own;
      back -= own;
      this.#reversed += own;
      this.post(REVERSE, at, -own, by, cause, lot, NOTHING);
    }
    const gone = this.#lotGone[lot] ?? 0;
    const vanished = Math.min(gone, back);
    this.#lotGone[lot] = gone - vanished;
    back -= vanished;
    recovered -= vanished;
    if (back > 0) back = this.takeAvailable(back, REVERSE, by, at, cause);
    if (back > 0) {
      this.#debt += back;
      this.#reversed += back;
      this.post(REVERSE, at, -back, by, cause, NOTHING, NOTHING);
    }
    return recovered;
  }
}
