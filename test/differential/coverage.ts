import type { KpiExpr, Plan } from '../../schema/index.ts';
import { Counter, readsState } from './construct-counter.ts';
import { expected } from './constructs.ts';

/** How often each construct was met. */
export type Coverage = ReadonlyMap<string, number>;

function countDates(
  counter: Counter,
  dates: Plan['points'][number]['dates'],
  whose: '' | ' of a rule',
): void {
  const { available, expires } = dates;
  counter.add('dates: available', available);
  counter.expr(available);
  if (expires === undefined) return;
  counter.add(`dates: ${expires.kind}${whose}`);
  if (expires.kind !== 'max') {
    counter.expr(expires.expr);
    return;
  }
  counter.add('dates: max plus', expires.plus);
  for (const item of expires.items) counter.expr(item);
  counter.expr(expires.plus);
}

function countDeclarations(plan: Plan, counter: Counter): void {
  for (const { anchor, length } of plan.periods) {
    counter.add(`period: ${anchor.kind}`);
    counter.add(`period: ${length.unit}`);
  }
  for (const { content } of plan.parameters) countContent(content, counter, false);
  for (const event of plan.events) {
    for (const field of event.fields) countField(field, counter, false);
    for (const derived of event.derived) {
      counter.add(`derived: ${derived.optional ? 'optional' : 'required'}`);
      counter.add('derived: reads state', readsState(derived.expr));
      counter.add(`derived: ${derived.type.kind}`);
      counter.expr(derived.expr);
    }
    const { reverses } = event;
    if (reverses === undefined) continue;
    const by = event.fields.find((field) => field.name === reverses.by);
    counter.add('reverses: whole', reverses.by === undefined);
    counter.add('reverses: by a field', by);
    counter.add('reverses: by an optional field', by?.optional === true);
    counter.add('reverses: by a derived field', reverses.by !== undefined && by === undefined);
    counter.add('reverses: redeem', reverses.event === 'redeem');
  }
  for (const points of plan.points) {
    counter.add(`points: ${points.rounding}`);
    counter.add(`points: ${points.shortfall}`);
    counter.add('points: counter', !points.redeemable);
    counter.add(`points: decimals ${points.decimals}`);
    counter.add('points: expense', points.expense);
    countDates(counter, points.dates, '');
  }
}

function countField(
  field: Plan['events'][number]['fields'][number],
  counter: Counter,
  inLines: boolean,
): void {
  const { type } = field;
  counter.add(`field: ${inLines ? 'optional in lines' : 'optional'}`, field.optional);
  if (type.kind === 'lines') {
    counter.add('field: lines');
    for (const inner of type.fields) countField(inner, counter, true);
    return;
  }
  counter.add('field: bounds', type.min !== undefined || type.max !== undefined);
  counter.add(`field: ${type.type.kind}`);
  const unit = type.type.kind === 'quantity' ? Object.keys(type.type.unit)[0] : undefined;
  counter.add('field: points', unit === 'star');
}

function countContent(
  content: Plan['parameters'][number]['content'],
  counter: Counter,
  inDate: boolean,
): void {
  counter.add(`parameter: ${content.kind === 'table' && inDate ? 'dated table' : content.kind}`);
  if (content.kind === 'dated')
    for (const entry of content.entries) countContent(entry.content, counter, true);
  if (content.kind !== 'table') return;
  counter.add('parameter: two keys', content.by.length > 1);
  for (const key of content.by) counter.expr(key);
  for (const key of content.rows.flatMap((row) => row.keys)) {
    counter.add(`parameter: ${key.kind}`);
    if (key.kind !== 'band') continue;
    counter.add('parameter: open band', key.low === undefined || key.high === undefined);
    counter.add('parameter: negative end', (key.low ?? 0n) < 0n);
  }
}

function countLimits(limits: Plan['rules'][number]['limits'], counter: Counter): void {
  for (const limit of limits) {
    counter.add(`limit: ${limit.kind}`);
    counter.add('limit: times per field', limit.field !== undefined && limit.period === undefined);
    counter.add('limit: times per field and period', limit.field !== undefined && limit.period !== undefined);
    counter.add(`limit: ${limit.kind} of an expression`, limit.amount.kind !== 'constant');
    counter.add('limit: for ever', limit.period === undefined);
    counter.expr(limit.amount);
  }
}

function countDuring(
  owner: 'rule' | 'reward' | 'benefit',
  during: Plan['rules'][number]['during'],
  counter: Counter,
): void {
  counter.add(`${owner}: from`, during.from);
  counter.add(`${owner}: until`, during.until);
}

function countTrigger(trigger: Plan['rules'][number]['trigger'], plan: Plan, counter: Counter): void {
  if (trigger.kind === 'event') {
    counter.add(`trigger: ${trigger.events.length > 1 ? 'several events' : 'event'}`);
    for (const name of trigger.events) {
      counter.add(`trigger: ${name}`, name === 'redeem' || name === 'profile');
      counter.add('trigger: a reversal', plan.events.find((event) => event.name === name)?.reverses);
    }
    return;
  }
  counter.add(`trigger: ${trigger.kind}`);
  counter.add('trigger: every after', trigger.kind === 'every' && trigger.afterDays > 0);
}

