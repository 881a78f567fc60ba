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
import { isWholeDays } from './arithmetic.ts';
import { boundsOf } from './bounds.ts';
import type { Declarations } from './declarations.ts';
import { report } from './findings.ts';
import { decimalText } from './literals.ts';
import { parseOf } from './places.ts';
import { readsEvent, readsHistory } from './reads.ts';
import { expectType, present, type Site, typeWords } from './site.ts';
import { DATE, isNumeric, isPlain, quantity, rescale, soleUnit, unitOf } from './type.ts';

/** Where money was given, a rate was meant; where a number, that many points. */
function earnHelp(amount: PlanExpr, site: Site) {
  const { currency, points } = site.program;
  const name = [...points.keys()][0] ?? 'star';
  const unit = unitOf(amount.type) ?? {};
  if (amount.kind === 'constant' && typeof amount.value === 'bigint' && amount.type.kind === 'quantity') {
    if (!isPlain(unit)) return {};
    const meant = `${decimalText(amount.value, amount.type.scale)} ${name}`;
    return { help: { en: `write \`${meant}\``, ja: `\`${meant}\` と書いてください` } };
  }
  if (!Object.keys(unit).includes(currency.code)) return {};
  const rate = `1 ${name} per 100 ${currency.code} of …`;
  return { help: { en: `write a rate, such as \`${rate}\``, ja: `\`${rate}\` のような率を書いてください` } };
}

/** A typed amount of exactly one points type; anything else is reported. */
export function pointsAmount(expr: PlanExpr | undefined, site: Site): PlanAmount | undefined {
  const amount = present(expr, site);
  if (amount === undefined) return undefined;
  const name = isNumeric(amount.type) ? soleUnit(unitOf(amount.type) ?? {}) : undefined;
  const points = name === undefined ? undefined : site.program.points.get(name);
  if (points === undefined) {
    const words = {
      found: typeWords(amount.type, site),
      example: [...site.program.points.keys()][0] ?? 'star',
    };
    return site.program.findings.add(report('points-expected', amount.span, words, earnHelp(amount, site)));
  }
  const { high } = boundsOf(amount, site.program);
  if (high !== undefined && high.n <= 0n)
    site.program.findings.add(report('amount-never-positive', amount.span, {}));
  if (amount.kind === 'constant' && typeof amount.value === 'bigint' && amount.type.kind === 'quantity') {
    const finer = amount.type.scale - points.decimals;
    if (finer > 0 && amount.value % 10n ** BigInt(finer) !== 0n)
      site.program.findings.add(
        report('amount-too-fine', amount.span, { name: name ?? '', decimals: points.decimals }),
      );
  }
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

interface MaxForm {
  readonly items: readonly Ast[];
  readonly plus: Ast | undefined;
}

/**
 * `max(a, b) + 36 months`: the parts and what is added; undefined for any other form. The end of a period around it is the
 * later of the ends, so it goes into the parts.
 */
function maxForm(ast: Ast): MaxForm | undefined {
  if (ast.kind === 'call' && ast.name.name === 'max') return { items: ast.arguments, plus: undefined };
  if (ast.kind === 'binary' && ast.operator === '+') {
    const inner = maxForm(ast.left);
    if (inner?.plus === undefined) return inner && { ...inner, plus: ast.right };
  }
  if (ast.kind === 'call' && (ast.name.name === 'end_of' || ast.name.name === 'start_of')) {
    const [period, date, ...more] = ast.arguments;
    const inner = date && maxForm(date);
    if (period === undefined || inner === undefined || more.length > 0) return undefined;
    const { plus } = inner;
    const later = (left: Ast): Ast =>
      plus === undefined ? left : { kind: 'binary', operator: '+', left, right: plus, span: left.span };
    return {
      items: inner.items.map((item) => ({ ...ast, arguments: [period, later(item)] })),
      plus: undefined,
    };
  }
  return undefined;
}

/** A date that moves with history is asked again later, when the event of its posting is no longer at hand. */
function refuseEvent(expr: PlanExpr, program: Declarations): void {
  const event = readsHistory(expr, program) && readsEvent(expr, program);
  if (event !== undefined) program.findings.add(report('expiry-event', event.span, {}));
}

function maxExpiry(max: MaxForm, whole: Ast, site: Site): LotExpiry | undefined {
  const { program } = site;
  const wrong = (expr: PlanExpr, en: string, ja: string): undefined =>
    program.findings.add(
      report('type-expected', expr.span, { expected: { en, ja }, found: typeWords(expr.type, site) }),
    );
  // Here, and only here, a missing date is left out (language §6).
  const items: PlanExpr[] = [];
  for (const item of max.items) {
    const expr = site.check(item, site, DATE);
    if (expr === undefined) return undefined;
    if (expr.type.kind !== 'date') return wrong(expr, 'a date', '日付');
    refuseEvent(expr, program);
    items.push(expr);
  }
  const plus = max.plus && present(site.check(max.plus, site), site);
  if (max.plus !== undefined && plus === undefined) return undefined;
  if (plus !== undefined && plus.type.kind !== 'duration')
    return wrong(plus, 'a length of time such as `36 months`', '`36 months` のような期間');
  if (plus !== undefined && !isWholeDays(plus, program))
    return program.findings.add(report('hours-on-date', plus.span, {}));
  if (items.every((item) => item.optional)) program.findings.add(report('expiry-may-miss', whole.span, {}));
  return { kind: 'max', items, plus };
}

function expiryOf(node: Node, site: Site): LotExpiry | undefined {
  const { program } = site;
  const ast = parseOf(node, program);
  if (ast === undefined) return undefined;
  const max = maxForm(ast);
  if (max !== undefined) return maxExpiry(max, ast, site);
  const expr = expectType(ast, site, DATE);
  if (expr === undefined) return undefined;
  if (readsHistory(expr, program) === undefined) return { kind: 'own', expr };
  refuseEvent(expr, program);
  return { kind: 'sliding', expr };
}

/** `available:` and `expires:` of a points type, rule or reward; the two may see different events. */
export function lotDates(node: Node | undefined, site: Site, expiresAt: Site = site): LotDates {
  const place = (at: Site): Site => ({ ...at, special: new Set(['earned']) });
  const availableNode = childOf(node, 'available');
  const expiresNode = childOf(node, 'expires');
  const ast = availableNode && parseOf(availableNode, site.program);
  const available = ast && expectType(ast, place(site), DATE);
  const moving = available && readsHistory(available, site.program);
  if (moving !== undefined) site.program.findings.add(report('available-slides', moving.span, {}));
  const expires = expiresNode && expiryOf(expiresNode, place(expiresAt));
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
