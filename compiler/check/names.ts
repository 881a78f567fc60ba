import { FOREVER, type PlanExpr, type PlanField, type Span, type ValueType } from '../../schema/index.ts';
import { nearest } from '../document/index.ts';
import { type Ast, childrenOf, printExpression } from '../expression/index.ts';
import type { DerivedInfo, EventInfo, FieldInfo, NamedInfo, ParameterInfo } from './declarations.ts';
import { Findings, report } from './findings.ts';
import { didYouMean } from './literals.ts';
import { roundedDown } from './mending.ts';
import { namedSite, parseOf, recordedSite } from './places.ts';
import type { EventScope, Site } from './site.ts';
import { resolveKeys } from './table-keys.ts';
import { BOOLEAN, DATE, DATETIME, sameType } from './type.ts';

type Of<K extends Ast['kind']> = Extract<Ast, { readonly kind: K }>;

/** `now`, `today`, `forever`. */
export function checkMoment(ast: Of<'now'> | Of<'today'> | Of<'forever'>, site: Site): PlanExpr | undefined {
  const span = ast.span;
  if (ast.kind === 'forever') return { kind: 'constant', value: FOREVER, type: DATE, optional: false, span };
  if (!site.member)
    return site.program.findings.add(report('state-not-here', span, { what: `\`${ast.kind}\`` }));
  return { kind: ast.kind, type: ast.kind === 'now' ? DATETIME : DATE, optional: false, span };
}

/** The type of a field as stored; undefined for a list of records. */
export function valueTypeOf(field: PlanField): ValueType | undefined {
  return field.type.kind === 'value' ? field.type.type : undefined;
}

/** Checks a derived field on first use: it may read others, in any order but a circle. */
export function resolveDerived(event: EventInfo, info: DerivedInfo, site: Site): PlanExpr | undefined {
  const { program } = site;
  if (info.state === 'checking') {
    info.state = 'done';
    return program.findings.add(report('measure-cycle', info.span, { name: info.name }));
  }
  if (info.state === 'new') {
    info.state = 'checking';
    const ast = parseOf(info.node, program);
    const scope = { name: event.name, fields: event.fields };
    let expr = ast && site.check(ast, recordedSite(program, site.check, scope));
    if (expr?.type.kind === 'fraction')
      expr = program.findings.add(report('rounding-missing', expr.span, {}, { fix: roundedDown(expr.span) }));
    info.expr = expr;
    info.state = 'done';
    if (expr !== undefined)
      event.fields.set(info.name, {
        name: info.name,
        type: expr.type,
        optional: expr.optional,
        lines: undefined,
        span: info.span,
      });
  }
  return info.expr;
}

/** A field of an event, with derived ones typed when first asked for. */
export function fieldOf(event: EventInfo, name: string, site: Site): FieldInfo | undefined {
  const derived = event.derived.get(name);
  if (derived !== undefined) resolveDerived(event, derived, site);
  return event.fields.get(name);
}

/** Checks a named measure or segment on first use. */
export function resolveNamed(info: NamedInfo, site: Site, readAt?: Span): PlanExpr | undefined {
  const { program } = site;
  if (info.state === 'checking') {
    info.state = 'done';
    const message = {
      en: `\`${info.name}\` is read again here`,
      ja: `ここで \`${info.name}\` に戻っています`,
    };
    const related = readAt === undefined ? [] : [{ span: readAt, message }];
    return program.findings.add(report('measure-cycle', info.span, { name: info.name }, { related }));
  }
  if (info.state === 'new') {
    info.state = 'checking';
    const ast = parseOf(info.node, program);
    const place = namedSite(program, site.check);
    const expr = ast && site.check(ast, place, info.kind === 'segment' ? BOOLEAN : undefined);
    info.expr = expr;
    if (info.kind === 'segment' && expr !== undefined && expr.type.kind !== 'boolean') {
      const { en, ja } = { en: 'a condition (yes or no)', ja: '条件（yes / no）' };
      program.findings.add(
        report('segment-not-condition', expr.span, { name: info.name, expected: { en, ja } }),
      );
      info.expr = undefined;
    }
    info.state = 'done';
  }
  return info.expr;
}

