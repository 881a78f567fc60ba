import {
  contains,
  type ParameterContent,
  type Plan,
  type PlanExpr,
  type PlanLimit,
  type PlanMeasure,
  type PlanRule,
  segmentsOf,
} from '../../schema/index.ts';
import { MECHANISMS, type Mechanism, type MechanismId } from './mechanisms.ts';

type Test = (plan: Plan) => boolean;

const measureIn = (
  plan: Plan,
  expr: PlanExpr | undefined,
  test: (measure: PlanMeasure) => boolean,
): boolean =>
  expr !== undefined &&
  contains(expr, plan, (part) => {
    const measure = part.kind === 'measure' ? plan.measures[part.measure] : undefined;
    return measure !== undefined && test(measure);
  });

const reaches = (plan: Plan) =>
  plan.ladders.flatMap(({ levels }) => levels.flatMap(({ reach }) => (reach === undefined ? [] : [reach])));

/** What is given, and on which condition: everything that decides what a rule does. */
const deciding = (rule: PlanRule): readonly PlanExpr[] => [
  ...(rule.when === undefined ? [] : [rule.when]),
  ...rule.give.map(({ amount }) => amount),
];

const ruleHolds = (plan: Plan, test: (expr: PlanExpr) => boolean): boolean =>
  plan.rules.some(
    (rule) => rule.give.length > 0 && deciding(rule).some((expr) => contains(expr, plan, test)),
  );

const limitsOf = (plan: Plan): readonly PlanLimit[] =>
  [...plan.rules, ...plan.groups, ...plan.rewards].flatMap(({ limits }) => limits);

const expiries = (plan: Plan) =>
  [...plan.points, ...plan.rules, ...plan.rewards].flatMap(({ dates }) => dates.expires ?? []);

const contentHolds = (content: ParameterContent, kind: ParameterContent['kind']): boolean =>
  content.kind === kind ||
  (content.kind === 'dated' && content.entries.some((entry) => contentHolds(entry.content, kind)));

/** The member's own past: what was counted or added up over all time, as opposed to a last day or a window. */
const isWholeLife = ({ function: name, window, subject }: PlanMeasure): boolean =>
  window.kind === 'all' &&
  (name === 'sum' || name === 'count' || name === 'distinct') &&
  subject.kind !== 'tier';

/** A level by status or by how long ago: it looks at the member, not at the event. */
const readsTier = ({ kind }: PlanExpr): boolean => kind === 'tier';

/** Events that programs use for bringing somebody else: a Plan says no more about whom an event concerns than its names. */
const REFERRAL =
  /(?:^|_)(?:refer\w*|introduc\w*|invit(?:e|es|ed|ation_accepted)|newcomer|friend|bring_a_\w+)(?:_|$)|紹介/i;

function bringsSomebody(plan: Plan): boolean {
  const events = plan.events.filter(
    ({ name, fields }) => REFERRAL.test(name) || fields.some((field) => REFERRAL.test(field.name)),
  );
  return events.some(({ name }) => triggeredBy(plan, name));
}

const triggeredBy = (plan: Plan, event: string): boolean =>
  plan.rules.some(
    ({ trigger, give }) => trigger.kind === 'event' && give.length > 0 && trigger.events.includes(event),
  );

/** Fires on what is no sale: an event without an amount of money. */
function paysForTakingPart(plan: Plan): boolean {
  const sales = plan.events.filter(({ name, fields, reverses }) => {
    if (reverses !== undefined || name === plan.standard.purchase?.event) return true;
    return fields.some(({ type }) => type.kind === 'value' && isMoney(plan, type.type));
  });
  return plan.rules.some(
    ({ trigger, give }) =>
      give.length > 0 &&
      trigger.kind === 'event' &&
      trigger.events.some(
        (event) =>
          plan.events.some(({ name }) => name === event) && sales.every(({ name }) => name !== event),
      ),
  );
}

/** Gives where the last event of a kind lies further back than a bound. */
function welcomesBack(plan: Plan): boolean {
  const isQuiet = (expr: PlanExpr): boolean =>
    contains(
      expr,
      plan,
      (part) =>
        part.kind === 'elapsed' &&
        measureIn(
          plan,
          part.of,
          // A profile that was not touched for long is no absence.
          ({ function: name, subject }) =>
            name === 'last' && subject.kind === 'event' && subject.event !== 'profile',
        ),
    );
  return ruleHolds(plan, (part) => {
    if (part.kind === 'between') return isQuiet(part.of);
    return part.kind === 'compare' && /^>=?$/.test(part.operator) && isQuiet(part.left);
  });
}

const isMoney = ({ currency }: Plan, type: { readonly kind: string }): boolean =>
  type.kind === 'quantity' &&
  'unit' in type &&
  JSON.stringify(type.unit) === JSON.stringify({ [currency.code]: 1 });

const birthday = ({ kind, ...rest }: PlanExpr): boolean =>
  kind === 'attribute' && 'name' in rest && /^birth/.test(rest.name);

