import type { Span } from './diagnostic.ts';

/**
 * Exponents of base units: the currency code (`JPY`) and the names of points types. `{}` is a plain number;
 * `{ mile: 1, JPY: -1 }` is miles per yen. No exponent is 0.
 */
export type Unit = Readonly<Record<string, number>>;

/** Static type of a value, without optionality. */
export type ValueType =
  /** An exact decimal: a 64-bit integer counting 10^-scale of its unit. Money, points, numbers, integers (scale 0). */
  | { readonly kind: 'quantity'; readonly unit: Unit; readonly scale: number }
  /** An exact quotient, of any size; never stored, never added. */
  | { readonly kind: 'fraction'; readonly unit: Unit }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'text' }
  | { readonly kind: 'date' }
  | { readonly kind: 'datetime' }
  /** `calendar` counts months, `clock` counts hours; the two do not compare. */
  | { readonly kind: 'duration'; readonly family: 'calendar' | 'clock' }
  /** One of a closed list of words. */
  | { readonly kind: 'word'; readonly words: readonly string[] }
  /** A level of a ladder, ordered; the base is a level too. */
  | { readonly kind: 'level'; readonly ladder: string };

/** Runtime value of a `fraction`: n/d in whole units, d > 0, not necessarily in lowest terms. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/**
 * A runtime value. quantity: `bigint` at the type's scale; fraction: {@link Fraction}; boolean: boolean; text and word:
 * string; level: its index on the ladder (0 = base) as number; date: a `Day`; datetime: a `LocalTime`;
 * duration: months or hours as number; missing: undefined.
 */
export type Value = bigint | Fraction | boolean | string | number | undefined;

export type RoundingMode = 'down' | 'up' | 'half_up' | 'half_even' | 'floor' | 'ceil';
export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type CivilUnit = 'days' | 'weeks' | 'months' | 'years' | 'hours';

interface NodeBase {
  readonly type: ValueType;
  /** True: the value may be missing. Only `has` and `otherwise` accept such an operand (and narrowed reads). */
  readonly optional: boolean;
  /** Place in the program file. */
  readonly span: Span;
}

/**
 * A checked expression. Operand types are those the checker promises; an engine never needs to check a unit. Every
 * `quantity` result outside 64 bits is an overflow of that node (ruling X1).
 */
export type PlanExpr = NodeBase &
  (
    | { readonly kind: 'constant'; readonly value: Exclude<Value, undefined> }
    /** Field of the event at hand, by name; inside `where` of a measure: of the event that it filters. */
    | { readonly kind: 'field'; readonly name: string }
    /** `this.field` inside the `where` of a measure: the event at hand of the rule that reads the measure. */
    | { readonly kind: 'this-field'; readonly name: string }
    /** Field of the line at hand inside a `lines` node. */
    | { readonly kind: 'line-field'; readonly name: string }
    /** Attribute of the member, as it stands now. `enrolled` is one of them. */
    | { readonly kind: 'attribute'; readonly name: string }
    /** A parameter: index into `Plan.parameters`; read as of today. */
    | { readonly kind: 'parameter'; readonly parameter: number }
    /** A named measure or segment of the program: index into `Plan.named`. */
    | { readonly kind: 'named'; readonly named: number }
    /** An aggregate over history: index into `Plan.measures`. */
    | { readonly kind: 'measure'; readonly measure: number }
    | { readonly kind: 'now' }
    | { readonly kind: 'today' }
    /** In `available:`/`expires:`: the day on which the lot is posted. */
    | { readonly kind: 'earned' }
    /** In a tier level's `until:`: the day of the review that finds it reached (today). */
    | { readonly kind: 'reached' }
    /** Available lots less debt, or pending lots, of a points type (index into `Plan.points`). */
    | { readonly kind: 'balance'; readonly points: number; readonly pending: boolean }
    /** Present tier; day of its last change; held-until of the present tier (missing for the base or a level without). */
    | { readonly kind: 'tier' | 'since' | 'held'; readonly ladder: number }
    /** What rule (index into `Plan.rules`) gave of a points type at this same event. */
    | { readonly kind: 'award'; readonly rules: readonly number[]; readonly points: number }
    | { readonly kind: 'negate'; readonly of: PlanExpr }
    /** Same unit; scales are aligned to the larger. */
    | { readonly kind: 'add' | 'subtract'; readonly left: PlanExpr; readonly right: PlanExpr }
    /** Quantities: scales add up. With a fraction on either side the result is a fraction. */
    | { readonly kind: 'multiply'; readonly left: PlanExpr; readonly right: PlanExpr }
    /** Always a fraction; `optional` where the divisor can be 0 (then missing). */
    | { readonly kind: 'divide'; readonly left: PlanExpr; readonly right: PlanExpr }
    | { readonly kind: 'minimum' | 'maximum'; readonly items: readonly PlanExpr[] }
    | { readonly kind: 'absolute'; readonly of: PlanExpr }
    /** `floor ceil round`, to whole multiples of `step` (absent: whole units); `round` is half_up. Result: quantity. */
    | {
        readonly kind: 'round';
        readonly mode: RoundingMode;
        readonly of: PlanExpr;
        readonly step: PlanExpr | undefined;
      }
    /** `gives per step of amount`: floor(amount / step) × gives (toward minus infinity), or the exact fraction with `proRata`. */
    | {
        readonly kind: 'per';
        readonly gives: PlanExpr;
        readonly step: PlanExpr;
        readonly amount: PlanExpr;
        readonly proRata: boolean;
      }
    /** Quantities and fractions compare by value, dates, datetimes, durations, levels by order; others `=` and `!=`. */
    | {
        readonly kind: 'compare';
        readonly operator: CompareOperator;
        readonly left: PlanExpr;
        readonly right: PlanExpr;
      }
    /** Short-circuit, left to right. */
    | { readonly kind: 'and' | 'or'; readonly items: readonly PlanExpr[] }
    | { readonly kind: 'not'; readonly of: PlanExpr }
    | {
        readonly kind: 'if';
        readonly condition: PlanExpr;
        readonly then: PlanExpr;
        readonly otherwise: PlanExpr;
      }
    | { readonly kind: 'in'; readonly of: PlanExpr; readonly items: readonly PlanExpr[] }
    | { readonly kind: 'between'; readonly of: PlanExpr; readonly low: PlanExpr; readonly high: PlanExpr }
    | { readonly kind: 'otherwise'; readonly of: PlanExpr; readonly fallback: PlanExpr }
    | { readonly kind: 'has'; readonly of: PlanExpr }
    /** `year month day weekday` of a date (or datetime), `hour` of a datetime. Plain integers. */
    | {
        readonly kind: 'date-part';
        readonly part: 'year' | 'month' | 'day' | 'weekday' | 'hour';
        readonly of: PlanExpr;
      }
    /** First or last day of the period (index into `Plan.periods`) that holds the date. */
    | {
        readonly kind: 'period-edge';
        readonly edge: 'start' | 'end';
        readonly period: number;
        readonly of: PlanExpr;
      }
    /** Date or datetime ± duration. Months clamp; weeks and days on a date; hours on a datetime only. */
    | { readonly kind: 'shift'; readonly of: PlanExpr; readonly by: PlanExpr; readonly sign: 1 | -1 }
    /** `months since d`: whole units elapsed from d to today (hours: to now). Plain integer, possibly negative. */
    | { readonly kind: 'elapsed'; readonly unit: CivilUnit; readonly of: PlanExpr }
    /** Aggregate over the lines of the event at hand. Empty: count, sum 0, any false, the others missing. */
    | {
        readonly kind: 'lines';
        readonly list: string;
        readonly function: 'sum' | 'count' | 'any' | 'highest' | 'lowest' | 'first' | 'last' | 'distinct';
        readonly value: PlanExpr | undefined;
        readonly where: PlanExpr | undefined;
      }
  );

