import type { PlanExpr, Span, ValueType } from '../../schema/index.ts';
import type { Ast } from '../expression/index.ts';
import { report } from './findings.ts';
import { fieldIn, isVariable } from './names.ts';
import { present, type Site, typeWords } from './site.ts';
import { BOOLEAN, isNumeric, isPlain, sameType } from './type.ts';
import { COMPARE, sameUnits } from './units.ts';

type Of<K extends Ast['kind']> = Extract<Ast, { readonly kind: K }>;

/** Whether an expression is, or chooses among, words that nothing but the other side gives a meaning. */
export function isWordlike(ast: Ast, site: Site): boolean {
  if (ast.kind === 'name') return !isVariable(ast.name, site);
  if (ast.kind === 'if') return isWordlike(ast.then, site) || isWordlike(ast.otherwise, site);
  return ast.kind === 'otherwise' && isWordlike(ast.of, site);
}

/** Whether it is nothing but such words: no part of it says what they mean. */
function isWord(ast: Ast, site: Site): boolean {
  if (ast.kind === 'if') return isWord(ast.then, site) && isWord(ast.otherwise, site);
  if (ast.kind === 'otherwise') return isWord(ast.of, site) && isWord(ast.fallback, site);
  return isWordlike(ast, site);
}

/** Whether the first of two takes its meaning from the second, which is then to be typed first. */
export function secondFirst(first: Ast, second: Ast, site: Site, secondSite: Site = site): boolean {
  if (isWord(first, site)) return !isWord(second, secondSite);
  return isWordlike(first, site) && !isWordlike(second, secondSite);
}

/** Types what takes its meaning from `other`; a word beside what could not be typed has none, and nothing more is said. */
export function besides(ast: Ast, other: PlanExpr | undefined, site: Site): PlanExpr | undefined {
  return other === undefined && isWordlike(ast, site) ? undefined : site.check(ast, site, other?.type);
}

/** Types two expressions of one kind: words take their meaning from the other side. */
function sides(left: Ast, right: Ast, site: Site): readonly [PlanExpr | undefined, PlanExpr | undefined] {
  if (secondFirst(left, right, site)) {
    const second = site.check(right, site);
    return [besides(left, second, site), second];
  }
  const first = site.check(left, site);
  return [first, besides(right, first, site)];
}

/** What to write where a word stands in quotes, or a time is compared with a day. */
function likeHelp(left: PlanExpr, right: PlanExpr) {
  if ((left.type.kind === 'word' || left.type.kind === 'level') && right.kind === 'constant')
    if (right.type.kind === 'text' && typeof right.value === 'string')
      return {
        help: {
          en: `write the word without quotes: \`${right.value}\``,
          ja: `語は引用符なしで \`${right.value}\` と書いてください`,
        },
        fix: {
          title: { en: 'take the quotes away', ja: '引用符を取る' },
          edits: [{ span: right.span, text: right.value }],
        },
      };
  if (left.kind === 'now' && right.type.kind === 'date')
    return { help: { en: 'write `today` for the day', ja: '日付は `today` で比べてください' } };
  return {};
}

/** Whether two typed sides can be compared; `order` = with `<` and the like. */
function comparable(left: PlanExpr, right: PlanExpr, order: boolean, span: Span, site: Site): boolean {
  const { findings } = site.program;
  if (isNumeric(left.type) && isNumeric(right.type)) return sameUnits(left, right, COMPARE, site);
  if (!sameType(left.type, right.type)) {
    const both = { left: typeWords(left.type, site), right: typeWords(right.type, site) };
    if (left.type.kind === 'word' && right.type.kind === 'word') {
      // Two lists of words may be compared when they share one.
      const words = left.type.words;
      if (right.type.words.some((word) => words.includes(word))) return true;
    }
    findings.add(
      report('not-comparable', right.span, both, {
        related: [{ span: left.span, message: typeWords(left.type, site) }],
        ...likeHelp(left, right),
      }),
    );
    return false;
  }
  const ordered = ['date', 'datetime', 'duration', 'level'].includes(left.type.kind);
  if (order && !ordered) {
    findings.add(report('no-order', span, { what: typeWords(left.type, site) }));
    return false;
  }
  return true;
}

