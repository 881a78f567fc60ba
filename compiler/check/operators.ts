import type { Fix, Localized, PlanExpr, Span, Unit, ValueType } from '../../schema/index.ts';
import { type Ast, printExpression } from '../expression/index.ts';
import { canBeZero, isPositive } from './bounds.ts';
import type { Declarations } from './declarations.ts';
import { report } from './findings.ts';
import { decimalText } from './literals.ts';
import { fieldIn, isVariable } from './names.ts';
import { expectType, present, type Site, typeWords } from './site.ts';
import {
  BOOLEAN,
  combineUnits,
  isNumeric,
  isPlain,
  MAX_SCALE,
  quantity,
  sameType,
  sameUnit,
  unitOf,
} from './type.ts';

type Of<K extends Ast['kind']> = Extract<Ast, { readonly kind: K }>;
type Logic = Extract<Ast, { readonly kind: 'and' | 'or' }>;

function numeric(ast: Ast, site: Site, expected?: ValueType): PlanExpr | undefined {
  const expr = site.check(ast, site, expected);
  if (expr === undefined) return undefined;
  if (isNumeric(expr.type)) return expr;
  return site.program.findings.add(
    report('type-expected', expr.span, {
      expected: { en: 'a number or an amount', ja: '数または金額・ポイント' },
      found: typeWords(expr.type, site),
    }),
  );
}

function scaleOf(type: ValueType): number | undefined {
  return type.kind === 'quantity' ? type.scale : undefined;
}

/** A plain number that should have carried the other side's unit: offers to write it. */
function unitFix(plain: PlanExpr, other: PlanExpr): { help: Localized; fix: Fix } | undefined {
  const names = Object.keys(unitOf(other.type) ?? {});
  const unit = names[0];
  if (plain.kind !== 'constant' || plain.type.kind !== 'quantity' || !isPlain(plain.type.unit))
    return undefined;
  if (names.length !== 1 || unit === undefined) return undefined;
  if (typeof plain.value !== 'bigint') return undefined;
  const text = decimalText(plain.value, plain.type.scale);
  return {
    help: { en: `write \`${text} ${unit}\``, ja: `\`${text} ${unit}\` と書いてください` },
    fix: {
      title: { en: `add ${unit}`, ja: `${unit} を付ける` },
      edits: [{ span: { start: plain.span.end, end: plain.span.end }, text: ` ${unit}` }],
    },
  };
}

/** What was tried with two sides, in the words of a finding that says that it cannot be done. */
type Attempt = (left: Localized, right: Localized) => Localized;

const COMPARE: Attempt = (l, r) => ({
  en: `compare ${l.en} with ${r.en}`,
  ja: `${l.ja}と${r.ja}は比べられ`,
});
const MIX: Attempt = (l, r) => ({ en: `mix ${l.en} with ${r.en}`, ja: `${l.ja}と${r.ja}は混ぜられ` });
const DIVIDE: Attempt = (l, r) => ({ en: `divide ${l.en} by ${r.en}`, ja: `${l.ja}を${r.ja}では割れ` });
export const ADD: Attempt = (l, r) => ({ en: `add ${l.en} and ${r.en}`, ja: `${l.ja}と${r.ja}は足せ` });
export const SUBTRACT: Attempt = (l, r) => ({
  en: `subtract ${r.en} from ${l.en}`,
  ja: `${l.ja}から${r.ja}は引け`,
});

/** Two sides that must have one unit; reports `unit-mismatch` at the side that looks wrong. */
function sameUnits(left: PlanExpr, right: PlanExpr, attempt: Attempt, site: Site): boolean {
  const [l, r] = [unitOf(left.type) ?? {}, unitOf(right.type) ?? {}];
  if (sameUnit(l, r)) return true;
  const plain = isPlain(l) && !isPlain(r) ? left : right;
  const other = plain === left ? right : left;
  const attempted = attempt(typeWords(left.type, site), typeWords(right.type, site));
  site.program.findings.add(
    report(
      'unit-mismatch',
      plain.span,
      { attempt: attempted },
      {
        label: typeWords(plain.type, site),
        related: [{ span: other.span, message: typeWords(other.type, site) }],
        ...(unitFix(plain, other) ?? {}),
      },
    ),
  );
  return false;
}

/** A quotient has no fixed number of decimals: it must be rounded before it is added or stored. */
export function requireRounded(expr: PlanExpr, site: Site): boolean {
  if (expr.type.kind !== 'fraction') return true;
  site.program.findings.add(report('rounding-missing', expr.span, {}));
  return false;
}