/** A stretch of history, in whole local days (language §5). */
export type PlanWindow =
  | { readonly kind: 'all' }
  | { readonly kind: 'this'; readonly period: number }
  /** `count` complete periods, the last of them `ending` periods before the present one (`previous month` = 1, 1). */
  | { readonly kind: 'complete'; readonly period: number; readonly count: number; readonly ending: number }
  | { readonly kind: 'last'; readonly unit: 'months' | 'days'; readonly length: number }
  /** From the date on (included). */
  | { readonly kind: 'since'; readonly from: PlanExpr }
  | { readonly kind: 'between'; readonly from: PlanExpr; readonly to: PlanExpr };

/** What a measure ranges over. */
export type MeasureSubject =
  /** Events of a declared type, or `profile`, `redeem`, `enroll`. */
  | { readonly kind: 'event'; readonly event: string }
  /** Days on which `on: reach`/`on: lapse` of this level was posted (`level` = index on the ladder). */
  | { readonly kind: 'reach' | 'lapse'; readonly ladder: number; readonly level: number }
  /** `last(status.gold)`: the last day on which the tier was that level or higher. Only with `last`. */
  | { readonly kind: 'tier'; readonly ladder: number; readonly level: number }
  /** Point history, net of reversals. `sources`: rules and rewards (names), undefined = any. */
  | {
      readonly kind: 'flow';
      readonly flow: 'earned' | 'used' | 'expired';
      readonly points: number;
      readonly sources: readonly string[] | undefined;
      /** With a `where`: the event types that have the fields it reads; a flow caused by any other is not counted. */
      readonly causes: readonly string[];
    };

/**
 * One aggregate of one member's history. `sum` of nothing is 0; `first last distinct highest lowest` are missing
 * (distinct: 0). `first`/`last` without `value` are the date of the event. `streak` counts periods.
 */
export interface PlanMeasure {
  readonly function: 'count' | 'sum' | 'first' | 'last' | 'distinct' | 'lowest' | 'highest' | 'streak';
  readonly subject: MeasureSubject;
  /** Field of the subject's event. */
  readonly field: string | undefined;
  /** Decided when the event is recorded, but for the equalities in `same`; sees its fields, lines and parameters of that day. */
  readonly where: PlanExpr | undefined;
  /** `where hotel = this.hotel`: the event's field equals the field of the event at hand. */
  readonly same: readonly { readonly field: string; readonly thisField: string }[];
  readonly window: PlanWindow;
  readonly beforeThis: boolean;
  /** For `streak`. */
  readonly period: number | undefined;
  readonly type: ValueType;
  readonly optional: boolean;
  /** The text as first written, for `explain` and the printed Plan. */
  readonly text: string;
  readonly span: Span;
}
