import type { Day, ParameterContent, PlanExpr, TableKey, Value } from '../../schema/index.ts';

function holds(key: TableKey, value: Value): boolean {
  switch (key.kind) {
    case 'any':
      return true;
    case 'is':
      return value === key.value;
    case 'band':
      return (
        typeof value === 'bigint' &&
        (key.low === undefined || key.low <= value) &&
        (key.high === undefined || value <= key.high)
      );
  }
}

/**
 * What a parameter says on a day (the first value reaches back, ruling X4); the keys of a table are evaluated by
 * `evaluate` at the place of use. Missing only where a table has neither a row nor `otherwise`.
 */
export function parameterValue(
  content: ParameterContent,
  day: Day,
  evaluate: (expr: PlanExpr) => Value,
): Value {
  switch (content.kind) {
    case 'value':
      return content.value;
    case 'dated': {
      const entry = content.entries.findLast((each) => each.from <= day) ?? content.entries[0];
      return entry && parameterValue(entry.content, day, evaluate);
    }
    case 'table': {
      const keys = content.by.map(evaluate);
      const row = content.rows.find((each) => each.keys.every((key, i) => holds(key, keys[i])));
      return row === undefined ? content.otherwise : row.value;
    }
  }
}
