import type { PlanExpr, PlanMeasure } from '../../schema/index.ts';

/** Every expression inside another, itself first; a measure's `where` and window count as inside. */
export function* walk(expr: PlanExpr, measures: readonly PlanMeasure[]): Generator<PlanExpr> {
  yield expr;
  switch (expr.kind) {
    case 'negate':
    case 'absolute':
    case 'not':
    case 'has':
    case 'date-part':
    case 'period-edge':
    case 'elapsed':
      yield* walk(expr.of, measures);
      return;
    case 'round':
      yield* walk(expr.of, measures);
      if (expr.step !== undefined) yield* walk(expr.step, measures);
      return;
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'compare':
      yield* walk(expr.left, measures);
      yield* walk(expr.right, measures);
      return;
    case 'minimum':
    case 'maximum':
    case 'and':
    case 'or':
      for (const item of expr.items) yield* walk(item, measures);
      return;
    case 'in':
      yield* walk(expr.of, measures);
      for (const item of expr.items) yield* walk(item, measures);
      return;
    case 'between':
      yield* walk(expr.of, measures);
      yield* walk(expr.low, measures);
      yield* walk(expr.high, measures);
      return;
    case 'if':
      yield* walk(expr.condition, measures);
      yield* walk(expr.then, measures);
      yield* walk(expr.otherwise, measures);
      return;
    case 'otherwise':
      yield* walk(expr.of, measures);
      yield* walk(expr.fallback, measures);
      return;
    case 'shift':
      yield* walk(expr.of, measures);
      yield* walk(expr.by, measures);
      return;
    case 'per':
      yield* walk(expr.gives, measures);
      yield* walk(expr.step, measures);
      yield* walk(expr.amount, measures);
      return;
    case 'lines':
      if (expr.value !== undefined) yield* walk(expr.value, measures);
      if (expr.where !== undefined) yield* walk(expr.where, measures);
      return;
    case 'measure': {
      const measure = measures[expr.measure];
      if (measure?.where !== undefined) yield* walk(measure.where, measures);
      return;
    }
    default:
      return;
  }
}

const STATE: readonly PlanExpr['kind'][] = [
  'attribute',
  'named',
  'measure',
  'now',
  'today',
  'balance',
  'tier',
  'since',
  'held',
  'award',
  'elapsed',
];

/** The first part of an expression that reads the member's state or history, not just the event and parameters. */
export function readsState(expr: PlanExpr, measures: readonly PlanMeasure[]): PlanExpr | undefined {
  for (const part of walk(expr, measures)) if (STATE.includes(part.kind)) return part;
  return undefined;
}

/** The first part that reads history: what makes a lot's date a sliding one. */
export function readsHistory(expr: PlanExpr, measures: readonly PlanMeasure[]): PlanExpr | undefined {
  for (const part of walk(expr, measures))
    if (part.kind === 'measure' || part.kind === 'named' || part.kind === 'balance' || part.kind === 'tier')
      return part;
  return undefined;
}
