import type { CompareOperator } from './plan-expression.ts';

/** Whether an order of two values (below 0, 0, above 0) satisfies an operator. */
export function holds(operator: CompareOperator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
