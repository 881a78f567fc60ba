import type { Fraction, PlanExpr, PlanField } from '../../schema/index.ts';
import type { Declarations } from './declarations.ts';

/** What a numeric value is known to lie between, in whole units; an absent end is unknown. */
export interface Bounds {
  readonly low: Fraction | undefined;
  readonly high: Fraction | undefined;
}

const UNKNOWN: Bounds = { low: undefined, high: undefined };
const ZERO: Fraction = { n: 0n, d: 1n };

function compare(a: Fraction, b: Fraction): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function scaled(value: bigint, scale: number): Fraction {
  return { n: value, d: 10n ** BigInt(scale) };
}

function add(a: Fraction | undefined, b: Fraction | undefined, sign: 1n | -1n): Fraction | undefined {
  return a && b && { n: a.n * b.d + sign * b.n * a.d, d: a.d * b.d };
}

function multiply(a: Fraction | undefined, b: Fraction | undefined): Fraction | undefined {
  return a && b && { n: a.n * b.n, d: a.d * b.d };
}

function least(items: readonly (Fraction | undefined)[]): Fraction | undefined {
  return items.reduce((a, b) =>
    a === undefined || b === undefined ? undefined : compare(a, b) <= 0 ? a : b,
  );
}

function greatest(items: readonly (Fraction | undefined)[]): Fraction | undefined {
  return items.reduce((a, b) =>
    a === undefined || b === undefined ? undefined : compare(a, b) >= 0 ? a : b,
  );
}

/** What every event (or list of lines) that has a field of this name says of it: a name alone does not tell which one. */
function fieldsNamed(name: string, program: Declarations): readonly (PlanField | undefined)[] {
  return [...program.events.values()]
    .filter((event) => event.fields.has(name) || event.derived.has(name))
    .map((event) => event.stored.find((field) => field.name === name));
}

function lineFieldsNamed(name: string, program: Declarations): readonly PlanField[] {
  return [...program.events.values()]
    .flatMap((event) => event.stored)
    .flatMap((field) => (field.type.kind === 'lines' ? field.type.fields : []))
    .filter((field) => field.name === name);
}

/** What lies between the declared bounds of all of them; a field without a bound leaves that end open. */
function declaredBounds(fields: readonly (PlanField | undefined)[]): Bounds {
  const ends = (end: 'min' | 'max') =>
    fields.map((field) => {
      if (field?.type.kind !== 'value' || field.type.type.kind !== 'quantity') return undefined;
      const value = field.type[end];
      return value === undefined ? undefined : scaled(value, field.type.type.scale);
    });
  return fields.length === 0 ? UNKNOWN : { low: least(ends('min')), high: greatest(ends('max')) };
}

