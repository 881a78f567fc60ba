import type { KpiExpr, Plan, Unit } from '../../schema/index.ts';

const ONE: Unit = {};

function product(a: Unit, b: Unit, sign: 1 | -1): Unit {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  const powers = [...names].map((name) => [name, (a[name] ?? 0) + sign * (b[name] ?? 0)] as const);
  return Object.fromEntries(powers.filter(([, power]) => power !== 0));
}

/** What a KPI counts: yen, points, yen per point, or a plain number. */
export function unitOfKpi(plan: Plan, expr: KpiExpr): Unit {
  switch (expr.kind) {
    case 'constant':
    case 'share':
    case 'members':
      return ONE;
    case 'mean':
    case 'total': {
      const { type } = expr.of;
      return type.kind === 'quantity' || type.kind === 'fraction' ? type.unit : ONE;
    }
    case 'standard': {
      const isMoney = expr.name === 'ltv' || expr.name === 'liability' || expr.name === 'program_cost';
      return isMoney ? { [plan.currency.code]: 1 } : ONE;
    }
    case 'add':
    case 'subtract':
      return unitOfKpi(plan, expr.left);
    case 'multiply':
      return product(unitOfKpi(plan, expr.left), unitOfKpi(plan, expr.right), 1);
    case 'divide':
      return product(unitOfKpi(plan, expr.left), unitOfKpi(plan, expr.right), -1);
  }
}

/** True where a value of one can be taken from a value of the other. */
export function sameUnit(a: Unit, b: Unit): boolean {
  return Object.keys(product(a, b, -1)).length === 0;
}
