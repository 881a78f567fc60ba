import type { Day, FieldValue, PlanExpr, Value, ValueType } from '../../schema/index.ts';
import {
  addDays,
  addMonths,
  civilOf,
  dayOfTime,
  FOREVER,
  localTime,
  monthsBetween,
  SECONDS_PER_DAY,
  weekdayOf,
} from '../../schema/index.ts';
import { compareValues, convert, fraction, isFraction, power10, roundDivide, toFraction } from './exact.ts';
import type { Frame } from './frame.ts';
import { evaluateLines } from './lines.ts';
import { int64 } from './overflow.ts';
import { parameterValue } from './parameters.ts';
import { periodEnd, periodIndex, periodStart } from './periods.ts';

type Of<K extends PlanExpr['kind']> = Extract<PlanExpr, { kind: K }>;

/**
 * The value of a checked expression in a frame. Exact; a quantity outside 64 bits raises an {@link OverflowSignal} at
 * that node. A missing operand makes arithmetic missing and a comparison false; the checker lets neither happen unguarded.
 */
export function evaluate(expr: PlanExpr, frame: Frame): Value {
  const value = compute(expr, frame);
  if (typeof value === 'bigint' && expr.type.kind === 'quantity') int64(value, expr.span);
  frame.trace?.set(expr, value);
  return value;
}

/** True where the condition is true; a missing value is not. */
export function isTrue(expr: PlanExpr, frame: Frame): boolean {
  return evaluate(expr, frame) === true;
}

function compute(expr: PlanExpr, frame: Frame): Value {
  switch (expr.kind) {
    case 'constant':
      return expr.value;
    case 'field':
    case 'this-field':
      return single(frame.fields?.[expr.name]);
    case 'line-field':
      return single(frame.line?.[expr.name]);
    case 'attribute':
      return frame.member?.attribute(expr.name);
    case 'parameter': {
      const parameter = frame.plan.parameters[expr.parameter];
      if (parameter === undefined) return undefined;
      const value = parameterValue(parameter.content, frame.today, (key) => evaluate(key, frame));
      return convert(value, parameter.type, expr.type);
    }
    case 'named': {
      const named = frame.plan.named[expr.named];
      return named && convert(evaluate(named.expr, frame), named.expr.type, expr.type);
    }
    case 'measure':
      return frame.member?.measure(expr.measure, frame);
    case 'now':
      return frame.now;
    case 'today':
      return frame.today;
    case 'earned':
      return frame.earned;
    case 'reached':
      return frame.reached;
    case 'balance': {
      const balance = frame.balances[expr.points];
      return expr.pending ? balance?.pending : balance?.available;
    }
    case 'tier':
      return frame.member?.tier(expr.ladder);
    case 'since':
      return frame.member?.since(expr.ladder);
    case 'held':
      return frame.member?.held(expr.ladder);
    case 'award':
      return expr.rules.reduce((total, rule) => total + (frame.awards.get(rule)?.get(expr.points) ?? 0n), 0n);
    case 'negate': {
      const value = evaluate(expr.of, frame);
      if (isFraction(value)) return { n: -value.n, d: value.d };
      return typeof value === 'bigint' ? -value : undefined;
    }
    case 'absolute': {
      const value = evaluate(expr.of, frame);
      if (isFraction(value)) return value.n < 0n ? { n: -value.n, d: value.d } : value;
      return typeof value === 'bigint' && value < 0n ? -value : value;
    }
    case 'add':
    case 'subtract':
    case 'multiply':
      return arithmetic(expr, frame);
    case 'divide': {
      const left = toFraction(evaluate(expr.left, frame), expr.left.type);
      const right = toFraction(evaluate(expr.right, frame), expr.right.type);
      if (left === undefined || right === undefined || right.n === 0n) return undefined;
      return fraction(left.n * right.d, left.d * right.n);
    }
    case 'minimum':
    case 'maximum':
      return extreme(expr, frame);
    case 'round':
      return rounded(expr, frame);
    case 'per':
      return per(expr, frame);
    case 'compare':
      return compared(expr, frame);
    case 'and':
      return expr.items.every((item) => isTrue(item, frame));
    case 'or':
      return expr.items.some((item) => isTrue(item, frame));
    case 'not':
      return !isTrue(expr.of, frame);
    case 'if': {
      const branch = isTrue(expr.condition, frame) ? expr.then : expr.otherwise;
      return convert(evaluate(branch, frame), branch.type, expr.type);
    }
    case 'in': {
      const value = evaluate(expr.of, frame);
      return expr.items.some((item) => order(value, expr.of.type, evaluate(item, frame), item.type) === 0);
    }
    case 'between': {
      const value = evaluate(expr.of, frame);
      const low = order(value, expr.of.type, evaluate(expr.low, frame), expr.low.type);
      if (low === undefined || low < 0) return false;
      const high = order(value, expr.of.type, evaluate(expr.high, frame), expr.high.type);
      return high !== undefined && high <= 0;
    }
    case 'otherwise': {
      const value = evaluate(expr.of, frame);
      if (value !== undefined) return convert(value, expr.of.type, expr.type);
      return convert(evaluate(expr.fallback, frame), expr.fallback.type, expr.type);
    }
    case 'has':
      return evaluate(expr.of, frame) !== undefined;
    case 'date-part':
      return datePart(expr, frame);
    case 'period-edge':
      return periodEdge(expr, frame);
    case 'shift':
      return shifted(
        evaluate(expr.of, frame),
        expr.of.type,
        evaluate(expr.by, frame),
        expr.by.type,
        expr.sign,
      );
    case 'elapsed':
      return elapsed(expr, frame);
    case 'lines':
      return evaluateLines(expr, frame, evaluate);
  }
}

