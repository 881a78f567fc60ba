import { type ParameterContent, type Plan, type PlanExpr, parts } from '../../schema/index.ts';

function keysOf(content: ParameterContent | undefined): readonly PlanExpr[] {
  if (content?.kind === 'table') return content.by;
  return content?.kind === 'dated' ? content.entries.flatMap((entry) => keysOf(entry.content)) : [];
}

/**
 * Every expression in one, behind the names of measures and segments and in keys of tables too. What is named several
 * times is gone into once: names of names would otherwise double with every step.
 */
export function everyPart(expr: PlanExpr, plan: Plan): readonly PlanExpr[] {
  const found: PlanExpr[] = [];
  const named = new Set<number>();
  const parameters = new Set<number>();
  const stack = [expr];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    found.push(top);
    stack.push(...parts(top));
    if (top.kind === 'named' && !named.has(top.named)) {
      named.add(top.named);
      const inner = plan.named[top.named]?.expr;
      if (inner !== undefined) stack.push(inner);
    }
    if (top.kind === 'parameter' && !parameters.has(top.parameter)) {
      parameters.add(top.parameter);
      stack.push(...keysOf(plan.parameters[top.parameter]?.content));
    }
  }
  return found;
}

/** True when some expression in one passes the test, wherever it stands. */
export function someIn(expr: PlanExpr, plan: Plan, test: (expr: PlanExpr) => boolean): boolean {
  return everyPart(expr, plan).some(test);
}
