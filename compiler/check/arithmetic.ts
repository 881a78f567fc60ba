import type { PlanExpr, Span, Unit, ValueType } from '../../schema/index.ts';
import type { Ast } from '../expression/index.ts';
import { canBeZero, isPositive } from './bounds.ts';
import type { Declarations } from './declarations.ts';
import { report } from './findings.ts';
import { type Site, typeWords } from './site.ts';
import { combineUnits, isNumeric, isPlain, MAX_SCALE, quantity, sameType, unitOf } from './type.ts';
import { ADD, DIVIDE, requireRounded, SUBTRACT, sameUnits, scaleOf } from './units.ts';

type Of<K extends Ast['kind']> = Extract<Ast, { readonly kind: K }>;

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