function single(value: FieldValue): Value {
  return Array.isArray(value) ? undefined : (value as Value);
}

/** a − b as a sign; missing where either is. */
function order(a: Value, aType: ValueType, b: Value, bType: ValueType): number | undefined {
  return a === undefined || b === undefined ? undefined : compareValues(a, aType, b, bType);
}

function arithmetic(expr: Of<'add' | 'subtract' | 'multiply'>, frame: Frame): Value {
  const left = evaluate(expr.left, frame);
  const right = evaluate(expr.right, frame);
  if (typeof left === 'bigint' && typeof right === 'bigint' && expr.type.kind === 'quantity') {
    if (expr.kind === 'multiply') {
      const scale = scaleOf(expr.left.type) + scaleOf(expr.right.type);
      return left * right * power10(Math.max(0, expr.type.scale - scale));
    }
    const a = left * power10(expr.type.scale - scaleOf(expr.left.type));
    const b = right * power10(expr.type.scale - scaleOf(expr.right.type));
    return expr.kind === 'add' ? a + b : a - b;
  }
  const a = toFraction(left, expr.left.type);
  const b = toFraction(right, expr.right.type);
  if (a === undefined || b === undefined) return undefined;
  if (expr.kind === 'multiply') return { n: a.n * b.n, d: a.d * b.d };
  const sign = expr.kind === 'add' ? 1n : -1n;
  return { n: a.n * b.d + sign * b.n * a.d, d: a.d * b.d };
}

function scaleOf(type: ValueType): number {
  return type.kind === 'quantity' ? type.scale : 0;
}

function extreme(expr: Of<'minimum' | 'maximum'>, frame: Frame): Value {
  // All are worked out, also beside a missing one: only and, or and if leave something out (ruling X1).
  const values = expr.items.map((item) => convert(evaluate(item, frame), item.type, expr.type));
  let best: Value;
  for (const value of values) {
    if (value === undefined) return undefined;
    const sign = best === undefined ? -1 : compareValues(value, expr.type, best, expr.type);
    if (best === undefined || (expr.kind === 'minimum' ? sign < 0 : sign > 0)) best = value;
  }
  return best;
}

function rounded(expr: Of<'round'>, frame: Frame): Value {
  const value = toFraction(evaluate(expr.of, frame), expr.of.type);
  const step = expr.step ? toFraction(evaluate(expr.step, frame), expr.step.type) : { n: 1n, d: 1n };
  if (value === undefined || step === undefined || step.n <= 0n) return undefined;
  const steps = roundDivide(value.n * step.d, value.d * step.n, expr.mode);
  return (steps * step.n * power10(scaleOf(expr.type))) / step.d;
}

