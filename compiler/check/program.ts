import type { Localized, Plan, PlanEvent, PlanExpr, PlanField, PlanNamed } from '../../schema/index.ts';
import { childOf, type MapNode, nearest, textOf } from '../document/index.ts';
import type { Declarations, EventInfo } from './declarations.ts';
import { declare, entriesOf, textAt } from './declare.ts';
import { checkExpression } from './expression.ts';
import { Findings, report } from './findings.ts';
import { checkGuardrails } from './guardrails.ts';
import { checkKpis, checkLoyalty, checkStandard } from './kpis.ts';
import { lint } from './lints.ts';
import { didYouMean } from './literals.ts';
import { fieldOf, resolveDerived, resolveNamed } from './names.ts';
import { checkParameters } from './parameters.ts';
import { keysRead, readsState, walk } from './reads.ts';
import { checkBenefits, checkPoints, checkRewards } from './rewards.ts';
import { checkRules } from './rules.ts';
import { memberSite, type Site } from './site.ts';
import { checkTiers } from './tiers.ts';
import { sameType } from './type.ts';

declare const checked: unique symbol;

/** A program whose names, types, units and scales are settled; only `check` makes one. Measures are not merged yet. */
export type TypedProgram = Plan & { readonly [checked]: true };

/** A `by` field may be decided by the reader of a history: it reads the event and parameters only (ruling R8). */
function checkBy(event: EventInfo, program: Declarations, site: Site): void {
  const { reverses } = event;
  if (reverses === undefined) return;
  const { findings } = program;
  const at = event.reversesAt ?? { event: event.span, by: event.span };
  const original = program.events.get(reverses.event);
  const known = [...program.events.values()]
    .filter((other) => other.reverses === undefined)
    .map((other) => other.name);
  if (original === undefined || original.name === 'profile' || original.name === 'enroll') {
    const guess = nearest(reverses.event, known);
    findings.add(report('unknown-event', at.event, { name: reverses.event }, didYouMean(guess, at.event)));
    return;
  }
  if (original.reverses !== undefined)
    findings.add(report('reverses-reversal', at.event, { event: original.name }));
  const by = reverses.by;
  if (by === undefined) return;
  if (original.name === 'redeem') {
    findings.add(report('reverses-redeem-whole', at.by, {}));
    return;
  }
  const [mine, theirs] = [fieldOf(event, by, site), fieldOf(original, by, site)];
  if (
    mine?.type?.kind !== 'quantity' ||
    theirs?.type?.kind !== 'quantity' ||
    !sameType(mine.type, theirs.type)
  ) {
    findings.add(report('reverses-by', at.by, { field: by, event: original.name }));
    return;
  }
  if (theirs.optional) findings.add(report('reverses-by-optional', theirs.span, { field: by }));
  for (const side of [event, original]) {
    const derived = side.derived.get(by);
    const state = derived?.expr && readsState(derived.expr, side, program);
    if (state !== undefined) findings.add(report('reverses-by-state', state.span, { field: by }));
  }
}

/** What is left of an event is one share of it: events that reverse it in parts measure it by one field. */
function checkOneShare(program: Declarations): void {
  const first = new Map<string, EventInfo>();
  for (const event of program.events.values()) {
    const { reverses } = event;
    if (reverses?.by === undefined) continue;
    const other = first.get(reverses.event);
    if (other === undefined) first.set(reverses.event, event);
    else if (other.reverses?.by !== reverses.by)
      program.findings.add(
        report(
          'reverses-two-ways',
          event.span,
          { event: event.name, other: other.name, original: reverses.event, field: other.reverses?.by ?? '' },
          { related: [{ span: other.span, message: { en: 'the other one', ja: 'もう一方はここです' } }] },
        ),
      );
  }
}

function planEvent(event: EventInfo, program: Declarations): PlanEvent {
  const derived = [...event.derived.values()].flatMap((info) =>
    info.expr === undefined
      ? []
      : [{ name: info.name, type: info.expr.type, optional: info.expr.optional, expr: info.expr }],
  );
  return {
    name: event.name,
    fields: event.stored,
    derived: inOrder(derived, program),
    reverses: event.reverses,
    span: event.span,
  };
}

