import type { Day, HistoryEvent, PlanExpr, Value } from '../../schema/index.ts';
import { isDuring } from './candidate.ts';
import { eventReviews } from './day-start.ts';
import { isTrue } from './evaluate.ts';
import { fraction, power10 } from './exact.ts';
import type { Cost, CostOwner, MemberState, RecordedEvent } from './member-state.ts';
import { frameAt, type Moment } from './moment.ts';
import { fieldsOf, record } from './record.ts';
import { eventOf } from './recorded.ts';
import { redeem } from './redeem.ts';
import { reverse } from './reversal.ts';
import { runRules } from './rules.ts';
import { review, settleSince } from './tiers.ts';
import type { Tracer } from './tracer.ts';

/** One event: recorded or reversing, then rule by rule, then the reviews (language §9). */
export function takeEvent(
  member: MemberState,
  event: HistoryEvent,
  day: Day,
  tracer: Tracer | undefined,
): void {
  const began = member.tick;
  const fields = fieldsOf(event);
  if (event.type === 'profile') member.attributes = { ...member.attributes, ...fields };
  const recorded =
    event.type === 'redeem'
      ? redeem(member, event, fields, day, tracer)
      : record(member, { type: event.type, id: event.id, fields }, event.at, day);
  if (recorded === undefined) return;
  const moment: Moment = { at: event.at, day, morning: false, cause: recorded };
  takeBack(member, event, recorded, moment);
  benefitCosts(member, recorded, moment, tracer);

  const frame = { ...frameAt(member, moment), beforeThis: began };
  const triggered = member.plan.rules.flatMap((rule, index) =>
    rule.trigger.kind === 'event' && rule.trigger.events.includes(event.type) ? [{ index, frame }] : [],
  );
  runRules(member, triggered, moment, tracer);
  review(member, eventReviews(member), moment, tracer);
  settleSince(member);
}

/** An event that reverses takes effect; one whose original is not in history (a declined redemption) takes nothing. */
function takeBack(member: MemberState, event: HistoryEvent, recorded: RecordedEvent, moment: Moment): void {
  const terms = eventOf(member.plan, event.type)?.reverses;
  const original = event.of === undefined ? undefined : member.byId.get(event.of);
  if (terms === undefined || original === undefined || original.type !== terms.event) return;
  if (original.gone !== undefined) return;
  member.working = event.type;
  reverse(member, recorded, original, terms.by, moment, () => frameAt(member, moment));
}

/** A benefit costs its expense each time its event happens while its `when` is true. */
function benefitCosts(
  member: MemberState,
  event: RecordedEvent,
  moment: Moment,
  tracer: Tracer | undefined,
): void {
  member.plan.benefits.forEach((benefit, index) => {
    if (benefit.per !== event.type || !isDuring(benefit.during, moment.day)) return;
    member.working = benefit.name;
    const values = tracer && new Map<PlanExpr, Value>();
    const enjoyed = benefit.when === undefined || isTrue(benefit.when, frameAt(member, moment, values));
    tracer?.considered({
      subject: { kind: 'benefit', benefit: index, name: benefit.name },
      at: moment.at,
      day: moment.day,
      event: event.id,
      values: values ?? new Map(),
      amounts: [],
      verdict: enjoyed ? { kind: 'fired' } : { kind: 'when-false' },
    });
    if (!enjoyed || benefit.expense === undefined) return;
    const owner: CostOwner = { kind: 'benefit', index, name: benefit.name };
    const amount = fraction(benefit.expense, power10(member.plan.currency.decimals));
    const cost: Cost = { day: moment.day, owner, amount, builds: benefit.builds };
    member.costs.push(cost);
    event.effects.push({ kind: 'cost', cost, owner, kept: amount });
  });
}
