import { type PlanExpr, type PlanMeasure, parts, windowParts } from '../../schema/index.ts';
import type { Declarations, EventInfo } from './declarations.ts';

/** Every expression inside another, itself first; a measure's `where` and window count as inside. */
export function walk(expr: PlanExpr, measures: readonly PlanMeasure[]): readonly PlanExpr[] {
  const found: PlanExpr[] = [];
  const visit = (part: PlanExpr): void => {
    found.push(part);
    parts(part).forEach(visit);
    const measure = part.kind === 'measure' ? measures[part.measure] : undefined;
    if (measure === undefined) return;
    if (measure.where !== undefined) visit(measure.where);
    windowParts(measure.window).forEach(visit);
  };
  visit(expr);
  return found;
}

/** Like `walk`, and into the measures, segments and table keys that are named. INVARIANT: those are free of circles. */
export function* walkAll(expr: PlanExpr, program: Declarations): Generator<PlanExpr> {
  for (const part of walk(expr, program.measures)) {
    yield part;
    if (part.kind === 'named') {
      const inner = [...program.named.values()][part.named]?.expr;
      if (inner !== undefined) yield* walkAll(inner, program);
    } else if (part.kind === 'parameter')
      for (const key of keysRead(part.parameter, program)) yield* walkAll(key, program);
  }
}

/** The keys with which a parameter's tables are read. */
export function keysRead(parameter: number, program: Declarations): readonly PlanExpr[] {
  return [...([...program.parameters.values()][parameter]?.keys.values() ?? [])].flat();
}

/** The first part of an expression that itself, or through what it names, is of one of these kinds. */
function firstReading(
  expr: PlanExpr,
  kinds: readonly PlanExpr['kind'][],
  program: Declarations,
): PlanExpr | undefined {
  for (const part of walk(expr, program.measures))
    for (const inner of part.kind === 'named' || part.kind === 'parameter' ? walkAll(part, program) : [part])
      if (kinds.includes(inner.kind)) return part;
  return undefined;
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
const HISTORY: readonly PlanExpr['kind'][] = ['measure', 'balance', 'tier', 'since', 'held'];
const EVENT: readonly PlanExpr['kind'][] = ['field', 'lines', 'award'];

/** The first part of an expression that reads the member's state or history, not just the event and parameters. */
export function readsState(expr: PlanExpr, event: EventInfo, program: Declarations): PlanExpr | undefined {
  const own = firstReading(expr, STATE, program);
  if (own !== undefined) return own;
  for (const part of walk(expr, program.measures)) {
    // A derived field decides with what the fields that it reads were decided with.
    const inner = part.kind === 'field' ? event.derived.get(part.name)?.expr : undefined;
    if (inner !== undefined && readsState(inner, event, program) !== undefined) return part;
  }
  return undefined;
}

/** The first part that reads history: what makes a lot's date a sliding one. */
export function readsHistory(expr: PlanExpr, program: Declarations): PlanExpr | undefined {
  return firstReading(expr, HISTORY, program);
}

/**
 * The first part that reads the event at hand, which only the moment of posting knows. Not the fields in a measure's
 * `where`, which are those of the event that is counted; and measures and segments that have a name see no event.
 */
export function readsEvent(expr: PlanExpr, program: Declarations): PlanExpr | undefined {
  for (const part of walk(expr, [])) {
    if (EVENT.includes(part.kind)) return part;
    // `field = this.field`: which events are counted is asked of the event at hand.
    if (part.kind === 'measure' && (program.measures[part.measure]?.same.length ?? 0) > 0) return part;
    if (part.kind !== 'parameter') continue;
    if (keysRead(part.parameter, program).some((key) => readsEvent(key, program) !== undefined)) return part;
  }
  return undefined;
}

/**
 * The first part of a ladder's condition that reads a ladder which does not stand above it, and that ladder's index
 * (ruling O5): directly, in a measure, or through a period anchored on it; on its own change of tier it may be anchored.
 */
export function readsBelow(
  expr: PlanExpr,
  ladder: number,
  program: Declarations,
): { readonly part: PlanExpr; readonly ladder: number } | undefined {
  for (const part of walk(expr, program.measures))
    for (const inner of part.kind === 'named' || part.kind === 'parameter'
      ? walkAll(part, program)
      : [part]) {
      const read = laddersOf(inner, program).find(
        ({ index, anchor }) => index > ladder || (index === ladder && !anchor),
      );
      if (read !== undefined) return { part, ladder: read.index };
    }
  return undefined;
}

function laddersOf(
  expr: PlanExpr,
  program: Declarations,
): readonly { readonly index: number; readonly anchor: boolean }[] {
  if (expr.kind === 'tier' || expr.kind === 'since' || expr.kind === 'held')
    return [{ index: expr.ladder, anchor: false }];
  const measure = expr.kind === 'measure' ? program.measures[expr.measure] : undefined;
  if (measure === undefined) return [];
  const { subject, window } = measure;
  const anchor =
    window.kind === 'this' ? [...program.periods.values()][window.period]?.plan.anchor : undefined;
  return [
    ...('ladder' in subject ? [{ index: subject.ladder, anchor: false }] : []),
    ...(anchor?.kind === 'since' ? [{ index: anchor.ladder, anchor: true }] : []),
  ];
}
