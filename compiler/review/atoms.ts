import type { Plan, PlanExpr, PlanMeasure } from '../../schema/index.ts';
import { everyPart, someIn } from './walk.ts';

/** A comparison that a condition rests on, with what is not constant on the left. */
interface Atom {
  readonly left: PlanExpr;
  readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=';
  readonly right: PlanExpr;
}

const TURNED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const DENIED = { '=': '!=', '!=': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

/** Every comparison in a condition, behind the names of segments too, the right way round under `not`. */
function atomsOf(condition: PlanExpr, plan: Plan): readonly Atom[] {
  // What is named several times is gone into once each way: names of names would otherwise double with every step.
  const seen = new Set<string>();
  const of = (expr: PlanExpr, denied: boolean): readonly Atom[] => {
    switch (expr.kind) {
      case 'and':
      case 'or':
        return expr.items.flatMap((item) => of(item, denied));
      case 'not':
        return of(expr.of, !denied);
      case 'named': {
        const key = `${expr.named} ${denied}`;
        const named = plan.named[expr.named];
        if (named === undefined || seen.has(key)) return [];
        seen.add(key);
        return of(named.expr, denied);
      }
      case 'if':
        return [expr.condition, expr.then, expr.otherwise].flatMap((part) => of(part, denied));
      case 'otherwise':
        return of(expr.of, denied);
      case 'between':
        return [
          { left: expr.of, operator: '>=', right: expr.low },
          { left: expr.of, operator: '<=', right: expr.high },
        ];
      case 'compare': {
        const isTurned = isFixed(expr.left) && !isFixed(expr.right);
        const operator = isTurned ? TURNED[expr.operator] : expr.operator;
        return [
          {
            left: isTurned ? expr.right : expr.left,
            operator: denied ? DENIED[operator] : operator,
            right: isTurned ? expr.left : expr.right,
          },
        ];
      }
      default:
        return [];
    }
  };
  return of(condition, false);
}

const isFixed = (expr: PlanExpr): boolean => expr.kind === 'constant' || expr.kind === 'parameter';

/** The value behind a default and a name. */
function bare(expr: PlanExpr, plan: Plan): PlanExpr {
  if (expr.kind === 'otherwise') return bare(expr.of, plan);
  if (expr.kind === 'named') {
    const named = plan.named[expr.named];
    return named === undefined ? expr : bare(named.expr, plan);
  }
  return expr;
}

function measureOf(expr: PlanExpr, plan: Plan): PlanMeasure | undefined {
  const inner = bare(expr, plan);
  return inner.kind === 'measure' ? plan.measures[inner.measure] : undefined;
}

const isUp = (operator: Atom['operator']): boolean => operator === '>' || operator === '>=';
const isDown = (operator: Atom['operator']): boolean => operator === '<' || operator === '<=';

/** Compared with 0, or with less than one. */
function isNone({ operator, right }: Atom): boolean {
  if (right.kind !== 'constant' || typeof right.value !== 'bigint' || right.type.kind !== 'quantity')
    return false;
  const one = 10n ** BigInt(right.type.scale);
  return operator === '<'
    ? right.value <= one
    : (operator === '=' || operator === '<=') && right.value === 0n;
}

function isSmall({ operator, right }: Atom): boolean {
  return (operator === '=' || isDown(operator)) && isFixed(right);
}

/** Days or months since the last event are many; or nothing happened within a window. */
function isQuiet(atom: Atom, plan: Plan): boolean {
  const left = bare(atom.left, plan);
  if (left.kind === 'elapsed') return isUp(atom.operator) && measureOf(left.of, plan)?.function === 'last';
  const measure = measureOf(left, plan);
  if (measure?.function === 'last') return isDown(atom.operator);
  return (
    measure !== undefined &&
    (measure.function === 'count' || measure.function === 'sum') &&
    measure.subject.kind === 'event' &&
    measure.window.kind !== 'all' &&
    isNone(atom)
  );
}

/** Little time since enrolment or the first event; or few events in all. */
function isYoung(atom: Atom, plan: Plan): boolean {
  const left = bare(atom.left, plan);
  if (left.kind === 'elapsed') {
    const of = bare(left.of, plan);
    const isStart =
      (of.kind === 'attribute' && of.name === 'enrolled') || measureOf(of, plan)?.function === 'first';
    return isStart && isDown(atom.operator);
  }
  if (left.kind === 'attribute' && left.name === 'enrolled') return isUp(atom.operator);
  const measure = measureOf(left, plan);
  return (
    measure !== undefined &&
    measure.function === 'count' &&
    measure.subject.kind === 'event' &&
    measure.window.kind === 'all' &&
    isSmall(atom)
  );
}

/** Much bought, done, earned or held; or a long time since enrolment. */
function isDevoted(atom: Atom, plan: Plan): boolean {
  if (!isUp(atom.operator) && atom.operator !== '=') return false;
  const left = bare(atom.left, plan);
  if (left.kind === 'tier') return true;
  if (!isUp(atom.operator)) return false;
  if (left.kind === 'elapsed') {
    const of = bare(left.of, plan);
    return (of.kind === 'attribute' && of.name === 'enrolled') || measureOf(of, plan)?.function === 'first';
  }
  return someIn(left, plan, (part) => {
    const measure = part.kind === 'measure' ? plan.measures[part.measure] : undefined;
    return measure !== undefined && ['sum', 'count', 'streak', 'distinct'].includes(measure.function);
  });
}

/** Which members a condition singles out. */
export interface Reach {
  readonly young: boolean;
  readonly devoted: boolean;
  readonly quiet: boolean;
}

export function reachOf(condition: PlanExpr | undefined, plan: Plan): Reach {
  const atoms = condition === undefined ? [] : atomsOf(condition, plan);
  return {
    young: atoms.some((atom) => isYoung(atom, plan)),
    devoted: atoms.some((atom) => isDevoted(atom, plan)),
    quiet: atoms.some((atom) => isQuiet(atom, plan)),
  };
}

/** Measures that an expression reads, behind names too. */
export function measuresIn(expr: PlanExpr, plan: Plan): readonly PlanMeasure[] {
  return everyPart(expr, plan).flatMap((part) =>
    part.kind === 'measure' ? (plan.measures[part.measure] ?? []) : [],
  );
}
