import type { Fraction, Plan, PlanKpi } from '../../schema/index.ts';
import { addFractions, negateFraction, reduced } from '../engine/index.ts';
import type { KpiResult } from '../population/index.ts';
import { meaningOf } from './kpi-meaning.ts';
import { sameUnit, unitOfKpi } from './kpi-unit.ts';

/** A KPI of one version or of both, at the end of the run. */
export interface KpiChange {
  readonly name: string;
  /** As the version states it; undefined where it does not. */
  readonly baseKpi: PlanKpi | undefined;
  readonly candidateKpi: PlanKpi | undefined;
  readonly base: KpiResult | undefined;
  readonly candidate: KpiResult | undefined;
  /** Candidate less base, in the KPI's unit; undefined where one of them is missing, or they count different things. */
  readonly change: Fraction | undefined;
  /** False where the versions measure different things under this name: by its own terms, or by a definition behind them. */
  readonly sameMeasure: boolean;
}

/** KPIs side by side: those of the base in its order, then those of the candidate alone. */
export function kpiChanges(
  base: { readonly plan: Plan; readonly kpis: readonly KpiResult[] },
  candidate: { readonly plan: Plan; readonly kpis: readonly KpiResult[] },
): readonly KpiChange[] {
  const names = [...base.plan.kpis, ...candidate.plan.kpis].map(({ name }) => name);
  return [...new Set(names)].map((name) => {
    const [before, after] = [base, candidate].map(({ plan, kpis }) => {
      const index = plan.kpis.findIndex((kpi) => kpi.name === name);
      const kpi = plan.kpis[index];
      const meaning = kpi && meaningOf(plan, kpi.measure);
      return { kpi, result: kpis[index], unit: kpi && unitOfKpi(plan, kpi.measure), meaning };
    });
    const [one, other] = [before?.result?.value, after?.result?.value];
    const isOneUnit =
      before?.unit !== undefined && after?.unit !== undefined && sameUnit(before.unit, after.unit);
    const change = isOneUnit && one && other ? reduced(addFractions(other, negateFraction(one))) : undefined;
    return {
      name,
      baseKpi: before?.kpi,
      candidateKpi: after?.kpi,
      base: before?.result,
      candidate: after?.result,
      change,
      sameMeasure: before?.meaning === after?.meaning,
    };
  });
}
