import {
  formatDay,
  type KpiExpr,
  type LotDates,
  type ParameterContent,
  type Plan,
  type PlanAmount,
  type PlanLimit,
  type PlanMeasure,
  type PlanTrigger,
  type ValueType,
} from '../../schema/index.ts';
import { decimalText, expressionText, valueText, windowText } from './print-expression.ts';

type Line = string | readonly Line[];

function indent(lines: readonly Line[], depth: number): readonly string[] {
  return lines.flatMap((line) =>
    typeof line === 'string' ? [`${'  '.repeat(depth)}${line}`] : [...indent(line, depth + 1)],
  );
}

function typeText(type: ValueType, optional = false): string {
  const mark = optional ? '?' : '';
  switch (type.kind) {
    case 'quantity': {
      const unit = Object.entries(type.unit)
        .map(([name, exponent]) => (exponent === 1 ? name : `${name}^${exponent}`))
        .join('·');
      return `${unit === '' ? 'number' : unit}(${type.scale})${mark}`;
    }
    case 'fraction':
      return `fraction ${Object.keys(type.unit).join('·')}${mark}`;
    case 'word':
      return `{${type.words.join(', ')}}${mark}`;
    case 'level':
      return `level of ${type.ladder}${mark}`;
    default:
      return `${type.kind}${mark}`;
  }
}

function measureText(measure: PlanMeasure, plan: Plan): string {
  const { subject } = measure;
  const level = (ladder: number, index: number) =>
    `${plan.ladders[ladder]?.name}.${plan.ladders[ladder]?.levels[index]?.name}`;
  const of = (): string => {
    switch (subject.kind) {
      case 'event':
        return measure.field === undefined ? subject.event : `${subject.event}.${measure.field}`;
      case 'reach':
      case 'lapse':
        return `${subject.kind} ${level(subject.ladder, subject.level)}`;
      case 'tier':
        return level(subject.ladder, subject.level);
      case 'flow': {
        const by = subject.sources === undefined ? '' : ` by ${subject.sources.join(', ')}`;
        return `${subject.flow} ${plan.points[subject.points]?.name}${by}`;
      }
    }
  };
  const where = measure.where === undefined ? '' : ` where ${expressionText(measure.where, plan)}`;
  const same = measure.same.map(({ field, thisField }) => ` same ${field} = this.${thisField}`).join('');
  const before = measure.beforeThis ? ' before this' : '';
  const period = measure.period === undefined ? '' : ` by ${plan.periods[measure.period]?.name}`;
  return `${measure.function}(${of()}${period}${before}${where}${same}${windowText(measure.window, plan)}): ${typeText(measure.type, measure.optional)}`;
}

function parameterLines(content: ParameterContent, type: ValueType, plan: Plan): readonly Line[] {
  switch (content.kind) {
    case 'value':
      return [valueText(content.value, type, plan)];
    case 'dated':
      return content.entries.flatMap((entry) => [
        `from ${formatDay(entry.from)}`,
        parameterLines(entry.content, type, plan),
      ]);
    case 'table': {
      const rows = content.rows.map((row) => {
        const keys = row.keys.map((key, index) => {
          const keyType = content.by[index]?.type;
          if (key.kind === 'any') return 'otherwise';
          if (key.kind === 'is')
            return keyType === undefined ? String(key.value) : valueText(key.value, keyType, plan);
          const scale = keyType?.kind === 'quantity' ? keyType.scale : 0;
          const end = (value: bigint | undefined) => (value === undefined ? '' : decimalText(value, scale));
          return `${end(key.low)}..${end(key.high)}`;
        });
        return `${keys.join(', ')} → ${valueText(row.value, type, plan)}`;
      });
      const rest =
        content.otherwise === undefined ? [] : [`otherwise → ${valueText(content.otherwise, type, plan)}`];
      return [`by ${content.by.map((by) => expressionText(by, plan)).join(', ')}`, [...rows, ...rest]];
    }
  }
}

function datesLines(dates: LotDates, plan: Plan): readonly string[] {
  const lines: string[] = [];
  if (dates.available !== undefined) lines.push(`available ${expressionText(dates.available, plan)}`);
  const { expires } = dates;
  if (expires?.kind === 'max') {
    const plus = expires.plus === undefined ? '' : ` + ${expressionText(expires.plus, plan)}`;
    lines.push(
      `expires latest of ${expires.items.map((item) => expressionText(item, plan)).join(', ')}${plus}`,
    );
  } else if (expires !== undefined)
    lines.push(`expires (${expires.kind}) ${expressionText(expires.expr, plan)}`);
  return lines;
}

