import type {
  Diagnostic,
  Fraction,
  LotExpiry,
  Plan,
  PlanExpr,
  PlanLimit,
  PlanPeriod,
  PlanRule,
} from '../../schema/index.ts';
import { isAbove, NOTHING, plus, scaled, shown, times } from './exact.ts';
import { report } from './messages.ts';
import { slopeOf } from './slopes.ts';

const whole = (n: number): Fraction => ({ n: BigInt(n), d: 1n });

/** Fewest and most days of a period. */
function lengthOf({ length }: PlanPeriod): { readonly least: number; readonly most: number } {
  if (length.unit === 'days') return { least: length.count, most: length.count };
  return { least: length.count * 28 + Math.floor(length.count / 12) * 29, most: length.count * 31 };
}

/** Fewest and most days from earning to the last day, both counted; undefined where there is no such number. */
export function lifetimeOf(
  expiry: LotExpiry | undefined,
  plan: Plan,
): { readonly least: number; readonly most: number } | undefined {
  const days = (expr: PlanExpr): { readonly least: number; readonly most: number } | undefined => {
    switch (expr.kind) {
      case 'earned':
        return { least: 0, most: 0 };
      case 'shift': {
        const of = days(expr.of);
        const { by } = expr;
        if (of === undefined || by.kind !== 'constant' || typeof by.value !== 'number') return undefined;
        const calendar = by.type.kind === 'duration' && by.type.family === 'calendar';
        const [least, most] = calendar
          ? [Math.floor(by.value * 30.4) - 2, Math.ceil(by.value * 30.5) + 2]
          : [Math.floor(by.value / 24), Math.ceil(by.value / 24)];
        if (expr.sign < 0) return { least: of.least - most, most: of.most - least };
        return { least: of.least + least, most: of.most + most };
      }
      case 'period-edge': {
        const [of, period] = [days(expr.of), plan.periods[expr.period]];
        if (of === undefined || period === undefined) return undefined;
        const { most } = lengthOf(period);
        return expr.edge === 'end'
          ? { least: of.least, most: of.most + most }
          : { least: of.least - most, most: of.most };
      }
      default:
        return undefined;
    }
  };
  if (expiry?.kind !== 'own') return undefined;
  const between = days(expiry.expr);
  return between && { least: between.least + 1, most: between.most + 1 };
}

/** How many periods a stretch of so many days can touch. */
const touched = (days: number, period: PlanPeriod): number => Math.ceil(days / lengthOf(period).least) + 1;

/** The most that a limit lets through in a stretch of days, for awards of at most `each`. */
function letThrough(
  plan: Plan,
  limit: PlanLimit,
  rule: PlanRule,
  points: number,
  days: number,
  each: Fraction | undefined,
) {
  if (limit.field !== undefined) return undefined;
  const amount = slopeOf(limit.amount, plan, rule);
  if (amount === undefined || amount.rate.n !== 0n) return undefined;
  const period = limit.period === undefined ? undefined : plan.periods[limit.period];
  if (limit.period !== undefined && period === undefined) return undefined;
  const periods = period === undefined ? 1 : touched(days, period);
  const total = times(amount.fixed, whole(periods));
  if (limit.kind === 'quantity') return limit.points === points ? total : undefined;
  return each && times(total, each);
}

/** How often a rule can fire in a stretch of days, by its trigger alone. */
function firings(plan: Plan, { trigger }: PlanRule, days: number): number | undefined {
  switch (trigger.kind) {
    case 'enroll':
    case 'date':
      return 1;
    case 'anniversary':
      return Math.ceil(days / 365) + 1;
    case 'every': {
      const period = plan.periods[trigger.period];
      return period === undefined || period.anchor.kind === 'since' ? undefined : touched(days, period);
    }
    // A birthday can be changed, an event comes as often as a member likes.
    case 'birthday':
    case 'event':
    case 'reach':
    case 'lapse':
      return undefined;
  }
}

