import type { MeasureSubject, PlanExpr, PlanMeasure, Span, ValueType } from '../../schema/index.ts';
import { nearest } from '../document/index.ts';
import { type Ast, type Clauses, type Identifier, printExpression } from '../expression/index.ts';
import { wrongCount } from './arguments.ts';
import type { EventInfo, FieldInfo } from './declarations.ts';
import { report } from './findings.ts';
import { linesAggregate, linesOf } from './lines.ts';
import { didYouMean } from './literals.ts';
import { fieldOf } from './names.ts';
import { unionScope } from './places.ts';
import { causesOf, commonScope, withFields } from './scopes.ts';
import { type EventScope, expectType, type Site } from './site.ts';
import { BOOLEAN, DATE, INTEGER, quantity } from './type.ts';
import { checkWindow, refuseSincePeriod, resolvePeriod } from './windows.ts';

type Call = Extract<Ast, { readonly kind: 'call' }>;
type MeasureFunction = PlanMeasure['function'];

export const HISTORY_FUNCTIONS: readonly string[] = [
  'count',
  'sum',
  'first',
  'last',
  'distinct',
  'lowest',
  'highest',
  'any',
];
export const FLOWS: readonly string[] = ['earned', 'used', 'expired'];

/** A flow's subject with the events that its `where` can be asked of. */
function withCauses(
  subject: MeasureSubject,
  where: PlanExpr | undefined,
  same: readonly { field: string }[],
  site: Site,
): MeasureSubject {
  if (subject.kind !== 'flow' || (where === undefined && same.length === 0)) return subject;
  return { ...subject, causes: withFields(causesOf(subject.sources, site), where, same, site) };
}

/** What a condition joins with `and`. */
function conjunctsOf(ast: Ast): readonly Ast[] {
  return ast.kind === 'and' ? [...conjunctsOf(ast.left), ...conjunctsOf(ast.right)] : [ast];
}

/** `where` of an aggregate over history: sees the filtered event and parameters, nothing of the member's state. */
function checkWhere(where: Ast | undefined, scope: EventScope, site: Site) {
  const same: { field: string; thisField: string }[] = [];
  if (where === undefined) return { where: undefined, same, failed: false };
  const inner: Site = {
    ...site,
    filtered: { scope, same, conjuncts: new Set(conjunctsOf(where)) },
    line: undefined,
    history: false,
    member: false,
    narrowed: new Set(),
  };
  const expr = expectType(where, inner, BOOLEAN);
  return { where: expr && withoutTrue(expr), same, failed: expr === undefined };
}

/** Drops what `field = this.field` left behind: it is always true here. */
function withoutTrue(expr: PlanExpr): PlanExpr | undefined {
  if (expr.kind === 'constant' && expr.value === true) return undefined;
  if (expr.kind !== 'and') return expr;
  const items = expr.items.map(withoutTrue).filter((item) => item !== undefined);
  const first = items[0];
  return items.length <= 1 ? first : { ...expr, items };
}

function addMeasure(measure: PlanMeasure, site: Site): PlanExpr {
  const { measures } = site.program;
  measures.push(measure);
  return {
    kind: 'measure',
    measure: measures.length - 1,
    type: measure.type,
    optional: measure.optional,
    span: measure.span,
  };
}

interface Subject {
  readonly subject: MeasureSubject;
  readonly scope: EventScope;
  readonly field: FieldInfo | undefined;
}

function eventNamed(name: Identifier, site: Site): EventInfo | undefined {
  const { program } = site;
  const event = program.events.get(name.name);
  if (event !== undefined || program.broken.has(name.name)) return event;
  const guess = nearest(name.name, [...program.events.keys()]);
  return program.findings.add(
    report('unknown-event', name.span, { name: name.name }, didYouMean(guess, name.span)),
  );
}

function levelOf(ast: Ast, site: Site): { readonly ladder: number; readonly level: number } | undefined {
  const { program } = site;
  if (ast.kind !== 'member-access') return program.findings.add(report('level-expected', ast.span, {}));
  const ladder = program.ladders.get(ast.object.name);
  if (ladder === undefined) {
    const guess = nearest(ast.object.name, [...program.ladders.keys()]);
    return program.findings.add(
      report(
        'unknown-ladder',
        ast.object.span,
        { name: ast.object.name },
        didYouMean(guess, ast.object.span),
      ),
    );
  }
  const level = ladder.levels.indexOf(ast.property.name);
  if (level < 0) {
    const guess = nearest(ast.property.name, ladder.levels);
    const words = { name: ast.property.name, ladder: ladder.name, levels: ladder.levels.join(', ') };
    return program.findings.add(
      report('unknown-level', ast.property.span, words, didYouMean(guess, ast.property.span)),
    );
  }
  if (site.ladders !== undefined && !site.ladders.has(ladder.name))
    return program.findings.add(report('ladder-order', ast.object.span, { ladder: ladder.name }));
  return { ladder: ladder.index, level };
}

const NO_FIELDS = (name: string): EventScope => ({ name, fields: new Map() });

