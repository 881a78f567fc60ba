import type { PlanExpr, PlanWindow } from './plan-expression.ts';

/** The dates of a window that are expressions. */
export function windowParts(window: PlanWindow): readonly PlanExpr[] {
  if (window.kind === 'since') return [window.from];
  return window.kind === 'between' ? [window.from, window.to] : [];
}

/** The expressions directly inside one. */
export function parts(expr: PlanExpr): readonly PlanExpr[] {
  switch (expr.kind) {
    case 'constant':
    case 'field':
    case 'this-field':
    case 'line-field':
    case 'attribute':
    case 'parameter':
    case 'named':
    case 'measure':
    case 'now':
    case 'today':
    case 'earned':
    case 'reached':
    case 'balance':
    case 'tier':
    case 'since':
    case 'held':
    case 'award':
      return [];
    case 'negate':
    case 'absolute':
    case 'not':
    case 'has':
    case 'date-part':
    case 'period-edge':
    case 'elapsed':
      return [expr.of];
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'compare':
      return [expr.left, expr.right];
    case 'minimum':
    case 'maximum':
    case 'and':
    case 'or':
      return expr.items;
    case 'round':
      return expr.step ? [expr.of, expr.step] : [expr.of];
    case 'per':
      return [expr.gives, expr.step, expr.amount];
    case 'if':
      return [expr.condition, expr.then, expr.otherwise];
    case 'in':
      return [expr.of, ...expr.items];
    case 'between':
      return [expr.of, expr.low, expr.high];
    case 'otherwise':
      return [expr.of, expr.fallback];
    case 'shift':
      return [expr.of, expr.by];
    case 'lines':
      return [expr.value, expr.where].filter((each) => each !== undefined);
  }
}
