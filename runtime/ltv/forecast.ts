import type { BgNbdFit, BgNbdParameters } from './bg-nbd.ts';
import { type Interval, type Level, logInterval } from './estimate.ts';
import { discountedPurchases, expectedPurchases, probabilityAlive } from './future.ts';
import { expectedSpend, type GammaGammaFit, spendSlopes } from './gamma-gamma.ts';
import { type Matrix, quadratic } from './matrix.ts';
import { type Refusal, refused } from './refusal.ts';
import { daysOf, type RepeatSummary, type SpendSummary } from './summary.ts';

/** A member whose future is asked for. */
export interface ForecastMember extends RepeatSummary, SpendSummary {
  readonly member: string;
}

/** Both models of one membership. */
export interface LtvModel {
  readonly visits: BgNbdFit;
  readonly spend: GammaGammaFit;
}

export interface ForecastOptions {
  /** How far to look ahead, in the model's unit; above 0 and at most 100 years. */
  readonly horizon: number;
  /** Effective discount rate per year: 0.1 is 10 %; 0 does not discount. 0 to 10. */
  readonly annualDiscount: number;
  /** Share of the spend that is kept: above 0, at most 1. */
  readonly margin: number;
  /** Confidence of the intervals; 0.95 when left out. */
  readonly level?: Level;
}

/** What is expected of one member, between the end of the observation and the horizon. */
export interface MemberForecast {
  readonly member: string;
  /** Probability of still buying, 0 to 1. */
  readonly alive: number;
  /** Expected purchase days. */
  readonly purchases: number;
  /** Expected spend per purchase day, in whole units of the currency. */
  readonly spend: number;
  /** Expected margin of the purchases, each discounted from its day: the LTV still to come, in whole units of the currency. */
  readonly value: number;
  /** Interval of `value` as an expectation: what the data leave open about the parameters, not how members differ from theirs. */
  readonly interval: Interval;
}

/** What to keep in mind when a forecast is read. */
export type ForecastWarning =
  | { readonly kind: 'spend-depends-on-frequency'; readonly correlation: number }
  | { readonly kind: 'beyond-observation'; readonly horizon: number; readonly longestAge: number }
  | { readonly kind: 'spend-left-out'; readonly members: number };

export interface Forecast {
  readonly kind: 'forecast';
  /** In the order of the members given. */
  readonly members: readonly MemberForecast[];
  /** Of all members; its interval holds the same uncertainty, which members share. */
  readonly total: { readonly purchases: number; readonly value: number; readonly interval: Interval };
  readonly warnings: readonly ForecastWarning[];
}

const DAYS_OF_YEAR = 365.25;
const YEARS = 100;

/** The continuous rate per unit of the model that an effective annual rate amounts to. */
export function ratePerUnit(model: LtvModel, annualDiscount: number): number {
  return (Math.log1p(annualDiscount) * daysOf(model.visits.unit)) / DAYS_OF_YEAR;
}

/** The option that cannot be; undefined when all can. */
export function badOption(model: LtvModel, options: ForecastOptions): Refusal | undefined {
  const { horizon, annualDiscount, margin } = options;
  const longest = (YEARS * DAYS_OF_YEAR) / daysOf(model.visits.unit);
  if (!(horizon > 0 && horizon <= longest))
    return refused({ kind: 'bad-option', option: 'horizon', value: horizon });
  if (!(annualDiscount >= 0 && annualDiscount <= 10))
    return refused({ kind: 'bad-option', option: 'annualDiscount', value: annualDiscount });
  if (!(margin > 0 && margin <= 1)) return refused({ kind: 'bad-option', option: 'margin', value: margin });
  return undefined;
}

/** What a forecast of this model this far ahead should be read with. */
export function warningsOf(model: LtvModel, horizon: number): readonly ForecastWarning[] {
  const { visits, spend } = model;
  const warnings: ForecastWarning[] = [];
  if (spend.independence.verdict === 'strong')
    warnings.push({ kind: 'spend-depends-on-frequency', correlation: spend.independence.correlation });
  if (horizon > visits.longestAge)
    warnings.push({ kind: 'beyond-observation', horizon, longestAge: visits.longestAge });
  if (spend.leftOut > 0) warnings.push({ kind: 'spend-left-out', members: spend.leftOut });
  return warnings;
}

