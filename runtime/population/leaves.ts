import type { Fraction, KpiExpr, KpiLeaf, Plan } from '../../schema/index.ts';
import {
  addFractions,
  compareFractions,
  divideFractions,
  multiplyFractions,
  negateFraction,
  power10,
  ZERO,
} from '../engine/index.ts';

/** Two exact sums over members: a numerator, and a denominator where the function is a ratio. */
export interface Sums {
  readonly above: Fraction;
  readonly below: Fraction;
}

export const NO_SUMS: Sums = { above: ZERO, below: ZERO };

export function addSums(a: Sums, b: Sums): Sums {
  return { above: addFractions(a.above, b.above), below: addFractions(a.below, b.below) };
}

/** True where the function is a sum rather than a ratio. */
function isTotal(leaf: KpiLeaf): boolean {
  if (leaf.kind !== 'standard') return leaf.kind === 'total' || leaf.kind === 'members';
  return ['liability', 'program_cost', 'enrolled'].includes(leaf.name);
}

/** The value of a KPI from the sums of its functions; missing where a denominator is 0. */
export function kpiValue(expr: KpiExpr, sums: (leaf: KpiLeaf) => Sums): Fraction | undefined {
  switch (expr.kind) {
    case 'constant':
      return { n: expr.value, d: power10(expr.scale) };
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide': {
      const left = kpiValue(expr.left, sums);
      const right = kpiValue(expr.right, sums);
      if (left === undefined || right === undefined) return undefined;
      if (expr.kind === 'add') return addFractions(left, right);
      if (expr.kind === 'subtract') return addFractions(left, negateFraction(right));
      return expr.kind === 'multiply' ? multiplyFractions(left, right) : divideFractions(left, right);
    }
    case 'share':
    case 'mean':
    case 'total':
    case 'members':
    case 'standard': {
      const { above, below } = sums(expr);
      return isTotal(expr) ? above : divideFractions(above, below);
    }
  }
}

/** Whether a value is on the right side of its KPI's target. */
export function judge(
  value: Fraction | undefined,
  target: Plan['kpis'][number]['target'],
): 'met' | 'missed' | 'none' {
  if (value === undefined || target === undefined) return 'none';
  const sign = compareFractions(value, { n: target.value, d: power10(target.scale) });
  return (target.kind === 'at least' ? sign >= 0 : sign <= 0) ? 'met' : 'missed';
}
