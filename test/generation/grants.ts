import { emitPlan } from '../../compiler/index.ts';
import { CompiledProgram, Granting, runMember } from '../../runtime/index.ts';
import { dayOf, type MemberHistory, type Plan } from '../../schema/index.ts';

const UNTIL = dayOf(2025, 12, 31);

export function grantingOf(plan: Plan): Granting {
  const { bytes } = emitPlan(plan, { source: '', compiler: '' });
  return new Granting(plan, new CompiledProgram(new WebAssembly.Module(bytes)), UNTIL);
}

/** What the command keeps, asking the compiled program about so many members at a time. */
export function affordable(
  granting: Granting,
  members: readonly MemberHistory[],
  batch = members.length,
): readonly MemberHistory[] {
  const kept: MemberHistory[] = [];
  for (let from = 0; from < members.length; from += batch)
    kept.push(...granting.affordable(members.slice(from, from + batch)));
  return kept;
}

/** The same by the reference engine, redemption by redemption: an event stays where the history without those that
 * were declined before it, and with it, grants it. */
export function affordableOneByOne(plan: Plan, history: MemberHistory): MemberHistory {
  const refused = new Set<string>();
  const kept = () => ({
    ...history,
    events: history.events.filter(({ id, of }) => !refused.has(id) && (of === undefined || !refused.has(of))),
  });
  for (const { type, id } of history.events) {
    if (type !== 'redeem') continue;
    const rows = runMember(plan, kept(), { until: UNTIL })?.rows ?? [];
    if (!rows.some((row) => row.cause === id && row.kind !== 'decline')) refused.add(id);
  }
  return kept();
}
