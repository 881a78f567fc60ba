import type { PlanExpr, RoundingMode, ValueType } from '../../schema/index.ts';
import { nearest } from '../document/index.ts';
import type { Ast } from '../expression/index.ts';
import { checkAggregate, checkFlow, checkStreak, FLOWS, HISTORY_FUNCTIONS } from './aggregates.ts';
import { nameExpected, type Wanted, wrongCount } from './arguments.ts';
import { isPositive } from './bounds.ts';
import type { LadderInfo } from './declarations.ts';
import { report } from './findings.ts';
import { didYouMean } from './literals.ts';
import { type Site, typeWords } from './site.ts';
import { DATE, INTEGER, isNumeric, NUMBER_UNIT, quantity, sameUnit, unitOf } from './type.ts';
import { unify } from './units.ts';
import { refuseSincePeriod, resolvePeriod } from './windows.ts';

type Call = Extract<Ast, { readonly kind: 'call' }>;

const DATE_PARTS = ['year', 'month', 'day', 'weekday', 'hour'] as const;
const ROUNDINGS: Readonly<Record<string, RoundingMode>> = { floor: 'floor', ceil: 'ceil', round: 'half_up' };
const KPI_FUNCTIONS = ['share', 'mean', 'total', 'members'];
/** What version 1 leaves out (language §8), by the words with which someone would try it. */
const OUT_OF_SCOPE: readonly string[] = [
  'random',
  'lottery',
  'draw',
  'stock',
  'household',
  'pool',
  'rank',
  'first_come',
];

const FUNCTIONS: readonly string[] = [
  ...HISTORY_FUNCTIONS,
  ...FLOWS,
  ...DATE_PARTS,
  ...Object.keys(ROUNDINGS),
  'min',
  'max',
  'abs',
  'start_of',
  'end_of',
  'balance',
  'pending',
  'tier',
  'since',
  'held',
  'award',
  'streak',
];

function countIs(wanted: Wanted, call: Call, site: Site): undefined {
  return wrongCount(call.name.name, call.span, wanted, call.arguments.length, site.program);
}

function roundCall(call: Call, site: Site): PlanExpr | undefined {
  const { findings } = site.program;
  const mode = ROUNDINGS[call.name.name];
  const [first, second] = call.arguments;
  if (mode === undefined || first === undefined || call.arguments.length > 2)
    return countIs('one or two', call, site);
  const of = site.check(first, site);
  const step = second && site.check(second, site);
  if (of === undefined || (second !== undefined && step === undefined)) return undefined;
  if (!isNumeric(of.type))
    return findings.add(
      report('type-expected', of.span, {
        expected: { en: 'a number or an amount', ja: '数または金額・ポイント' },
        found: typeWords(of.type, site),
      }),
    );
  const unit = unitOf(of.type) ?? {};
  if (step === undefined)
    return { kind: 'round', mode, of, step, type: quantity(unit, 0), optional: of.optional, span: call.span };
  if (step.type.kind !== 'quantity' || !sameUnit(unit, step.type.unit))
    return findings.add(
      report('type-expected', step.span, {
        expected: typeWords(of.type, site),
        found: typeWords(step.type, site),
      }),
    );
  if (!isPositive(step, site.program)) return findings.add(report('step-not-positive', step.span, {}));
  return { kind: 'round', mode, of, step, type: step.type, optional: of.optional, span: call.span };
}

function extreme(call: Call, site: Site, expected: ValueType | undefined): PlanExpr | undefined {
  if (call.arguments.length < 2) return countIs('two or more', call, site);
  const items: PlanExpr[] = [];
  for (const argument of call.arguments) {
    const item = site.check(argument, site, expected ?? items[0]?.type);
    if (item === undefined) return undefined;
    if (!isNumeric(item.type) && !['date', 'datetime', 'level', 'duration'].includes(item.type.kind))
      return site.program.findings.add(report('no-order', item.span, { what: typeWords(item.type, site) }));
    items.push(item);
  }
  const type = unify(items, site);
  if (type === undefined) return undefined;
  const optional = items.some((item) => item.optional);
  return { kind: call.name.name === 'min' ? 'minimum' : 'maximum', items, type, optional, span: call.span };
}

function dateArgument(ast: Ast | undefined, call: Call, site: Site): PlanExpr | undefined {
  if (ast === undefined) return countIs('one', call, site);
  const of = site.check(ast, site, DATE);
  if (of === undefined || of.type.kind === 'date' || of.type.kind === 'datetime') return of;
  return site.program.findings.add(
    report('type-expected', of.span, {
      expected: { en: 'a date', ja: '日付' },
      found: typeWords(of.type, site),
    }),
  );
}

