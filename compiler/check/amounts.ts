import {
  type Day,
  type LotDates,
  type LotExpiry,
  type PlanAmount,
  type PlanExpr,
  parseDay,
} from '../../schema/index.ts';
import { childOf, type Node } from '../document/index.ts';
import type { Ast } from '../expression/index.ts';
import { boundsOf } from './bounds.ts';
import { report } from './findings.ts';
import { parseOf } from './places.ts';
import { readsHistory } from './reads.ts';
import { expectType, present, type Site, typeWords } from './site.ts';
import { DATE, isNumeric, quantity, rescale, soleUnit, unitOf } from './type.ts';

/** A typed amount of exactly one points type; anything else is reported. */
export function pointsAmount(expr: PlanExpr | undefined, site: Site): PlanAmount | undefined {
  const amount = present(expr, site);
  if (amount === undefined) return undefined;
  const name = isNumeric(amount.type) ? soleUnit(unitOf(amount.type) ?? {}) : undefined;
  const points = name === undefined ? undefined : site.program.points.get(name);
  if (points === undefined)
    return site.program.findings.add(
      report('points-expected', amount.span, {
        found: typeWords(amount.type, site),
        example: [...site.program.points.keys()][0] ?? 'star',
      }),
    );
  const { high } = boundsOf(amount, site.program);
  if (high !== undefined && high.n <= 0n)
    site.program.findings.add(report('amount-never-positive', amount.span, {}));
  return { points: points.index, amount };
}

/** `give: X` or `give: [X, Y]`. */
export function amountsOf(node: Node | undefined, site: Site): readonly PlanAmount[] {
  if (node === undefined) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => {
    const ast = parseOf(item, site.program);
    const amount = ast && pointsAmount(site.check(ast, site), site);
    return amount === undefined ? [] : [amount];
  });
}

/** A constant amount in the currency, at its decimals; more decimals are reported. */
export function moneyOf(node: Node | undefined, site: Site): bigint | undefined {
  const constant = moneyConstant(node, site);
  if (constant === undefined) return undefined;
  const { decimals } = site.program.currency;
  if (constant.scale > decimals && constant.amount % 10n ** BigInt(constant.scale - decimals) !== 0n)
    return site.program.findings.add(report('money-too-fine', constant.span, { decimals }));
  return rescale(constant.amount, constant.scale, decimals);
}

/** A constant amount in the currency, exact as written. */
export function moneyConstant(node: Node | undefined, site: Site) {
  if (node === undefined) return undefined;
  const { code, decimals } = site.program.currency;
  const ast = parseOf(node, site.program);
  const expr = ast && expectType(ast, site, quantity({ [code]: 1 }, decimals));
  if (expr === undefined) return undefined;
  if (expr.kind !== 'constant' || typeof expr.value !== 'bigint' || expr.type.kind !== 'quantity')
    return site.program.findings.add(report('constant-expected', expr.span, {}));
  return { amount: expr.value, scale: expr.type.scale, span: expr.span };
}

function dayAt(node: Node | undefined, site: Site): Day | undefined {
  if (node?.kind !== 'scalar') return undefined;
  const day = parseDay(node.text);
  if (day === undefined) site.program.findings.add(report('date-expected', node.span, { text: node.text }));
  return day;
}

/** `during: { from, until }`, both days inclusive. */
export function duringOf(
  node: Node | undefined,
  site: Site,
): { readonly from: Day | undefined; readonly until: Day | undefined } {
  const during = childOf(node, 'during');
  const [from, until] = [dayAt(childOf(during, 'from'), site), dayAt(childOf(during, 'until'), site)];
  if (during !== undefined && from !== undefined && until !== undefined && from > until)
    site.program.findings.add(report('during-crossed', during.span, {}));
  return { from, until };
}

