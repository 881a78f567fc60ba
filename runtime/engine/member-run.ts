import type {
  Day,
  HistoryEvent,
  LedgerRow,
  LocalTime,
  MemberError,
  MemberHistory,
  MemberOutcome,
  Plan,
  PlanExpr,
  Span,
  Value,
} from '../../schema/index.ts';
import { dayOfTime, localTime, SECONDS_PER_DAY } from '../../schema/index.ts';
import { eventReviews, startDay } from './day-start.ts';
import { evaluate } from './evaluate.ts';
import { takeEvent } from './event-step.ts';
import { lastDays } from './expiry.ts';
import type { Frame } from './frame.ts';
import { type Cost, type MemberState, newMember } from './member-state.ts';
import { frameAt, type Moment } from './moment.ts';
import { clampScore, outcomeOf } from './outcome.ts';
import { OverflowSignal } from './overflow.ts';
import { record } from './record.ts';
import { runRules } from './rules.ts';
import { nextDue } from './schedule.ts';
import { review, settleSince } from './tiers.ts';
import type { StepState, Tracer } from './tracer.ts';

/** A lot of which something is left. */
export interface OpenLot {
  /** As in the ledger: L1 = 1. */
  readonly number: number;
  readonly points: number;
  readonly rest: bigint;
  /** The rule or reward that gave it. */
  readonly by: string;
  readonly earned: Day;
  /** From this day on it can be used. */
  readonly available: Day;
  /** Its last day as things stand; undefined = none. */
  readonly expires: Day | undefined;
}

/** A member at the end of a day, before anything of the next (ruling K1). Only valid during the call. */
export interface Observation {
  readonly day: Day;
  readonly member: string;
  /** The value of an expression with that day as today, windows ending on it; raises an {@link OverflowSignal}. */
  readonly value: (expr: PlanExpr) => Value;
  /** Level per ladder. */
  readonly tiers: readonly number[];
  /** Lots that are left, per points type: available and pending; and debts. */
  readonly outstanding: readonly bigint[];
  readonly debts: readonly bigint[];
  /** Lots of which something is left, with the day of their posting. */
  readonly lots: readonly { readonly points: number; readonly posted: Day; readonly rest: bigint }[];
  /** The same lots as a member would ask about them. */
  readonly openLots: () => readonly OpenLot[];
  /** Scores 0..100 by loyalty, as in {@link MemberOutcome}; one that leaves 64 bits is missing. */
  readonly scores: () => Readonly<Record<string, Value>>;
}

export interface RunOptions {
  /** The last day of the run, included. */
  readonly until: Day;
  readonly trace?: Tracer;
  /** Called at the end of each of `observeDays` (ascending) on which the member is enrolled and has not stopped. */
  readonly observe?: (observation: Observation) => void;
  readonly observeDays?: readonly Day[];
}

/** A rule that fired, or a reward that was redeemed, on a day. */
export interface Fired {
  readonly kind: 'rule' | 'reward';
  readonly index: number;
  readonly day: Day;
  readonly times: bigint;
}

export interface MemberRun {
  readonly rows: readonly LedgerRow[];
  readonly outcome: MemberOutcome;
  /** What the program paid for this member, in order. */
  readonly costs: readonly Cost[];
  /** Firings of rules and redemptions of rewards; `times` is the quantity redeemed. */
  readonly firings: readonly Fired[];
}

/** Where a run failed: the number of steps (enrolment, events, day starts) that went well before, and why. */
interface Failure {
  readonly steps: number;
  readonly error: MemberError;
}

/**
 * Replays one member. Undefined when the member enrolled after `until`. An overflow undoes its event (or morning) whole and
 * stops the member: `outcome.error` says where; the observations made until then are not to be used.
 */
export function runMember(plan: Plan, history: MemberHistory, options: RunOptions): MemberRun | undefined {
  if (history.enrolled > options.until) return undefined;
  const run = replay(plan, history, options, Number.POSITIVE_INFINITY);
  if (run.failure === undefined) return finish(run.member, options, undefined);
  // Undoing is replaying what came before: a member stops only once.
  const { observe: _, trace: __, ...quiet } = options;
  const before = replay(plan, history, quiet, run.failure.steps);
  return finish(before.member, options, run.failure.error);
}

function finish(member: MemberState, options: RunOptions, error: MemberError | undefined): MemberRun {
  const moment = endOfDay(options.until);
  const done = (failed: MemberError | undefined): MemberRun => ({
    rows: member.rows,
    costs: member.costs,
    firings: (['rule', 'reward'] as const).flatMap((kind) =>
      member.firings[kind].flatMap((list, index) =>
        list.map(({ day, times }) => ({ kind, index, day, times })),
      ),
    ),
    outcome: outcomeOf(member, frameAt(member, moment), failed),
  });
  try {
    return done(error);
  } catch (signal) {
    if (!(signal instanceof OverflowSignal)) throw signal;
    return done(errorOf(member, undefined, moment.at, signal.span));
  }
}

