import type { ReviewFigures } from '../../compiler/index.ts';
import { power10, reduced } from '../../runtime/index.ts';
import type { Fraction, Localized, Plan, PlanKpi } from '../../schema/index.ts';
import type { ReportFigures } from '../figures/index.ts';
import { showKpi, showTarget } from '../kpi/index.ts';

/** Months over which an average member is looked at. */
const YEAR = 12;

function inBoth(show: (language: 'en' | 'ja') => string): Localized {
  return { en: show('en'), ja: show('ja') };
}

function kpiFigures(plan: Plan, kpi: PlanKpi, value: Fraction | undefined) {
  return {
    value: inBoth((language) => showKpi(plan, kpi, value, language)),
    target: inBoth((language) => showTarget(plan, kpi, language)),
  };
}

/** What a review asks of a replay. */
export function reviewFiguresOf(plan: Plan, dashboard: ReportFigures): ReviewFigures {
  const timesOf = (kind: 'rule' | 'reward') =>
    dashboard.sources.filter((source) => source.kind === kind).map(({ times }) => times);
  const recent = dashboard.months.slice(-YEAR);
  const memberMonths = recent.reduce((sum, { members }) => sum + members, 0n);
  return {
    first: dashboard.history.first,
    until: dashboard.until,
    members: dashboard.members,
    kpis: plan.kpis.map((kpi, index) => {
      const trend = dashboard.trends[index];
      return { verdict: trend?.verdict ?? 'none', ...kpiFigures(plan, kpi, trend?.value) };
    }),
    rules: timesOf('rule'),
    rewards: timesOf('reward'),
    levels: dashboard.ladders.map(({ levels }) => levels),
    segments: new Map(
      dashboard.segments.map(({ name }, index) => [
        name,
        dashboard.months.reduce((sum, { segments }) => sum + (segments[index]?.members ?? 0n), 0n),
      ]),
    ),
    mix: dashboard.mix.flatMap(({ loyalty, share, target }) =>
      share === undefined || target === undefined ? [] : { loyalty, share, target },
    ),
    earned: plan.points.map(({ decimals }, points) => {
      const issued = recent.reduce((sum, { flows }) => sum + (flows[points]?.issued ?? 0n), 0n);
      if (memberMonths === 0n) return { n: 0n, d: 1n };
      return reduced({ n: issued, d: memberMonths * power10(decimals) });
    }),
  };
}