function triggerText(trigger: PlanTrigger, plan: Plan): string {
  switch (trigger.kind) {
    case 'event':
      return `on ${trigger.events.join(', ')}`;
    case 'reach':
    case 'lapse':
      return `on ${trigger.kind} ${plan.ladders[trigger.ladder]?.name}.${plan.ladders[trigger.ladder]?.levels[trigger.level]?.name}`;
    case 'date':
      return `on ${formatDay(trigger.day)}`;
    case 'every':
      return `every ${plan.periods[trigger.period]?.name}${trigger.afterDays === 0 ? '' : ` after ${trigger.afterDays} days`}`;
    case 'enroll':
      return 'on enroll';
    case 'birthday':
    case 'anniversary':
      return `every ${trigger.kind}`;
  }
}

function amountLines(verb: string, amounts: readonly PlanAmount[], plan: Plan): readonly string[] {
  return amounts.map(
    ({ points, amount }) => `${verb} ${plan.points[points]?.name}: ${expressionText(amount, plan)}`,
  );
}

function limitLines(limits: readonly PlanLimit[], plan: Plan): readonly string[] {
  return limits.map((limit) => {
    const per = limit.period === undefined ? 'member' : (plan.periods[limit.period]?.name ?? '');
    const field = limit.field === undefined ? '' : `${limit.field} per `;
    return `limit (${limit.kind}) ${expressionText(limit.amount, plan)} per ${field}${per}`;
  });
}

function kpiText(expr: KpiExpr, plan: Plan): string {
  switch (expr.kind) {
    case 'constant':
      return decimalText(expr.value, expr.scale);
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide': {
      const sign = { add: '+', subtract: '-', multiply: '*', divide: '/' }[expr.kind];
      return `(${kpiText(expr.left, plan)} ${sign} ${kpiText(expr.right, plan)})`;
    }
    case 'share':
    case 'mean':
    case 'total': {
      const among = expr.among === undefined ? '' : ` among ${expressionText(expr.among, plan)}`;
      return `${expr.kind}(${expressionText(expr.of, plan)}${among})`;
    }
    case 'members':
      return `members(${expr.of === undefined ? '' : expressionText(expr.of, plan)})`;
    case 'standard': {
      const parts = Object.entries(expr.parts).map(
        ([role, part]) => `${role}: ${expressionText(part, plan)}`,
      );
      const points = expr.points === undefined ? [] : [plan.points[expr.points]?.name ?? ''];
      return `${expr.name}(${[...points, ...parts].join(', ')}${windowText(expr.window, plan)})`;
    }
  }
}

function money(what: string, amount: bigint | undefined, { currency }: Plan): readonly string[] {
  return amount === undefined ? [] : [`${what} ${decimalText(amount, currency.decimals)} ${currency.code}`];
}

function during(of: {
  readonly from: number | undefined;
  readonly until: number | undefined;
}): readonly string[] {
  if (of.from === undefined && of.until === undefined) return [];
  const end = (day: number | undefined) => (day === undefined ? '…' : formatDay(day));
  return [`during ${end(of.from)} to ${end(of.until)}`];
}

function section(title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [title, lines];
}

