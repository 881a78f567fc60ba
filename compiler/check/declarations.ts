import type {
  PlanEvent,
  PlanExpr,
  PlanField,
  PlanMeasure,
  PlanPeriod,
  Span,
  ValueType,
} from '../../schema/index.ts';
import type { MapNode, Node } from '../document/index.ts';
import type { Ast } from '../expression/index.ts';
import type { Findings } from './findings.ts';

/** A field of an event as expressions see it. `lines` = a list of records. */
export interface FieldInfo {
  readonly name: string;
  readonly type: ValueType | undefined;
  readonly optional: boolean;
  readonly lines: ReadonlyMap<string, FieldInfo> | undefined;
  readonly span: Span;
}

export interface EventInfo {
  readonly name: string;
  readonly span: Span;
  /** Stored fields in document order. */
  readonly stored: readonly PlanField[];
  readonly fields: Map<string, FieldInfo>;
  readonly derived: Map<string, DerivedInfo>;
  reverses: PlanEvent['reverses'];
  /** Where `reverses:` names the event and the field. */
  reversesAt: { readonly event: Span; readonly by: Span } | undefined;
  /** Built-in happenings bring their own fields and cannot be reversed by name, but for `redeem`. */
  readonly builtIn: boolean;
}

/** A derived field, checked when first asked for; `checking` finds cycles. */
export interface DerivedInfo {
  readonly name: string;
  readonly node: Node;
  readonly span: Span;
  state: 'new' | 'checking' | 'done';
  expr: PlanExpr | undefined;
}

/** An expression that is a fixed value. */
export type Constant = Extract<PlanExpr, { readonly kind: 'constant' }>;

export interface ParameterInfo {
  readonly index: number;
  readonly name: string;
  readonly span: Span;
  readonly type: ValueType;
  /** Every value, at the type's scale, for what must hold for all of them; empty when not numeric. */
  readonly values: readonly bigint[];
  /** Its values by where they are written, unless something was found in one of them. */
  readonly constants: ReadonlyMap<Node, Constant>;
  /** Of lengths of time: whether all are whole days. */
  readonly wholeDays: boolean;
  /** Its tables; their keys are typed on first use, and checked again wherever the parameter is read. */
  readonly tables: readonly MapNode[];
  readonly by: { readonly ast: Ast; readonly type: ValueType }[];
  readonly keys: Map<MapNode, readonly PlanExpr[]>;
  state: 'new' | 'checking' | 'done' | 'broken';
  readonly single: boolean;
}

export interface NamedInfo {
  readonly index: number;
  readonly kind: 'measure' | 'segment';
  readonly name: string;
  readonly node: Node;
  readonly span: Span;
  state: 'new' | 'checking' | 'done';
  expr: PlanExpr | undefined;
}

export interface LadderInfo {
  readonly index: number;
  readonly name: string;
  readonly levels: readonly string[];
  readonly span: Span;
}

export interface RuleInfo {
  readonly index: number;
  readonly name: string;
  readonly span: Span;
  readonly group: string | undefined;
  /** Events that fire it; empty for scheduled rules and for reach and lapse. */
  readonly events: readonly string[];
  /** Points types (indices) that it gives; known once the rule was checked. */
  gives: readonly number[] | undefined;
}

/** Everything a program declares, by name. Filled by `declare`, read by every other check. */
export interface Declarations {
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly findings: Findings;
  readonly periods: Map<
    string,
    { readonly index: number; readonly plan: PlanPeriod; readonly span: Span | undefined }
  >;
  readonly parameters: Map<string, ParameterInfo>;
  readonly attributes: Map<string, PlanField>;
  readonly events: Map<string, EventInfo>;
  readonly points: Map<
    string,
    { readonly index: number; readonly decimals: number; readonly redeemable: boolean; readonly span: Span }
  >;
  readonly ladders: Map<string, LadderInfo>;
  readonly named: Map<string, NamedInfo>;
  readonly rules: Map<string, RuleInfo>;
  readonly rewards: Map<string, { readonly span: Span }>;
  /** Names whose declaration was wrong: nothing more is said about their uses. */
  readonly broken: Set<string>;
  /** Aggregates as they are met; merged by `plan`. */
  readonly measures: PlanMeasure[];
}
