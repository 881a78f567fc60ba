import type { PlanExpr, PlanWindow, Span } from '../../schema/index.ts';
import { nearest } from '../document/index.ts';
import type { AstWindow, Identifier } from '../expression/index.ts';
import type { Declarations } from './declarations.ts';
import { report } from './findings.ts';
import { didYouMean, durationUnit } from './literals.ts';
import { expectType, type Site } from './site.ts';
import { DATE } from './type.ts';

/** The period that a word means: `month`, `months`, or one of the program's. */
export function resolvePeriod(
  word: Identifier,
  program: Declarations,
  beside: readonly string[] = [],
): number | undefined {
  const singular = word.name.endsWith('s') ? word.name.slice(0, -1) : word.name;
  const found = program.periods.get(word.name) ?? program.periods.get(singular);
  if (found !== undefined) return found.index;
  // A period whose declaration was wrong: that has been said.
  if (program.broken.has(word.name)) return undefined;
  const known = [...program.periods.keys(), ...beside];
  const guess = nearest(word.name, known);
  return program.findings.add(
    report(
      'unknown-period',
      word.span,
      { name: word.name, known: known.join(', ') },
      didYouMean(guess, word.span),
    ),
  );
}

/** A period that starts again when the tier changes stands in `during this P` only (ruling T6). */
export function refuseSincePeriod(period: number, span: Span, program: Declarations): boolean {
  const plan = [...program.periods.values()][period]?.plan;
  if (plan?.anchor.kind !== 'since') return false;
  program.findings.add(report('since-period-only-this', span, { name: plan.name }));
  return true;
}

/** Dates that never go back (ruling W3): the sums behind them only grow. */
function neverGoesBack(expr: PlanExpr, program: Declarations): boolean {
  switch (expr.kind) {
    case 'constant':
    case 'since':
      return true;
    case 'attribute':
      return expr.name === 'enrolled';
    case 'parameter':
      return [...program.parameters.values()][expr.parameter]?.single === true;
    case 'period-edge':
      return expr.edge === 'start' && expr.of.kind === 'today';
    default:
      return false;
  }
}

function anchorDate(ast: Parameters<typeof expectType>[0], site: Site): PlanExpr | undefined {
  const expr = site.check(ast, site, DATE);
  if (expr === undefined) return undefined;
  if (expr.type.kind !== 'date') return expectType(ast, site, DATE);
  if (neverGoesBack(expr, site.program)) return expr;
  return site.program.findings.add(report('window-date-moves', expr.span, {}));
}

/** Gives a window its meaning; undefined when it has none, which has been reported. */
export function checkWindow(window: AstWindow | undefined, site: Site): PlanWindow | undefined {
  const { program } = site;
  if (window === undefined) return { kind: 'all' };
  switch (window.kind) {
    case 'this': {
      const period = resolvePeriod(window.period, program);
      if (period === undefined) return undefined;
      if (period === site.startOf)
        program.findings.add(report('window-empty', window.span, { period: window.period.name }));
      return { kind: 'this', period };
    }
    case 'previous':
    case 'ending': {
      const period = resolvePeriod(window.period, program);
      if (period === undefined || refuseSincePeriod(period, window.period.span, program)) return undefined;
      const ending = window.kind === 'ending' ? window.ending : 1;
      if (window.kind === 'ending') {
        const other = resolvePeriod(window.endingPeriod, program);
        if (other === undefined) return undefined;
        if (other !== period)
          return program.findings.add(
            report('window-two-periods', window.endingPeriod.span, { period: window.period.name }),
          );
      }
      if (window.count < 1 || ending < 1 || window.count > 12_000 || ending > 12_000)
        return program.findings.add(report('window-length', window.span, {}));
      return { kind: 'complete', period, count: window.count, ending };
    }
    case 'last': {
      const unit = durationUnit(window.unit.name);
      if (unit === undefined) {
        const known = program.periods.has(window.unit.name);
        const { name, span } = window.unit;
        return program.findings.add(
          known ? report('window-last-period', span, { name }) : report('window-unit', span, { name }),
        );
      }
      if (unit.name === 'hour') return program.findings.add(report('window-hours', window.unit.span, {}));
      if (window.count < 1 || window.count > 120_000)
        return program.findings.add(report('window-length', window.span, {}));
      return unit.family === 'calendar'
        ? { kind: 'last', unit: 'months', length: window.count * unit.size }
        : { kind: 'last', unit: 'days', length: (window.count * unit.size) / 24 };
    }
    case 'since': {
      const from = anchorDate(window.from, site);
      return from && { kind: 'since', from };
    }
    case 'between': {
      const from = anchorDate(window.from, site);
      const to = anchorDate(window.to, site);
      const crossed =
        from?.kind === 'constant' && to?.kind === 'constant' && Number(from.value) > Number(to.value);
      if (crossed) return program.findings.add(report('window-crossed', window.span, {}));
      return from && to && { kind: 'between', from, to };
    }
  }
}
