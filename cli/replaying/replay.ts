import type { Failure, ReplayTotals, Studies } from '../../runtime/index.ts';
import type { Day, LedgerRow, MemberOutcome, Plan } from '../../schema/index.ts';
import type { Outputs } from '../outputs.ts';

/** How much of what a run makes is kept to be shown. */
export interface Shown {
  readonly rows: number;
  readonly members: number;
}

/** What an engine is to do with a history. */
export interface ReplayTask {
  readonly plan: Plan;
  readonly until: Day;
  readonly outputs: Outputs;
  readonly shown: Shown;
  /** False: nobody looks at the rows of the ledger, and none are made; all else is the same. */
  readonly withLedger: boolean;
  readonly studies?: Studies | undefined;
  /** Told how many members are done; of how many, where that is known. */
  readonly onMembers: (done: number, total?: number) => void;
}

/** A member who could not be replayed. */
export interface FailedMember extends Failure {
  readonly member: string;
}

/** What a replay came to, and the first of what it made. */
export interface Replay extends ReplayTotals {
  readonly firstRows: readonly LedgerRow[];
  readonly firstMembers: readonly MemberOutcome[];
  /** Left out of all the rest. */
  readonly failed: readonly FailedMember[];
}
