import type { PlanExpr } from '../../schema/index.ts';
import { nearest } from '../document/index.ts';
import type { Ast } from '../expression/index.ts';
import type { FieldInfo } from './declarations.ts';
import { report } from './findings.ts';
import { didYouMean } from './literals.ts';
import { expectType, type Site } from './site.ts';
import { BOOLEAN, INTEGER, isNumeric } from './type.ts';

type Call = Extract<Ast, { readonly kind: 'call' }>;
type LinesFunction = Extract<PlanExpr, { readonly kind: 'lines' }>['function'];

const LINES_FUNCTIONS: readonly string[] = [
  'count',
  'sum',
  'first',
  'last',
  'distinct',
  'lowest',
  'highest',
  'any',
];

/** The list of lines that an argument names, when it names one of the event at hand. */
export function linesOf(argument: Ast | undefined, site: Site): FieldInfo | undefined {
  const scope = site.filtered?.scope ?? site.event;
  const name =
    argument?.kind === 'name'
      ? argument.name
      : argument?.kind === 'member-access'
        ? argument.object.name
        : undefined;
  const field = name === undefined ? undefined : scope?.fields.get(name);
  return field?.lines === undefined ? undefined : field;
}

function isLinesFunction(name: string): name is LinesFunction {
  return LINES_FUNCTIONS.includes(name);
}

/** `sum(items.amount where …)` over the lines of the event at hand. */
export function linesAggregate(call: Call, list: FieldInfo, site: Site): PlanExpr | undefined {
  const { program } = site;
  const name = call.name.name;
  const argument = call.arguments[0];
  const fields = list.lines;
  if (!isLinesFunction(name) || argument === undefined || fields === undefined) return undefined;
  if (call.clauses?.window !== undefined)
    return program.findings.add(report('lines-window', call.clauses.window.span, {}));
  const inner: Site = { ...site, line: { name: list.name, fields }, narrowed: new Set() };
  const where = call.clauses?.where && expectType(call.clauses.where, inner, BOOLEAN);
  if (call.clauses?.where !== undefined && where === undefined) return undefined;
  const base = { kind: 'lines', list: list.name, function: name, where, span: call.span } as const;
  if (name === 'count' || name === 'any') {
    if (argument.kind !== 'name')
      return program.findings.add(
        report('aggregate-needs', call.span, {
          name,
          needs: { en: 'the list, not a field of it', ja: 'フィールドではなく明細そのもの' },
        }),
      );
    return { ...base, value: undefined, type: name === 'any' ? BOOLEAN : INTEGER, optional: false };
  }
  const field = argument.kind === 'member-access' ? fields.get(argument.property.name) : undefined;
  if (argument.kind === 'member-access' && field?.type === undefined) {
    const guess = nearest(argument.property.name, [...fields.keys()]);
    return program.findings.add(
      report(
        'unknown-field',
        argument.property.span,
        { name: argument.property.name, event: list.name },
        didYouMean(guess, argument.property.span),
      ),
    );
  }
  const type = field?.type;
  const fits =
    type !== undefined &&
    (name === 'sum'
      ? type.kind === 'quantity'
      : name === 'distinct' ||
        name === 'first' ||
        name === 'last' ||
        isNumeric(type) ||
        type.kind === 'date');
  if (field === undefined || type === undefined || !fits)
    return program.findings.add(
      report('aggregate-needs', call.span, {
        name,
        needs: { en: 'a field of the lines that it can work on', ja: '計算できる明細のフィールド' },
      }),
    );
  const value: PlanExpr = {
    kind: 'line-field',
    name: field.name,
    type,
    optional: field.optional,
    span: argument.span,
  };
  if (name === 'sum') return { ...base, value, type, optional: false };
  if (name === 'distinct') return { ...base, value, type: INTEGER, optional: false };
  return { ...base, value, type, optional: true };
}
