import type { PlanExpr, ValueType } from '../../schema/index.ts';
import { type Ast, printExpression } from '../expression/index.ts';
import { checkBinary, checkNegate, checkOf, checkPer } from './arithmetic.ts';
import { checkCall, checkElapsed } from './calls.ts';
import { checkBetween, checkCompare, checkIn } from './comparison.ts';
import { checkLiteral } from './literals.ts';
import { checkHas, checkIf, checkLogic, checkNot, checkOtherwise } from './logic.ts';
import { checkAccess, checkMoment, checkName } from './names.ts';
import type { Site } from './site.ts';

/**
 * Types an expression where it stands; `expected` gives bare words their meaning. Reports, and yields undefined, when it
 * cannot. What a guard has shown to be there is not optional, be it a name, an aggregate or a quotient.
 */
export function checkExpression(ast: Ast, site: Site, expected?: ValueType): PlanExpr | undefined {
  const expr = typed(ast, site, expected);
  if (expr === undefined) site.program.findings.untyped.push(ast.span);
  if (expr?.optional !== true || site.narrowed.size === 0) return expr;
  return site.narrowed.has(printExpression(ast)) ? { ...expr, optional: false } : expr;
}

function typed(ast: Ast, site: Site, expected: ValueType | undefined): PlanExpr | undefined {
  switch (ast.kind) {
    case 'number':
    case 'unit-number':
    case 'date':
    case 'month-day':
    case 'text':
    case 'boolean':
      return checkLiteral(ast, site);
    case 'forever':
    case 'now':
    case 'today':
      return checkMoment(ast, site);
    case 'name':
      return checkName(ast, site, expected);
    case 'member-access':
      return checkAccess(ast, site);
    case 'negate':
      return checkNegate(ast, site, expected);
    case 'binary':
      return checkBinary(ast, site, expected);
    case 'of':
      return checkOf(ast, site);
    case 'per':
      return checkPer(ast, site);
    case 'compare':
      return checkCompare(ast, site);
    case 'and':
    case 'or':
      return checkLogic(ast, site);
    case 'not':
      return checkNot(ast, site);
    case 'if':
      return checkIf(ast, site, expected);
    case 'in':
      return checkIn(ast, site);
    case 'between':
      return checkBetween(ast, site);
    case 'otherwise':
      return checkOtherwise(ast, site, expected);
    case 'has':
      return checkHas(ast, site);
    case 'elapsed':
      return checkElapsed(ast, site);
    case 'call':
      return checkCall(ast, site, expected);
    case 'missing':
      return undefined;
  }
}
