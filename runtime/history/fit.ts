import type { Day, FieldValue, HistoryEvent, MemberHistory, Plan } from '../../schema/index.ts';
import { dayOfTime, formatDay } from '../../schema/index.ts';
import { type Collector, type Draft, type MemberDraft, placeOf } from './collector.ts';
import { Fault, fault, guess } from './fault.ts';
import { missingField } from './field-reader.ts';
import { type Evaluate, MemberReversals, Reversals } from './reversal.ts';

/** Events of one member at one instant that only the order of files tells apart. */
export interface Ties {
  readonly count: number;
  readonly first: Draft | undefined;
}

export interface Fitted {
  /** Sorted by member. */
  readonly members: readonly MemberHistory[];
  readonly ties: Ties;
  readonly firstDay: Day | undefined;
  readonly lastDay: Day | undefined;
  /** Day of the first event; enrolments may be earlier. */
  readonly firstEvent: Day | undefined;
  /** Rows that became events or enrolments. */
  readonly accepted: number;
}

/**
 * The last stage of reading: each member's events in replay order (instant, dates without a time first, `sequence`,
 * input order), without those that do not fit into the member's history.
 */
export function fitHistory(
  plan: Plan,
  collector: Collector,
  evaluate: Evaluate,
  known: ReadonlySet<string> | undefined,
): Fitted {
  const members: MemberHistory[] = [];
  let count = 0;
  let first: Draft | undefined;
  let firstDay: Day | undefined;
  let lastDay: Day | undefined;
  let firstEvent: Day | undefined;
  let accepted = 0;
  const reversals = new Reversals(plan, anyonesIn(collector.members), evaluate);
  for (const draft of sortedByMember(collector.members)) {
    const { member, enrolment } = draft;
    const outside =
      known !== undefined && !known.has(member) && enrolment === undefined
        ? fault('unknown-member', { member }, { value: member })
        : incomplete(plan, draft);
    if (outside !== undefined) {
      for (const event of draft.events) collector.rejectDraft(event, outside);
      if (enrolment !== undefined) collector.rejectEnrolment(enrolment, outside);
      continue;
    }
    draft.events.sort(compare);
    let before: Draft | undefined;
    for (const event of draft.events) {
      if (before !== undefined && isTie(before, event)) {
        count += 1;
        first ??= event;
      }
      before = event;
    }
    const kept = fitMember(plan, draft, collector, reversals);
    if (enrolment === undefined && kept.events.length === 0) continue;
    if (kept.enrolled === undefined) {
      // A member of whom nothing says when they enrolled.
      if (enrolment !== undefined)
        collector.rejectEnrolment(
          enrolment,
          fault('member-incomplete', { attribute: 'enrolled', member }, { column: 'enrolled' }),
        );
      continue;
    }
    const days = [kept.enrolled, kept.lastDay ?? kept.enrolled];
    firstDay = Math.min(firstDay ?? kept.enrolled, ...days);
    lastDay = Math.max(lastDay ?? kept.enrolled, ...days);
    if (kept.firstDay !== undefined) firstEvent = Math.min(firstEvent ?? kept.firstDay, kept.firstDay);
    accepted += kept.rows + (enrolment?.rows.length ?? 0);
    members.push({
      member,
      enrolled: kept.enrolled,
      attributes: enrolment?.attributes ?? {},
      events: kept.events,
    });
  }
  return { members, ties: { count, first }, firstDay, lastDay, firstEvent, accepted };
}

/** Whether an id is that of any event; asked for rows that are bad already, so the ids are gathered only then. */
function anyonesIn(members: ReadonlyMap<string, MemberDraft>): (id: string) => boolean {
  let ids: Set<string> | undefined;
  return (id) => {
    if (ids === undefined) {
      ids = new Set();
      for (const member of members.values()) for (const event of member.events) ids.add(event.id);
    }
    return ids.has(id);
  };
}

function sortedByMember(members: ReadonlyMap<string, MemberDraft>): MemberDraft[] {
  return [...members.values()].sort((a, b) => (a.member < b.member ? -1 : a.member > b.member ? 1 : 0));
}

