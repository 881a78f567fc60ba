import type { Diagnostic, Fraction, Plan, PlanRule } from '../../schema/index.ts';
import type { MapNode } from '../document/index.ts';
import { greater, isAbove, NOTHING, percent, plus, times } from './exact.ts';
import { mostAtOnce } from './exclusive.ts';
import { report } from './messages.ts';
import { keyAt, sectionOr } from './places.ts';
import { slopeOfRule, worthOf } from './slopes.ts';

/** A fifth of the price: what a law on premiums takes as its limit, and more than most margins. */
const HIGH: Fraction = { n: 1n, d: 5n };

/** What one event gives back of each unit of money, at most. */
export interface ReturnRate {
  readonly event: string;
  readonly rate: Fraction;
  readonly rules: readonly PlanRule[];
}

/** Of the rules of a group that picks, only the best counts. */
function rateOfRules(plan: Plan, rules: readonly PlanRule[]): Fraction {
  const picked = new Map<number, Fraction>();
  let sum = NOTHING;
  for (const rule of rules) {
    const rate = plan.points
      .map((_, points): Fraction => {
        const [slope, worth] = [slopeOfRule(plan, rule, points), worthOf(plan, points)];
        return slope === undefined || worth === undefined ? NOTHING : times(slope.rate, worth);
      })
      .reduce(plus, NOTHING);
    const group = rule.group === undefined ? undefined : plan.groups[rule.group];
    if (group === undefined || rule.group === undefined || group.pick === 'all') sum = plus(sum, rate);
    else picked.set(rule.group, greater(picked.get(rule.group) ?? NOTHING, rate));
  }
  return [...picked.values()].reduce(plus, sum);
}

/** What each event gives back for its money, all rules together that can fire at once; an event that gives nothing back is left out. */
export function returnRates(plan: Plan): readonly ReturnRate[] {
  return plan.events.flatMap(({ name }) => {
    const rules = plan.rules.filter(
      ({ trigger, take }) => trigger.kind === 'event' && trigger.events.includes(name) && take.length === 0,
    );
    const rate = mostAtOnce(rules, (some) => rateOfRules(plan, some));
    return rate.n === 0n ? [] : { event: name, rate, rules };
  });
}

export function reviewReturns(plan: Plan, root: MapNode): readonly Diagnostic[] {
  return returnRates(plan).flatMap(({ event, rate, rules }) => {
    const whole = { n: 1n, d: 1n };
    if (!isAbove(rate, HIGH)) return [];
    const span = rules.length === 1 ? rules[0]?.nameSpan : keyAt(root, 'events', event);
    const code = isAbove(whole, rate) ? 'return-rate-high' : 'pays-more-than-spent';
    return [report(code, span ?? sectionOr(root, 'rules'), { event, rate: percent(rate) })];
  });
}

/** Points that a return cannot take back. */
export function reviewRefunds(plan: Plan, root: MapNode): readonly Diagnostic[] {
  const reversed = new Set(
    plan.events.flatMap(({ reverses }) => (reverses === undefined ? [] : [reverses.event])),
  );
  // A program that names its purchase has said what can be returned; a bill, or a partner's sale, cannot.
  const { purchase } = plan.standard;
  const missing = returnRates(plan)
    .filter(({ event }) => !reversed.has(event) && (purchase === undefined || purchase.event === event))
    .map(({ event }) =>
      report('refund-missing', keyAt(root, 'events', event) ?? sectionOr(root, 'events'), { event }),
    );
  const forgiven = plan.points.flatMap((points, index) => {
    const givenOn = plan.rules.filter(
      (rule) =>
        rule.trigger.kind === 'event' &&
        rule.trigger.events.some((event) => reversed.has(event)) &&
        (rule.dates.available ?? points.dates.available) === undefined &&
        [...rule.give, ...(rule.settle === undefined ? [] : [rule.settle.due])].some(
          (each) => each.points === index,
        ),
    );
    const [first] = givenOn;
    if (points.shortfall !== 'forgive' || !points.redeemable || first === undefined) return [];
    const span = keyAt(root, 'points', points.name, 'shortfall') ?? points.span;
    return [report('refund-forgiven', span, { points: points.name, rule: first.name })];
  });
  return [...missing, ...forgiven];
}
