import { type Fraction, holds, type Plan, type PlanGuardrail } from '../../schema/index.ts';
import { compareFractions, power10, reduced } from '../engine/index.ts';
import type { MemberComparison } from './comparison.ts';
import type { KpiChange } from './kpi-change.ts';
import { type Weight, yardstickOf } from './yardstick.ts';

/** A guardrail after the run. */
export interface GuardrailResult {
  readonly guardrail: PlanGuardrail;
  /** Whose it is; a base's guardrail binds whatever the candidate says. */
  readonly of: 'base' | 'candidate';
  /** What the candidate made of a guardrail of the base. */
  readonly kept: 'kept' | 'changed' | 'removed' | 'new';
  /** The KPI whose change it bounds. */
  readonly kpi: string | undefined;
  /** Share of members, or change of the KPI; undefined: cannot be said. */
  readonly value: Fraction | undefined;
  readonly bound: Fraction;
  /** `unknown`: nobody to compare, or a KPI without a value or measured in another way; it does not let a change pass. */
  readonly verdict: 'passed' | 'failed' | 'unknown';
}

function subjectValue(
  { subject }: PlanGuardrail,
  plan: Plan,
  members: MemberComparison,
  changes: readonly KpiChange[],
  isWeighed: boolean,
): Fraction | undefined {
  switch (subject.kind) {
    case 'losers':
    case 'winners': {
      if (!isWeighed || members.members === 0) return undefined;
      return reduced({ n: BigInt(members.all[subject.kind]), d: BigInt(members.members) });
    }
    case 'change': {
      const name = plan.kpis[subject.kpi]?.name;
      const own = changes.find((each) => each.name === name);
      // Who measures otherwise cannot show that nothing got worse.
      return own?.sameMeasure ? own.change : undefined;
    }
  }
}

/**
 * Whether it can be said who loses: not where there are points and none in common, nor where nothing tells what a version's
 * redeemable points are worth. Without any points nobody loses.
 */
function canBeWeighed(base: Plan, candidate: Plan): boolean {
  const yardstick = yardstickOf(base, candidate);
  if (yardstick.kind === 'none') return base.points.length + candidate.points.length === 0;
  const isUnknown = ({ points }: Plan, weights: readonly Weight[]): boolean =>
    weights.length === 0 && points.some(({ redeemable }) => redeemable);
  return !isUnknown(base, yardstick.base) && !isUnknown(candidate, yardstick.candidate);
}

/**
 * Asks every guardrail of the base, since a change must not loosen what binds it, and those that the candidate brings or has
 * changed.
 */
export function askGuardrails(
  base: Plan,
  candidate: Plan,
  members: MemberComparison,
  changes: readonly KpiChange[],
): readonly GuardrailResult[] {
  const isWeighed = canBeWeighed(base, candidate);
  const ask = (
    plan: Plan,
    guardrail: PlanGuardrail,
    rest: Pick<GuardrailResult, 'of' | 'kept'>,
  ): GuardrailResult => {
    const value = subjectValue(guardrail, plan, members, changes, isWeighed);
    const bound = reduced({ n: guardrail.bound.value, d: power10(guardrail.bound.scale) });
    const { subject } = guardrail;
    const kpi = subject.kind === 'change' ? plan.kpis[subject.kpi]?.name : undefined;
    if (value === undefined) return { guardrail, ...rest, kpi, value, bound, verdict: 'unknown' };
    const isHeld = holds(guardrail.operator, compareFractions(value, bound));
    return { guardrail, ...rest, kpi, value, bound, verdict: isHeld ? 'passed' : 'failed' };
  };
  const inCandidate = (own: PlanGuardrail) => candidate.guardrails.find(({ name }) => name === own.name);
  const ofBase = base.guardrails.map((own) => {
    const other = inCandidate(own);
    const kept = other === undefined ? 'removed' : other.text === own.text ? 'kept' : 'changed';
    return ask(base, own, { of: 'base', kept });
  });
  const ofCandidate = candidate.guardrails.flatMap((own) => {
    const before = base.guardrails.find(({ name }) => name === own.name);
    if (before?.text === own.text) return [];
    return [ask(candidate, own, { of: 'candidate', kept: before === undefined ? 'new' : 'changed' })];
  });
  return [...ofBase, ...ofCandidate];
}
