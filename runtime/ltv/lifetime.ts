import { type BgNbdFit, fitBgNbd } from './bg-nbd.ts';
import { type Interval, normalQuantile } from './estimate.ts';
import {
  type ForecastMember,
  type ForecastOptions,
  type ForecastWarning,
  forecastLtv,
  type LtvModel,
  ratePerUnit,
  warningsOf,
} from './forecast.ts';
import { discountedPurchases, expectedPurchases, probabilityAlive } from './future.ts';
import { expectedSpend, fitGammaGamma, type GammaGammaFit } from './gamma-gamma.ts';
import { type Refusal, type RefusalReason, refused } from './refusal.ts';
import { ltvAfterCost, ltvByChurn, ltvByMargin, ltvByRevenue } from './simple.ts';
import { daysOf } from './summary.ts';

/** What is known of a membership's purchases; amounts in whole units of the currency. */
export interface Membership {
  readonly buyers: number;
  readonly purchases: number;
  readonly spend: number;
  /** The same of the last twelve months. */
  readonly year: { readonly buyers: number; readonly purchases: number; readonly spend: number };
  /** Who bought in the twelve months before those, how many of them bought in the last twelve too, and how many days of those months there are purchases of. */
  readonly before: { readonly buyers: number; readonly kept: number; readonly days: number };
  /** What the program cost in the last twelve months. */
  readonly yearCost: number;
  /** Buyers whose histories are looked at: all, or a sample; times in days. */
  readonly sample: readonly ForecastMember[];
}

/** What the person who asks adds. */
export interface LifetimeOptions {
  /** Share of the spend that is kept; undefined: not known. */
  readonly margin: number | undefined;
  /** What winning a member cost; undefined: not known. */
  readonly acquisition: number | undefined;
  /** How far to look ahead. */
  readonly months: number;
  /** Effective rate per year. */
  readonly annualDiscount: number;
}

/** Why a formula has no number: what it lacks, or what it cannot be worked out from. */
export type Lacking = 'margin' | 'acquisition' | 'year-before' | 'purchases-this-year';
export type FormulaAnswer =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'lacking'; readonly lacking: readonly Lacking[] }
  | Refusal;

/** The simple formulas with what the history itself says, and that. */
export interface SimpleFormulas {
  /** Of the last twelve months; missing where nobody bought in them. */
  readonly price: number | undefined;
  readonly perYear: number | undefined;
  readonly monthlyRevenue: number | undefined;
  /** Share of the buyers of the year before who did not buy again; missing where there were none. */
  readonly yearlyChurn: number | undefined;
  readonly monthlyChurn: number | undefined;
  /** 1 ÷ yearly churn. */
  readonly years: number | undefined;
  /** Program cost of the last twelve months per buyer of them. */
  readonly yearCost: number | undefined;
  readonly byRevenue: FormulaAnswer;
  readonly byMargin: FormulaAnswer;
  readonly byChurn: FormulaAnswer;
  readonly afterCost: FormulaAnswer;
}

/** What buyers are expected to do; amounts are of all buyers, and already times the margin where one is known. */
export interface LifetimeForecast {
  readonly kind: 'forecast';
  readonly visits: BgNbdFit;
  readonly spend: GammaGammaFit;
  /** Buyers still active, as the model expects. */
  readonly alive: number;
  readonly purchases: number;
  readonly value: number;
  /** Of `value` as an expectation: parameters, and the sample where there is one. At 95 %. */
  readonly interval: Interval;
  readonly warnings: readonly ForecastWarning[];
}

/** What stays to be said where amounts, or all of it, cannot be forecast. */
export interface RefusedForecast {
  readonly kind: 'refused';
  readonly model: 'visits' | 'spend' | 'value';
  readonly reason: RefusalReason;
  /** Where at least visits can be forecast. */
  readonly visits: { readonly fit: BgNbdFit; readonly alive: number; readonly purchases: number } | undefined;
}

