import { type PopulationResult, reduced } from '../../runtime/index.ts';
import type { Fraction, Plan } from '../../schema/index.ts';

/** `unknown`: a target is stated, but the value is missing, because its denominator is 0. */
export type Verdict = 'met' | 'missed' | 'unknown' | 'none';

/** A KPI at the end, and at the end of each month of the run. */
export interface KpiFigures {
  readonly name: string;
  readonly value: Fraction | undefined;
  readonly verdict: Verdict;
  readonly months: readonly (Fraction | undefined)[];
}

export function trendsOf(plan: Plan, { kpis }: PopulationResult): readonly KpiFigures[] {
  return plan.kpis.map(({ name, target }, index) => {
    const observed = kpis.map((month) => month.kpis[index]);
    const last = observed.at(-1);
    const missing: Verdict = target === undefined ? 'none' : 'unknown';
    return {
      name,
      value: last?.value && reduced(last.value),
      verdict: last === undefined || last.target === 'none' ? missing : last.target,
      months: observed.map((each) => each?.value && reduced(each.value)),
    };
  });
}
