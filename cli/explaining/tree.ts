import { type Language, type Plan, type PlanExpr, parts, type Value } from '../../schema/index.ts';
import { showValue } from './value.ts';

export type Values = ReadonlyMap<PlanExpr, Value>;

/** What the lines of an explanation are made from. */
export interface Setting {
  readonly plan: Plan;
  /** Text of the program, which spans point into. */
  readonly text: string;
  readonly language: Language;
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

/** `words = value` for an expression and everything in it that was evaluated, deeper ones further in. */
export function valueLines(setting: Setting, expr: PlanExpr, values: Values, depth = 0): readonly string[] {
  if (isLiteral(expr) || !values.has(expr)) return [];
  const { plan, text, language } = setting;
  const words = wordsOf(text, expr);
  const own = `${'  '.repeat(depth)}${words} = ${showValue(plan, expr.type, values.get(expr), language)}`;
  const below = inside(plan, expr).flatMap((part) => {
    // Parentheses and conversions repeat the words of what they hold.
    const same = wordsOf(text, part) === words && part.kind === expr.kind;
    return valueLines(setting, part, values, same ? depth : depth + 1);
  });
  return [own, ...below];
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
