import type {
  Day,
  Fields,
  Fraction,
  LedgerRow,
  LocalTime,
  Loyalty,
  MemberHistory,
  Plan,
  PlanExpr,
} from '../../schema/index.ts';
import type { MemberReader } from './frame.ts';

/** The rule or reward whose award, use or forfeit something is. */
export interface Source {
  readonly kind: 'rule' | 'reward';
  readonly index: number;
  readonly name: string;
}

/** What is left of an event's `by` field since a tick. */
export interface Left {
  readonly tick: number;
  readonly left: bigint;
}

/** Something that a later reversal of its event scales (ruling R1); `kept` is what stays of it now. */
export type Effect =
  | { readonly kind: 'award'; readonly award: Award }
  | { readonly kind: 'use'; readonly use: Use }
  | { readonly kind: 'cost'; readonly cost: Cost; readonly owner: CostOwner; kept: Fraction };

/** An event that is in history: recorded with its derived fields. */
export interface RecordedEvent {
  readonly type: string;
  readonly id: string | undefined;
  readonly at: LocalTime;
  readonly day: Day;
  readonly tick: number;
  readonly fields: Fields;
  /** Measures with a `where` over this type of event: whether this one counts, as decided when recorded (ruling W5). */
  readonly where: ReadonlyMap<number, boolean>;
  /** Field by which it was reversed, and its value as recorded; set by the first reversal. */
  by: { readonly name: string | undefined; readonly original: bigint } | undefined;
  readonly lefts: Left[];
  /** Tick from which nothing is left of it. */
  gone: number | undefined;
  readonly effects: Effect[];
}

/** A change at a tick: what was recovered of an award, or came back of a use. */
export interface Change {
  readonly tick: number;
  readonly quantity: bigint;
}

export interface Lot {
  readonly number: number;
  readonly points: number;
  readonly source: Source;
  /** The event that caused its award; points that came back keep that of the lot whose last day they took. */
  readonly cause: RecordedEvent | undefined;
  readonly earned: Day;
  readonly available: Day;
  readonly expiry: Expiry;
  rest: bigint;
  pending: boolean;
  /** Expired or forfeited, and not yet counted as returned (ruling R3). */
  vanished: bigint;
}

/**
 * When a lot ends. `fixed`: decided at posting, undefined = never. `moving`: the latest of what was fixed at posting and of
 * expressions asked again whenever needed, plus a duration. `earned`: of the lot that it stems from, where they read it.
 */
export type Expiry =
  | { readonly kind: 'fixed'; readonly day: Day | undefined }
  | {
      readonly kind: 'moving';
      readonly earned: Day | undefined;
      readonly fixed: readonly Day[];
      readonly exprs: readonly PlanExpr[];
      readonly plus: { readonly by: number; readonly expr: PlanExpr } | undefined;
      /** It can move with time alone. */
      readonly timed: boolean;
    };

export interface Award {
  readonly points: number;
  readonly source: Source;
  readonly quantity: bigint;
  readonly day: Day;
  readonly tick: number;
  readonly cause: RecordedEvent | undefined;
  readonly lot: Lot;
  /** What stays of it after reversals of its cause, under the points' rounding. */
  kept: bigint;
  /** Taken back from a lot, the balance or as a debt; room comes back for this (ruling R4). */
  readonly recovered: Change[];
}

export interface Use {
  readonly points: number;
  readonly source: Source;
  readonly quantity: bigint;
  readonly day: Day;
  readonly tick: number;
  readonly cause: RecordedEvent | undefined;
  readonly pieces: readonly { readonly lot: Lot; readonly quantity: bigint }[];
  kept: bigint;
  readonly returned: Change[];
  /** Cost of one point that its lots bear, where it is the use that costs; in the currency. */
  readonly unitCost: Fraction | undefined;
}

export interface Expired {
  readonly points: number;
  readonly source: Source;
  readonly cause: RecordedEvent | undefined;
  readonly quantity: bigint;
  readonly day: Day;
  readonly tick: number;
}

/** One firing of a rule, or one redemption of a reward; what limits count. */
export interface Firing {
  readonly day: Day;
  readonly times: bigint;
  readonly cause: RecordedEvent | undefined;
  readonly awards: readonly Award[];
  /** Points taken, per points type; what a quantity limit of a reward without gives counts. */
  readonly uses: readonly Use[];
}

/** A reach or lapse that was posted. */
export interface Happening {
  readonly kind: 'reach' | 'lapse';
  readonly ladder: number;
  readonly level: number;
  readonly day: Day;
  readonly tick: number;
}

