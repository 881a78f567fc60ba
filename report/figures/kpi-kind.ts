import type { KpiExpr, Plan, PlanExpr } from '../../schema/index.ts';

/** What a figure counts: decides whether it reads best as a percentage, in a unit, or as it is. */
export type KpiKind =
  | { readonly kind: 'ratio' | 'number' }
  | { readonly kind: 'unit'; readonly unit: string };

const NUMBER: KpiKind = { kind: 'number' };
const RATIO: KpiKind = { kind: 'ratio' };

function kindOfMember(expr: PlanExpr): KpiKind {
  const { type } = expr;
  if (type.kind !== 'quantity' && type.kind !== 'fraction') return NUMBER;
  const [only, ...more] = Object.entries(type.unit);
  return only !== undefined && more.length === 0 && only[1] === 1 ? { kind: 'unit', unit: only[0] } : NUMBER;
}

function kindOfStandard(plan: Plan, expr: KpiExpr & { readonly kind: 'standard' }): KpiKind {
  switch (expr.name) {
    case 'ltv':
    case 'liability':
    case 'program_cost':
      return { kind: 'unit', unit: plan.currency.code };
    case 'nps':
    case 'enrolled':
      return NUMBER;
    case 'repeat_rate':
    case 'second_purchase_rate':
    case 'retention_rate':
    case 'churn_rate':
    case 'active_rate':
    case 'csat':
    case 'redemption_rate':
    case 'breakage':
    case 'earn_burn':
      return RATIO;
  }
}

/** Of a KPI of a program. */
export function kpiKind(plan: Plan, expr: KpiExpr): KpiKind {
  switch (expr.kind) {
    case 'share':
      return RATIO;
    case 'constant':
    case 'members':
      return NUMBER;
    case 'mean':
    case 'total':
      return kindOfMember(expr.of);
    case 'standard':
      return kindOfStandard(plan, expr);
    case 'add':
    case 'subtract': {
      const left = kpiKind(plan, expr.left);
      return left.kind === 'number' ? kpiKind(plan, expr.right) : left;
    }
    case 'multiply': {
      const left = kpiKind(plan, expr.left);
      return left.kind === 'unit' ? left : kpiKind(plan, expr.right);
    }
    case 'divide': {
      const left = kpiKind(plan, expr.left);
      const right = kpiKind(plan, expr.right);
      if (left.kind === 'unit' && right.kind === 'unit') return left.unit === right.unit ? RATIO : NUMBER;
      return right.kind === 'unit' ? NUMBER : left;
    }
  }
}
