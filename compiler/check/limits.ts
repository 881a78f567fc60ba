import type { PlanLimit } from '../../schema/index.ts';
import { type Node, nearest } from '../document/index.ts';
import { type AstLimit, type Identifier, parseLimit } from '../expression/index.ts';
import { report } from './findings.ts';
import { didYouMean } from './literals.ts';
import { scalarOf } from './places.ts';
import { type EventScope, present, type Site, typeWords } from './site.ts';
import { isNumeric, isPlain, soleUnit, unitOf } from './type.ts';
import { refuseSincePeriod } from './windows.ts';

/** What each `per` word of a limit means. */
function readPer(
  per: readonly Identifier[],
  scope: EventScope | undefined,
  site: Site,
): { readonly period: number | undefined; readonly field: string | undefined } | undefined {
  const { program } = site;
  let period: number | undefined;
  let field: string | undefined;
  for (const word of per) {
    const asField = scope?.fields.get(word.name);
    const asPeriod = program.periods.get(word.name);
    if (asField !== undefined && (asPeriod !== undefined || word.name === 'member'))
      return program.findings.add(report('limit-name-twice', word.span, { name: word.name }));
    if (word.name === 'member') continue;
    if (asPeriod !== undefined) {
      if (refuseSincePeriod(asPeriod.index, word.span, program)) return undefined;
      if (period !== undefined)
        return program.findings.add(report('limit-per-twice', word.span, { name: word.name }));
      period = asPeriod.index;
      continue;
    }
    if (asField === undefined) {
      const known = [...program.periods.keys(), 'member', ...(scope?.fields.keys() ?? [])];
      const guess = nearest(word.name, known);
      return program.findings.add(
        report('limit-per', word.span, { name: word.name }, didYouMean(guess, word.span)),
      );
    }
    const kind = asField.type?.kind;
    const whole = asField.type?.kind === 'quantity' && asField.type.scale === 0 && isPlain(asField.type.unit);
    if (asField.optional || !(kind === 'word' || kind === 'text' || kind === 'boolean' || whole))
      return program.findings.add(report('limit-field', word.span, { name: word.name }));
    if (field !== undefined)
      return program.findings.add(report('limit-per-twice', word.span, { name: word.name }));
    field = word.name;
  }
  return { period, field };
}

function readLimit(
  node: Node,
  scope: EventScope | undefined,
  gives: readonly number[] | undefined,
  site: Site,
): PlanLimit | undefined {
  const { program } = site;
  const scalar = scalarOf(node);
  if (scalar === undefined) return undefined;
  const { value, diagnostics } = parseLimit(scalar);
  program.findings.addAll(diagnostics);
  if (diagnostics.length > 0) return undefined;
  const limit: AstLimit = value;
  if (limit.per.length === 0) return program.findings.add(report('limit-form', scalar.span, {}));
  const amount = present(site.check(limit.amount, site), site);
  const per = readPer(limit.per, scope, site);
  if (amount === undefined || per === undefined) return undefined;
  const base = { amount, ...per, text: scalar.text, span: scalar.span };
  const unit = unitOf(amount.type);
  if (!isNumeric(amount.type) || unit === undefined)
    return program.findings.add(
      report('type-expected', amount.span, {
        expected: { en: 'a number of times or an amount of points', ja: '回数またはポイント数' },
        found: typeWords(amount.type, site),
      }),
    );
  if (isPlain(unit)) {
    if (amount.type.kind !== 'quantity' || amount.type.scale !== 0)
      return program.findings.add(report('limit-whole', amount.span, {}));
    return { ...base, kind: 'times', points: undefined };
  }
  const name = soleUnit(unit);
  const points = name === undefined ? undefined : program.points.get(name);
  if (points === undefined || gives?.includes(points.index) === false)
    return program.findings.add(report('limit-unit', amount.span, { found: typeWords(amount.type, site) }));
  if (per.field !== undefined) return program.findings.add(report('limit-quantity-field', amount.span, {}));
  return { ...base, kind: 'quantity', points: points.index };
}

/** `limit: X` or `limit: [X, Y]`; `gives` are the points types that a quantity may speak of; undefined = not known. */
export function limitsOf(
  node: Node | undefined,
  scope: EventScope | undefined,
  gives: readonly number[] | undefined,
  site: Site,
): readonly PlanLimit[] {
  if (node === undefined) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.map((item) => readLimit(item, scope, gives, site)).filter((limit) => limit !== undefined);
}