export interface PointsState {
  /** Lots with something left; in order of use unless the date of one of them ever moved. */
  readonly lots: Lot[];
  /** True once a lot came whose date moves: then the order of use is settled at each use. */
  moves: boolean;
  available: bigint;
  pending: bigint;
  debt: bigint;
  issued: bigint;
  used: bigint;
  expired: bigint;
  forfeited: bigint;
  reversed: bigint;
}

/** A stretch of days with one tier; `lastDay` is undefined while it lasts. */
export interface TierStretch {
  readonly tier: number;
  readonly firstDay: Day;
  readonly tick: number;
  lastDay: Day | undefined;
  endTick: number | undefined;
}

export interface LadderState {
  tier: number;
  since: Day;
  /** `this P` of a period anchored at `since` starts here in its first period (ruling T6); infinite until the step ends. */
  sinceTick: number;
  /** Held until, per level (0 is the base and stays undefined). */
  readonly heldUntil: (Day | undefined)[];
  /** Levels without `until`: true at the last review. */
  readonly open: boolean[];
  readonly stretches: TierStretch[];
}

export type CostOwner = Source | { readonly kind: 'benefit'; readonly index: number; readonly name: string };

/** Money that the program paid (or got back: negative), in the currency. */
export interface Cost {
  readonly day: Day;
  readonly owner: CostOwner;
  readonly amount: Fraction;
  readonly builds: Loyalty | undefined;
}

export interface PendingHold {
  readonly ladder: number;
  readonly level: number;
  readonly until: Day;
}

/** Everything about one member during a run; changed in place, by the engine only. */
export interface MemberState {
  readonly plan: Plan;
  readonly history: MemberHistory;
  attributes: Fields;
  /** Present local day: the running maximum of local dates (ruling O10). */
  day: Day;
  /** Grows with everything that is noted. */
  tick: number;
  /** What is being decided: rule, reward, level, measure or field; for the report of an overflow. */
  working: string;
  readonly events: Map<string, RecordedEvent[]>;
  readonly byId: Map<string, RecordedEvent>;
  readonly happenings: Happening[];
  readonly awards: Award[];
  readonly uses: Use[];
  readonly expired: Expired[];
  /** By rule and by reward. */
  readonly firings: { readonly rule: Firing[][]; readonly reward: Firing[][] };
  readonly points: PointsState[];
  readonly ladders: LadderState[];
  readonly holds: PendingHold[];
  /** Per measure that sums a field: the sum of all that was ever recorded, without signs and reversals. */
  readonly sizes: bigint[];
  readonly rows: LedgerRow[];
  readonly costs: Cost[];
  lotCount: number;
  /** Made once, when first asked for. */
  reader: MemberReader | undefined;
}

/** A member on the enrolment day, before anything happened. */
export function newMember(plan: Plan, history: MemberHistory): MemberState {
  return {
    plan,
    history,
    attributes: history.attributes,
    day: history.enrolled,
    tick: 0,
    working: '',
    events: new Map(),
    byId: new Map(),
    happenings: [],
    awards: [],
    uses: [],
    expired: [],
    firings: { rule: plan.rules.map(() => []), reward: plan.rewards.map(() => []) },
    points: plan.points.map(() => ({
      lots: [],
      moves: false,
      available: 0n,
      pending: 0n,
      debt: 0n,
      issued: 0n,
      used: 0n,
      expired: 0n,
      forfeited: 0n,
      reversed: 0n,
    })),
    ladders: plan.ladders.map((ladder) => ({
      tier: 0,
      since: history.enrolled,
      sinceTick: 0,
      heldUntil: ladder.levels.map(() => undefined),
      open: ladder.levels.map(() => false),
      stretches: [{ tier: 0, firstDay: history.enrolled, tick: 0, lastDay: undefined, endTick: undefined }],
    })),
    holds: [],
    sizes: [],
    rows: [],
    costs: [],
    lotCount: 0,
    reader: undefined,
  };
}

/** The tick of the thing noted next. */
export function nextTick(member: MemberState): number {
  member.tick += 1;
  return member.tick - 1;
}

export function total(changes: readonly Change[], before: number = Number.POSITIVE_INFINITY): bigint {
  return changes.reduce((sum, each) => (each.tick < before ? sum + each.quantity : sum), 0n);
}

/** What is still counted of an award: limits, `settle` and `earned(…)` use this one number (ruling R4). */
export function counted(award: Award, before?: number): bigint {
  return award.quantity - total(award.recovered, before);
}
