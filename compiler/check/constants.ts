import type { Value, ValueType } from '../../schema/index.ts';
import type { Node } from '../document/index.ts';
import type { Constant } from './declarations.ts';
import { report } from './findings.ts';
import { parseOf } from './places.ts';
import { type Site, typeWords } from './site.ts';
import { quantity, rescale, sameType } from './type.ts';

/** Types a scalar that must hold a fixed value. */
export function constantOf(node: Node, site: Site, expected?: ValueType): Constant | undefined {
  const ast = parseOf(node, site.program);
  const expr = ast && site.check(ast, site, expected);
  if (expr === undefined || expr.kind === 'constant') return expr;
  return site.program.findings.add(report('constant-expected', expr.span, {}));
}

/** One type for all values: the same unit, the most decimals. */
export function commonType(constants: readonly Constant[], site: Site): ValueType | undefined {
  let type = constants[0]?.type;
  for (const constant of constants.slice(1)) {
    if (type === undefined) return undefined;
    if (!sameType(type, constant.type))
      return site.program.findings.add(
        report('parameter-mixed', constant.span, {
          left: typeWords(type, site),
          right: typeWords(constant.type, site),
        }),
      );
    if (type.kind === 'quantity' && constant.type.kind === 'quantity')
      type = quantity(type.unit, Math.max(type.scale, constant.type.scale));
  }
  return type;
}

/** The value of a constant at the scale of a type of the same unit. */
export function atType(constant: Constant, type: ValueType): Exclude<Value, undefined> {
  if (typeof constant.value !== 'bigint' || constant.type.kind !== 'quantity' || type.kind !== 'quantity')
    return constant.value;
  return rescale(constant.value, constant.type.scale, type.scale);
}
