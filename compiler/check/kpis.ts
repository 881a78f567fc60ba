import type {
  KpiExpr,
  Loyalty,
  PlanExpr,
  PlanKpi,
  PlanLoyalty,
  PlanMeasure,
  PlanStandard,
  PlanWindow,
  Span,
  StandardKpi,
  Unit,
} from '../../schema/index.ts';
import { childOf, type MapNode, type Node, nearest } from '../document/index.ts';
import { type Ast, parseTarget, printExpression } from '../expression/index.ts';
import { wrongCount } from './arguments.ts';
import type { Declarations } from './declarations.ts';
import { entriesOf } from './declare.ts';
import { report } from './findings.ts';
import { didYouMean } from './literals.ts';
import { roundedDown } from './mending.ts';
import { fieldOf } from './names.ts';
import { parseOf, scalarOf } from './places.ts';
import { isShare, warnAboveOne } from './shares.ts';
import { type Check, constantSite, expectType, memberSite, present, type Site, typeWords } from './site.ts';
import { titleOf } from './tiers.ts';
import { BOOLEAN, combineUnits, INTEGER, isNumeric, isPlain, quantity, sameUnit } from './type.ts';
import { ADD, SUBTRACT } from './units.ts';
import { checkWindow } from './windows.ts';

type Call = Extract<Ast, { readonly kind: 'call' }>;

const STANDARD: readonly StandardKpi[] = [
  'repeat_rate',
  'second_purchase_rate',
  'retention_rate',
  'churn_rate',
  'active_rate',
  'ltv',
  'nps',
  'csat',
  'redemption_rate',
  'breakage',
  'liability',
  'earn_burn',
  'program_cost',
  'enrolled',
];
const FUNCTIONS = ['share', 'mean', 'total', 'members'];
const LOYALTIES: readonly Loyalty[] = ['economic', 'behavioral', 'psychological'];

/** A population value and its unit. */
interface Typed {
  readonly expr: KpiExpr;
  readonly unit: Unit;
}

/** What KPIs stand on. */
interface Place {
  readonly site: Site;
  readonly standard: PlanStandard;
}

function measureNode(measure: PlanMeasure, site: Site): PlanExpr {
  site.program.measures.push(measure);
  return {
    kind: 'measure',
    measure: site.program.measures.length - 1,
    type: measure.type,
    optional: measure.optional,
    span: measure.span,
  };
}

/** A measure of the standard purchase event, as if it had been written. */
function purchaseMeasure(
  kind: 'count' | 'sum',
  window: PlanWindow,
  span: Span,
  place: Place,
): PlanExpr | undefined {
  const { purchase } = place.standard;
  if (purchase === undefined) return undefined;
  const event = place.site.program.events.get(purchase.event);
  const type = kind === 'count' ? INTEGER : event && fieldOf(event, purchase.field, place.site)?.type;
  if (type === undefined) return undefined;
  return measureNode(
    {
      function: kind,
      subject: { kind: 'event', event: purchase.event },
      field: kind === 'sum' ? purchase.field : undefined,
      where: undefined,
      same: [],
      window,
      beforeThis: false,
      period: undefined,
      type,
      optional: false,
      text: kind === 'count' ? `count(${purchase.event})` : `sum(${purchase.event}.${purchase.field})`,
      span,
    },
    place.site,
  );
}

/** The member's last answer, for `nps(survey.recommend …)`. */
function answerOf(call: Call, window: PlanWindow, place: Place): PlanExpr | undefined {
  const { program } = place.site;
  const argument = call.arguments[0];
  const refuse = (): undefined =>
    program.findings.add(report('kpi-answer', call.span, { name: call.name.name }));
  if (argument?.kind !== 'member-access') return refuse();
  const event = program.events.get(argument.object.name);
  if (event === undefined) {
    const { name, span } = argument.object;
    return program.findings.add(
      report('unknown-event', span, { name }, didYouMean(nearest(name, [...program.events.keys()]), span)),
    );
  }
  const { name: asked, span } = argument.property;
  const field = fieldOf(event, asked, place.site);
  if (field === undefined && !event.derived.has(asked))
    return program.findings.add(
      report(
        'unknown-field',
        span,
        { name: asked, event: event.name },
        didYouMean(nearest(asked, [...event.fields.keys()]), span),
      ),
    );
  if (field?.type?.kind !== 'quantity' || !isPlain(field.type.unit)) return refuse();
  return measureNode(
    {
      function: 'last',
      subject: { kind: 'event', event: event.name },
      field: field.name,
      where: undefined,
      same: [],
      window,
      beforeThis: false,
      period: undefined,
      type: field.type,
      optional: true,
      text: printExpression(call),
      span: call.span,
    },
    place.site,
  );
}

