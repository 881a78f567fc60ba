import type { Day, Fields, RejectedRow } from '../../schema/index.ts';
import type { Fault } from './fault.ts';
import type { Moment } from './moment.ts';
import type { EventShape } from './shape.ts';
import { Zones } from './zone.ts';

/** A row as it stood in its file. */
export interface SourceRow {
  readonly line: number;
  readonly raw: string;
}

/** Which earlier event an event reverses: by id, or the last one that fits. */
export type Original =
  | { readonly kind: 'id'; readonly id: string }
  | {
      readonly kind: 'last';
      readonly event: string;
      /** Field of the original, field of the reversal. */
      readonly same: readonly (readonly [string, string])[];
      readonly covers: boolean;
    };

/** An event as read, before it is known whether it fits into its member's history. */
export interface Draft {
  readonly member: string;
  readonly id: string;
  readonly shape: EventShape;
  readonly moment: Moment;
  readonly sequence: bigint | undefined;
  /** Position in the whole input. */
  readonly order: number;
  readonly file: string;
  readonly fields: Fields;
  readonly of: Original | undefined;
  /** The rows that it was read from, at least one. */
  readonly rows: readonly SourceRow[];
}

/** What a row or a file of members says about one member. */
export interface Enrolment {
  readonly member: string;
  /** Undefined: the day of the first event. */
  readonly day: Day | undefined;
  readonly attributes: Fields;
  readonly file: string;
  /** The rows that it was read from, at least one. */
  readonly rows: readonly SourceRow[];
}

/** `customers.csv:12`, for messages. */
export function placeOf(of: Draft | Enrolment): string {
  return `${of.file}:${of.rows[0]?.line ?? 0}`;
}

export interface MemberDraft {
  readonly member: string;
  enrolment: Enrolment | undefined;
  readonly events: Draft[];
}

/** Gathers what the readers of all files find; every row ends in exactly one of events, enrolments, rejected, ignored. */
export class Collector {
  readonly members = new Map<string, MemberDraft>();
  readonly rejected: RejectedRow[] = [];
  readonly ignored = new Map<string, number>();
  readonly zones: Zones;
  #rows = 0;
  #order = 0;
  readonly #onProgress: ((rows: number) => void) | undefined;

  constructor(onProgress: ((rows: number) => void) | undefined, zones = new Zones()) {
    this.#onProgress = onProgress;
    this.zones = zones;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Counts a row and says which place in the input it has. */
  next(): number {
    this.#rows += 1;
    if (this.#onProgress !== undefined && this.#rows % 10_000 === 0) this.#onProgress(this.#rows);
    this.#order += 1;
    return this.#order;
  }

  ignore(reason: string): void {
    this.ignored.set(reason, (this.ignored.get(reason) ?? 0) + 1);
  }

  event(draft: Draft): void {
    this.#of(draft.member).events.push(draft);
  }

  /** The first enrolment of a member stands; what is returned is the one that was there already. */
  enrol(enrolment: Enrolment): Enrolment | undefined {
    const member = this.#of(enrolment.member);
    if (member.enrolment !== undefined) return member.enrolment;
    member.enrolment = enrolment;
    return undefined;
  }

  reject(file: string, row: SourceRow, fault: Fault, member?: string, event?: string): void {
    this.rejected.push({
      file,
      line: row.line,
      column: fault.column,
      value: fault.value,
      reason: fault.code,
      message: fault.message,
      member,
      event,
      raw: row.raw,
    });
  }

  rejectDraft(draft: Draft, fault: Fault): void {
    for (const row of draft.rows) this.reject(draft.file, row, fault, draft.member, draft.id);
  }

  rejectEnrolment(enrolment: Enrolment, fault: Fault): void {
    for (const row of enrolment.rows) this.reject(enrolment.file, row, fault, enrolment.member);
  }

  #of(member: string): MemberDraft {
    const known = this.members.get(member);
    if (known !== undefined) return known;
    const fresh: MemberDraft = { member, enrolment: undefined, events: [] };
    this.members.set(member, fresh);
    return fresh;
  }
}
