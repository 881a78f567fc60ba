import {
  type Localized,
  type Plan,
  type PlanExpr,
  parts,
  type Span,
  type Value,
} from '../../schema/index.ts';
import { valueWords } from './value.ts';

export type Values = ReadonlyMap<PlanExpr, Value>;

/** A program as it runs and as it is written: spans of the plan point into the text. */
export interface Written {
  readonly plan: Plan;
  readonly text: string;
}

/** An expression with its value, and those inside it that were evaluated. */
export interface ValueTree {
  /** As in the program, on one line. */
  readonly words: string;
  readonly span: Span;
  readonly value: Localized;
  readonly children: readonly ValueTree[];
  /** It only repeats the words of what holds it: a pair of parentheses, or a conversion. */
  readonly repeats: boolean;
}

/** The words of the program at an expression, on one line. */
export function wordsOf(text: string, { span }: Pick<PlanExpr, 'span'>): string {
  return text.slice(span.start, span.end).replace(/\s+/g, ' ').trim();
}

/** What is inside an expression: for a named measure or segment, what it stands for. */
function inside(plan: Plan, expr: PlanExpr): readonly PlanExpr[] {
  if (expr.kind !== 'named') return parts(expr);
  const named = plan.named[expr.named];
  return named === undefined ? [] : [named.expr];
}

/** A literal says its own value. */
function isLiteral(expr: PlanExpr): boolean {
  return expr.kind === 'constant' || (expr.kind === 'negate' && expr.of.kind === 'constant');
}

/** An expression with everything in it that was evaluated; undefined for a literal and for what was passed over. */
export function treeOf(written: Written, expr: PlanExpr, values: Values): ValueTree | undefined {
  return isLiteral(expr) || !values.has(expr) ? undefined : wholeTree(written, expr, values, false);
}

/** The same also for a literal, and for what was passed over: its value is then missing. */
export function wholeTree(written: Written, expr: PlanExpr, values: Values, repeats: boolean): ValueTree {
  const { plan, text } = written;
  const words = wordsOf(text, expr);
  const evaluated = values.has(expr) && !isLiteral(expr);
  const children = (evaluated ? inside(plan, expr) : []).flatMap((part) => {
    if (isLiteral(part) || !values.has(part)) return [];
    return [wholeTree(written, part, values, wordsOf(text, part) === words && part.kind === expr.kind)];
  });
  const value = valueWords(plan, expr.type, values.get(expr));
  return { words, span: expr.span, value, children, repeats };
}

/** The smallest parts of a condition that made it false: the first failing part of an `and`, every part of an `or`. */
export function reasonsFalse(plan: Plan, expr: PlanExpr, values: Values): readonly PlanExpr[] {
  switch (expr.kind) {
    case 'and': {
      const failed = expr.items.find((item) => values.has(item) && values.get(item) !== true);
      return failed === undefined ? [expr] : reasonsFalse(plan, failed, values);
    }
    case 'or':
      return expr.items.flatMap((item) => reasonsFalse(plan, item, values));
    case 'named': {
      const named = plan.named[expr.named];
      return named === undefined ? [expr] : reasonsFalse(plan, named.expr, values);
    }
    default:
      return [expr];
  }
}