/** The most points of a type that one member can have at one time; undefined where there is no bound. */
export function canCome(plan: Plan, points: number): Fraction | undefined {
  if (plan.rewards.some(({ give }) => give.some((each) => each.points === points))) return undefined;
  // What comes back of a use ends with the latest of the lots used, so older points would live longer than reckoned here.
  if (plan.events.some(({ reverses }) => reverses?.event === 'redeem')) return undefined;
  if (plan.rules.some(({ take }) => take.some((each) => each.points === points))) return undefined;
  const type = plan.points[points];
  let sum: Fraction = NOTHING;
  for (const rule of plan.rules) {
    if (rule.settle?.due.points === points) return undefined;
    const given = rule.give.filter((each) => each.points === points);
    if (given.length === 0) continue;
    const days = lifetimeOf(rule.dates.expires ?? type?.dates.expires, plan)?.most;
    if (days === undefined) return undefined;
    const slopes = given.map(({ amount }) => slopeOf(amount, plan, rule));
    const each = slopes.reduce<Fraction | undefined>(
      (total, slope) =>
        total === undefined || slope === undefined || slope.rate.n !== 0n
          ? undefined
          : plus(total, slope.fixed),
      NOTHING,
    );
    const fired = firings(plan, rule, days);
    const bounds = [
      ...rule.limits.map((limit) => letThrough(plan, limit, rule, points, days, each)),
      fired === undefined ? undefined : each && times(each, whole(fired)),
    ].filter((bound) => bound !== undefined);
    const [first, ...more] = bounds;
    if (first === undefined) return undefined;
    sum = plus(
      sum,
      more.reduce((a, b) => (isAbove(a, b) ? b : a), first),
    );
  }
  // Rounding up may add a unit of the last decimal to each award; a reward that is out of reach by so little is none.
  return type?.rounding === 'down' ? sum : undefined;
}

const CALENDAR: readonly string[] = ['day', 'week', 'month', 'quarter', 'year'];
/** Most periods of the first kind that begin or end in one of the second. */
const MOST_IN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  day: { day: 1, week: 7, month: 31, quarter: 92, year: 366 },
  week: { week: 1, month: 6, quarter: 14, year: 54 },
  month: { month: 1, quarter: 3, year: 12 },
  quarter: { quarter: 1, year: 4 },
  year: { year: 1 },
};

function builtIn(plan: Plan, period: number | undefined): string | undefined {
  const name = period === undefined ? undefined : plan.periods[period]?.name;
  return CALENDAR.find((each) => each === name);
}

/** The fixed number of a limit without a field. */
function numberOf(limit: PlanLimit): Fraction | undefined {
  const { amount, field } = limit;
  if (field !== undefined || amount.kind !== 'constant' || typeof amount.value !== 'bigint') return undefined;
  return amount.type.kind === 'quantity' ? scaled(amount.value, amount.type.scale) : undefined;
}

/** How often a rule can fire in a period of the calendar, by its trigger. */
function mostIn(plan: Plan, { trigger }: PlanRule, period: string | undefined): number | undefined {
  if (trigger.kind === 'enroll' || trigger.kind === 'date') return 1;
  if (period === undefined) return undefined;
  if (trigger.kind === 'anniversary') return period === 'year' ? 1 : undefined;
  if (trigger.kind !== 'every' || trigger.afterDays > 0) return undefined;
  const every = builtIn(plan, trigger.period);
  if (every === undefined) return undefined;
  // A period of the calendar starts at most once in a shorter one.
  if (CALENDAR.indexOf(every) >= CALENDAR.indexOf(period)) return 1;
  return MOST_IN[every]?.[period];
}

/** Limits that nothing can ever reach: by the trigger of their rule, or because another limit is met first. */
export function reviewLimits(plan: Plan): readonly Diagnostic[] {
  return plan.rules.flatMap((rule) =>
    rule.limits.flatMap((limit) => {
      const number = numberOf(limit);
      const period = builtIn(plan, limit.period);
      if (number === undefined || limit.kind !== 'times') return [];
      if (limit.period !== undefined && period === undefined) return [];
      const most = mostIn(plan, rule, period);
      if (most !== undefined && !isAbove(whole(most), number))
        return [report('limit-never-bites', limit.span, { limit: limit.text, most: String(most) })];
      if (period === undefined) return [];
      const sooner = rule.limits.find((other) => {
        const own = numberOf(other);
        const inner = builtIn(plan, other.period);
        const count = inner === undefined ? undefined : MOST_IN[inner]?.[period];
        if (other === limit || other.kind !== 'times' || own === undefined || count === undefined)
          return false;
        // Of two equal limits the first counts.
        const isLater = rule.limits.indexOf(other) > rule.limits.indexOf(limit);
        if (inner === period && isLater && !isAbove(number, own)) return false;
        return !isAbove(times(own, whole(count)), number);
      });
      if (sooner === undefined) return [];
      const own = numberOf(sooner) ?? NOTHING;
      const count = MOST_IN[builtIn(plan, sooner.period) ?? '']?.[period] ?? 0;
      const message = { en: 'this limit is met first', ja: '先にこの上限に達します' };
      return [
        report(
          'limit-never-bites',
          limit.span,
          { limit: limit.text, most: shown(times(own, whole(count))) },
          { related: [{ span: sooner.span, message }] },
        ),
      ];
    }),
  );
}