function pointsNamed(
  ast: Ast,
  site: Site,
): { readonly index: number; readonly decimals: number; readonly name: string } | undefined {
  const { program } = site;
  const word = ast.kind === 'name' ? ast.name : undefined;
  const singular = word?.endsWith('s') === true ? word.slice(0, -1) : undefined;
  const name = word !== undefined && program.points.has(word) ? word : singular;
  const points = name === undefined ? undefined : program.points.get(name);
  if (points !== undefined && name !== undefined) return { ...points, name };
  const known = [...program.points.keys()];
  const guess = word === undefined ? undefined : nearest(word, known);
  return program.findings.add(
    report(
      'unknown-points',
      ast.span,
      { name: printExpression(ast), known: known.join(', ') },
      didYouMean(guess, ast.span),
    ),
  );
}

/** `star by rule`: the points and where they come from. */
function flowSubject(
  flow: 'earned' | 'used' | 'expired',
  ast: Ast,
  clauses: Clauses | undefined,
  site: Site,
): Subject | undefined {
  const { program } = site;
  const points = pointsNamed(ast, site);
  if (points === undefined) return undefined;
  const sources = clauses?.by?.map((name) => name.name);
  for (const name of clauses?.by ?? [])
    if (!program.rules.has(name.name) && !program.rewards.has(name.name)) {
      const guess = nearest(name.name, [...program.rules.keys(), ...program.rewards.keys()]);
      return program.findings.add(
        report('unknown-rule', name.span, { name: name.name }, didYouMean(guess, name.span)),
      );
    }
  return {
    subject: { kind: 'flow', flow, points: points.index, sources, causes: [] },
    scope: unionScope(causesOf(sources, site)),
    field: undefined,
  };
}

function isFlow(name: string): name is 'earned' | 'used' | 'expired' {
  return FLOWS.includes(name);
}

function subjectOf(call: Call, site: Site): Subject | undefined {
  const { program } = site;
  const argument = call.arguments[0];
  const happening = call.clauses?.happening;
  if (argument === undefined) return wrongCount(call.name.name, call.span, 'one', 0, program);
  if (happening !== undefined) {
    if (isFlow(happening.name)) return flowSubject(happening.name, argument, call.clauses, site);
    if (happening.name !== 'reach' && happening.name !== 'lapse')
      return program.findings.add(report('unknown-event', happening.span, { name: happening.name }));
    const level = levelOf(argument, site);
    if (level?.level === 0 && argument.kind === 'member-access') {
      const { name, span } = argument.property;
      return program.findings.add(report('base-not-reached', span, { level: name }));
    }
    return (
      level && {
        subject: { kind: happening.name, ...level },
        scope: NO_FIELDS(happening.name),
        field: undefined,
      }
    );
  }
  if (argument.kind === 'name') {
    const event = eventNamed({ name: argument.name, span: argument.span }, site);
    if (event === undefined) return undefined;
    return {
      subject: { kind: 'event', event: event.name },
      scope: commonScope([event], site),
      field: undefined,
    };
  }
  if (argument.kind === 'member-access') {
    if (program.ladders.has(argument.object.name) && !program.events.has(argument.object.name)) {
      const level = levelOf(argument, site);
      return (
        level && {
          subject: { kind: 'tier', ...level },
          scope: NO_FIELDS(argument.object.name),
          field: undefined,
        }
      );
    }
    const event = eventNamed(argument.object, site);
    if (event === undefined) return undefined;
    const field = fieldOf(event, argument.property.name, site);
    if (field === undefined || field.type === undefined) {
      if (event.derived.has(argument.property.name)) return undefined;
      const guess = nearest(argument.property.name, [...event.fields.keys()]);
      const words = { name: argument.property.name, event: event.name };
      return program.findings.add(
        field === undefined
          ? report('unknown-field', argument.property.span, words, didYouMean(guess, argument.property.span))
          : report('list-as-value', argument.property.span, { name: argument.property.name }),
      );
    }
    return { subject: { kind: 'event', event: event.name }, scope: commonScope([event], site), field };
  }
  return program.findings.add(report('aggregate-subject', argument.span, { name: call.name.name }));
}

/** Result type of an aggregate, or the words for what it needs. */
function resultOf(
  name: MeasureFunction,
  { subject, field }: Subject,
  span: Span,
  site: Site,
): { readonly type: ValueType; readonly optional: boolean } | undefined {
  const { findings } = site.program;
  const refuse = (en: string, ja: string): undefined =>
    findings.add(report('aggregate-needs', span, { name, needs: { en, ja } }));
  if (subject.kind === 'tier' && name !== 'last')
    return refuse('`last`, for a level', '会員ランクには `last`');
  switch (name) {
    case 'count':
      return field === undefined
        ? { type: INTEGER, optional: false }
        : refuse('an event, not a field', 'フィールドではなくイベント');
    case 'sum':
      if (field?.type?.kind !== 'quantity')
        return refuse('a field with an amount or number', '金額・ポイント・数のフィールド');
      return { type: field.type, optional: false };
    case 'lowest':
    case 'highest':
      if (field?.type === undefined || !(field.type.kind === 'quantity' || field.type.kind === 'date'))
        return refuse('a field with an amount, number or date', '金額・数・日付のフィールド');
      return { type: field.type, optional: true };
    case 'distinct':
      if (
        field?.type === undefined ||
        !['word', 'text', 'boolean', 'quantity', 'level'].includes(field.type.kind)
      )
        return refuse('a field with words, texts or numbers', '語・文字列・数のフィールド');
      return { type: INTEGER, optional: false };
    case 'first':
    case 'last':
      return { type: field?.type ?? DATE, optional: true };
    case 'streak':
      return { type: INTEGER, optional: false };
  }
}

