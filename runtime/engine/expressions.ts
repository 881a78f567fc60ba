import { type ParameterContent, type Plan, type PlanExpr, parts, windowParts } from '../../schema/index.ts';

/** True when some expression in it, behind the names of measures and segments too, passes the test. */
export function contains(expr: PlanExpr, plan: Plan, test: (expr: PlanExpr) => boolean): boolean {
  if (test(expr)) return true;
  if (expr.kind === 'named') {
    const named = plan.named[expr.named];
    return named !== undefined && contains(named.expr, plan, test);
  }
  if (expr.kind === 'parameter') return keysOf(plan, expr.parameter).some((key) => contains(key, plan, test));
  return parts(expr).some((each) => contains(each, plan, test));
}

/** What the tables of a parameter are looked up by. */
function keysOf(plan: Plan, parameter: number): readonly PlanExpr[] {
  const keys: PlanExpr[] = [];
  const walk = (content: ParameterContent | undefined): void => {
    if (content?.kind === 'table') keys.push(...content.by);
    if (content?.kind === 'dated') for (const entry of content.entries) walk(entry.content);
  };
  walk(plan.parameters[parameter]?.content);
  return keys;
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
