import type {
  Fraction,
  ParameterContent,
  Plan,
  PlanEvent,
  PlanExpr,
  PlanRule,
  Value,
} from '../../schema/index.ts';
import { greater, isAbove, NOTHING, over, plus, scaled, times } from './exact.ts';

/** At most `rate` for each unit of money of the event, and `fixed` besides. Both are at least 0. */
export interface Slope {
  readonly rate: Fraction;
  readonly fixed: Fraction;
}

const fixedAt = (fixed: Fraction): Slope => ({ rate: NOTHING, fixed });

/** Every value that a parameter can have. */
function valuesOf(content: ParameterContent): readonly Exclude<Value, undefined>[] {
  switch (content.kind) {
    case 'value':
      return [content.value];
    case 'dated':
      return content.entries.flatMap((entry) => valuesOf(entry.content));
    case 'table':
      return [
        ...content.rows.map(({ value }) => value),
        ...(content.otherwise === undefined ? [] : [content.otherwise]),
      ];
  }
}

/** Values of a constant or a parameter, in whole units. */
function known(expr: PlanExpr, plan: Plan): readonly Fraction[] | undefined {
  const { type } = expr;
  if (type.kind !== 'quantity') return undefined;
  const values =
    expr.kind === 'constant'
      ? [expr.value]
      : expr.kind === 'parameter'
        ? valuesOf(plan.parameters[expr.parameter]?.content ?? { kind: 'value', value: false })
        : undefined;
  const numbers = values
    ?.filter((value) => typeof value === 'bigint')
    .map((value) => scaled(value, type.scale));
  return numbers === undefined || numbers.length === 0 ? undefined : numbers;
}

/** The least value of a divisor, where it is above 0. */
function leastOf(expr: PlanExpr, plan: Plan): Fraction | undefined {
  const values = known(expr, plan);
  const least = values?.reduce((a, b) => (isAbove(a, b) ? b : a));
  return least !== undefined && least.n > 0n ? least : undefined;
}

function largest(a: Slope | undefined, b: Slope | undefined): Slope | undefined {
  return a && b && { rate: greater(a.rate, b.rate), fixed: greater(a.fixed, b.fixed) };
}

function scaledBy(slope: Slope, factor: Fraction): Slope {
  return { rate: times(slope.rate, factor), fixed: times(slope.fixed, factor) };
}

/** Expressions that are looked at for one answer: awards of awards would otherwise double with every step. */
const MOST_LOOKED_AT = 2_000;

interface Budget {
  left: number;
}

/** What a rule gives of one points type at one event, at most; undefined where that cannot be told. */
export function slopeOfRule(
  plan: Plan,
  rule: PlanRule,
  points: number,
  budget: Budget = { left: MOST_LOOKED_AT },
): Slope | undefined {
  const amounts = [...rule.give, ...(rule.settle === undefined ? [] : [rule.settle.due])];
  return amounts
    .filter((each) => each.points === points)
    .map(({ amount }) => slopeOf(amount, plan, rule, budget))
    .reduce<Slope | undefined>(
      (a, b) => a && b && { rate: plus(a.rate, b.rate), fixed: plus(a.fixed, b.fixed) },
      fixedAt(NOTHING),
    );
}

function eventsOf(plan: Plan, rule: PlanRule): readonly PlanEvent[] {
  const { trigger } = rule;
  return trigger.kind === 'event' ? plan.events.filter(({ name }) => trigger.events.includes(name)) : [];
}

function isMoney({ type }: { readonly type: PlanExpr['type'] }, plan: Plan): boolean {
  return (
    type.kind === 'quantity' && type.unit[plan.currency.code] === 1 && Object.keys(type.unit).length === 1
  );
}

/** A field's upper end: money is what is counted by; others by their declared bound. */
function slopeOfField(
  name: string,
  expr: PlanExpr,
  plan: Plan,
  rule: PlanRule,
  budget: Budget,
): Slope | undefined {
  if (isMoney(expr, plan)) return { rate: { n: 1n, d: 1n }, fixed: NOTHING };
  const ends = eventsOf(plan, rule).map((event): Slope | undefined => {
    const derived = event.derived.find((field) => field.name === name);
    if (derived !== undefined) return slopeOf(derived.expr, plan, rule, budget);
    const type = event.fields.find((field) => field.name === name)?.type;
    if (type?.kind !== 'value' || type.max === undefined || type.type.kind !== 'quantity') return undefined;
    return fixedAt(scaled(type.max < 0n ? 0n : type.max, type.type.scale));
  });
  return ends.length === 0 ? undefined : ends.reduce(largest);
}

