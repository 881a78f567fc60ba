import type { Lifetime } from '../../report/index.ts';
import { type FormulaAnswer, type LifetimeValue, refusalText, warningText } from '../../runtime/index.ts';
import type { Language } from '../../schema/index.ts';

function answer(own: FormulaAnswer, language: Language): unknown {
  switch (own.kind) {
    case 'value':
      return { value: own.value };
    case 'lacking':
      return { value: null, lacking: own.lacking };
    case 'refused':
      return { value: null, refused: own.reason.kind, why: refusalText(own.reason)[language] };
  }
}

function forecast({ forecast: own, sampled, membership }: LifetimeValue, language: Language): unknown {
  const sample = { buyers: sampled, of: membership.buyers };
  if (own.kind === 'refused')
    return {
      refused: own.reason.kind,
      model: own.model,
      why: refusalText(own.reason)[language],
      sample,
      visits: own.visits === undefined ? null : { unit: 'week', ...own.visits.fit.parameters },
      alive: own.visits?.alive ?? null,
      purchases: own.visits?.purchases ?? null,
      value: null,
    };
  const { visits, spend, alive, purchases, value, interval, warnings } = own;
  return {
    sample,
    visits: {
      unit: visits.unit,
      ...visits.parameters,
      intervals: Object.fromEntries(
        Object.entries(visits.estimates).map(([name, estimate]) => [name, estimate.interval]),
      ),
      log_likelihood: visits.logLikelihood,
    },
    spend: {
      ...spend.parameters,
      intervals: Object.fromEntries(
        Object.entries(spend.estimates).map(([name, estimate]) => [name, estimate.interval]),
      ),
      log_likelihood: spend.logLikelihood,
      correlation: spend.independence.correlation,
    },
    alive,
    purchases,
    value,
    per_buyer: value / membership.buyers,
    interval,
    level: 0.95,
    warnings: warnings.map((each) => ({ kind: each.kind, says: warningText(each, visits.unit)[language] })),
  };
}

/** Lifetime value for programs: statistics, in floating point; amounts in whole units of the currency. */
export function jsonLifetime(lifetime: Lifetime, language: Language): unknown {
  if (lifetime.kind === 'none') return { none: lifetime.why };
  const { value } = lifetime;
  const { membership, historic, formulas: own, options } = value;
  return {
    margin: options.margin ?? null,
    buyers: membership.buyers,
    purchases: membership.purchases,
    spend: membership.spend,
    historic: { per_buyer: historic.spend ?? null, kept: historic.kept ?? null },
    last_12_months: {
      ...membership.year,
      price: own.price ?? null,
      per_year: own.perYear ?? null,
      monthly_revenue: own.monthlyRevenue ?? null,
      program_cost: own.yearCost ?? null,
    },
    year_before: membership.before,
    yearly_churn: own.yearlyChurn ?? null,
    monthly_churn: own.monthlyChurn ?? null,
    years: own.years ?? null,
    formulas: {
      by_revenue: answer(own.byRevenue, language),
      by_margin: answer(own.byMargin, language),
      by_churn: answer(own.byChurn, language),
      after_cost: answer(own.afterCost, language),
    },
    forecast: {
      months: options.months,
      annual_discount: options.annualDiscount,
      ...(forecast(value, language) as object),
    },
  };
}
