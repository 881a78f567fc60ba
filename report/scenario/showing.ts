import type { Fraction, Language, Plan } from '../../schema/index.ts';
import { kpiKind, unitAfter } from '../figures/index.ts';
import { showKpi, showRounded } from '../kpi/index.ts';
import type { FigureRow } from './rows.ts';

/** The programs of a scenario. */
export interface ScenarioPlans {
  readonly base: Plan;
  /** The program as the scenario changes it. */
  readonly candidate: Plan;
}

/** What a row counts in; percentages say it themselves, and other KPIs are plain numbers. */
export function figureUnit({ candidate }: ScenarioPlans, { kind }: FigureRow, language: Language): string {
  switch (kind.kind) {
    case 'money':
      return candidate.currency.code;
    case 'points':
      return unitAfter('2', candidate.points[kind.points]?.name ?? '', language);
    case 'kpi': {
      const own = kpiKind(candidate, kind.candidate.measure);
      return own.kind === 'unit' ? unitAfter('2', own.unit, language) : '';
    }
  }
}

/** One figure in the way of its kind, without the unit of its row; `-` where there is none. */
export function figureText(
  { base, candidate }: ScenarioPlans,
  { kind }: FigureRow,
  side: 'base' | 'candidate',
  value: Fraction | undefined,
  language: Language,
): string {
  if (value === undefined) return '-';
  const plan = side === 'base' ? base : candidate;
  switch (kind.kind) {
    case 'kpi': {
      const kpi = side === 'base' ? kind.base : kind.candidate;
      if (kpi === undefined) return '-';
      const [own, shown] = [kpi, kind.candidate].map(({ measure }) => kpiKind(plan, measure));
      // The unit of the row is said once, beside its name.
      if (own?.kind === 'unit' && shown?.kind === 'unit' && own.unit === shown.unit)
        return showRounded(value, 0);
      return showKpi(plan, kpi, value, language);
    }
    case 'points':
      return showRounded(value, candidate.points[kind.points]?.decimals ?? 0);
    case 'money': {
      const { decimals } = plan.currency;
      const [units = '', part = ''] = showRounded(value, decimals).split('.');
      return decimals === 0 ? units : `${units}.${part.padEnd(decimals, '0')}`;
    }
  }
}