/** An upper end of an amount that grows with the money of the event at hand; never too low, sometimes unknown. */
export function slopeOf(
  expr: PlanExpr,
  plan: Plan,
  rule: PlanRule,
  budget: Budget = { left: MOST_LOOKED_AT },
): Slope | undefined {
  budget.left -= 1;
  if (budget.left < 0) return undefined;
  const of = (inner: PlanExpr) => slopeOf(inner, plan, rule, budget);
  switch (expr.kind) {
    case 'constant':
    case 'parameter': {
      const values = known(expr, plan);
      return values && fixedAt(values.reduce(greater, NOTHING));
    }
    case 'field':
      return slopeOfField(expr.name, expr, plan, rule, budget);
    case 'lines':
      return expr.function === 'sum' && isMoney(expr, plan)
        ? { rate: { n: 1n, d: 1n }, fixed: NOTHING }
        : undefined;
    case 'named': {
      const named = plan.named[expr.named];
      return named && of(named.expr);
    }
    case 'award': {
      const slopes = expr.rules.map((index) => {
        const other = plan.rules[index];
        return other && slopeOfRule(plan, other, expr.points, budget);
      });
      return slopes.length === 0 ? undefined : slopes.reduce(largest);
    }
    case 'add': {
      const [a, b] = [of(expr.left), of(expr.right)];
      return a && b && { rate: plus(a.rate, b.rate), fixed: plus(a.fixed, b.fixed) };
    }
    case 'subtract':
      // What is taken off is at least 0 only where it is a constant; otherwise nothing is known.
      return known(expr.right, plan)?.every(({ n }) => n >= 0n) === true ? of(expr.left) : undefined;
    case 'multiply': {
      const [a, b] = [of(expr.left), of(expr.right)];
      if (a === undefined || b === undefined) return undefined;
      if (a.rate.n === 0n) return scaledBy(b, a.fixed);
      return b.rate.n === 0n ? scaledBy(a, b.fixed) : undefined;
    }
    case 'divide': {
      const [a, least] = [of(expr.left), leastOf(expr.right, plan)];
      return a && least && scaledBy(a, over({ n: 1n, d: 1n }, least));
    }
    case 'per': {
      const [gives, amount, least] = [of(expr.gives), of(expr.amount), leastOf(expr.step, plan)];
      if (gives === undefined || amount === undefined || least === undefined || gives.rate.n !== 0n)
        return undefined;
      return scaledBy(amount, over(gives.fixed, least));
    }
    case 'minimum': {
      const items = expr.items.map(of).filter((each) => each !== undefined);
      return items.find(({ rate }) => rate.n === 0n) ?? items[0];
    }
    case 'maximum':
      return expr.items.map(of).reduce(largest);
    case 'if':
      return largest(of(expr.then), of(expr.otherwise));
    case 'otherwise':
      return largest(of(expr.of), of(expr.fallback));
    case 'round': {
      const inner = of(expr.of);
      if (inner === undefined || expr.mode === 'down' || expr.mode === 'floor') return inner;
      const step = expr.step === undefined ? { n: 1n, d: 1n } : of(expr.step)?.fixed;
      return step && { rate: inner.rate, fixed: plus(inner.fixed, step) };
    }
    default:
      return undefined;
  }
}

/** What one point is worth at most, in money: as a reward, or as its expense says. */
export function worthOf(plan: Plan, points: number): Fraction | undefined {
  const money = plan.currency.decimals;
  let best: Fraction | undefined;
  for (const { price, worth } of plan.rewards) {
    const [only, ...more] = price;
    if (only?.points !== points || more.length > 0 || worth === undefined) continue;
    const values = known(only.amount, plan);
    const least = values?.reduce((a, b) => (isAbove(a, b) ? b : a));
    if (least === undefined || least.n <= 0n) continue;
    const each = over(scaled(worth, money), least);
    best = best === undefined ? each : greater(best, each);
  }
  const expense = plan.points[points]?.expense;
  return best ?? (expense && scaled(expense.amount, expense.scale));
}