function pointsOf(call: Call | undefined, name: StandardKpi, place: Place): number | undefined {
  const { program } = place.site;
  const argument = call?.arguments[0];
  if (argument === undefined) {
    if (name === 'liability') return undefined;
    const [only, ...others] = [...program.points.values()].filter((points) => points.redeemable);
    return only === undefined || others.length > 0 ? -1 : only.index;
  }
  const word = argument.kind === 'name' ? argument.name : '';
  const points = program.points.get(word) ?? program.points.get(word.replace(/s$/, ''));
  if (points !== undefined) return points.index;
  const known = [...program.points.keys()];
  program.findings.add(
    report(
      'unknown-points',
      argument.span,
      { name: printExpression(argument), known: known.join(', ') },
      didYouMean(nearest(word, known), argument.span),
    ),
  );
  return -2;
}

/** Roles per standard KPI: `docs/kpis.md`. Undefined when the program does not say what they need, which is reported. */
function partsOf(
  name: StandardKpi,
  call: Call | undefined,
  span: Span,
  window: PlanWindow,
  place: Place,
): Readonly<Record<string, PlanExpr>> | undefined {
  const { program } = place.site;
  const needs = (what: string): undefined =>
    program.findings.add(report('kpi-needs-standard', span, { name, what }));
  const purchases = () => purchaseMeasure('count', window, span, place);
  switch (name) {
    case 'repeat_rate': {
      const count = purchases();
      return count === undefined ? needs('purchase') : { purchases: count };
    }
    case 'second_purchase_rate': {
      const count = purchases();
      const ever = purchaseMeasure('count', { kind: 'all' }, span, place);
      return count === undefined || ever === undefined
        ? needs('purchase')
        : { purchases: count, purchases_ever: ever };
    }
    case 'ltv': {
      const count = purchases();
      const spend = purchaseMeasure('sum', window, span, place);
      return count === undefined || spend === undefined ? needs('purchase') : { purchases: count, spend };
    }
    case 'retention_rate':
    case 'churn_rate':
    case 'active_rate': {
      const { active } = place.standard;
      return active === undefined ? needs('active') : { active };
    }
    case 'nps':
    case 'csat': {
      if (call === undefined) return program.findings.add(report('kpi-answer', span, { name }));
      const answer = answerOf(call, window, place);
      return answer && { answer };
    }
    default:
      return {};
  }
}

function standardKpi(name: StandardKpi, call: Call | undefined, span: Span, place: Place): Typed | undefined {
  const { program } = place.site;
  const window = checkWindow(call?.clauses?.window, place.site);
  if (window === undefined) return undefined;
  const flows = ['redemption_rate', 'breakage', 'liability', 'earn_burn'].includes(name);
  const answers = name === 'nps' || name === 'csat';
  if (!flows && !answers && (call?.arguments.length ?? 0) > 0)
    return wrongCount(name, span, 'none', call?.arguments.length ?? 0, program);
  const points = flows ? pointsOf(call, name, place) : undefined;
  if (points === -2) return undefined;
  if (points === -1)
    return program.findings.add(
      report('kpi-points', span, { name, known: [...program.points.keys()].join(', ') }),
    );
  const parts = partsOf(name, call, span, window, place);
  if (parts === undefined) return undefined;
  const money = name === 'ltv' || name === 'liability' || name === 'program_cost';
  return {
    expr: { kind: 'standard', name, points, parts, window, span },
    unit: money ? { [program.currency.code]: 1 } : {},
  };
}

