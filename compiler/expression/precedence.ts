import type { Ast } from './ast.ts';

/** How tightly each form binds; the higher number binds tighter. The table of docs/grammar.md. */
export const level = {
  if: 0,
  or: 1,
  and: 2,
  not: 3,
  compare: 4,
  otherwise: 5,
  sum: 6,
  product: 7,
  of: 8,
  unary: 9,
  primary: 10,
} as const;

/** The level of a whole expression: what may stand there without brackets has at least this level. */
export function levelOf(ast: Ast): number {
  switch (ast.kind) {
    case 'if':
      return level.if;
    case 'or':
      return level.or;
    case 'and':
      return level.and;
    case 'not':
      return level.not;
    case 'compare':
    case 'in':
    case 'between':
      return level.compare;
    case 'otherwise':
      return level.otherwise;
    case 'binary':
      return ast.operator === '+' || ast.operator === '-' ? level.sum : level.product;
    case 'of':
    case 'per':
      return level.of;
    case 'negate':
    case 'has':
    case 'elapsed':
      return level.unary;
    case 'number':
    case 'unit-number':
    case 'date':
    case 'month-day':
    case 'text':
    case 'boolean':
    case 'forever':
    case 'now':
    case 'today':
    case 'name':
    case 'member-access':
    case 'call':
    case 'missing':
      return level.primary;
  }
}

/** Functions over members, whose subject is a condition or a value: `between` in it compares, it never gives a window. */
const memberFunctions = ['share', 'mean', 'total', 'members'];

/** Whether a `between` after a bare first argument of this function is the window. */
export function takesWindow(name: string): boolean {
  return !memberFunctions.includes(name);
}