function namesIn(ast: Ast): readonly string[] {
  return ast.kind === 'name' ? [ast.name] : childrenOf(ast).flatMap(namesIn);
}

function readParameter(info: ParameterInfo, span: Span, site: Site): PlanExpr | undefined {
  if (!resolveKeys(info, site)) return undefined;
  for (const key of info.by) {
    // Derived fields are typed, and their mistakes told, before the keys are tried in silence.
    const scope = frame(site);
    if (scope !== undefined) for (const name of namesIn(key.ast)) fieldIn(scope, name, site);
    const quiet: Site = { ...site, program: { ...site.program, findings: new Findings() } };
    const expr = site.check(key.ast, quiet);
    if (expr === undefined || !sameType(expr.type, key.type) || expr.optional)
      return site.program.findings.add(
        report('table-key-unavailable', span, { name: info.name, key: printExpression(key.ast) }),
      );
  }
  return { kind: 'parameter', parameter: info.index, type: info.type, optional: false, span };
}

function fieldNode(
  field: FieldInfo,
  kind: 'field' | 'line-field',
  ast: Of<'name'>,
  site: Site,
): PlanExpr | undefined {
  if (field.type === undefined)
    return site.program.findings.add(report('list-as-value', ast.span, { name: ast.name }));
  return { kind, name: ast.name, type: field.type, optional: field.optional, span: ast.span };
}

/** The scope whose bare names come first: the filtered event in a `where`, else the event at hand. */
function frame(site: Site) {
  return site.filtered?.scope ?? site.event;
}

/** The event of a scope that derives such a field. */
function deriving(scope: EventScope, name: string, site: Site): EventInfo | undefined {
  const event =
    scope.among === undefined
      ? site.program.events.get(scope.name)
      : scope.among.find(({ fields, derived }) => fields.has(name) || derived.has(name));
  return event?.derived.has(name) === true ? event : undefined;
}

/** A field of a scope, with a derived one typed when first asked for. */
export function fieldIn(scope: EventScope, name: string, site: Site): FieldInfo | undefined {
  const event = deriving(scope, name, site);
  return event === undefined ? scope.fields.get(name) : fieldOf(event, name, site);
}

/** Whether a bare name stands for a value here: then the other side of a comparison takes its type from it. */
export function isVariable(name: string, site: Site): boolean {
  const { program } = site;
  const scope = frame(site);
  return (
    site.line?.fields.has(name) === true ||
    scope?.fields.has(name) === true ||
    (scope !== undefined && deriving(scope, name, site) !== undefined) ||
    program.parameters.has(name) ||
    program.named.has(name)
  );
}

function place(span: Span) {
  return { optional: false, span } as const;
}

/** Resolves a name: words of the expected type, then fields, parameters, measures, segments (language §4). */
export function checkName(
  ast: Of<'name'>,
  site: Site,
  expected: ValueType | undefined,
): PlanExpr | undefined {
  const { program } = site;
  const { name, span } = ast;
  if (expected?.kind === 'word' && expected.words.includes(name))
    return { kind: 'constant', value: name, type: expected, ...place(span) };
  if (expected?.kind === 'level') {
    const level = program.ladders.get(expected.ladder)?.levels.indexOf(name) ?? -1;
    if (level >= 0) return { kind: 'constant', value: level, type: expected, ...place(span) };
  }
  if (name === 'earned' && site.special.has('earned')) return { kind: 'earned', type: DATE, ...place(span) };
  if (name === 'reached' && site.special.has('reached'))
    return { kind: 'reached', type: DATE, ...place(span) };

  const line = site.line?.fields.get(name);
  if (line !== undefined) return fieldNode(line, 'line-field', ast, site);
  const scope = frame(site);
  const field = scope && fieldIn(scope, name, site);
  if (field !== undefined) return fieldNode(field, 'field', ast, site);
  // A derived field that could not be typed: its mistake has been reported.
  if (scope !== undefined && deriving(scope, name, site) !== undefined) return undefined;
  const parameter = program.parameters.get(name);
  if (parameter !== undefined) return readParameter(parameter, span, site);
  const named = program.named.get(name);
  if (named !== undefined) return readNamed(named, ast, site);
  return unknownName(ast, site, expected);
}

