import type { Day, Fields, MeasureSubject, PlanMeasure, Value } from '../../schema/index.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { firstWith } from './halving.ts';
import {
  type Award,
  counted,
  type Expired,
  type MemberState,
  type RecordedEvent,
  total,
  type Use,
} from './member-state.ts';
import { type Anchors, periodIndex } from './periods.ts';
import { fieldAt, isGone } from './recorded.ts';
import { type DayRange, windowDays } from './windows.ts';

/** One thing that an aggregate ranges over: its day, and the value that is aggregated. */
interface Entry {
  readonly day: Day;
  readonly value: Value;
}

/** The value of a measure as a frame sees history: a plain scan (language §5). */
export function measureValue(index: number, frame: Frame, member: MemberState, anchors: Anchors): Value {
  const measure = member.plan.measures[index];
  if (measure === undefined) return undefined;
  const range = windowDays(
    measure.window,
    frame,
    anchors,
    (ladder) => member.ladders[ladder]?.sinceTick ?? 0,
  );
  const tick = measure.beforeThis ? Math.min(frame.tick, frame.beforeThis ?? frame.tick) : frame.tick;
  if (measure.subject.kind === 'tier') {
    return lastDayOfTier(member, measure.subject, frame.today, range, tick);
  }
  const entries = entriesOf(index, measure, measure.subject, frame, member, range, tick);
  return aggregate(measure, entries, frame, member, anchors);
}

function aggregate(
  measure: PlanMeasure,
  entries: readonly Entry[],
  frame: Frame,
  member: MemberState,
  anchors: Anchors,
): Value {
  const ofDays = measure.field === undefined && measure.subject.kind !== 'flow';
  switch (measure.function) {
    case 'count':
      return BigInt(entries.length);
    case 'sum':
      return entries.reduce((sum, each) => (typeof each.value === 'bigint' ? sum + each.value : sum), 0n);
    case 'first':
      return valueOrDay(measure, entries[0]);
    case 'last':
      return valueOrDay(measure, entries.at(-1));
    case 'distinct':
      return BigInt(new Set(entries.map((each) => (ofDays ? each.day : each.value))).size);
    case 'lowest':
    case 'highest': {
      const sign = measure.function === 'highest' ? 1 : -1;
      return entries.reduce<Value>((best, each) => {
        const value = ofDays ? each.day : each.value;
        if (best === undefined || value === undefined) return value ?? best;
        return (value > best ? 1 : -1) * sign > 0 ? value : best;
      }, undefined);
    }
    case 'streak': {
      const period = measure.period === undefined ? undefined : member.plan.periods[measure.period];
      if (period === undefined) return 0n;
      const filled = new Set(entries.map((each) => periodIndex(period, each.day, anchors)));
      const present = periodIndex(period, frame.today, anchors);
      let length = 0;
      while (filled.has(present - length)) length += 1;
      return BigInt(length);
    }
  }
}

function valueOrDay(measure: PlanMeasure, entry: Entry | undefined): Value {
  return measure.field === undefined ? entry?.day : entry?.value;
}

function entriesOf(
  index: number,
  measure: PlanMeasure,
  subject: Exclude<MeasureSubject, { kind: 'tier' }>,
  frame: Frame,
  member: MemberState,
  range: DayRange,
  tick: number,
): readonly Entry[] {
  const inRange = (each: { readonly day: Day; readonly tick: number }): boolean =>
    each.tick < tick && each.tick >= range.fromTick && each.day >= range.from && each.day <= range.to;
  switch (subject.kind) {
    case 'event': {
      const { field } = measure;
      const entries: Entry[] = [];
      const events = within(member.events.get(subject.event) ?? [], range);
      for (const event of measure.function === 'last' ? events.toReversed() : events) {
        if (!inRange(event) || isGone(event, tick)) continue;
        if (measure.where !== undefined && event.where.get(index) !== true) continue;
        if (!isSame(measure, event.fields, frame)) continue;
        const value = field === undefined ? undefined : fieldAt(member.plan, event, field, tick);
        if (field !== undefined && value === undefined) continue;
        entries.push({ day: event.day, value });
        if (measure.function === 'first' || measure.function === 'last') break;
      }
      return entries;
    }
    case 'reach':
    case 'lapse':
      return member.happenings
        .filter(
          (each) =>
            inRange(each) &&
            each.kind === subject.kind &&
            each.ladder === subject.ladder &&
            each.level === subject.level,
        )
        .map((each) => ({ day: each.day, value: undefined }));
    case 'flow': {
      const entries: Entry[] = [];
      for (const each of flowsOf(subject, member, range)) {
        if (!inRange(each) || each.points !== subject.points) continue;
        if (subject.sources !== undefined && !subject.sources.includes(each.source.name)) continue;
        const value = netOf(each, tick);
        if (value > 0n && causeCounts(index, measure, each.cause, frame))
          entries.push({ day: each.day, value });
      }
      return entries;
    }
  }
}

