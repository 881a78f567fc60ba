import { type CompareOperator, holds, type PlanExpr } from '../../schema/index.ts';
import { boundsOf } from './bounds.ts';
import type { Declarations } from './declarations.ts';

type Test = { readonly of: string; readonly allowed: ReadonlySet<unknown>; readonly all: number | undefined };

/** A part of a condition that has only one answer. */
export interface Settled {
  readonly part: PlanExpr;
  readonly answer: boolean;
}

function turned(operator: CompareOperator): CompareOperator {
  const pairs: Partial<Record<CompareOperator, CompareOperator>> = {
    '<': '>',
    '>': '<',
    '<=': '>=',
    '>=': '<=',
  };
  return pairs[operator] ?? operator;
}

function identity(expr: PlanExpr): string {
  return JSON.stringify(expr, (key, value: unknown) =>
    key === 'span' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
  );
}

/** `x = word`, `x in (…)`, `level >= gold`: the words or levels that pass. */
function testOf(expr: PlanExpr, program: Declarations): Test | undefined {
  const subject = expr.kind === 'compare' && expr.left.kind === 'constant' ? expr.right : subjectOf(expr);
  if (subject === undefined || (subject.type.kind !== 'word' && subject.type.kind !== 'level'))
    return undefined;
  const { type } = subject;
  const levels = type.kind === 'level' ? program.ladders.get(type.ladder)?.levels : undefined;
  const every: readonly unknown[] = type.kind === 'word' ? type.words : [...(levels ?? []).keys()];
  const passes = (value: unknown): boolean | undefined => {
    if (expr.kind === 'in')
      return expr.items.every((item) => item.kind === 'constant')
        ? expr.items.some((item) => item.kind === 'constant' && item.value === value)
        : undefined;
    if (expr.kind !== 'compare') return undefined;
    const other = subject === expr.left ? expr.right : expr.left;
    if (other.kind !== 'constant') return undefined;
    const operator = subject === expr.left ? expr.operator : turned(expr.operator);
    const order =
      typeof value === 'number' && typeof other.value === 'number' ? value - other.value : undefined;
    return holds(operator, order ?? (value === other.value ? 0 : 1));
  };
  const results = every.map(passes);
  if (results.includes(undefined)) return undefined;
  const allowed = new Set(every.filter((_value, index) => results[index] === true));
  return { of: identity(subject), allowed, all: type.kind === 'level' ? every.length : undefined };
}

function subjectOf(expr: PlanExpr): PlanExpr | undefined {
  if (expr.kind === 'in') return expr.of;
  return expr.kind === 'compare' ? expr.left : undefined;
}

/** The answer of a comparison of numbers, where what lies between their bounds decides it. */
function compared(
  expr: Extract<PlanExpr, { readonly kind: 'compare' }>,
  program: Declarations,
): boolean | undefined {
  const [a, b] = [boundsOf(expr.left, program), boundsOf(expr.right, program)];
  const order = (x: typeof a.low, y: typeof a.low): number | undefined =>
    x && y && Number(x.n * y.d > y.n * x.d) - Number(x.n * y.d < y.n * x.d);
  // The least and the greatest that left minus right can be, by sign; unknown ends could be either.
  const [least, most] = [order(a.low, b.high) ?? -1, order(a.high, b.low) ?? 1];
  const possible = [-1, 0, 1].filter((sign) => least <= sign && sign <= most);
  const answers = new Set(possible.map((sign) => holds(expr.operator, sign)));
  return answers.size === 1 ? [...answers][0] : undefined;
}

/** The answer of a condition that has only one; undefined where it is not known. */
function truthOf(expr: PlanExpr, program: Declarations): boolean | undefined {
  switch (expr.kind) {
    case 'constant':
      return typeof expr.value === 'boolean' ? expr.value : undefined;
    case 'not': {
      const inner = truthOf(expr.of, program);
      return inner === undefined ? undefined : !inner;
    }
    case 'and':
    case 'or': {
      const answers = expr.items.map((item) => truthOf(item, program));
      const decisive = expr.kind === 'or';
      if (answers.includes(decisive)) return decisive;
      if (answers.every((answer) => answer === !decisive)) return !decisive;
      return expr.kind === 'and' && contradicts(expr.items, program) ? false : undefined;
    }
    case 'in':
    case 'compare': {
      const test = testOf(expr, program);
      if (test?.allowed.size === 0) return false;
      if (test !== undefined) return test.allowed.size === test.all ? true : undefined;
      return expr.kind === 'compare' ? compared(expr, program) : undefined;
    }
    default:
      return undefined;
  }
}

/** Two tests of one value that no word and no level passes together. */
function contradicts(items: readonly PlanExpr[], program: Declarations): boolean {
  const left = new Map<string, ReadonlySet<unknown>>();
  for (const item of items) {
    const test = testOf(item, program);
    if (test === undefined) continue;
    const before = left.get(test.of) ?? test.allowed;
    const both = new Set([...before].filter((value) => test.allowed.has(value)));
    if (both.size === 0) return true;
    left.set(test.of, both);
  }
  return false;
}

/** The smallest parts of a condition, joined by `and` or `or`, that have only one answer. */
export function settledParts(expr: PlanExpr, program: Declarations): readonly Settled[] {
  if (expr.kind === 'and' || expr.kind === 'or') {
    const parts = expr.items.flatMap((item) => settledParts(item, program));
    if (parts.length > 0) return parts;
  }
  const answer = truthOf(expr, program);
  return answer === undefined ? [] : [{ part: expr, answer }];
}