function countRules(plan: Plan, counter: Counter): void {
  for (const rule of plan.rules) {
    countTrigger(rule.trigger, plan, counter);
    countDuring('rule', rule.during, counter);
    countDates(counter, rule.dates, ' of a rule');
    countLimits(rule.limits, counter);
    counter.add('rule: when', rule.when);
    counter.add('rule: give', rule.give.length > 0);
    counter.add('rule: two gives', rule.give.length > 1);
    counter.add('rule: take', rule.take.length > 0);
    counter.add('rule: two takes', rule.take.length > 1);
    counter.add('rule: take and give', rule.take.length > 0 && rule.give.length > 0);
    counter.add('rule: forfeit', rule.forfeit.length > 0);
    counter.add('rule: settle', rule.settle);
    counter.add('rule: settle with limit', rule.settle !== undefined && rule.limits.length > 0);
    counter.add('rule: hold', rule.hold);
    counter.add('rule: group', rule.group);
    counter.expr(rule.when);
    for (const { amount } of [...rule.give, ...rule.take, ...rule.forfeit]) counter.expr(amount);
    counter.expr(rule.settle?.due.amount);
    counter.expr(rule.hold?.until);
  }
  for (const group of plan.groups) {
    counter.add(`group: ${group.pick}`);
    counter.add('limit: of a group', group.limits.length > 0);
    for (const limit of group.limits) counter.add(`group: with ${limit.kind} limit`);
    countLimits(group.limits, counter);
  }
}

function countStanding(plan: Plan, counter: Counter): void {
  for (const { kind, expr } of plan.named) {
    counter.add(`named: ${kind}`);
    counter.expr(expr);
  }
  counter.add('ladder: two ladders', plan.ladders.length > 1);
  for (const { review, drop, levels } of plan.ladders) {
    counter.add(
      `ladder: ${review.kind === 'event' ? 'on event' : review.afterDays > 0 ? 'every after' : 'every'}`,
    );
    counter.add(`ladder: ${drop}`);
    for (const { reach, until } of levels.slice(1)) {
      counter.add(`ladder: ${until === undefined ? 'without until' : 'until'}`);
      counter.add('ladder: reach: no', reach?.kind === 'constant' && reach.value === false);
      counter.expr(reach);
      counter.expr(until);
    }
  }
  for (const reward of plan.rewards) {
    countDuring('reward', reward.during, counter);
    countDates(counter, reward.dates, ' of a rule');
    countLimits(reward.limits, counter);
    counter.add('dates: of a reward', reward.dates.available ?? reward.dates.expires);
    counter.add('reward: price', reward.price.length > 0);
    counter.add('reward: two prices', reward.price.length > 1);
    counter.add('reward: give', reward.give.length > 0);
    counter.add('reward: when', reward.when);
    counter.add('reward: limits', reward.limits.length > 0);
    counter.add('limit: of a reward', reward.limits.length > 0);
    counter.add('reward: worth', reward.worth);
    counter.add('reward: expense', reward.expense);
    counter.expr(reward.when);
    for (const { amount } of [...reward.price, ...reward.give]) counter.expr(amount);
  }
  for (const benefit of plan.benefits) {
    countDuring('benefit', benefit.during, counter);
    counter.add('benefit: when', benefit.when);
    counter.add('benefit: expense', benefit.expense);
    counter.add('benefit: per', benefit.per);
    counter.expr(benefit.when);
  }
}

function countKpi(kpi: KpiExpr, counter: Counter): void {
  counter.add(`kpi: ${kpi.kind}`, kpi.kind !== 'standard');
  switch (kpi.kind) {
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
      countKpi(kpi.left, counter);
      countKpi(kpi.right, counter);
      return;
    case 'share':
    case 'mean':
    case 'total':
      counter.add('kpi: among', kpi.among);
      counter.expr(kpi.of);
      counter.expr(kpi.among);
      return;
    case 'members':
      counter.expr(kpi.of);
      return;
    case 'standard':
      counter.add(`standard kpi: ${kpi.name}`);
      for (const part of Object.values(kpi.parts)) counter.expr(part);
      return;
    case 'constant':
      return;
  }
}

function countOne(plan: Plan): Coverage {
  const counter = new Counter(plan);
  countDeclarations(plan, counter);
  countRules(plan, counter);
  countStanding(plan, counter);
  for (const measure of plan.measures) counter.measure(measure);
  for (const { expr } of plan.loyalty.scores) {
    counter.add('loyalty: score');
    counter.expr(expr);
  }
  counter.add('loyalty: mix', plan.loyalty.mix.length > 0);
  for (const { measure, target } of plan.kpis) {
    countKpi(measure, counter);
    counter.add(`kpi: ${target?.kind}`, target);
  }
  return counter.counts;
}

/** In how many of the plans each construct is. */
export function coverageOf(plans: Iterable<Plan>): Coverage {
  const total = new Map<string, number>();
  for (const plan of plans)
    for (const key of countOne(plan).keys()) total.set(key, (total.get(key) ?? 0) + 1);
  return total;
}

/** What no plan has. */
export function neverReached(coverage: Coverage): readonly string[] {
  return expected().filter((key) => !coverage.has(key));
}

/** A table to print: every construct with the number of plans that have it, the rarest first; what is missing stands on top. */
export function coverageTable(coverage: Coverage): string {
  const rows = expected().map((key) => ({ key, count: coverage.get(key) ?? 0 }));
  return rows
    .sort((a, b) => a.count - b.count)
    .map(({ key, count }) => `${String(count).padStart(7)}  ${key}`)
    .join('\n');
}
