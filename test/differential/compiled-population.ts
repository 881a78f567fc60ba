import { emitPlan } from '../../compiler/index.ts';
import {
  type Accumulator,
  accumulatorOf,
  addCounted,
  addMember,
  CompiledProgram,
  type Counted,
  chunksOf,
  Dictionary,
  kpiValues,
  newAccumulator,
} from '../../runtime/index.ts';
import type { MemberHistory, Plan } from '../../schema/index.ts';

/** The totals of the compiled engine over chunks of a few members. */
export function compiledTotals(plan: Plan, members: readonly MemberHistory[], until: number): Accumulator {
  const { bytes, manifest } = emitPlan(plan, { source: '', compiler: '' });
  const program = new CompiledProgram(new WebAssembly.Module(bytes));
  const dictionary = new Dictionary(manifest.layout);
  let counted: Counted | undefined;
  for (const chunk of chunksOf(plan, manifest.layout, dictionary, members, { rows: 64 })) {
    for (const batch of program.replay(chunk, until, { totals: true })) void batch;
    counted = addCounted(counted, program.counted);
  }
  return counted === undefined ? newAccumulator(plan, until) : accumulatorOf(plan, until, counted);
}

/** The totals of the reference engine. */
export function referenceTotals(plan: Plan, members: readonly MemberHistory[], until: number): Accumulator {
  const accumulator = newAccumulator(plan, until);
  for (const member of members) addMember(accumulator, member);
  return accumulator;
}

/** Totals as plain text to compare: months in order, KPIs, and errors in order of member, time and KPI. */
export function totalsText(plan: Plan, accumulator: Accumulator): string {
  const months = [...accumulator.months.values()].sort((a, b) => a.day - b.day);
  const errors = accumulator.errors.map((error) => JSON.stringify(error)).sort();
  return JSON.stringify(
    {
      members: accumulator.members,
      months,
      run: accumulator.run,
      kpis: kpiValues(plan, accumulator),
      errors,
    },
    (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value),
    1,
  );
}
