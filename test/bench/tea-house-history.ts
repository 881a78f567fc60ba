import { type Day, dayOf, type Fields, type HistoryEvent, type MemberHistory } from '../../schema/index.ts';

/** Kinds of events of the tea house, as a hand-written program would number them. */
export const PURCHASE = 0;
export const REFUND = 1;
export const VISIT = 2;
export const TASTING_VISIT = 3;
export const REVIEW = 4;
export const SURVEY = 5;
export const REDEEM = 6;
export const PROFILE = 7;
/** Event types by kind, as the program writes them. */
export const EVENT_TYPES = [
  'purchase',
  'refund',
  'visit',
  'tasting_visit',
  'review',
  'survey',
  'redeem',
  'profile',
] as const;

/** An amount, a value or an original that an event does not have. */
export const NONE = -1;

export interface TeaItem {
  readonly category: 'tea' | 'food' | 'gift_card';
  readonly amount: number;
  readonly quantity: number;
}

/**
 * One event as a plain object. All kinds have all properties, in one order: objects of one shape are what a JIT likes
 * best, and the hand-written peer is to have it as good as it gets.
 */
export interface TeaEvent {
  readonly kind: number;
  readonly id: string;
  readonly day: Day;
  /** Second of the day. */
  readonly second: number;
  /** Yen of a purchase or refund; {@link NONE}: the refund is of all that is left. */
  readonly amount: number;
  readonly items: readonly TeaItem[];
  /** Refund: place of the purchase among the member's events, as a reader would resolve it. */
  readonly of: number;
  /** Stars of a review, answer of a survey, quantity of a redemption. */
  readonly value: number;
  /** Product of a review, plan or nothing in a profile. */
  readonly word: string;
  /** Birthday in a profile, where it names one. */
  readonly birthday: Day | undefined;
}

export interface TeaMember {
  readonly id: string;
  readonly enrolled: Day;
  readonly birthday: Day | undefined;
  readonly plan: 'free' | 'paid';
  readonly events: readonly TeaEvent[];
}

/** What the guests of a tea house are like. */
export interface Guests {
  /** Events of one member. */
  readonly least: number;
  readonly most: number;
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** Share of purchases of which something is brought back, and share of those of which more is. */
  readonly refunds: number;
  readonly moreRefunds: number;
  /** Chance that a guest asks for a cup without the stars or the status for it. */
  readonly hopes: number;
  /** Yen of a small purchase; large ones are many times that. */
  readonly basket: number;
  /** Chances of every kind but refunds, by kind, as parts of a whole. */
  readonly mix: Readonly<
    Record<'purchase' | 'visit' | 'tasting_visit' | 'review' | 'survey' | 'redeem' | 'profile', number>
  >;
}

/** Everyday guests: 10 to 20 events each in not quite three years. */
export const EVERYDAY: Guests = {
  least: 10,
  most: 20,
  firstDay: dayOf(2024, 4, 1),
  lastDay: dayOf(2026, 12, 31),
  refunds: 0.05,
  moreRefunds: 0.2,
  hopes: 0.15,
  basket: 900,
  mix: { purchase: 64, visit: 15, tasting_visit: 1, review: 6, survey: 4, redeem: 9, profile: 1 },
};

/** The last day of a run over a tea house's histories. */
export const UNTIL: Day = dayOf(2026, 12, 31);

const PRODUCTS = ['sencha', 'gyokuro', 'hojicha', 'genmaicha', 'matcha', 'kukicha', 'bancha', 'wakocha'];
const NO_ITEMS: readonly TeaItem[] = [];
const YEAR = 365;

/** Numbers that look random, from a seed: mulberry32, 32 bits of state. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** 0 ≤ i < n. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }
}

function eventOf(
  kind: number,
  id: string,
  day: Day,
  second: number,
  amount: number,
  items: readonly TeaItem[],
  of: number,
  value: number,
  word: string,
  birthday: Day | undefined,
): TeaEvent {
  return { kind, id, day, second, amount, items, of, value, word, birthday };
}

function itemsOf(draw: Draw, basket: number): readonly TeaItem[] {
  const items: TeaItem[] = [];
  const lines = draw.between(1, 3);
  for (let line = 0; line < lines; line += 1) {
    const dice = draw.next();
    const category = dice < 0.6 ? 'tea' : dice < 0.92 ? 'food' : 'gift_card';
    const amount = Math.floor((basket * (0.4 + 1.2 * draw.next())) / lines);
    items.push({ category, amount, quantity: draw.between(1, 3) });
  }
  return items;
}

function sumOf(items: readonly TeaItem[]): number {
  let sum = 0;
  for (const item of items) sum += item.amount;
  return sum;
}

/** What a guest knows of the own account, roughly: enough to ask for a cup when there are stars for it. */
interface Rough {
  stars: number;
  spent: number;
}