/** What lies in a range of days; it stands in the order of its days, so the ends are found by halving. */
function within<T extends { readonly day: Day }>(things: readonly T[], range: DayRange): readonly T[] {
  return things.slice(
    firstWith(things, (thing) => thing.day >= range.from),
    firstWith(things, (thing) => thing.day > range.to),
  );
}

function isSame(measure: PlanMeasure, fields: Fields, frame: Frame): boolean {
  return measure.same.every(
    (each) => fields[each.field] !== undefined && fields[each.field] === frame.fields?.[each.thisField],
  );
}

/** `where` of a point flow looks at the event that caused it, as decided when that was recorded; nothing else counts. */
function causeCounts(
  index: number,
  measure: PlanMeasure,
  cause: RecordedEvent | undefined,
  frame: Frame,
): boolean {
  if (measure.where === undefined && measure.same.length === 0) return true;
  if (cause === undefined) return false;
  if (measure.subject.kind === 'flow' && !measure.subject.causes.includes(cause.type)) return false;
  return (
    isSame(measure, cause.fields, frame) && (measure.where === undefined || cause.where.get(index) === true)
  );
}

/** Points that were given, used or lost. */
type Flow = Award | Use | Expired;

function flowsOf(
  subject: Extract<MeasureSubject, { kind: 'flow' }>,
  member: MemberState,
  range: DayRange,
): readonly Flow[] {
  switch (subject.flow) {
    case 'earned':
      return within(member.awards, range);
    case 'used':
      return within(member.uses, range);
    case 'expired':
      return within(member.expired, range);
  }
}

/** What reversals left of it before a tick. */
function netOf(flow: Flow, tick: number): bigint {
  if ('recovered' in flow) return counted(flow, tick);
  if ('returned' in flow) return flow.quantity - total(flow.returned, tick);
  return flow.quantity;
}

/** The last day, within the range, on which the tier was that level or higher; today while it is. */
function lastDayOfTier(
  member: MemberState,
  subject: Extract<MeasureSubject, { kind: 'tier' }>,
  today: Day,
  range: DayRange,
  tick: number,
): Day | undefined {
  const stretches = member.ladders[subject.ladder]?.stretches ?? [];
  let last: Day | undefined;
  for (const stretch of stretches) {
    if (stretch.tier < subject.level || stretch.tick >= tick) continue;
    const ended = stretch.endTick !== undefined && stretch.endTick < tick ? stretch.lastDay : today;
    const day = Math.min(ended ?? today, range.to);
    if (day >= stretch.firstDay && day >= range.from && (last === undefined || day > last)) last = day;
  }
  return last;
}

/** Whether an event that is being recorded counts for each measure with a `where` over its type, or over what it causes. */
export function decideWheres(member: MemberState, type: string, frame: Frame): ReadonlyMap<number, boolean> {
  const decided = new Map<number, boolean>();
  member.plan.measures.forEach((measure, index) => {
    const { subject } = measure;
    if (measure.where === undefined) return;
    if (
      subject.kind === 'event'
        ? subject.event !== type
        : subject.kind !== 'flow' || !subject.causes.includes(type)
    )
      return;
    member.working = measure.text;
    decided.set(index, evaluate(measure.where, frame) === true);
  });
  return decided;
}