/** `max(a, b) + 36 months`: the parts and what is added; undefined for any other form. */
function maxForm(
  ast: Ast,
): { readonly items: readonly Ast[]; readonly plus: Ast | undefined; readonly whole: Ast } | undefined {
  if (ast.kind === 'call' && ast.name.name === 'max')
    return { items: ast.arguments, plus: undefined, whole: ast };
  if (ast.kind === 'binary' && ast.operator === '+') {
    const inner = maxForm(ast.left);
    if (inner !== undefined && inner.plus === undefined) return { ...inner, plus: ast.right, whole: ast };
  }
  return undefined;
}

function expiryOf(node: Node, site: Site): LotExpiry | undefined {
  const { program } = site;
  const ast = parseOf(node, program);
  if (ast === undefined) return undefined;
  const max = maxForm(ast);
  if (max !== undefined) {
    // Here, and only here, a missing date is left out (language §6).
    const items: PlanExpr[] = [];
    for (const item of max.items) {
      const expr = site.check(item, site, DATE);
      if (expr === undefined) return undefined;
      if (expr.type.kind !== 'date')
        return program.findings.add(
          report('type-expected', expr.span, {
            expected: { en: 'a date', ja: '日付' },
            found: typeWords(expr.type, site),
          }),
        );
      items.push(expr);
    }
    const plus = max.plus && site.check(max.plus, site);
    if (max.plus !== undefined && plus?.type.kind !== 'duration') {
      if (plus !== undefined)
        program.findings.add(
          report('type-expected', plus.span, {
            expected: { en: 'a length of time such as `36 months`', ja: '`36 months` のような期間' },
            found: typeWords(plus.type, site),
          }),
        );
      return undefined;
    }
    if (items.every((item) => item.optional))
      program.findings.add(report('expiry-may-miss', max.whole.span, {}));
    return { kind: 'max', items, plus };
  }
  const expr = expectType(ast, site, DATE);
  if (expr === undefined) return undefined;
  return { kind: readsHistory(expr, program.measures) === undefined ? 'own' : 'sliding', expr };
}

/** `available:` and `expires:` of a points type, rule or reward. */
export function lotDates(node: Node | undefined, site: Site): LotDates {
  const place: Site = { ...site, special: new Set(['earned']) };
  const availableNode = childOf(node, 'available');
  const expiresNode = childOf(node, 'expires');
  const ast = availableNode && parseOf(availableNode, site.program);
  const available = ast && expectType(ast, place, DATE);
  const moving = available && readsHistory(available, site.program.measures);
  if (moving !== undefined) site.program.findings.add(report('available-slides', moving.span, {}));
  const expires = expiresNode && expiryOf(expiresNode, place);
  if (available !== undefined && expires?.kind === 'own') checkUsable(available, expires.expr, site);
  return { available, expires };
}

/** Days after `earned` at the least and at the most, for `earned ± literal`; undefined for other forms. */
function reach(expr: PlanExpr): { readonly least: number; readonly most: number } | undefined {
  if (expr.kind === 'earned') return { least: 0, most: 0 };
  if (expr.kind === 'shift' && expr.by.kind === 'constant' && typeof expr.by.value === 'number') {
    const base = reach(expr.of);
    if (base === undefined) return undefined;
    const count = expr.by.value * expr.sign;
    if (expr.by.type.kind === 'duration' && expr.by.type.family === 'clock')
      return { least: base.least + count / 24, most: base.most + count / 24 };
    const [short, long] = [Math.floor(count * 28), Math.ceil(count * 31)];
    return { least: base.least + Math.min(short, long), most: base.most + Math.max(short, long) };
  }
  return undefined;
}

/** A lot that becomes available only after its last day can never be used (ruling P1). */
function checkUsable(available: PlanExpr, expires: PlanExpr, site: Site): void {
  const [from, to] = [reach(available), reach(expires)];
  if (from !== undefined && to !== undefined && from.least > to.most)
    site.program.findings.add(
      report(
        'never-usable',
        expires.span,
        {},
        {
          related: [
            {
              span: available.span,
              message: { en: 'available only from here on', ja: '使えるようになるのはこの日からです' },
            },
          ],
        },
      ),
    );
}
