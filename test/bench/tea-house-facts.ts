import { monthsBetween } from '../../schema/index.ts';
import { TeaHouse } from './tea-house-baseline.ts';
import { monthOf } from './tea-house-calendar.ts';
import {
  EVENT_TYPES,
  PURCHASE,
  REDEEM,
  REVIEW,
  TASTING_VISIT,
  type TeaEvent,
  type TeaMember,
  UNTIL,
} from './tea-house-history.ts';
import { EARN, Ledger, REVIEW_STAR, USE, WIN_BACK } from './tea-house-ledger.ts';

/** What an event's conditions read, worked out beforehand: peers only have to decide. */
export type Facts = Readonly<Record<string, number>>;

/** An event as peers see it: its type, its facts, and the names of all that holds, in document order. */
export interface Question {
  readonly type: (typeof EVENT_TYPES)[number];
  readonly facts: Facts;
  readonly answer: readonly string[];
}

/** Whatever a purchase, review, redemption or tasting visit reads beyond what every event reads. */
function ownFacts(
  event: TeaEvent,
  house: TeaHouse,
  reviewed: readonly { readonly day: number; readonly product: string }[],
): Facts {
  const { day } = house;
  switch (event.kind) {
    case PURCHASE: {
      const last = house.lastPurchase();
      return {
        today: day,
        daysSincePurchase: last === undefined ? 0 : day - last,
        welcomesThisYear: house.mayWelcome() ? 0 : 1,
      };
    }
    case REVIEW: {
      const month = monthOf(day);
      const inYear = reviewed.filter((each) => Math.floor(monthOf(each.day) / 12) === Math.floor(month / 12));
      return {
        reviewsToday: reviewed.filter((each) => each.day === day).length,
        reviewsOfProduct: inYear.filter((each) => each.product === event.word).length,
        starsThisMonth: 10 * reviewed.filter((each) => monthOf(each.day) === month).length,
      };
    }
    case REDEEM:
      return { tier: house.tier, balance: house.balance, price: 150 * event.value };
    case TASTING_VISIT:
      return { tier: house.tier };
    default:
      return {};
  }
}

/** The conditions of all events of some members, answered by the hand-written program. */
export function questionsOf(members: readonly TeaMember[]): readonly Question[] {
  const questions: Question[] = [];
  const ledger = new Ledger();
  const house = new TeaHouse(UNTIL, ledger);
  for (const member of members) {
    house.begin(member);
    const reviewed: { day: number; product: string }[] = [];
    for (const [place, event] of member.events.entries()) {
      if (!house.arrive(event)) break;
      const own = ownFacts(event, house, reviewed);
      const goldGuest = house.tier === 2;
      ledger.clear();
      house.take(event, place);
      const posted = (kind: number, by?: number): boolean => {
        for (let row = 0; row < ledger.length; row += 1)
          if (ledger.kind[row] === kind && (by === undefined || ledger.by[row] === by)) return true;
        return false;
      };
      const yearlySpend = house.spent;
      const monthsEnrolled = monthsBetween(member.enrolled, house.day);
      if (posted(EARN, REVIEW_STAR)) reviewed.push({ day: house.day, product: event.word });
      const holds: readonly (readonly [string, boolean])[] = [
        ['review_star', posted(EARN, REVIEW_STAR)],
        ['win_back', posted(EARN, WIN_BACK)],
        ['free_cup', posted(USE)],
        ['tasting_room', event.kind === TASTING_VISIT && goldGuest],
        ['silver', yearlySpend >= 30_000],
        ['gold', yearlySpend >= 100_000 || (monthsEnrolled >= 120 && yearlySpend >= 1)],
      ];
      questions.push({
        type: EVENT_TYPES[event.kind] ?? 'visit',
        facts: { ...own, yearlySpend, monthsEnrolled },
        answer: holds.filter(([, is]) => is).map(([name]) => name),
      });
    }
  }
  return questions;
}
