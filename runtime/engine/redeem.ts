import type { Day, Fields, HistoryEvent, PlanExpr, PlanReward, Value } from '../../schema/index.ts';
import { cutTo, isDuring, positive, roundAmounts } from './candidate.ts';
import { isTrue } from './evaluate.ts';
import { fraction, power10 } from './exact.ts';
import type { Frame } from './frame.ts';
import { roomOf } from './limits.ts';
import { balanceOf, postAward } from './lots.ts';
import type { Cost, MemberState, RecordedEvent, Source } from './member-state.ts';
import { frameAt, type Moment, readerOf } from './moment.ts';
import { record } from './record.ts';
import { postDecline, postUseWithCost, uncovered } from './rules.ts';
import type { AmountTrace, Tracer, Verdict } from './tracer.ts';

interface Offer {
  readonly index: number;
  readonly reward: PlanReward;
  readonly quantity: bigint;
  readonly price: readonly AmountTrace[];
  readonly give: readonly AmountTrace[];
  readonly frame: Frame;
}

/**
 * A redemption: `when` → price × quantity → limits → cover → recording → use and give, all or nothing (ruling P14). Undefined
 * when it was declined or refused: then it is not in history, and no rule and no review follows.
 */
export function redeem(
  member: MemberState,
  event: HistoryEvent,
  fields: Fields,
  day: Day,
  tracer: Tracer | undefined,
): RecordedEvent | undefined {
  const { reward: name, quantity } = fields;
  const index = member.plan.rewards.findIndex((each) => each.name === name);
  const reward = member.plan.rewards[index];
  if (reward === undefined || typeof quantity !== 'bigint' || quantity <= 0n) return undefined;
  member.working = reward.name;
  // A decline is caused by the event too, though the event does not enter history.
  const asked: Moment = {
    at: event.at,
    day,
    morning: false,
    cause: unrecorded(event, fields, day, member.tick),
  };
  const values = tracer && new Map<PlanExpr, Value>();
  const frame = { ...frameAt(member, asked), trace: values };
  const offer: Offer = {
    index,
    reward,
    quantity,
    price: roundAmounts(reward.price, 'price', frame, quantity),
    give: roundAmounts(reward.give, 'give', frame, quantity),
    frame,
  };
  const tell = (verdict: Verdict): void =>
    tracer?.considered({
      subject: { kind: 'reward', reward: index, name: reward.name },
      at: event.at,
      day,
      event: event.id,
      values: values ?? new Map(),
      amounts: [...offer.price, ...offer.give],
      verdict,
    });
  const verdict = refusal(member, offer, asked);
  if (verdict !== undefined) {
    tell(verdict);
    return undefined;
  }
  const recorded = record(member, { type: 'redeem', id: event.id, fields }, event.at, day);
  member.working = reward.name;
  hand(member, offer, { ...asked, cause: recorded });
  tell({ kind: 'fired' });
  return recorded;
}

function unrecorded(event: HistoryEvent, fields: Fields, day: Day, tick: number): RecordedEvent {
  return {
    type: event.type,
    id: event.id,
    at: event.at,
    day,
    tick,
    fields,
    where: new Map(),
    by: undefined,
    lefts: [],
    gone: undefined,
    effects: [],
  };
}

/** Why a redemption does not happen, having posted its decline rows; a limit refuses without a row (ruling P5). */
function refusal(member: MemberState, offer: Offer, moment: Moment): Verdict | undefined {
  const { reward, frame } = offer;
  const price = positive(offer.price);
  const give = positive(offer.give);
  if (!isDuring(reward.during, moment.day)) {
    postDecline(member, moment, price, reward.name);
    return { kind: 'outside-during' };
  }
  if (reward.when !== undefined && !isTrue(reward.when, frame)) {
    postDecline(member, moment, price, reward.name);
    return { kind: 'when-false' };
  }
  for (const limit of reward.limits) {
    const counting = { kind: 'reward', reward: offer.index } as const;
    const room = roomOf({ limit, counting }, frame, member, readerOf(member));
    const trace = { text: limit.text, room };
    const bounded = give.some((each) => each.points === limit.points) ? offer.give : offer.price;
    const full =
      limit.points === undefined
        ? room < offer.quantity
        : cutTo(bounded, limit.points, trace).some((each) => each.cutBy !== undefined);
    if (full) return { kind: 'limit-full', limit: trace };
  }
  const short = uncovered(member, price);
  const missing = short[0];
  if (missing === undefined) return undefined;
  postDecline(member, moment, short, reward.name);
  const { points, quantity } = missing;
  return { kind: 'declined', points, asked: quantity, balance: balanceOf(member, points) };
}

function hand(member: MemberState, offer: Offer, moment: Moment): void {
  const { index, reward, quantity, frame } = offer;
  const source: Source = { kind: 'reward', index, name: reward.name };
  const give = positive(offer.give);
  const free = reward.expense !== undefined || give.length > 0;
  const uses = positive(offer.price).map((each) =>
    postUseWithCost(member, moment, frame, { points: each.points, quantity: each.quantity, source, free }),
  );
  const awards = give.map((each) =>
    postAward(member, moment, frame, {
      points: each.points,
      quantity: each.quantity,
      source,
      dates: reward.dates,
      expr: each.expr,
    }),
  );
  if (reward.expense !== undefined) {
    const amount = fraction(reward.expense * quantity, power10(member.plan.currency.decimals));
    const cost: Cost = { day: moment.day, owner: source, amount, builds: reward.builds };
    member.costs.push(cost);
    moment.cause?.effects.push({ kind: 'cost', cost, owner: source, kept: amount });
  }
  member.firings.reward[index]?.push({
    day: moment.day,
    times: quantity,
    cause: moment.cause,
    awards,
    uses,
  });
}
