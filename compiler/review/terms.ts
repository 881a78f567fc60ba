import { contains, type Diagnostic, type Fraction, type Plan, type PlanRule } from '../../schema/index.ts';
import { isAbove, NOTHING, over, scaled, shown, times } from './exact.ts';
import { report } from './messages.ts';
import { canCome } from './occasions.ts';

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
    ...plan.rules.flatMap(({ name, nameSpan, take, give, limits }) =>
      limits.length > 0 ? [] : of(name, nameSpan, take, give),
    ),
    ...plan.rewards.flatMap(({ name, nameSpan, price, give, limits }) =>
      limits.length > 0 ? [] : of(name, nameSpan, price, give),
    ),
  ];
}

/** A round of fixed exchanges that ends with more than it began with (ruling §9: rational cycles). */
export function reviewExchanges(plan: Plan): readonly Diagnostic[] {
  const exchanges = exchangesOf(plan);
  const walk = (
    start: number,
    path: readonly Exchange[],
    rate: Fraction,
  ): readonly Exchange[] | undefined => {
    const at = path.at(-1)?.to ?? start;
    if (path.length > 0 && at === start) return isAbove(rate, { n: 1n, d: 1n }) ? path : undefined;
    for (const next of exchanges) {
      if (next.from !== at || path.some(({ from }) => from === next.from)) continue;
      const found = walk(start, [...path, next], times(rate, next.rate));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const start of plan.points.keys()) {
    const round = walk(start, [], { n: 1n, d: 1n });
    const [first] = round ?? [];
    if (round === undefined || first === undefined) continue;
    const gain = round.reduce((rate, each) => times(rate, each.rate), { n: 1n, d: 1n } as Fraction);
    const related = round.slice(1).map(({ span }) => ({
      span,
      message: { en: 'the way goes on here', ja: 'ここを通って一周します' },
    }));
    return [
      report(
        'money-pump',
        first.span,
        { factor: shown(gain), points: plan.points[start]?.name ?? '' },
        { related },
      ),
    ];
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
    if (contains(when, plan, ({ kind }) => STATE.includes(kind))) return [];
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
