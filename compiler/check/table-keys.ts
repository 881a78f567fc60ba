import type { PlanExpr } from '../../schema/index.ts';
import { childOf, type MapNode } from '../document/index.ts';
import { printExpression } from '../expression/index.ts';
import type { ParameterInfo } from './declarations.ts';
import { report } from './findings.ts';
import { roundedDown } from './mending.ts';
import { parseOf, unionScope } from './places.ts';
import { memberSite, type Site } from './site.ts';

function keysOf(table: MapNode, info: ParameterInfo, site: Site): readonly PlanExpr[] | undefined {
  const { program } = site;
  const by = childOf(table, 'by');
  if (by === undefined) return undefined;
  // A key may name a field of any event; whoever reads the table must have it.
  const event = unionScope([...program.events.values()]);
  const place: Site = { ...memberSite(program, site.check), event };
  const keys: PlanExpr[] = [];
  for (const item of by.kind === 'list' ? by.items : [by]) {
    const ast = parseOf(item, program);
    const expr = ast && site.check(ast, place);
    if (ast === undefined || expr === undefined) return undefined;
    if (expr.optional)
      return program.findings.add(
        report('maybe-missing', expr.span, { what: `\`${printExpression(ast)}\`` }),
      );
    if (expr.type.kind === 'fraction')
      return program.findings.add(report('rounding-missing', expr.span, {}, { fix: roundedDown(expr.span) }));
    keys.push(expr);
    info.by.push({ ast, type: expr.type });
  }
  return keys;
}

/**
 * Types the keys of a parameter's tables on first use; false when one of them is wrong, which has been reported. Keys may
 * read measures and fields, and those other tables: a circle among them is found here.
 */
export function resolveKeys(info: ParameterInfo, site: Site): boolean {
  const { program } = site;
  if (info.state === 'checking') {
    info.state = 'broken';
    program.findings.add(report('measure-cycle', info.span, { name: info.name }));
    return false;
  }
  if (info.state === 'new') {
    info.state = 'checking';
    for (const table of info.tables) {
      const keys = keysOf(table, info, site);
      if (keys === undefined) info.state = 'broken';
      else info.keys.set(table, keys);
    }
    if (info.state === 'checking') info.state = 'done';
  }
  return info.state === 'done';
}