function errorOf(member: MemberState, event: string | undefined, at: LocalTime, span: Span): MemberError {
  return { member: member.history.member, event, at, in: member.working, code: 'overflow', span };
}

function endOfDay(day: Day): Moment {
  return { at: localTime(day, SECONDS_PER_DAY - 1), day, morning: false, cause: undefined };
}

/** Runs at most `limit` steps. */
function replay(
  plan: Plan,
  history: MemberHistory,
  options: RunOptions,
  limit: number,
): { readonly member: MemberState; readonly failure: Failure | undefined } {
  const member = newMember(plan, history);
  const tracer = options.trace;
  const days = (options.observeDays ?? []).filter((day) => day <= options.until);
  let observed = days.findIndex((day) => day >= history.enrolled);
  if (observed < 0) observed = days.length;
  const observeBefore = (next: Day): void => {
    for (let day = days[observed]; day !== undefined && day < next; day = days[observed]) {
      options.observe?.(observationOf(member, day));
      observed += 1;
    }
  };

  let steps = 0;
  let failure: Failure | undefined;
  /** One atomic step; false when the run ends here. */
  const step = (event: HistoryEvent | undefined, at: LocalTime, day: Day, act: () => void): boolean => {
    if (steps >= limit) return false;
    const posted = member.rows.length;
    try {
      act();
    } catch (signal) {
      if (!(signal instanceof OverflowSignal)) throw signal;
      failure = { steps, error: errorOf(member, event?.id, at, signal.span) };
      return false;
    }
    steps += 1;
    if (tracer?.posted !== undefined) {
      const rows = member.rows.slice(posted);
      tracer.posted({ day, event: event?.id, rows, state: stateOf(member) });
    }
    return true;
  };

  const { enrolled } = history;
  let going = step(undefined, localTime(enrolled, 0), enrolled, () => enroll(member, tracer));
  for (let i = 0; going; ) {
    const event = history.events[i];
    const eventDay =
      event === undefined ? Number.POSITIVE_INFINITY : Math.max(member.day, dayOfTime(event.at));
    const next = Math.min(eventDay, eventDay === member.day ? eventDay : nextDue(member));
    if (next > options.until) {
      observeBefore(options.until + 1);
      break;
    }
    if (next > member.day) {
      observeBefore(next);
      going = step(undefined, localTime(next, 0), next, () => startDay(member, next, tracer));
    } else if (event !== undefined) {
      i += 1;
      going = step(event, event.at, next, () => takeEvent(member, event, next, tracer));
    }
  }
  return { member, failure };
}

/** At 00:00 of the enrolment day: `on: enroll` rules, then ladders with `review: on event` (ruling O8). */
function enroll(member: MemberState, tracer: Tracer | undefined): void {
  const { enrolled } = member.history;
  const at = localTime(enrolled, 0);
  const recorded = record(member, { type: 'enroll', id: undefined, fields: {} }, at, enrolled);
  const moment: Moment = { at, day: enrolled, morning: false, cause: recorded };
  const frame = frameAt(member, moment);
  const triggered = member.plan.rules.flatMap((rule, index) =>
    rule.trigger.kind === 'enroll' ? [{ index, frame }] : [],
  );
  runRules(member, triggered, moment, tracer);
  review(member, eventReviews(member), moment, tracer);
  settleSince(member);
}

function stateOf({ points, ladders }: MemberState): StepState {
  return {
    points: points.map(({ available, pending, debt }) => ({ available, pending, debt })),
    tiers: ladders.map(({ tier }) => tier),
  };
}

function observationOf(member: MemberState, day: Day): Observation {
  const frame = frameAt(member, endOfDay(day));
  return {
    day,
    member: member.history.member,
    value: (expr) => evaluate(expr, frame),
    tiers: member.ladders.map((ladder) => ladder.tier),
    outstanding: member.points.map((points) => points.available + points.pending),
    debts: member.points.map((points) => points.debt),
    lots: member.points.flatMap(({ lots }) =>
      lots.map(({ points, earned, rest }) => ({ points, posted: earned, rest })),
    ),
    openLots: () => openLotsOf(member, frame),
    scores: () => scoresOf(member, frame),
  };
}

function openLotsOf(member: MemberState, frame: Frame): readonly OpenLot[] {
  const lastDay = lastDays(frame);
  return member.points.flatMap(({ lots }) =>
    lots.map((lot) => ({
      number: lot.number,
      points: lot.points,
      rest: lot.rest,
      by: lot.source.name,
      earned: lot.earned,
      available: lot.available,
      expires: unlessOverflow(() => lastDay(lot)),
    })),
  );
}

function scoresOf({ plan }: MemberState, frame: Frame): Readonly<Record<string, Value>> {
  const scores = plan.loyalty.scores.map(({ loyalty, expr }) => [
    loyalty,
    unlessOverflow(() => clampScore(evaluate(expr, frame), expr.type)),
  ]);
  return Object.fromEntries(scores);
}

function unlessOverflow<T>(answer: () => T): T | undefined {
  try {
    return answer();
  } catch (signal) {
    if (!(signal instanceof OverflowSignal)) throw signal;
    return undefined;
  }
}
