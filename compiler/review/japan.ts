import type {
  Diagnostic,
  Fraction,
  Localized,
  LotExpiry,
  Plan,
  PlanExpr,
  RelatedPlace,
  Span,
} from '../../schema/index.ts';
import { dayEndingEarly } from '../check/index.ts';
import type { MapNode } from '../document/index.ts';
import { greater, isAbove, NOTHING, over, percent, plus, scaled, times } from './exact.ts';
import { mostAtOnce } from './exclusive.ts';
import { report } from './messages.ts';
import { lifetimeOf } from './occasions.ts';
import { keyAt, sectionOr, valueAt } from './places.ts';
import { returnRates } from './returns.ts';
import { slopeOfRule, worthOf } from './slopes.ts';
import { someIn } from './walk.ts';

const BUSINESS =
  /company|corporat|b2b|business|industry|employees|dealer|wholesal|between companies|法人|企業|取引先|会社/i;
const LOTTERY = /lotter|sweepstake|raffle|prize_?draw|lucky_?draw|gacha|抽選|くじ|ガチャ|懸賞/i;
const SHARED = /partner|merchant|affiliate|alliance|提携|加盟|共通ポイント/i;
const PREPAID =
  /charge|top_?up|reload|prepa(?:id|y)|buy_?points?|points?_?purchase|チャージ|入金|前払|ポイント購入/i;
const PERSONAL =
  /birth|e?mail|phone|(?:^|_)tel(?:_|$)|address|postal|zip|gender|(?:^|_)sex(?:_|$)|(?:full|first|last|family)_?name|誕生|生年月日|住所|電話|氏名|性別/i;
const TRACKED =
  /page_?view|(?:web|site)_?visit|app_?(?:open|launch|view)|click|browse|article|閲覧|アプリ起動/i;
/** Discounts, and services that go with a sale: no premiums as a rule. */
const NO_GIFT =
  /pay|discount|coupon|voucher|refund|_off\b|deliver|shipping|support|service|desk|hotline|help|concierge|early|priority|pre_?sale|支払|払い|値引|割引|クーポン|お買物券|ポイント利用|送料|配送|サポート|窓口|デスク|相談|優先|先行/i;
/** Value up to which a gift without a purchase is free of doubt, in yen. */
const FREE_GIFT = 200n;
/** Months from issue within which paid points are outside the act, the day of issue counted. */
const MONTHS = 6;

interface Named {
  readonly name: string;
  readonly span: Span;
}

/** Everything that a program calls by name, with its titles. */
function namesOf(plan: Plan): readonly (Named & { readonly words: string })[] {
  const titled = (
    list: readonly { readonly name: string; readonly title: Localized; readonly span: Span }[],
  ) => list.map(({ name, title, span }) => ({ name, span, words: `${name} ${title.en} ${title.ja}` }));
  return [
    ...plan.events.map(({ name, span }) => ({ name, span, words: name })),
    ...titled(plan.rules.map(({ nameSpan, ...rule }) => ({ ...rule, span: nameSpan }))),
    ...titled(plan.rewards.map(({ nameSpan, ...reward }) => ({ ...reward, span: nameSpan }))),
    ...titled(plan.benefits),
  ];
}

/** The first field of members or events whose name is of a kind. */
function firstField(plan: Plan, pattern: RegExp): Named | undefined {
  const fields = [...plan.attributes, ...plan.events.flatMap((event) => event.fields)];
  return fields.find(({ name }) => name !== 'enrolled' && pattern.test(name));
}

const isFromHistory = (plan: Plan, when: Plan['benefits'][number]['when']): boolean =>
  when !== undefined &&
  someIn(when, plan, ({ kind }) => kind === 'measure' || kind === 'tier' || kind === 'held');

function isPaid(plan: Plan, name: string): boolean {
  const event = plan.events.find((each) => each.name === name);
  return (
    event?.fields.some(
      ({ type }) =>
        type.kind === 'value' && type.type.kind === 'quantity' && plan.currency.code in type.type.unit,
    ) === true
  );
}

