import {
  formatDay,
  type Plan,
  type PlanExpr,
  type PlanLimit,
  type PlanRule,
  type Span,
} from '../../schema/index.ts';
import { boundsOf } from './bounds.ts';
import { dayEndingEarly } from './day-sample.ts';
import type { Declarations } from './declarations.ts';
import { report } from './findings.ts';
import { settledParts } from './truth.ts';

function isExpr(value: object): value is PlanExpr {
  return 'kind' in value && 'type' in value && 'span' in value && 'optional' in value;
}

/** Every expression of a plan, wherever it stands. */
function expressionsOf(plan: Plan): readonly PlanExpr[] {
  const found: PlanExpr[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const child of value) visit(child);
      return;
    }
    if (isExpr(value)) found.push(value);
    const parts = value as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(value)) {
      const child = parts[key];
      if (typeof child === 'object' && key !== 'type' && key !== 'span') visit(child);
    }
  };
  visit(plan);
  return found;
}

/** Conditions that have only one answer. */
function lintConditions(plan: Plan, program: Declarations): void {
  const owners = [...plan.rules, ...plan.rewards, ...plan.benefits].map((owner) => owner.when);
  for (const condition of [...owners, ...plan.measures.map((measure) => measure.where)]) {
    if (condition === undefined) continue;
    for (const { part, answer } of settledParts(condition, program))
      program.findings.add(
        report('condition-constant', part.span, {
          answer: answer ? { en: 'yes', ja: '真' } : { en: 'no', ja: '偽' },
        }),
      );
  }
}

/** Limits that leave no room. */
function lintLimits(limits: readonly PlanLimit[], program: Declarations): void {
  for (const { amount } of limits) {
    const { high } = boundsOf(amount, program);
    if (high !== undefined && high.n <= 0n) program.findings.add(report('limit-nothing', amount.span, {}));
  }
}

function isAlways(rule: PlanRule, program: Declarations): boolean {
  const { from, until } = rule.during;
  if (rule.when !== undefined || from !== undefined || until !== undefined) return false;
  if (rule.limits.length > 0 || rule.take.length > 0) return false;
  return rule.give.some(({ amount }) => {
    const { low } = boundsOf(amount, program);
    return low !== undefined && low.n > 0n;
  });
}

function covers(first: PlanRule, later: PlanRule): boolean {
  if (first.trigger.kind !== 'event' || later.trigger.kind !== 'event') return false;
  const { events } = first.trigger;
  return later.trigger.events.every((event) => events.includes(event));
}

/** In `pick: first`, a rule that always gives leaves nothing to those below it. */
function lintGroups(plan: Plan, program: Declarations): void {
  for (const group of plan.groups) {
    if (group.pick !== 'first') continue;
    const rules = group.rules.flatMap((index) => plan.rules[index] ?? []);
    rules.forEach((rule, at) => {
      const first = rules.slice(0, at).find((before) => isAlways(before, program) && covers(before, rule));
      if (first === undefined) return;
      const message = { en: 'this rule always gives', ja: 'このルールがいつも付与します' };
      program.findings.add(
        report(
          'rule-shadowed',
          rule.nameSpan,
          { name: rule.name, first: first.name },
          { related: [{ span: first.nameSpan, message }] },
        ),
      );
    });
  }
}

/** Points that on some days end before they can be used, and levels that end before they begin. */
function lintDates(plan: Plan, program: Declarations): void {
  const types = plan.points.map((points) => points.dates);
  const given = [...plan.rules, ...plan.rewards].flatMap(({ give, dates, ...rest }) => {
    if (dates.available === undefined && dates.expires === undefined) return [];
    const due = 'settle' in rest && rest.settle !== undefined ? [rest.settle.due] : [];
    return [...give, ...due].map(({ points }) => ({
      available: dates.available ?? types[points]?.available,
      expires: dates.expires ?? types[points]?.expires,
    }));
  });
  for (const { available, expires } of [...types, ...given]) {
    if (available === undefined || expires?.kind !== 'own') continue;
    const early = dayEndingEarly(available, expires.expr, plan.periods);
    if (early === undefined) continue;
    const words = { day: formatDay(early.day), from: formatDay(early.from), end: formatDay(early.end) };
    program.findings.add(report('sometimes-unusable', expires.expr.span, words));
  }
  for (const level of plan.ladders.flatMap((ladder) => ladder.levels)) {
    const early = level.until && dayEndingEarly(undefined, level.until, plan.periods);
    if (level.until === undefined || early === undefined) continue;
    const words = { level: level.name, day: formatDay(early.day), end: formatDay(early.end) };
    program.findings.add(report('until-too-early', level.until.span, words));
  }
}

/** `d + 1 month + 1 month` is cut to the month's last day twice (ruling C3). */
function lintClamps(expressions: readonly PlanExpr[], program: Declarations): void {
  const inMonths = ({ type }: PlanExpr) => type.kind === 'duration' && type.family === 'calendar';
  for (const expr of expressions)
    if (expr.kind === 'shift' && expr.of.kind === 'shift' && inMonths(expr.by) && inMonths(expr.of.by))
      program.findings.add(report('clamps-twice', expr.span, {}));
}

/** What happens more often than weekly happens for every member, whether anything changed or not. */
function lintCost(plan: Plan, program: Declarations): void {
  const often = (period: number, span: Span): void => {
    const length = plan.periods[period]?.length;
    if (length?.unit === 'days' && length.count < 7) program.findings.add(report('every-often', span, {}));
  };
  for (const { trigger, nameSpan } of plan.rules)
    if (trigger.kind === 'every') often(trigger.period, nameSpan);
  for (const { review, span } of plan.ladders) if (review.kind === 'every') often(review.period, span);
}

/** Parameters and measures that nothing reads. */
function lintUnused(plan: Plan, expressions: readonly PlanExpr[], program: Declarations): void {
  const read = new Set<string>();
  for (const expr of expressions) {
    if (expr.kind === 'parameter') read.add(plan.parameters[expr.parameter]?.name ?? '');
    if (expr.kind === 'named') read.add(plan.named[expr.named]?.name ?? '');
  }
  const measures = plan.named.filter((named) => named.kind === 'measure');
  for (const { name, span } of [...plan.parameters, ...measures])
    if (!read.has(name)) program.findings.add(report('never-read', span, { name }));
}

/** What a program without errors says that its designer may not have meant. Sound: each finding has a case to show. */
export function lint(plan: Plan, program: Declarations): void {
  lintConditions(plan, program);
  for (const { limits } of [...plan.rules, ...plan.groups, ...plan.rewards]) lintLimits(limits, program);
  lintGroups(plan, program);
  lintDates(plan, program);
  const expressions = expressionsOf(plan);
  lintClamps(expressions, program);
  lintCost(plan, program);
  lintUnused(plan, expressions, program);
}