/** The Plan as readable text: what the engines are given, in document order, one thing a line. */
export function printPlan(plan: Plan): string {
  const lines: Line[] = [
    `plan ${plan.program} ${plan.version} (language ${plan.language}, ${plan.currency.code} with ${plan.currency.decimals} decimals, ${plan.timezone})`,
    ...section(
      'periods',
      plan.periods.slice(5).map((period) => {
        const { anchor } = period;
        const from =
          anchor.kind === 'day'
            ? formatDay(anchor.day)
            : anchor.kind === 'enrolled'
              ? 'enrolment'
              : `the last change of ${plan.ladders[anchor.ladder]?.name}`;
        return `${period.name}: every ${period.length.count} ${period.length.unit} from ${from}`;
      }),
    ),
    ...section(
      'parameters',
      plan.parameters.flatMap((parameter) => [
        `$${parameter.name}: ${typeText(parameter.type)}`,
        parameterLines(parameter.content, parameter.type, plan),
      ]),
    ),
    ...section(
      'members',
      plan.attributes.map((attribute) =>
        attribute.type.kind === 'value'
          ? `${attribute.name}: ${typeText(attribute.type.type, attribute.optional)}`
          : '',
      ),
    ),
    ...section(
      'events',
      plan.events.flatMap((event) => [
        event.reverses === undefined
          ? event.name
          : `${event.name} reverses ${event.reverses.event}${event.reverses.by === undefined ? '' : ` by ${event.reverses.by}`}`,
        [
          ...event.fields.map((field) =>
            field.type.kind === 'value'
              ? `${field.name}: ${typeText(field.type.type, field.optional)}`
              : `${field.name}: lines of ${field.type.fields.map((inner) => inner.name).join(', ')}`,
          ),
          ...event.derived.map(
            (field) =>
              `${field.name}: ${typeText(field.type, field.optional)} is ${expressionText(field.expr, plan)}`,
          ),
        ],
      ]),
    ),
    ...section(
      'points',
      plan.points.flatMap((points) => [
        `${points.name}: ${points.decimals} decimals, rounding ${points.rounding}, shortfall ${points.shortfall}${points.redeemable ? '' : ', a counter'}`,
        datesLines(points.dates, plan),
      ]),
    ),
    ...section(
      'measures',
      plan.measures.map((measure, index) => `m${index} ${measureText(measure, plan)}`),
    ),
    ...section(
      'named',
      plan.named.map((named) => `@${named.name} (${named.kind}): ${expressionText(named.expr, plan)}`),
    ),
    ...section(
      'tiers',
      plan.ladders.flatMap((ladder) => [
        `${ladder.name}: review ${
          ladder.review.kind === 'event'
            ? 'on event'
            : `every ${plan.periods[ladder.review.period]?.name}${ladder.review.afterDays === 0 ? '' : ` after ${ladder.review.afterDays} days`}`
        }, drop ${ladder.drop}`,
        ladder.levels.map((level) =>
          level.reach === undefined
            ? `${level.name} (base)`
            : `${level.name}: reach ${expressionText(level.reach, plan)}${level.until === undefined ? '' : `, until ${expressionText(level.until, plan)}`}`,
        ),
      ]),
    ),
    ...section(
      'groups',
      plan.groups.flatMap((group) => [
        `${group.name}: pick ${group.pick} of ${group.rules.map((rule) => plan.rules[rule]?.name).join(', ')}`,
        limitLines(group.limits, plan),
      ]),
    ),
    ...section(
      'rules',
      plan.rules.flatMap((rule) => [
        `${rule.name}: ${triggerText(rule.trigger, plan)}${rule.builds === undefined ? '' : `, builds ${rule.builds}`}`,
        [
          ...(rule.when === undefined ? [] : [`when ${expressionText(rule.when, plan)}`]),
          ...during(rule.during),
          ...amountLines('take', rule.take, plan),
          ...amountLines('give', rule.give, plan),
          ...amountLines('forfeit', rule.forfeit, plan),
          ...(rule.settle === undefined
            ? []
            : [
                ...amountLines('settle', [rule.settle.due], plan),
                `per ${plan.periods[rule.settle.period]?.name}`,
              ]),
          ...(rule.hold === undefined
            ? []
            : [
                `hold ${plan.ladders[rule.hold.ladder]?.levels[rule.hold.level]?.name} until ${expressionText(rule.hold.until, plan)}`,
              ]),
          ...limitLines(rule.limits, plan),
          ...datesLines(rule.dates, plan),
        ],
      ]),
    ),
    ...section(
      'rewards',
      plan.rewards.flatMap((reward) => [
        reward.name,
        [
          ...amountLines('price', reward.price, plan),
          ...money('worth', reward.worth, plan),
          ...money('expense', reward.expense, plan),
          ...amountLines('give', reward.give, plan),
          ...(reward.when === undefined ? [] : [`when ${expressionText(reward.when, plan)}`]),
          ...during(reward.during),
          ...limitLines(reward.limits, plan),
          ...datesLines(reward.dates, plan),
        ],
      ]),
    ),
    ...section(
      'benefits',
      plan.benefits.map(
        (benefit) =>
          `${benefit.name}${benefit.when === undefined ? '' : ` when ${expressionText(benefit.when, plan)}`}${benefit.per === undefined ? '' : ` per ${benefit.per}`}`,
      ),
    ),
    ...section(
      'loyalty',
      plan.loyalty.scores.map((score) => `${score.loyalty}: ${expressionText(score.expr, plan)}`),
    ),
    ...section(
      'kpis',
      plan.kpis.map(
        (kpi) =>
          `${kpi.name}: ${kpiText(kpi.measure, plan)}${kpi.target === undefined ? '' : `, ${kpi.target.kind} ${decimalText(kpi.target.value, kpi.target.scale)}`}`,
      ),
    ),
    ...section(
      'guardrails',
      plan.guardrails.map(({ name, subject, operator, bound }) => {
        const of = subject.kind === 'change' ? `change(${plan.kpis[subject.kpi]?.name})` : subject.kind;
        return `${name}: ${of} ${operator} ${decimalText(bound.value, bound.scale)}`;
      }),
    ),
  ];
  return `${indent(lines, 0).join('\n')}\n`;
}
