import type { Diagnostic, Fraction, Plan, PlanRule } from '../../schema/index.ts';
import { isAbove, NOTHING, over, scaled, shown, times } from './exact.ts';
import { report } from './messages.ts';
import { canCome } from './occasions.ts';
import { someIn } from './walk.ts';

/** A fixed amount of one kind of points. */
function fixedOf(list: PlanRule['give']): { readonly points: number; readonly amount: Fraction } | undefined {
  const [only, ...more] = list;
  if (only === undefined || more.length > 0) return undefined;
  const { kind, type } = only.amount;
  if (kind !== 'constant' || type.kind !== 'quantity' || typeof only.amount.value !== 'bigint')
    return undefined;
  const amount = scaled(only.amount.value, type.scale);
  return amount.n > 0n ? { points: only.points, amount } : undefined;
}

interface Exchange {
  readonly name: string;
  readonly span: Diagnostic['span'];
  readonly from: number;
  readonly to: number;
  readonly rate: Fraction;
}

function exchangesOf(plan: Plan): readonly Exchange[] {
  const of = (
    name: string,
    span: Diagnostic['span'],
    taken: PlanRule['take'],
    given: PlanRule['give'],
  ): readonly Exchange[] => {
    const [take, give] = [fixedOf(taken), fixedOf(given)];
    if (take === undefined || give === undefined) return [];
    return [{ name, span, from: take.points, to: give.points, rate: over(give.amount, take.amount) }];
  };
  return [
    ...plan.rules.flatMap(({ name, nameSpan, trigger, group, take, give, limits }) => {
      const isLimited = limits.length > 0 || (group !== undefined && plan.groups[group]?.limits.length !== 0);
      // Only events come as often as one likes: a period, a day or a new level does not.
      return isLimited || trigger.kind !== 'event' ? [] : of(name, nameSpan, take, give);
    }),
    ...plan.rewards.flatMap(({ name, nameSpan, price, give, limits }) =>
      limits.length > 0 ? [] : of(name, nameSpan, price, give),
    ),
  ];
}

interface Way {
  readonly rate: Fraction;
  readonly steps: readonly Exchange[];
}

/** The shortest way back to where it starts that gains, if there is one: the best way to each type, step by step. */
function gainingRound(plan: Plan, exchanges: readonly Exchange[], start: number): Way | undefined {
  let best = new Map<number, Way>([[start, { rate: { n: 1n, d: 1n }, steps: [] }]]);
  for (let step = 0; step < plan.points.length; step += 1) {
    const next = new Map<number, Way>();
    for (const exchange of exchanges) {
      const way = best.get(exchange.from);
      if (way === undefined) continue;
      const rate = times(way.rate, exchange.rate);
      const known = next.get(exchange.to);
      if (known === undefined || isAbove(rate, known.rate))
        next.set(exchange.to, { rate, steps: [...way.steps, exchange] });
    }
    const round = next.get(start);
    if (round !== undefined && isAbove(round.rate, { n: 1n, d: 1n })) return round;
    best = next;
  }
  return undefined;
}

/** A round of fixed exchanges that ends with more than it began with (ruling §9: rational cycles). */
export function reviewExchanges(plan: Plan): readonly Diagnostic[] {
  const exchanges = exchangesOf(plan);
  for (const [start, { name: points }] of plan.points.entries()) {
    const round = gainingRound(plan, exchanges, start);
    const [first, ...others] = round?.steps ?? [];
    if (round === undefined || first === undefined) continue;
    const related = others.map(({ span }) => ({
      span,
      message: { en: 'the way goes on here', ja: 'ここを通って一周します' },
    }));
    return [report('money-pump', first.span, { factor: shown(round.rate), points }, { related })];
  }
  return [];
}

/** A condition on the event alone is no limit: the same event can come again. */
export function reviewFree(plan: Plan): readonly Diagnostic[] {
  return plan.rules.flatMap((rule) => {
    const { trigger, when, give, take, limits, group, settle } = rule;
    if (trigger.kind !== 'event' || when === undefined || trigger.events.includes('redeem')) return [];
    if (limits.length > 0 || take.length > 0 || settle !== undefined) return [];
    if (group !== undefined && (plan.groups[group]?.limits.length ?? 0) > 0) return [];
    const paid = trigger.events.every((name) => {
      const event = plan.events.find((each) => each.name === name);
      const isMoney = (type: Plan['events'][number]['derived'][number]['type']) =>
        type.kind === 'quantity' && plan.currency.code in type.unit;
      return (
        event === undefined ||
        event.derived.some(({ type }) => isMoney(type)) ||
        event.fields.some(({ type }) => type.kind === 'value' && isMoney(type.type))
      );
    });
    if (paid || !give.some(({ points }) => plan.points[points]?.redeemable === true)) return [];
    const STATE = ['measure', 'balance', 'since', 'held', 'tier', 'attribute', 'elapsed', 'today', 'now'];
    if (someIn(when, plan, ({ kind }) => STATE.includes(kind))) return [];
    const [first] = give;
    return first === undefined ? [] : [report('free-repeatable', first.amount.span, { name: rule.name })];
  });
}

/** What members can take home, and nobody knows what it costs. */
export function reviewCosts(plan: Plan): readonly Diagnostic[] {
  return plan.rewards.flatMap(({ name, nameSpan, price, give, expense }) => {
    if (expense !== undefined || give.length > 0 || price.length === 0) return [];
    const isKnown = price.every(({ points }) => plan.points[points]?.expense !== undefined);
    return isKnown ? [] : [report('cost-missing', nameSpan, { name })];
  });
}

/** Rewards whose price nobody can have at one time: all that can be earned before it expires is less. */
export function reviewReach(plan: Plan): readonly Diagnostic[] {
  return plan.rewards.flatMap(({ name, price, nameSpan }) =>
    price.flatMap(({ points, amount }) => {
      const asked = fixedOf([{ points, amount }])?.amount ?? NOTHING;
      const most = canCome(plan, points);
      if (most === undefined || !isAbove(asked, most)) return [];
      const unit = plan.points[points]?.name ?? '';
      return [
        report('reward-unreachable', nameSpan, {
          name,
          price: shown(asked),
          most: shown(most),
          points: unit,
        }),
      ];
    }),
  );
}
