import type { Span } from '../../schema/index.ts';

/**
 * What was written, before names and types are known. Spans are offsets in the program file. Nothing is lowered:
 * printing an Ast and parsing it again yields the same Ast (spans aside).
 */
interface AstBase {
  readonly span: Span;
}

export type BinaryOperator = '+' | '-' | '*' | '/';
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type DurationUnit = 'hours' | 'days' | 'weeks' | 'months' | 'years';

export interface Identifier {
  /** NFC-normalized. */
  readonly name: string;
  readonly span: Span;
}

export type Ast = AstBase &
  /** `1_000.5`, `45%`: digits without underscores, as written (`1.50` keeps its zero). A percent keeps its digits; scale + 2 is the checker's work. */
  (
    | { readonly kind: 'number'; readonly digits: string; readonly percent: boolean }
    /** `54 JPY`, `3 stars`, `12 months`: a number and a unit word, as written. `12 months` is always this node; the checker tells durations. */
    | {
        readonly kind: 'unit-number';
        readonly digits: string;
        readonly percent: boolean;
        readonly unit: Identifier;
      }
    | { readonly kind: 'date'; readonly text: string }
    /** `04-01` */
    | { readonly kind: 'month-day'; readonly text: string }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'forever' }
    | { readonly kind: 'now' }
    | { readonly kind: 'today' }
    /** A field, parameter, measure, segment, word, level, `earned`, `reached`, …: the checker decides. */
    | { readonly kind: 'name'; readonly name: string }
    /** `member.birthday`, `this.hotel`, `status.gold`, `purchase.amount`, `items.amount`. */
    | { readonly kind: 'member-access'; readonly object: Identifier; readonly property: Identifier }
    | { readonly kind: 'negate'; readonly of: Ast }
    | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Ast; readonly right: Ast }
    /** `a of b`, binds tighter than `*`, groups to the right. */
    | { readonly kind: 'of'; readonly rate: Ast; readonly amount: Ast }
    /** `gives per step of amount [pro rata]`. */
    | {
        readonly kind: 'per';
        readonly gives: Ast;
        readonly step: Ast;
        readonly amount: Ast;
        readonly proRata: boolean;
      }
    | {
        readonly kind: 'compare';
        readonly operator: ComparisonOperator;
        readonly left: Ast;
        readonly right: Ast;
      }
    | { readonly kind: 'and' | 'or'; readonly left: Ast; readonly right: Ast }
    | { readonly kind: 'not'; readonly of: Ast }
    | { readonly kind: 'if'; readonly condition: Ast; readonly then: Ast; readonly otherwise: Ast }
    | { readonly kind: 'in'; readonly of: Ast; readonly items: readonly Ast[] }
    | { readonly kind: 'between'; readonly of: Ast; readonly low: Ast; readonly high: Ast }
    | { readonly kind: 'otherwise'; readonly of: Ast; readonly fallback: Ast }
    | { readonly kind: 'has'; readonly of: Ast }
    /** `months since d`: unit singular or plural, normalized to the plural. Without `of` only inside `streak`… never here. */
    | { readonly kind: 'elapsed'; readonly unit: DurationUnit; readonly of: Ast }
    /**
     * `f(…)`. Plain calls (`floor(x, 100 JPY)`, `tier(status)`, `end_of(year, d)`, `award(rule, star)`) have `arguments`
     * and nothing else. Aggregates (`count sum first last distinct lowest highest any streak earned used expired share
     * mean total members` and the standard KPIs) may carry the clauses.
     */
    | {
        readonly kind: 'call';
        readonly name: Identifier;
        readonly arguments: readonly Ast[];
        readonly clauses: Clauses | undefined;
      }
    /** Stands where an expression could not be read; its problem has been reported. The checker says nothing about it. */
    | { readonly kind: 'missing' }
  );

export type AstKind = Ast['kind'];

/** The clauses after the first argument of an aggregate, in any order in the source. */
export interface Clauses {
  /** `count(redeem …)`, `last(reach status.gold)`, `count(earned star …)`: the word before the subject (`reach`, `lapse`, `earned`, `used`, `expired`). The subject itself is `arguments[0]`. */
  readonly happening: Identifier | undefined;
  readonly beforeThis: Span | undefined;
  /** `earned(star by rule)`, `streak(visit by month)`; several names separated by commas are not allowed: one, or a list in parentheses. */
  readonly by: readonly Identifier[] | undefined;
  readonly where: Ast | undefined;
  readonly window: AstWindow | undefined;
  /** `share(c among d)`. */
  readonly among: Ast | undefined;
}

export type AstWindow = AstBase &
  (
    | { readonly kind: 'this'; readonly period: Identifier }
    /** `during previous month` has count 1; `during previous 3 months` 3. The period word as written. */
    | { readonly kind: 'previous'; readonly count: number; readonly period: Identifier }
    /** `during 6 months ending 2 months ago`. */
    | {
        readonly kind: 'ending';
        readonly count: number;
        readonly period: Identifier;
        readonly ending: number;
        readonly endingPeriod: Identifier;
      }
    /** `during last 12 months`, `during last month` (count 1). */
    | { readonly kind: 'last'; readonly count: number; readonly unit: Identifier }
    | { readonly kind: 'since'; readonly from: Ast }
    | { readonly kind: 'between'; readonly from: Ast; readonly to: Ast }
  );

/** `1 per day`, `1 per product per year`, `30 stars per month`: an amount and the words after each `per`. */
export interface AstLimit {
  readonly amount: Ast;
  readonly per: readonly Identifier[];
  readonly span: Span;
}

/** `settle: AMOUNT per PERIOD`. */
export interface AstSettle {
  readonly amount: Ast;
  readonly period: Identifier | undefined;
  readonly span: Span;
}

/** `target: at least 45%`; guardrails `losers at most 1%`, `change(cost_rate) at most 0.3%` are ordinary comparisons. */
export interface AstTarget {
  readonly direction: 'at least' | 'at most';
  readonly value: Ast;
  readonly span: Span;
}

/** `on:` and `every:` of a rule, `review:` of a ladder, `after:`, `every:` of a period. */
export type AstTrigger = AstBase &
  (
    | { readonly kind: 'name'; readonly name: Identifier }
    /** `reach status.gold`, `lapse status.gold`. */
    | { readonly kind: 'reach' | 'lapse'; readonly ladder: Identifier; readonly level: Identifier }
    | { readonly kind: 'date'; readonly text: string }
    /** Could not be read; reported. */
    | { readonly kind: 'missing' }
  );

/** `review:` of a ladder and `revisit:` of a program: `on event`, `every month`, `every 6 months`. */
export type AstReview = AstBase &
  (
    | { readonly kind: 'event' }
    | { readonly kind: 'every'; readonly count: number; readonly period: Identifier }
    /** Could not be read; reported. */
    | { readonly kind: 'missing' }
  );

/** `reverses: purchase by amount`. */
export interface AstReverses {
  readonly event: Identifier;
  readonly by: Identifier | undefined;
  readonly span: Span;
}

/** `1 year`, `2 days`, `12 months`: the unit as written. */
export interface AstLength {
  readonly count: number;
  readonly unit: Identifier;
  readonly span: Span;
}