/** Lifetime value of a membership in all its kinds. */
export interface LifetimeValue {
  readonly options: LifetimeOptions;
  readonly membership: Omit<Membership, 'sample'>;
  /** Spend ÷ buyers; times margin where it is known. Missing where nobody bought. */
  readonly historic: { readonly spend: number | undefined; readonly kept: number | undefined };
  readonly formulas: SimpleFormulas;
  readonly sampled: number;
  readonly forecast: LifetimeForecast | RefusedForecast;
}

/** Times of the models are in weeks, as in the literature. */
const UNIT = 'week';

/** Lifetime value from what is known; the same in, the same out. */
export function lifetimeValue(membership: Membership, options: LifetimeOptions): LifetimeValue {
  const { sample, ...rest } = membership;
  const spend = rest.buyers === 0 ? undefined : rest.spend / rest.buyers;
  const kept = spend === undefined || options.margin === undefined ? undefined : spend * options.margin;
  return {
    options,
    membership: rest,
    historic: { spend, kept },
    formulas: formulasOf(rest, options),
    sampled: sample.length,
    forecast: forecastOf(membership, options),
  };
}

function formulasOf(
  { year, before, yearCost }: Omit<Membership, 'sample'>,
  { margin, acquisition }: LifetimeOptions,
): SimpleFormulas {
  const perBuyer = (value: number): number | undefined =>
    year.buyers === 0 ? undefined : value / year.buyers;
  const price = year.purchases === 0 ? undefined : year.spend / year.purchases;
  const perYear = perBuyer(year.purchases);
  const monthlyRevenue = perBuyer(year.spend / 12);
  const retained = before.buyers === 0 ? undefined : before.kept / before.buyers;
  const yearlyChurn = retained === undefined ? undefined : 1 - retained;
  const monthlyChurn = retained === undefined ? undefined : 1 - retained ** (1 / 12);
  const years = yearlyChurn === undefined || yearlyChurn === 0 ? undefined : 1 / yearlyChurn;
  const cost = perBuyer(yearCost);
  const known = { price, perYear, monthlyRevenue, yearlyChurn, monthlyChurn, years, yearCost: cost };
  const lacking: Lacking[] = [];
  if (price === undefined || perYear === undefined || monthlyRevenue === undefined)
    lacking.push('purchases-this-year');
  if (yearlyChurn === undefined || monthlyChurn === undefined) lacking.push('year-before');
  const endless = yearlyChurn === 0 ? refused({ kind: 'no-churn' }) : undefined;
  const answer = (
    needs: readonly Lacking[],
    formula: (own: {
      price: number;
      perYear: number;
      monthlyRevenue: number;
      monthlyChurn: number;
      years: number;
    }) => FormulaAnswer,
  ): FormulaAnswer => {
    const missing = [...lacking, ...needs];
    if (missing.length > 0) return { kind: 'lacking', lacking: missing };
    if (endless !== undefined) return endless;
    return formula({
      price: price ?? 0,
      perYear: perYear ?? 0,
      monthlyRevenue: monthlyRevenue ?? 0,
      monthlyChurn: monthlyChurn ?? 0,
      years: years ?? 0,
    });
  };
  const noMargin: readonly Lacking[] = margin === undefined ? ['margin'] : [];
  const noCost: readonly Lacking[] = acquisition === undefined ? [...noMargin, 'acquisition'] : noMargin;
  const share = margin ?? 0;
  return {
    ...known,
    byRevenue: answer([], (own) => ltvByRevenue(own)),
    byMargin: answer(noMargin, (own) => ltvByMargin({ ...own, margin: share })),
    byChurn: answer(noMargin, (own) => ltvByChurn({ ...own, margin: share })),
    afterCost: answer(noCost, (own) =>
      ltvAfterCost({
        ...own,
        margin: share,
        acquisition: acquisition ?? 0,
        retention: (cost ?? 0) * own.years,
      }),
    ),
  };
}