export function checkCompare(ast: Of<'compare'>, site: Site): PlanExpr | undefined {
  const same = sameAsThis(ast, site);
  if (same !== undefined) return same;
  let [left, right] = sides(ast.left, ast.right, site);
  left = present(left, site);
  right = present(right, site);
  if (left === undefined || right === undefined) return undefined;
  const order = ast.operator !== '=' && ast.operator !== '!=';
  if (!comparable(left, right, order, ast.span, site)) return undefined;
  return {
    kind: 'compare',
    operator: ast.operator,
    left,
    right,
    type: BOOLEAN,
    optional: false,
    span: ast.span,
  };
}

/** `hotel = this.hotel` inside `where`: kept apart, as a counter per value (ruling W7). */
function sameAsThis(ast: Of<'compare'>, site: Site): PlanExpr | undefined {
  const isThis = (side: Ast) => side.kind === 'member-access' && side.object.name === 'this';
  if (site.filtered === undefined || !(isThis(ast.left) || isThis(ast.right))) return undefined;
  const [own, other] = isThis(ast.left) ? [ast.right, ast.left] : [ast.left, ast.right];
  const { findings } = site.program;
  const yes: PlanExpr = { kind: 'constant', value: true, type: BOOLEAN, optional: false, span: ast.span };
  const conjunct = site.filtered.conjuncts.has(ast);
  if (!conjunct || ast.operator !== '=' || own.kind !== 'name' || other.kind !== 'member-access') {
    findings.add(report('this-equality-only', ast.span, {}));
    return yes;
  }
  const field = fieldIn(site.filtered.scope, own.name, site);
  const mine = site.event && fieldIn(site.event, other.property.name, site);
  if (field?.type === undefined || mine?.type === undefined) {
    const [span, name] =
      field?.type === undefined ? [own.span, own.name] : [other.property.span, other.property.name];
    const event = field?.type === undefined ? site.filtered.scope.name : (site.event?.name ?? 'this');
    findings.add(report('unknown-field', span, { name, event }));
    return yes;
  }
  const allowed = (type: ValueType) =>
    type.kind === 'word' ||
    type.kind === 'text' ||
    type.kind === 'boolean' ||
    (type.kind === 'quantity' && type.scale === 0 && isPlain(type.unit));
  if (
    !allowed(field.type) ||
    !allowed(mine.type) ||
    field.type.kind !== mine.type.kind ||
    field.optional ||
    mine.optional
  ) {
    findings.add(report('this-equality-only', ast.span, {}));
    return yes;
  }
  site.filtered.same.push({ field: own.name, thisField: other.property.name });
  return yes;
}

export function checkIn(ast: Of<'in'>, site: Site): PlanExpr | undefined {
  const of = present(site.check(ast.of, site), site);
  const items: PlanExpr[] = [];
  let failed = of === undefined;
  for (const item of ast.items) {
    const expr = of === undefined ? undefined : present(site.check(item, site, of.type), site);
    if (expr === undefined || of === undefined || !comparable(of, expr, false, item.span, site))
      failed = true;
    else items.push(expr);
  }
  if (failed || of === undefined) return undefined;
  return { kind: 'in', of, items, type: BOOLEAN, optional: false, span: ast.span };
}

export function checkBetween(ast: Of<'between'>, site: Site): PlanExpr | undefined {
  const of = present(site.check(ast.of, site), site);
  if (of === undefined) return undefined;
  const low = present(site.check(ast.low, site, of.type), site);
  const high = present(site.check(ast.high, site, of.type), site);
  if (low === undefined || high === undefined) return undefined;
  if (!comparable(of, low, true, ast.span, site) || !comparable(of, high, true, ast.span, site))
    return undefined;
  return { kind: 'between', of, low, high, type: BOOLEAN, optional: false, span: ast.span };
}