/** Parameters with one logarithm moved. */
function moved(parameters: BgNbdParameters, name: keyof BgNbdParameters, by: number): BgNbdParameters {
  return { ...parameters, [name]: parameters[name] * Math.exp(by) };
}

const STEP = 1e-4;
const NOTHING = 1e-300;

/** Discounted purchases with their slope in ln r, ln alpha, ln a, ln b. */
function slopesOf(
  parameters: BgNbdParameters,
  member: RepeatSummary,
  horizon: number,
  rate: number,
): { readonly value: number; readonly slopes: readonly number[] } | undefined {
  const value = discountedPurchases(parameters, member, horizon, rate);
  if (value === undefined) return undefined;
  const slopes: number[] = [];
  for (const name of ['r', 'alpha', 'a', 'b'] as const) {
    const up = discountedPurchases(moved(parameters, name, STEP), member, horizon, rate);
    const down = discountedPurchases(moved(parameters, name, -STEP), member, horizon, rate);
    if (up === undefined || down === undefined) return undefined;
    slopes.push((up - down) / (2 * STEP));
  }
  return { value, slopes };
}

/** Delta method on the logarithm: the models are fitted apart, so their variances add up. */
function intervalOf(
  model: LtvModel,
  value: number,
  ofVisits: readonly number[],
  ofSpend: readonly number[],
  level: Level,
): Interval {
  // Who is as good as gone is worth nothing, and no slope of a logarithm can be taken of that.
  if (value < NOTHING) return { low: 0, high: value };
  const part = (covariance: Matrix, slopes: readonly number[]): number =>
    quadratic(
      covariance,
      slopes.map((slope) => slope / value),
    );
  const variance = part(model.visits.covariance, ofVisits) + part(model.spend.covariance, ofSpend);
  return logInterval(value, Math.sqrt(variance), level);
}

/**
 * LTV still to come of members, with intervals by the delta method: margin × discounted purchases × spend per purchase. Purchases
 * are discounted continuously from the end of the observation. Equal histories are computed once.
 */
export function forecastLtv(
  model: LtvModel,
  members: readonly ForecastMember[],
  options: ForecastOptions,
): Forecast | Refusal {
  const bad = badOption(model, options);
  if (bad !== undefined) return bad;
  const { horizon, margin } = options;
  const level = options.level ?? 0.95;
  const rate = ratePerUnit(model, options.annualDiscount);
  const visits = model.visits.parameters;
  const known = new Map<string, { discounted: number; purchases: number; slopes: readonly number[] }>();
  const totalOfVisits = [0, 0, 0, 0];
  const totalOfSpend = [0, 0, 0];
  let [totalPurchases, totalValue] = [0, 0];
  const forecasts: MemberForecast[] = [];
  for (const each of members) {
    const key = `${each.frequency} ${each.recency} ${each.age}`;
    let ahead = known.get(key);
    if (ahead === undefined) {
      const found = slopesOf(visits, each, horizon, rate);
      const purchases = rate === 0 ? found?.value : expectedPurchases(visits, each, horizon);
      if (found === undefined || purchases === undefined)
        return refused({ kind: 'not-computable', member: each.member });
      ahead = { discounted: found.value, purchases, slopes: found.slopes };
      known.set(key, ahead);
    }
    const spend = expectedSpend(model.spend.parameters, each);
    const value = margin * ahead.discounted * spend;
    const ofVisits = ahead.slopes.map((slope) => slope * margin * spend);
    const ofSpend = spendSlopes(model.spend.parameters, each).map((slope) => slope * value);
    ofVisits.forEach((slope, i) => {
      totalOfVisits[i] = (totalOfVisits[i] ?? 0) + slope;
    });
    ofSpend.forEach((slope, i) => {
      totalOfSpend[i] = (totalOfSpend[i] ?? 0) + slope;
    });
    totalPurchases += ahead.purchases;
    totalValue += value;
    forecasts.push({
      member: each.member,
      alive: probabilityAlive(visits, each),
      purchases: ahead.purchases,
      spend,
      value,
      interval: intervalOf(model, value, ofVisits, ofSpend, level),
    });
  }
  return {
    kind: 'forecast',
    members: forecasts,
    total: {
      purchases: totalPurchases,
      value: totalValue,
      interval: intervalOf(model, totalValue, totalOfVisits, totalOfSpend, level),
    },
    warnings: warningsOf(model, horizon),
  };
}
