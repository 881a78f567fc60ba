import { type Day, dayOf } from '../../schema/index.ts';
import { monthOf, plusMonths, startOf } from './tea-house-calendar.ts';
import {
  NONE,
  PROFILE,
  PURCHASE,
  REDEEM,
  REFUND,
  REVIEW,
  SURVEY,
  type TeaEvent,
  type TeaMember,
  VISIT,
} from './tea-house-history.ts';
import {
  BIRTHDAY_GIFT,
  DECLINE,
  EARN,
  EXPIRE,
  FREE_CUP,
  LAPSE,
  type Ledger,
  NOTHING,
  PURCHASE_STAR,
  REACH,
  REVERSE,
  REVIEW_STAR,
  TIER_BONUS,
  USE,
  WIN_BACK,
} from './tea-house-ledger.ts';

const REGULAR = 0;
const SILVER = 1;
const GOLD = 2;

const NEVER = 0x3fff_ffff;
const SECONDS = 86_400;
const NEW_PRICE = dayOf(2026, 4, 1);
const WIN_BACK_FROM = dayOf(2026, 4, 1);
const WIN_BACK_UNTIL = dayOf(2027, 3, 31);
const TEN_YEARS = 120;

/** What is left of the event at one place: nothing was, or could be, taken back. */
const GONE = -1;

/** The state of one member at the end of the run. */
export interface TeaOutcome {
  readonly available: number;
  readonly pending: number;
  readonly debt: number;
  readonly issued: number;
  readonly used: number;
  readonly expired: number;
  readonly reversed: number;
  /** 0 regular, 1 silver, 2 gold. */
  readonly tier: number;
  readonly since: Day;
  readonly held: Day | undefined;
  readonly isNew: boolean;
  readonly loyal: boolean;
  readonly dormant: boolean;
  readonly economic: number;
  readonly behavioral: number;
  readonly psychological: number;
}

/**
 * The tea house of programs/tea-house written by hand, for speed: the peer of the compiled engine, and equal to the
 * reference engine row for row (test/independent/tea-house.test.ts). It knows this program only, and uses it: lots of
 * purchases and reviews end in the order in which they were given, so do gifts, and two queues of lot numbers are all that is
 * needed; all that is pending opens on the next morning; what is held ends on 31 December. State lives in numbers and in
 * typed arrays that are used again for each member. Points and yen are below 2³¹.
 */
export class TeaHouse {
  readonly #until: Day;
  readonly #ledger: Ledger | undefined;
  /** Visits and reviews count for the score from the day after this one. */
  readonly #yearBefore: Day;

  // The member.
  #member: TeaMember | undefined;
  #today: Day = 0;
  #year = 0;
  #yearStart: Day = 0;
  #yearEnd: Day = 0;
  #birthdayMonth = NONE;
  #birthdayDay = 0;
  #nextBirthday: Day = NEVER;
  #tenYears: Day = 0;

  // Points. Lots by number, from 1; those above `#opened` are pending.
  #available = 0;
  #pending = 0;
  #debt = 0;
  #issued = 0;
  #used = 0;
  #expired = 0;
  #reversed = 0;
  #lots = 0;
  #opened = 0;
  #lotRest = new Int32Array(256);
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

  // Status.
  #tier = REGULAR;
  #since: Day = 0;
  #silverHeld: Day = NONE;
  #goldHeld: Day = NONE;
  /** Yen of this calendar year, net of refunds. */
  #spent = 0;

  // Purchases by their place among the events: what is left, the day, awards and the lot of the first of them.
  #left = new Int32Array(64);
  #boughtOn = new Int32Array(64);
  #stars = new Int32Array(64);
  #bonus = new Int32Array(64);
  #welcome = new Int32Array(64);
  #welcomeBack = new Int32Array(64);
  #firstLot = new Int32Array(64);
  /** Places of purchases, oldest first; those at the end that are gone are let go when the last one is asked for. */
  #bought = new Int32Array(64);
  #boughtCount = 0;

