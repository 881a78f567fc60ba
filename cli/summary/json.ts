import type { RunFigures } from '../../report/index.ts';
import type { Fraction, Plan } from '../../schema/index.ts';
import { showDay, showQuantity } from '../show.ts';

/** A fraction as two whole numbers in quotes; null = missing. */
export const exact = (value: Fraction | undefined) =>
  value === undefined ? null : { numerator: String(value.n), denominator: String(value.d) };

/** Each quantity of one points type as an exact decimal in quotes. */
export function jsonQuantities(
  quantities: Readonly<Record<string, bigint>>,
  decimals: number,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(quantities).map(([name, value]) => [name, showQuantity(value, decimals)]),
  );
}

/** What ran, over which days and rows, for how many members. */
export function jsonHead(plan: Plan, figures: RunFigures) {
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
  };
}

/** The figures of a run for programs. Quantities are exact decimals as text, KPIs exact fractions. */
export function jsonSummary(plan: Plan, figures: RunFigures, ledgerRows: number): unknown {
  return {
    ...jsonHead(plan, figures),
    ledger_rows: ledgerRows,
    points: Object.fromEntries(
      plan.points.map((type, index) => [
        type.name,
        jsonQuantities({ ...figures.points[index] }, type.decimals),
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