/** `share mean total members`: what is asked of each member. */
function populationCall(call: Call, place: Place): Typed | undefined {
  const { site } = place;
  const { program } = site;
  const name = call.name.name;
  const [first, ...more] = call.arguments;
  if (more.length > 0 || (first === undefined && name !== 'members'))
    return wrongCount(name, call.span, 'one', call.arguments.length, program);
  const amongAst = call.clauses?.among;
  const among = amongAst && expectType(amongAst, site, BOOLEAN);
  if (amongAst !== undefined && among === undefined) return undefined;
  const { span } = call;
  if (name === 'share' || name === 'members') {
    const of = first && expectType(first, site, BOOLEAN);
    if (first !== undefined && of === undefined) return undefined;
    if (name === 'members') return { expr: { kind: 'members', of, span }, unit: {} };
    return of && { expr: { kind: 'share', of, among, span }, unit: {} };
  }
  const raw = first && site.check(first, site);
  const of = name === 'mean' ? raw : present(raw, site);
  if (of === undefined) return undefined;
  if (!isNumeric(of.type))
    return program.findings.add(
      report('type-expected', of.span, {
        expected: { en: 'a number or an amount', ja: '数または金額・ポイント' },
        found: typeWords(of.type, site),
      }),
    );
  if (of.type.kind !== 'quantity')
    return program.findings.add(report('rounding-missing', of.span, {}, { fix: roundedDown(of.span) }));
  return { expr: { kind: name === 'mean' ? 'mean' : 'total', of, among, span }, unit: of.type.unit };
}

function isStandard(name: string): name is StandardKpi {
  return STANDARD.some((known) => known === name);
}

function checkKpi(ast: Ast, place: Place): Typed | undefined {
  const { site } = place;
  const { program } = site;
  switch (ast.kind) {
    case 'number':
    case 'unit-number': {
      const expr = site.check(ast, constantSite(program, site.check));
      if (expr?.kind !== 'constant' || typeof expr.value !== 'bigint' || expr.type.kind !== 'quantity')
        return undefined;
      return {
        expr: { kind: 'constant', value: expr.value, scale: expr.type.scale, span: ast.span },
        unit: expr.type.unit,
      };
    }
    case 'binary': {
      const left = checkKpi(ast.left, place);
      const right = checkKpi(ast.right, place);
      if (left === undefined || right === undefined) return undefined;
      const kind = ({ '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide' } as const)[ast.operator];
      if ((kind === 'add' || kind === 'subtract') && !sameUnit(left.unit, right.unit)) {
        const words = (unit: Unit) => typeWords(quantity(unit, 0), site);
        const attempt = kind === 'add' ? ADD : SUBTRACT;
        return program.findings.add(
          report('unit-mismatch', ast.right.span, { attempt: attempt(words(left.unit), words(right.unit)) }),
        );
      }
      const unit =
        kind === 'multiply' || kind === 'divide'
          ? combineUnits(left.unit, right.unit, kind === 'multiply' ? 1 : -1)
          : left.unit;
      return { expr: { kind, left: left.expr, right: right.expr, span: ast.span }, unit };
    }
    case 'name':
      if (isStandard(ast.name)) return standardKpi(ast.name, undefined, ast.span, place);
      return program.findings.add(report('kpi-form', ast.span, { text: printExpression(ast) }));
    case 'call': {
      const { name } = ast.name;
      if (isStandard(name)) return standardKpi(name, ast, ast.span, place);
      if (FUNCTIONS.includes(name)) return populationCall(ast, place);
      const guess = nearest(name, [...FUNCTIONS, ...STANDARD]);
      return program.findings.add(
        report('kpi-form', ast.span, { text: printExpression(ast) }, didYouMean(guess, ast.name.span)),
      );
    }
    case 'missing':
      return undefined;
    default:
      return program.findings.add(report('kpi-form', ast.span, { text: printExpression(ast) }));
  }
}

/** A share as its function is called. */
function nameOf(measure: KpiExpr): string {
  return measure.kind === 'standard' ? measure.name : measure.kind;
}

