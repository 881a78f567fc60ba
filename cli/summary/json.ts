import type { Fraction, Plan } from '../../schema/index.ts';
import { showDay, showQuantity } from '../show.ts';
import type { Figures } from './figures.ts';

const exact = (value: Fraction | undefined) =>
  value === undefined ? null : { numerator: String(value.n), denominator: String(value.d) };

/** The figures of a run for programs. Quantities are exact decimals as text, KPIs exact fractions. */
export function jsonSummary(plan: Plan, figures: Figures): unknown {
  const { history } = figures;
  const counts = (list: readonly { readonly reason: string; readonly count: number }[]) =>
    Object.fromEntries(list.map(({ reason, count }) => [reason, count]));
  return {
    program: plan.program,
    version: plan.version,
    first: history.first === undefined ? null : showDay(history.first),
    until: showDay(figures.until),
    rows: {
      read: history.rows,
      accepted: history.accepted,
      rejected: counts(history.rejected),
      ignored: counts(history.ignored),
    },
    members: figures.members,
    stopped: figures.stopped,
    not_replayed: figures.failed,
    ledger_rows: figures.ledgerRows,
    points: Object.fromEntries(
      plan.points.map((type, index) => [
        type.name,
        Object.fromEntries(
          Object.entries(figures.points[index] ?? {}).map(([name, value]: [string, bigint]) => [
            name,
            showQuantity(value, type.decimals),
          ]),
        ),
      ]),
    ),
    tiers: Object.fromEntries(
      plan.ladders.map((ladder, index) => [
        ladder.name,
        Object.fromEntries(ladder.levels.map((level, at) => [level.name, figures.tiers[index]?.[at] ?? 0])),
      ]),
    ),
    segments: Object.fromEntries(figures.segments.map(({ name, members }) => [name, members])),
    rules: figures.rules.map((rule) => ({
      kind: rule.kind,
      name: rule.name,
      times: Number(rule.times),
      declined: Number(rule.declined),
      issued: Object.fromEntries(
        plan.points.map((type, index) => [type.name, showQuantity(rule.issued[index] ?? 0n, type.decimals)]),
      ),
    })),
    kpis: Object.fromEntries(
      figures.kpis.map(({ name, value, target }) => [name, { value: exact(value), target }]),
    ),
  };
}
