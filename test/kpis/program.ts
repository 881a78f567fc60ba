/** A KPI of the tests: how a program states it, and the numerator and denominator that SQL finds. */
export interface Check {
  readonly name: string;
  /** Standard function of docs/kpis.md, or `general`: said by `share`, `mean`, `total`, `members`. */
  readonly of: string;
  readonly measure: string;
  readonly above: string;
  readonly below: string;
  /** What the data must have for it; every history has purchases. */
  readonly needs?: 'surveys' | 'no returns';
}

const check = (name: string, of: string, measure: string, above: string, below = '1'): Check => ({
  name,
  of,
  measure,
  above,
  below,
});

/** Every standard KPI, and those of the common lists that general functions say. Columns are those of figures.sql.ts. */
export const CHECKS: readonly Check[] = [
  check(
    'repeat_rate',
    'repeat_rate',
    'repeat_rate(during last 12 months)',
    'twice_in_year',
    'bought_in_year',
  ),
  check(
    'f2',
    'second_purchase_rate',
    'second_purchase_rate(during last 6 months)',
    'new_twice',
    'new_buyers',
  ),
  check('retention', 'retention_rate', 'retention_rate(during last 6 months)', 'kept', 'were_active'),
  check('churn', 'churn_rate', 'churn_rate(during last 6 months)', 'were_active - kept', 'were_active'),
  check('active', 'active_rate', 'active_rate', 'active', 'members'),
  check('ltv', 'ltv', 'ltv', 'cents', 'buyers * unit'),
  check('ltv_year', 'ltv', 'ltv(during last 12 months)', 'cents_in_year', 'bought_in_year * unit'),
  check('redeemed', 'redemption_rate', 'redemption_rate(point)', 'used', 'issued - reversed'),
  check(
    'burn',
    'earn_burn',
    'earn_burn(point during last 12 months)',
    'used_in_year',
    'issued_in_year - reversed_in_year',
  ),
  check('breakage', 'breakage', 'breakage(point)', 'expired', 'used + expired'),
  check('liability', 'liability', 'liability(point)', '(issued - reversed - used - expired) * 3', '100'),
  check('cost', 'program_cost', 'program_cost(during last 12 months)', 'cost_in_year'),
  check('joined', 'enrolled', 'enrolled(during last 1 month)', 'joined'),
  {
    ...check(
      'nps',
      'nps',
      'nps(survey.recommend during last 12 months)',
      '(promoters - detractors) * 100',
      'answers',
    ),
    needs: 'surveys',
  },
  { ...check('csat', 'csat', 'csat(survey.satisfied)', 'content', 'rated'), needs: 'surveys' },
  check(
    'participation',
    'general',
    'share(earned(point during last 12 months) > 0 points or used(point during last 12 months) > 0 points among count(purchase) >= 0)',
    'took_part',
    'members',
  ),
  check(
    'recent',
    'general',
    'share((days since last(purchase) otherwise 9_999) <= 30 among count(purchase) >= 1)',
    'bought_in_30_days',
    'buyers',
  ),
  {
    ...check(
      'upgraded',
      'general',
      'share(count(reach status.silver during last 6 months) >= 1 among count(reach status.silver) = count(reach status.silver during last 6 months))',
      'new_silver',
      'could_become_silver',
    ),
    needs: 'no returns',
  },
  {
    ...check(
      'downgraded',
      'general',
      'share(count(lapse status.silver during last 6 months) >= 1 among count(reach status.silver) >= 1)',
      'lapsed_silver',
      'ever_silver',
    ),
    needs: 'no returns',
  },
];

/** A history, and what its program needs to read it. */
export interface Terms {
  readonly currency: string;
  readonly timezone: string;
  readonly events: string;
  readonly rewards?: string;
  readonly silver: number;
  /** Months that points last. */
  readonly months: number;
}

/** A program for the checks that a history can answer: one rule, so that SQL can follow its points. */
export function programOf(
  { currency, timezone, events, rewards, silver, months }: Terms,
  checks: readonly Check[],
): string {
  return `kizuna: 1
program: kpi-check
version: "1"
currency: ${currency}
timezone: ${timezone}
standard: { purchase: purchase.amount, active: count(purchase during last 6 months) >= 1 }
events:
${events}
points:
  point: { expires: "end_of(month, earned + ${months} months)", expense: 0.03 ${currency} }
tiers:
  status:
    base: regular
    levels:
      silver: { reach: "sum(purchase.amount during this year) >= ${silver} ${currency}", until: "end_of(year, reached)" }
rules:
  base: { on: purchase, give: "1 point per ${currency === 'JPY' ? 100 : 1} ${currency} of amount" }
${rewards ?? ''}kpis:
${checks.map(({ name, measure }) => `  ${name}: { measure: "${measure}" }`).join('\n')}
`;
}
