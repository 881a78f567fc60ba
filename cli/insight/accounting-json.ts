import type { Accounting } from '../../report/index.ts';
import type { Plan } from '../../schema/index.ts';
import { showQuantity } from '../show.ts';
import { exact, jsonQuantities } from '../summary/index.ts';
import { monthName } from './month-name.ts';

/** The accounting view for programs: amounts as exact decimals in quotes. */
export function jsonAccounting(plan: Plan, accounting: Accounting): unknown {
  if (accounting.kind === 'none') return { none: accounting.why, unpriced: accounting.unpriced };
  const money = (value: bigint): string => showQuantity(value, plan.currency.decimals);
  const { points, unpriced, months } = accounting;
  return {
    currency: plan.currency.code,
    points: points.map(({ name, price, priceFrom, expectedUse, useFrom }) => ({
      name,
      price: exact(price),
      price_from: priceFrom,
      expected_use: exact(expectedUse),
      expected_use_from: useFrom,
    })),
    unpriced,
    months: months.map((month) => ({
      month: monthName(month.month),
      sales: money(month.sales),
      goods: money(month.goods),
      points: money(month.deferred),
      opening: money(month.opening),
      added: money(month.added),
      back: money(month.back),
      revenue_on_use: money(month.onUse),
      revenue_on_expiry: money(month.onExpiry),
      closing: money(month.closing),
      moves: Object.fromEntries(
        points.map(({ name, decimals }, index) => [
          name,
          {
            with_sales: jsonQuantities({ ...month.points[index] }, decimals),
            others: jsonQuantities({ ...month.others[index] }, decimals),
          },
        ]),
      ),
    })),
  };
}
