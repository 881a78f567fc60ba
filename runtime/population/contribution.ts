import type { Day, Fraction, MemberHistory, Plan, PlanExpr, PlanWindow } from '../../schema/index.ts';
import { type KpiLeaf, localTime } from '../../schema/index.ts';
import {
  addFractions,
  bareFrame,
  type MemberRun,
  type Observation,
  power10,
  toFraction,
  windowDays,
  ZERO,
} from '../engine/index.ts';
import { addFlows, type DatedRow, type Flow, flowOf, NO_FLOW } from './flows.ts';
import { NO_SUMS, type Sums } from './leaves.ts';

/** What one member brings to one function at one observation. */
export interface Material {
  readonly plan: Plan;
  readonly history: MemberHistory;
  readonly rows: readonly DatedRow[];
  readonly costs: MemberRun['costs'];
}

/** First and last day of a KPI's window, seen from an observation on `day`. */
export function windowAt(
  plan: Plan,
  window: PlanWindow,
  day: Day,
  enrolled: Day,
): { readonly from: Day; readonly to: Day } {
  const anchors = { enrolled, since: () => enrolled };
  const frame = bareFrame(plan, day, localTime(day, 0), undefined);
  return windowDays(window, frame, anchors, () => 0);
}

function whole(n: number | bigint): Fraction {
  return { n: BigInt(n), d: 1n };
}

function count(condition: boolean): Fraction {
  return whole(condition ? 1 : 0);
}

/**
 * Sums that `leaf` gets from a member observed at a day's end; its point flows come later, from {@link flowSums}. Raises an
 * {@link OverflowSignal} where an expression leaves 64 bits.
 */
export function observedSums(
  leaf: KpiLeaf,
  observation: Observation,
  enrolled: Day,
  activeBefore: boolean | undefined,
  plan: Plan,
): Sums {
  const read = observation.value;
  const number = (expr: PlanExpr | undefined): Fraction | undefined =>
    expr && toFraction(read(expr), expr.type);
  const isAmong = (expr: PlanExpr | undefined): boolean => expr === undefined || read(expr) === true;
  switch (leaf.kind) {
    case 'members':
      return { above: count(isAmong(leaf.of)), below: ZERO };
    case 'share': {
      const among = isAmong(leaf.among);
      return { above: count(among && read(leaf.of) === true), below: count(among) };
    }
    case 'mean':
    case 'total': {
      const value = isAmong(leaf.among) ? number(leaf.of) : undefined;
      return value === undefined ? NO_SUMS : { above: value, below: whole(1) };
    }
    case 'standard': {
      const at = (role: string): Fraction => number(leaf.parts[role]) ?? ZERO;
      const isActive = (): boolean => {
        const { active } = leaf.parts;
        return active !== undefined && read(active) === true;
      };
      switch (leaf.name) {
        case 'repeat_rate': {
          const purchases = at('purchases');
          return { above: count(isAtLeast(purchases, 2n)), below: count(isAtLeast(purchases, 1n)) };
        }
        case 'second_purchase_rate': {
          const purchases = at('purchases');
          const ever = at('purchases_ever');
          const isNew = isAtLeast(purchases, 1n) && purchases.n * ever.d === ever.n * purchases.d;
          return { above: count(isNew && isAtLeast(ever, 2n)), below: count(isNew) };
        }
        case 'retention_rate':
          return { above: count(activeBefore === true && isActive()), below: count(activeBefore === true) };
        case 'churn_rate':
          return { above: count(activeBefore === true && !isActive()), below: count(activeBefore === true) };
        case 'active_rate':
          return { above: count(isActive()), below: whole(1) };
        case 'ltv':
          return { above: at('spend'), below: count(isAtLeast(at('purchases'), 1n)) };
        case 'nps': {
          const answer = number(leaf.parts.answer);
          if (answer === undefined) return NO_SUMS;
          const promoter = isAtLeast(answer, 9n);
          const detractor = !isAtLeast(answer, 7n);
          return { above: whole(promoter ? 100 : detractor ? -100 : 0), below: whole(1) };
        }
        case 'csat': {
          const answer = number(leaf.parts.answer);
          if (answer === undefined) return NO_SUMS;
          return { above: count(isAtLeast(answer, 4n)), below: whole(1) };
        }
        case 'liability':
          return { above: liability(plan, leaf.points, observation.outstanding), below: ZERO };
        case 'enrolled': {
          const { from, to } = windowAt(plan, leaf.window, observation.day, enrolled);
          return { above: count(enrolled >= from && enrolled <= to), below: ZERO };
        }
        case 'redemption_rate':
        case 'earn_burn':
        case 'breakage':
        case 'program_cost':
          return NO_SUMS;
      }
    }
  }
}

function isAtLeast(value: Fraction, least: bigint): boolean {
  return value.n >= least * value.d;
}

/** Outstanding points at their `expense`, in the currency; of one type, or of all that can be redeemed. */
function liability(plan: Plan, only: number | undefined, outstanding: readonly bigint[]): Fraction {
  return plan.points.reduce((sum, points, index) => {
    if (only === undefined ? !points.redeemable : index !== only) return sum;
    if (points.expense === undefined) return sum;
    const n = (outstanding[index] ?? 0n) * points.expense.amount;
    return addFractions(sum, { n, d: power10(points.decimals + points.expense.scale) });
  }, ZERO);
}

/** Sums of the functions that read the ledger's own point flows, by row date within the window. */
export function flowSums(leaf: KpiLeaf, material: Material, day: Day): Sums {
  if (leaf.kind !== 'standard') return NO_SUMS;
  const { plan, history } = material;
  const { from, to } = windowAt(plan, leaf.window, day, history.enrolled);
  const inWindow = (each: { readonly day: Day }): boolean =>
    each.day >= from && each.day <= to && each.day <= day;
  if (leaf.name === 'program_cost') {
    const above = material.costs.filter(inWindow).reduce((sum, cost) => addFractions(sum, cost.amount), ZERO);
    return { above, below: ZERO };
  }
  if (leaf.name !== 'redemption_rate' && leaf.name !== 'earn_burn' && leaf.name !== 'breakage') {
    return NO_SUMS;
  }
  let [above, below] = [ZERO, ZERO];
  plan.points.forEach((points, index) => {
    if (leaf.points === undefined ? !points.redeemable : index !== leaf.points) return;
    const flow: Flow = material.rows
      .filter((each) => each.points === index && inWindow(each))
      .reduce((sum, each) => addFlows(sum, flowOf(each.row)), NO_FLOW);
    const used = flow.used - flow.returned;
    const lost = flow.expired + flow.forfeited;
    const [n, d] = leaf.name === 'breakage' ? [lost, used + lost] : [used, flow.issued - flow.reversed];
    above = addFractions(above, { n, d: power10(points.decimals) });
    below = addFractions(below, { n: d, d: power10(points.decimals) });
  });
  return { above, below };
}
