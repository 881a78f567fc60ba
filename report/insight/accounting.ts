import {
  accountingSchedule,
  type MonthOfSales,
  type PurchaseTerms,
  purchaseTerms,
  type Studied,
  usedSoFar,
} from '../../runtime/index.ts';
import type { Fraction, Plan } from '../../schema/index.ts';
import type { AccountedPoints, Accounting } from './figures.ts';

/** What is assumed of points; shares from 0 to 1, the price of a point in whole units of the currency. */
export interface AccountingAsked {
  /** Left out: as the history shows. */
  readonly expectedUse: Fraction | undefined;
  /** Left out: `expense` of each kind of points. */
  readonly pointPrice: Fraction | undefined;
}

/** Works out the books of a run, whose purchases and flows were studied. */
export function accountingOf(plan: Plan, studied: Studied | undefined, asked: AccountingAsked): Accounting {
  const terms = purchaseTerms(plan);
  const none = (
    why: Extract<Accounting, { kind: 'none' }>['why'],
    unpriced: readonly string[] = [],
  ): Accounting => ({
    kind: 'none',
    why,
    unpriced,
  });
  if (terms === undefined || studied?.purchases === undefined || studied.flows === undefined)
    return none('no-purchase');
  if (!terms.isMoney) return none('no-money');
  if (!terms.isTold) return none('derived');
  const { flows } = studied;
  const redeemable = plan.points.flatMap((type, index) => (type.redeemable ? [{ type, index }] : []));
  if (redeemable.length === 0) return none('no-points');
  const unpriced: string[] = [];
  const points = redeemable.flatMap(({ type, index }): readonly AccountedPoints[] => {
    const { expense } = type;
    const own: Fraction | undefined = expense && { n: expense.amount, d: 10n ** BigInt(expense.scale) };
    const price = asked.pointPrice ?? own;
    if (price === undefined) {
      unpriced.push(type.name);
      return [];
    }
    const known = usedSoFar(flows[index]);
    return [
      {
        type: index,
        name: type.name,
        decimals: type.decimals,
        price,
        priceFrom: asked.pointPrice === undefined ? 'expense' : 'option',
        expectedUse: asked.expectedUse ?? known ?? { n: 1n, d: 1n },
        useFrom: asked.expectedUse !== undefined ? 'option' : known === undefined ? 'nothing' : 'history',
      },
    ];
  });
  if (points.length === 0) return none('no-price', unpriced);
  const months = accountingSchedule({
    sales: salesOf(terms, studied.purchases.months),
    flows,
    terms: points,
    decimals: plan.currency.decimals,
  });
  const hasOthers = points.some(({ type }) => (flows[type]?.other.size ?? 0) > 0);
  return { kind: 'view', points, unpriced, months, hasOthers };
}

function salesOf(
  { scale }: PurchaseTerms,
  months: ReadonlyMap<number, { readonly sold: bigint; readonly back: bigint }>,
): ReadonlyMap<number, MonthOfSales> {
  const d = 10n ** BigInt(scale);
  return new Map(
    [...months].map(([month, { sold, back }]) => [month, { sold: { n: sold, d }, back: { n: back, d } }]),
  );
}