function isMeasureFunction(name: string): name is MeasureFunction {
  return HISTORY_FUNCTIONS.includes(name) && name !== 'any';
}

/** `count sum first last distinct lowest highest` over history. */
function historyAggregate(call: Call, site: Site): PlanExpr | undefined {
  const { program } = site;
  const name = call.name.name;
  if (!isMeasureFunction(name)) return program.findings.add(report('any-of-history', call.span, {}));
  const subject = subjectOf(call, site);
  const window = checkWindow(call.clauses?.window, site);
  if (call.arguments.length > 1) return wrongCount(name, call.span, 'one', call.arguments.length, program);
  if (subject === undefined) return undefined;
  const { where, same, failed } = checkWhere(call.clauses?.where, subject.scope, site);
  if (subject.subject.kind !== 'flow' && call.clauses?.by !== undefined && call.clauses.by[0] !== undefined)
    return program.findings.add(report('by-not-here', call.clauses.by[0].span, { name }));
  const result = resultOf(name, subject, call.span, site);
  if (window === undefined || failed || result === undefined) return undefined;
  return addMeasure(
    {
      function: name,
      subject: withCauses(subject.subject, where, same, site),
      field: subject.field?.name,
      where,
      same,
      window,
      beforeThis: call.clauses?.beforeThis !== undefined,
      period: undefined,
      ...result,
      text: printExpression(call),
      span: call.span,
    },
    site,
  );
}

/** `earned(star by rule where … during …)`: the sum of a flow. */
export function checkFlow(call: Call, site: Site): PlanExpr | undefined {
  const { program } = site;
  const flow = call.name.name;
  const argument = call.arguments[0];
  if (!isFlow(flow) || argument === undefined || call.arguments.length !== 1)
    return wrongCount(flow, call.span, 'one', call.arguments.length, program);
  if (!site.history)
    return program.findings.add(report('state-not-here', call.span, { what: `\`${flow}()\`` }));
  const subject = flowSubject(flow, argument, call.clauses, site);
  const window = checkWindow(call.clauses?.window, site);
  if (subject?.subject.kind !== 'flow' || window === undefined) return undefined;
  const { where, same, failed } = checkWhere(call.clauses?.where, subject.scope, site);
  if (failed) return undefined;
  const [name, points] = [...program.points.entries()][subject.subject.points] ?? [];
  if (name === undefined || points === undefined) return undefined;
  return addMeasure(
    {
      function: 'sum',
      subject: withCauses(subject.subject, where, same, site),
      field: undefined,
      where,
      same,
      window,
      beforeThis: call.clauses?.beforeThis !== undefined,
      period: undefined,
      type: quantity({ [name]: 1 }, points.decimals),
      optional: false,
      text: printExpression(call),
      span: call.span,
    },
    site,
  );
}

/** `streak(visit by month)`. */
export function checkStreak(call: Call, site: Site): PlanExpr | undefined {
  const { program } = site;
  if (!site.history) return program.findings.add(report('state-not-here', call.span, { what: '`streak()`' }));
  const word = call.clauses?.by?.[0];
  if (word === undefined || call.clauses?.window !== undefined || call.clauses?.by?.length !== 1)
    return program.findings.add(report('streak-form', call.span, {}));
  const subject = subjectOf(call, site);
  const period = resolvePeriod(word, program);
  if (subject === undefined || period === undefined || refuseSincePeriod(period, word.span, program))
    return undefined;
  if (subject.field !== undefined || subject.subject.kind !== 'event')
    return program.findings.add(report('streak-form', call.span, {}));
  const { where, same, failed } = checkWhere(call.clauses?.where, subject.scope, site);
  if (failed) return undefined;
  return addMeasure(
    {
      function: 'streak',
      subject: subject.subject,
      field: undefined,
      where,
      same,
      window: { kind: 'all' },
      beforeThis: call.clauses?.beforeThis !== undefined,
      period,
      type: INTEGER,
      optional: false,
      text: printExpression(call),
      span: call.span,
    },
    site,
  );
}

/** An aggregate: over the lines of the event at hand where the argument names such a list, else over history. */
export function checkAggregate(call: Call, site: Site): PlanExpr | undefined {
  const list = linesOf(call.arguments[0], site);
  if (list !== undefined) return linesAggregate(call, list, site);
  if (!site.history)
    return site.program.findings.add(
      report('state-not-here', call.span, { what: `\`${call.name.name}()\`` }),
    );
  return historyAggregate(call, site);
}
