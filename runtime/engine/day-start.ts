import type { Day } from '../../schema/index.ts';
import { expireLots, openLots } from './lots.ts';
import type { MemberState } from './member-state.ts';
import { asOf, frameAt, morningOf } from './moment.ts';
import { runRules } from './rules.ts';
import { dueOn, startDueOn } from './schedule.ts';
import { type Review, review, settleSince } from './tiers.ts';
import type { Tracer } from './tracer.ts';

/** Ladders whose review comes this morning: by their schedule, or because something was held until yesterday (ruling T3). */
function morningReviews(member: MemberState, day: Day): readonly Review[] {
  return member.plan.ladders.flatMap((ladder, index): Review[] => {
    const start = ladder.review.kind === 'every' ? startDueOn(member, ladder.review, day) : undefined;
    if (start !== undefined) return [{ ladder: index, asOf: start, reaches: true }];
    const passed = member.ladders[index]?.heldUntil.some((held) => held === day - 1);
    return passed === true ? [{ ladder: index, asOf: undefined, reaches: true }] : [];
  });
}

/** Ladders with `review: on event`. */
export function eventReviews(member: MemberState): readonly Review[] {
  return member.plan.ladders.flatMap((ladder, index): Review[] =>
    ladder.review.kind === 'event' ? [{ ladder: index, asOf: undefined, reaches: true }] : [],
  );
}

/** The start of a local day, after the observation of the day before (language §9: 2 to 5). */
export function startDay(member: MemberState, day: Day, tracer: Tracer | undefined): void {
  member.day = day;
  const moment = morningOf(day);

  openLots(member, moment, frameAt(member, moment));
  expireLots(member, moment, frameAt(member, moment));

  let posted = review(member, morningReviews(member, day), moment, tracer);
  settleSince(member);

  const frame = frameAt(member, moment);
  const triggered = member.plan.rules.flatMap((rule, index) => {
    const from = dueOn(member, rule.trigger, day);
    return from === undefined ? [] : [{ index, frame: asOf(frame, from) }];
  });
  if (runRules(member, triggered, moment, tracer)) posted = true;
  if (posted) review(member, eventReviews(member), moment, tracer);
  settleSince(member);
}
