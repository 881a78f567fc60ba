import type { PlanExpr } from '../../schema/index.ts';
import type { Engine } from './engine.ts';
import type { ExpressionCode, Place, Readers } from './reading.ts';
import { type Ratio, ratioOf, scaleOf } from './values.ts';

/** What the code of all kinds of expressions shares. */
export interface ExpressionParts {
  readonly e: Engine;
  readonly readers: Readers;
  /** Code for the expressions inside. */
  readonly code: ExpressionCode;
}

/** A number as an exact quotient of whole units. */
export function ratioIn(code: ExpressionCode, expr: PlanExpr, place: Place): Ratio {
  return ratioOf(place.locals, code.number(expr, place), scaleOf(expr.type));
}