function datePart(call: Call, site: Site): PlanExpr | undefined {
  const part = DATE_PARTS.find((name) => name === call.name.name);
  if (call.arguments.length !== 1 || part === undefined) return countIs('one', call, site);
  const of = dateArgument(call.arguments[0], call, site);
  if (of === undefined) return undefined;
  if (part === 'hour' && of.type.kind !== 'datetime')
    return site.program.findings.add(
      report('type-expected', of.span, {
        expected: { en: 'a date with a time', ja: '日時' },
        found: typeWords(of.type, site),
      }),
    );
  return { kind: 'date-part', part, of, type: INTEGER, optional: of.optional, span: call.span };
}

function periodEdge(call: Call, site: Site): PlanExpr | undefined {
  const [word, date] = call.arguments;
  if (word?.kind !== 'name' || date === undefined || call.arguments.length !== 2) {
    const { name } = call.name;
    return site.program.findings.add(report('period-edge-form', call.span, { name }));
  }
  const period = resolvePeriod({ name: word.name, span: word.span }, site.program);
  const of = dateArgument(date, call, site);
  if (period === undefined || of === undefined || refuseSincePeriod(period, word.span, site.program))
    return undefined;
  const edge = call.name.name === 'start_of' ? 'start' : 'end';
  return { kind: 'period-edge', edge, period, of, type: DATE, optional: of.optional, span: call.span };
}

/** The points type named by a lone argument. */
function pointsArgument(
  call: Call,
  index: number,
  site: Site,
): { readonly index: number; readonly name: string } | undefined {
  const argument = call.arguments[index];
  const { program } = site;
  if (argument === undefined) return countIs('one', call, site);
  if (argument.kind !== 'name')
    return nameExpected(call.name.name, argument, { en: 'a type of points', ja: 'ポイント' }, program);
  const known = [...program.points.keys()];
  const name = program.points.has(argument.name)
    ? argument.name
    : known.find((candidate) => argument.name === `${candidate}s`);
  const points = name === undefined ? undefined : program.points.get(name);
  if (points !== undefined && name !== undefined) return { index: points.index, name };
  const words = { name: argument.name, known: known.join(', ') };
  return program.findings.add(
    report('unknown-points', argument.span, words, didYouMean(nearest(argument.name, known), argument.span)),
  );
}

function balanceCall(call: Call, site: Site): PlanExpr | undefined {
  const { program } = site;
  if (!site.history)
    return program.findings.add(report('state-not-here', call.span, { what: `\`${call.name.name}()\`` }));
  if (call.arguments.length !== 1) return countIs('one', call, site);
  const found = pointsArgument(call, 0, site);
  const decimals = found && program.points.get(found.name)?.decimals;
  if (found === undefined || decimals === undefined) return undefined;
  return {
    kind: 'balance',
    points: found.index,
    pending: call.name.name === 'pending',
    type: quantity({ [found.name]: 1 }, decimals),
    optional: false,
    span: call.span,
  };
}

/** The ladder named by the lone argument of `tier since held`. */
export function ladderArgument(call: Call, site: Site): LadderInfo | undefined {
  const { program } = site;
  const argument = call.arguments[0];
  if (argument === undefined || call.arguments.length !== 1) return countIs('one', call, site);
  if (argument.kind !== 'name')
    return nameExpected(call.name.name, argument, { en: 'a ladder', ja: '会員ランク' }, program);
  const ladder = program.ladders.get(argument.name);
  if (ladder === undefined) {
    const guess = nearest(argument.name, [...program.ladders.keys()]);
    return program.findings.add(
      report('unknown-ladder', argument.span, { name: argument.name }, didYouMean(guess, argument.span)),
    );
  }
  return ladder;
}

function ladderCall(call: Call, kind: 'tier' | 'since' | 'held', site: Site): PlanExpr | undefined {
  const { program } = site;
  if (!site.history)
    return program.findings.add(report('state-not-here', call.span, { what: `\`${kind}()\`` }));
  const ladder = ladderArgument(call, site);
  if (ladder === undefined) return undefined;
  if (site.ladders !== undefined && !site.ladders.has(ladder.name))
    return program.findings.add(report('ladder-order', call.span, { ladder: ladder.name }));
  const type: ValueType = kind === 'tier' ? { kind: 'level', ladder: ladder.name } : DATE;
  return { kind, ladder: ladder.index, type, optional: kind === 'held', span: call.span };
}