function pick(draw: Draw, guests: Guests): number {
  const { mix } = guests;
  const sum =
    mix.purchase + mix.visit + mix.tasting_visit + mix.review + mix.survey + mix.redeem + mix.profile;
  let dice = draw.next() * sum;
  dice -= mix.purchase;
  if (dice < 0) return PURCHASE;
  dice -= mix.visit;
  if (dice < 0) return VISIT;
  dice -= mix.redeem;
  if (dice < 0) return REDEEM;
  dice -= mix.review;
  if (dice < 0) return REVIEW;
  dice -= mix.survey;
  if (dice < 0) return SURVEY;
  return dice < mix.profile ? PROFILE : TASTING_VISIT;
}

function enrolledOf(draw: Draw, guests: Guests): Day {
  const dice = draw.next();
  const { firstDay, lastDay } = guests;
  if (dice < 0.06) return firstDay - draw.between(7 * YEAR, 11 * YEAR);
  if (dice < 0.4) return firstDay - draw.between(0, 6 * YEAR);
  return draw.between(firstDay, Math.max(firstDay, lastDay - 200));
}

/** Purchases of which something is left: their place among the events, and what is left. */
interface Open {
  readonly at: number;
  left: number;
}

/** Member `index` of the tea house with this seed: always the same, whoever asks and in whatever order. */
export function teaMember(seed: number, index: number, guests: Guests = EVERYDAY): TeaMember {
  const draw = new Draw(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const enrolled = enrolledOf(draw, guests);
  const birthday = draw.next() < 0.7 ? draw.between(-25 * YEAR, 38 * YEAR) : undefined;
  const plan = draw.next() < 0.2 ? 'paid' : 'free';
  const wanted = draw.between(guests.least, guests.most);
  const wealth = draw.next();
  const basket = guests.basket * (1 + 9 * wealth ** 4) * (draw.next() < 0.03 ? 4 : 1);
  const start = Math.max(enrolled, guests.firstDay);
  const gap = (guests.lastDay - start) / (wanted + 1);

  const events: TeaEvent[] = [];
  const open: Open[] = [];
  const rough: Rough = { stars: 0, spent: 0 };
  let time = start + gap * draw.next();
  let [day, second] = [start - 1, 0];
  let refund: Open | undefined;
  while (events.length < wanted) {
    // Something is brought back some days later; otherwise the next thing happens in its own time.
    const pause =
      refund === undefined
        ? -Math.log(1 - draw.next()) * gap * (draw.next() < 0.03 ? 4 : 1)
        : 9 * draw.next();
    if (events.length > 0) time += pause;
    const today = Math.floor(time);
    if (today > guests.lastDay) break;
    second = today === day ? second + draw.between(60, 3600) : draw.between(32_400, 68_400);
    day = today;
    if (second >= 86_400) second = 86_399;
    const place = events.length;
    const id = `e${index}.${place}`;
    if (refund !== undefined) {
      const dice = draw.next();
      const amount =
        dice < 0.3 ? NONE : dice < 0.4 ? refund.left : Math.min(refund.left, draw.between(0, refund.left));
      events.push(eventOf(REFUND, id, day, second, amount, NO_ITEMS, refund.at, 0, '', undefined));
      const taken = amount === NONE ? refund.left : amount;
      rough.spent -= taken;
      rough.stars -= taken / 57;
      refund.left -= taken;
      if (refund.left <= 0) open.splice(open.indexOf(refund), 1);
      refund = undefined;
      if (open.length > 0 && draw.next() < guests.moreRefunds) refund = open[draw.below(open.length)];
      continue;
    }
    let kind = pick(draw, guests);
    const mayAsk = rough.stars >= 150 && rough.spent >= 30_000;
    if (kind === REDEEM && !mayAsk && draw.next() >= guests.hopes) kind = PURCHASE;
    switch (kind) {
      case PURCHASE: {
        const items = itemsOf(draw, basket);
        const amount = sumOf(items);
        const channel = draw.next() < 0.7 ? 'store' : draw.next() < 0.5 ? 'app' : 'online';
        events.push(eventOf(PURCHASE, id, day, second, amount, items, NONE, 0, channel, undefined));
        rough.spent += amount;
        rough.stars += amount / 57;
        const bought: Open = { at: place, left: amount };
        if (amount > 0) open.push(bought);
        if (amount > 0 && draw.next() < guests.refunds) refund = bought;
        break;
      }
      case REDEEM: {
        const quantity = draw.next() < 0.85 ? 1 : 2;
        events.push(eventOf(REDEEM, id, day, second, 0, NO_ITEMS, NONE, quantity, '', undefined));
        if (mayAsk) rough.stars -= 150 * quantity;
        break;
      }
      case REVIEW: {
        const product = PRODUCTS[draw.below(PRODUCTS.length)] ?? '';
        const stars = draw.between(1, 5);
        events.push(eventOf(REVIEW, id, day, second, 0, NO_ITEMS, NONE, stars, product, undefined));
        break;
      }
      case SURVEY: {
        const answer = Math.min(10, 4 + draw.below(8));
        events.push(eventOf(SURVEY, id, day, second, 0, NO_ITEMS, NONE, answer, '', undefined));
        break;
      }
      case PROFILE: {
        const told = draw.next() < 0.3 ? draw.between(-25 * YEAR, 38 * YEAR) : undefined;
        const word = draw.next() < 0.5 ? 'paid' : 'free';
        events.push(eventOf(PROFILE, id, day, second, 0, NO_ITEMS, NONE, 0, word, told));
        break;
      }
      default:
        events.push(eventOf(kind, id, day, second, 0, NO_ITEMS, NONE, 0, '', undefined));
    }
  }
  return { id: `m${index}`, enrolled, birthday, plan, events };
}

/** The first members of the tea house who have so many events between them, in chunks of whole members. */
export function* teaChunks(
  seed: number,
  events: number,
  chunkEvents = 100_000,
  guests: Guests = EVERYDAY,
): Generator<readonly TeaMember[]> {
  let left = events;
  let inChunk = 0;
  let chunk: TeaMember[] = [];
  for (let index = 0; left > 0; index += 1) {
    const whole = teaMember(seed, index, guests);
    const member = whole.events.length > left ? { ...whole, events: whole.events.slice(0, left) } : whole;
    chunk.push(member);
    left -= member.events.length;
    inChunk += member.events.length;
    if (inChunk >= chunkEvents) {
      yield chunk;
      chunk = [];
      inChunk = 0;
    }
  }
  if (chunk.length > 0) yield chunk;
}

export function eventsIn(members: readonly TeaMember[]): number {
  let sum = 0;
  for (const member of members) sum += member.events.length;
  return sum;
}

function fieldsOf(event: TeaEvent): Fields {
  switch (event.kind) {
    case PURCHASE:
      return {
        amount: BigInt(event.amount),
        channel: event.word,
        items: event.items.map(({ category, amount, quantity }) => ({
          category,
          amount: BigInt(amount),
          quantity: BigInt(quantity),
        })),
      };
    case REFUND:
      return event.amount === NONE ? {} : { amount: BigInt(event.amount) };
    case REVIEW:
      return { product: event.word, stars: BigInt(event.value) };
    case SURVEY:
      return { recommend: BigInt(event.value) };
    case REDEEM:
      return { reward: 'free_cup', quantity: BigInt(event.value) };
    case PROFILE:
      return { plan: event.word, ...(event.birthday === undefined ? {} : { birthday: event.birthday }) };
    default:
      return {};
  }
}

/** The same member as the reader of histories would hand it to the reference engine. */
export function historyOf(member: TeaMember): MemberHistory {
  return {
    member: member.id,
    enrolled: member.enrolled,
    attributes: {
      plan: member.plan,
      ...(member.birthday === undefined ? {} : { birthday: member.birthday }),
    },
    events: member.events.map(
      (event): HistoryEvent => ({
        type: EVENT_TYPES[event.kind] ?? '',
        id: event.id,
        at: event.day * 86_400 + event.second,
        fields: fieldsOf(event),
        of: member.events[event.of]?.id,
        place: undefined,
      }),
    ),
  };
}
