import type { PlanExpr, Value as PlanValue, Span, ValueType } from '../../schema/index.ts';
import type { Locals } from './engine.ts';
import type { Periods } from './periods.ts';
import type { Part, Ratio, Value, Whole } from './values.ts';
import type { I32, I64, Stmt } from './wasm/code.ts';

/** Expressions of one kind. */
export type Of<K extends PlanExpr['kind']> = Extract<PlanExpr, { kind: K }>;

/** Where an expression stands: what its names mean. */
export interface Place {
  readonly locals: Locals;
  /** Event whose fields it may read: a number in the layout, or none. */
  readonly event: number | undefined;
  /** Line at hand: its list, and its number among all lines of the chunk. */
  readonly line: { readonly list: string; readonly index: I32 } | undefined;
  /** Measures `before this` were worked out before the event took effect: read what was kept. */
  readonly kept: boolean;
}

/** Code for expressions; see `expressions.ts`. */
export interface ExpressionCode {
  readonly value: (expr: PlanExpr, place: Place) => Value;
  /** 1 where it is true, 0 where it is not or is missing. */
  readonly condition: (expr: PlanExpr, place: Place) => I32;
  readonly small: (expr: PlanExpr, place: Place, missing: I32) => I32;
  readonly number: (expr: PlanExpr, place: Place) => Whole | Ratio;
  readonly constant: (value: Exclude<PlanValue, undefined>) => Value;
  readonly convert: (value: Value, from: ValueType, to: ValueType, place: Place, span: Span) => Value;
}

/** What names mean to an expression. */
export interface Readers {
  readonly field: (name: string, place: Place) => Value;
  readonly lineField: (name: string, place: Place) => Value;
  readonly attribute: (name: string, locals: Locals) => Value;
  readonly parameter: (expr: Of<'parameter'>, place: Place) => Value;
  readonly named: (expr: Of<'named'>, place: Place) => Value;
  readonly measure: (index: number, place: Place, span: Span) => Value;
  readonly balance: (points: number, pending: boolean) => I64;
  readonly tier: (ladder: number) => I32;
  readonly since: (ladder: number) => I32;
  readonly held: (ladder: number, locals: Locals) => Value;
  readonly award: (rule: number, points: number) => I64;
  readonly period: Periods['of'];
  readonly lines: (expr: Of<'lines'>, place: Place, expressions: ExpressionCode) => Value;
  readonly wideOf: (part: Part) => { readonly set: Stmt; readonly address: number; readonly limbs: number };
  readonly wideRoom: (limbs: number, span: Span) => { readonly address: number };
  readonly wideMove: (to: number, toLimbs: number, from: number, fromLimbs: number) => Stmt;
  readonly wideIsNegative: (address: number) => I32;
}

/** State of the member that expressions read; its owners give it. */
export interface StateReaders {
  readonly measure: Readers['measure'];
  readonly balance: Readers['balance'];
  readonly tier: Readers['tier'];
  readonly since: Readers['since'];
  readonly held: Readers['held'];
  readonly award: Readers['award'];
}
