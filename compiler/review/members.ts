import type { Diagnostic, Plan, PlanExpr, PlanNamed, PlanRule } from '../../schema/index.ts';
import type { MapNode } from '../document/index.ts';
import { measuresIn, type Reach, reachOf } from './atoms.ts';
import { report } from './messages.ts';
import { sectionOr } from './places.ts';
import { someIn } from './walk.ts';

type Kind = keyof Reach;

const NAMES: Readonly<Record<Kind, RegExp>> = {
  young: /^(?:new|newcomers?|first_time|first|trial)(?:_|$)|新規|初回|入会/i,
  devoted: /loyal|fans?(?:_|$)|devoted|best|vip|ロイヤル|優良|ファン|常連/i,
  quiet: /dormant|laps(?:ed|ing)|quiet|inactive|sleep|churn|休眠|離反|離脱/i,
};

/** Segments that single out members of a kind, by what they ask or by their name. */
function segmentsOf(plan: Plan, kind: Kind): readonly PlanNamed[] {
  return plan.named.filter(
    ({ kind: what, name, expr }) =>
      what === 'segment' && (NAMES[kind].test(name) || reachOf(expr, plan)[kind]),
  );
}

const isPerMember = ({ limits }: PlanRule): boolean =>
  limits.some((limit) => limit.kind === 'times' && limit.period === undefined && limit.field === undefined);

/** Expressions that decide whether and how much. */
function expressionsOf(plan: Plan): readonly PlanExpr[] {
  const rules = plan.rules.flatMap(({ when, give, settle }) => [
    when,
    ...give.map(({ amount }) => amount),
    settle?.due.amount,
  ]);
  return [...rules, ...[...plan.rewards, ...plan.benefits].map(({ when }) => when)].filter(
    (each) => each !== undefined,
  );
}

/** Whether a status brings anything. */
function statusMatters(plan: Plan): boolean {
  const reads = expressionsOf(plan).some((expr) =>
    someIn(expr, plan, ({ kind }) => kind === 'tier' || kind === 'held' || kind === 'since'),
  );
  return reads || plan.rules.some(({ trigger }) => trigger.kind === 'reach');
}

function isServed(plan: Plan, kind: Kind): boolean {
  const own = new Set(segmentsOf(plan, kind).map(({ name }) => name));
  if (plan.rules.some(({ aimedAt }) => aimedAt.some((name) => own.has(name)))) return true;
  const conditions = [...plan.rules, ...plan.rewards, ...plan.benefits].map(({ when }) => when);
  if (conditions.some((when) => reachOf(when, plan)[kind])) return true;
  switch (kind) {
    case 'young':
      return plan.rules.some((rule) => rule.trigger.kind === 'enroll' || isPerMember(rule));
    case 'devoted':
      return statusMatters(plan) || plan.rules.some(({ trigger }) => trigger.kind === 'anniversary');
    case 'quiet':
      return plan.rules.some(({ trigger }) => trigger.kind === 'lapse');
  }
}

/** New, loyal and dormant members: is anything made for each (article: ターゲット層を適切に設定できているか)? */
function unserved(plan: Plan, root: MapNode): readonly Diagnostic[] {
  if (plan.rules.length + plan.rewards.length + plan.benefits.length === 0) return [];
  const codes = {
    young: 'new-members-unserved',
    devoted: 'loyal-members-unserved',
    quiet: 'dormant-members-unserved',
  } as const;
  return (['young', 'devoted', 'quiet'] as const).flatMap((kind) => {
    if (isServed(plan, kind)) return [];
    const span = segmentsOf(plan, kind)[0]?.span ?? sectionOr(root, 'rules', 'rewards', 'benefits');
    return [report(codes[kind], span, {})];
  });
}

/** Whom the program calls loyal (article: ロイヤルカスタマーの定義). */
function definition(plan: Plan, root: MapNode): readonly Diagnostic[] {
  if (plan.ladders.some(({ levels }) => levels.length > 1)) return [];
  const segments = segmentsOf(plan, 'devoted');
  if (segments.length === 0)
    return [report('loyal-undefined', sectionOr(root, 'segments', 'loyalty', 'rules'), {})];
  const { purchase } = plan.standard;
  if (purchase === undefined) return [];
  // Contacts supplement what is bought and how long; they are no definition of their own.
  const byContacts = ({ expr }: PlanNamed): boolean => {
    const measures = measuresIn(expr, plan);
    const isElapsed = someIn(expr, plan, ({ kind }) => kind === 'elapsed');
    return (
      !isElapsed &&
      measures.length > 0 &&
      measures.every(({ subject }) => subject.kind === 'event' && subject.event !== purchase.event)
    );
  };
  const [first] = segments;
  if (first === undefined || !segments.every(byContacts)) return [];
  return [report('loyal-by-contacts-alone', first.span, { name: first.name })];
}

export function reviewMembers(plan: Plan, root: MapNode): readonly Diagnostic[] {
  return [...unserved(plan, root), ...definition(plan, root)];
}
