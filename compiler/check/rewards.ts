import type {
  LotDates,
  PlanBenefit,
  PlanPoints,
  PlanReward,
  PlanRule,
  RoundingMode,
} from '../../schema/index.ts';
import { childOf, type Entry, type MapNode, nearest } from '../document/index.ts';
import { amountsOf, duringOf, lotDates, moneyConstant, moneyOf } from './amounts.ts';
import type { Declarations, EventInfo } from './declarations.ts';
import { entriesOf, textAt } from './declare.ts';
import { report } from './findings.ts';
import { limitsOf } from './limits.ts';
import { didYouMean } from './literals.ts';
import { parseOf } from './places.ts';
import { buildsOf } from './rules.ts';
import { commonScope } from './scopes.ts';
import { type Check, constantSite, expectType, memberSite, type Site } from './site.ts';
import { titleOf } from './tiers.ts';
import { BOOLEAN } from './type.ts';

const ROUNDINGS: readonly RoundingMode[] = ['down', 'up', 'half_up', 'half_even'];

function conditionOf(entry: Entry, site: Site) {
  const node = childOf(entry.value, 'when');
  const ast = node && parseOf(node, site.program);
  return ast && expectType(ast, site, BOOLEAN);
}

/** Types `rewards:`. */
export function checkRewards(root: MapNode, program: Declarations, check: Check): readonly PlanReward[] {
  const member = memberSite(program, check);
  const redeem = program.events.get('redeem');
  return entriesOf(root, 'rewards')
    .filter((entry) => program.rewards.has(entry.key))
    .map((entry): PlanReward => {
      const site: Site = redeem === undefined ? member : { ...member, event: redeem };
      const price = amountsOf(childOf(entry.value, 'price'), site);
      const give = amountsOf(childOf(entry.value, 'give'), site);
      const gives = [...new Set(give.map((amount) => amount.points))];
      return {
        name: entry.key,
        title: titleOf(entry),
        price,
        give,
        when: conditionOf(entry, site),
        during: duringOf(entry.value, site),
        limits: limitsOf(childOf(entry.value, 'limit'), redeem, gives, site),
        dates: lotDates(entry.value, site),
        worth: moneyOf(childOf(entry.value, 'worth'), constantSite(program, check)),
        expense: moneyOf(childOf(entry.value, 'expense'), constantSite(program, check)),
        builds: buildsOf(entry, program),
        span: entry.value.span,
        nameSpan: entry.keySpan,
      };
    });
}

/** Types `benefits:`. */
export function checkBenefits(root: MapNode, program: Declarations, check: Check): readonly PlanBenefit[] {
  return entriesOf(root, 'benefits').map((entry): PlanBenefit => {
    const perNode = childOf(entry.value, 'per');
    const per = textAt(entry.value, 'per');
    const event = per === undefined ? undefined : program.events.get(per);
    if (perNode !== undefined && per !== undefined && event === undefined) {
      const guess = nearest(per, [...program.events.keys()]);
      program.findings.add(
        report('unknown-event', perNode.span, { name: per }, didYouMean(guess, perNode.span)),
      );
    }
    const member = memberSite(program, check);
    const site: Site = event === undefined ? member : { ...member, event: commonScope([event], member) };
    // Nothing in a run asks for it, but whoever reads the program should be able to rely on it.
    moneyOf(childOf(entry.value, 'worth'), constantSite(program, check));
    return {
      name: entry.key,
      title: titleOf(entry),
      when: conditionOf(entry, site),
      during: duringOf(entry.value, site),
      expense: moneyOf(childOf(entry.value, 'expense'), constantSite(program, check)),
      per: event === undefined ? undefined : per,
      builds: buildsOf(entry, program),
      span: entry.keySpan,
    };
  });
}

/**
 * Events at which a lot of these points takes a date of the type: what that date may read. A rule or reward with a date of
 * its own does not ask; one that is not fired by an event leaves none.
 */
function givingEvents(
  points: number,
  part: keyof LotDates,
  rules: readonly PlanRule[],
  rewards: readonly PlanReward[],
  program: Declarations,
): readonly EventInfo[] {
  const giving = rules.filter(
    (rule) =>
      rule.dates[part] === undefined && program.rules.get(rule.name)?.gives?.includes(points) === true,
  );
  if (giving.some((rule) => rule.trigger.kind !== 'event')) return [];
  const names = new Set(giving.flatMap((rule) => (rule.trigger.kind === 'event' ? rule.trigger.events : [])));
  const redeemed = rewards.some(
    (reward) => reward.dates[part] === undefined && reward.give.some((amount) => amount.points === points),
  );
  if (redeemed) names.add('redeem');
  return [...names].map((name) => program.events.get(name)).filter((event) => event !== undefined);
}

/** Types `points:`; after the rules, because a lot's dates may read the events that give it. */
export function checkPoints(
  root: MapNode,
  rules: readonly PlanRule[],
  rewards: readonly PlanReward[],
  program: Declarations,
  check: Check,
): readonly PlanPoints[] {
  const member = memberSite(program, check);
  return entriesOf(root, 'points').flatMap((entry): readonly PlanPoints[] => {
    const info = program.points.get(entry.key);
    if (info === undefined) return [];
    const siteOf = (part: keyof LotDates): Site => {
      const events = givingEvents(info.index, part, rules, rewards, program);
      return events.length === 0 ? member : { ...member, event: commonScope(events, member) };
    };
    const rounding = textAt(entry.value, 'rounding');
    const expense = moneyConstant(childOf(entry.value, 'expense'), constantSite(program, check));
    return [
      {
        name: entry.key,
        title: titleOf(entry),
        decimals: info.decimals,
        rounding: ROUNDINGS.find((mode) => mode === rounding) ?? 'down',
        dates: lotDates(entry.value, siteOf('available'), siteOf('expires')),
        shortfall: textAt(entry.value, 'shortfall') === 'forgive' ? 'forgive' : 'owe',
        expense: expense && { amount: expense.amount, scale: expense.scale },
        redeemable: info.redeemable,
        span: entry.keySpan,
      },
    ];
  });
}
