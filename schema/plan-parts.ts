import type { KpiExpr, ParameterContent, Plan, PlanNamed } from './plan.ts';
import type { PlanExpr, PlanWindow } from './plan-expression.ts';

/** The dates of a window that are expressions. */
export function windowParts(window: PlanWindow): readonly PlanExpr[] {
  if (window.kind === 'since') return [window.from];
  return window.kind === 'between' ? [window.from, window.to] : [];
}

/** The segments of a program, in document order. */
export function segmentsOf(plan: Plan): readonly PlanNamed[] {
  return plan.named.filter(({ kind }) => kind === 'segment');
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

/** True when some expression in it passes the test, behind the names of measures and segments and in keys of tables too. */
export function contains(expr: PlanExpr, plan: Plan, test: (expr: PlanExpr) => boolean): boolean {
  if (test(expr)) return true;
  if (expr.kind === 'named') {
    const named = plan.named[expr.named];
    return named !== undefined && contains(named.expr, plan, test);
  }
  if (expr.kind === 'parameter') return keysOf(plan, expr.parameter).some((key) => contains(key, plan, test));
  return parts(expr).some((each) => contains(each, plan, test));
}

/** A population function of a KPI: what is summed over members. */
export type KpiLeaf = Extract<KpiExpr, { kind: 'share' | 'mean' | 'total' | 'members' | 'standard' }>;

/** A population function, and the KPI that it stands in. */
export interface PlacedLeaf {
  readonly kpi: string;
  readonly leaf: KpiLeaf;
}

function leavesIn(expr: KpiExpr): readonly KpiLeaf[] {
  switch (expr.kind) {
    case 'constant':
      return [];
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
      return [...leavesIn(expr.left), ...leavesIn(expr.right)];
    case 'share':
    case 'mean':
    case 'total':
    case 'members':
    case 'standard':
      return [expr];
  }
}

/** Every population function of the program, in document order. */
export function leavesOf(plan: Plan): readonly PlacedLeaf[] {
  return plan.kpis.flatMap((kpi) => leavesIn(kpi.measure).map((leaf) => ({ kpi: kpi.name, leaf })));
}
