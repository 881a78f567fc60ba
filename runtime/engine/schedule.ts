import type { Day, PlanTrigger } from '../../schema/index.ts';
import { civilOf, dayOf, daysInMonth, FOREVER } from '../../schema/index.ts';
import { type LastDay, lastDays, wantsDailyLook } from './expiry.ts';
import type { Frame } from './frame.ts';
import type { Lot, MemberState } from './member-state.ts';
import { frameAt, morningOf, readerOf } from './moment.ts';
import { OverflowSignal } from './overflow.ts';
import { type Anchors, periodIndex, periodStart } from './periods.ts';

/** A schedule: `every` period, some days after its start. */
interface Every {
  readonly period: number;
  readonly afterDays: number;
}

/**
 * The start of the period whose turn comes on `day` (its start + `afterDays`); undefined when none does. Starts on or before the
 * enrolment day do not count (ruling O8).
 */
export function startDueOn(member: MemberState, every: Every, day: Day): Day | undefined {
  const period = member.plan.periods[every.period];
  if (period === undefined) return undefined;
  const anchors = readerOf(member);
  const target = day - every.afterDays;
  const start = periodStart(period, periodIndex(period, target, anchors), anchors);
  return start === target && start > member.history.enrolled ? start : undefined;
}

/** The first due day of a schedule after `day`. */
function nextEvery(member: MemberState, every: Every, day: Day, anchors: Anchors): Day {
  const period = member.plan.periods[every.period];
  if (period === undefined) return FOREVER;
  const from = Math.max(day - every.afterDays, member.history.enrolled);
  return periodStart(period, periodIndex(period, from, anchors) + 1, anchors) + every.afterDays;
}

/** A birthday's or anniversary's day in a year; 29 February falls on the 28th in other years (ruling C3). */
function inYear(date: Day, year: number): Day {
  const { month, day } = civilOf(date);
  return dayOf(year, month, Math.min(day, daysInMonth(year, month)));
}

function nextYearly(date: Day, after: Day): Day {
  const { year } = civilOf(after);
  return [year, year + 1].map((each) => inYear(date, each)).find((day) => day > after) ?? FOREVER;
}

function birthdayOf(member: MemberState): Day | undefined {
  const { birthday } = member.attributes;
  return typeof birthday === 'number' ? birthday : undefined;
}

/** Whether a dated or `every` trigger comes on this day: the day from which its windows count, or undefined. */
export function dueOn(member: MemberState, trigger: PlanTrigger, day: Day): Day | undefined {
  switch (trigger.kind) {
    case 'date':
      return trigger.day === day ? day : undefined;
    case 'every':
      return startDueOn(member, trigger, day);
    case 'birthday': {
      const date = birthdayOf(member);
      return date !== undefined && inYear(date, civilOf(day).year) === day ? day : undefined;
    }
    case 'anniversary':
      return inYear(member.history.enrolled, civilOf(day).year) === day ? day : undefined;
    case 'event':
    case 'enroll':
    case 'reach':
    case 'lapse':
      return undefined;
  }
}

function nextTrigger(member: MemberState, trigger: PlanTrigger, day: Day, anchors: Anchors): Day {
  switch (trigger.kind) {
    case 'date':
      return trigger.day > day ? trigger.day : FOREVER;
    case 'every':
      return nextEvery(member, trigger, day, anchors);
    case 'birthday': {
      const date = birthdayOf(member);
      return date === undefined ? FOREVER : nextYearly(date, day);
    }
    case 'anniversary':
      return nextYearly(member.history.enrolled, day);
    case 'event':
    case 'enroll':
    case 'reach':
    case 'lapse':
      return FOREVER;
  }
}

/** As `lastDay` says; an overflow is left to the next day's start, which reports it. */
function lastDayOrNext(lot: Lot, lastDay: LastDay, frame: Frame): Day | undefined {
  try {
    return lastDay(lot);
  } catch (signal) {
    if (!(signal instanceof OverflowSignal)) throw signal;
    return frame.today - 1;
  }
}

/** The next day whose start has something to do, after the present day and without any event; at most {@link FOREVER}. */
export function nextDue(member: MemberState): Day {
  const { plan, day } = member;
  const anchors = readerOf(member);
  const frame = frameAt(member, morningOf(day + 1));
  const lastDay = lastDays(frame);
  let next: Day = FOREVER;
  const due = (on: Day): void => {
    if (on < next) next = Math.max(on, day + 1);
  };
  for (const lot of member.points.flatMap((state) => state.lots)) {
    if (next === day + 1) break;
    // A pending lot whose day has come waits for the next start: a sliding date may have moved since it was posted.
    if (lot.pending) due(lot.available);
    const last = lastDayOrNext(lot, lastDay, frame);
    if (last !== undefined && last < FOREVER) due(last + 1);
    if (wantsDailyLook(lot)) due(day + 1);
  }
  for (const state of member.ladders) {
    for (const held of state.heldUntil) {
      if (held !== undefined && held >= day && held < FOREVER) due(held + 1);
    }
  }
  for (const { review } of plan.ladders) {
    if (review.kind === 'every') due(nextEvery(member, review, day, anchors));
  }
  for (const rule of plan.rules) due(nextTrigger(member, rule.trigger, day, anchors));
  return next;
}
