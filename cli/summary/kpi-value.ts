import type { Fraction, KpiExpr, Language, Plan, PlanExpr, PlanKpi } from '../../schema/index.ts';
import { showGrouped, unitAfter } from '../show.ts';

type Kind = { readonly kind: 'ratio' | 'number' } | { readonly kind: 'unit'; readonly unit: string };

const NUMBER: Kind = { kind: 'number' };
const RATIO: Kind = { kind: 'ratio' };

function kindOfMember(expr: PlanExpr): Kind {
  const { type } = expr;
  if (type.kind !== 'quantity' && type.kind !== 'fraction') return NUMBER;
  const [only, ...more] = Object.entries(type.unit);
  return only !== undefined && more.length === 0 && only[1] === 1 ? { kind: 'unit', unit: only[0] } : NUMBER;
}

function kindOfStandard(plan: Plan, expr: KpiExpr & { readonly kind: 'standard' }): Kind {
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

/** What a KPI counts: decides whether it reads best as a percentage, in a unit, or as it is. */
function kindOf(plan: Plan, expr: KpiExpr): Kind {
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
      const left = kindOf(plan, expr.left);
      return left.kind === 'number' ? kindOf(plan, expr.right) : left;
    }
    case 'multiply': {
      const left = kindOf(plan, expr.left);
      return left.kind === 'unit' ? left : kindOf(plan, expr.right);
    }
    case 'divide': {
      const left = kindOf(plan, expr.left);
      const right = kindOf(plan, expr.right);
      if (left.kind === 'unit' && right.kind === 'unit') return left.unit === right.unit ? RATIO : NUMBER;
      return right.kind === 'unit' ? NUMBER : left;
    }
  }
}

/** A fraction at a number of decimals, half away from zero, zeros at the end dropped. */
export function showRounded({ n, d }: Fraction, places: number): string {
  const scaled = 10n ** BigInt(places) * (n < 0n ? -n : n);
  const rounded = (2n * scaled + d) / (2n * d);
  return showGrouped(n < 0n ? -rounded : rounded, places);
}

function show(plan: Plan, kind: Kind, value: Fraction, language: Language): string {
  switch (kind.kind) {
    case 'ratio':
      return `${showRounded({ n: value.n * 100n, d: value.d }, 1)}%`;
    case 'unit': {
      const number = showRounded(value, 0);
      const { unit } = kind;
      return `${number} ${unit === plan.currency.code ? unit : unitAfter(number, unit, language)}`;
    }
    case 'number':
      return showRounded(value, 2);
  }
}

/** The value of a KPI for people, rounded for reading; undefined = there is none yet. */
export function showKpi(plan: Plan, kpi: PlanKpi, value: Fraction | undefined, language: Language): string {
  return value === undefined ? '-' : show(plan, kindOf(plan, kpi.measure), value, language);
}

/** `≥ 45%`. */
export function showTarget(plan: Plan, kpi: PlanKpi, language: Language): string {
  if (kpi.target === undefined) return '';
  const { kind, value, scale } = kpi.target;
  const sign = kind === 'at least' ? '≥' : '≤';
  return `${sign} ${show(plan, kindOf(plan, kpi.measure), { n: value, d: 10n ** BigInt(scale) }, language)}`;
}