/** One finding about all of them, at the first. */
function atFirst(
  places: readonly Named[],
  make: (first: Named, related: readonly RelatedPlace[]) => Diagnostic,
): readonly Diagnostic[] {
  const [first, ...others] = places;
  if (first === undefined) return [];
  const message = { en: 'this too', ja: 'ここも同じです' };
  return [
    make(
      first,
      others.map(({ span }) => ({ span, message })),
    ),
  ];
}

const isGift = ({ name, title }: { readonly name: string; readonly title: Localized }): boolean =>
  !NO_GIFT.test(`${name} ${title.en} ${title.ja}`);

/** What a benefit is worth to a member, in the currency; else what it costs. */
function valueOfBenefit(
  plan: Plan,
  root: MapNode,
  name: string,
  expense: bigint | undefined,
): bigint | undefined {
  const worth = valueAt(root, 'benefits', name, 'worth');
  const digits = worth?.kind === 'scalar' ? /^\d[\d_]*/.exec(worth.text)?.[0] : undefined;
  const unit = 10n ** BigInt(plan.currency.decimals);
  return digits === undefined ? expense : BigInt(digits.replaceAll('_', '')) * unit;
}

interface Gifts {
  readonly toAll: Named[];
  readonly toPast: Named[];
}

/** Benefits that may be premiums: what is handed out besides what was bought. */
function giftsOf(plan: Plan, root: MapNode): Gifts {
  const gifts: Gifts = { toAll: [], toPast: [] };
  for (const benefit of plan.benefits) {
    const { name, expense, per, when } = benefit;
    const value = valueOfBenefit(plan, root, name, expense);
    if (value === undefined || per === undefined || !isGift(benefit)) continue;
    const own = { name, span: keyAt(root, 'benefits', name) ?? benefit.span };
    if (isFromHistory(plan, when)) gifts.toPast.push(own);
    // Up to 200 yen a gift is within every cap.
    else if (plan.currency.code !== 'JPY' || value > FREE_GIFT) gifts.toAll.push(own);
  }
  return gifts;
}

/** Rewards worth more than a fifth of what has to be paid for their points. */
function dearRewards(plan: Plan): readonly (Named & { readonly share: Fraction })[] {
  const rates = returnRates(plan);
  return plan.rewards.flatMap((reward) => {
    const { name, nameSpan: span, price, worth, give } = reward;
    const [only, ...more] = price;
    if (only === undefined || more.length > 0 || worth === undefined || give.length > 0 || !isGift(reward))
      return [];
    const { amount } = only;
    if (amount.kind !== 'constant' || typeof amount.value !== 'bigint' || amount.type.kind !== 'quantity')
      return [];
    const asked = scaled(amount.value, amount.type.scale);
    if (asked.n <= 0n) return [];
    const shares = rates.map(({ rules }) => {
      const rate = mostAtOnce(rules, (some) =>
        some.map((rule) => slopeOfRule(plan, rule, only.points)?.rate ?? NOTHING).reduce(plus, NOTHING),
      );
      return times(rate, over(scaled(worth, plan.currency.decimals), asked));
    });
    const share = shares.reduce(greater, NOTHING);
    return isAbove(share, { n: 1n, d: 5n }) ? [{ name, span, share }] : [];
  });
}

/** Where a program tells of business customers. */
function businessIn(plan: Plan, root: MapNode): Named | undefined {
  const field = firstField(plan, BUSINESS) ?? plan.events.find(({ name }) => BUSINESS.test(name));
  if (field !== undefined) return field;
  const title = `${plan.program} ${plan.title.en} ${plan.title.ja}`;
  return BUSINESS.test(title) ? { name: plan.program, span: sectionOr(root) } : undefined;
}

/** Premiums: between businesses the caps on gifts to all do not bind. */
function premiums(plan: Plan, root: MapNode): readonly Diagnostic[] {
  const { toAll, toPast } = giftsOf(plan, root);
  const dear = dearRewards(plan);
  const business = businessIn(plan, root);
  if (business !== undefined) {
    if (toAll.length + toPast.length + dear.length === 0) return [];
    return [report('jp-b2b', business.span, { name: business.name })];
  }
  const shares = new Map(dear.map(({ name, share }) => [name, percent(share)]));
  return [
    ...atFirst(toAll, ({ name, span }, related) => report('jp-gift-cap', span, { name }, { related })),
    ...atFirst(toPast, ({ name, span }, related) => report('jp-past-purchases', span, { name }, { related })),
    ...atFirst(dear, ({ name, span }, related) =>
      report('jp-reward-share', span, { name, share: shares.get(name) ?? '' }, { related }),
    ),
  ];
}

