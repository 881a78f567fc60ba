import { type MonthTotals, type RunTotals, reduced, type SourceTotals, ZERO } from '../../runtime/index.ts';
import type { Fraction, Loyalty, Plan } from '../../schema/index.ts';
import { shareOf, total } from './sums.ts';

/** What a rule, reward or benefit did and cost. */
export interface SourceFigures {
  readonly kind: 'rule' | 'reward' | 'benefit';
  readonly name: string;
  readonly builds: Loyalty | undefined;
  readonly times: bigint;
  /** Reached over the run: for whom it fired, who redeemed it, who used it. */
  readonly members: bigint;
  readonly cost: Fraction;
  /** Of the program's cost; missing where it costs nothing. */
  readonly share: Fraction | undefined;
  /** Cost of each month. */
  readonly months: readonly Fraction[];
}

export function sourcesOf(
  plan: Plan,
  months: readonly MonthTotals[],
  run: RunTotals,
  cost: Fraction,
): readonly SourceFigures[] {
  const of = (
    kind: SourceFigures['kind'],
    terms: readonly { readonly name: string; readonly builds: Loyalty | undefined }[],
    own: (month: MonthTotals) => readonly SourceTotals[],
    members: readonly bigint[],
  ): readonly SourceFigures[] =>
    terms.map(({ name, builds }, index) => {
      const totals = months.map((month) => own(month)[index]);
      const costs = totals.map((each) => reduced(each?.cost ?? ZERO));
      const all = total(costs);
      return {
        kind,
        name,
        builds,
        times: totals.reduce((sum, each) => sum + (each?.times ?? 0n), 0n),
        members: members[index] ?? 0n,
        cost: all,
        share: shareOf(all, cost),
        months: costs,
      };
    });
  return [
    ...of('rule', plan.rules, ({ rules }) => rules, run.rules),
    ...of('reward', plan.rewards, ({ rewards }) => rewards, run.rewards),
    ...of('benefit', plan.benefits, ({ benefits }) => benefits, run.benefits),
  ];
}
