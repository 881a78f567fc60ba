import type { Plan, PlanExpr, PlanWindow } from '../../schema/index.ts';

function windowParts(window: PlanWindow): readonly PlanExpr[] {
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

/** True when some expression in it, behind the names of measures and segments too, passes the test. */
export function contains(expr: PlanExpr, plan: Plan, test: (expr: PlanExpr) => boolean): boolean {
  if (test(expr)) return true;
  if (expr.kind === 'named') {
    const named = plan.named[expr.named];
    return named !== undefined && contains(named.expr, plan, test);
  }
  return parts(expr).some((each) => contains(each, plan, test));
}

/** True when the value can change after the posting of the lot whose expiry it is. */
export function readsHistory(expr: PlanExpr, plan: Plan): boolean {
  return contains(expr, plan, (each) => ['measure', 'balance', 'tier', 'since', 'held'].includes(each.kind));
}

/** True when the value can move with time alone, without an event: windows that end, today, elapsed time. */
export function readsTime(expr: PlanExpr, plan: Plan): boolean {
  return contains(expr, plan, (each) => {
    if (each.kind === 'today' || each.kind === 'now' || each.kind === 'elapsed') return true;
    if (each.kind === 'parameter') return plan.parameters[each.parameter]?.content.kind === 'dated';
    if (each.kind !== 'measure') return false;
    const window = plan.measures[each.measure]?.window;
    if (window === undefined) return false;
    return (
      (window.kind !== 'all' && window.kind !== 'since') ||
      windowParts(window).some((part) => readsTime(part, plan))
    );
  });
}
