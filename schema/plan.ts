import type { Day } from './civil.ts';
import type { Localized, Span } from './diagnostic.ts';
import type {
  CompareOperator,
  PlanExpr,
  PlanMeasure,
  PlanWindow,
  RoundingMode,
  Value,
  ValueType,
} from './plan-expression.ts';

export type Loyalty = 'economic' | 'behavioral' | 'psychological';

/**
 * A program that was checked: plain data (bigint aside), nothing left to look up by name. Indices point into the
 * arrays of the same Plan. Document order is kept everywhere, because the language gives it meaning.
 */
export interface Plan {
  readonly language: 1;
  readonly program: string;
  readonly version: string;
  readonly title: Localized;
  readonly currency: { readonly code: string; readonly decimals: number };
  /** IANA name; used by the reader of histories only. */
  readonly timezone: string;
  readonly periods: readonly PlanPeriod[];
  readonly parameters: readonly PlanParameter[];
  readonly attributes: readonly PlanField[];
  readonly events: readonly PlanEvent[];
  readonly points: readonly PlanPoints[];
  /** Aggregates over history, merged where equal. */
  readonly measures: readonly PlanMeasure[];
  /** Named measures and segments of the program, in document order, measures first. */
  readonly named: readonly PlanNamed[];
  readonly ladders: readonly PlanLadder[];
  readonly groups: readonly PlanGroup[];
  readonly rules: readonly PlanRule[];
  readonly rewards: readonly PlanReward[];
  readonly benefits: readonly PlanBenefit[];
  readonly loyalty: PlanLoyalty;
  readonly kpis: readonly PlanKpi[];
  /** What a change must not do (language §2); asked by a comparison. */
  readonly guardrails: readonly PlanGuardrail[];
  readonly standard: PlanStandard;
}

/** A calendar to divide time by. The five built-in ones come first: day, week, month, quarter, year. */
export interface PlanPeriod {
  readonly name: string;
  readonly length: { readonly unit: 'months' | 'days'; readonly count: number };
  readonly anchor: /** Starts at anchor + k·length for every integer k (also before the anchor). */
    | { readonly kind: 'day'; readonly day: Day }
    | { readonly kind: 'enrolled' }
    /** Starts again just after the tier changed (ruling T6); only in `during this P`. */
    | { readonly kind: 'since'; readonly ladder: number };
}

export interface PlanField {
  readonly name: string;
  readonly type: FieldType;
  readonly optional: boolean;
  readonly span: Span;
}

/** Type of a stored field. `min`/`max` are at the type's scale; a value beyond them is a bad row. */
export type FieldType =
  | {
      readonly kind: 'value';
      readonly type: ValueType;
      readonly min: bigint | undefined;
      readonly max: bigint | undefined;
    }
  | { readonly kind: 'lines'; readonly fields: readonly PlanField[] };

export interface PlanEvent {
  readonly name: string;
  /** Stored fields that the history brings. */
  readonly fields: readonly PlanField[];
  /** Decided when recorded, in this order (document order; a field may read those above). */
  readonly derived: readonly {
    readonly name: string;
    readonly type: ValueType;
    readonly optional: boolean;
    readonly expr: PlanExpr;
  }[];
  /** `reverses: purchase by amount`; `event` may be `redeem`. `by` undefined = always the whole. */
  readonly reverses: { readonly event: string; readonly by: string | undefined } | undefined;
  readonly span: Span;
}

export interface PlanParameter {
  readonly name: string;
  readonly type: ValueType;
  readonly content: ParameterContent;
  readonly text: string;
  readonly span: Span;
}

export type ParameterContent =
  | { readonly kind: 'value'; readonly value: Exclude<Value, undefined> }
  /** Ascending dates; the first value reaches back. */
  | {
      readonly kind: 'dated';
      readonly entries: readonly { readonly from: Day; readonly content: ParameterContent }[];
    }
  /** One row per combination; keys are evaluated at the place of use. `otherwise` undefined = the rows are exhaustive. */
  | {
      readonly kind: 'table';
      readonly by: readonly PlanExpr[];
      readonly rows: readonly {
        readonly keys: readonly TableKey[];
        readonly value: Exclude<Value, undefined>;
      }[];
      readonly otherwise: Exclude<Value, undefined> | undefined;
    };