const TESTS: Readonly<Record<MechanismId, Test>> = {
  points: (plan) => plan.points.some(({ redeemable }) => redeemable),
  several_points: (plan) => plan.points.length > 1,
  counter: (plan) => plan.points.some(({ redeemable }) => !redeemable),
  expiry: (plan) => expiries(plan).length > 0,
  sliding_expiry: (plan) =>
    expiries(plan).some(
      (expires) =>
        expires.kind === 'sliding' ||
        (expires.kind === 'max' &&
          expires.items.some((item) =>
            contains(item, plan, ({ kind }) => /^(?:measure|since|held|tier)$/.test(kind)),
          )),
    ),
  pending: (plan) =>
    [...plan.points, ...plan.rules, ...plan.rewards].some(({ dates }) => dates.available !== undefined),
  tier: (plan) => plan.ladders.length > 0,
  several_ladders: (plan) => plan.ladders.length > 1,
  lifetime_tier: (plan) => reaches(plan).some((reach) => measureIn(plan, reach, isWholeLife)),
  rolling_tier: (plan) =>
    reaches(plan).some((reach) =>
      measureIn(
        plan,
        reach,
        ({ function: name, window }) =>
          (window.kind === 'last' || (window.kind === 'complete' && window.count > 1)) && name !== 'last',
      ),
    ),
  tenure_tier: (plan) =>
    reaches(plan).some((reach) =>
      contains(reach, plan, (part) => part.kind === 'elapsed' && part.of.kind === 'attribute'),
    ),
  stepwise_drop: (plan) => plan.ladders.some(({ drop }) => drop === 'one level'),
  granted_tier: (plan) => plan.rules.some(({ hold }) => hold !== undefined),
  tier_bonus: (plan) => ruleHolds(plan, readsTier),
  level_gift: (plan) => plan.rules.some(({ trigger: { kind } }) => kind === 'reach' || kind === 'lapse'),
  limit: (plan) => limitsOf(plan).length > 0,
  exclusive: (plan) => plan.groups.some(({ pick }) => pick !== 'all'),
  group: (plan) => plan.groups.length > 0,
  settle: (plan) => plan.rules.some(({ settle }) => settle !== undefined),
  streak: (plan) => plan.measures.some(({ function: name }) => name === 'streak'),
  basket: (plan) => plan.events.some(({ fields }) => fields.some(({ type }) => type.kind === 'lines')),
  rates: (plan) => plan.parameters.some(({ content }) => contentHolds(content, 'table')),
  dated_terms: (plan) =>
    plan.parameters.some(({ content }) => contentHolds(content, 'dated')) ||
    plan.rewards.some(({ during }) => during.from !== undefined || during.until !== undefined),
  campaign: (plan) =>
    plan.rules.some(
      ({ during, trigger }) =>
        (during.from !== undefined && during.until !== undefined) || trigger.kind === 'date',
    ),
  scheduled: (plan) => plan.rules.some(({ trigger }) => trigger.kind === 'every'),
  birthday: (plan) =>
    plan.rules.some(({ trigger }) => trigger.kind === 'birthday') ||
    ruleHolds(plan, birthday) ||
    plan.events.some(({ name }) => /^birth/.test(name) && triggeredBy(plan, name)),
  anniversary: (plan) => plan.rules.some(({ trigger }) => trigger.kind === 'anniversary'),
  welcome: (plan) => plan.rules.some(({ trigger, give }) => trigger.kind === 'enroll' && give.length > 0),
  referral: bringsSomebody,
  engagement: paysForTakingPart,
  win_back: welcomesBack,
  once: (plan) =>
    plan.rules.some(({ limits }) =>
      limits.some(
        ({ kind, period, field, amount }) =>
          kind === 'times' &&
          period === undefined &&
          field === undefined &&
          amount.kind === 'constant' &&
          amount.value === 1n,
      ),
    ),
  reversal: (plan) =>
    plan.events.some(({ reverses }) => reverses !== undefined && reverses.event !== 'redeem'),
  redemption_reversal: (plan) => plan.events.some(({ reverses }) => reverses?.event === 'redeem'),
  reward: (plan) => plan.rewards.length > 0,
  taken: (plan) => plan.rules.some(({ take, forfeit }) => take.length + forfeit.length > 0),
  benefit: (plan) => plan.benefits.length > 0,
  segments: (plan) => segmentsOf(plan).length > 0,
  three_loyalties: (plan) => plan.loyalty.scores.length === 3,
  kpis: (plan) => plan.kpis.some(({ target }) => target !== undefined),
  guardrails: (plan) => plan.guardrails.length > 0,
};

/** Which mechanisms a program uses, as far as its Plan tells, in the order of {@link MECHANISMS}. */
export function mechanismsOf(plan: Plan): readonly Mechanism[] {
  return Object.values(MECHANISMS).filter(({ id }) => TESTS[id](plan));
}
