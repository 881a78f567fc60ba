import type { Fields, PlanExpr, Value } from '../../schema/index.ts';
import { compareValues, convert } from './exact.ts';
import type { Frame } from './frame.ts';

type LinesExpr = Extract<PlanExpr, { kind: 'lines' }>;

/** An aggregate over the lines of the event at hand; a line whose value is missing is passed over. */
export function evaluateLines(
  expr: LinesExpr,
  frame: Frame,
  evaluate: (expr: PlanExpr, frame: Frame) => Value,
): Value {
  const list = frame.fields?.[expr.list];
  const lines: readonly Fields[] = Array.isArray(list) ? list : [];
  const { where, value: of } = expr;
  const chosen = lines
    .map((line): Frame => ({ ...frame, line }))
    .filter((at) => where === undefined || evaluate(where, at) === true);
  if (of === undefined) {
    return expr.function === 'any' ? chosen.length > 0 : BigInt(chosen.length);
  }
  const values = chosen.flatMap((at) => {
    const value = evaluate(of, at);
    return value === undefined ? [] : [value];
  });
  switch (expr.function) {
    case 'count':
      return BigInt(values.length);
    case 'any':
      return values.some((value) => value === true);
    case 'distinct':
      return BigInt(new Set(values).size);
    case 'first':
      return values[0];
    case 'last':
      return values.at(-1);
    case 'sum':
      return values.reduce<bigint>((total, value) => {
        const term = convert(value, of.type, expr.type);
        return typeof term === 'bigint' ? total + term : total;
      }, 0n);
    case 'highest':
    case 'lowest': {
      const sign = expr.function === 'highest' ? 1 : -1;
      return values.reduce<Value>(
        (best, value) =>
          best === undefined || compareValues(value, of.type, best, of.type) * sign > 0 ? value : best,
        undefined,
      );
    }
  }
}
