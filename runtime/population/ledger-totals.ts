import { ageOn, type Day, type LedgerRow, type Loyalty, type Plan } from '../../schema/index.ts';
import { addFractions, type MemberRun } from '../engine/index.ts';
import { type Accumulator, monthOf } from './accumulator.ts';
import { addFlows, type DatedRow, flowOf, NO_FLOW } from './flows.ts';
import { LOYALTIES, type MonthTotals, monthEnd, type SourceTotals } from './month.ts';

/** Totals of rows, firings and costs, by the month of posting; of stopped members too, whose earlier rows stand. */
export function addLedger(accumulator: Accumulator, run: MemberRun, rows: readonly DatedRow[]): void {
  const { plan, until } = accumulator;
  const at = (day: Day): MonthTotals => monthOf(accumulator, Math.min(monthEnd(day), until));
  const touched = new Map<MonthTotals, Set<Loyalty>>();
  const touch = (month: MonthTotals, loyalty: Loyalty | undefined): void => {
    if (loyalty === undefined) return;
    const known = touched.get(month) ?? new Set();
    touched.set(month, known.add(loyalty));
  };
  const reached = new Reached();
  /** Days on which lots were posted. */
  const posted = new Map<number, Day>();
  for (const { row, day, points } of rows) {
    const month = at(day);
    if (row.kind === 'reach' || row.kind === 'lapse') {
      addPosted(plan, month, row.what, row.kind);
      continue;
    }
    if (row.lot !== undefined) {
      const from = posted.get(row.lot) ?? day;
      posted.set(row.lot, from);
      addAge(month, points, row, ageOn(day, from));
    }
    month.flows[points] = addFlows(month.flows[points] ?? NO_FLOW, flowOf(row));
    const rule = plan.rules.findIndex((each) => each.name === row.by);
    const reward = plan.rewards.findIndex((each) => each.name === row.by);
    const totals = month.rules[rule] ?? month.rewards[reward];
    if (totals === undefined) continue;
    if (row.kind === 'earn') totals.issued[points] = (totals.issued[points] ?? 0n) + (row.quantity ?? 0n);
    if (row.kind === 'decline') totals.declined += 1n;
  }
  for (const { kind, index, day, times } of run.firings) {
    const month = at(day);
    const totals = (kind === 'rule' ? month.rules : month.rewards)[index];
    if (totals !== undefined) totals.times += times;
    reached.note(accumulator.run[`${kind}s`], index, totals);
    touch(month, (kind === 'rule' ? plan.rules : plan.rewards)[index]?.builds);
  }
  for (const { day, owner, amount, builds } of run.costs) {
    const month = at(day);
    const list = { rule: month.rules, reward: month.rewards, benefit: month.benefits }[owner.kind];
    const totals = list[owner.index];
    if (totals !== undefined) {
      totals.cost = addFractions(totals.cost, amount);
      if (owner.kind === 'benefit' && amount.n > 0n) {
        totals.times += 1n;
        reached.note(accumulator.run.benefits, owner.index, totals);
      }
    }
    if (builds !== undefined) {
      month.builds[builds].spend = addFractions(month.builds[builds].spend, amount);
      if (owner.kind === 'benefit') touch(month, builds);
    }
  }
  for (const [month, loyalties] of touched) {
    for (const loyalty of loyalties) month.builds[loyalty].members += 1n;
  }
  for (const loyalty of LOYALTIES)
    if ([...touched.values()].some((loyalties) => loyalties.has(loyalty)))
      accumulator.run.builds[loyalty] += 1n;
}

/** Counts a member once for each rule, reward or benefit that reaches it, in each month and in the run. */
class Reached {
  readonly #months = new Set<SourceTotals>();
  readonly #run = new Map<bigint[], Set<number>>();

  note(run: bigint[], index: number, month: SourceTotals | undefined): void {
    if (month === undefined) return;
    if (!this.#months.has(month)) month.members += 1n;
    this.#months.add(month);
    const known = this.#run.get(run) ?? new Set();
    if (!known.has(index)) run[index] = (run[index] ?? 0n) + 1n;
    this.#run.set(run, known.add(index));
  }
}

/** What left a lot of an age. */
function addAge(month: MonthTotals, points: number, { kind, quantity }: LedgerRow, age: number): void {
  const ages = month.ages[points];
  const add = (list: bigint[] | undefined): void => {
    if (list !== undefined) list[age] = (list[age] ?? 0n) - (quantity ?? 0n);
  };
  if (kind === 'use') add(ages?.used);
  if (kind === 'expire') add(ages?.expired);
  if (kind === 'forfeit') add(ages?.forfeited);
}

function addPosted(plan: Plan, month: MonthTotals, what: string, kind: 'reach' | 'lapse'): void {
  plan.ladders.forEach((ladder, i) => {
    const level = ladder.levels.findIndex((each) => `${ladder.name}.${each.name}` === what);
    const totals = month.tiers[i]?.[level];
    if (totals === undefined) return;
    if (kind === 'reach') totals.reached += 1n;
    else totals.lapsed += 1n;
  });
}
