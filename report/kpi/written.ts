import type { Fraction, Language, Plan, PlanKpi } from '../../schema/index.ts';
import { type KpiKind, kpiKind, unitAfter } from '../figures/index.ts';
import { showGrouped } from '../ledger/index.ts';

/** A fraction at a number of decimals, half away from zero, zeros at the end dropped. */
export function showRounded({ n, d }: Fraction, places: number): string {
  const scaled = 10n ** BigInt(places) * (n < 0n ? -n : n);
  const rounded = (2n * scaled + d) / (2n * d);
  return showGrouped(n < 0n ? -rounded : rounded, places);
}

function show(plan: Plan, kind: KpiKind, value: Fraction, language: Language): string {
  switch (kind.kind) {
    case 'ratio':
      return `${showRounded({ n: value.n * 100n, d: value.d }, 1)}%`;
    case 'unit': {
      const number = showRounded(value, 0);
      const { unit } = kind;
      return `${number} ${unit === plan.currency.code ? unit : unitAfter(number, unit, language)}`;
    }
    case 'number':
      return showRounded(value, 2);
  }
}

/** The value of a KPI for people, rounded for reading; undefined = there is none yet. */
export function showKpi(plan: Plan, kpi: PlanKpi, value: Fraction | undefined, language: Language): string {
  return value === undefined ? '-' : show(plan, kpiKind(plan, kpi.measure), value, language);
}

/** `≥ 45%`. */
export function showTarget(plan: Plan, kpi: PlanKpi, language: Language): string {
  if (kpi.target === undefined) return '';
  const { kind, value, scale } = kpi.target;
  const sign = kind === 'at least' ? '≥' : '≤';
  return `${sign} ${show(plan, kpiKind(plan, kpi.measure), { n: value, d: 10n ** BigInt(scale) }, language)}`;
}