  // Limits.
  #lastWelcome = NONE;
  #lastReview: Day = NONE;
  #reviewMonth = NONE;
  #reviewsInMonth = 0;
  #reviewYear = NONE;
  readonly #reviewed: string[] = [];

  // Scores.
  #visits = 0;
  #reviews = 0;
  #recommend = NONE;

  constructor(until: Day, ledger: Ledger | undefined) {
    this.#until = until;
    this.#ledger = ledger;
    this.#yearBefore = plusMonths(until, -12);
  }

  /** Replays one member; undefined when the member enrolled after the run's end. */
  run(member: TeaMember): TeaOutcome | undefined {
    if (member.enrolled > this.#until) return undefined;
    this.begin(member);
    const { events } = member;
    const { length } = events;
    for (let place = 0; place < length; place += 1) {
      const event = events[place];
      if (event === undefined || !this.arrive(event)) break;
      this.take(event, place);
    }
    return this.end();
  }

  begin(member: TeaMember): void {
    const { enrolled, birthday, events } = member;
    this.#member = member;
    const lots = 5 * events.length + Math.ceil((this.#until - enrolled) / 365) + 2;
    if (lots > this.#lotRest.length) this.#makeRoom(lots, events.length);
    this.#today = enrolled;
    this.#turnYear();
    this.#tenYears = plusMonths(enrolled, TEN_YEARS);
    this.#nextBirthday = NEVER;
    this.#birthdayMonth = NONE;
    if (birthday !== undefined) this.#celebrate(birthday);
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
    this.#tier = REGULAR;
    this.#since = enrolled;
    this.#silverHeld = NONE;
    this.#goldHeld = NONE;
    this.#spent = 0;
    this.#boughtCount = 0;
    this.#lastWelcome = NONE;
    this.#lastReview = NONE;
    this.#reviewMonth = NONE;
    this.#reviewsInMonth = 0;
    this.#reviewYear = NONE;
    this.#visits = 0;
    this.#reviews = 0;
    this.#recommend = NONE;
  }

  /** Comes to the day of an event, through the mornings before; false when the run ends earlier. */
  arrive(event: TeaEvent): boolean {
    if (event.day > this.#today) {
      if (event.day > this.#until) return false;
      this.#advance(event.day);
    }
    return true;
  }

  take(event: TeaEvent, place: number): void {
    const at = event.day * SECONDS + event.second;
    switch (event.kind) {
      case PURCHASE:
        this.#purchase(event, place, at);
        break;
      case REFUND:
        this.#refund(event, place, at);
        break;
      case REVIEW:
        this.#review(event, place, at);
        break;
      case VISIT:
        if (this.#today > this.#yearBefore) this.#visits += 1;
        break;
      case SURVEY:
        this.#recommend = event.value;
        break;
      case REDEEM:
        if (!this.#redeem(event, place, at)) return;
        break;
      case PROFILE:
        if (event.birthday !== undefined) this.#celebrate(event.birthday);
        break;
    }
    this.#decideTier(at, place);
  }

  end(): TeaOutcome {
    this.#advance(this.#until);
    const spent = this.#spent;
    const last = this.#lastBought();
    return {
      available: this.#available,
      pending: this.#pending,
      debt: this.#debt,
      issued: this.#issued,
      used: this.#used,
      expired: this.#expired,
      reversed: this.#reversed,
      tier: this.#tier,
      since: this.#since,
      held: this.#tier === GOLD ? this.#goldHeld : this.#tier === SILVER ? this.#silverHeld : undefined,
      isNew: plusMonths(this.#member?.enrolled ?? 0, 3) > this.#until,
      loyal: spent >= 50_000,
      dormant: last === NONE || this.#until - (this.#boughtOn[last] ?? 0) > 180,
      economic: spent >= 100_000 ? 100 : spent / 1000,
      behavioral: Math.min(100, 5 * this.#visits + 10 * this.#reviews),
      psychological: Math.max(0, Math.min(100, 10 * (this.#recommend === NONE ? 5 : this.#recommend))),
    };
  }

  #makeRoom(lots: number, events: number): void {
    const room = 2 * lots;
    this.#lotRest = new Int32Array(room);
    this.#lotGone = new Int32Array(room);
    this.#lotEnds = new Int32Array(room);
    this.#lotBy = new Uint8Array(room);
    this.#gifts = new Int32Array(room);
    this.#others = new Int32Array(room);
    const places = Math.max(64, 2 * events);
    this.#left = new Int32Array(places);
    this.#boughtOn = new Int32Array(places);
    this.#stars = new Int32Array(places);
    this.#bonus = new Int32Array(places);
    this.#welcome = new Int32Array(places);
    this.#welcomeBack = new Int32Array(places);
    this.#firstLot = new Int32Array(places);
    this.#bought = new Int32Array(places);
  }

  #celebrate(birthday: Day): void {
    const month = monthOf(birthday);
    this.#birthdayMonth = month % 12;
    this.#birthdayDay = birthday - startOf(month);
    this.#nextBirthday = this.#birthdayIn(this.#year);
    if (this.#nextBirthday <= this.#today) this.#nextBirthday = this.#birthdayIn(this.#year + 1);
  }

  /** A birthday in a year since 1900; of 29 February, the 28th in other years. */
  #birthdayIn(year: number): Day {
    const month = year * 12 + this.#birthdayMonth;
    const day = startOf(month) + this.#birthdayDay;
    const last = startOf(month + 1) - 1;
    return Math.min(day, last);
  }

  #turnYear(): void {
    this.#year = Math.floor(monthOf(this.#today) / 12);
    this.#yearStart = startOf(this.#year * 12);
    this.#yearEnd = startOf(this.#year * 12 + 12) - 1;
  }

  /** All mornings that have something to do, up to a day, which then is today. */
  #advance(to: Day): void {
    for (let next = this.#nextDue(); next <= to; next = this.#nextDue()) {
      this.#enter(next);
      this.#morning(next);
    }
    this.#enter(to);
  }

  #enter(day: Day): void {
    this.#today = day;
    if (day > this.#yearEnd) {
      this.#turnYear();
      this.#spent = 0;
    }
  }

  #nextDue(): Day {
    if (this.#opened < this.#lots) return this.#today + 1;
    let due = this.#nextBirthday;
    const other = this.#firstOther();
    if (other !== NONE) {
      const ends = this.#lotEnds[other] ?? 0;
      if (ends < due) due = ends + 1;
    }
    const gift = this.#firstGift();
    if (gift !== NONE) {
      const ends = this.#lotEnds[gift] ?? 0;
      if (ends < due) due = ends + 1;
    }
    if (this.#silverHeld >= this.#today && this.#silverHeld < due) due = this.#silverHeld + 1;
    if (this.#goldHeld >= this.#today && this.#goldHeld < due) due = this.#goldHeld + 1;
    return due;
  }

  #morning(day: Day): void {
    if (this.#opened < this.#lots) this.#open();
    this.#expire(day);
    const at = day * SECONDS;
    if (this.#silverHeld === day - 1 || this.#goldHeld === day - 1) this.#decideTier(at, NOTHING);
    if (day === this.#nextBirthday) {
      this.#nextBirthday = this.#birthdayIn(this.#year + 1);
      this.#give(100, BIRTHDAY_GIFT, at, NOTHING);
      this.#decideTier(at, NOTHING);
    }
  }

  /** Yesterday's lots become available, and pay what is owed, the one that ends first before the others. */
  #open(): void {
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

  #expire(day: Day): void {
    for (;;) {
      const lot = this.#firstInUse();
      if (lot === NONE || (this.#lotEnds[lot] ?? 0) >= day) return;
      const rest = this.#lotRest[lot] ?? 0;
      this.#lotRest[lot] = 0;
      this.#lotGone[lot] = rest;
      this.#available -= rest;
      this.#expired += rest;
      this.#post(EXPIRE, day * SECONDS, -rest, this.#lotBy[lot] ?? 0, NOTHING, lot, NOTHING);
    }
  }

  #post(
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

  #give(quantity: number, by: number, at: number, cause: number): void {
    this.#lots += 1;
    const lot = this.#lots;
    const gift = by === BIRTHDAY_GIFT;
    const ends = gift ? plusMonths(this.#today, 1) : startOf(monthOf(this.#today) + 13) - 1;
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
    this.#post(EARN, at, quantity, by, cause, lot, ends);
  }

  /** Takes what is available, lot by lot, each with a row; what could not be taken. */
  #takeAvailable(quantity: number, kind: number, by: number, at: number, cause: number): number {
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
      this.#post(kind, at, -part, by, cause, lot, NOTHING);
    }
    return open;
  }

  #purchase(event: TeaEvent, place: number, at: number): void {
    const { amount, items } = event;
    const day = this.#today;
    let eligible = 0;
    for (let i = 0; i < items.length; i += 1) {
      const item = items[i];
      if (item !== undefined && item.category !== 'gift_card') eligible += item.amount;
    }
    const last = day >= WIN_BACK_FROM && day <= WIN_BACK_UNTIL ? this.#lastBought() : NONE;
    this.#spent += amount;
    this.#left[place] = amount;
    this.#boughtOn[place] = day;
    this.#bought[this.#boughtCount] = place;
    this.#boughtCount += 1;
    this.#firstLot[place] = this.#lots + 1;

    const stars = Math.floor(eligible / (day < NEW_PRICE ? 54 : 60));
    this.#stars[place] = Math.max(stars, 0);
    this.#bonus[place] = 0;
    this.#welcome[place] = 0;
    this.#welcomeBack[place] = 0;
    if (stars > 0) {
      this.#give(stars, PURCHASE_STAR, at, place);
      const bonus = this.#tier === REGULAR ? 0 : Math.floor(stars / (this.#tier === GOLD ? 2 : 4));
      if (bonus > 0) {
        this.#bonus[place] = bonus;
        this.#give(bonus, TIER_BONUS, at, place);
      }
    }
    if (last !== NONE && day - (this.#boughtOn[last] ?? 0) > 180 && this.mayWelcome()) {
      this.#welcome[place] = 50;
      this.#lastWelcome = place;
      this.#give(50, WIN_BACK, at, place);
    }
  }

  /** Whether the limit of one welcome a year has room; a time comes back when the whole of it was recovered. */
  mayWelcome(): boolean {
    const last = this.#lastWelcome;
    return (
      last === NONE || (this.#boughtOn[last] ?? 0) < this.#yearStart || (this.#welcomeBack[last] ?? 0) >= 50
    );
  }

  /** Place of the last purchase of which something is left, or none. */
  #lastBought(): number {
    for (; this.#boughtCount > 0; this.#boughtCount -= 1) {
      const place = this.#bought[this.#boughtCount - 1] ?? 0;
      if (this.#left[place] !== GONE) return place;
    }
    return NONE;
  }

  /** Present status: 0 regular, 1 silver, 2 gold. */
  get tier(): number {
    return this.#tier;
  }

  /** Yen of this calendar year, net of refunds. */
  get spent(): number {
    return this.#spent;
  }

  get day(): Day {
    return this.#today;
  }

  /** Available less debt. */
  get balance(): number {
    return this.#available - this.#debt;
  }

  /** Day of the last purchase of which something is left, or none. */
  lastPurchase(): Day | undefined {
    const last = this.#lastBought();
    return last === NONE ? undefined : this.#boughtOn[last];
  }

  #refund(event: TeaEvent, place: number, at: number): void {
    const of = event.of;
    const amount = this.#member?.events[of]?.amount ?? 0;
    const before = this.#left[of] ?? 0;
    if (before === GONE) return;
    const taken = event.amount === NONE || event.amount > before ? before : event.amount;
    const left = before - taken;
    this.#left[of] = left > 0 ? left : GONE;
    if ((this.#boughtOn[of] ?? 0) >= this.#yearStart) this.#spent -= taken;
    // Of each award stays its share, rounded down.
    let lot = this.#firstLot[of] ?? 0;
    const stars = this.#stars[of] ?? 0;
    if (stars > 0) {
      this.#scale(stars, before, left, amount, lot, PURCHASE_STAR, at, place);
      lot += 1;
    }
    const bonus = this.#bonus[of] ?? 0;
    if (bonus > 0) {
      this.#scale(bonus, before, left, amount, lot, TIER_BONUS, at, place);
      lot += 1;
    }
    const welcome = this.#welcome[of] ?? 0;
    if (welcome > 0) {
      const recovered = this.#scale(welcome, before, left, amount, lot, WIN_BACK, at, place);
      this.#welcomeBack[of] = (this.#welcomeBack[of] ?? 0) + recovered;
    }
  }

  /** Takes back what no longer stays of an award; what was recovered. */
  #scale(
    quantity: number,
    before: number,
    left: number,
    amount: number,
    lot: number,
    by: number,
    at: number,
    cause: number,
  ): number {
    const kept = before === amount ? quantity : Math.floor((quantity * before) / amount);
    const stays = left === 0 ? 0 : Math.floor((quantity * left) / amount);
    let back = kept - stays;
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
      this.#post(REVERSE, at, -own, by, cause, lot, NOTHING);
    }
    const gone = this.#lotGone[lot] ?? 0;
    const vanished = Math.min(gone, back);
    this.#lotGone[lot] = gone - vanished;
    back -= vanished;
    recovered -= vanished;
    if (back > 0) back = this.#takeAvailable(back, REVERSE, by, at, cause);
    if (back > 0) {
      this.#debt += back;
      this.#reversed += back;
      this.#post(REVERSE, at, -back, by, cause, NOTHING, NOTHING);
    }
    return recovered;
  }

  #review(event: TeaEvent, place: number, at: number): void {
    const day = this.#today;
    if (day > this.#yearBefore) this.#reviews += 1;
    if (!this.#mayReview(event.word)) return;
    this.#lastReview = day;
    this.#reviewsInMonth += 1;
    this.#reviewed.push(event.word);
    this.#give(10, REVIEW_STAR, at, place);
  }

  /** One star-giving review a day, one of a product a year, three a month. */
  #mayReview(product: string): boolean {
    const day = this.#today;
    if (this.#reviewYear !== this.#year) {
      this.#reviewYear = this.#year;
      this.#reviewed.length = 0;
    }
    const month = monthOf(day);
    if (this.#reviewMonth !== month) {
      this.#reviewMonth = month;
      this.#reviewsInMonth = 0;
    }
    return this.#lastReview !== day && this.#reviewsInMonth < 3 && !this.#reviewed.includes(product);
  }

  /** False when it was declined: then nothing happened. */
  #redeem(event: TeaEvent, place: number, at: number): boolean {
    const price = 150 * event.value;
    if (price <= 0) return false;
    if (this.#tier < SILVER || this.#available - this.#debt < price) {
      this.#post(DECLINE, at, price, FREE_CUP, place, NOTHING, NOTHING);
      return false;
    }
    this.#takeAvailable(price, USE, FREE_CUP, at, place);
    return true;
  }

  #decideTier(at: number, cause: number): void {
    const day = this.#today;
    const spent = this.#spent;
    if (spent >= 1) {
      const held = startOf(this.#year * 12 + 24) - 1;
      if (spent >= 30_000 && held > this.#silverHeld) this.#silverHeld = held;
      if ((spent >= 100_000 || day >= this.#tenYears) && held > this.#goldHeld) this.#goldHeld = held;
    }
    const from = this.#tier;
    const to = this.#goldHeld >= day ? GOLD : this.#silverHeld >= day ? SILVER : REGULAR;
    if (to === from) return;
    this.#tier = to;
    this.#since = day;
    const ledger = this.#ledger;
    if (ledger === undefined) return;
    if (to < from) {
      for (let level = from; level > to; level -= 1)
        ledger.post(LAPSE, at, 0, level, cause, NOTHING, NOTHING, 0, 0);
      return;
    }
    for (let level = from + 1; level <= to; level += 1) {
      const held = level === GOLD ? this.#goldHeld : this.#silverHeld;
      ledger.post(REACH, at, 0, level, cause, NOTHING, held >= day ? held : NOTHING, 0, 0);
    }
  }
}