/** `gives per step of amount`; only the result can overflow (ruling X1). */
function per(expr: Of<'per'>, frame: Frame): Value {
  const amount = toFraction(evaluate(expr.amount, frame), expr.amount.type);
  const step = toFraction(evaluate(expr.step, frame), expr.step.type);
  const gives = toFraction(evaluate(expr.gives, frame), expr.gives.type);
  if (amount === undefined || step === undefined || gives === undefined || step.n <= 0n) return undefined;
  const n = amount.n * step.d;
  const d = amount.d * step.n;
  const total = expr.proRata
    ? { n: n * gives.n, d: d * gives.d }
    : { n: roundDivide(n, d, 'floor') * gives.n, d: gives.d };
  return expr.type.kind === 'quantity' ? (total.n * power10(expr.type.scale)) / total.d : total;
}

function compared(expr: Of<'compare'>, frame: Frame): boolean {
  const left = evaluate(expr.left, frame);
  const sign = order(left, expr.left.type, evaluate(expr.right, frame), expr.right.type);
  if (sign === undefined) return false;
  switch (expr.operator) {
    case '=':
      return sign === 0;
    case '!=':
      return sign !== 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}

/** The local day of a date or datetime. */
function dayIn(value: Value, type: ValueType): Day | undefined {
  if (typeof value !== 'number') return undefined;
  return type.kind === 'datetime' ? dayOfTime(value) : value;
}

function datePart(expr: Of<'date-part'>, frame: Frame): Value {
  const value = evaluate(expr.of, frame);
  const day = dayIn(value, expr.of.type);
  if (day === undefined || typeof value !== 'number') return undefined;
  switch (expr.part) {
    case 'year':
    case 'month':
    case 'day':
      return BigInt(civilOf(day)[expr.part]);
    case 'weekday':
      return BigInt(weekdayOf(day));
    case 'hour':
      return expr.of.type.kind === 'datetime'
        ? BigInt(Math.floor((value - day * SECONDS_PER_DAY) / 3600))
        : 0n;
  }
}

function periodEdge(expr: Of<'period-edge'>, frame: Frame): Value {
  const day = dayIn(evaluate(expr.of, frame), expr.of.type);
  const period = frame.plan.periods[expr.period];
  if (day === undefined || period === undefined) return undefined;
  if (day >= FOREVER) return FOREVER;
  const anchors = frame.member ?? { enrolled: frame.today, since: () => frame.today };
  const k = periodIndex(period, day, anchors);
  return expr.edge === 'start' ? periodStart(period, k, anchors) : periodEnd(period, k, anchors);
}

/** A date or datetime moved by a duration: months clamp and keep the clock; hours move a date by whole days. */
export function shifted(of: Value, ofType: ValueType, by: Value, byType: ValueType, sign: 1 | -1): Value {
  if (typeof of !== 'number' || typeof by !== 'number' || byType.kind !== 'duration') return undefined;
  const calendar = byType.family === 'calendar';
  if (ofType.kind !== 'datetime') {
    return calendar ? addMonths(of, sign * by) : addDays(of, Math.floor((sign * by) / 24));
  }
  if (!calendar) return of + sign * by * 3600;
  const day = dayOfTime(of);
  return localTime(addMonths(day, sign * by), of - day * SECONDS_PER_DAY);
}

function elapsed(expr: Of<'elapsed'>, frame: Frame): Value {
  const value = evaluate(expr.of, frame);
  const day = dayIn(value, expr.of.type);
  if (day === undefined || typeof value !== 'number') return undefined;
  switch (expr.unit) {
    case 'hours': {
      const since = expr.of.type.kind === 'datetime' ? value : localTime(day, 0);
      return BigInt(Math.floor((frame.now - since) / 3600));
    }
    case 'days':
      return BigInt(frame.today - day);
    case 'weeks':
      return BigInt(Math.floor((frame.today - day) / 7));
    case 'months':
      return BigInt(monthsBetween(day, frame.today));
    case 'years':
      return BigInt(Math.floor(monthsBetween(day, frame.today) / 12));
  }
}