function compare(a: Draft, b: Draft): number {
  return (
    a.moment.instant - b.moment.instant ||
    Number(b.moment.dateOnly) - Number(a.moment.dateOnly) ||
    a.moment.nanosecond - b.moment.nanosecond ||
    bySequence(a.sequence ?? 0n, b.sequence ?? 0n) ||
    a.order - b.order
  );
}

function bySequence(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isTie(a: Draft, b: Draft): boolean {
  return (
    a.file !== b.file &&
    a.moment.instant === b.moment.instant &&
    a.moment.nanosecond === b.moment.nanosecond &&
    a.moment.dateOnly === b.moment.dateOnly &&
    (a.sequence === undefined || b.sequence === undefined || a.sequence === b.sequence)
  );
}

/** A member without a required attribute cannot be replayed at all. */
export function incomplete(plan: Plan, draft: Pick<MemberDraft, 'member' | 'enrolment'>): Fault | undefined {
  const attribute = plan.attributes.find(
    (a) => !a.optional && a.name !== 'enrolled' && draft.enrolment?.attributes[a.name] === undefined,
  );
  return (
    attribute &&
    fault(
      'member-incomplete',
      { attribute: attribute.name, member: draft.member },
      { column: attribute.name },
    )
  );
}

/** What is left of one member, and the drafts that its events were. */
export interface FittedMember {
  readonly enrolled: Day | undefined;
  readonly events: readonly HistoryEvent[];
  readonly drafts: readonly Draft[];
  readonly firstDay: Day | undefined;
  readonly lastDay: Day | undefined;
  readonly rows: number;
}

/** Takes the events of one member in replay order; those that do not fit are rejected. */
export function fitMember(
  plan: Plan,
  member: MemberDraft,
  collector: Collector,
  reversals: Reversals,
): FittedMember {
  const ids = new Map<string, Draft>();
  const events: HistoryEvent[] = [];
  const drafts: Draft[] = [];
  const state = new MemberReversals(reversals, member);
  let enrolled = member.enrolment?.day;
  let firstDay: Day | undefined;
  let day: Day | undefined;
  let rows = 0;
  for (const draft of member.events) {
    // The local day never goes back (ruling O10).
    const today = Math.max(day ?? -Infinity, dayOfTime(draft.moment.local));
    const earlier = ids.get(draft.id);
    const bad =
      earlier !== undefined
        ? fault(
            'duplicate-id',
            { event: draft.id, place: placeOf(earlier) },
            { column: 'id', value: draft.id },
          )
        : (beforeEnrolment(today, enrolled) ?? unknownReward(plan, draft));
    const original = bad ?? state.fit(draft, today);
    if (original instanceof Fault) {
      collector.rejectDraft(draft, original);
      state.rejected(draft);
      continue;
    }
    enrolled ??= today;
    firstDay ??= today;
    day = today;
    ids.set(draft.id, draft);
    rows += draft.rows.length;
    drafts.push(draft);
    events.push({
      type: draft.shape.name,
      id: draft.id,
      at: draft.moment.local,
      fields: draft.shape.kind === 'redeem' ? withQuantity(draft.fields) : draft.fields,
      of: original,
      place: { file: draft.file, line: draft.rows[0]?.line ?? 0 },
    });
  }
  return { enrolled, events, drafts, firstDay, lastDay: day, rows };
}

function withQuantity(fields: Readonly<Record<string, FieldValue>>): Readonly<Record<string, FieldValue>> {
  return fields.quantity === undefined ? { ...fields, quantity: 1n } : fields;
}

function beforeEnrolment(day: Day, enrolled: Day | undefined): Fault | undefined {
  if (enrolled === undefined || day >= enrolled) return undefined;
  return fault(
    'before-enrolment',
    { day: formatDay(day), enrolled: formatDay(enrolled) },
    { column: 'at', value: formatDay(day) },
  );
}

function unknownReward(plan: Plan, draft: Draft): Fault | undefined {
  if (draft.shape.kind !== 'redeem') return undefined;
  const reward = draft.fields.reward;
  if (typeof reward !== 'string') return missingField('redeem', 'reward');
  const names = plan.rewards.map((r) => r.name);
  if (names.includes(reward)) return undefined;
  return fault(
    'unknown-reward',
    { reward, guess: guess(reward, names) },
    { column: 'reward', value: reward },
  );
}