function readNamed(named: NamedInfo, ast: Of<'name'>, site: Site): PlanExpr | undefined {
  if (!site.history)
    return site.program.findings.add(report('state-not-here', ast.span, { what: `\`${ast.name}\`` }));
  const expr = resolveNamed(named, site, ast.span);
  if (expr === undefined) return undefined;
  return { kind: 'named', named: named.index, type: expr.type, optional: expr.optional, span: ast.span };
}

function unknownName(ast: Of<'name'>, site: Site, expected: ValueType | undefined): undefined {
  const { program } = site;
  const { name, span } = ast;
  if (program.broken.has(name)) return undefined;
  if (expected?.kind === 'word')
    return program.findings.add(
      report(
        'unknown-word',
        span,
        { name, words: expected.words.join(', ') },
        didYouMean(nearest(name, expected.words), span),
      ),
    );
  if (expected?.kind === 'level') {
    const levels = program.ladders.get(expected.ladder)?.levels ?? [];
    return program.findings.add(
      report(
        'unknown-level',
        span,
        { name, ladder: expected.ladder, levels: levels.join(', ') },
        didYouMean(nearest(name, levels), span),
      ),
    );
  }
  const elsewhere = [...program.events.values()].filter(
    (event) => event.fields.has(name) || event.derived.has(name),
  );
  const scope = frame(site);
  const first = elsewhere[0];
  const known = [
    ...(scope?.fields.keys() ?? []),
    ...(site.line?.fields.keys() ?? []),
    ...program.parameters.keys(),
    ...program.named.keys(),
  ];
  const guess = nearest(name, known);
  if (guess === undefined && first !== undefined)
    return program.findings.add(
      report('field-not-here', span, { name, events: elsewhere.map((event) => event.name).join(', ') }),
    );
  if (guess === undefined && program.events.has(name))
    return program.findings.add(report('event-as-value', span, { name }));
  return program.findings.add(report('unknown-name', span, { name }, didYouMean(guess, span)));
}

/** `member.x`, `this.x`; others stand only inside an aggregate. */
export function checkAccess(ast: Of<'member-access'>, site: Site): PlanExpr | undefined {
  const { program } = site;
  const { object, property, span } = ast;
  if (object.name === 'member') {
    if (!site.member)
      return program.findings.add(report('state-not-here', span, { what: `\`${printExpression(ast)}\`` }));
    const attribute = program.attributes.get(property.name);
    const type = attribute && valueTypeOf(attribute);
    if (attribute === undefined || type === undefined) {
      const guess = nearest(property.name, [...program.attributes.keys()]);
      return program.findings.add(
        report('unknown-attribute', property.span, { name: property.name }, didYouMean(guess, property.span)),
      );
    }
    return { kind: 'attribute', name: property.name, type, optional: attribute.optional, span };
  }
  if (object.name === 'this') {
    if (site.filtered === undefined) return program.findings.add(report('this-not-here', span, {}));
    return program.findings.add(report('this-equality-only', span, {}));
  }
  if (program.events.has(object.name))
    return program.findings.add(report('event-field-alone', span, { text: printExpression(ast) }));
  if (program.ladders.has(object.name))
    return program.findings.add(
      report('level-alone', span, { text: printExpression(ast), ladder: object.name, level: property.name }),
    );
  if (frame(site)?.fields.get(object.name)?.lines !== undefined)
    return program.findings.add(report('list-as-value', object.span, { name: object.name }));
  const guess = nearest(object.name, ['member', ...program.events.keys(), ...program.ladders.keys()]);
  return program.findings.add(
    report('unknown-name', object.span, { name: object.name }, didYouMean(guess, object.span)),
  );
}