/** Fields take part with their declared bounds; `fieldsAt` replaces what a field may be (money at its least, say). */
export function boundsOf(expr: PlanExpr, program: Declarations, fieldsAt?: Bounds): Bounds {
  const of = (inner: PlanExpr) => boundsOf(inner, program, fieldsAt);
  switch (expr.kind) {
    case 'constant': {
      if (typeof expr.value !== 'bigint' || expr.type.kind !== 'quantity') return UNKNOWN;
      const value = scaled(expr.value, expr.type.scale);
      return { low: value, high: value };
    }
    case 'field':
      return fieldsAt ?? declaredBounds(fieldsNamed(expr.name, program));
    case 'line-field':
      return fieldsAt ?? declaredBounds(lineFieldsNamed(expr.name, program));
    case 'attribute':
      return declaredBounds([program.attributes.get(expr.name)]);
    case 'parameter': {
      const info = [...program.parameters.values()][expr.parameter];
      if (info === undefined || info.values.length === 0 || info.type.kind !== 'quantity') return UNKNOWN;
      const { scale } = info.type;
      const values = info.values.map((value) => scaled(value, scale));
      return { low: least(values), high: greatest(values) };
    }
    case 'measure': {
      const measure = program.measures[expr.measure];
      const countable = measure && ['count', 'distinct', 'streak'].includes(measure.function);
      if (countable || measure?.subject.kind === 'flow') return { low: ZERO, high: undefined };
      return UNKNOWN;
    }
    case 'lines':
      return expr.function === 'count' || expr.function === 'distinct'
        ? { low: ZERO, high: undefined }
        : UNKNOWN;
    case 'award':
      return { low: ZERO, high: undefined };
    case 'balance':
      return expr.pending ? { low: ZERO, high: undefined } : UNKNOWN;
    case 'named': {
      const inner = [...program.named.values()][expr.named]?.expr;
      return inner === undefined ? UNKNOWN : of(inner);
    }
    case 'negate': {
      const inner = of(expr.of);
      return {
        low: inner.high && { n: -inner.high.n, d: inner.high.d },
        high: inner.low && { n: -inner.low.n, d: inner.low.d },
      };
    }
    case 'absolute':
      return { low: ZERO, high: undefined };
    case 'add': {
      const [a, b] = [of(expr.left), of(expr.right)];
      return { low: add(a.low, b.low, 1n), high: add(a.high, b.high, 1n) };
    }
    case 'subtract': {
      const [a, b] = [of(expr.left), of(expr.right)];
      return { low: add(a.low, b.high, -1n), high: add(a.high, b.low, -1n) };
    }
    case 'multiply': {
      const [a, b] = [of(expr.left), of(expr.right)];
      const ends = [
        multiply(a.low, b.low),
        multiply(a.low, b.high),
        multiply(a.high, b.low),
        multiply(a.high, b.high),
      ];
      if (isAtLeastZero(a) && isAtLeastZero(b))
        return { low: multiply(a.low, b.low), high: multiply(a.high, b.high) };
      return { low: least(ends), high: greatest(ends) };
    }
    case 'divide': {
      const [a, b] = [of(expr.left), of(expr.right)];
      if (
        isAtLeastZero(a) &&
        b.low !== undefined &&
        b.low.n > 0n &&
        b.high !== undefined &&
        a.low !== undefined
      )
        return { low: { n: a.low.n * b.high.d, d: a.low.d * b.high.n }, high: undefined };
      return UNKNOWN;
    }
    case 'per': {
      const [gives, amount] = [of(expr.gives), of(expr.amount)];
      if (!isAtLeastZero(gives)) return UNKNOWN;
      const step = of(expr.step);
      if (isAtLeastZero(amount) && amount.low !== undefined && step.high !== undefined && step.high.n > 0n) {
        const times = (amount.low.n * step.high.d) / (amount.low.d * step.high.n);
        return { low: multiply(gives.low, { n: times, d: 1n }), high: undefined };
      }
      return UNKNOWN;
    }
    case 'minimum': {
      const items = expr.items.map(of);
      return {
        low: least(items.map((item) => item.low)),
        high: items.find((item) => item.high !== undefined)?.high,
      };
    }
    case 'maximum': {
      const items = expr.items.map(of);
      const lows = items.map((item) => item.low).filter((low) => low !== undefined);
      return {
        low: lows.length === 0 ? undefined : greatest(lows),
        high: greatest(items.map((item) => item.high)),
      };
    }
    case 'if': {
      const [a, b] = [of(expr.then), of(expr.otherwise)];
      return { low: least([a.low, b.low]), high: greatest([a.high, b.high]) };
    }
    case 'otherwise': {
      const [a, b] = [of(expr.of), of(expr.fallback)];
      return { low: least([a.low, b.low]), high: greatest([a.high, b.high]) };
    }
    default:
      return UNKNOWN;
  }
}

function isAtLeastZero(bounds: Bounds): boolean {
  return bounds.low !== undefined && bounds.low.n >= 0n;
}

/** False only where the value is proved never to be 0. */
export function canBeZero(expr: PlanExpr, program: Declarations): boolean {
  const { low, high } = boundsOf(expr, program);
  if (low !== undefined && low.n > 0n) return false;
  if (high !== undefined && high.n < 0n) return false;
  if (expr.kind === 'parameter') {
    const info = [...program.parameters.values()][expr.parameter];
    return info === undefined || info.values.length === 0 || info.values.some((value) => value === 0n);
  }
  return true;
}

/** A constant, or a parameter, all of whose values are positive (language §4, `per`). */
export function isPositive(expr: PlanExpr, program: Declarations): boolean {
  if (expr.kind !== 'constant' && expr.kind !== 'parameter') return false;
  const { low } = boundsOf(expr, program);
  return low !== undefined && low.n > 0n;
}
