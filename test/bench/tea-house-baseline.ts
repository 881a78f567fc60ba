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
  FREE_CUP,
  LAPSE,
  type Ledger,
  NOTHING,
  PURCHASE_STAR,
  REACH,
  REVIEW_STAR,
  TIER_BONUS,
  USE,
  WIN_BACK,
} from './tea-house-ledger.ts';
import { TeaHouseStars } from './tea-house-stars.ts';

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
 * reference engine row for row (test/independent/tea-house.test.ts). It knows this program only, and uses it:
 * all that is pending opens on the next morning, what is held ends on 31 December. State lives in numbers and in typed
 * arrays that are used again for each member. Points and yen are below 2³¹.
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

  readonly #stars: TeaHouseStars;

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
  #earned = new Int32Array(64);
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
    this.#stars = new TeaHouseStars(ledger);
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
    // Three lots a purchase at most, and a gift a year or for a birthday that was told anew.
    this.#stars.begin(3 * events.length + Math.ceil((this.#until - enrolled) / 365) + 2);
    if (events.length > this.#left.length) this.#makeRoom(2 * events.length);
    this.#today = enrolled;
    this.#turnYear();
    this.#tenYears = plusMonths(enrolled, TEN_YEARS);
    this.#nextBirthday = NEVER;
    this.#birthdayMonth = NONE;
    if (birthday !== undefined) this.#celebrate(birthday);
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
      available: this.#stars.available,
      pending: this.#stars.pending,
      debt: this.#stars.debt,
      issued: this.#stars.issued,
      used: this.#stars.used,
      expired: this.#stars.expired,
      reversed: this.#stars.reversed,
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

  #makeRoom(places: number): void {
    this.#left = new Int32Array(places);
    this.#boughtOn = new Int32Array(places);
    this.#earned = new Int32Array(places);
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
    let due = this.#nextBirthday;
    if (this.#silverHeld >= this.#today && this.#silverHeld < due) due = this.#silverHeld + 1;
    if (this.#goldHeld >= this.#today && this.#goldHeld < due) due = this.#goldHeld + 1;
    return this.#stars.nextDue(this.#today, due);
  }

  #morning(day: Day): void {
    this.#stars.open();
    this.#stars.expire(day);
    const at = day * SECONDS;
    if (this.#silverHeld === day - 1 || this.#goldHeld === day - 1) this.#decideTier(at, NOTHING);
    if (day === this.#nextBirthday) {
      this.#nextBirthday = this.#birthdayIn(this.#year + 1);
      this.#stars.give(100, BIRTHDAY_GIFT, day, at, NOTHING);
      this.#decideTier(at, NOTHING);
    }
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
    this.#firstLot[place] = this.#stars.nextLot;

    const stars = Math.floor(eligible / (day < NEW_PRICE ? 54 : 60));
    this.#earned[place] = Math.max(stars, 0);
    this.#bonus[place] = 0;
    this.#welcome[place] = 0;
    this.#welcomeBack[place] = 0;
    if (stars > 0) {
      this.#stars.give(stars, PURCHASE_STAR, day, at, place);
      const bonus = this.#tier === REGULAR ? 0 : Math.floor(stars / (this.#tier === GOLD ? 2 : 4));
      if (bonus > 0) {
        this.#bonus[place] = bonus;
        this.#stars.give(bonus, TIER_BONUS, day, at, place);
      }
    }
    if (last !== NONE && day - (this.#boughtOn[last] ?? 0) > 180 && this.mayWelcome()) {
      this.#welcome[place] = 50;
      this.#lastWelcome = place;
      this.#stars.give(50, WIN_BACK, day, at, place);
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
    return this.#stars.balance;
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
    const stars = this.#earned[of] ?? 0;
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
    return this.#stars.recover(kept - stays, lot, by, at, cause);
  }

  #review(event: TeaEvent, place: number, at: number): void {
    const day = this.#today;
    if (day > this.#yearBefore) this.#reviews += 1;
    if (!this.#mayReview(event.word)) return;
    this.#lastReview = day;
    this.#reviewsInMonth += 1;
    this.#reviewed.push(event.word);
    this.#stars.give(10, REVIEW_STAR, day, at, place);
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
    if (this.#tier < SILVER || this.#stars.balance < price) {
      this.#stars.post(DECLINE, at, price, FREE_CUP, place, NOTHING, NOTHING);
      return false;
    }
    this.#stars.takeAvailable(price, USE, FREE_CUP, at, place);
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
