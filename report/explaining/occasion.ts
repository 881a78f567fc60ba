import type { HistoryEvent, LedgerRow, Localized, LocalTime, Plan } from '../../schema/index.ts';
import { formatDay, localTime } from '../../schema/index.ts';
import { eventFields, type WrittenField } from './fields.ts';
import { happenings } from './happening.ts';
import { notAsked, type Step, withoutRepeats } from './steps.ts';
import { tookEffect, verdictWords } from './verdict.ts';

/** Something that happened to a member: an event, the enrolment, or the start of a day on which something was due. */
export interface Occasion {
  /** `enrolment`, `event ID` or `day 2026-05-03`: the same under every version of a program. */
  readonly id: string;
  readonly kind: 'enrolment' | 'event' | 'day';
  readonly at: LocalTime;
  /** Of an event: its type, its id, its fields, and the event that it reverses. */
  readonly type: string | undefined;
  readonly event: string | undefined;
  readonly fields: readonly WrittenField[];
  readonly of: string | undefined;
  /** What happened besides rules and levels: what was reversed, expired, ended. */
  readonly told: readonly Localized[];
  /** Rules, rewards and levels of which something came, and redemptions that were declined. */
  readonly outcomes: readonly {
    readonly name: string;
    readonly title: Localized;
    readonly phrase: Localized;
  }[];
  readonly rows: readonly LedgerRow[];
  /** How many were considered, those included of which nothing came. */
  readonly considered: number;
  readonly after: StateAfter;
}

/** Quantities at the decimals of the points types. */
export interface StateAfter {
  readonly points: readonly {
    readonly points: string;
    readonly available: bigint;
    readonly pending: bigint;
    readonly debt: bigint;
  }[];
  readonly tiers: readonly { readonly ladder: string; readonly level: string }[];
}

/** The id of the occasion that a step is. */
export function occasionId({ first, event, day }: Pick<Step, 'first' | 'event' | 'day'>): string {
  if (event !== undefined) return `event ${event}`;
  return first ? 'enrolment' : `day ${formatDay(day)}`;
}

/** True when something happened, or was at least considered. */
export function isOccasion({ first, event, rows, considered }: Step): boolean {
  return first || event !== undefined || rows.length > 0 || considered.length > 0;
}

function titleOf(plan: Plan, { subject }: Step['considered'][number]): Localized {
  const found =
    subject.kind === 'rule'
      ? plan.rules[subject.rule]
      : subject.kind === 'reward'
        ? plan.rewards[subject.reward]
        : subject.kind === 'benefit'
          ? plan.benefits[subject.benefit]
          : plan.ladders[subject.ladder]?.levels[subject.level];
  return found?.title ?? { en: subject.name, ja: subject.name };
}

/** A step as data; `event` is the one that it took, if any. */
export function occasionOf(plan: Plan, step: Step, event: HistoryEvent | undefined): Occasion {
  const { first, day, rows, considered, standings, state } = step;
  const shown = withoutRepeats(considered);
  return {
    id: occasionId(step),
    kind: event !== undefined ? 'event' : first ? 'enrolment' : 'day',
    at: event?.at ?? localTime(day, 0),
    type: event?.type,
    event: event?.id,
    fields: event === undefined ? [] : eventFields(plan, event.type, event.fields),
    of: event?.of,
    told: happenings(plan, event, rows),
    outcomes: shown
      .filter(
        (each) =>
          each.verdict.kind === 'declined' || (tookEffect(each) && standings.get(each)?.kind !== 'still'),
      )
      .map((each) => ({
        name: each.subject.name,
        title: titleOf(plan, each),
        phrase: verdictWords(plan, each, standings.get(each)),
      })),
    rows,
    considered: shown.length + notAsked(plan, considered).length,
    after: {
      points: plan.points.map(({ name }, index) => ({
        points: name,
        ...(state.points[index] ?? { available: 0n, pending: 0n, debt: 0n }),
      })),
      tiers: plan.ladders.map(({ name, levels }, index) => ({
        ladder: name,
        level: levels[state.tiers[index] ?? 0]?.name ?? '',
      })),
    },
  };
}
