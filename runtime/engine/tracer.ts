import type { Day, LedgerRow, LocalTime, PlanExpr, Value } from '../../schema/index.ts';

/** What was considered. */
export type Subject =
  | { readonly kind: 'rule'; readonly rule: number; readonly name: string }
  | { readonly kind: 'reward'; readonly reward: number; readonly name: string }
  | { readonly kind: 'benefit'; readonly benefit: number; readonly name: string }
  | { readonly kind: 'level'; readonly ladder: number; readonly level: number; readonly name: string };

/** A limit at work: its text in the program, and what it left. */
export interface LimitTrace {
  readonly text: string;
  readonly room: bigint;
}

/** What became of it, and why. */
export type Verdict =
  | { readonly kind: 'fired' }
  | { readonly kind: 'when-false' }
  | { readonly kind: 'outside-during' }
  | { readonly kind: 'limit-full'; readonly limit: LimitTrace }
  | { readonly kind: 'lost'; readonly to: string }
  /** A take or price was not covered, or the reward's `when` was not true. */
  | { readonly kind: 'declined'; readonly points: number; readonly asked: bigint; readonly balance: bigint }
  | { readonly kind: 'gives-nothing' }
  /** Levels: `reach` was true, or not. */
  | { readonly kind: 'reached'; readonly until: Day | undefined }
  | { readonly kind: 'not-reached' };

/** One amount on its way: as evaluated, as rounded, and as posted after limits. */
export interface AmountTrace {
  readonly kind: 'give' | 'take' | 'forfeit' | 'settle' | 'price';
  readonly points: number;
  readonly expr: PlanExpr;
  readonly exact: Value;
  readonly rounded: bigint;
  /** After limits; less than `rounded` where a limit cut it. For settle: after what was given already. */
  readonly final: bigint;
  readonly cutBy: LimitTrace | undefined;
}

/** One rule, reward, benefit or level, considered at one moment. */
export interface Consideration {
  readonly subject: Subject;
  readonly at: LocalTime;
  readonly day: Day;
  /** Id of the event; undefined at a day's start and at enrolment. */
  readonly event: string | undefined;
  /** Every evaluated sub-expression; one that `and`, `or` or `if` passed over is not in it. */
  readonly values: ReadonlyMap<PlanExpr, Value>;
  readonly amounts: readonly AmountTrace[];
  readonly verdict: Verdict;
}

/** What a member has after a step: quantities per points type, a level (0 = base) per ladder. */
export interface StepState {
  readonly points: readonly {
    readonly available: bigint;
    readonly pending: bigint;
    readonly debt: bigint;
  }[];
  readonly tiers: readonly number[];
}

/** Listens to a run, step by step; `kizuna explain` prints what it hears. */
export interface Tracer {
  readonly considered: (consideration: Consideration) => void;
  /** Rows posted in the step (an event, an enrolment, a day's start) that just ended. */
  readonly posted?: (step: {
    readonly day: Day;
    readonly event: string | undefined;
    readonly rows: readonly LedgerRow[];
    readonly state: StepState;
  }) => void;
}