/** Derived fields in an order in which each finds those that it reads (they may be written in any order). */
function inOrder(derived: PlanEvent['derived'], program: Declarations): PlanEvent['derived'] {
  const done = new Set<string>();
  const result: PlanEvent['derived'][number][] = [];
  const names = new Set(derived.map((field) => field.name));
  const reads = (expr: PlanExpr, found: Set<string>): void => {
    // Without measures: a field in their `where` is one of an event before.
    for (const part of walk(expr, [])) {
      if (part.kind === 'field' && names.has(part.name)) found.add(part.name);
      if (part.kind === 'parameter') for (const key of keysRead(part.parameter, program)) reads(key, found);
    }
  };
  const place = (field: PlanEvent['derived'][number]): void => {
    if (done.has(field.name)) return;
    done.add(field.name);
    const found = new Set<string>();
    reads(field.expr, found);
    for (const name of found) {
      const other = derived.find((candidate) => candidate.name === name);
      if (other !== undefined) place(other);
    }
    result.push(field);
  };
  for (const field of derived) place(field);
  return result;
}

function named(root: MapNode, program: Declarations, site: Site): readonly PlanNamed[] {
  return [...program.named.values()].map((info): PlanNamed => {
    const expr = resolveNamed(info, site);
    const section = info.kind === 'measure' ? 'measures' : 'segments';
    const entry = entriesOf(root, section).find((candidate) => candidate.key === info.name);
    const title = textOf(childOf(entry?.value, 'title')) ?? { en: info.name, ja: info.name };
    return { kind: info.kind, name: info.name, title, expr: expr ?? placeholder(info.span), span: info.span };
  });
}

/** Stands for an expression with errors; a program with errors never becomes a Plan. */
function placeholder(span: PlanExpr['span']): PlanExpr {
  return { kind: 'constant', value: false, type: { kind: 'boolean' }, optional: false, span };
}

/** Words of the document that are no expressions, but name things: `aimed_at` and others are checked with their owners. */
function titleText(root: MapNode): Localized {
  const title = childOf(root, 'title');
  const slug = textAt(root, 'program') ?? '';
  return textOf(title) ?? { en: slug, ja: slug };
}

/**
 * Names, types, units, scales, order: everything a program must satisfy before it may run. Always yields a typed
 * program beside its findings; it is fit to plan only when none of them is an error.
 */
export function check(
  root: MapNode,
  overridden: MapNode | undefined,
): {
  readonly value: TypedProgram;
  readonly findings: Findings;
  readonly overrides: Findings;
  /** What the program declares, as far as it could be told. */
  readonly declared: Declarations;
} {
  const findings = new Findings();
  const overrides = { map: overridden, findings: new Findings() };
  const program = declare(root, findings);
  const site = memberSite(program, checkExpression);
  const parameters = checkParameters(root, overrides, program, checkExpression);
  for (const event of program.events.values())
    for (const info of event.derived.values()) resolveDerived(event, info, site);
  const all = named(root, program, site);
  for (const event of program.events.values()) checkBy(event, program, site);
  checkOneShare(program);
  const ladders = checkTiers(root, program, checkExpression);
  const { rules, groups } = checkRules(root, ladders, program, checkExpression);
  const rewards = checkRewards(root, program, checkExpression);
  const points = checkPoints(root, rules, rewards, program, checkExpression);
  const benefits = checkBenefits(root, program, checkExpression);
  const standard = checkStandard(root, program, checkExpression);
  const kpis = checkKpis(root, standard, program, checkExpression);
  const loyalty = checkLoyalty(root, program, checkExpression);
  const guardrails = checkGuardrails(root, kpis, program, checkExpression);
  const attributes: PlanField[] = [...program.attributes.values()];
  const plan: Plan = {
    language: 1,
    program: textAt(root, 'program') ?? '',
    version: textAt(root, 'version') ?? '',
    title: titleText(root),
    currency: program.currency,
    timezone: textAt(root, 'timezone') ?? 'UTC',
    periods: [...program.periods.values()].map((period) => period.plan),
    parameters,
    attributes,
    events: [...program.events.values()]
      .filter((event) => !event.builtIn)
      .map((event) => planEvent(event, program)),
    points,
    measures: program.measures,
    named: all,
    ladders,
    groups,
    rules,
    rewards,
    benefits,
    loyalty,
    kpis: kpis.map((kpi) => kpi.plan),
    guardrails,
    standard,
  };
  // What a program may not have meant is asked only of one that means something.
  if (!findings.list.some((finding) => finding.severity === 'error')) lint(plan, program);
  return { value: plan as TypedProgram, findings, overrides: overrides.findings, declared: program };
}
