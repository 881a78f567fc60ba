import type { Day, LocalTime, PlanExpr, Value } from '../../schema/index.ts';
import { localTime } from '../../schema/index.ts';
import type { Balance, Frame, MemberReader } from './frame.ts';
import { measureValue } from './measures.ts';
import type { MemberState, RecordedEvent } from './member-state.ts';

/** Where in time something is posted: at an event (its clock as read), at enrolment, or at a day's start. */
export interface Moment {
  readonly at: LocalTime;
  readonly day: Day;
  /** True at a day's start: windows end yesterday, nothing has a cause. */
  readonly morning: boolean;
  readonly cause: RecordedEvent | undefined;
}

export function morningOf(day: Day): Moment {
  return { at: localTime(day, 0), day, morning: true, cause: undefined };
}

/** Held-until of the present tier; missing where it has none, or where only its `reach` still holds it. */
export function heldUntil(member: MemberState, ladder: number): Day | undefined {
  const state = member.ladders[ladder];
  const held = state?.heldUntil[state.tier];
  return held !== undefined && held >= member.day ? held : undefined;
}

/** The member as expressions see it. State is read as it stands; balances come from the frame's snapshot. */
export function readerOf(member: MemberState): MemberReader {
  member.reader ??= newReader(member);
  return member.reader;
}

/** Measures, each scanned once while member and frame stand still: every lot of a sliding type asks the same. */
function newMeasures(member: MemberState, reader: () => MemberReader): MemberReader['measure'] {
  let seen = { noted: -1, tick: -1, before: -1, today: 0, windowEnd: 0, asOf: 0 };
  const values = new Map<number, Value>();
  return (index, frame) => {
    // What compares with the event at hand is a value for each event.
    if (member.plan.measures[index]?.same.length !== 0) return measureValue(index, frame, member, reader());
    const { tick, beforeThis: before = -1, today, windowEnd, asOf: from } = frame;
    const stands =
      seen.noted === member.tick &&
      seen.tick === tick &&
      seen.before === before &&
      seen.today === today &&
      seen.windowEnd === windowEnd &&
      seen.asOf === from;
    if (!stands) {
      seen = { noted: member.tick, tick, before, today, windowEnd, asOf: from };
      values.clear();
    }
    if (!values.has(index)) values.set(index, measureValue(index, frame, member, reader()));
    return values.get(index);
  };
}

function newReader(member: MemberState): MemberReader {
  const reader: MemberReader = {
    enrolled: member.history.enrolled,
    since: (ladder) => member.ladders[ladder]?.since ?? member.history.enrolled,
    attribute: (name) => {
      if (name === 'enrolled') return member.history.enrolled;
      const value = member.attributes[name];
      return Array.isArray(value) ? undefined : (value as Value);
    },
    tier: (ladder) => member.ladders[ladder]?.tier ?? 0,
    held: (ladder) => heldUntil(member, ladder),
    measure: newMeasures(member, () => reader),
  };
  return reader;
}

export function balancesOf(member: MemberState): readonly Balance[] {
  return member.points.map((points) => ({
    available: points.available - points.debt,
    pending: points.pending,
  }));
}

/** A snapshot of the member at a moment: history so far, balances and tiers as they stand. */
export function frameAt(member: MemberState, moment: Moment, trace?: Map<PlanExpr, Value>): Frame {
  return {
    plan: member.plan,
    today: moment.day,
    now: moment.at,
    asOf: moment.day,
    windowEnd: moment.morning ? moment.day - 1 : moment.day,
    fields: moment.cause?.fields,
    line: undefined,
    earned: undefined,
    reached: undefined,
    member: readerOf(member),
    tick: member.tick,
    beforeThis: undefined,
    balances: balancesOf(member),
    awards: new Map(),
    trace,
  };
}

/** The frame of a rule or review that was delayed: windows count from the period's start (ruling O9). */
export function asOf(frame: Frame, start: Day): Frame {
  return { ...frame, asOf: start, windowEnd: start - 1 };
}
