import { differences } from '../../compiler/index.ts';
import { type ComparisonFigures, comparisonFigures } from '../../report/index.ts';
import { askGuardrails, kpiChanges, type MemberComparison, type Yardstick } from '../../runtime/index.ts';
import type { Day } from '../../schema/index.ts';
import type { ReplayedVersion } from './replaying.ts';

/** A version as it is called beside the other. */
export interface Named {
  readonly label: string;
  readonly version: ReplayedVersion;
}

/** Two versions side by side. */
export function compareVersions(
  base: Named,
  candidate: Named,
  members: MemberComparison,
  yardstick: Yardstick,
  until: Day,
): ComparisonFigures {
  const [before, after] = [base.version, candidate.version];
  const [own, other] = [before.compiled, after.compiled];
  const result = (version: ReplayedVersion) => version.totals.result;
  const lastKpis = (version: ReplayedVersion) => result(version).kpis.at(-1)?.kpis ?? [];
  const kpis = kpiChanges(
    { plan: own.plan, kpis: lastKpis(before) },
    { plan: other.plan, kpis: lastKpis(after) },
  );
  const firsts = [before, after].flatMap(({ reading }) => reading.summary.firstDay ?? []);
  return comparisonFigures({
    base: { label: base.label, plan: own.plan, result: result(before) },
    candidate: { label: candidate.label, plan: other.plan, result: result(after) },
    edits: own.root && other.root && differences(own.root, other.root),
    first: firsts.length === 0 ? undefined : Math.min(...firsts),
    until,
    events: { base: before.totals.events, candidate: after.totals.events },
    rejected: {
      base: before.reading.summary.rejected.length,
      candidate: after.reading.summary.rejected.length,
    },
    yardstick,
    members,
    kpis,
    guardrails: askGuardrails(own.plan, other.plan, members, kpis),
  });
}
