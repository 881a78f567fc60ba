import type { Day, Diagnostic, Fraction, Localized, Loyalty, Plan, PlanRule } from '../../schema/index.ts';
import type { MapNode } from '../document/index.ts';
import { isAbove, percent, scaled, shown, times } from './exact.ts';
import { LOYALTY_WORDS } from './loyalties.ts';
import { report } from './messages.ts';
import { lifetimeOf } from './occasions.ts';
import { keyAt, sectionOr, valueAt } from './places.ts';
import { slopeOfRule } from './slopes.ts';

/** What a replay came to, as far as a review asks. Lists stand in the order of the Plan. */
export interface ReviewFigures {
  readonly first: Day | undefined;
  readonly until: Day;
  readonly members: number;
  readonly kpis: readonly {
    readonly verdict: 'met' | 'missed' | 'unknown' | 'none';
    /** Value and target for people. */
    readonly value: Localized;
    readonly target: Localized;
  }[];
  /** How often each fired or was redeemed. */
  readonly rules: readonly bigint[];
  readonly rewards: readonly bigint[];
  /** Per ladder and level. */
  readonly levels: readonly (readonly { readonly members: number; readonly reached: bigint }[])[];
  /** Members of each segment at the ends of all months together. */
  readonly segments: ReadonlyMap<string, bigint>;
  /** Shares of what was spent, and of `loyalty.mix`; left out where there are none. */
  readonly mix: readonly { readonly loyalty: Loyalty; readonly share: Fraction; readonly target: Fraction }[];
  /** Points of each type that a member earns in a month on average, over the last twelve; in whole points. */
  readonly earned: readonly Fraction[];
}

/** Ten percentage points: less is the weather of one year. */
const FAR: Fraction = { n: 1n, d: 10n };

const difference = (a: Fraction, b: Fraction): Fraction => {
  const n = a.n * b.d - b.n * a.d;
  return { n: n < 0n ? -n : n, d: a.d * b.d };
};

/** Whether some day of the history lies within the days of a rule or reward. */
function isCovered({ during }: Pick<PlanRule, 'during'>, { first, until }: ReviewFigures): boolean {
  if (during.from !== undefined && during.from > until) return false;
  return during.until === undefined || first === undefined || during.until >= first;
}

function reviewTargets(plan: Plan, root: MapNode, { kpis }: ReviewFigures): readonly Diagnostic[] {
  return plan.kpis.flatMap(({ name, span }, index) => {
    const figure = kpis[index];
    const place = valueAt(root, 'kpis', name, 'target')?.span ?? span;
    if (figure?.verdict === 'unknown') return [report('kpi-unmeasurable', place, { name })];
    if (figure?.verdict !== 'missed') return [];
    return [report('kpi-target-missed', place, { name, value: figure.value, target: figure.target })];
  });
}

/** One finding about all three: what one gets too little of another gets too much of. */
function reviewMix(root: MapNode, { mix }: ReviewFigures): readonly Diagnostic[] {
  const off = mix.some(({ share, target }) => isAbove(difference(share, target), FAR));
  if (!off) return [];
  const list = (language: 'en' | 'ja', figure: 'share' | 'target') =>
    mix
      .map((each) => `${LOYALTY_WORDS[each.loyalty][language]} ${percent(each[figure])}`)
      .join(language === 'ja' ? '、' : ', ');
  const both = (figure: 'share' | 'target') => ({ en: list('en', figure), ja: list('ja', figure) });
  const span = keyAt(root, 'loyalty', 'mix') ?? sectionOr(root, 'loyalty');
  return [report('spend-off-mix', span, { shares: both('share'), targets: both('target') })];
}

/** What was there and never came to anything. */
function reviewUse(plan: Plan, root: MapNode, figures: ReviewFigures): readonly Diagnostic[] {
  const rules = plan.rules
    .filter((rule, index) => figures.rules[index] === 0n && isCovered(rule, figures))
    .map(({ name, nameSpan }) => report('rule-never-fired', nameSpan, { name }));
  const segments = plan.named.flatMap(({ kind, name, span }) =>
    kind === 'segment' && (figures.segments.get(name) ?? 0n) === 0n
      ? [report('segment-empty', span, { name })]
      : [],
  );
  // Above the first level that nobody reached there is nobody either, as a rule: one finding for each ladder.
  const levels = plan.ladders.flatMap((ladder, at) => {
    const isEmpty = ladder.levels.map((_, index) => {
      const own = figures.levels[at]?.[index];
      return index > 0 && own !== undefined && own.members === 0 && own.reached === 0n;
    });
    const index = isEmpty.lastIndexOf(false) + 1;
    const level = ladder.levels[index];
    if (level === undefined) return [];
    const span = keyAt(root, 'tiers', ladder.name, 'levels', level.name) ?? level.span;
    return [report('level-empty', span, { name: level.name })];
  });
  return [...rules, ...segments, ...levels];
}

/** Prices against what an average member earns before it expires. */
function reviewPrices(plan: Plan, figures: ReviewFigures): readonly Diagnostic[] {
  const priced = plan.rewards.flatMap((reward, index) => {
    const [only, ...more] = reward.price;
    if (only === undefined || more.length > 0 || !isCovered(reward, figures)) return [];
    const { kind, type } = only.amount;
    if (kind !== 'constant' || type.kind !== 'quantity' || typeof only.amount.value !== 'bigint') return [];
    const price = scaled(only.amount.value, type.scale);
    return [{ reward, points: only.points, price, times: figures.rewards[index] ?? 0n }];
  });
  return priced.flatMap(({ reward, points, price, times: redeemed }) => {
    const { name, nameSpan } = reward;
    const monthly = figures.earned[points];
    const days = lifetimeOf(plan.points[points]?.dates.expires, plan)?.least;
    const months = days === undefined ? undefined : Math.max(1, Math.round((days - 1) / 30.4));
    const own =
      months === undefined || monthly === undefined
        ? undefined
        : times(monthly, { n: BigInt(months), d: 1n });
    // Vouchers come whole: what one of them, or one award, pays for is in reach of whoever gets it.
    const isOne = !isAbove(price, { n: 1n, d: 1n });
    const isWhole = plan.rules.some((rule) => {
      const slope = slopeOfRule(plan, rule, points);
      return slope !== undefined && slope.rate.n === 0n && !isAbove(price, slope.fixed);
    });
    const isFar = own !== undefined && !isOne && !isWhole && isAbove(price, own);
    const cheaper = priced.some((other) => other.points === points && isAbove(price, other.price));
    // The first reward has to be near for most; a dear one, or one of a status, may be for few, but not for nobody.
    if (isFar && (redeemed === 0n || (!cheaper && reward.when === undefined))) {
      const unit = plan.points[points]?.name ?? '';
      const words = { name, price: shown(price), own: shown(own, 1), months: months ?? 0, points: unit };
      return [report('reward-out-of-reach', nameSpan, words)];
    }
    return redeemed === 0n ? [report('reward-never-redeemed', nameSpan, { name })] : [];
  });
}

/** What the figures of a replay say about a program. */
export function reviewFigures(plan: Plan, root: MapNode, figures: ReviewFigures): readonly Diagnostic[] {
  // All members were left out, or stopped: their replay has said so.
  if (figures.members === 0) return [];
  return [
    ...reviewTargets(plan, root, figures),
    ...reviewMix(root, figures),
    ...reviewUse(plan, root, figures),
    ...reviewPrices(plan, figures),
  ];
}
