import type { Day, LocalTime } from './civil.ts';
import type { Value } from './plan-expression.ts';

/** A line of a `lines` field (`items`), or the fields of an event: name → value; an absent optional field is not there. */
export type Fields = Readonly<Record<string, FieldValue>>;
export type FieldValue = Value | readonly Fields[];

/** Where a row stood, for messages. */
export interface RowPlace {
  readonly file: string;
  readonly line: number;
}

/**
 * One event of one member, typed by the Plan, in the program's civil time. `type` is a declared event, or the built-in
 * `profile` (fields = the attributes that change) or `redeem` (fields `reward`: text, `quantity`: integer).
 */
export interface HistoryEvent {
  readonly type: string;
  readonly id: string;
  readonly at: LocalTime;
  readonly fields: Fields;
  /** Id of the event that this one reverses; it fits (ruling R7): the reader has seen to it. */
  readonly of: string | undefined;
  readonly place: RowPlace | undefined;
}

/** Everything known about one member; events in replay order (instant, sequence, input order). */
export interface MemberHistory {
  readonly member: string;
  readonly enrolled: Day;
  /** Attributes at enrolment, `enrolled` excluded. */
  readonly attributes: Fields;
  readonly events: readonly HistoryEvent[];
}