function targetOf(node: Node | undefined, typed: Typed | undefined, site: Site): PlanKpi['target'] {
  if (node === undefined) return undefined;
  const { program } = site;
  const scalar = scalarOf(node);
  if (scalar === undefined) return undefined;
  const { value, diagnostics } = parseTarget(scalar);
  program.findings.addAll(diagnostics);
  if (diagnostics.length > 0) return undefined;
  const wanted = quantity(typed?.unit ?? {}, 0);
  const expr = expectType(value.value, constantSite(program, site.check), wanted);
  if (expr === undefined) return undefined;
  if (expr.kind !== 'constant' || typeof expr.value !== 'bigint' || expr.type.kind !== 'quantity')
    return program.findings.add(report('constant-expected', expr.span, {}));
  const target = { kind: value.direction, value: expr.value, scale: expr.type.scale };
  if (typed !== undefined && isShare(typed.expr)) warnAboveOne(nameOf(typed.expr), target, value.value, site);
  return target;
}

/** `standard: { purchase: purchase.amount, active: … }`. */
export function checkStandard(root: MapNode, program: Declarations, check: Check): PlanStandard {
  const site = memberSite(program, check);
  const node = childOf(root, 'standard');
  const purchaseNode = childOf(node, 'purchase');
  const ast = purchaseNode && parseOf(purchaseNode, program);
  let purchase: PlanStandard['purchase'];
  if (ast !== undefined) {
    const event = ast.kind === 'member-access' ? program.events.get(ast.object.name) : undefined;
    const field =
      ast.kind === 'member-access' && event !== undefined
        ? fieldOf(event, ast.property.name, site)
        : undefined;
    if (event !== undefined && field?.type?.kind === 'quantity')
      purchase = { event: event.name, field: field.name };
    else program.findings.add(report('standard-purchase', ast.span, {}));
  }
  const activeNode = childOf(node, 'active');
  const activeAst = activeNode && parseOf(activeNode, program);
  return { purchase, active: activeAst && expectType(activeAst, site, BOOLEAN) };
}

/** A KPI and its unit. */
export interface TypedKpi {
  readonly plan: PlanKpi;
  readonly unit: Unit;
}

/** Types `kpis:`. */
export function checkKpis(
  root: MapNode,
  standard: PlanStandard,
  program: Declarations,
  check: Check,
): readonly TypedKpi[] {
  const site = memberSite(program, check);
  return entriesOf(root, 'kpis').flatMap((entry): readonly TypedKpi[] => {
    const node = childOf(entry.value, 'measure');
    const scalar = node && scalarOf(node);
    const ast = node && parseOf(node, program);
    const typed = ast && checkKpi(ast, { site, standard });
    const target = targetOf(childOf(entry.value, 'target'), typed, site);
    if (typed === undefined || scalar === undefined) return [];
    const { expr: measure, unit } = typed;
    const words = { name: entry.key, title: titleOf(entry), text: scalar.text, span: entry.keySpan };
    return [{ unit, plan: { ...words, measure, target } }];
  });
}

/** Types `loyalty:`: scores of one member, and where the money is meant to go. */
export function checkLoyalty(root: MapNode, program: Declarations, check: Check): PlanLoyalty {
  const site = memberSite(program, check);
  const node = childOf(root, 'loyalty');
  const scores = LOYALTIES.flatMap((loyalty) => {
    const score = childOf(node, loyalty);
    const ast = score && parseOf(score, program);
    const expr = ast && expectType(ast, site, quantity({}, 0));
    return expr === undefined ? [] : [{ loyalty, expr }];
  });
  const mixNode = childOf(node, 'mix');
  let sum = 0n;
  const mix = LOYALTIES.flatMap((loyalty) => {
    const share = childOf(mixNode, loyalty);
    const ast = share && parseOf(share, program);
    const expr = ast && expectType(ast, constantSite(program, check), quantity({}, 0));
    if (expr === undefined) return [];
    if (expr.kind !== 'constant' || typeof expr.value !== 'bigint' || expr.type.kind !== 'quantity') {
      program.findings.add(report('constant-expected', expr.span, {}));
      return [];
    }
    const value = expr.value * 10n ** BigInt(9 - expr.type.scale);
    sum += value;
    return [{ loyalty, share: value }];
  });
  if (mixNode !== undefined && sum !== 10n ** 9n)
    program.findings.add(report('mix-not-whole', mixNode.span, {}));
  return { scores, mix };
}
