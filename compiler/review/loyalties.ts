import type { Diagnostic, Localized, Loyalty, Plan, PlanReward, Span } from '../../schema/index.ts';
import type { MapNode } from '../document/index.ts';
import { percent } from './exact.ts';
import { report } from './messages.ts';
import { keyAt, sectionOr, valueAt } from './places.ts';

export const LOYALTIES: readonly Loyalty[] = ['economic', 'behavioral', 'psychological'];

export const LOYALTY_WORDS: Readonly<Record<Loyalty, Localized>> = {
  economic: { en: 'economic', ja: '経済' },
  behavioral: { en: 'behavioral', ja: '行動' },
  psychological: { en: 'psychological', ja: '心理' },
};

/** Share of `loyalty.mix` in billionths. */
const WHOLE = 10n ** 9n;

function shareOf(plan: Plan, loyalty: Loyalty): bigint {
  const share = plan.loyalty.mix.find((each) => each.loyalty === loyalty)?.share;
  return typeof share === 'bigint' ? share : 0n;
}

function mixPlace(root: MapNode, loyalty: Loyalty): Span {
  return (
    keyAt(root, 'loyalty', 'mix', loyalty) ?? keyAt(root, 'loyalty', 'mix') ?? sectionOr(root, 'loyalty')
  );
}

/** A redemption whose points are paid for where they were given: it states no expense of its own, and gives no points. */
function isPaidByPoints(reward: PlanReward): boolean {
  return reward.expense === undefined && reward.give.length === 0;
}

/** Whether anything that builds a loyalty can ever cost money, as costs are counted in `docs/kpis.md`. */
function canCost(plan: Plan, loyalty: Loyalty): boolean {
  const own = <T extends { readonly builds: Loyalty | undefined }>(list: readonly T[]) =>
    list.filter(({ builds }) => builds === loyalty);
  if (own(plan.rewards).some(({ expense }) => expense !== undefined && expense > 0n)) return true;
  if (
    own(plan.benefits).some(({ expense, per }) => expense !== undefined && expense > 0n && per !== undefined)
  )
    return true;
  const costly = plan.points.map(
    ({ expense }, points) =>
      expense !== undefined &&
      expense.amount > 0n &&
      (plan.rewards.some(
        (reward) => isPaidByPoints(reward) && reward.price.some((each) => each.points === points),
      ) ||
        plan.rules.some(
          (rule) => rule.give.length === 0 && rule.take.some((each) => each.points === points),
        )),
  );
  return [
    ...own(plan.rules).flatMap(({ give, settle }) => [
      ...give,
      ...(settle === undefined ? [] : [settle.due]),
    ]),
    ...own(plan.rewards).flatMap(({ give }) => give),
  ].some(({ points }) => costly[points] === true);
}

/** The three loyalties against `mix` (article: 3つのロイヤルティのバランス). */
export function reviewLoyalties(plan: Plan, root: MapNode): readonly Diagnostic[] {
  const terms = [...plan.rules, ...plan.rewards, ...plan.benefits];
  if (terms.length === 0) return [];
  const found: Diagnostic[] = [];
  const isBuilt = (loyalty: Loyalty) => terms.some(({ builds }) => builds === loyalty);
  const isMonetary =
    terms.every(({ builds }) => builds === undefined || builds === 'economic') && isBuilt('economic');
  if (isMonetary) found.push(report('all-monetary', sectionOr(root, 'rules', 'rewards', 'benefits'), {}));
  if (valueAt(root, 'loyalty', 'mix') === undefined) {
    found.push(report('mix-missing', sectionOr(root, 'loyalty', 'rules'), {}));
    return found;
  }
  const scored = new Set(plan.loyalty.scores.map(({ loyalty }) => loyalty));
  for (const loyalty of LOYALTIES) {
    const share = shareOf(plan, loyalty);
    const span = mixPlace(root, loyalty);
    const words = { loyalty: LOYALTY_WORDS[loyalty], share: percent({ n: share, d: WHOLE }) };
    if (share === 0n) {
      if (isBuilt(loyalty)) found.push(report('mix-forgets', span, { loyalty: LOYALTY_WORDS[loyalty] }));
      continue;
    }
    // That all is monetary says it of both others at once.
    if (!isBuilt(loyalty)) {
      if (!isMonetary) found.push(report('mix-unserved', span, { ...words, code: loyalty }));
    } else if (!canCost(plan, loyalty)) found.push(report('mix-without-cost', span, words));
    if (!scored.has(loyalty))
      found.push(report('loyalty-unscored', span, { loyalty: LOYALTY_WORDS[loyalty], code: loyalty }));
  }
  return found;
}