function withScale(scale: number, span: Span, site: Site): boolean {
  if (scale <= MAX_SCALE) return true;
  site.program.findings.add(report('scale-too-fine', span, { scale, max: MAX_SCALE }));
  return false;
}

function checkAdd(ast: Of<'binary'>, site: Site, expected: ValueType | undefined): PlanExpr | undefined {
  const left = site.check(ast.left, site, expected);
  const right = site.check(ast.right, site, expected?.kind === 'quantity' ? expected : undefined);
  if (left === undefined || right === undefined) return undefined;
  const sign = ast.operator === '+' ? 1 : -1;
  const optional = left.optional || right.optional;
  if (left.type.kind === 'date' || left.type.kind === 'datetime') {
    if (right.type.kind === 'duration') return checkShift(left, right, sign, ast.span, site);
    const two = right.type.kind === 'date' || right.type.kind === 'datetime';
    return site.program.findings.add(
      two
        ? report('date-difference', ast.span, {})
        : report('type-expected', right.span, {
            expected: { en: 'a length of time such as `3 months`', ja: '`3 months` のような期間' },
            found: typeWords(right.type, site),
          }),
    );
  }
  if (left.type.kind === 'duration' && right.type.kind === 'duration') {
    if (left.kind === 'constant' && right.kind === 'constant' && sameType(left.type, right.type))
      return { ...left, value: Number(left.value) + sign * Number(right.value), span: ast.span };
    return site.program.findings.add(report('duration-mix', ast.span, {}));
  }
  for (const side of [left, right])
    if (!isNumeric(side.type))
      return site.program.findings.add(
        report('type-expected', side.span, {
          expected: { en: 'a number or an amount', ja: '数または金額・ポイント' },
          found: typeWords(side.type, site),
        }),
      );
  if (!sameUnits(left, right, sign === 1 ? ADD : SUBTRACT, site)) return undefined;
  if (![left, right].every((side) => requireRounded(side, site))) return undefined;
  const scale = Math.max(scaleOf(left.type) ?? 0, scaleOf(right.type) ?? 0);
  const type = quantity(unitOf(left.type) ?? {}, scale);
  return { kind: sign === 1 ? 'add' : 'subtract', left, right, type, optional, span: ast.span };
}

/** Whether a length of time is one of whole days, whatever a parameter in it says. */
export function isWholeDays(by: PlanExpr, program: Declarations): boolean {
  switch (by.kind) {
    case 'constant':
      return by.type.kind !== 'duration' || by.type.family !== 'clock' || Number(by.value) % 24 === 0;
    case 'parameter':
      return [...program.parameters.values()][by.parameter]?.wholeDays === true;
    case 'if':
      return isWholeDays(by.then, program) && isWholeDays(by.otherwise, program);
    case 'minimum':
    case 'maximum':
      return by.items.every((item) => isWholeDays(item, program));
    default:
      return true;
  }
}

/** Date ± duration; hours need a time of day. */
export function checkShift(
  of: PlanExpr,
  by: PlanExpr,
  sign: 1 | -1,
  span: Span,
  site: Site,
): PlanExpr | undefined {
  if (of.type.kind === 'date' && !isWholeDays(by, site.program))
    return site.program.findings.add(report('hours-on-date', by.span, {}));
  return { kind: 'shift', of, by, sign, type: of.type, optional: of.optional || by.optional, span };
}

function product(left: PlanExpr, right: PlanExpr, span: Span, site: Site): PlanExpr | undefined {
  const unit = combineUnits(unitOf(left.type) ?? {}, unitOf(right.type) ?? {}, 1);
  const optional = left.optional || right.optional;
  const [l, r] = [scaleOf(left.type), scaleOf(right.type)];
  if (l === undefined || r === undefined)
    return { kind: 'multiply', left, right, type: { kind: 'fraction', unit }, optional, span };
  if (!withScale(l + r, span, site)) return undefined;
  return { kind: 'multiply', left, right, type: quantity(unit, l + r), optional, span };
}

function quotient(left: PlanExpr, right: PlanExpr, span: Span, site: Site): PlanExpr | undefined {
  if (right.kind === 'constant' && right.value === 0n)
    return site.program.findings.add(report('divide-by-zero', right.span, {}));
  const unit: Unit = combineUnits(unitOf(left.type) ?? {}, unitOf(right.type) ?? {}, -1);
  const optional = left.optional || right.optional || canBeZero(right, site.program);
  return { kind: 'divide', left, right, type: { kind: 'fraction', unit }, optional, span };
}

