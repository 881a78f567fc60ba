import type { Ast, AstWindow, Clauses } from './ast.ts';

function ofWindow(window: AstWindow | undefined): readonly Ast[] {
  switch (window?.kind) {
    case 'since':
      return [window.from];
    case 'between':
      return [window.from, window.to];
    case 'this':
    case 'previous':
    case 'ending':
    case 'last':
    case undefined:
      return [];
  }
}

function ofClauses(clauses: Clauses | undefined): readonly Ast[] {
  if (clauses === undefined) return [];
  const { where, among } = clauses;
  return [where, ...ofWindow(clauses.window), among].filter((ast) => ast !== undefined);
}

/** The expressions directly inside an expression, clauses included. */
export function childrenOf(ast: Ast): readonly Ast[] {
  switch (ast.kind) {
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
    case 'missing':
      return [];
    case 'negate':
    case 'not':
    case 'has':
    case 'elapsed':
      return [ast.of];
    case 'binary':
    case 'compare':
    case 'and':
    case 'or':
      return [ast.left, ast.right];
    case 'of':
      return [ast.rate, ast.amount];
    case 'per':
      return [ast.gives, ast.step, ast.amount];
    case 'if':
      return [ast.condition, ast.then, ast.otherwise];
    case 'in':
      return [ast.of, ...ast.items];
    case 'between':
      return [ast.of, ast.low, ast.high];
    case 'otherwise':
      return [ast.of, ast.fallback];
    case 'call':
      return [...ast.arguments, ...ofClauses(ast.clauses)];
  }
}
