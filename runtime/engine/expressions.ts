import { contains, type Plan, type PlanExpr, windowParts } from '../../schema/index.ts';

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