export function checkBinary(
  ast: Of<'binary'>,
  site: Site,
  expected: ValueType | undefined,
): PlanExpr | undefined {
  if (ast.operator === '+' || ast.operator === '-') return checkAdd(ast, site, expected);
  const left = numeric(ast.left, site);
  const right = numeric(ast.right, site);
  if (left === undefined || right === undefined) return undefined;
  return ast.operator === '*' ? product(left, right, ast.span, site) : quotient(left, right, ast.span, site);
}

export function checkOf(ast: Of<'of'>, site: Site): PlanExpr | undefined {
  const rate = numeric(ast.rate, site);
  const amount = numeric(ast.amount, site);
  if (rate === undefined || amount === undefined) return undefined;
  if (!isPlain(unitOf(rate.type) ?? {}))
    return site.program.findings.add(
      report('type-expected', rate.span, {
        expected: { en: 'a rate before `of`, such as `25%`', ja: '`of` の前には `25%` のような率' },
        found: typeWords(rate.type, site),
      }),
    );
  return product(rate, amount, ast.span, site);
}

export function checkPer(ast: Of<'per'>, site: Site): PlanExpr | undefined {
  const gives = numeric(ast.gives, site);
  const step = numeric(ast.step, site);
  const amount = numeric(ast.amount, site);
  if (gives === undefined || step === undefined || amount === undefined) return undefined;
  if (!sameUnits(amount, step, DIVIDE, site)) return undefined;
  if (!isPositive(step, site.program))
    return site.program.findings.add(report('step-not-positive', step.span, {}));
  if (!requireRounded(gives, site)) return undefined;
  const unit = unitOf(gives.type) ?? {};
  const type: ValueType = ast.proRata ? { kind: 'fraction', unit } : gives.type;
  const optional = gives.optional || step.optional || amount.optional;
  return { kind: 'per', gives, step, amount, proRata: ast.proRata, type, optional, span: ast.span };
}

/** Whether an expression is, or chooses among, words that nothing but the other side gives a meaning. */
function isWordlike(ast: Ast, site: Site): boolean {
  if (ast.kind === 'name') return !isVariable(ast.name, site);
  if (ast.kind === 'if') return isWordlike(ast.then, site) || isWordlike(ast.otherwise, site);
  return ast.kind === 'otherwise' && isWordlike(ast.of, site);
}

