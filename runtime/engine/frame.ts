import type { Day, Fields, LocalTime, Plan, PlanExpr, Value } from '../../schema/index.ts';
import type { Anchors } from './periods.ts';

/** What expressions may ask about the member, beside the event at hand. */
export interface MemberReader extends Anchors {
  readonly attribute: (name: string) => Value;
  readonly tier: (ladder: number) => number;
  readonly held: (ladder: number) => Day | undefined;
  /** Value of `Plan.measures[index]` as the frame sees history. */
  readonly measure: (index: number, frame: Frame) => Value;
}

export interface Balance {
  readonly available: bigint;
  readonly pending: bigint;
}

/** Points that rules gave at this same event: rule → points type → quantity. */
export type Awards = ReadonlyMap<number, ReadonlyMap<number, bigint>>;

/** The moment in which an expression is evaluated, and what it can see from there. */
export interface Frame {
  readonly plan: Plan;
  readonly today: Day;
  readonly now: LocalTime;
  /** The day from which windows count: today, or the period's start where a rule or review is delayed (ruling O9). */
  readonly asOf: Day;
  /** Last day of windows that end: `asOf` at an event, the day before at a day's start. */
  readonly windowEnd: Day;
  /** Fields of the event at hand. */
  readonly fields: Fields | undefined;
  readonly line: Fields | undefined;
  readonly earned: Day | undefined;
  readonly reached: Day | undefined;
  /** Absent where only fields, lines and parameters can be read. */
  readonly member: MemberReader | undefined;
  /** History is what was noted before this tick. */
  readonly tick: number;
  /** The tick at which the event at hand began; `before this` looks no further. Only in rules fired by an event (ruling W4). */
  readonly beforeThis: number | undefined;
  /** Per points type, as the snapshot saw them. */
  readonly balances: readonly Balance[];
  readonly awards: Awards;
  /** Where given, every evaluated expression leaves its value here. */
  readonly trace: Map<PlanExpr, Value> | undefined;
}

const NO_AWARDS: Awards = new Map();

/** A frame without a member: fields, lines, parameters and today. */
export function bareFrame(plan: Plan, today: Day, now: LocalTime, fields: Fields | undefined): Frame {
  return {
    plan,
    today,
    now,
    asOf: today,
    windowEnd: today,
    fields,
    line: undefined,
    earned: undefined,
    reached: undefined,
    member: undefined,
    tick: 0,
    beforeThis: undefined,
    balances: [],
    awards: NO_AWARDS,
    trace: undefined,
  };
}