/** True where the last day lies within six months on every day of four years. */
function endsSoon(plan: Plan, expiry: LotExpiry | undefined): boolean {
  if (expiry?.kind !== 'own' || lifetimeOf(expiry, plan) === undefined) return false;
  const { span } = expiry.expr;
  const node = { type: { kind: 'date' }, optional: false, span } as const;
  const by = (family: 'calendar' | 'clock', value: number): PlanExpr => ({
    kind: 'constant',
    value,
    type: { kind: 'duration', family },
    optional: false,
    span,
  });
  const months: PlanExpr = {
    ...node,
    kind: 'shift',
    of: { ...node, kind: 'earned' },
    by: by('calendar', MONTHS),
    sign: 1,
  };
  const last: PlanExpr = { ...node, kind: 'shift', of: months, by: by('clock', 24), sign: -1 };
  return dayEndingEarly(expiry.expr, last, plan.periods) === undefined;
}

/** Points that somebody pays for. */
function prepaid(plan: Plan): readonly Diagnostic[] {
  return plan.rules.flatMap((rule) => {
    const { trigger, name, nameSpan } = rule;
    if (trigger.kind !== 'event') return [];
    const isBought =
      trigger.events.some((event) => PREPAID.test(event)) &&
      trigger.events.some((event) => isPaid(plan, event));
    const given = rule.give.find(({ points }) => {
      const type = plan.points[points];
      const [slope, worth] = [slopeOfRule(plan, rule, points), worthOf(plan, points)];
      const isWhole = slope && worth && !isAbove({ n: 1n, d: 1n }, times(slope.rate, worth));
      return (
        type?.redeemable === true &&
        (isBought || isWhole === true) &&
        !endsSoon(plan, rule.dates.expires ?? type.dates.expires)
      );
    });
    const points = given && plan.points[given.points]?.name;
    return points === undefined ? [] : [report('jp-prepaid', nameSpan, { name, points })];
  });
}

/** Points given in proportion to a sale are a promise of their own. */
function revenue(plan: Plan, root: MapNode): readonly Diagnostic[] {
  return plan.points.flatMap(({ name, redeemable, span }, points) => {
    const rule = plan.rules.find(
      (each) => each.trigger.kind === 'event' && (slopeOfRule(plan, each, points)?.rate.n ?? 0n) > 0n,
    );
    if (!redeemable || rule === undefined) return [];
    return [
      report('jp-revenue-recognition', keyAt(root, 'points', name) ?? span, {
        points: name,
        rule: rule.name,
      }),
    ];
  });
}

/** Limits of Japanese law that something concrete in the program touches. Hints; no legal advice. */
export function reviewJapan(plan: Plan, root: MapNode): readonly Diagnostic[] {
  if (plan.currency.code !== 'JPY' && plan.timezone !== 'Asia/Tokyo') return [];
  const found: Diagnostic[] = [...premiums(plan, root), ...prepaid(plan), ...revenue(plan, root)];
  const lottery = namesOf(plan).find(({ words }) => LOTTERY.test(words));
  if (lottery !== undefined) found.push(report('jp-lottery', lottery.span, { name: lottery.name }));
  const givesOn = (event: string) =>
    plan.rules.some(
      ({ trigger, give }) =>
        trigger.kind === 'event' &&
        trigger.events.includes(event) &&
        give.some(({ points }) => plan.points[points]?.redeemable),
    );
  const shared = plan.events.find(
    ({ name, fields }) =>
      givesOn(name) && (SHARED.test(name) || fields.some((field) => SHARED.test(field.name))),
  );
  if (shared !== undefined) found.push(report('jp-common-points', shared.span, { name: shared.name }));
  const personal = firstField(plan, PERSONAL);
  if (personal !== undefined) found.push(report('jp-personal-data', personal.span, { name: personal.name }));
  const tracked = plan.events.find(({ name }) => TRACKED.test(name));
  if (tracked !== undefined)
    found.push(report('jp-external-transmission', tracked.span, { name: tracked.name }));
  return found;
}
