import type { PlanExpr, ValueType } from '../../schema/index.ts';
import { type Ast, printExpression } from '../expression/index.ts';
import { besides, isWordlike, secondFirst } from './comparison.ts';
import { report } from './findings.ts';
import { expectType, type Site } from './site.ts';
import { BOOLEAN } from './type.ts';
import { unify } from './units.ts';

type Of<K extends Ast['kind']> = Extract<Ast, { readonly kind: K }>;
type Logic = Extract<Ast, { readonly kind: 'and' | 'or' }>;

function condition(ast: Ast, site: Site): PlanExpr | undefined {
  return expectType(ast, site, BOOLEAN);
}

/** What a condition shows to be there when it is true (or, negated, false). */
export function guards(ast: Ast, truth: boolean): readonly string[] {
  if (ast.kind === 'has' && truth) return [printExpression(ast.of)];
  if (ast.kind === 'not') return guards(ast.of, !truth);
  if ((ast.kind === 'and' || ast.kind === 'or') && ast.kind === (truth ? 'and' : 'or'))
    return [...guards(ast.left, truth), ...guards(ast.right, truth)];
  return [];
}

/** A place where those values are known to be there. */
export function narrow(site: Site, names: readonly string[]): Site {
  return names.length === 0 ? site : { ...site, narrowed: new Set([...site.narrowed, ...names]) };
}

/** A chain `a and b and c`, flattened; each operand knows what those before it have shown. */
export function checkLogic(ast: Logic, site: Site): PlanExpr | undefined {
  const operands: Ast[] = [];
  const collect = (node: Ast): void => {
    if ((node.kind === 'and' || node.kind === 'or') && node.kind === ast.kind) {
      collect(node.left);
      collect(node.right);
    } else operands.push(node);
  };
  collect(ast);
  let inner = site;
  const items: PlanExpr[] = [];
  let failed = false;
  for (const operand of operands) {
    const expr = condition(operand, inner);
    if (expr === undefined) failed = true;
    else items.push(expr);
    inner = narrow(inner, guards(operand, ast.kind === 'and'));
  }
  if (failed) return undefined;
  // In a `where`, `same` equalities live in the measure; a chain of nothing else is true.
  return { kind: ast.kind, items, type: BOOLEAN, optional: false, span: ast.span };
}

export function checkNot(ast: Of<'not'>, site: Site): PlanExpr | undefined {
  const of = condition(ast.of, site);
  return of && { kind: 'not', of, type: BOOLEAN, optional: false, span: ast.span };
}

/** Both branches, where nothing around them says what a word means: it takes its meaning from the other one. */
function branches(ast: Of<'if'>, yes: Site, no: Site): readonly [PlanExpr | undefined, PlanExpr | undefined] {
  if (secondFirst(ast.then, ast.otherwise, yes, no)) {
    const otherwise = no.check(ast.otherwise, no);
    return [besides(ast.then, otherwise, yes), otherwise];
  }
  const then = yes.check(ast.then, yes);
  return [then, besides(ast.otherwise, then, no)];
}

export function checkIf(ast: Of<'if'>, site: Site, expected: ValueType | undefined): PlanExpr | undefined {
  const test = condition(ast.condition, site);
  const yes = narrow(site, guards(ast.condition, true));
  const no = narrow(site, guards(ast.condition, false));
  const [then, otherwise] =
    expected !== undefined
      ? [site.check(ast.then, yes, expected), site.check(ast.otherwise, no, expected)]
      : branches(ast, yes, no);
  if (test === undefined || then === undefined || otherwise === undefined) return undefined;
  const type = unify([then, otherwise], site);
  if (type === undefined) return undefined;
  const optional = then.optional || otherwise.optional;
  return { kind: 'if', condition: test, then, otherwise, type, optional, span: ast.span };
}

export function checkOtherwise(
  ast: Of<'otherwise'>,
  site: Site,
  expected: ValueType | undefined,
): PlanExpr | undefined {
  const of = site.check(ast.of, site, expected);
  // A word beside a value that could not be typed has no meaning of its own.
  if (of === undefined && isWordlike(ast.fallback, site)) return undefined;
  const fallback = site.check(ast.fallback, site, of?.type ?? expected);
  if (of === undefined || fallback === undefined) return undefined;
  if (!of.optional) {
    site.program.findings.add(report('never-missing', ast.span, {}));
    return of;
  }
  const type = unify([of, fallback], site);
  if (type === undefined) return undefined;
  return { kind: 'otherwise', of, fallback, type, optional: fallback.optional, span: ast.span };
}

export function checkHas(ast: Of<'has'>, site: Site): PlanExpr | undefined {
  const of = site.check(ast.of, site);
  if (of === undefined) return undefined;
  if (!of.optional) site.program.findings.add(report('never-missing', ast.span, {}));
  return { kind: 'has', of, type: BOOLEAN, optional: false, span: ast.span };
}