/** `award(rule)`, `award(rule, star)`, `award(group)`: what was given above, at this same event. */
function awardCall(call: Call, site: Site): PlanExpr | undefined {
  const { program } = site;
  const [rule, type] = call.arguments;
  if (rule === undefined || call.arguments.length > 2) return countIs('one or two', call, site);
  if (rule.kind !== 'name')
    return nameExpected(call.name.name, rule, { en: 'a rule above', ja: '上にあるルール' }, program);
  const all = [...program.rules.values()];
  const group = all.filter((info) => info.group === rule.name);
  const info = program.rules.get(rule.name);
  const rules = info === undefined ? group : [info];
  if (rules.length === 0) {
    const known = [...program.rules.keys(), ...all.flatMap((one) => one.group ?? [])];
    const guess = nearest(rule.name, known);
    return program.findings.add(
      report('unknown-rule', rule.span, { name: rule.name }, didYouMean(guess, rule.span)),
    );
  }
  if (!rules.every(site.awards))
    return program.findings.add(report('award-order', rule.span, { name: rule.name }));
  // An amount that was wrong has been reported.
  if (rules.some((one) => one.gives === undefined)) return undefined;
  const gives = [...new Set(rules.flatMap((one) => one.gives ?? []))];
  const named = type === undefined ? undefined : pointsArgument(call, 1, site);
  if (type !== undefined && named === undefined) return undefined;
  const points = named?.index ?? (gives.length === 1 ? gives[0] : undefined);
  const known = [...program.points.entries()];
  if (points === undefined || !gives.includes(points)) {
    if (gives.length === 0)
      return program.findings.add(report('award-nothing', rule.span, { name: rule.name }));
    const types = gives.map((index) => known[index]?.[0] ?? '').join(', ');
    return program.findings.add(report('award-ambiguous', call.span, { name: rule.name, types }));
  }
  const [name = '', { decimals = 0 } = {}] = known[points] ?? [];
  return {
    kind: 'award',
    rules: rules.map((one) => one.index),
    points,
    type: quantity({ [name]: 1 }, decimals),
    optional: false,
    span: call.span,
  };
}

function absolute(call: Call, site: Site): PlanExpr | undefined {
  const argument = call.arguments[0];
  if (argument === undefined || call.arguments.length !== 1) return countIs('one', call, site);
  const of = site.check(argument, site);
  if (of === undefined) return undefined;
  if (isNumeric(of.type))
    return { kind: 'absolute', of, type: of.type, optional: of.optional, span: call.span };
  return site.program.findings.add(
    report('type-expected', of.span, {
      expected: { en: 'a number or an amount', ja: '数または金額・ポイント' },
      found: typeWords(of.type, site),
    }),
  );
}

/** Types a call. */
export function checkCall(call: Call, site: Site, expected: ValueType | undefined): PlanExpr | undefined {
  const { program } = site;
  const name = call.name.name;
  if (HISTORY_FUNCTIONS.includes(name)) return checkAggregate(call, site);
  if (FLOWS.includes(name)) return checkFlow(call, site);
  if (name === 'streak') return checkStreak(call, site);
  if (call.clauses !== undefined && FUNCTIONS.includes(name))
    return program.findings.add(report('clause-not-here', call.span, { name }));
  if (Object.hasOwn(ROUNDINGS, name)) return roundCall(call, site);
  if (name === 'min' || name === 'max') return extreme(call, site, expected);
  if (name === 'abs') return absolute(call, site);
  if (DATE_PARTS.some((part) => part === name)) return datePart(call, site);
  if (name === 'start_of' || name === 'end_of') return periodEdge(call, site);
  if (name === 'balance' || name === 'pending') return balanceCall(call, site);
  if (name === 'tier' || name === 'since' || name === 'held') return ladderCall(call, name, site);
  if (name === 'award') return awardCall(call, site);
  if (KPI_FUNCTIONS.includes(name))
    return program.findings.add(report('kpi-function-here', call.name.span, { name }));
  if (OUT_OF_SCOPE.includes(name))
    return program.findings.add(report('out-of-scope', call.name.span, { name }));
  const guess = nearest(name, FUNCTIONS);
  return program.findings.add(
    report('unknown-function', call.name.span, { name }, didYouMean(guess, call.name.span)),
  );
}

/** `months since d`. */
export function checkElapsed(
  ast: Extract<Ast, { readonly kind: 'elapsed' }>,
  site: Site,
): PlanExpr | undefined {
  const { program } = site;
  if (!site.member)
    return program.findings.add(report('state-not-here', ast.span, { what: `\`${ast.unit} since\`` }));
  const of = site.check(ast.of, site, DATE);
  if (of === undefined) return undefined;
  const wanted = ast.unit === 'hours' ? ['datetime'] : ['date', 'datetime'];
  if (!wanted.includes(of.type.kind))
    return program.findings.add(
      report('type-expected', of.span, {
        expected:
          ast.unit === 'hours' ? { en: 'a date with a time', ja: '日時' } : { en: 'a date', ja: '日付' },
        found: typeWords(of.type, site),
      }),
    );
  return {
    kind: 'elapsed',
    unit: ast.unit,
    of,
    type: quantity(NUMBER_UNIT, 0),
    optional: of.optional,
    span: ast.span,
  };
}