function forecastOf(membership: Membership, options: LifetimeOptions): LifetimeForecast | RefusedForecast {
  const { sample, buyers } = membership;
  const unit = daysOf(UNIT);
  const members = sample.map((each) => ({ ...each, recency: each.recency / unit, age: each.age / unit }));
  const visits = fitBgNbd(members, { unit: UNIT });
  if (visits.kind === 'refused')
    return { kind: 'refused', model: 'visits', reason: visits.reason, visits: undefined };
  const horizon = (options.months * daysOf('month')) / unit;
  const weight = buyers / members.length;
  const alive = members.reduce((sum, each) => sum + probabilityAlive(visits.parameters, each), 0) * weight;
  const spend = fitGammaGamma(members);
  const without = (model: 'spend' | 'value', reason: RefusalReason): RefusedForecast => {
    const each = eachOf(members, (member) => expectedPurchases(visits.parameters, member, horizon));
    const purchases = each && sumOf(each);
    return {
      kind: 'refused',
      model,
      reason,
      visits: purchases === undefined ? undefined : { fit: visits, alive, purchases: purchases * weight },
    };
  };
  if (spend.kind === 'refused') return without('spend', spend.reason);
  const model = { visits, spend };
  const ahead = { horizon, annualDiscount: options.annualDiscount, margin: options.margin ?? 1 };
  const forecast = forecastLtv(model, members.slice(0, SLOPES), ahead);
  if (forecast.kind === 'refused') return without('value', forecast.reason);
  const expected = eachOf(members, (member) => expectedPurchases(visits.parameters, member, horizon));
  const values = valuesOf(model, members, ratePerUnit(model, options.annualDiscount), ahead, expected);
  if (values === undefined || expected === undefined)
    return without('value', { kind: 'not-computable', member: members[0]?.member ?? '' });
  return {
    kind: 'forecast',
    visits,
    spend,
    alive,
    purchases: sumOf(expected) * weight,
    value: sumOf(values) * weight,
    interval: ofAll(forecast.total, values, buyers),
    warnings: warningsOf(model, horizon),
  };
}

/** How far a total moves with the parameters is seen in so many members, which are a sample of the others. */
const SLOPES = 5_000;

/** A number for each member, worked out once for equal histories; undefined where one is beyond the range of numbers. */
function eachOf(
  members: readonly ForecastMember[],
  of: (member: ForecastMember) => number | undefined,
): readonly number[] | undefined {
  const known = new Map<string, number>();
  const all: number[] = [];
  for (const member of members) {
    const key = `${member.frequency} ${member.recency} ${member.age}`;
    const value = known.get(key) ?? of(member);
    if (value === undefined) return undefined;
    known.set(key, value);
    all.push(value);
  }
  return all;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** What each member is expected to bring; `expected`: their purchases, which are all there is to it without a discount. */
function valuesOf(
  { visits, spend }: LtvModel,
  members: readonly ForecastMember[],
  rate: number,
  { horizon, margin }: ForecastOptions,
  expected: readonly number[] | undefined,
): readonly number[] | undefined {
  const discounted =
    rate === 0
      ? expected
      : eachOf(members, (member) => discountedPurchases(visits.parameters, member, horizon, rate));
  return discounted?.map((purchases, index) => {
    const member = members[index];
    return member === undefined ? 0 : margin * purchases * expectedSpend(spend.parameters, member);
  });
}

/**
 * The interval of a total for all members: `part` is a total of some of them, as far as the parameters determine it; what the
 * sample leaves open comes on top.
 */
function ofAll(
  part: { readonly value: number; readonly interval: Interval },
  values: readonly number[],
  members: number,
): Interval {
  const n = values.length;
  const mean = sumOf(values) / n;
  const total = mean * members;
  if (!(mean > 0) || !(part.value > 0)) return { low: 0, high: total };
  const quantile = normalQuantile(0.95);
  const ofParameters = Math.log(part.interval.high / part.value) / quantile;
  const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, n - 1);
  const ofSample = (variance / (mean * mean * n)) * (1 - n / members);
  const factor = Math.exp(quantile * Math.sqrt(ofParameters ** 2 + ofSample));
  return { low: total / factor, high: total * factor };
}