/** A row's test of one key. `band`: low ≤ key ≤ high, at the scale of the key's type; undefined = open. `any` = `otherwise`. */
export type TableKey =
  | { readonly kind: 'is'; readonly value: Exclude<Value, undefined> }
  | { readonly kind: 'band'; readonly low: bigint | undefined; readonly high: bigint | undefined }
  | { readonly kind: 'any' };

export interface PlanPoints {
  readonly name: string;
  readonly title: Localized;
  readonly decimals: number;
  readonly rounding: RoundingMode;
  readonly dates: LotDates;
  readonly shortfall: 'owe' | 'forgive';
  /** Cost to the company of one whole point when used; undefined = none stated. In the currency, as an exact quantity. */
  readonly expense: { readonly amount: bigint; readonly scale: number } | undefined;
  readonly redeemable: boolean;
  readonly span: Span;
}

/** When a lot can be used. `own` is evaluated at posting (reads `earned`, the event, parameters). */
export interface LotDates {
  readonly available: PlanExpr | undefined;
  readonly expires: LotExpiry | undefined;
}

/**
 * `own`: fixed at posting. `sliding`: evaluated again whenever asked (with `earned` of the lot). `max`: the later of the
 * own and the sliding part, a missing one left out; when all are missing the lot never expires. All expressions may be optional only under `max`.
 */
export type LotExpiry =
  | { readonly kind: 'own'; readonly expr: PlanExpr }
  | { readonly kind: 'sliding'; readonly expr: PlanExpr }
  | { readonly kind: 'max'; readonly items: readonly PlanExpr[]; readonly plus: PlanExpr | undefined };

export interface PlanNamed {
  readonly kind: 'measure' | 'segment';
  readonly name: string;
  readonly title: Localized;
  readonly expr: PlanExpr;
  readonly span: Span;
}

export interface PlanLadder {
  readonly name: string;
  readonly title: Localized;
  readonly review:
    | { readonly kind: 'event' }
    | { readonly kind: 'every'; readonly period: number; readonly afterDays: number };
  readonly drop: 'to reached' | 'one level';
  /** Index 0 is the base; ascending. */
  readonly levels: readonly PlanLevel[];
  readonly span: Span;
}

export interface PlanLevel {
  readonly name: string;
  readonly title: Localized;
  /** Undefined for the base only. */
  readonly reach: PlanExpr | undefined;
  /** Undefined: held from review to review while `reach` is true. May read `reached`. */
  readonly until: PlanExpr | undefined;
  readonly span: Span;
}

export type PlanTrigger =
  | { readonly kind: 'event'; readonly events: readonly string[] }
  | { readonly kind: 'enroll' }
  | { readonly kind: 'reach' | 'lapse'; readonly ladder: number; readonly level: number }
  | { readonly kind: 'date'; readonly day: Day }
  | { readonly kind: 'every'; readonly period: number; readonly afterDays: number }
  | { readonly kind: 'birthday' }
  | { readonly kind: 'anniversary' };

/** One amount of a rule; `amount` is a quantity or fraction of exactly one points unit; rounded by its points type once. */
export interface PlanAmount {
  readonly points: number;
  readonly amount: PlanExpr;
}

export interface PlanLimit {
  /** `times`: firings of the rule. `quantity`: points of type `points`; the award is cut. */
  readonly kind: 'times' | 'quantity';
  /** Plain integer for times; a quantity (or fraction, rounded down) of `points` for quantity. */
  readonly amount: PlanExpr;
  readonly points: number | undefined;
  /** Undefined = per member, for ever. */
  readonly period: number | undefined;
  /** `per FIELD`: a field of every triggering event. */
  readonly field: string | undefined;
  readonly text: string;
  readonly span: Span;
}

export interface PlanRule {
  readonly name: string;
  readonly title: Localized;
  readonly trigger: PlanTrigger;
  readonly when: PlanExpr | undefined;
  readonly during: { readonly from: Day | undefined; readonly until: Day | undefined };
  readonly give: readonly PlanAmount[];
  readonly take: readonly PlanAmount[];
  readonly forfeit: readonly PlanAmount[];
  readonly settle: { readonly due: PlanAmount; readonly period: number } | undefined;
  readonly hold: { readonly ladder: number; readonly level: number; readonly until: PlanExpr } | undefined;
  readonly limits: readonly PlanLimit[];
  readonly group: number | undefined;
  /** Replaces the points type's dates for what this rule gives; a part left out keeps the type's. */
  readonly dates: LotDates;
  readonly builds: Loyalty | undefined;
  readonly aimedAt: readonly string[];
  readonly span: Span;
  readonly nameSpan: Span;
}