/** Types two expressions of one kind: words take their meaning from the other side. */
function sides(left: Ast, right: Ast, site: Site): readonly [PlanExpr | undefined, PlanExpr | undefined] {
  const [leftIsWord, rightIsWord] = [isWordlike(left, site), isWordlike(right, site)];
  // Two unknown words: the first is where the reader stumbles, and the second follows from it.
  if (leftIsWord && rightIsWord) return [site.check(left, site), undefined];
  if (leftIsWord) {
    const second = site.check(right, site);
    return [second && site.check(left, site, second.type), second];
  }
  const first = site.check(left, site);
  return [first, first === undefined && rightIsWord ? undefined : site.check(right, site, first?.type)];
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

function condition(ast: Ast, site: Site): PlanExpr | undefined {
  return expectType(ast, site, BOOLEAN);
}

/** What a condition shows to be there when it is true (or, negated, false). */
export function guards(ast: Ast, truth: boolean): readonly string[] {
  if (ast.kind === 'has' && truth) return [printExpression(ast.of)];
  if (ast.kind === 'not') return guards(ast.of, !truth);
  if ((ast.kind === 'and' || ast.kind === 'or') && ast.kind === (truth ? 'and' : 'or'))
    return [...guards(ast.left, truth), ...guards(ast.right, truth)];
  return [];
}

/** A place where those values are known to be there. */
export function narrow(site: Site, names: readonly string[]): Site {
  return names.length === 0 ? site : { ...site, narrowed: new Set([...site.narrowed, ...names]) };
}

/** A chain `a and b and c`, flattened; each operand knows what those before it have shown. */
export function checkLogic(ast: Logic, site: Site): PlanExpr | undefined {
  const operands: Ast[] = [];
  const collect = (node: Ast): void => {
    if ((node.kind === 'and' || node.kind === 'or') && node.kind === ast.kind) {
      collect(node.left);
      collect(node.right);
    } else operands.push(node);
  };
  collect(ast);
  let inner = site;
  const items: PlanExpr[] = [];
  let failed = false;
  for (const operand of operands) {
    const expr = condition(operand, inner);
    if (expr === undefined) failed = true;
    else items.push(expr);
    inner = narrow(inner, guards(operand, ast.kind === 'and'));
  }
  if (failed) return undefined;
  // In a `where`, `same` equalities live in the measure; a chain of nothing else is true.
  return { kind: ast.kind, items, type: BOOLEAN, optional: false, span: ast.span };
}

export function checkNot(ast: Of<'not'>, site: Site): PlanExpr | undefined {
  const of = condition(ast.of, site);
  return of && { kind: 'not', of, type: BOOLEAN, optional: false, span: ast.span };
}

/** One type for several alternatives: equal types, the larger scale. */
function unify(items: readonly PlanExpr[], site: Site): ValueType | undefined {
  const first = items[0];
  if (first === undefined) return undefined;
  let type = first.type;
  for (const item of items.slice(1)) {
    if (isNumeric(type) && isNumeric(item.type)) {
      if (!sameUnits(first, item, MIX, site)) return undefined;
      const [a, b] = [scaleOf(type), scaleOf(item.type)];
      type =
        a === undefined || b === undefined
          ? { kind: 'fraction', unit: unitOf(type) ?? {} }
          : quantity(unitOf(type) ?? {}, Math.max(a, b));
    } else if (!sameType(type, item.type)) {
      const both = { left: typeWords(type, site), right: typeWords(item.type, site) };
      const related = [{ span: first.span, message: typeWords(first.type, site) }];
      site.program.findings.add(report('branches-differ', item.span, both, { related }));
      return undefined;
    }
  }
  return type;
}

export function checkIf(ast: Of<'if'>, site: Site, expected: ValueType | undefined): PlanExpr | undefined {
  const test = condition(ast.condition, site);
  const yes = narrow(site, guards(ast.condition, true));
  const no = narrow(site, guards(ast.condition, false));
  // A bare word takes its meaning from the other branch, whichever comes first.
  const otherwiseFirst =
    expected === undefined && isWordlike(ast.then, yes) && !isWordlike(ast.otherwise, no);
  const early = otherwiseFirst ? site.check(ast.otherwise, no) : undefined;
  const then = site.check(ast.then, yes, expected ?? early?.type);
  const otherwise = early ?? site.check(ast.otherwise, no, expected ?? then?.type);
  if (test === undefined || then === undefined || otherwise === undefined) return undefined;
  const type = unify([then, otherwise], site);
  if (type === undefined) return undefined;
  const optional = then.optional || otherwise.optional;
  return { kind: 'if', condition: test, then, otherwise, type, optional, span: ast.span };
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

export function checkOtherwise(
  ast: Of<'otherwise'>,
  site: Site,
  expected: ValueType | undefined,
): PlanExpr | undefined {
  const of = site.check(ast.of, site, expected);
  // A word beside a value that could not be typed has no meaning of its own.
  if (of === undefined && isWordlike(ast.fallback, site)) return undefined;
  const fallback = site.check(ast.fallback, site, of?.type ?? expected);
  if (of === undefined || fallback === undefined) return undefined;
  if (!of.optional) {
    site.program.findings.add(report('never-missing', ast.span, {}));
    return of;
  }
  const type = unify([of, fallback], site);
  if (type === undefined) return undefined;
  return { kind: 'otherwise', of, fallback, type, optional: fallback.optional, span: ast.span };
}

export function checkHas(ast: Of<'has'>, site: Site): PlanExpr | undefined {
  const of = site.check(ast.of, site);
  if (of === undefined) return undefined;
  if (!of.optional) site.program.findings.add(report('never-missing', ast.span, {}));
  return { kind: 'has', of, type: BOOLEAN, optional: false, span: ast.span };
}

export function checkNegate(
  ast: Of<'negate'>,
  site: Site,
  expected: ValueType | undefined,
): PlanExpr | undefined {
  const of = numeric(ast.of, site, expected);
  if (of === undefined) return undefined;
  if (of.kind === 'constant' && typeof of.value === 'bigint')
    return { ...of, value: -of.value, span: ast.span };
  return { kind: 'negate', of, type: of.type, optional: of.optional, span: ast.span };
}

export { unify };