export interface PlanGroup {
  readonly name: string;
  readonly pick: 'all' | 'first' | 'highest';
  readonly limits: readonly PlanLimit[];
  /** Rules of the group, adjacent, in document order. */
  readonly rules: readonly number[];
  readonly span: Span;
}

export interface PlanReward {
  readonly name: string;
  readonly title: Localized;
  readonly price: readonly PlanAmount[];
  readonly give: readonly PlanAmount[];
  readonly when: PlanExpr | undefined;
  readonly during: { readonly from: Day | undefined; readonly until: Day | undefined };
  readonly limits: readonly PlanLimit[];
  readonly dates: LotDates;
  /** In the currency, at its decimals. */
  readonly worth: bigint | undefined;
  readonly expense: bigint | undefined;
  readonly builds: Loyalty | undefined;
  readonly span: Span;
  readonly nameSpan: Span;
}

export interface PlanBenefit {
  readonly name: string;
  readonly title: Localized;
  readonly when: PlanExpr | undefined;
  readonly during: { readonly from: Day | undefined; readonly until: Day | undefined };
  /** In the currency, at its decimals, each time the event `per` happens while `when` is true. */
  readonly expense: bigint | undefined;
  readonly per: string | undefined;
  readonly builds: Loyalty | undefined;
  readonly span: Span;
}

export interface PlanLoyalty {
  /** Scores of one member, each clamped to 0..100. */
  readonly scores: readonly { readonly loyalty: Loyalty; readonly expr: PlanExpr }[];
  readonly mix: readonly { readonly loyalty: Loyalty; readonly share: Value }[];
}

/** A KPI: arithmetic over population functions. Member expressions inside are evaluated per member at an observation. */
export interface PlanKpi {
  readonly name: string;
  readonly title: Localized;
  readonly measure: KpiExpr;
  readonly target:
    | { readonly kind: 'at least' | 'at most'; readonly value: bigint; readonly scale: number }
    | undefined;
  readonly text: string;
  readonly span: Span;
}

export type KpiExpr = { readonly span: Span } & (
  | { readonly kind: 'constant'; readonly value: bigint; readonly scale: number }
  | {
      readonly kind: 'add' | 'subtract' | 'multiply' | 'divide';
      readonly left: KpiExpr;
      readonly right: KpiExpr;
    }
  /** Members for whom `of` is true among those for whom `among` is (all, where absent), as a fraction; no such member: missing. */
  | { readonly kind: 'share'; readonly of: PlanExpr; readonly among: PlanExpr | undefined }
  | { readonly kind: 'mean' | 'total'; readonly of: PlanExpr; readonly among: PlanExpr | undefined }
  | { readonly kind: 'members'; readonly of: PlanExpr | undefined }
  /** A standard KPI of `docs/kpis.md`; `of` = the aggregate's answers (nps, csat); `window` = its time frame. */
  | {
      readonly kind: 'standard';
      readonly name: StandardKpi;
      readonly points: number | undefined;
      /** Per member: what the standard formula needs, by role (e.g. `purchases`, `active_now`, `active_before`). */
      readonly parts: Readonly<Record<string, PlanExpr>>;
      readonly window: PlanWindow;
    }
);

export type StandardKpi =
  | 'repeat_rate'
  | 'second_purchase_rate'
  | 'retention_rate'
  | 'churn_rate'
  | 'active_rate'
  | 'ltv'
  | 'nps'
  | 'csat'
  | 'redemption_rate'
  | 'breakage'
  | 'liability'
  | 'earn_burn'
  | 'program_cost'
  | 'enrolled';

/** Whom or what a guardrail looks at: the share of members who lose or win, or what changes in a KPI of the program. */
export type GuardrailSubject =
  | { readonly kind: 'losers' | 'winners' }
  | { readonly kind: 'change'; readonly kpi: number };

/** One guardrail: `subject operator bound`, the bound in the unit of its subject (a share, or the KPI's unit). */
export interface PlanGuardrail {
  readonly name: string;
  readonly subject: GuardrailSubject;
  readonly operator: CompareOperator;
  readonly bound: { readonly value: bigint; readonly scale: number };
  /** As written. */
  readonly text: string;
  readonly span: Span;
}

/** `standard:` of the program: the purchase event and the notion of activity. */
export interface PlanStandard {
  readonly purchase: { readonly event: string; readonly field: string } | undefined;
  readonly active: PlanExpr | undefined;
}
